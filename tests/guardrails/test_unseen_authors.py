"""Single sentences that unseen authors wrote rightly and were refused, or planted and got through."""

from __future__ import annotations

import datetime as dt

import pytest

from guardrails.check import check
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId


def rules_of(sentence: str, *facts: str, greeting: str = "Dear Torbjørn,", kind: FactKind = FactKind.TOPIC) -> set[str]:
    notes = Notes(
        scenario=ScenarioId.PHONE_INTERVIEW,
        candidate=Candidate(name="Eva Lind"),
        recipients=[Recipient(name="Torbjørn Dahl")],
        company="Fjordline",
        role="mate",
        now=dt.datetime(2026, 5, 6, 10),
        facts=[Fact(id=f"f{number}", kind=kind, text=text) for number, text in enumerate(facts, 1)],
    )
    brief = build_brief(notes)
    text = f"{greeting}\n\nThank you for the call about the mate role at Fjordline. {sentence}\n\nKind regards,\nEva Lind"
    return {one.rule for one in check(parse_email(text, brief), brief).findings if one.severity == "error"}


@pytest.mark.parametrize(
    ("sentence", "fact", "rule", "refused"),
    [
        pytest.param(
            "The boat makes two trips a week in winter.", "the boat runs twice a week in winter", "GND-number", False, id="a rate"
        ),
        pytest.param(
            "The boat makes three trips a week in winter.", "the boat runs twice a week in winter", "GND-number", True, id="a rate, false"
        ),
        pytest.param("I did it in August 2025.", "did it at Bergen, Aug 2025", "GND-date", False, id="a year"),
        pytest.param("I did it in August 2024.", "did it at Bergen, Aug 2025", "GND-date", True, id="a year, false"),
        pytest.param("The model sees only January to March.", "the model only sees Jan-Mar", "GND-date", False, id="a range of months"),
        pytest.param("The model sees only January to April.", "the model only sees Jan-Mar", "GND-date", True, id="a range, false"),
    ],
)
def test_figures_and_dates_are_read_in_other_forms_and_no_others(sentence: str, fact: str, rule: str, refused: bool) -> None:
    assert (rule in rules_of(sentence, fact)) is refused


@pytest.mark.parametrize(("greeting", "refused"), [("Dear Torbjørn,", False), ("Dear Thorbjørn,", True)])
def test_an_h_too_many_is_no_vocative_outside_gaelic(greeting: str, refused: bool) -> None:
    assert any(rule.startswith("IDN") for rule in rules_of("I liked the route.", "the route", greeting=greeting)) is refused


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        pytest.param("I wonder whether it have been decided.", "LNG-grammar", id="it have"),
        pytest.param("I have decided too stay near the coast.", "LNG", id="decided too stay"),
        pytest.param("I admire a yard who's pupils learn by hand.", "LNG", id="who's pupils"),
        pytest.param("My employer has matched your figure.", "PRV", id="a matched figure"),
    ],
)
def test_slips_and_hints_at_pay_are_found(sentence: str, rule: str) -> None:
    assert any(found.startswith(rule.split("-")[0]) for found in rules_of(sentence, "the yard"))
