"""Hard telegraphic jottings by many hands: corrections and practical matters come whole, in plain English, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from prompts.fit import fit
from prompts.fitting.text import normalise
from prompts.notes import Notes

_DATA = Path(__file__).parent / "data"
_HEADER = ("now", "dialect", "interview", "scenario")


def _rows(name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = yaml.safe_load((_DATA / name).read_text("utf-8"))
    return rows


_ROWS = _rows("jottings_clipped.yaml") + _rows("jottings_clipped_held.yaml")


def _forms(row: dict[str, object]) -> dict[str, str]:
    fact = {"kind": row["kind"], "text": row["text"], "private": False}
    header = {key: row[key] for key in _HEADER if key in row}
    notes = Notes.model_validate({"recipients": [{"name": row.get("recipient", "Sam Doe")}], "company": "Acme", "facts": [fact]} | header)
    return fit(notes.facts[0], notes)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['kind']}-{str(row['text'])[:40]}")
def test_clipped_jotting_takes_the_forms_an_editor_passed(row: dict[str, object]) -> None:
    want: dict[str, str] = row["want"]  # type: ignore[assignment]  # the file's own shape
    forms = _forms(row)
    assert {form: forms.get(form) for form in want} == want
    if not want:
        assert forms == {}


def test_answer_listed_after_should_be_comes_whole_and_in_order() -> None:
    told = _forms(
        {
            "kind": "correction",
            "text": "fire door q - waffled. shd be: never wedge, checked weekly, gap under 4 mm, faults logged the same day",
        }
    )["told"]
    order = [told.index(word) for word in ("wedge", "checked", "4 mm", "logged")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "text",
    ["pricing q, froze. formula = cost / (1 - margin), so 6 at 70% is 20", "speed q - said slow. should be faster than they are"],
    ids=["formula", "nobody_named"],
)
def test_answer_that_cannot_be_told_whole_is_not_cut_to_its_end(text: str) -> None:
    assert {"i", "np", "own", "told"}.isdisjoint(_forms({"kind": "correction", "text": text}))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("shd be on time, cld be early", "should be on time, could be early"),
        ("acc to the mgr", "according to the manager"),
        ("sep board for nuts", "separate board for nuts"),
        ("in sep", "in September"),
        ("diff between them", "the difference between them"),
        ("DBS no. when it comes", "DBS no. when it comes"),
        ("licence no. when it comes", "licence number when it comes"),
        ("pics of my certs", "photos of my certificates"),
        ("free sat am", "free Saturday am"),
        ("we sat down", "we sat down"),
    ],
    ids=["modals", "according", "separate", "september", "difference", "no_after_name", "number", "photos", "saturday", "sat"],
)
def test_short_form_is_written_out_where_its_neighbours_make_it_clear(short: str, long: str) -> None:
    assert normalise(short) == long
