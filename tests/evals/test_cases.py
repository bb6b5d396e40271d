"""What docs/cases.md shows an author is what the loader takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from evals.case_files import load_draft_cases, load_email_cases, load_notes_cases
from evals.email_cases import Kind
from evals.judge_notes import judge_reading
from evals.perturb import CHANGES
from evals.suite_guardrails import judge_case
from evals.suite_notes import judge_notes
from evals.thresholds import load_thresholds
from prompts.notes import FactKind, Notes

PAGE = (Path(__file__).parent.parent.parent / "docs" / "cases.md").read_text("utf-8")
DRAFTS, NOTES, EMAILS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_draft_example_loads_and_the_guardrails_agree_with_it(tmp_path: Path) -> None:
    path = tmp_path / "drafts.yaml"
    path.write_text(DRAFTS, encoding="utf-8")
    (loaded,) = load_draft_cases(path)
    assert [one.outcome for one in judge_case(loaded)] == ["passed", "caught", "caught", "caught"]


def test_the_notes_example_loads_and_is_read(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_text(NOTES, encoding="utf-8")
    (loaded,) = load_notes_cases(path)
    judged = judge_notes(loaded)
    assert judged.failure is None
    assert judged.reading is not None
    assert set(judged.reading.fields) == set(judge_reading(Notes(), loaded.case.truth).fields)


def test_the_email_example_loads(tmp_path: Path) -> None:
    path = tmp_path / "phone_interview" / "emails.yaml"
    path.parent.mkdir()
    path.write_text(EMAILS, encoding="utf-8")
    (loaded,) = load_email_cases(path)
    assert loaded.case.must[0] == ["from 12 to 2", "12 + 2", "twelve to two"]


def test_the_page_names_every_kind_of_email_case_and_every_change() -> None:
    listed = EMAILS.partition("kinds:")[2].partition("\n")[0]
    assert all(re.search(rf"\b{kind}\b", listed) for kind in get_args(Kind))
    told = PAGE.partition("The suite `perturb`")[2].partition("\n\n")[0]
    assert all(change.split("-")[-1] in told for change in CHANGES)


@pytest.mark.parametrize("kind", list(FactKind))
def test_the_page_names_every_kind_of_fact(kind: FactKind) -> None:
    assert re.search(rf"\b{kind.value}\b", PAGE.partition("The kinds are")[2].partition("\n-")[0])


@pytest.mark.parametrize("suite", ["guardrails", "notes"])
def test_the_page_names_every_suite_that_has_thresholds(suite: str) -> None:
    assert f"--suite {suite}" in PAGE
    assert load_thresholds(suite)
