"""Whole jottings about work, answers and plans as sentences: what they become, and what is never told whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from prompts.fit import fit
from prompts.fitting.expand_answer import asked_and_answered
from prompts.fitting.expand_text import jotted, parts_of
from prompts.fitting.expand_work import expanded
from prompts.fitting.text import normalise
from prompts.fitting.voice import Reader
from prompts.notes import Notes

_DATA = Path(__file__).parent / "data"
_READER = Reader(frozenset({"dana"}), single=True)


def _items(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = yaml.safe_load((_DATA / name).read_text("utf-8"))
    return items


def _forms(item: dict[str, Any]) -> dict[str, str]:
    fact = {"kind": item["kind"], "text": item["text"], "private": False}
    notes = Notes.model_validate({"candidate": {"name": "Al Bo"}, "facts": [fact], "company": "Acme"})
    return fit(notes.facts[0], notes)


def _plain(text: str) -> str:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    kept = "".join(char if char.isalnum() or char in "%£$€+" else " " for char in text.casefold()).split()
    return " ".join(str(words.index(word)) if word in words else word for word in kept)


@pytest.mark.parametrize(
    ("mode", "text", "told"),
    [
        ("did", "trained 6 new drivers last yr, all 6 still there", "I trained six new drivers last year, with all six still there."),
        ("did", "ran stocktake solo, normally takes 4", "I ran stocktake solo; it normally takes four."),
        ("did", "wrote the induction booklet, still used", "I wrote the induction booklet, which is still used."),
        ("did", "7 yrs ICU nurse, charge nurse the last 2", "I have been an ICU nurse for seven years, as charge nurse for the last two."),
        (
            "did",
            "answered phones at a vet's 5 yrs so I'm used to upset people",
            "I answered phones at a vet's for five years so I am used to upset people.",
        ),
        (
            "would",
            "would've saved the freezer stock first, then phoned round for cover",
            "I would have saved the freezer stock first, then phoned round for cover.",
        ),
        (
            "would",
            "i'd start w/ night shift, ask what form leaves out",
            "I would start with the night shift and ask what the form leaves out.",
        ),
        ("would", "start small - one ward, two weeks, then decide", "I would start small: one ward, two weeks, then decide."),
        (
            "answer",
            "clean first w/ saline, then measure, then photo, then dress",
            "Clean first with saline, then measure, then take a photo, then dress.",
        ),
        (
            "answer",
            "we do keep a written matrix, I update it every menu change",
            "We do keep a written matrix, and I update it every menu change.",
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_jotting_is_told_whole(mode: Any, text: str, told: str) -> None:
    assert expanded(normalise(text), _READER, mode=mode) == told


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("did", "butchery, whole animal, learnt from my uncle, not on the CV"),
        ("did", "cited in three judgments"),
        ("did", "ran the desk last night, no calls"),
        ("did", "brought road calls down from 31 to 12. mostly just coolant hoses"),
        ("did", "cut no-shows by a third tbh lol, ppl loved it"),
        ("answer", "I model it, we do it together, they do it alone"),
        ("answer", "ours has been 140ish for three years"),
        ("would", "two queues not one"),
    ],
    ids=lambda value: value[:24],
)
def test_jotting_with_an_uncertain_part_is_not_told_whole(mode: Any, text: str) -> None:
    assert expanded(normalise(text), _READER, mode=mode) == ""


@pytest.mark.parametrize(
    ("text", "weak", "answer"),
    [
        (
            "asked about pump priming, said open the valve first. wrong - close suction, fill casing, then open",
            "pump priming",
            "close suction, fill casing, then open",
        ),
        ("blanked on allergens - we keep a written matrix, just froze", "allergens", "we keep a written matrix"),
        ("my answer on Kubernetes was thin. what i'd add: we ran 3 clusters", "Kubernetes", "we ran 3 clusters"),
        ("couldnt name a time i failed. actually: I ordered 300 kg instead of 30", "a time I failed", "I ordered 300 kg instead of 30"),
        ("Said I had never managed people. I supervise two apprentices", "managing people", "I supervise two apprentices"),
        ("whole thing was a car crash", "", ""),
        ("I speak German and Polish", "", ""),
    ],
    ids=["asked", "blanked", "thin", "named", "never", "mood", "no question"],
)
def test_question_and_answer_are_told_apart_and_the_failure_is_left_out(text: str, weak: str, answer: str) -> None:
    assert asked_and_answered(normalise(text))[:2] == (weak, answer)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ran nights at the dairy 3 years, alone", "ran nights at the dairy for 3 years, alone"),
        ("it took 3 weeks", "it took 3 weeks"),
        ("call the depot before driver leaves", "call the depot before the driver leaves"),
        ("led the team since march", "led the team since March"),
        ("they march on Fridays", "they march on Fridays"),
        ("40 calls/day / two sites", "40 calls a day, two sites"),
    ],
    ids=["for", "took", "before", "month", "verb", "slashes"],
)
def test_times_and_slashes_are_written_out(text: str, written: str) -> None:
    assert jotted(text) == written


def test_parts_keep_the_mark_before_them() -> None:
    parts = parts_of("I moved the rota - 2 weeks early, no overtime; it held. All stayed")
    assert [(part.mark, part.text) for part in parts] == [
        ("", "I moved the rota"),
        ("-", "2 weeks early"),
        (",", "no overtime"),
        (";", "it held"),
        (".", "All stayed"),
    ]


@pytest.mark.parametrize(("name", "least"), [("jottings_work.yaml", 55), ("jottings_work_held.yaml", 14)], ids=["dev", "held"])
def test_enough_jottings_are_told_whole_and_none_holds_what_must_not_be_sent(name: str, least: int) -> None:
    items = _items(name)
    assert len(items) >= 40
    whole = 0
    for item in items:
        forms, accepted = _forms(item), {_plain(one) for one in item["want"].get("own", [])}
        assert [bad for bad in item.get("never", []) if any(bad.casefold() in text.casefold() for text in forms.values())] == []
        whole += any(_plain(text) in accepted for form, text in forms.items() if form != "weak")
    assert whole >= least


def test_answer_with_a_named_question_comes_with_its_name() -> None:
    forms = _forms({"kind": "correction", "text": "blanked on allergens - we keep a written matrix, I update it every menu change"})
    assert (forms["weak"], forms["own"]) == ("allergens", "We keep a written matrix, and I update it every menu change.")


def test_list_of_an_answer_is_kept_for_a_colon() -> None:
    forms = _forms({"kind": "correction", "text": "froze on SQL joins: left join keeps all rows of the left table, inner only the matches"})
    assert forms == {"weak": "SQL joins", "told": "left join keeps all rows of the left table, inner only the matches"}
