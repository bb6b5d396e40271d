"""Answers put right, open questions, reasons and dates in other hands than those of the main table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from prompts.fit import fit
from prompts.notes import Notes

_ITEMS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "data" / "fit_more_answer.yaml").read_text("utf-8"))


def _forms(item: dict[str, Any]) -> dict[str, str]:
    given = {key: item[key] for key in ("now", "dialect", "interview") if key in item}
    fact = {"kind": item["kind"], "text": item["text"], "private": False}
    notes = Notes.model_validate({"candidate": {"name": "Al Bo"}, "facts": [fact], "company": "Acme"} | given)
    return fit(notes.facts[0], notes)


def test_table_holds_enough_hands() -> None:
    assert len(_ITEMS) >= 50


@pytest.mark.parametrize("item", _ITEMS, ids=[f"{item['kind']}-{item['text'][:40]}" for item in _ITEMS])
def test_fact_takes_its_main_forms_and_holds_nothing_that_must_not_be_sent(item: dict[str, Any]) -> None:
    forms = _forms(item)
    assert {form: forms.get(form) for form, accepted in item["want"].items() if forms.get(form) not in accepted} == {}
    assert [bad for bad in item["never"] if any(bad.lower() in text.lower() for text in forms.values())] == []
    assert item["want"] or set(forms) <= {"weak", "about"}
