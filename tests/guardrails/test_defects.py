from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.length import check_length
from guardrails.parse import parse_email
from guardrails.tone import check_tone
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Notes, ScenarioId

HERE = Path(__file__).parent / "data"
DEFECTS = yaml.safe_load((HERE / "defects.yaml").read_text("utf-8"))
BAD = [(rule, text) for rule, cases in DEFECTS.items() for text in cases["yes"]]
NEAR = [(rule, text) for rule, cases in DEFECTS.items() for text in cases["no"]]
GOOD = (HERE / "good_emails.txt").read_text("utf-8").split("===\n")
CHECKS = (check_length, check_gratitude, check_format, check_tone)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(Notes(scenario=ScenarioId.PHONE_INTERVIEW, candidate=Candidate(name="Amara Osei")))


def draft_of(text: str) -> Draft:
    from guardrails.text import sentence_spans

    paragraphs = [block for block in text.split("\n\n") if block]
    return Draft(paragraphs=tuple(tuple(Sentence(text=block[a:b]) for a, b in sentence_spans(block)) for block in paragraphs))


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_defect_is_found_within_its_text(rule: str, text: str, brief: Brief) -> None:
    draft = draft_of(text)
    found = [finding for check in CHECKS for finding in check(draft, brief) if finding.rule == rule]
    assert found
    for finding in found:
        assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))


@pytest.mark.parametrize(("rule", "text"), NEAR)
def test_near_miss_raises_no_error(rule: str, text: str, brief: Brief) -> None:
    draft = draft_of(text)
    assert [f for check in CHECKS for f in check(draft, brief) if f.rule == rule and f.severity == "error"] == []


def test_there_are_forty_good_emails() -> None:
    assert len(GOOD) >= 40


@pytest.mark.parametrize("text", GOOD, ids=lambda text: text.split("\n")[0])
def test_good_email_raises_no_error(text: str, brief: Brief) -> None:
    draft = parse_email(text, brief)
    assert draft.greeting
    assert draft.signature
    assert [f for check in CHECKS for f in check(draft, brief) if f.severity == "error"] == []
