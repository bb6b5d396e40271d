from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import guardrails
from guardrails.check import check
from guardrails.examples import load_examples
from guardrails.findings import Finding
from guardrails.parse import parse_email
from guardrails.rules import RULES
from guardrails.settings import Settings, house_settings, in_force, limit, use
from guardrails.settings_file import firm_rules
from prompts.brief import build_brief
from prompts.notes import ScenarioId

WARNING = Finding("LEN-sentence", "warning", "body", 0, 4, "seen", "fix")
ERROR = replace(WARNING, severity="error")


def rules_found(text: str, settings: Settings) -> list[tuple[str, str]]:
    brief = build_brief(load_examples()[ScenarioId.PHONE_INTERVIEW].notes)
    with use(settings):
        return [(finding.rule, finding.severity) for finding in check(parse_email(text, brief), brief).findings]


def example(at: str, text: str) -> str:
    return load_examples()[ScenarioId.PHONE_INTERVIEW].email.text(at, text)


@pytest.mark.parametrize(
    ("change", "finding", "severity"),
    [
        ({}, WARNING, "warning"),
        ({"severity": {"LEN-sentence": "error"}}, WARNING, "error"),
        ({"severity": {"LEN-sentence": "warning"}}, ERROR, "warning"),
        ({"severity": {"LEN-sentence": "off"}}, ERROR, None),
        ({"severity": {"LEN-long": "off"}}, WARNING, "warning"),
        ({"ignore": frozenset({"LEN-sentence"})}, ERROR, None),
        ({"select": frozenset({"LEN-long"})}, ERROR, None),
        ({"select": frozenset({"LEN-sentence"})}, ERROR, "error"),
    ],
)
def test_settings_give_a_finding_its_severity(change: dict[str, object], finding: Finding, severity: str | None) -> None:
    judged = replace(house_settings(), **change).apply(finding)  # type: ignore[arg-type]
    assert (judged.severity if judged else None) == severity


def test_locked_rule_is_not_made_milder_but_may_be_made_stricter() -> None:
    loose = replace(house_settings(), severity={"LEN-sentence": "warning"}, select=frozenset({"TON-rude"}))
    locked, kept = loose.lock(frozenset({"LEN-sentence", "TON-rude"}))
    assert kept == ("LEN-sentence",)
    assert locked.apply(ERROR) == ERROR
    strict, kept = replace(house_settings(), severity={"LEN-sentence": "error"}).lock(frozenset({"LEN-sentence"}))
    assert kept == ()
    assert strict.apply(WARNING) == ERROR


def test_locked_rule_keeps_its_thresholds() -> None:
    house = house_settings().thresholds
    moved = replace(
        house_settings(), thresholds={**house, "LEN-sentence": {"max_words": 900}, "LEN-subject": {**house["LEN-subject"], "max_words": 1}}
    )
    locked, kept = moved.lock(frozenset({"LEN-sentence"}))
    assert kept == ("LEN-sentence",)
    assert locked.thresholds["LEN-sentence"] == house["LEN-sentence"]
    assert locked.thresholds["LEN-subject"]["max_words"] == 1


def test_settings_are_in_force_inside_their_block_only() -> None:
    other = replace(house_settings(), ignore=frozenset({"LEN-long"}))
    with use(other):
        assert in_force() is other
        with use(house_settings()):
            assert in_force() is house_settings()
        assert in_force() is other
    assert in_force() is house_settings()


def test_limit_follows_the_settings_and_unknown_names_are_key_errors() -> None:
    assert limit("LEN-sentence", "max_words") == 45
    with use(replace(house_settings(), thresholds={"LEN-sentence": {"max_words": 20}})):
        assert limit("LEN-sentence", "max_words") == 20
    with pytest.raises(KeyError):
        limit("LEN-sentence", "max_wrods")


THRESHOLDS = [
    ("LEN-sentence", "max_words", 10, "more", "I would begin by asking each of the drivers which turns are missing."),
    ("LEN-subject", "max_words", 3, "subject", "The depot planner role"),
    ("LEN-paragraphs", "max_words", 20, "more", ""),
    ("FMT-exclaim", "warn_from", 1, "hope", "It would be good to meet you in person!"),
    ("TON-cliche", "warn_from", 1, "hope", "It would be good to meet you in person. Please do not hesitate to contact me."),
    ("TON-first-person", "max_share", 0.01, "more", ""),
]


@pytest.mark.parametrize(("rule", "name", "value", "at", "text"), THRESHOLDS, ids=[case[0] for case in THRESHOLDS])
def test_threshold_decides_where_the_rule_begins(rule: str, name: str, value: float, at: str, text: str) -> None:
    house = house_settings()
    moved = replace(house, thresholds={**house.thresholds, rule: {**house.thresholds[rule], name: value}})
    email = example(at, text)
    assert rule not in {found for found, _ in rules_found(email, house)}
    assert rule in {found for found, _ in rules_found(email, moved)}


def test_every_threshold_of_the_house_is_read_by_some_check() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(guardrails.__path__[0]).glob("*.py"))
    names = {name for values in house_settings().thresholds.values() for name in values}
    assert len(names) >= 20
    assert {name for name in names if f'"{name}"' not in code} == set()


def test_firm_rules_are_truth_privacy_identity_and_the_musts() -> None:
    firm = firm_rules()
    assert {rule for rule in RULES if rule[:3] in ("GND", "IDN", "PRV")} <= firm
    assert {"SCN-accepts", "SCN-hope-to-meet", "SCN-names-deadline"} <= firm
    assert not {"SCN-max-apology", "TON-cliche", "LEN-long", "FMT-emoji"} & firm
