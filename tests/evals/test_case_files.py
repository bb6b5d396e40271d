"""Case files: the project's own all load and follow the schemas, and a mistake ends in one sentence with file, case and field."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from evals.case_checks import apply_defect
from evals.case_files import CASES, CaseError, load_draft_cases, load_notes_cases
from evals.cases import Defect
from evals.schema import SCHEMAS, render_schema
from evals.thresholds import FILE

GOOD = "Subject: Nurse\n\nDear Ann,\n\nThank you for the call. I liked the ward, and I liked the call bell.\n\nBest regards,\nJo Day\n"
DRAFT: dict[str, Any] = {  # Any: a tree as YAML gives it, changed at will
    "id": "one",
    "voice": "brisk",
    "notes": {"candidate": {"name": "Jo Day"}, "now": "2026-05-13T09:00", "facts": [{"kind": "topic", "text": "the ward"}]},
    "good": GOOD,
    "defects": [{"kind": "wrong-name", "rule": "IDN", "replace": {"old": "Dear Ann", "new": "Dear Anne"}}],
}
NOTES: dict[str, Any] = {
    "id": "one",
    "hand": "brisk",
    "text": "Call with Ann Reid at Acme, nurse. Pay is 30k. Jo Day",
    "now": "2026-05-13T09:00",
    "truth": {
        "scenario": "phone_interview",
        "candidate": "Jo Day",
        "recipients": ["Ann Reid"],
        "company": "Acme",
        "role": "nurse",
        "facts": [{"kind": "private", "contains": "30k", "private": True}],
        "must_not_public": ["30k"],
    },
}


def changed(case: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy with one value set, or removed where the value is `...`."""
    copy = deepcopy(case)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = copy
    for part in parents:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy


def write(folder: Path, data: object, name: str = "phone_interview/mine.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", SCHEMAS)
def test_checked_in_schema_is_the_generated_one(name: str) -> None:
    assert resources.files("evals").joinpath(f"schemas/{name}").read_text("utf-8") == render_schema(name)


@pytest.mark.parametrize(
    ("folder", "schema"),
    [(CASES / "drafts", "drafts.schema.json"), (CASES / "notes", "notes.schema.json"), (FILE, "thresholds.schema.json")],
)
def test_every_file_follows_its_schema(folder: Path, schema: str) -> None:
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.yaml"))
    assert len(files) > 0
    validator = jsonschema.Draft202012Validator(json.loads(render_schema(schema)))
    for file in files:
        data = json.loads(json.dumps(yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader), default=lambda day: day.isoformat()))
        assert [f"{file.name}: {error.message}" for error in validator.iter_errors(data)] == []


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(render_schema("drafts.schema.json")))
    assert validator.is_valid([DRAFT])
    assert not validator.is_valid([changed(DRAFT, "voice", ...)])
    assert not validator.is_valid([{**DRAFT, "goood": "x"}])


def test_the_projects_own_cases_load_with_every_situation_and_a_held_back_part() -> None:
    drafts, notes = load_draft_cases(), load_notes_cases()
    assert {one.case.notes.scenario for one in drafts} >= {"phone_interview", "decline_offer", "no_response"}
    assert len({one.case.notes.scenario for one in drafts}) == 7
    for part in (drafts, notes):
        assert {one.held for one in part} == {True, False}


def test_the_situation_comes_from_the_folder_and_held_from_a_folder_called_so(tmp_path: Path) -> None:
    write(tmp_path, [DRAFT])
    write(tmp_path, [changed(DRAFT, "id", "two")], "held/accept_offer/a.yaml")
    write(tmp_path, changed(DRAFT, "id", "three"), "decline_offer/held/a.yaml")
    loaded = {one.case.id: (one.case.notes.scenario, one.held) for one in load_draft_cases(tmp_path)}
    assert loaded == {"one": ("phone_interview", False), "two": ("accept_offer", True), "three": ("decline_offer", True)}


