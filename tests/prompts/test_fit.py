"""Facts in many hands, in the forms that sentences ask for."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from pathlib import Path

import pytest
import yaml

from prompts.fit import fit
from prompts.fitting.text import cleaning
from prompts.fitting.words import lexicon
from prompts.notes import Fact, FactKind, Interview, Notes, Recipient, ScenarioId

_CASES: dict[str, list[dict[str, object]]] = yaml.safe_load((Path(__file__).parent / "data" / "fit.yaml").read_text("utf-8"))
_ROWS = [(kind, str(case["text"]), case["forms"]) for kind, cases in _CASES.items() for case in cases]
_STARTS_WITH_I = {FactKind.STRENGTH, FactKind.CORRECTION, FactKind.REASON, FactKind.STANCE, FactKind.MOTIVATION}


@cache
def _notes() -> Notes:
    return Notes(
        recipients=[Recipient(name="Maria Silva")],
        company="Kelso",
        now=dt.datetime(2026, 8, 6, 10),
        interview=Interview(at=dt.date(2026, 8, 4)),
        dialect="en-GB",
    )


#: Forms that are whole sentences of the writer.
WHOLE = frozenset({"own", "told", "said"})


def _forms(kind: str, text: str, notes: Notes | None = None) -> dict[str, str]:
    """The forms that stand inside a sentence; test_fit_tidy.py looks at whole sentences."""
    forms = fit(Fact(kind=FactKind(kind), text=text, private=False), notes or _notes())
    return {form: words for form, words in forms.items() if form not in WHOLE}


def test_case_file_holds_facts_of_every_kind_that_has_forms() -> None:
    assert len(_ROWS) > 400
    assert set(_CASES) == {kind.value for kind in FactKind} - {"other_offer", "private"}


@pytest.mark.parametrize(("kind", "text", "forms"), _ROWS, ids=[f"{kind}-{text[:40]}" for kind, text, _ in _ROWS])
def test_fact_takes_exactly_the_forms_an_editor_passed(kind: str, text: str, forms: dict[str, str]) -> None:
    assert _forms(kind, text) == forms


@pytest.mark.parametrize(
    ("kind", "text", "absent"),
    [
        ("topic", "Tom said the depot is closing", ("clause",)),
        ("topic", "we are moving to an app", ("np", "about", "clause", "raw")),
        ("topic", "the vans, they let people choose", ("clause",)),
        ("topic", "they keep them on after the scheme", ("np", "clause", "raw")),
        ("topic", "no tasting menu", ("np", "about")),
        ("topic", "the thing", ("np", "about")),
        ("topic", "asked about my gap year", ("np", "about", "clause", "raw")),
        ("motivation", "better pay", ("np", "raw")),
        ("motivation", "closed on Sundays", ("i", "clause")),
        ("strength", "works great", ("np",)),
        ("strength", "cited in three judgments", ("i", "ing", "np")),
        ("strength", "test automation", ("i",)),
        ("strength", "lead generation", ("i",)),
        ("strength", "they say I am quick", ("i", "np")),
        ("strength", "forklift, reach truck, VNA", ("i", "np")),
        ("correction", "I was so nervous", ("i", "clause", "np", "raw")),
        ("correction", "whole interview was a disaster", ("weak", "i", "clause", "np", "raw")),
        ("correction", "bombed the case study", ("i", "clause", "np", "raw")),
        ("concern", "start date flexible?", ("whether", "question")),
        ("concern", "does the night shift run with two", ("whether",)),
        ("timeline", "by Friday 13 August 2026", ("when",)),
        ("timeline", "8/9", ("when",)),
        ("timeline", "they did not say when", ("when",)),
        ("timeline", "Tuesday or Wednesday", ("when",)),
        ("timeline", "next Friday", ("when",)),
        ("deadline", "a week on Thursday", ("by", "date")),
        ("deadline", "no deadline yet", ("by", "date")),
        ("start_date", "1 March or 1 April", ("on",)),
        ("start_date", "as soon as possible", ("on",)),
        ("offer", "£34k for the data role", ("np",)),
        ("promise", "something about the references?", ("np",)),
        ("availability", "tomorrow or Friday", ("when",)),
        ("stance", "We should pilot it", ("i",)),
    ],
)
def test_form_that_would_be_a_guess_is_left_out(kind: str, text: str, absent: tuple[str, ...]) -> None:
    assert not set(absent) & set(_forms(kind, text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("private", "they are reorganising"), ("other_offer", "Hobart offered me 40k")],
)
def test_private_kinds_have_no_forms(kind: str, text: str) -> None:
    assert _forms(kind, text) == {}


def test_name_of_the_reader_becomes_you_only_when_nobody_else_reads() -> None:
    alone = _forms("topic", "Maria said the night shift loses an hour at handover")
    panel = Notes(recipients=[Recipient(name="Maria Silva"), Recipient(name="Tom Reed")])
    shared = _forms("topic", "Maria said the night shift loses an hour at handover", panel)
    assert alone["clause"] == "the night shift loses an hour at handover"
    assert "clause" not in shared


def test_promised_week_is_named_once_it_lies_in_the_past() -> None:
    later = _notes().model_copy(update={"now": dt.datetime(2026, 8, 26, 9), "scenario": ScenarioId.NO_RESPONSE})
    assert _forms("timeline", "by the end of next week", later)["when"] == "by the end of the week of 10 August"
    assert _forms("timeline", "by the end of next week")["when"] == "by the end of next week"


def test_next_week_is_dropped_when_nobody_knows_when_it_was_said() -> None:
    unknown = Notes(dialect="en-GB", now=dt.datetime(2026, 8, 26), scenario=ScenarioId.NO_RESPONSE)
    assert _forms("timeline", "next week", unknown) == {}


def test_american_notes_get_american_dates() -> None:
    american = _notes().model_copy(update={"dialect": "en-US"})
    assert _forms("timeline", "by Fri 14 Aug", american)["when"] == "by Friday, August 14"
    assert _forms("deadline", "2026-08-14", american) == {"by": "by Friday, August 14", "date": "Friday, August 14"}


def _salads() -> list[str]:
    rng = random.Random(7)
    words = [
        *sorted(lexicon().tags_of),
        ",",
        "-",
        "->",
        ";",
        "(",
        ")",
        "&",
        "they",
        "I",
        "Maria",
        "2026",
        "14",
        "£3",
        "how",
        "that",
        "?",
        "!!",
    ]
    return [" ".join(rng.choices(words, k=rng.randint(1, 25))) for _ in range(150)]


@pytest.mark.parametrize("kind", sorted(kind.value for kind in FactKind))
def test_no_text_breaks_the_fitting_or_its_promises(kind: str) -> None:
    strong = cleaning().words["harsh"]
    odd = [
        "(",
        "…",
        "???",
        "'",
        "I",
        "a",
        "→",
        "they",
        "\u200b",
        "д",
        "田中",
        "9" * 300,
        "so so so",
        '"',
        "http://",
        "@",
        "- ",
        "I'd",
        "'s",
    ]
    texts = _salads() + odd
    assert len(texts) > 150
    for text in texts:
        for form, words in _forms(kind, text).items():
            assert words == words.strip()
            assert words
            assert "→" not in words
            assert words.count("(") == words.count(")")
            assert not {word.strip(".,;:!?").lower() for word in words.split()} & strong
            if form == "i" and FactKind(kind) in _STARTS_WITH_I:
                assert words.startswith("I ")
            if form == "question":
                assert words.endswith("?")
