from __future__ import annotations

import pytest

from guardrails.check import check
from guardrails.examples import example_notes, example_text, load_examples
from guardrails.findings import Finding
from guardrails.originality import check_siblings
from guardrails.parse import parse_email
from guardrails.rules import RULES, load_rules
from guardrails.settings import house_settings
from prompts.brief import build_brief
from prompts.notes import Notes, ScenarioId

#: Rules that `check` cannot find alone, since they compare one draft with others.
COMPARED = {"ORI-sibling"}
ALONE = [rule_id for rule_id in RULES if rule_id not in COMPARED]


def findings(text: str, notes: Notes) -> tuple[Finding, ...]:
    brief = build_brief(notes)
    report = check(parse_email(text, brief), brief)
    assert report.could_not_run == ()
    return report.findings


def test_there_are_rules_of_every_family() -> None:
    assert {rule[:3] for rule in RULES} == {"LEN", "GRA", "SCN", "GND", "IDN", "PRV", "FMT", "TON", "LNG", "ORI"}
    assert set(RULES) == set(load_rules())
    assert len(ALONE) >= 96


def test_every_rule_has_its_severity_in_the_settings_and_no_setting_is_orphaned() -> None:
    settings = house_settings()
    assert set(settings.usual) == set(RULES)
    assert set(settings.thresholds) <= set(RULES)


@pytest.mark.parametrize("scenario", ScenarioId)
def test_common_email_breaks_no_rule(scenario: ScenarioId) -> None:
    situation = load_examples()[scenario]
    assert findings(situation.email.text(), situation.notes) == ()


@pytest.mark.parametrize("rule_id", ALONE)
def test_bad_example_breaks_exactly_its_rule(rule_id: str) -> None:
    rule = RULES[rule_id]
    found = findings(example_text(rule, "bad"), example_notes(rule))
    assert {finding.rule for finding in found} == {rule_id, *rule.also}
    assert rule.severity in {finding.severity for finding in found if finding.rule == rule_id}


@pytest.mark.parametrize("rule_id", ALONE)
def test_good_example_breaks_no_rule(rule_id: str) -> None:
    rule = RULES[rule_id]
    assert findings(example_text(rule, "good"), example_notes(rule)) == ()


def test_sibling_rule_compares_with_the_email_to_the_others() -> None:
    rule = RULES["ORI-sibling"]
    brief = build_brief(example_notes(rule))
    other = parse_email(load_examples()[rule.situation].email.text(), brief)
    bad, good = (parse_email(example_text(rule, side), brief) for side in ("bad", "good"))
    assert [finding.rule for finding in check_siblings(bad, brief, [other])] == ["ORI-sibling"]
    assert check_siblings(good, brief, [other]) == []


def test_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        RULES["LEN-nothing"]


def test_unknown_place_names_the_rule() -> None:
    rule = RULES["LEN-questions"].model_copy(update={"at": "nowhere"})
    with pytest.raises(ValueError, match=r"LEN-questions.*nowhere"):
        example_text(rule, "bad")
