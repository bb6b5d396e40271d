"""Thanks to give or pass on, offers that name the job, questions with their ground, and sentences of pasted prose."""

from __future__ import annotations

import pytest

from prompts.fit import fit, flags
from prompts.notes import Fact, FactKind, Notes, Recipient, ScenarioId, Span


def _forms(kind: str, text: str, scenario: ScenarioId = ScenarioId.ACCEPT_OFFER, *, source: str = "") -> dict[str, str]:
    at = source.find(text)
    span = Span(start=at, end=at + len(text)) if source else None
    notes = Notes(
        scenario=scenario,
        recipients=[Recipient(name="Karen Lovell")],
        company="Ridgeway Buses",
        role="Bus Driver",
        facts=[Fact(kind=FactKind(kind), text=text, span=span)],
        source=source or None,
    )
    return fit(notes.facts[0], notes)


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("Thank Colin Batt as well, he took me round the depot", "Please give my thanks to Colin Batt; he took me round the depot."),
        ("Please pass on my thanks to Mr Hamed Al-Balushi", "Please give my thanks to Mr Hamed Al-Balushi."),
        ("Please say thank you for the quick decision", "Thank you for the quick decision."),
        ("Thanks to her and to Bill Tran for the day in the field", "My thanks to you and to Bill Tran for the day in the field."),
    ],
    ids=["as-well", "pass-on", "say-thank-you", "both"],
)
def test_thanks_are_given_or_passed_on_in_one_sentence(text: str, thanks: str) -> None:
    assert _forms("rapport", text) == {"thanks": thanks}


def test_thanks_for_something_that_points_nowhere_are_left_out() -> None:
    assert _forms("rapport", "Thanks for what he did there") == {}


def test_an_offer_told_in_a_sentence_names_the_job_and_no_person() -> None:
    assert _forms("offer", "Sister Ann Mwale, St Mary Hospital, has offered me the post of Bus Driver") == {
        "np": "your offer of the Bus Driver role"
    }
    assert _forms("offer", "Sister Ann Mwale, St Mary Hospital, has offered me the post") == {}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The papers will take about six weeks, is that soon enough?", "The papers will take about six weeks. Is that soon enough?"),
        (
            "Need to know what size of uniform to put, the form doesn't say",
            "The form does not say what size of uniform to put. Could you tell me?",
        ),
        ("My card runs out in March, can I renew it through them?", "My card runs out in March. Can I renew it through you?"),
    ],
    ids=["that", "not-said", "it"],
)
def test_a_question_keeps_what_it_rests_on(text: str, own: str) -> None:
    assert _forms("concern", text) == {"own": own}


def test_a_whole_sentence_of_pasted_prose_stands_as_it_is_told() -> None:
    text = "I was moved by the work they do, particularly the mobile clinic"
    said = _forms("topic", text, ScenarioId.DECLINE_OFFER, source=f"They called. {text}. Bye.")
    assert said["own"] == "I was moved by the work you do, particularly the mobile clinic."
    assert "own" not in _forms("topic", text, ScenarioId.DECLINE_OFFER, source=f"{text} and such")


def test_another_employer_is_not_taken_for_the_reader() -> None:
    text = "I have decided for another company, it is closer to home and they do mostly bridges, which is my field"
    forms = _forms("reason", text, ScenarioId.DECLINE_OFFER, source=f"{text}.")
    assert "you" not in " ".join(forms.values()).split()


def test_a_later_job_opens_the_door_and_a_plain_wish_does_not() -> None:
    def raised(text: str) -> bool:
        return "stance.door" in flags(Notes(scenario=ScenarioId.DECLINE_OFFER, facts=[Fact(kind=FactKind.STANCE, text=text)]))

    assert raised("If a Saturday post ever comes up I'd be glad to hear of it")
    assert not raised("I would have been proud to join")
