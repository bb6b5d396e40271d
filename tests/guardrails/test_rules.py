from __future__ import annotations

import pytest

from guardrails.findings import Finding
from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.length import check_length
from guardrails.parse import parse_email
from guardrails.rules import RULES, load_rules
from guardrails.tone import check_tone
from prompts.brief import Brief, build_brief
from prompts.notes import Candidate, Notes, ScenarioId

MINE = [rule_id for rule_id in RULES if rule_id.startswith(("LEN-", "GRA-", "FMT-", "TON-"))]


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(Notes(scenario=ScenarioId.PHONE_INTERVIEW, candidate=Candidate(name="Amara Osei")))


def rules_found(text: str, brief: Brief) -> set[str]:
    draft = parse_email(text, brief)
    findings: list[Finding] = []
    for check in (check_length, check_gratitude, check_format, check_tone):
        findings += check(draft, brief)
    return {finding.rule for finding in findings}


def test_every_family_has_its_rules() -> None:
    assert len(MINE) == 33
    assert set(RULES) == set(load_rules())


@pytest.mark.parametrize("rule_id", MINE)
def test_bad_example_breaks_its_rule(rule_id: str, brief: Brief) -> None:
    rule = RULES[rule_id]
    assert rule_id in rules_found(" ".join([rule.bad] * rule.times), brief)


@pytest.mark.parametrize("rule_id", MINE)
def test_good_example_keeps_its_rule(rule_id: str, brief: Brief) -> None:
    assert rule_id not in rules_found(RULES[rule_id].good, brief)


def test_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        RULES["LEN-nothing"]
