"""Jotted turns of facts come out as one says them, and each fact keeps to its own kind of turn."""

from __future__ import annotations

import datetime as dt

import pytest

from prompts.fit import fit
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

_NOW = dt.datetime(2026, 11, 23, 10)


def _notes(scenario: ScenarioId) -> Notes:
    return Notes(scenario=scenario, candidate=Candidate(name="Ann Lee"), recipients=[Recipient(name="Kim Berg")], now=_NOW, facts=[])


@pytest.mark.parametrize(
    ("kind", "scenario", "text", "form", "said"),
    [
        ("correction", "bad_interview", "Short version is I bring the prototype in week one", "i", "I bring the prototype in week one"),
        ("correction", "bad_interview", "I rambled when Andre asked about my notice period", "weak", "my notice period"),
        ("correction", "bad_interview", "they never saw the second case study", "np", "the second case study"),
        (
            "correction",
            "bad_interview",
            "I gave a mixed up answer on lamination, although I do croissants every day",
            "i",
            "I do croissants every day",
        ),
        ("reason", "time_to_think", "a few things to settle here first", "i", "I have a few things to settle here first"),
        (
            "concern",
            "time_to_think",
            "Could also ask her to confirm if weekends are one in two",
            "whether",
            "whether weekends are one in two",
        ),
        ("motivation", "no_response", "it would be great to get back to heritage work", "to", "to get back to heritage work"),
        ("motivation", "time_to_think", "The shoulder clinic and the course are the big draws", "np", "the shoulder clinic and the course"),
        ("strength", "no_response", "I explained that I had led the same change in Durban", "i", "I have led the same change in Durban"),
        (
            "strength",
            "no_response",
            "I told them about the club I ran in Malvern. It had 4 members in May and 31 in June",
            "own",
            "The club I ran in Malvern had 4 members in May and 31 in June.",
        ),
        ("stance", "no_response", "I tried it last night on an old coat", "i", "I tried it last night on an old coat"),
    ],
)
def test_jotted_turn_is_told_as_one_says_it(kind: str, scenario: str, text: str, form: str, said: str) -> None:
    assert fit(Fact(kind=FactKind(kind), text=text), _notes(ScenarioId(scenario))).get(form) == said


def test_about_ten_days_names_no_exact_day() -> None:
    notes = _notes(ScenarioId.NO_RESPONSE)
    notes = notes.model_copy(update={"interview": notes.interview.model_copy(update={"at": dt.date(2026, 11, 6)})})
    told = fit(Fact(kind=FactKind.TIMELINE, text="Ingrid said I would hear in about ten days"), notes)
    assert told["when"].startswith("around ")
    assert "16" in told["when"]


def test_wish_to_ask_for_a_day_is_the_writers_own_date() -> None:
    facts = [
        Fact(id="f1", kind=FactKind.DEADLINE, text="She wants an answer by this Wednesday"),
        Fact(id="f2", kind=FactKind.DEADLINE, text="I'd like until Monday 30 November to think it over"),
    ]
    notes = _notes(ScenarioId.TIME_TO_THINK).model_copy(update={"facts": facts})
    assert "30" in fit(facts[1], notes)["wish"]
    assert "wish" not in fit(facts[0], notes)
