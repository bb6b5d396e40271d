from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.check import check
from pipeline.budget import MAX_CALLS
from pipeline.models import Reply, Request
from pipeline.outcome import Outcome
from pipeline.providers.phrasebook import PhrasebookChooser
from pipeline.run import draft_email
from prompts.notes import Notes, ScenarioId


class Scripted:
    """A writer that says what it was told to, call by call, the last text for ever; and remembers what it was asked."""

    name = "scripted"

    def __init__(self, *texts: str, finish: str = "stop") -> None:
        self._texts = texts
        self._finish = finish
        self.requests: list[Request] = []

    def complete(self, request: Request) -> Reply:
        self.requests.append(request)
        text = self._texts[min(len(self.requests), len(self._texts)) - 1]
        return Reply(text, self._finish, tokens_in=10, tokens_out=5)  # type: ignore[arg-type]


NOTES = Notes.model_validate(
    {
        "scenario": "phone_interview",
        "candidate": {"name": "Tom Baker"},
        "recipients": [{"name": "Nadia Rahman", "role": "head of operations"}],
        "company": "Fernhill Logistics",
        "role": "shift planner",
        "interview": {"kind": "phone", "at": "2026-11-03T10:00"},
        "now": "2026-11-04T11:00",
        "facts": [
            {"id": "t", "kind": "topic", "text": "the move from paper rosters to an app"},
            {"id": "m", "kind": "motivation", "text": "I want to work closer to the people on the floor"},
            {"id": "s", "kind": "strength", "text": "I planned rotas for 60 drivers at Corran Freight"},
            {"id": "p", "kind": "private", "text": "they pay 2k less than my job at Mossgate"},
        ],
    }
)

GOOD = {
    "subject": "Shift planner: the move to the app",
    "paragraphs": [
        [
            {
                "text": "Thank you for talking the shift planner role through with me on Tuesday.",
                "move": "thank",
                "kind": "courtesy",
                "facts": [],
            },
            {"text": "The move from paper rosters to an app has stayed with me since.", "move": "recall", "kind": "fact", "facts": ["t"]},
            {"text": "I would start with the people who use the rosters every morning.", "move": "step", "kind": "stance", "facts": ["t"]},
        ],
        [
            {"text": "At Corran Freight I planned rotas for 60 drivers.", "move": "strengthen", "kind": "fact", "facts": ["s"]},
            {
                "text": "I want this job because I want to work closer to the people on the floor.",
                "move": "motivate",
                "kind": "fact",
                "facts": ["m"],
            },
        ],
        [
            {
                "text": "I hope we can meet in person, so that I can see a roster being made and show you how I plan one.",
                "move": "meet",
                "kind": "courtesy",
                "facts": [],
            }
        ],
    ],
}


def _sound(outcome: Outcome) -> None:
    """Passes every guardrail, or is refused with a reason."""
    if outcome.verdict == "refused":
        assert outcome.report.errors or outcome.report.could_not_run or outcome.questions
        return
    assert outcome.draft is not None
    assert check(outcome.draft, outcome.brief).passed


def test_a_good_answer_is_kept_as_it_is() -> None:
    outcome = draft_email(NOTES, Scripted(json.dumps(GOOD)))
    assert outcome.verdict == "send"
    assert outcome.repairs == ()
    assert outcome.draft is not None
    assert outcome.draft.sentences[1].text == "The move from paper rosters to an app has stayed with me since."
    assert outcome.draft.greeting == "Dear Nadia,"
    assert outcome.draft.signature == "Tom Baker"


def test_each_sentence_shows_its_source() -> None:
    sentences = draft_email(NOTES, Scripted(json.dumps(GOOD))).to_json()["sentences"]
    assert isinstance(sentences, list)
    assert sentences[3]["sources"][0] == {
        "fact": "s",
        "kind": "strength",
        "start": 0,
        "end": 48,
        "quote": "I planned rotas for 60 drivers at Corran Freight",
    }
    assert sentences[2]["kind"] == "stance"


def test_private_facts_are_in_no_request() -> None:
    writer = Scripted(json.dumps(GOOD))
    draft_email(NOTES, writer)
    sent = " ".join(message.content for request in writer.requests for message in request.messages)
    assert "Corran Freight" in sent
    assert "Mossgate" not in sent
    assert "2k" not in sent


