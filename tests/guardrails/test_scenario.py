from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from evals.references import load_references
from guardrails.parse import parse_email
from guardrails.rules import RULES
from guardrails.scenario import check_scenario
from prompts.brief import Brief, build_brief
from prompts.contract import load_contracts
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Fact, FactKind, Notes, ScenarioId

FRAGMENTS = yaml.safe_load((Path(__file__).parent / "data" / "fragments.yaml").read_text("utf-8"))
MINE = [rule_id for rule_id in RULES if rule_id.startswith("SCN-")]
FACTS = [
    Fact(kind=FactKind.TOPIC, text="the queue at gate four"),
    Fact(kind=FactKind.MOTIVATION, text="tools that get used"),
    Fact(kind=FactKind.TIMELINE, text="Friday 14 August"),
    Fact(kind=FactKind.DEADLINE, text="Friday 21 August"),
    Fact(kind=FactKind.START_DATE, text="Monday 2 March"),
]


def brief_for(scenario: ScenarioId) -> Brief:
    return build_brief(Notes(scenario=scenario, candidate=Candidate(name="Ana Ruiz"), company="Kelso", role="planner", facts=FACTS))


def found(text: str, scenario: ScenarioId) -> dict[str, str]:
    brief = brief_for(scenario)
    return {finding.rule: finding.severity for finding in check_scenario(parse_email(text, brief), brief)}


def situations(rule_id: str) -> list[ScenarioId]:
    """The situations in which a rule can be broken, from the contracts."""
    act = rule_id.removeprefix("SCN-")
    if rule_id in ("SCN-accepts-first", "SCN-ambiguous"):
        return [ScenarioId.ACCEPT_OFFER] if rule_id == "SCN-accepts-first" else [ScenarioId.TIME_TO_THINK]
    picked = []
    for scenario, contract in load_contracts().items():
        if act.startswith("not-"):
            named = act.removeprefix("not-").replace("-", "_") in contract.must_not
        elif act.startswith("max-"):
            named = contract.at_most.get(act.removeprefix("max-").replace("-", "_"), 9) == 0 or act == "max-status-request"
        else:
            named = any(rule.act == act.replace("-", "_") for rule in contract.must)
        if named:
            picked.append(scenario)
    return picked


def test_every_scenario_rule_is_explained_and_every_explained_rule_can_fire() -> None:
    expected = {"SCN-accepts-first", "SCN-ambiguous"}
    for contract in load_contracts().values():
        expected |= {f"SCN-{rule.act.replace('_', '-')}" for rule in contract.must if rule.act != "gratitude"}
        expected |= {f"SCN-not-{act.replace('_', '-')}" for act in contract.must_not}
        expected |= {f"SCN-max-{act.replace('_', '-')}" for act in contract.at_most}
    assert set(MINE) == expected


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in MINE if rule_id not in ("SCN-max-status-request", "SCN-max-weak-point")])
def test_bad_fragment_breaks_its_rule_and_good_one_keeps_it(rule_id: str) -> None:
    where = situations(rule_id)
    assert where
    scenario = ScenarioId.BAD_INTERVIEW if ScenarioId.BAD_INTERVIEW in where and "excuse" in rule_id else where[0]
    assert rule_id in found(FRAGMENTS[rule_id]["bad"], scenario)
    assert rule_id not in found(FRAGMENTS[rule_id]["good"], scenario)


def test_a_second_status_request_is_one_too_many() -> None:
    once = "Could you let me know where things stand? You expected to decide by Friday 14 August. I remain keen on the job."
    assert "SCN-max-status-request" not in found(once, ScenarioId.NO_RESPONSE)
    assert found(f"{once} Have you reached a decision?", ScenarioId.NO_RESPONSE)["SCN-max-status-request"] == "error"


