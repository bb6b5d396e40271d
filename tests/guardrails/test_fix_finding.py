from __future__ import annotations

from guardrails.check import check
from guardrails.fixes_email import fix_finding
from guardrails.parse import parse_email
from guardrails.places import Places
from prompts.brief import build_brief
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

NOTES = Notes(
    scenario=ScenarioId.PHONE_INTERVIEW,
    candidate=Candidate(name="Tom Baker"),
    recipients=[Recipient(name="Nadia Rahman")],
    company="Fernhill Logistics",
    role="shift planner",
    facts=[Fact(kind=FactKind.TOPIC, text="the move from paper rosters to an app")],
)
TEXT = (
    "Subject: Thank you\n\nDear Nadja,\n\nThank you for **the call** about the move from paper rosters to an app.\n\n"
    "Best regards,\nTom Baker\n"
)


def place(rule: str, text: str = TEXT) -> tuple[int, int]:
    brief = build_brief(NOTES)
    draft = parse_email(text, brief)
    finding = next(one for one in check(draft, brief).findings if one.rule == rule)
    span = Places(text, draft).span(finding)
    assert span is not None
    return span


def test_one_finding_is_mended_and_the_others_are_left() -> None:
    start, end = place("IDN-recipient")
    assert TEXT[start:end] == "Nadja"
    assert fix_finding(TEXT, build_brief(NOTES), rule="IDN-recipient", start=start, end=end) == TEXT.replace("Nadja", "Nadia")


def test_a_place_where_nothing_is_found_changes_nothing() -> None:
    assert fix_finding(TEXT, build_brief(NOTES), rule="IDN-recipient", start=0, end=7) == TEXT


def test_a_rule_that_takes_judgement_changes_nothing() -> None:
    start, end = place("FMT-markup")
    assert fix_finding(TEXT, build_brief(NOTES), rule="LEN-short", start=start, end=end) == TEXT
