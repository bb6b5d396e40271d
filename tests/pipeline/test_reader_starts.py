"""A first day is read as such wherever it stands, and days of something else are not."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.reader import read_text
from prompts.notes import FactKind

HEAD = "Accepting the offer: librarian at Northside Library. Write to Gloria Mendez, branch manager.\n"


def starts(line: str) -> list[str]:
    found = read_text(f"{HEAD}{line}\nMarisol Vega\n", now=dt.datetime(2026, 7, 1, 9))
    return [fact.text for fact in found.notes.facts if fact.kind is FactKind.START_DATE and not fact.private]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("salary 54,200, first day August 4th", ["first day August 4th"], id="behind pay"),
        pytest.param("11.5 LPA fixed, joining date 15 September", ["joining date 15 September"], id="joining date"),
        pytest.param("start 1 February 2027, 7.2 million yen a year", ["start 1 February 2027"], id="before pay"),
        pytest.param("my certificate exam is on December 6", [], id="an exam"),
        pytest.param("my last day at the bookstore is July 25", [], id="a last day"),
        pytest.param("Holiday already booked 11 to 18 August", [], id="a holiday"),
    ],
)
def test_a_first_day_is_told_apart_from_pay_and_other_days(line: str, expected: list[str]) -> None:
    assert starts(line) == expected


def test_a_first_day_told_beside_a_secret_stays_private() -> None:
    assert starts("start 1 February 2027, please don't mention it yet") == []


def test_a_job_with_its_grade_alone_on_a_line_is_found() -> None:
    head = "Offer accepted, mail to go to the team\nNilgiri Cloud, Bengaluru"
    text = f"{head}\nSite Reliability Engineer II\n- DOJ 4 Jan 2027\n\nRegards,\nVignesh Rao"
    assert read_text(text, now=dt.datetime(2026, 11, 24, 9)).notes.role == "Site Reliability Engineer II"
