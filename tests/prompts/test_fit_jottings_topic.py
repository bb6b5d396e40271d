"""Jottings of topics and light moments: each comes out whole and in plain sentences, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from prompts.fit import fit
from prompts.fitting.flags import flags
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient

_DATA = Path(__file__).parent / "data"
_CASES = [
    case
    for name in ("jottings_topic.yaml", "jottings_topic_held.yaml")
    for case in yaml.safe_load((_DATA / name).read_text("utf-8"))
    if case.get("never")
]


def _notes(kind: str, text: str, reader: str | None) -> Notes:
    people = [Recipient(name=reader)] if reader else []
    return Notes(
        candidate=Candidate(name="Al Bo"), recipients=people, company="Acme", facts=[Fact(kind=FactKind(kind), text=text, private=False)]
    )


def _forms(kind: str, text: str, reader: str | None = None) -> dict[str, str]:
    notes = _notes(kind, text, reader)
    return fit(notes.facts[0], notes)


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        (
            "in-tray exercise - freezer down, two callouts, angry customer all at once",
            "np",
            "the in-tray exercise, with the freezer down, two callouts and an angry customer all at once",
        ),
        (
            "14 new buses coming in Jan, nobody on nights certified yet",
            "np",
            "the 14 new buses coming in January, with nobody on nights certified yet",
        ),
        ("no tasting menu, no tweezers, 40 covers", "np", "no tasting menu, no tweezers and 40 covers"),
        ("beds blocked till 4pm most days cos TTOs not ready", "told", "beds are blocked till 4pm most days because TTOs are not ready"),
        ("menu changes every 6 wks, all veg from own plot", "told", "the menu changes every six weeks, with all veg from your own plot"),
        (
            "first response under 4 hrs but resolution 9 days",
            "told",
            "the first response is under four hours, but the resolution is nine days",
        ),
        (
            "mentoring - each new guide walks the trail w/ Hemi for two weeks",
            "own",
            "We talked about mentoring: each new guide walks the trail with Hemi for two weeks.",
        ),
        ("moving off whiteboard to Samsara in spring", "about", "moving off the whiteboard to Samsara in spring"),
        ("they asked how I'd split the territory", "np", "your question about how I would split the territory"),
    ],
    ids=lambda value: value[:30],
)
def test_topic_jotting_is_told_whole(text: str, form: str, expected: str) -> None:
    assert _forms("topic", text).get(form) == expected


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Ann walking me thru the drive-up, the dog biscuits jar", "to", "walk me through the drive-up and the jar of dog biscuits"),
        ("she showed me photos of her goats", "own", "You showed me photos of your goats."),
        (
            "fire alarm went off twice, we finished in the car park",
            "own",
            "The fire alarm went off twice, and we finished in the car park.",
        ),
        ("both grew up near Leeds, both support the wrong team", "clause", "we both grew up near Leeds and both support the wrong team"),
        ("joked that the lift is older than both of us", "own", "We joked that the lift is older than both of us."),
    ],
    ids=lambda value: value[:30],
)
def test_light_moment_is_told_whole(text: str, form: str, expected: str) -> None:
    assert _forms("rapport", text, "Ann Shaw").get(form) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("topic", "half of your patients come by bus"),
        ("topic", "most complaints come from guests who booked through an agency"),
        ("rapport", "her son plays in same league as my nephew"),
        ("rapport", "he too failed his driving test 3 times"),
    ],
    ids=["verb is there", "verb looks like a participle", "household", "mishap of the reader"],
)
def test_nothing_is_put_together_where_no_word_is_missing_or_the_matter_is_private(kind: str, text: str) -> None:
    forms = _forms(kind, text, "Gill Ford")
    assert not {"own", "told", "to"} & set(forms)
    assert not [words for words in forms.values() if " is come" in words or " are come" in words or "son" in words or "failed" in words]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("the talk on the bridge about docking", True),
        ("Ann asked how I would begin", True),
        ("the way they teach reading", False),
        ("two vacancies", False),
    ],
    ids=["talk", "question", "way of working", "thing"],
)
def test_flag_event_marks_what_is_not_talked_about(text: str, event: bool) -> None:
    assert ("topic.event" in flags(_notes("topic", text, "Ann Shaw"))) is event


@pytest.mark.parametrize("case", _CASES, ids=[str(case["text"])[:40] for case in _CASES])
def test_jotting_never_brings_in_what_an_editor_struck_out(case: dict[str, object]) -> None:
    reader = case.get("recipient")
    forms = _forms(str(case["kind"]), str(case["text"]), str(reader) if reader else None)
    never = case["never"]
    assert isinstance(never, list)
    assert not [word for word in never if any(_stands(str(word), words) for words in forms.values())]


def _stands(word: str, words: str) -> bool:
    return f" {word.strip()} " in f" {words} " if word.strip().isalpha() else word in words
