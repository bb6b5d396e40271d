"""Days that follow from the notes are supported in every form; their neighbours are not."""

from __future__ import annotations

import datetime as dt

import pytest

from guardrails.calendar import build_calendar
from guardrails.calendar_check import check_moment
from guardrails.moments import find_moments

NOW, MET = dt.datetime(2026, 10, 19, 17, 30), dt.datetime(2026, 10, 6, 10)


def is_supported(fact: str, draft: str) -> bool:
    calendar = build_calendar((fact,), MET, NOW, "en-US")
    moments = find_moments(draft, "en-US")
    assert moments
    return all(check_moment(one, calendar, draft) is None for one in moments)


@pytest.mark.parametrize(
    ("fact", "draft", "expected"),
    [
        ("until Wednesday the 28th", "by Wednesday, October 28", True),
        ("until Wednesday the 28th", "by the 28th", True),
        ("until Wednesday the 28th", "by Wednesday the 28th", True),
        ("until Wednesday the 28th", "by Thursday the 28th", False),
        ("until Wednesday the 28th", "by October 29", False),
        ("until Wednesday the 28th", "by November 28", False),
        ("by the 23rd", "by Friday, October 23", True),
        ("by the 23rd", "by the 24th", False),
        ("she called today", "Thank you for your call today", True),
        ("rang through this morning", "it made my Monday", True),
        ("rang through this morning", "Thank you for your call today", True),
        ("the yard in winter", "Thank you for your call today", False),
        ("they want an answer tomorrow", "by Tuesday, October 20", True),
        ("they want an answer tomorrow", "by Wednesday, October 21", False),
        ("visits next week", "I look forward to next week", True),
    ],
)
def test_moment_is_supported_when_it_follows_from_the_fact(fact: str, draft: str, expected: bool) -> None:
    assert is_supported(fact, draft) is expected
