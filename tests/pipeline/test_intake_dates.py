"""Dates on the wrong side of the moment of writing are asked about; plausible ones are not."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.intake import read_notes
from pipeline.intake_dates import doubtful_dates
from prompts.notes import Fact, FactKind, Interview, Notes, ScenarioId

NOW = dt.datetime(2026, 5, 14, 9)


@pytest.mark.parametrize(
    ("kind", "text", "asked"),
    [
        (FactKind.DEADLINE, "until 8 May", True),
        (FactKind.DEADLINE, "until 20 May", False),
        (FactKind.DEADLINE, "until Friday", False),
        (FactKind.DEADLINE, "by 12 January", False),
        (FactKind.START_DATE, "start on 1 April 2026", True),
        (FactKind.START_DATE, "start on 1 September", False),
        (FactKind.START_DATE, "start in June", False),
        (FactKind.TOPIC, "the move of 8 May", False),
    ],
)
def test_a_date_that_should_lie_ahead_is_asked_about_when_it_has_passed(kind: FactKind, text: str, asked: bool) -> None:
    notes = Notes(scenario=ScenarioId.ACCEPT_OFFER, facts=[Fact(kind=kind, text=text, private=False)])
    assert bool(doubtful_dates(notes, NOW)) is asked


@pytest.mark.parametrize(("day", "asked"), [(dt.date(2026, 5, 13), False), (NOW, False), (dt.date(2026, 5, 20), True)])
def test_an_interview_that_is_still_to_come_is_asked_about(day: dt.date, asked: bool) -> None:
    found = doubtful_dates(Notes(interview=Interview(at=day)), NOW)
    assert [("still to come" in one) for one in found] == ([True] if asked else [])


@pytest.mark.parametrize(("text", "asked"), [("They said by 20 May", True), ("They said by 8 May", False)])
def test_a_status_request_before_the_promised_date_is_asked_about(text: str, asked: bool) -> None:
    notes = Notes(scenario=ScenarioId.NO_RESPONSE, facts=[Fact(kind=FactKind.TIMELINE, text=text)])
    assert bool(doubtful_dates(notes, NOW)) is asked


def test_a_private_date_is_not_asked_about() -> None:
    notes = Notes(facts=[Fact(kind=FactKind.DEADLINE, text="Bolt wants an answer by 8 May", private=True)])
    assert doubtful_dates(notes, NOW) == ()


def test_pasted_notes_carry_the_question() -> None:
    found = read_notes("Accepting the offer from Acme Foods. I start on 1 April 2026.", now=NOW)
    assert len(found.warnings) == 1
    assert "'1 April 2026'" in found.warnings[0]
