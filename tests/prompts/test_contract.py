from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest
import yaml

from evals.expectations import expect
from guardrails.check import check
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.contract import Contract, load_acts, load_contract, load_contracts
from prompts.lattice import build_lattice
from prompts.messages import build_messages
from prompts.notes import Notes, ScenarioId
from prompts.schema import SCHEMAS, render_schema


def test_there_are_seven_contracts_each_under_its_own_id() -> None:
    contracts = load_contracts()
    assert len(contracts) == 7
    assert all(contract.id is scenario for scenario, contract in contracts.items())


@pytest.mark.parametrize("name", SCHEMAS)
def test_checked_in_schema_is_the_generated_one(name: str) -> None:
    assert resources.files("prompts").joinpath(f"schemas/{name}").read_text("utf-8") == render_schema(name)


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_every_contract_names_the_articles_section_and_only_known_acts(scenario: ScenarioId) -> None:
    contract = load_contract(scenario)
    assert "examples" in contract.article_section
    acts = load_acts()
    assert {rule.act for rule in contract.must} <= set(acts)
    assert all(acts[act].avoid for act in contract.must_not), "a forbidden act says how to avoid it"
    assert all(acts[rule.act].do for rule in contract.must), "a required act says how to do it"


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_no_act_is_both_required_and_forbidden(scenario: ScenarioId) -> None:
    contract = load_contract(scenario)
    assert not {rule.act for rule in contract.must} & set(contract.must_not)


def _notes() -> Notes:
    return Notes.model_validate(
        {
            "scenario": "accept_offer",
            "candidate": {"name": "Ines Duarte"},
            "recipients": [{"name": "Paul Adeyemi"}],
            "company": "Harrow Tools",
            "role": "workshop planner",
            "facts": [
                {"kind": "topic", "text": "the walk through the tool store"},
                {"kind": "start_date", "text": "Monday 4 January"},
            ],
        }
    )


def _changed(**update: object) -> Contract:
    contract = load_contract(ScenarioId.ACCEPT_OFFER)
    return Contract.model_validate({**contract.model_dump(), **update})


def test_one_changed_value_changes_prompt_lattice_guardrails_and_expectations() -> None:
    notes = _notes()
    usual = build_brief(notes)
    words = {"refuse_below": 10, "warn_below": 15, "aim_min": 20, "aim_max": 45, "warn_above": 46, "refuse_above": 50}
    brief = build_brief(notes, contract=_changed(words=words))

    assert "20 to 45 words" in build_messages(brief)[0].content
    assert "20 to 45 words" not in build_messages(usual)[0].content
    assert len(build_lattice(brief).nodes) < len(build_lattice(usual).nodes)
    body = " ".join(["I am glad to accept the workshop planner role at Harrow Tools, and thank you for it."] * 4)
    text = f"Dear Paul,\n\n{body}\n\nBest regards,\nInes Duarte\n"
    assert "LEN-long" in {finding.rule for finding in check(parse_email(text, brief), brief).findings}
    assert "LEN-long" not in {finding.rule for finding in check(parse_email(text, usual), usual).findings}
    assert expect(brief).words == (20, 45)
    assert expect(usual).words != (20, 45)


def test_a_forbidden_act_reaches_prompt_guardrails_and_expectations() -> None:
    notes = _notes()
    contract = load_contract(ScenarioId.ACCEPT_OFFER)
    usual = build_brief(notes)
    brief = build_brief(notes, contract=_changed(must_not=[*contract.must_not, "door_open"]))
    assert "door_open" in expect(brief).never
    assert "door_open" not in expect(usual).never
    text = (
        "Dear Paul,\n\nI am delighted to accept the workshop planner role at Harrow Tools. Thank you for trusting me with it. "
        "I hope our paths cross again and that we stay in touch.\n\nBest regards,\nInes Duarte\n"
    )
    assert "SCN-not-door-open" in {finding.rule for finding in check(parse_email(text, brief), brief).findings}
    assert "SCN-not-door-open" not in {finding.rule for finding in check(parse_email(text, usual), usual).findings}


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_contract_file_follows_the_checked_in_schema(scenario: ScenarioId) -> None:
    schema = json.loads(resources.files("prompts").joinpath("schemas/scenario.schema.json").read_text("utf-8"))
    data = yaml.safe_load(resources.files("prompts").joinpath(f"scenarios/{scenario.value}.yaml").read_text("utf-8"))
    jsonschema.validate(data, schema)
