from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from guardrails.gratitude import check_gratitude
from guardrails.parse import parse_email
from guardrails.scenario import check_scenario
from guardrails.tone import check_tone
from prompts.brief import Brief, build_brief
from prompts.notes import Candidate, Fact, FactKind, Notes, ScenarioId

SITUATIONS = {
    "acc": ScenarioId.ACCEPT_OFFER,
    "dec": ScenarioId.DECLINE_OFFER,
    "ttt": ScenarioId.TIME_TO_THINK,
    "bad": ScenarioId.BAD_INTERVIEW,
    "ac": ScenarioId.ASSESSMENT_CENTER,
    "nor": ScenarioId.NO_RESPONSE,
    "ph": ScenarioId.PHONE_INTERVIEW,
}
FACTS = [
    Fact(kind=FactKind.TOPIC, text="the queue at gate four"),
    Fact(kind=FactKind.MOTIVATION, text="tools that get used"),
    Fact(kind=FactKind.TIMELINE, text="Friday 14 August"),
    Fact(kind=FactKind.DEADLINE, text="Friday 21 August"),
    Fact(kind=FactKind.START_DATE, text="Monday 2 March"),
    Fact(kind=FactKind.CORRECTION, text="pricing: start low and add later"),
]
LINES = [
    line.split("|", 2)
    for name in ("voices.txt", "voices_second.txt")
    for line in (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
FORBIDDEN = ("SCN-not", "SCN-max", "SCN-ambiguous", "TON")


@cache
def brief_for(situation: str) -> Brief:
    candidate = Candidate(name="Ana Ruiz")
    return build_brief(Notes(scenario=SITUATIONS[situation], candidate=candidate, company="Kelso", role="planner", facts=FACTS))


def refused_by(situation: str, text: str) -> set[str]:
    brief = brief_for(situation)
    draft = parse_email(text, brief)
    findings = check_scenario(draft, brief) + check_tone(draft, brief) + check_gratitude(draft, brief)
    return {finding.rule for finding in findings if finding.severity == "error"}


def test_table_holds_many_sentences_of_each_situation_on_both_sides() -> None:
    kinds = Counter((situation, wanted[0]) for situation, wanted, _ in LINES)
    assert all(kinds[situation, "+"] >= 8 for situation in SITUATIONS)
    assert all(kinds[situation, "0"] + kinds[situation, "-"] >= 10 for situation in SITUATIONS)


@pytest.mark.parametrize(("situation", "wanted", "text"), LINES, ids=[f"{situation}-{text[:50]}" for situation, _, text in LINES])
def test_sentence_comes_to_what_its_writer_did(situation: str, wanted: str, text: str) -> None:
    refused = refused_by(situation, text)
    if wanted.startswith("+"):
        assert any(rule.startswith(tuple(wanted[1:].split(","))) for rule in refused)
    elif wanted.startswith("-"):
        assert wanted[1:] not in refused
    else:
        assert not [rule for rule in refused if rule.startswith(FORBIDDEN)]


@pytest.mark.parametrize("text", (Path(__file__).parent / "data" / "refusals.txt").read_text("utf-8").splitlines())
def test_no_to_an_offer_is_heard_in_any_wording(text: str) -> None:
    brief = brief_for("dec")
    assert not [finding.rule for finding in check_scenario(parse_email(text, brief), brief) if finding.rule == "SCN-declines"]


@pytest.mark.parametrize(
    "text",
    [
        "I have thought about it for a week.",
        "The other post is closer to what I studied.",
        "It was not an easy decision, and I took my time over it.",
        "I hope that you find a planner soon.",
    ],
)
def test_words_around_a_no_are_not_the_no(text: str) -> None:
    brief = brief_for("dec")
    assert [finding.rule for finding in check_scenario(parse_email(text, brief), brief) if finding.rule == "SCN-declines"]
