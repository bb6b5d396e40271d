"""Practical matters as people jot them: what is promised, asked, planned around and due, rendered whole or not at all."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from prompts.brief import build_brief, is_practical
from prompts.fit import fit
from prompts.fitting.expand_when import counted, spans_in
from prompts.fitting.when import Clock
from prompts.lattice import build_lattice
from prompts.notes import Fact, FactKind, Notes

_DATA = Path(__file__).parent / "data"
_HEADER = ("now", "dialect", "interview", "scenario")


def _rows(name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = yaml.safe_load((_DATA / name).read_text("utf-8"))
    return rows


_ROWS = _rows("jottings_practical.yaml") + _rows("jottings_practical_held.yaml")


def _forms(row: dict[str, object]) -> dict[str, str]:
    fact = {"kind": row["kind"], "text": row["text"], "private": False}
    header = {key: row[key] for key in _HEADER if key in row}
    notes = Notes.model_validate({"recipients": [{"name": row.get("recipient", "Sam Doe")}], "company": "Acme", "facts": [fact]} | header)
    return fit(notes.facts[0], notes)


def _plain(text: str) -> str:
    return re.sub(r"[^\w%£$€]+", " ", text.casefold()).strip()


@pytest.mark.parametrize("row", [row for row in _ROWS if not row.get("open")], ids=lambda row: f"{row['kind']}-{str(row['text'])[:40]}")
def test_practical_jotting_takes_a_form_an_editor_would_pass(row: dict[str, object]) -> None:
    want: dict[str, list[str]] = row["want"]  # type: ignore[assignment]  # the file's own shape
    forms = _forms(row)
    if not want:
        assert forms == {}
    else:
        assert any(_plain(forms[form]) in map(_plain, accepted) for form, accepted in want.items() if form in forms), forms


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['kind']}-{str(row['text'])[:40]}")
def test_practical_jotting_never_shows_what_is_the_note_s_own(row: dict[str, object]) -> None:
    never: list[str] = row["never"]  # type: ignore[assignment]  # the file's own shape
    said = " ".join(_forms(row).values()).casefold()
    assert [words for words in never if words.casefold() in said] == []


_BRITISH = Clock(dt.date(2026, 9, 5), dt.datetime(2026, 9, 5), "en-GB")
_AMERICAN = Clock(dt.date(2026, 9, 5), dt.datetime(2026, 9, 5), "en-US")


@pytest.mark.parametrize(
    ("text", "british", "american"),
    [
        ("3-10 dec", "from 3 to 10 December", "from December 3 to 10"),
        ("21 August - 4 September", "from 21 August to 4 September", "from August 21 to September 4"),
        ("December 20-Jan 3", "from 20 December to 3 January", "from December 20 to January 3"),
        ("until 5th January", "until 5 January", "until January 5"),
        ("17 or 18 June", "on 17 or 18 June", "on June 17 or 18"),
        ("Mon-Thu", "from Monday to Thursday", "from Monday to Thursday"),
        ("w/c 8 March", "in the week of 8 March", "in the week of March 8"),
        ("12.-19.7.", "from 12 to 19 July", "from July 12 to 19"),
        ("Sat 12th", "on Saturday 12 September", "on Saturday, September 12"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_time_span_is_written_out_in_the_dialect(text: str, british: str, american: str) -> None:
    assert [span.text for span in spans_in(text, _BRITISH) or []] == [british]
    assert [span.text for span in spans_in(text, _AMERICAN) or []] == [american]


@pytest.mark.parametrize("text", ["Sat 13th", "Mon 3 - Tue 5 October", "10-3 June", "30-31 June"])
def test_time_span_that_contradicts_the_calendar_is_not_written(text: str) -> None:
    assert spans_in(text, _BRITISH) is None


def test_length_of_time_is_counted_in_words() -> None:
    assert [counted("4", "weeks"), counted("1", "month"), counted("30", "days"), counted("soon", "days")] == [
        "four weeks",
        "one month",
        "30 days",
        "",
    ]


def _offered(*facts: tuple[str, str], scenario: str = "time_to_think", dialect: str = "en-GB") -> Notes:
    return Notes.model_validate(
        {
            "scenario": scenario,
            "candidate": {"name": "Ana Lima"},
            "recipients": [{"name": "Beth Moyer"}],
            "company": "Kelso",
            "role": "Dispatcher",
            "now": "2026-10-15T09:00:00",
            "dialect": dialect,
            "facts": [{"kind": kind, "text": text, "private": False} for kind, text in facts],
        }
    )


def test_their_date_and_the_wish_stand_together_in_the_email() -> None:
    brief = build_brief(_offered(("deadline", "they want answer Thurs 22nd, asking for Mon 26th"), ("topic", "the new depot")))
    node = next(node for node in build_lattice(brief).nodes if node.move == "date")
    for option in node.options:
        said = " ".join("".join(part[0] for part in sentence.parts) for sentence in option.sentences)
        assert "Thursday 22 October" in said
        assert "Monday 26 October" in said


def test_wish_alone_is_kept_where_their_date_is_uncertain() -> None:
    brief = build_brief(_offered(("deadline", "they want it soonish, asking for Mon 26 Oct"), ("topic", "the new depot")))
    assert next(iter(brief.facts.values())).text == "asking for Mon 26 Oct"


def test_practical_matter_outlives_the_length_aimed_at() -> None:
    brief = build_brief(
        _offered(
            ("start_date", "Mon 16 Nov, 4 wks notice here"),
            ("concern", "contract says 40 hrs, we agreed 37.5"),
            ("promise", "will send signed contract by 23 Oct"),
            ("availability", "out of the country 3-10 nov, no phone"),
            ("topic", "the new depot in Hull"),
            scenario="accept_offer",
        )
    )
    assert {"start", "practical", "ask", "attach"} <= {node.move for node in build_lattice(brief).nodes}


def test_only_moves_with_practical_facts_are_practical() -> None:
    assert is_practical((Fact(kind=FactKind.CONCERN, text="is there parking"),))
    assert not is_practical((Fact(kind=FactKind.TOPIC, text="the depot"),))
    assert not is_practical(())
