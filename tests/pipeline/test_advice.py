from __future__ import annotations

import datetime as dt

import pytest

from pipeline.advice import advise, send_window
from prompts.brief import build_brief
from prompts.notes import Notes


def _advice(**changes: object) -> dict[str, str]:
    data: dict[str, object] = {
        "scenario": "phone_interview",
        "candidate": {"name": "Tom Baker"},
        "recipients": [{"name": "Nadia Rahman", "email": "nadia@fernhill.example"}],
        "company": "Fernhill",
        "role": "planner",
        "interview": {"kind": "phone", "at": "2026-11-03T10:00"},
        "facts": [{"kind": "topic", "text": "the rosters"}],
        **changes,
    }
    return {piece.id: piece.level for piece in advise(build_brief(Notes.model_validate(data)))}


@pytest.mark.parametrize(
    ("met", "start", "end"),
    [
        ("2026-11-03T10:00", "2026-11-04T10:00", "2026-11-05T10:00"),
        ("2026-11-05T10:00", "2026-11-06T10:00", "2026-11-09T08:00"),
        ("2026-11-06T15:00", "2026-11-09T08:00", "2026-11-10T08:00"),
        ("2026-11-03T19:30", "2026-11-05T08:00", "2026-11-06T08:00"),
    ],
    ids=["midweek", "thursday ends on monday morning", "friday opens on monday", "evening opens in the morning"],
)
def test_send_window_lies_24_to_48_hours_on_working_days(met: str, start: str, end: str) -> None:
    assert send_window(dt.datetime.fromisoformat(met)) == (dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-03T12:00", "too_early"),
        ("2026-11-04T11:00", "send_window"),
        ("2026-11-04T23:00", "next_working_morning"),
        ("2026-11-28T11:00", "too_late"),
    ],
)
def test_timing_advice_follows_the_clock(now: str, expected: str) -> None:
    given = _advice(now=now)
    timing = {"too_early", "send_window", "next_working_morning", "too_late"} & set(given)
    assert timing == {expected}


def test_without_interview_time_there_is_no_timing_advice() -> None:
    given = _advice(now="2026-11-04T11:00", interview={})
    assert not {"too_early", "send_window", "next_working_morning", "too_late"} & set(given)


NO_REPLY: dict[str, object] = {"scenario": "no_response", "now": "2026-11-20T09:00"}


def test_a_second_chase_is_held() -> None:
    assert _advice(**NO_REPLY, follow_ups_sent=1)["second_follow_up"] == "hold"


def test_a_second_chase_read_from_the_notes_is_held() -> None:
    facts = [{"kind": "private", "text": "already sent a follow-up last Monday, no answer"}]
    assert _advice(**NO_REPLY, facts=facts)["second_follow_up"] == "hold"


def test_a_second_chase_with_a_competing_deadline_goes_out() -> None:
    facts = [{"kind": "deadline", "text": "other firm needs my answer by 27 November"}]
    assert "second_follow_up" not in _advice(**NO_REPLY, follow_ups_sent=1, facts=facts)


def test_a_first_chase_goes_out() -> None:
    assert "second_follow_up" not in _advice(**NO_REPLY)


def test_social_networks_and_recruiters_are_spoken_of_only_where_they_occur() -> None:
    assert "social_network" not in _advice()
    assert "social_network" in _advice(facts=[{"kind": "topic", "text": "should I message her on LinkedIn"}])
    assert "recruiter" not in _advice()
    assert "recruiter" in _advice(recipients=[{"name": "Ann Lee", "relation": "recruiter"}])


def test_a_missing_address_is_mentioned_and_a_known_one_not() -> None:
    assert "find_address" not in _advice()
    assert "find_address" in _advice(recipients=[{"name": "Nadia Rahman"}])
