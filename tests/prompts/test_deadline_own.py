"""The two dates of an offer: theirs and the later one asked for, noted apart."""

from __future__ import annotations

import datetime as dt

import pytest

from prompts.brief import build_brief
from prompts.fit import fit
from prompts.fitting.deadline_own import two_dates
from prompts.fitting.flags import flags
from prompts.fitting.slips import spelled_dates
from prompts.notes import Notes

_NOW = dt.datetime(2026, 3, 2, 9)


def _offered(*texts: str, scenario: str = "time_to_think") -> Notes:
    return Notes.model_validate(
        {
            "scenario": scenario,
            "now": _NOW,
            "dialect": "en-GB",
            "candidate": {"name": "Ana Reis"},
            "recipients": [{"name": "Mia Holt"}],
            "role": "planner",
            "company": "Orla Foods",
            "facts": [{"id": f"d{at}", "kind": "deadline", "text": text} for at, text in enumerate(texts)],
        }
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "asked", "wish"),
    [
        ("Kindly confirm by Monday 9 March", "need till monday 16 march to decide", "by Monday 9 March", "Monday 16 March"),
        ("She demands my answer for the 9 March", "I would like to have until the 16 March", "by Monday 9 March", "Monday 16 March"),
        ("he wants my yes or no by Friday", "I need until Wednesday the 11th", "by Friday 6 March", "Wednesday 11 March"),
        ("she wants to know by Monday", "I need up to Thursday the twelfth of March", "by Monday 9 March", "Thursday 12 March"),
        ("answer till friday she want", "i ask tuesday 10", "by Friday 6 March", "Tuesday 10 March"),
        ("Dr Lu waits your answer until 9 March", "I ask until 16 March instead of the 9th", "by Monday 9 March", "Monday 16 March"),
        ("Please confirm by Friday 6 March", "I need until next Wednesday 11 March, not Friday", "by Friday 6 March", "Wednesday 11 March"),
        ("Runs out: Monday noon (9 March)", "one week more, 16 March", "by Monday 9 March", "Monday 16 March"),
        ("she wants it by 9 March, she'd to ask twice", "I need until Monday 16 March", "by Monday 9 March", "Monday 16 March"),
        ("they need answer mar 9", "til mar 14", "by Monday 9 March", "Saturday 14 March"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [1, -1], ids=["theirs first", "mine first"])
def test_later_day_asked_for_stands_beside_their_date(theirs: str, mine: str, asked: str, wish: str, order: int) -> None:
    brief = build_brief(_offered(*[theirs, mine][::order]))
    deadlines = [fact for fact in brief.facts.values() if fact.kind == "deadline"]
    assert fit(deadlines[0], brief.notes) == {"asked": asked, "wish": wish}
    assert fit(deadlines[1], brief.notes) == {}
    assert "deadline.own" in flags(brief.notes)


@pytest.mark.parametrize(
    "texts",
    [
        ("they want an answer by Friday 13 March",),
        ("they want an answer by Friday 13 March", "she said the contract is valid until 13 March"),
        ("they want an answer by Friday 13 March", "I need until Tuesday 10 March"),
        ("they want an answer soon", "the letter says nothing of a day"),
    ],
    ids=["one date", "both theirs", "mine is earlier", "no days"],
)
def test_date_of_theirs_alone_is_no_wish(texts: tuple[str, ...]) -> None:
    assert two_dates(_offered(*texts)) is None


def test_two_dates_count_only_where_time_is_asked_for() -> None:
    facts = ("please reply by 9 March", "I need until 16 March")
    assert two_dates(_offered(*facts)) is not None
    assert two_dates(_offered(*facts, scenario="accept_offer")) is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("the twenty second of april", "22 April"),
        ("sunday the sixth of september", "sunday 6 September"),
        ("thirteenth March and nothing came", "13 March and nothing came"),
        ("the first of May", "1 May"),
        ("thirty-first of december", "31 December"),
        ("the second may be better", "the second may be better"),
        ("third march past the gate", "third march past the gate"),
        ("the fourth floor in March", "the fourth floor in March"),
    ],
)
def test_date_in_words_is_written_in_figures_and_nothing_else_is(text: str, figures: str) -> None:
    assert spelled_dates(text) == figures
