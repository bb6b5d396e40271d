"""The email cases: enough of every kind for every situation, and a mistake in one ends in one sentence."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml

from evals.case_files import CASES, CaseError, load_email_cases
from evals.email_cases import Kind
from evals.schema import render_schema
from pipeline.intake import read_notes
from prompts.notes import ScenarioId

FOLDER = CASES / "emails"
CASE: dict[str, Any] = {  # Any: a tree as YAML gives it, changed at will
    "id": "one",
    "hand": "brisk",
    "why": "a date",
    "kinds": "full",
    "now": "2026-05-13T09:00",
    "notes": "Call with Ann Reid at Acme yesterday, nurse. We spoke about the night bell. Pay is 30k, private. Jo Day",
    "must": [["night bell", "bell at night"]],
    "must_not": ["30k"],
}


def write(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / "phone_interview" / "mine.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(case, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def test_each_situation_has_twelve_notes_and_every_kind_of_them() -> None:
    loaded = load_email_cases()
    counts = Counter(one.case.scenario for one in loaded)
    assert set(counts) == set(ScenarioId)
    assert min(counts.values()) >= 12
    for scenario in ScenarioId:
        kinds = {kind for one in loaded if one.case.scenario is scenario for kind in one.case.kinds}
        assert kinds >= set(get_args(Kind)) - {"recruiter"}, scenario


def test_a_part_of_every_situation_is_held_back() -> None:
    held = Counter(one.case.scenario for one in load_email_cases() if one.held)
    assert {scenario: count >= 3 for scenario, count in held.items()} == dict.fromkeys(ScenarioId, True)


def test_half_of_the_notes_are_pasted_text() -> None:
    pasted = [isinstance(one.case.notes, str) for one in load_email_cases()]
    assert 0.4 <= sum(pasted) / len(pasted) <= 0.75


def test_nearly_every_case_names_facts_that_must_appear() -> None:
    silent = [one.case.id for one in load_email_cases() if not one.case.must]
    assert silent == ["decline-bare-minsk"]


@pytest.mark.parametrize("loaded", load_email_cases(), ids=lambda one: one.case.id)
def test_case_follows_the_schema_and_its_notes_can_be_read(loaded: Any) -> None:  # Any: a Loaded of one of three kinds
    case = loaded.case
    raw = {**loaded.raw, "scenario": case.scenario.value, "now": case.now.isoformat()}
    jsonschema.validate(json.loads(json.dumps(raw, default=str)), json.loads(render_schema("emails.schema.json")))
    text = case.notes if isinstance(case.notes, str) else yaml.safe_dump(loaded.raw["notes"], allow_unicode=True)
    name = "notes" if isinstance(case.notes, str) else "notes.yaml"
    assert read_notes(text, scenario=case.scenario, now=case.now, name=name).notes.scenario is case.scenario


def test_good_case_loads_with_the_situation_of_its_folder(tmp_path: Path) -> None:
    (loaded,) = load_email_cases(write(tmp_path, CASE))
    assert loaded.case.scenario is ScenarioId.PHONE_INTERVIEW
    assert loaded.case.must == [["night bell", "bell at night"]]
    assert loaded.case.expect == "email"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"must": [["day bell"]]}, "must.0: the notes tell none of"),
        ({"must_not": ["45k"]}, "must_not.0: '45k' does not stand in the notes"),
        ({"must": [["pay is 30k"]]}, "which is in must_not"),
        ({"to": ["Bob"]}, "to.0: nobody in the notes is called 'Bob'"),
        ({"kinds": "weird"}, "kinds.0 cannot be used"),
        ({"mustnot": ["30k"]}, "did you mean 'must_not'?"),
        ({"scenario": "accept_offer"}, "but the file lies under phone_interview"),
        ({"notes": ...}, "notes is missing"),
        ({"notes": {"candidat": {"name": "Jo"}}}, "did you mean 'candidate'?"),
    ],
    ids=["fact not noted", "stretch not noted", "both", "nobody", "kind", "key", "folder", "no notes", "key of the notes"],
)
def test_mistake_in_a_case_ends_in_one_sentence(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    case = {key: value for key, value in {**deepcopy(CASE), **change}.items() if value is not ...}
    with pytest.raises(CaseError) as caught:
        load_email_cases(write(tmp_path, case))
    message = str(caught.value)
    assert said in message
    assert "mine.yaml: case one" in message
    assert "\n" not in message
