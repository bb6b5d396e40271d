from __future__ import annotations

import datetime as dt

import pytest

from guardrails.check import CHECKS, check
from guardrails.findings import Finding
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Fact, FactKind, Interview, Notes, Recipient, ScenarioId

GOOD = """Subject: The night rota and the analyst role

Hi Priya,

Thank you for the call on Tuesday. I keep thinking about the move of the night rota from paper to an app. I would start by asking the night
shift what the form leaves out.

At Kelso I cut downtime from two days to two hours. I want to work closer to the people who use the tools, and that is how I see this role.

I would be glad to meet in person and to see how the night shift works with the paper form today.

Best regards,
Amara Osei
"""


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(
        Notes(
            scenario=ScenarioId.PHONE_INTERVIEW,
            candidate=Candidate(name="Amara Osei"),
            recipients=[Recipient(name="Priya Patel")],
            company="Brightwater",
            role="operations analyst",
            interview=Interview(kind="phone call", at=dt.date(2026, 5, 5)),
            facts=[
                Fact(kind=FactKind.TOPIC, text="moving the night rota from paper to an app"),
                Fact(kind=FactKind.STRENGTH, text="cut downtime from two days to two hours at Kelso"),
                Fact(kind=FactKind.MOTIVATION, text="work closer to the people who use the tools"),
            ],
        )
    )


def _first(draft: Draft, brief: Brief) -> list[Finding]:
    return [
        Finding("LEN-long", "warning", "body", 5, 9, "late", ""),
        Finding("LEN-long", "warning", "subject", 7, 9, "early", ""),
        Finding("LEN-long", "error", "body", 5, 9, "late, worse", ""),
        Finding("LEN-long", "warning", "body", 1, 3, "middle", ""),
    ]


def _broken(draft: Draft, brief: Brief) -> list[Finding]:
    raise ZeroDivisionError("by nothing")


def test_a_good_email_passes_every_check(brief: Brief) -> None:
    report = check(parse_email(GOOD, brief), brief)
    assert report.errors == ()
    assert report.could_not_run == ()
    assert report.passed


def test_an_email_with_defects_is_refused(brief: Brief) -> None:
    report = check(parse_email(GOOD.replace("I would be glad", "I really need this job, [Name]. I would be glad"), brief), brief)
    assert {"TON-desperate", "FMT-placeholder"} <= {finding.rule for finding in report.errors}
    assert not report.passed


def test_a_check_that_raises_blocks_and_the_others_run_on(brief: Brief) -> None:
    report = check(Draft(paragraphs=((Sentence(text="x"),),)), brief, checks=(_broken, _first))
    assert [(crash.check, crash.error) for crash in report.could_not_run] == [("_broken", "ZeroDivisionError: by nothing")]
    assert len(report.findings) == 3
    assert not report.passed


def test_findings_stand_in_the_order_of_the_email_and_once(brief: Brief) -> None:
    report = check(Draft(), brief, checks=(_first, _first))
    assert [(finding.where, finding.start, finding.severity) for finding in report.findings] == [
        ("subject", 7, "warning"),
        ("body", 1, "warning"),
        ("body", 5, "error"),
    ]


def test_every_family_is_run() -> None:
    assert [run.__name__ for run in CHECKS] == [
        "check_identity",
        "check_grounding",
        "check_privacy",
        "check_scenario",
        "check_format",
        "check_gratitude",
        "check_length",
        "check_tone",
        "check_language",
        "check_originality",
    ]
