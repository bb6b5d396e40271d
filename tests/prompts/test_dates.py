"""Dates in free text."""

from __future__ import annotations

import datetime as dt

import pytest

from prompts.dates import date_text, find_dates

_NOW = dt.datetime(2026, 8, 6, 10)


@pytest.mark.parametrize(
    ("text", "dialect", "rendered", "date"),
    [
        ("by Fri 14 Aug", "en-GB", "Friday 14 August", dt.date(2026, 8, 14)),
        ("by Fri 14 Aug", "en-US", "Friday, August 14", dt.date(2026, 8, 14)),
        ("August 14th, 2026", "en-US", "Friday, August 14", dt.date(2026, 8, 14)),
        ("2026-08-14", "en-GB", "Friday 14 August", dt.date(2026, 8, 14)),
        ("14 August", "en-GB", "14 August", dt.date(2026, 8, 14)),
        ("3rd of March 2027", "en-GB", "Wednesday 3 March 2027", dt.date(2027, 3, 3)),
        ("due 14/8", "en-GB", "14 August", dt.date(2026, 8, 14)),
        ("due 8/14", "en-GB", "14 August", dt.date(2026, 8, 14)),
        ("14.8.", "en-GB", "14 August", dt.date(2026, 8, 14)),
        ("until 14.8.2026", "en-GB", "Friday 14 August", dt.date(2026, 8, 14)),
        ("Friday 14th", "en-GB", "Friday 14 August", dt.date(2026, 8, 14)),
        ("2 January", "en-GB", "2 January", dt.date(2027, 1, 2)),
        ("on Tuesday", "en-GB", "Tuesday", None),
        ("the 14th", "en-GB", "the 14th", None),
    ],
)
def test_date_is_read_and_written_in_the_dialect(text: str, dialect: str, rendered: str, date: dt.date | None) -> None:
    [mention] = find_dates(text, now=_NOW, dialect=dialect)
    assert (mention.rendered, mention.date) == (rendered, date)
    assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["Friday 13 August 2026", "Mon 14 Aug", "by 8/9", "31 April", "30/2/2026", "Tuesday 2026-08-14"],
)
def test_date_that_contradicts_itself_is_not_written_out(text: str) -> None:
    [mention] = find_dates(text, now=_NOW, dialect="en-GB")
    assert (mention.rendered, mention.date) == ("", None)


@pytest.mark.parametrize(
    "text",
    ["2/3 of the staff", "open 24/7", "version 3.5", "from 9 to 4", "I may do 3 shifts", "a 5-2 win", "sat with them", "Monday's shift"],
)
def test_numbers_and_words_that_are_no_dates_are_left_alone(text: str) -> None:
    assert find_dates(text, now=_NOW, dialect="en-GB") == []


def test_dates_come_in_order_without_overlap() -> None:
    found = find_dates("Mon 10 Aug, then 2026-08-14 and Thursday", now=_NOW, dialect="en-GB")
    assert [mention.rendered for mention in found] == ["Monday 10 August", "Friday 14 August", "Thursday"]


def test_year_shows_only_when_it_is_not_the_year_of_now() -> None:
    day = dt.date(2027, 3, 3)
    assert date_text(day, "en-US", now=_NOW, year=True) == "Wednesday, March 3, 2027"
    assert date_text(day, "en-US", now=dt.datetime(2027, 1, 1), year=True) == "Wednesday, March 3"
    assert date_text(day, "en-GB", weekday=False) == "3 March"
