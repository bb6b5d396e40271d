"""Whole sentences of the writer's: taken as they stand, seen from the reader's side; anything less is left to the other forms."""

from __future__ import annotations

import pytest

from prompts.fitting.text import normalise
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import Reader

_LINDA = Reader(frozenset({"linda", "castellano"}), single=True, company="pine hollow")
_TWO = Reader(frozenset({"harriet", "kwame"}), single=False, company="marlowe pryce")

_LEASE = "I said that such a lease is an operating lease. If the option is certain to be used, it is a finance lease."
_TIDY = {
    "a wish": ("I want to follow patients until they go home", "I want to follow patients until they go home."),
    "lower case start": ("my home town flooded, and I want to work on defences", "My home town flooded, and I want to work on defences."),
    "a future promise": ("I will send a copy of my licence by Friday", "I will send a copy of my licence by Friday."),
    "somebody else did it": ("Mr. Abernathy in the gym beat me at ring toss", "Mr. Abernathy in the gym beat me at ring toss."),
    "the reader by name": ("Linda told me about the culvert that she designed", "You told me about the culvert that you designed."),
    "the reader's thing": (
        "Linda's dog barked during the call and we both laughed",
        "Your dog barked during the call and we both laughed.",
    ),
    "the employer as they": ("They weigh every bin and write it on the wall.", "You weigh every bin and write it on the wall."),
    "a splice": ("They promote from the floor, Greg started as a bagger.", "You promote from the floor; Greg started as a bagger."),
    "two sentences": (_LEASE, _LEASE),
    "a fronted place": ("At Kelso I cut downtime from two days to two hours.", "At Kelso I cut downtime from two days to two hours."),
}


@pytest.mark.parametrize(("text", "whole"), _TIDY.values(), ids=_TIDY)
def test_whole_sentences_stand_as_they_are_from_the_readers_side(text: str, whole: str) -> None:
    assert own_sentences(normalise(text), _LINDA) == whole


def test_names_stay_names_when_two_people_read() -> None:
    assert own_sentences("Kwame told me about the culvert that he designed.", _TWO) == "Kwame told me about the culvert that he designed."


@pytest.mark.parametrize(
    "text",
    [
        "trained 6 new drivers last yr, all 6 still there",
        "small team, you animate what you storyboard",
        "contract says 40 hrs, we agreed 37.5 - needs changing before I sign",
        "moving off whiteboard to Samsara, drivers grumbling about it",
        "14 years driving, want to be the dispatcher I never had",
        "the backlog",
        "I did that last year tbh",
        "I need to mention the licence in the email",
        "I can come tomorrow in the morning",
    ],
)
def test_a_jotting_is_no_whole_sentence(text: str) -> None:
    assert own_sentences(normalise(text), _LINDA) == ""


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (
            "I moved an office to online booking in six weeks, phone volume dropped by half",
            "I moved an office to online booking in six weeks, and phone volume dropped by half.",
        ),
        ("I cut waste by a third, trained two apprentices and kept the line running", None),
    ],
)
def test_second_sentence_after_a_comma_is_joined(note: str, told: str | None) -> None:
    found = own_sentences(normalise(note), _LINDA)
    assert (found == told) if told else " and trained" not in found