def test_an_invented_number_is_asked_to_be_mended_and_the_mended_draft_kept() -> None:
    bad = json.loads(json.dumps(GOOD))
    bad["paragraphs"][1][0]["text"] = "At Corran Freight I planned rotas for 85 drivers."
    writer = Scripted(json.dumps(bad), json.dumps(GOOD))
    outcome = draft_email(NOTES, writer)
    assert outcome.verdict == "send"
    assert [repair.by for repair in outcome.repairs] == ["model"]
    assert "GND-number" in outcome.repairs[0].rules
    assert outcome.draft is not None
    assert "85" not in outcome.draft.body


def test_a_model_that_keeps_inventing_is_replaced_move_by_move() -> None:
    bad = json.loads(json.dumps(GOOD))
    bad["paragraphs"][1][0]["text"] = "At Corran Freight I planned rotas for 85 drivers."
    outcome = draft_email(NOTES, Scripted(json.dumps(bad)))
    assert outcome.verdict == "send"
    assert outcome.repairs[-1].by == "phrasebook"
    assert outcome.draft is not None
    assert "85" not in outcome.draft.body
    assert "The move from paper rosters to an app has stayed with me since." in outcome.draft.body, "what was good is kept"


HOSTILE = {
    "empty": "",
    "white space": " \n\t ",
    "100 KB": "I planned rotas for drivers. " * 3600,
    "one huge word": "a" * 100_000,
    "markup": "# Subject\n\n**Dear Nadia**,\n\n- Thank you!!\n- <b>Great</b> talk 🎉",
    "another language": "Sehr geehrte Frau Rahman, vielen Dank für das Gespräch am Dienstag. Ich hoffe sehr auf ein Treffen.",
    "refusal": "I'm sorry, but I can't help with that request.",
    "half a JSON object": json.dumps(GOOD)[:150],
    "wrong scenario": "Dear Nadia,\n\nThank you for the offer. I gladly accept the shift planner role at Fernhill Logistics.\n\nTom",
    "JSON of another shape": '{"email": "Dear Nadia"}',
    "nested brackets": "[" * 5000 + "{" * 5000,
    "placeholders": "Dear [Name],\n\nThank you for the interview for [role].\n\n[Your Name]",
    "leak": "Dear Nadia,\n\nThank you for the call. You pay 2k less than Mossgate, but I would like to meet in person.\n\nTom Baker",
    "control characters": "\x00\x1b[31mDear Nadia\u202e\u200b",
    "empty paragraphs": '{"subject": "", "paragraphs": [[], []]}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_a_model_returns_the_outcome_passes_or_is_refused_within_the_bound(text: str) -> None:
    writer = Scripted(text)
    outcome = draft_email(NOTES, writer)
    _sound(outcome)
    assert outcome.verdict == "send", "these notes are enough for the lattice"
    assert 1 <= len(writer.requests) <= MAX_CALLS
    assert outcome.run.model_calls == len(writer.requests)


@given(text=st.text(max_size=400), finish=st.sampled_from(["stop", "length", "refusal"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_at_all_ends_in_a_passing_draft_or_a_refusal(text: str, finish: str) -> None:
    writer = Scripted(text, finish=finish)
    _sound(draft_email(NOTES, writer))
    assert len(writer.requests) <= MAX_CALLS


def test_the_same_notes_and_seed_give_the_same_email_and_another_seed_another() -> None:
    def body(seed: int) -> str:
        draft = draft_email(NOTES, PhrasebookChooser(seed), seed=seed).draft
        assert draft is not None
        return draft.body

    assert body(1) == body(1)
    assert body(1) != body(2)


def test_without_a_sender_it_asks_and_writes_nothing() -> None:
    outcome = draft_email(NOTES.model_copy(update={"candidate": NOTES.candidate.model_copy(update={"name": None})}), PhrasebookChooser(0))
    assert outcome.verdict == "refused"
    assert outcome.draft is None
    assert "name" in outcome.questions[0]


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_at_most_two_questions_for_empty_notes(scenario: ScenarioId) -> None:
    outcome = draft_email(Notes(scenario=scenario), PhrasebookChooser(0))
    assert outcome.draft is None
    assert 1 <= len(outcome.questions) <= 2


def test_an_unknown_recipient_is_greeted_as_hiring_manager() -> None:
    outcome = draft_email(NOTES.model_copy(update={"recipients": []}), PhrasebookChooser(0))
    assert outcome.draft is not None
    assert outcome.draft.greeting == "Dear hiring manager,"
