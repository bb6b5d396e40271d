from __future__ import annotations

import pytest

from evals.shares import Share


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (41, 42, 0.8768, 0.9958), (50, 100, 0.4038, 0.5962)],
)
def test_interval_is_wilsons(hits: int, n: int, low: float, high: float) -> None:
    interval = Share(hits, n).interval
    assert interval == pytest.approx((low, high), abs=0.0001)


def test_a_share_of_nothing_is_none_and_not_zero() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, None, "none to count")
    assert Share(0, 3).value == 0


def test_more_hits_than_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="4 of 3"):
        Share(4, 3)


def test_a_share_says_what_it_is_over() -> None:
    assert str(Share(1, 2)) == "50.0 % (1 of 2, 9.5 % to 90.5 %)"
