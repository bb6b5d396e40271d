"""Clauses that speak of the one before them, and words that are no fact by themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.reader import read_text
from prompts.notes import FactKind, Notes, ScenarioId

_NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


def _notes(text: str, scenario: ScenarioId) -> Notes:
    return read_text(text, scenario=scenario, now=_NOW).notes


def _told(text: str, scenario: ScenarioId, *, private: bool = False) -> list[str]:
    return [fact.text for fact in _notes(text, scenario).facts if fact.private is private]


@pytest.mark.parametrize(
    "verdict", ["Bombed it today I think.", "It did not go well.", "I think I blew it.", "Messed up the second interview at Hollybank."]
)
def test_mere_verdict_is_no_fact(verdict: str) -> None:
    text = f"{verdict} I went blank on the question about fire doors. I should have said we check them every Monday."
    told = _told(text, ScenarioId.BAD_INTERVIEW)
    assert told
    assert not any(fact in verdict for fact in told)


@pytest.mark.parametrize(
    "wish",
    [
        "I'd like to ask if a decision has been made and say that I'm still keen.",
        "I just want to know politely where things stand.",
        "I don't want to sound pushy.",
        "Could you ask him where things are at?",
    ],
)
def test_what_the_email_is_for_is_no_fact(wish: str) -> None:
    assert _told(wish, ScenarioId.NO_RESPONSE) == []


def test_question_to_the_employer_stays_a_fact() -> None:
    facts = _notes("I'd like to know if I would keep my music allowance.", ScenarioId.TIME_TO_THINK).facts
    assert [fact.kind for fact in facts] == [FactKind.CONCERN]


def test_kept_promise_is_none_any_more() -> None:
    text = "I promised to send the poster for the club and I did, on the 6th. We talked about the home library round."
    assert not [fact for fact in _notes(text, ScenarioId.NO_RESPONSE).facts if fact.kind is FactKind.PROMISE]


def test_open_promise_stays_one() -> None:
    text = "I promised to send the poster for the club. We talked about the home library round."
    assert FactKind.PROMISE in {fact.kind for fact in _notes(text, ScenarioId.NO_RESPONSE).facts}


def test_what_came_of_the_work_goes_on_with_it() -> None:
    text = "I told them about the reading club I ran in Malvern. It had 4 kids in September and 31 by the summer."
    assert _told(text, ScenarioId.NO_RESPONSE) == [text.rstrip(".")]


def test_reason_comes_in_the_words_it_is_to_be_given_in() -> None:
    text = 'I need till Tuesday 1 December.\nReason: my trust is meeting me on Monday. Just put "a few things to settle here first"'
    notes = _notes(text, ScenarioId.TIME_TO_THINK)
    assert [fact.text for fact in notes.facts if fact.kind is FactKind.REASON and not fact.private] == ["a few things to settle here first"]


def test_matter_of_another_employer_is_never_the_public_reason() -> None:
    text = (
        "I'd like until Friday because I have a second visit at another school on Thursday, "
        "don't tell her that, just say I want to be sure."
    )
    notes = _notes(text, ScenarioId.TIME_TO_THINK)
    assert not any("another school" in fact.text for fact in notes.facts if not fact.private)
    assert any("want to be sure" in fact.text for fact in notes.facts if not fact.private)


def test_public_purpose_of_more_time_is_a_reason_apart_from_the_date() -> None:
    text = "I would like to ask for one more week, until Friday 4 December, because I want to read the written contract first."
    kinds = [fact.kind for fact in _notes(text, ScenarioId.TIME_TO_THINK).facts]
    assert kinds == [FactKind.DEADLINE, FactKind.REASON]


def test_day_of_the_interview_is_not_when_news_was_promised() -> None:
    text = "- second interview at Fjordline Energi, Stavanger, on 6 November\n- Ingrid Haugland said I would hear in about ten days"
    timelines = [fact.text for fact in _notes(text, ScenarioId.NO_RESPONSE).facts if fact.kind is FactKind.TIMELINE]
    assert len(timelines) == 1
    assert "ten days" in timelines[0]


def test_where_one_works_every_day_is_not_the_employer() -> None:
    text = (
        "The interview at Castellane Patisserie on Saturday went badly. It was for pastry chef, with the head chef Laurent Castellane. "
        "When he asked about lamination I gave a mixed up answer, although I do croissants every day at Maison Roux. Nadège Fournier"
    )
    assert _notes(text, ScenarioId.BAD_INTERVIEW).company == "Castellane Patisserie"


def test_job_never_ends_in_half_a_bracket() -> None:
    text = (
        "I interviewed on Friday with Lena Hoffmann at Sonnenblick Pflege. It's for the trainee place as a care assistant "
        "(Pflegehelfer).\nYusuf Al-Khatib"
    )
    role = _notes(text, ScenarioId.BAD_INTERVIEW).role or ""
    assert role.count("(") == role.count(")")
    assert not role.startswith("a ")


@pytest.mark.parametrize(
    ("line", "together"),
    [
        pytest.param("I said 90 percent for the base, it should be 98.", True, id="the right figure behind the wrong one"),
        pytest.param("I said the permit takes 12 weeks, but it should have been 20.", True, id="with a but"),
        pytest.param("I said 90 percent for the base. The tour was short.", False, id="another matter"),
    ],
)
def test_what_puts_an_answer_right_stays_with_it(line: str, together: bool) -> None:
    text = f"Interview went badly on Thursday with Mr Osei at Volta Ridge Construction.\n{line}\nEmmanuel Tetteh"
    found = _notes(text, ScenarioId.BAD_INTERVIEW).facts
    whole = line.rstrip(".").split(". ")[0] if not together else line.rstrip(".")
    assert (whole in [fact.text.rstrip(".") for fact in found]) is True
    assert any(fact.kind is FactKind.CORRECTION and fact.text.rstrip(".") == line.rstrip(".") for fact in found) is together
