from __future__ import annotations

import pytest

from guardrails.numbers import find_quantities, units_agree


def pairs(text: str) -> list[tuple[float, str]]:
    return [(one.value, one.unit) for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5+ yrs SQL", [(5, "year")]),
        ("five years of SQL", [(5, "year")]),
        ("from 9 days to 4", [(9, "day"), (4, "day")]),
        ("cut 2 days -> 2 hours", [(2, "day"), (2, "hour")]),
        ("two hundred and ten people", [(210, "")]),
        ("twenty-five per cent", [(25, "percent")]),
        ("£45,000 or 65k or $2m", [(45_000, "money"), (65_000, "money"), (2_000_000, "money")]),
        ("2 million", [(2_000_000, "")]),
        ("1,200 and 1.5 and 1,5", [(1200, ""), (1.5, ""), (1.5, "")]),
        ("my decade in retail", [(10, "year")]),
        ("a fortnight", []),
        ("within a fortnight", [(2, "week")]),
        ("halved the waste", [(50, "percent")]),
        ("one thing, one day, two things, a step or two", []),
        ("", []),
    ],
)
def test_amounts_are_read_with_their_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("note", "draft", "agree"),
    [
        ("5 yrs", "five years", True),
        ("2 days", "48 hours", False),
        ("2 days", "two hours", False),
        ("team of 12", "twelve people", True),
        ("12 nurses", "twelve years", False),
        ("40 dealers", "40%", False),
    ],
)
def test_units_agree_only_when_they_may_mean_the_same(note: str, draft: str, agree: bool) -> None:
    assert units_agree(find_quantities(note)[0], find_quantities(draft)[0]) is agree


@pytest.mark.parametrize(
    ("said", "noted", "agree"),
    [
        ("for nineteen years", "a staff of nineteen", False),
        ("nineteen people", "staff of 19", True),
        ("a crew of four", "4 years", False),
        ("a team of six", "team of 6", True),
    ],
)
def test_a_group_of_so_many_is_no_span_of_time(said: str, noted: str, agree: bool) -> None:
    assert units_agree(find_quantities(noted)[0], find_quantities(said)[0]) is agree
