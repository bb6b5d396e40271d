from __future__ import annotations

import pytest

from evals.wording import Verdict, compare, holds


@pytest.mark.parametrize(
    ("found", "truth", "verdict"),
    [
        ("Priya Nair", ["Priya Nair"], Verdict.RIGHT),
        ("priya  nair", ["Priya Nair"], Verdict.RIGHT),
        ("O’Brien", ["O'Brien"], Verdict.RIGHT),
        ("Harrow & Sons", ["Harrow and Sons"], Verdict.RIGHT),
        ("the Leeds Mill", ["Leeds Mill"], Verdict.RIGHT),
        ("ops manager role", ["ops manager", "ops manager role"], Verdict.RIGHT),
        ("Priya", ["Priya Nair"], Verdict.PARTIAL),
        ("Priya Nair Bluefin", ["Priya Nair"], Verdict.WRONG),
        ("Jose", ["José"], Verdict.WRONG),
        ("Nair Priya", ["Priya Nair"], Verdict.WRONG),
        ("Priya Nair", [], Verdict.INVENTED),
        (None, ["Priya Nair"], Verdict.MISSING),
        ("", ["Priya Nair"], Verdict.MISSING),
        (None, [], Verdict.ABSENT),
    ],
)
def test_what_became_of_a_value(found: str | None, truth: list[str], verdict: Verdict) -> None:
    assert compare(found, truth) is verdict


def test_a_title_may_stand_in_the_truth_or_not() -> None:
    assert compare("Meera Iyer", ["Dr. Meera Iyer"], title="Dr") is Verdict.RIGHT
    assert compare("Meera Iyer", ["Meera Iyer"], title="Dr") is Verdict.RIGHT
    assert compare("Meera Iyer", ["Prof. Meera Iyer"], title="Dr") is Verdict.PARTIAL


def test_key_words_are_found_over_line_breaks_and_quotation_marks() -> None:
    assert holds("I cut  the\nowner’s errors", ["the owner's", "cut"])
    assert not holds("I cut errors", ["errors", "cuts"])
