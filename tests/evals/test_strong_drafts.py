"""Good emails for the example notes, as a strong writer sends them: none is refused, and each is refused with one defect planted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from guardrails.check import check
from guardrails.findings import Report
from guardrails.parse import parse_email
from pipeline.intake import load_notes
from prompts.brief import Brief, build_brief

DATA = Path(__file__).parent / "data"
EXAMPLES = Path(__file__).parents[2] / "examples" / "notes"
DEFECTS = yaml.safe_load((DATA / "strong_defects.yaml").read_text("utf-8"))
DRAFTS = {entry["notes"]: entry for entry in yaml.safe_load((DATA / "strong_drafts.yaml").read_text("utf-8"))}


@cache
def brief_of(stem: str) -> Brief:
    return build_brief(load_notes(str(next(EXAMPLES.glob(f"{stem}.*")))).notes)


def judge(stem: str, subject: str, body: str) -> Report:
    brief = brief_of(stem)
    text = f"Subject: {subject}\n\n{brief.greeting}\n\n{body.strip()}\n\n{brief.closing}\n{brief.signature}\n"
    return check(parse_email(text, brief), brief)


def test_every_example_has_a_strong_draft() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} - {"README"} == set(DRAFTS)


@pytest.mark.parametrize("stem", DRAFTS)
def test_strong_draft_is_not_refused(stem: str) -> None:
    report = judge(stem, DRAFTS[stem]["subject"], DRAFTS[stem]["body"])
    assert report.passed, [(finding.rule, finding.message) for finding in report.errors]


def test_defects_are_planted_into_most_drafts() -> None:
    assert len({stem for stem, *_ in DEFECTS}) >= 35
    assert len(DEFECTS) >= 40


@pytest.mark.parametrize(("stem", "old", "new", "family"), DEFECTS, ids=[f"{stem}-{new}"[:60] for stem, _, new, _ in DEFECTS])
def test_planted_defect_is_refused_by_its_family(stem: str, old: str, new: str, family: str) -> None:
    body = DRAFTS[stem]["body"]
    assert body.count(old) == 1
    errors = {finding.rule for finding in judge(stem, DRAFTS[stem]["subject"], body.replace(old, new)).errors}
    assert family in {rule[:3] for rule in errors}, errors
