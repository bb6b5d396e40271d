"""Every good email under every contract: it passes in its own situation and fails in those that its contract excludes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from evals.references import load_references, read_reference
from guardrails.check import check
from guardrails.findings import Finding
from guardrails.parse import parse_email
from guardrails.scenario import check_scenario
from guardrails.text import count_words
from prompts.brief import build_brief
from prompts.contract import load_contract
from prompts.notes import Notes, ScenarioId

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT.parent / "shared" / "article.txt"
SCENARIOS = list(ScenarioId)
EXCLUDED = [(scenario, other) for scenario in SCENARIOS for other in load_contract(scenario).excludes]
GOOD = yaml.safe_load((Path(__file__).parent / "data" / "good_emails.yaml").read_text("utf-8"))
GOOD_CASES = [(ScenarioId(scenario), index) for scenario, emails in GOOD.items() for index in range(len(emails))]


def scn_errors(text: str, notes: Notes, scenario: ScenarioId) -> list[Finding]:
    brief = build_brief(notes, contract=load_contract(scenario))
    return [finding for finding in check_scenario(parse_email(text, brief), brief) if finding.severity == "error"]


def article_emails() -> dict[ScenarioId, tuple[str, Notes]]:
    examples = re.findall(r"Dear hiring manager,\n+(.*?)\n\n\n(.*?)\n", ARTICLE.read_text("utf-8"), re.DOTALL)
    notes = yaml.safe_load((ROOT / "evals" / "references" / "article_notes.yaml").read_text("utf-8"))
    return {
        scenario: (
            f"Dear hiring manager,\n\n{body}\n\n{name}\n",
            Notes.model_validate({"scenario": scenario.value, **notes[scenario.value]}),
        )
        for scenario, (body, name) in zip(SCENARIOS, examples, strict=True)
    }


needs_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not part of the project")


def test_there_are_seven_references_and_37_excluded_pairs() -> None:
    assert list(load_references()) == SCENARIOS
    assert len(EXCLUDED) == sum(len(load_contract(scenario).excludes) for scenario in SCENARIOS) > 30


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_reference_passes_every_guardrail_in_its_situation(scenario: ScenarioId) -> None:
    reference = load_references()[scenario]
    brief = build_brief(reference.notes)
    report = check(parse_email(reference.text, brief), brief)
    assert report.passed, [finding.message for finding in report.errors]
    assert not report.findings


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_reference_keeps_to_its_length(scenario: ScenarioId) -> None:
    reference = load_references()[scenario]
    draft = parse_email(reference.text, build_brief(reference.notes))
    low, high = (60, 95) if scenario is ScenarioId.DECLINE_OFFER else (75, 115)
    assert low <= count_words(draft.body) <= high
    assert len(draft.paragraphs) in (2, 3)


@pytest.mark.parametrize(("scenario", "other"), EXCLUDED)
def test_reference_fails_where_its_contract_excludes_it(scenario: ScenarioId, other: ScenarioId) -> None:
    reference = load_references()[scenario]
    assert scn_errors(reference.text, reference.notes, other)


@needs_article
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_article_example_has_no_error_of_situation_gratitude_or_length(scenario: ScenarioId) -> None:
    text, notes = article_emails()[scenario]
    brief = build_brief(notes)
    errors = [finding for finding in check(parse_email(text, brief), brief).errors if finding.rule[:3] in ("SCN", "GRA", "LEN")]
    assert not errors, [finding.message for finding in errors]


@needs_article
@pytest.mark.parametrize(("scenario", "other"), EXCLUDED)
def test_article_example_fails_where_its_contract_excludes_it(scenario: ScenarioId, other: ScenarioId) -> None:
    text, notes = article_emails()[scenario]
    assert scn_errors(text, notes, other)


def test_there_are_six_good_emails_for_each_situation() -> None:
    assert [len(GOOD[scenario.value]) for scenario in SCENARIOS] == [6] * 7


@pytest.mark.parametrize(("scenario", "index"), GOOD_CASES)
def test_good_email_by_another_hand_passes_its_situation(scenario: ScenarioId, index: int) -> None:
    entry = GOOD[scenario.value][index]
    notes = Notes.model_validate({"scenario": scenario.value, **entry["notes"]})
    errors = scn_errors(f"Dear Sam,\n\n{entry['body']}\n\nBest wishes,\nAlex\n", notes, scenario)
    assert not errors, [finding.message for finding in errors]


def test_broken_reference_names_file_and_key() -> None:
    with pytest.raises(ValueError, match=r"broken\.yaml: why"):
        read_reference("{scenario: phone_interview, notes: {}, subject: a, email: b}", name="broken.yaml")
