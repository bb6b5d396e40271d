"""What stands in the notes in another form is let through, and its twin with another value, unit, order or doer is refused."""

from __future__ import annotations

import pytest

from guardrails.check import check
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.notes import Notes


def errors(body: str, *facts: tuple[str, str]) -> set[str]:
    notes = Notes.model_validate(
        {
            "scenario": "phone_interview",
            "candidate": {"name": "Ana Silva"},
            "recipients": [{"name": "Lena Brandt", "title": "Ms", "role": "Head of Planning"}],
            "company": "Norrland Grid",
            "role": "site planner",
            "interview": {"kind": "onsite", "at": "2026-03-10"},
            "now": "2026-03-11T10:00:00",
            "dialect": "en-GB",
            "facts": [{"id": f"f{number}", "kind": kind, "text": text} for number, (kind, text) in enumerate(facts, 1)],
        }
    )
    brief = build_brief(notes)
    text = f"Subject: Site planner\n\nDear Ms Brandt,\n\nThank you for the conversation. {body}\n\nKind regards,\nAna Silva"
    found = check(parse_email(text, brief), brief).findings
    return {one.rule for one in found if one.severity == "error" and one.rule[:3] in {"GND", "IDN", "LNG", "FMT"}}


@pytest.mark.parametrize(
    ("fact", "right", "wrong"),
    [
        ("people queue from 4 a.m.", "People queue from four in the morning.", "People queue from five in the morning."),
        ("families must leave after 8 pm", "Families should stay past eight.", "Families should stay past nine."),
        ("the milk comes at 5:30 am", "The milk comes at five-thirty.", "The milk comes at six thirty."),
        ("the wait is 5h10", "Five hours and ten minutes is a long wait.", "Five hours and forty minutes is a long wait."),
        ("the drive took 1h30", "The drive took ninety minutes.", "The drive took two and a half hours."),
        ("the pilot ran 1.5 yrs", "The pilot ran for a year and a half.", "The pilot ran for three and a half years."),
        ("6 staff on the shift", "Half a dozen staff work on the shift.", "A dozen staff work on the shift."),
        ("1 in 5 boilers is seen twice", "20 per cent of the boilers are seen twice.", "One boiler in four is seen twice."),
        ("14 nurses and 5 clerks work there", "Nineteen people work there.", "Twenty people work there."),
        ("the depot has run since 2015", "The depot has run for eleven years.", "The depot has run for fifteen years."),
        ("she answered each of my questions", "You answered every one of my questions.", "You answered half of my questions."),
        ("the wall moved 12 cm", "The wall moved 120 millimetres.", "The wall moved twelve millimetres."),
        ("we climbed in 60 km/h wind", "We climbed in a wind of 60 km/h.", "We climbed in a wind of 60 knots."),
        ("pages cut from 22 to 4 a night", "Pages fell from 22 to four a night.", "Pages fell from 22 to four a week."),
        (
            "cash books reconciled 1x per qtr",
            "The cash books are reconciled once a quarter.",
            "The cash books are reconciled twice a quarter.",
        ),
        ("it ran at 41 instead of 44 degrees", "It ran at 41 degrees instead of 44.", "It ran at 44 degrees instead of 41."),
        ("the job is part-time", "The part-time position suits me.", "The full-time position suits me."),
    ],
)
def test_figure_in_another_form_passes_and_another_figure_is_refused(fact: str, right: str, wrong: str) -> None:
    assert not errors(right, ("topic", fact))
    assert errors(wrong, ("topic", fact)) & {"GND-number", "GND-date", "IDN-role"}


@pytest.mark.parametrize(
    ("fact", "right", "wrong", "rule"),
    [
        (
            ("promise", "she said a decision would come by Wednesday 25 March"),
            "You mentioned that a decision would come by 25 March.",
            "You told me that the unions had gone on strike.",
            "GND-claim",
        ),
        (
            ("topic", "Sabrina from our group found the third way out through the ticket hall"),
            "It was Sabrina who discovered the third way out, through the ticket hall.",
            "I discovered the third way out, through the ticket hall.",
            "GND-claim",
        ),
        (
            ("strength", "BSoc Sc Chancellor College"),
            "I hold a social science degree from Chancellor College.",
            "I hold a law degree from Chancellor College.",
            "GND-invention",
        ),
        (
            ("strength", "did not lose one batch"),
            "I did not lose one batch.",
            "I did not lose one batch, which also pleased the farmers.",
            "GND-invention",
        ),
        (("topic", "x"), "I would gladly join a team like yours.", "Yours is the best-loved office in town.", "GND-invention"),
        (
            ("promise", "will attach my method note"),
            "You will find my method note attached.",
            "You will find my references attached.",
            "GND-attachment",
        ),
        (
            ("promise", "she hoped to decide by the end of May"),
            "I hope to hear from you.",
            "You'll find a photo below.",
            "GND-attachment",
        ),
        (
            ("availability", "can visit any Wed or Thu"),
            "I can visit on any Wednesday or Thursday; our talk on Tuesday stays with me.",
            "I can visit on any Tuesday or Thursday.",
            "GND-date",
        ),
    ],
)
def test_noted_claim_passes_and_its_twin_is_refused(fact: tuple[str, str], right: str, wrong: str, rule: str) -> None:
    assert not errors(right, fact)
    assert rule in errors(wrong, fact)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("I was delighted to open it.", "I was delighted to opening it."),
        ("I am used to working in the cold.", "I would like to meeting you."),
        ("I wanted you to know straight away.", "I wanted that you know straight away."),
        ("I know where your decision stands.", "Where does your decision stands?"),
        ("Has a decision been reached?", "Have a decision been reached?"),
        ("The skills I have help the yard.", "I have visited it, and have repair the door."),
        ("She let me try, and she beat me at chess.", "She will explains it."),
    ],
)
def test_verb_form_that_no_dialect_has_is_refused(right: str, wrong: str) -> None:
    assert "LNG-grammar" not in errors(right, ("topic", "x"))
    assert "LNG-grammar" in errors(wrong, ("topic", "x"))


@pytest.mark.parametrize("head", ["Sure, here is a polite refusal:\n\n", "Here's a concise follow-up:\n\n"])
def test_words_that_hand_the_email_over_are_refused(head: str) -> None:
    assert "FMT-chatter" in _rules(head)
    assert "FMT-chatter" not in _rules("")


def _rules(head: str) -> set[str]:
    notes = Notes.model_validate(
        {
            "scenario": "phone_interview",
            "candidate": {"name": "Ana Silva"},
            "recipients": [{"name": "Lena Brandt", "role": "Head of Planning"}],
            "company": "Norrland Grid",
            "role": "site planner",
            "facts": [{"id": "f1", "kind": "topic", "text": "the map"}],
        }
    )
    brief = build_brief(notes)
    text = f"{head}Subject: Site planner\n\nDear Lena,\n\nHere is what I would do: ask first.\n\nKind regards,\nAna Silva"
    return {one.rule for one in check(parse_email(text, brief), brief).findings}
