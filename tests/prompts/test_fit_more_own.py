"""What the writer wants, brings, would do and when they are free, in more hands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from prompts.fit import fit
from prompts.notes import Fact, FactKind, Interview, Notes, Recipient

_CASES = yaml.safe_load((Path(__file__).parent / "data" / "fit_more_own.yaml").read_text("utf-8"))
_NOTES = Notes(
    recipients=[Recipient(name="Maria Silva")],
    company="Kelso",
    now=dt.datetime(2026, 8, 6, 10),
    interview=Interview(at=dt.date(2026, 8, 4)),
    dialect="en-GB",
)


#: Forms that are whole sentences of the writer.
WHOLE = frozenset({"own", "told", "said"})


def _forms(kind: str, text: str, notes: Notes = _NOTES) -> dict[str, str]:
    return fit(Fact(kind=FactKind(kind), text=text, private=False), notes)


def test_file_holds_many_facts_of_each_kind_about_the_writer() -> None:
    assert len(_CASES) > 80
    assert {case["kind"] for case in _CASES} == {"motivation", "strength", "stance", "availability"}


@pytest.mark.parametrize("case", _CASES, ids=[f"{case['kind']}-{case['text'][:40]}" for case in _CASES])
def test_fact_takes_the_forms_an_editor_passed(case: dict[str, object]) -> None:
    forms = _forms(str(case["kind"]), str(case["text"]))
    wanted = case["want"]
    assert isinstance(wanted, dict)
    assert {form: words for form, words in forms.items() if form in wanted} == wanted
    assert set(forms) - set(wanted) <= {"raw", *WHOLE}
    assert wanted or not set(forms) - WHOLE


@pytest.mark.parametrize("case", [case for case in _CASES if case["never"]], ids=lambda case: case["text"][:40])
def test_no_form_holds_what_must_not_be_said(case: dict[str, object]) -> None:
    never = case["never"]
    assert isinstance(never, list)
    written = " ".join(_forms(str(case["kind"]), str(case["text"])).values()).lower()
    assert not [words for words in never if str(words).lower() in written]


def test_that_week_is_the_week_the_notes_name() -> None:
    timeline = Fact(kind=FactKind.TIMELINE, text="second interviews on site in the week of 24 August", private=False)
    named = _NOTES.model_copy(update={"facts": [timeline]})
    assert (
        _forms("availability", "any day that week except the Tuesday", named)["when"]
        == "any day in the week of 24 August except on Tuesday"
    )
    assert _forms("availability", "any day that week except the Tuesday") == {}


def test_this_week_is_not_offered_when_it_is_nearly_over_or_nobody_knows_the_day() -> None:
    friday = _NOTES.model_copy(update={"now": dt.datetime(2026, 8, 7, 10)})
    unknown = _NOTES.model_copy(update={"now": None})
    assert _forms("availability", "any evening this week") == {"when": "any evening this week"}
    assert "this week" not in str(_forms("availability", "any evening this week", friday))
    assert "this week" not in str(_forms("availability", "any evening this week", unknown))
