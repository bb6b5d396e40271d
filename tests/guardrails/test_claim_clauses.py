"""Claims judged by clause: circumstances of the writer, changed details, whose idea it was, and what is added to a fact."""

from __future__ import annotations

import pytest

from guardrails.check import check
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.notes import Notes

FACTS: list[dict[str, object]] = [
    {"id": "f1", "kind": "topic", "text": "the lift that stops between floors when the kitchen vents"},
    {"id": "f2", "kind": "stance", "text": "I would log every stop for one winter before changing a relay"},
    {"id": "f3", "kind": "strength", "text": "I kept nine lifts running at a hospital in Tampere for four years"},
    {"id": "f4", "kind": "motivation", "text": "I like a machine that people forget about"},
    {"id": "f5", "kind": "private", "text": "my wife is expecting in March", "private": True},
]


def errors(body: str, *, private: bool = True) -> set[str]:
    facts = [fact for fact in FACTS if private or not fact.get("private")]
    notes = Notes.model_validate(
        {
            "scenario": "phone_interview",
            "candidate": {"name": "Jari Lehto"},
            "recipients": [{"name": "Sanna Virtanen", "role": "Service Manager", "relation": "hiring_manager"}],
            "company": "Nosto",
            "role": "lift engineer",
            "interview": {"kind": "phone", "at": "2026-03-03"},
            "now": "2026-03-04T09:00:00",
            "facts": facts,
        }
    )
    brief = build_brief(notes)
    text = f"Subject: Lift engineer\n\nDear Sanna,\n\nThank you for the call yesterday. {body}\n\nKind regards,\nJari Lehto"
    return {finding.rule for finding in check(parse_email(text, brief), brief).errors if finding.rule[:3] in {"GND", "PRV"}}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("I hope we can meet soon, while I can still travel easily.", id="while"),
        pytest.param("I would be glad to meet, since I'm slow to get going in the dark months.", id="since"),
        pytest.param("I would be glad to meet, though my hands are stiffer than they were.", id="my hands"),
        pytest.param("I would be glad to meet, with a toddler to think of.", id="with a"),
        pytest.param("I have withdrawn from a monastery and would be glad to meet.", id="deed"),
        pytest.param("After a refusal from a shipyard I am the more grateful.", id="after"),
    ],
)
def test_circumstance_that_no_public_note_has_is_refused(body: str) -> None:
    assert errors(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("I'm still smiling about the lift that stops between floors.", id="smile"),
        pytest.param("I would be glad to meet, since I think the kitchen deserves a look.", id="thought"),
        pytest.param("My guess is that the kitchen and the lift share a wall.", id="guess"),
        pytest.param("I want to hear how it goes, because I like a machine that people forget about.", id="noted"),
        pytest.param("I have been turning it over, and my answer would be to start with the vents.", id="mind"),
        pytest.param("I would walk the shaft before I touched a relay.", id="supposed"),
    ],
)
def test_thought_or_courtesy_tells_no_circumstance(body: str) -> None:
    assert errors(body) == set()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("I would log every stop for one summer before changing a relay.", id="season"),
        pytest.param("I would log every stop for two winters before changing a relay.", id="count"),
        pytest.param("I would log every stop for one winter after changing a relay.", id="order"),
        pytest.param("I kept nine lifts running at a school in Tampere for four years.", id="place"),
        pytest.param("I kept nine lifts running at a hospital in Tampere for four months.", id="unit"),
    ],
)
def test_detail_of_a_fact_that_was_changed_is_refused(body: str) -> None:
    assert errors(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("I would log every stop for one winter before changing a relay.", id="as noted"),
        pytest.param("I'd note every stop through one winter before replacing a relay.", id="in other words"),
        pytest.param("For four years I kept nine lifts running at a Tampere hospital.", id="turned round"),
    ],
)
def test_fact_in_other_words_passes(body: str) -> None:
    assert errors(body) == set()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("As you suggested, I would log every stop for one winter before changing a relay.", id="as you suggested"),
        pytest.param("Your idea of logging every stop for one winter stayed with me.", id="your idea"),
        pytest.param("You mentioned that you like a machine that people forget about.", id="you mentioned"),
    ],
)
def test_own_plan_given_to_the_reader_is_refused(body: str) -> None:
    assert "GND-claim" in errors(body)


def test_remark_of_the_reader_with_an_own_answer_passes() -> None:
    assert errors("You mentioned the lift that stops between floors, and I would log every stop for one winter.") == set()


@pytest.mark.parametrize(
    "tail", [", mostly nights", " and under budget", " without a single breakdown or complaint", ", largely single-handed"], ids=str.strip
)
def test_tail_added_to_a_fact_is_refused(tail: str) -> None:
    assert errors(f"I kept nine lifts running at a hospital in Tampere for four years{tail}.")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("I would follow ten stops from the first alarm to the restart.", id="count"),
        pytest.param("I would list what differs between Saturday night and Sunday night.", id="weekday"),
        pytest.param("I'd give it three weeks and write down every stop.", id="weeks"),
        pytest.param("I would be glad to do this as a lift engineer.", id="role"),
    ],
)
def test_figure_or_day_of_a_plan_states_nothing(body: str) -> None:
    assert errors(body) == set()


def test_figure_in_a_report_has_to_be_noted() -> None:
    assert errors("I repaired ten lifts in Turku.")
