"""A detail turned round, and an event told in plain words: what the notes have is let through, its twin is refused."""

from __future__ import annotations

import pytest

from guardrails.check import check
from guardrails.ground import ground_of
from guardrails.parse import parse_email
from guardrails.told import clauses_in, features, load_weights, pack
from prompts.brief import build_brief
from prompts.notes import Notes

FACTS: list[dict[str, object]] = [
    {"kind": "topic", "text": "at lunch Sanna drew the whole brake circuit on a napkin"},
    {"kind": "strength", "text": "3 yrs on trams in Tampere, door faults down 40%"},
    {"kind": "strength", "text": "in the exercise I found that the valve had been fitted backwards twice"},
    {"kind": "topic", "text": "she agreed with two of my three points"},
    {"kind": "correction", "text": "the stop takes 6,000 milliseconds, not 10,000"},
    {"kind": "promise", "text": "will send the medical form on Monday"},
    {"kind": "concern", "text": "the question of the depot in Oulu"},
    {"kind": "strength", "text": "cut the morning wait from 25 minutes to 8"},
]


def errors(body: str) -> set[str]:
    notes = Notes.model_validate(
        {
            "scenario": "phone_interview",
            "candidate": {"name": "Jari Lehto"},
            "recipients": [{"name": "Sanna Virtanen", "role": "Depot Manager", "relation": "hiring_manager"}],
            "company": "Raide",
            "role": "tram product engineer",
            "interview": {"kind": "phone"},
            "now": "2026-03-04T09:00:00",
            "facts": [{"id": f"f{number}", **fact} for number, fact in enumerate(FACTS, 1)],
        }
    )
    brief = build_brief(notes)
    text = f"Subject: Tram product engineer\n\nDear Sanna,\n\nThank you for the call. {body}\n\nKind regards,\nJari Lehto"
    return {finding.rule for finding in check(parse_email(text, brief), brief).errors if finding.rule[:3] in {"GND", "IDN"}}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("In Tampere I cut door faults by 40 per cent.", "In Tampere I cut door faults to 40 per cent.", id="by and to"),
        pytest.param("You agreed with two of my three points.", "You agreed with all of my three points.", id="share"),
        pytest.param(
            "The brake circuit you drew on a napkin at lunch is still with me.",
            "The brake circuit your colleague drew on a napkin at lunch is still with me.",
            id="somebody else",
        ),
        pytest.param(
            "In the exercise I came upon the valve that had been fitted backwards twice.",
            "In the exercise our group came upon the valve that had been fitted backwards twice.",
            id="group",
        ),
        pytest.param("You will have the medical form on Monday.", "The medical form is attached.", id="attached, not sent later"),
        pytest.param(
            "I would be glad to be your tram product engineer.", "I would be glad to be your tram project engineer.", id="two real words"
        ),
        pytest.param(
            "The three years on trams in Tampere suited me.",
            "The three years on trams in Tampere suited me, with the driver grinning back at me.",
            id="with somebody doing something",
        ),
        pytest.param(
            "I would like to work for Raide.",
            "I would like to work for Raide. Your workshop is known all over the country for its care.",
            id="praise",
        ),
    ],
)
def test_turned_detail_is_refused_and_the_noted_one_passes(right: str, wrong: str) -> None:
    assert not errors(right)
    assert errors(wrong)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("The stop takes 6,000 milliseconds, and not 10,000.", id="unit of the figure before"),
        pytest.param("I cut the morning wait from twenty-five minutes to eight.", id="range that looks like a clock"),
        pytest.param("I'm letting you know today, as you asked to hear early.", id="today without a date of the interview"),
        pytest.param("I received your message and read it twice.", id="acts of a letter"),
        pytest.param("I held on to Oulu for too long.", id="name of a fact that is not the writer's"),
        pytest.param("I would ask the drivers first, before anyone had to switch a tram off.", id="thought that goes on"),
        pytest.param("That stayed with me, and it made me want the work more.", id="judgement"),
    ],
)
def test_good_sentence_passes(body: str) -> None:
    assert not errors(body)


def test_notes_with_a_day_in_words_are_read() -> None:
    notes = Notes.model_validate(
        {
            "scenario": "time_to_think",
            "candidate": {"name": "A B"},
            "recipients": [{"name": "C D"}],
            "company": "E",
            "role": "f",
            "now": "2026-03-04T09:00:00",
            "facts": [{"id": "f1", "kind": "deadline", "text": "they need an answer by the ninth"}],
        }
    )
    brief = build_brief(notes)
    assert not check(parse_email("Subject: x\n\nDear C,\n\nYou will hear by the ninth.\n\nRegards,\nA B", brief), brief).could_not_run


def test_weights_come_back_as_they_were_packed() -> None:
    scale, packed = pack([-2.0, 0.0, 1.0])
    assert [round(value * scale, 2) for value in packed] == [-2.0, 0.0, 1.01]


def test_event_scores_above_a_judgement() -> None:
    notes = Notes.model_validate(
        {"scenario": "phone_interview", "candidate": {"name": "A B"}, "recipients": [{"name": "C D"}], "company": "E"}
    )
    ground = ground_of(build_brief(notes))

    def score(sentence: str) -> float:
        rows = clauses_in(sentence, [(0, len(sentence))], ground, [])
        return max(load_weights().score(clause.text, features(clause, row)) for row in rows for clause in row)

    assert score("The ferry crew sang while the mayor cut the ribbon.") > score("I would be glad to hear from you.") + 2