def test_one_file_alone_is_read_and_keeps_its_situation_and_part(tmp_path: Path) -> None:
    path = write(tmp_path, [DRAFT], "accept_offer/held/mine.yaml")
    (one,) = load_draft_cases(path)
    assert (one.case.notes.scenario, one.held) == ("accept_offer", True)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (changed(DRAFT, "voice", ...), "case one: voice is missing."),
        (changed(DRAFT, "notes.now", ...), "case one: notes.now is missing; say when"),
        (changed(DRAFT, "notes.now", "31 June"), "case one: notes.now cannot be used: "),
        (changed(DRAFT, "notes.scenario", "accept_offer"), "notes.scenario is accept_offer, but the file lies under phone_interview"),
        (changed(DRAFT, "notes.facts.0", {"kind": "topic", "tetx": "x"}), "notes.facts.0.text is missing"),
        (changed(DRAFT, "notes.compny", "Acme"), "notes.compny is no field; did you mean 'company'?"),
        (changed(DRAFT, "good", GOOD.removeprefix("Subject: Nurse\n\n")), "good must be the whole email with its subject line first"),
        (changed(DRAFT, "defects.0.rule", "IDN-recipent"), "defects.0 (wrong-name): rule 'IDN-recipent' is neither"),
        (changed(DRAFT, "defects.0.rule", "XYZ"), "did you mean"),
        (changed(DRAFT, "defects.0.replace.old", "Dear Bob"), "'Dear Bob' does not stand there"),
        (changed(DRAFT, "defects.0.replace.old", "dear ann"), "'dear ann' differs from it in small and capital letters"),
        (changed(DRAFT, "defects.0.replace.old", "Ann, Thank you"), "differs from it in spaces, line breaks or quotation marks"),
        (changed(DRAFT, "defects.0.replace.old", "I liked"), "'I liked' stands there 2 times; take a longer stretch"),
        (changed(DRAFT, "defects.0.replace.new", "Dear Ann"), "the change leaves the draft as it was"),
        (changed(DRAFT, "defects.0.replace", {"old": "Dear Ann", "nwe": "x"}), "defects.0.replace.0.new is missing"),
        (changed(DRAFT, "defects.0.text", GOOD + "P.S."), "exactly one of replace and text"),
        (changed(DRAFT, "defects.0.replace", ...), "exactly one of replace and text"),
        (changed(DRAFT, "defects", DRAFT["defects"] * 2), "defects.1 (wrong-name): id stands twice"),
        (
            changed(DRAFT, "defects.0.replace", [{"old": "Dear Ann", "new": "x"}, {"old": "Ann,", "new": "y"}]),
            "two replacements overlap at 'Ann'",
        ),
        (changed(DRAFT, "id", True), "case 1: id cannot be used: input should be a valid string, not True (in YAML a text of this look"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_draft_case_is_one_sentence(case: dict[str, Any], said: str, tmp_path: Path) -> None:
    path = write(tmp_path, [case])
    with pytest.raises(CaseError) as caught:
        load_draft_cases(tmp_path)
    message = str(caught.value)
    assert said in message
    assert message.startswith(f"{path}: case ")
    assert message.count("\n") == 0


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (changed(NOTES, "truth.company", ...), "case one: truth.company is missing; write null where the notes do not say."),
        (changed(NOTES, "truth.candidate", "Jo Dey"), "truth.candidate: 'Jo Dey' is not taken from the text, where 'dey' does not stand."),
        (changed(NOTES, "truth.recipients", ["Ann Reid", "Bob"]), "truth.recipients.1: 'Bob' is not taken from the text"),
        (changed(NOTES, "truth.scenario", "phone"), "truth.scenario cannot be used"),
        (changed(NOTES, "truth.facts.0.kind", "pay"), "truth.facts.0.kind cannot be used"),
        (changed(NOTES, "truth.facts.0.contains", "31k"), "truth.facts.0 (private): contains '31k', which does not stand in the text"),
        (changed(NOTES, "truth.facts.0.private", False), "a fact of the kind private must say `private: true`"),
        (changed(NOTES, "truth.must_not_public", ["40k"]), "truth.must_not_public.0: '40k' does not stand in the text"),
        (changed(NOTES, "truth.facts.0", {"kind": "offer", "contains": "Pay is 30k"}), "is also a key word of the public offer fact"),
        (changed(NOTES, "now", "yesterday"), "case one: now cannot be used"),
        (changed(NOTES, "truth.interview", {"at": "2026-02-30"}), "truth.interview.at"),
    ],
)
def test_a_mistake_in_a_notes_case_is_one_sentence(case: dict[str, Any], said: str, tmp_path: Path) -> None:
    write(tmp_path, [case])
    with pytest.raises(CaseError) as caught:
        load_notes_cases(tmp_path)
    assert said in str(caught.value)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: one\n  voice: a: b\n", "line 2: this is not YAML: mapping values are not allowed"),
        ("- id: one\n  id: two\n", "line 2: this is not YAML: the key 'id' stands twice"),
        ("", "there is nothing in it"),
        ("- just text\n", "case 1 is not a mapping of fields but str"),
    ],
)
def test_a_file_that_is_no_list_of_cases_is_refused_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(CaseError) as caught:
        load_draft_cases(tmp_path)
    assert said in str(caught.value)


def test_an_id_that_stands_twice_names_both_files(tmp_path: Path) -> None:
    first, second = write(tmp_path, [NOTES], "a.yaml"), write(tmp_path, [NOTES], "b.yaml")
    with pytest.raises(CaseError) as caught:
        load_notes_cases(tmp_path)
    assert str(first) in str(caught.value)
    assert str(second) in str(caught.value)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there is no case file"):
        load_notes_cases(tmp_path)


def test_a_correct_notes_case_loads_with_single_values_as_lists(tmp_path: Path) -> None:
    write(tmp_path, [changed(changed(NOTES, "truth.role", ["nurse", "Nurse"]), "truth.company", None)])
    (one,) = load_notes_cases(tmp_path)
    assert (one.case.truth.candidate, one.case.truth.company, one.case.truth.role) == (["Jo Day"], [], ["nurse", "Nurse"])
    assert one.held is False


def test_several_replacements_are_made_in_the_good_draft_whatever_their_order() -> None:
    changes = [{"old": "Jo Day", "new": "Ann Reid"}, {"old": "Dear Ann,", "new": "Dear Jo Day,"}]
    defect = Defect.model_validate({"kind": "swapped", "rule": ["IDN", "GND"], "replace": changes})
    assert apply_defect(GOOD, defect) == GOOD.replace("Jo Day", "Ann Reid").replace("Dear Ann,", "Dear Jo Day,")


def test_a_whole_changed_text_is_taken_as_it_is() -> None:
    defect = Defect.model_validate({"kind": "curt", "rule": "LEN-short", "text": "Subject: Hi\n\nThanks."})
    assert apply_defect(GOOD, defect) == "Subject: Hi\n\nThanks."
    assert defect.name == "curt"