def test_a_weak_point_needs_notes_that_raise_it() -> None:
    text = "I stumbled over the question on pricing."
    brief = brief_for(ScenarioId.ASSESSMENT_CENTER)
    assert "SCN-max-weak-point" in {finding.rule for finding in check_scenario(parse_email(text, brief), brief)}
    notes = brief.notes.model_copy(
        update={"facts": [*FACTS, Fact(id="w", kind=FactKind.CORRECTION, text="pricing: the answer is to start low")]}
    )
    raised = build_brief(notes)
    assert "SCN-max-weak-point" not in {finding.rule for finding in check_scenario(parse_email(text, raised), raised)}


def test_one_apology_too_many_warns_and_two_refuse() -> None:
    one = "I am sorry for the delay."
    assert found(one, ScenarioId.PHONE_INTERVIEW)["SCN-max-apology"] == "warning"
    assert found(f"{one} The tour was long. I apologise for the rest.", ScenarioId.PHONE_INTERVIEW)["SCN-max-apology"] == "error"


def test_role_in_the_subject_only_warns() -> None:
    text = "Subject: Planner at Kelso\n\nDear Sam,\n\nI accept the offer with pleasure.\n\nBest,\nAna"
    severities = found(text, ScenarioId.ACCEPT_OFFER)
    assert severities["SCN-names-role"] == severities["SCN-names-company"] == "warning"


def test_a_yes_beside_a_leaning_no_is_ambiguous() -> None:
    assert "SCN-ambiguous" in found("I am leaning towards taking the planner role at Kelso.", ScenarioId.ACCEPT_OFFER)
    assert "SCN-ambiguous" not in found("I accept the planner role at Kelso.", ScenarioId.ACCEPT_OFFER)


def test_finding_points_at_the_words_and_says_what_to_write() -> None:
    brief = brief_for(ScenarioId.PHONE_INTERVIEW)
    draft = parse_email("We met on Monday. Could you let me know where things stand?", brief)
    finding = next(finding for finding in check_scenario(draft, brief) if finding.rule == "SCN-not-status-request")
    assert "where things" in draft.body[finding.start : finding.end]
    assert draft.body[finding.start : finding.end] in finding.message
    assert finding.fix


def test_missing_date_is_named_in_the_fix() -> None:
    brief = brief_for(ScenarioId.NO_RESPONSE)
    findings = check_scenario(parse_email("Could you let me know where things stand?", brief), brief)
    fix = next(finding.fix for finding in findings if finding.rule == "SCN-names-promised-date")
    assert "Friday 14 August" in fix


def test_empty_draft_lacks_every_required_act() -> None:
    brief = brief_for(ScenarioId.DECLINE_OFFER)
    assert {finding.rule for finding in check_scenario(Draft(), brief)} == {"SCN-declines", "SCN-door-open"}


@given(st.text(max_size=300), st.sampled_from(list(ScenarioId)))
def test_never_raises_and_every_span_lies_inside(text: str, scenario: ScenarioId) -> None:
    draft = Draft(paragraphs=((Sentence(text=text),),))
    for finding in check_scenario(draft, brief_for(scenario)):
        assert 0 <= finding.start <= finding.end <= len(draft.body)


def test_long_text_is_read_in_linear_time() -> None:
    text = "I would be very happy to, if you will, accept, take, or think about, the offer, until Friday, "
    seconds = []
    for times in (20, 80):
        draft = Draft(paragraphs=((Sentence(text=text * times),),))
        brief = brief_for(ScenarioId.ACCEPT_OFFER)
        check_scenario(Draft(paragraphs=((Sentence(text=text),),)), brief)
        start = time.process_time()
        check_scenario(draft, brief)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 12 * seconds[0] + 0.05


def test_a_reference_is_checked_in_a_few_milliseconds() -> None:
    pairs = [
        (parse_email(reference.text, build_brief(reference.notes)), build_brief(reference.notes))
        for reference in load_references().values()
    ]
    for draft, brief in pairs:
        check_scenario(draft, brief)
    best = min(_seconds(draft, brief) for draft, brief in pairs for _ in range(5))
    assert best < 0.0015


def _seconds(draft: Draft, brief: Brief) -> float:
    start = time.process_time()
    check_scenario(draft, brief)
    return time.process_time() - start
