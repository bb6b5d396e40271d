from __future__ import annotations

import datetime as dt

import pytest

from guardrails.calendar import build_calendar
from guardrails.calendar_check import check_moment
from guardrails.moments import find_moments

MET = dt.datetime(2026, 11, 3, 10, 0)
NOW = dt.datetime(2026, 11, 4, 9, 0)


def severity(text: str, facts: tuple[str, ...] = (), dialect: str = "en-GB", now: dt.datetime | None = NOW) -> list[str]:
    calendar = build_calendar(facts, MET, now, dialect)
    problems = [check_moment(one, calendar, text) for one in find_moments(text, dialect)]
    return [problem[0] if problem else "fine" for problem in problems]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("our call yesterday", (), ["fine"]),
        ("our call last week", (), ["error"]),
        ("our call on Tuesday", (), ["fine"]),
        ("our call on Wednesday", (), ["error"]),
        ("on 3 November", (), ["fine"]),
        ("on Tuesday 3 November 2026", (), ["fine", "fine"]),
        ("on Tuesday 3 November 2025", (), ["fine", "error"]),
        ("yesterday morning", (), ["fine"]),
        ("yesterday afternoon", (), ["error"]),
        ("by Friday", ("news by Fri",), ["fine"]),
        ("by Friday 6 November", ("news by Fri",), ["fine", "fine"]),
        ("by Friday 6 November", ("hear by 6/11",), ["fine", "fine"]),
        ("by Thursday 6 November", ("hear by 6/11",), ["error", "error"]),
        ("by 10 November", ("within a week",), ["fine"]),
        ("by 11 November", ("by the 10th",), ["error"]),
        ("in March", ("start first week of March",), ["fine"]),
        ("in April", ("start first week of March",), ["error"]),
        ("at 2 pm", ("free at 14:00",), ["fine"]),
        ("at 3 pm", ("free at 14:00",), ["error"]),
        ("in the second week of May", ("start in May",), ["fine"]),
        ("May I ask? I will march on.", (), []),
    ],
)
def test_moments_follow_from_the_notes_or_not(text: str, facts: tuple[str, ...], expected: list[str]) -> None:
    assert severity(text, facts) == expected


@pytest.mark.parametrize(("dialect", "expected"), [("en-GB", (8, 4)), ("en-US", (4, 8))])
def test_slashed_date_reads_by_dialect(dialect: str, expected: tuple[int, int]) -> None:
    (one,) = find_moments("on 4/8", dialect)
    assert (one.month, one.day) == expected


def test_yesterday_without_the_day_of_writing_is_a_warning() -> None:
    assert severity("our call yesterday", now=None) == ["warning"]


def test_impossible_date_is_not_supported_and_does_not_raise() -> None:
    assert severity("on 31.02.2026") == ["error"]
    assert find_moments("on 45/99") == ()
