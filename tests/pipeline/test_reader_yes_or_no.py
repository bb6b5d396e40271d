"""What the notes of a yes or a no are read as: the decision itself, whom it goes to, what belongs together."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.reader import read_text
from prompts.notes import FactKind, Notes, ScenarioId

_NOW = dt.datetime(2026, 11, 23, 10)


def _read(text: str, scenario: ScenarioId = ScenarioId.DECLINE_OFFER) -> Notes:
    return read_text(text, scenario=scenario, now=_NOW).notes


def _told(notes: Notes) -> dict[str, FactKind]:
    return {fact.text: fact.kind for fact in notes.facts if not fact.private}


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("I need to turn down the offer from Oakbridge Dental.", ScenarioId.DECLINE_OFFER),
        ("I accept with great pleasure.", ScenarioId.ACCEPT_OFFER),
        ("I want to say yes.", ScenarioId.ACCEPT_OFFER),
    ],
    ids=["turn-down", "accept", "yes"],
)
def test_the_decision_itself_is_no_fact(text: str, scenario: ScenarioId) -> None:
    assert _told(_read(f"{text} I liked the tour of the surgery.", scenario)).keys() == {"I liked the tour of the surgery"}


def test_a_decision_with_its_reason_stays_a_fact() -> None:
    assert FactKind.REASON in _told(_read("I will decline because I am moving to Hull.")).values()


def test_not_saying_that_keeps_the_sentence_before_it_back() -> None:
    notes = _read("I am declining. I enjoyed the brainstorm. Also felt Luke talked over her quite a lot. Not saying that.")
    assert not any("Luke" in text for text in _told(notes))


def test_points_to_put_in_are_told_and_points_not_to_put_in_are_not() -> None:
    rows = "a) I liked the tour of the yard.\nb) I enjoyed the talk about boats."
    assert _told(_read(f"Declining the job.\n\nPoints to put in:\n{rows}"))
    assert not _told(_read(f"Declining the job.\n\nPoints not to put in:\n{rows}"))


def test_a_no_goes_to_the_one_who_made_the_offer() -> None:
    text = "I've been offered the editor role at Pomelo Press by Jasmine Achebe. I am saying no. I enjoyed the talk with Luke Fairbairn."
    assert [person.name for person in _read(text).recipients] == ["Jasmine Achebe"]


def test_a_weekday_settles_the_year_of_a_first_day() -> None:
    notes = _read(
        "Dr Amelia Rossiter rang me on Friday to offer me the job and I accept. I'd begin on Monday 18 January.", ScenarioId.ACCEPT_OFFER
    )
    at = notes.interview.at
    assert at is None or at.month != 1


def test_what_follows_from_ones_work_stays_with_it() -> None:
    told = _told(_read("I accept the job. I was a postman for 26 years so I know every street there is.", ScenarioId.ACCEPT_OFFER))
    assert told == {"I was a postman for 26 years so I know every street there is": FactKind.STRENGTH}


def test_days_away_are_no_first_day() -> None:
    told = _told(
        _read("I accept the job. I should also say that I'm away 27 December to 3 January and can't be reached.", ScenarioId.ACCEPT_OFFER)
    )
    assert FactKind.START_DATE not in told.values()


def test_a_signature_with_the_writers_job_is_the_sender() -> None:
    text = "Sister Bernadette Mwale has offered me the post of pharmacist. I must decline.\n\n"
    text += "I was moved by the clinic.\n\nChanda Mulenga, pharmacist"
    assert _read(text).candidate.name == "Chanda Mulenga"
