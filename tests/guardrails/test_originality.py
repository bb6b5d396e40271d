from __future__ import annotations

import re
from pathlib import Path

import pytest

import guardrails
from evals.originality import render_reference_runs
from evals.references import Reference, load_references
from guardrails.check import check
from guardrails.findings import Finding
from guardrails.originality import check_originality, check_siblings, load_reference_runs
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft
from prompts.notes import Candidate, Notes, Recipient, ScenarioId

REFERENCES = load_references()


def brief_for(reference: Reference) -> Brief:
    """Somebody else's brief for the same situation."""
    return build_brief(
        Notes(
            scenario=reference.scenario,
            candidate=Candidate(name="Jonas Brandt"),
            recipients=[Recipient(name="Aiko Mori")],
            company="Delta Sails",
            role="sailmaker",
        )
    )


def copied(findings: list[Finding]) -> list[str]:
    return [one.severity for one in findings if one.rule == "ORI-reference"]


def test_the_hashes_are_those_of_the_references_as_they_stand() -> None:
    stored = Path(guardrails.__file__).parent / "data" / "originality" / "references.yaml"
    assert stored.read_text("utf-8") == render_reference_runs()
    assert list(load_reference_runs()) == [scenario.value for scenario in ScenarioId]


@pytest.mark.parametrize("scenario", REFERENCES)
def test_reference_may_be_sent_by_its_own_candidate(scenario: ScenarioId) -> None:
    brief = build_brief(REFERENCES[scenario].notes)
    assert check_originality(parse_email(REFERENCES[scenario].text, brief), brief) == []


@pytest.mark.parametrize("scenario", REFERENCES)
def test_reference_with_new_names_and_figures_is_a_copy(scenario: ScenarioId) -> None:
    reference = REFERENCES[scenario]
    brief = brief_for(reference)
    text = (
        re.sub(r"\d+", "77", reference.text)
        .replace(reference.notes.company or "", "Delta Sails")
        .replace(reference.notes.role or "", "sailmaker")
    )
    findings = check_originality(parse_email(text, brief), brief)
    assert "error" in copied(findings)
    assert not check(parse_email(text, brief), brief).passed


def test_one_borrowed_sentence_is_found_where_it_stands() -> None:
    brief = brief_for(REFERENCES[ScenarioId.PHONE_INTERVIEW])
    lent = "I would begin by sitting in the waiting room for a morning and asking people what they made of it"
    draft = parse_email(f"Dear Aiko,\n\nThank you for the call. {lent}. It was good.\n\nBest,\nJonas", brief)
    (finding,) = check_originality(draft, brief)
    assert draft.body[finding.start : finding.end] == lent
    assert finding.severity == "error"


def test_a_fact_of_the_notes_is_no_copy() -> None:
    reference = REFERENCES[ScenarioId.PHONE_INTERVIEW]
    brief = brief_for(reference)
    brief = build_brief(brief.notes.model_copy(update={"facts": reference.notes.facts}))
    told = "One patient in nine misses the first appointment, most of them because the letter is hard to read."
    text = f"Dear Aiko,\n\nThank you. {told}\n\nBest,\nJonas"
    assert check_originality(parse_email(text, brief), brief) == []


@pytest.mark.parametrize("scenario", REFERENCES)
def test_stock_courtesy_shared_with_anything_passes(scenario: ScenarioId) -> None:
    brief = brief_for(REFERENCES[scenario])
    text = "Dear Aiko,\n\nThank you for the call yesterday. I look forward to hearing from you and hope to meet you soon.\n\nBest,\nJonas"
    assert check_originality(parse_email(text, brief), brief) == []


PANEL = build_brief(
    Notes(
        scenario=ScenarioId.PHONE_INTERVIEW,
        candidate=Candidate(name="Jonas Brandt"),
        recipients=[Recipient(name="Aiko Mori"), Recipient(name="Sam Ode")],
        company="Delta Sails",
        role="sailmaker",
    )
)
FIRST = (
    "Thank you for the hour on Monday, Aiko. The loft with the spliced mast in it has stayed with me, and so has your story of the "
    "spinnaker that came back from Norway in three bags. I would love to be at that table when the next bag is opened.\n\n"
    "I have sewn by hand since I was nine and by machine since I was twelve. May I come by on Friday?"
)
OTHER = (
    "It was good to meet you, Sam. You asked how I would price a repair that nobody has seen yet, and I have gone on thinking: by the "
    "seam, with a limit we agree on first. My old master did it so and lost no customer in ten years.\n\n"
    "Should you like to see a seam of mine, I can send one by post."
)


def draft_of(body: str) -> Draft:
    return parse_email(f"Dear reader,\n\n{body}\n\nBest,\nJonas Brandt", PANEL)


def test_same_email_to_the_next_panellist_is_refused() -> None:
    twin = draft_of(FIRST.replace("Aiko", "Sam"))
    report = check(draft_of(FIRST), PANEL, checks=(), others=(twin,))
    assert [(one.rule, one.severity) for one in report.findings] == [("ORI-sibling", "error")]


def test_half_the_same_email_is_a_warning() -> None:
    head, _, tail = FIRST.partition("\n\n")
    half = draft_of(f"{head}\n\n{OTHER.partition(chr(10))[0]}")
    assert [one.severity for one in check_siblings(draft_of(FIRST), PANEL, (half,))] == ["warning"]
    assert tail


def test_different_emails_to_a_panel_pass() -> None:
    assert check_siblings(draft_of(FIRST), PANEL, (draft_of(OTHER),)) == []


def test_draft_is_not_compared_with_itself_and_an_empty_one_passes() -> None:
    own = draft_of(FIRST)
    assert check_siblings(own, PANEL, (own,)) == []
    assert check_siblings(Draft(), PANEL, (own,)) == []
    assert check_originality(Draft(), PANEL) == []
