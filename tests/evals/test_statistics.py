from __future__ import annotations

import random

import pytest

from evals.results import CaseRecord, RunHead, Score
from evals.statistics import PASSED, Sample, analyse, bootstrap, difference, interval, root_of, sample_of


def sample(values: list[float]) -> Sample:
    return {(f"c{at}", f"c{at}", 0): value for at, value in enumerate(values)}


def record(case: str, model: str, value: float | None, *, status: str = "scored", error: str | None = None, seed: int = 0) -> CaseRecord:
    score = Score(name="x", value=value, error=error)
    fields = {"key": f"{case} {model} {seed}", "case": case, "suite": "s", "scenario": "no_response", "model": model, "status": status}
    return CaseRecord.model_validate({**fields, "scores": (score,), "seed": seed})


@pytest.mark.parametrize(
    ("case", "root"),
    [("a-1", "a-1"), ("a-1@2", "a-1"), ("a-1+typos", "a-1"), ("a-1+typos@2", "a-1")],
)
def test_a_case_is_traced_to_the_one_it_stems_from(case: str, root: str) -> None:
    assert root_of(case) == root


def test_unscored_broken_and_failed_records_are_left_out_and_a_low_score_is_not() -> None:
    records = [
        record("a", "m", 0.0),
        record("b", "m", None),
        record("c", "m", None, error="it broke"),
        record("d", "m", 0.5, status="refused"),
        record("e", "m", None, status="failed"),
    ]
    assert sorted(sample_of(records, "x").values()) == [0.0, 0.5]
    assert sorted(sample_of(records, PASSED).values()) == [0.0, 1.0, 1.0, 1.0]


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says() -> None:
    dice = random.Random(5)
    hits = 0
    for turn in range(200):
        found = bootstrap(sample([dice.gauss(3, 2) for _ in range(15)]), seed=turn, resamples=600)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 3 <= found.high
    assert 0.90 <= hits / 200 <= 0.99


def test_the_interval_is_that_of_scipy_where_cases_are_many() -> None:
    dice = random.Random(3)
    values = [dice.betavariate(5, 2) for _ in range(300)]
    found = bootstrap(sample(values), resamples=4000)
    # as scipy 1.17 says: stats.bootstrap((values,), np.mean, method="BCa", n_resamples=100_000)
    assert found is not None
    assert found.low == pytest.approx(0.6910, abs=0.003)
    assert found.high == pytest.approx(0.7269, abs=0.003)


def test_the_seeds_of_one_case_are_no_independent_evidence() -> None:
    dice = random.Random(1)
    alone = {(f"c{at}", f"c{at}", 0): dice.random() for at in range(20)}
    copied = {(root, case, seed): value for (root, case, _), value in alone.items() for seed in range(10)}
    one, many = bootstrap(alone), bootstrap(copied)
    assert one is not None
    assert many is not None
    assert (many.n, many.roots) == (200, 20)
    assert many.error == pytest.approx(one.error, rel=0.01)


@pytest.mark.parametrize(("values", "n"), [([], None), ([0.4], 1), ([0.4, 0.6], 2)], ids=["none", "one", "two"])
def test_too_few_cases_have_a_mean_over_so_many_and_no_interval(values: list[float], n: int | None) -> None:
    found = interval(sample(values), share=False)
    assert (None if found is None else (found.n, found.low, found.high)) == (None if n is None else (n, None, None))


def test_a_share_on_which_all_agree_is_not_claimed_to_be_certain() -> None:
    found = interval(sample([1.0] * 7), share=True)
    assert found is not None
    assert found.low == pytest.approx(0.646, abs=0.001)
    assert interval(sample([0.9] * 7), share=False).low is None  # type: ignore[union-attr]


def test_a_real_difference_is_shown_with_its_direction_and_no_difference_is_a_verdict() -> None:
    dice = random.Random(2)
    base = [dice.random() for _ in range(60)]
    better = [value + 0.1 + dice.gauss(0, 0.05) for value in base]
    same = [value + dice.gauss(0, 0.05) for value in base]
    up = difference("a", "b", "x", (sample(better), sample(base)), bounded=True)
    down = difference("a", "b", "x", (sample(base), sample(better)), bounded=True)
    even = difference("a", "b", "x", (sample(same), sample(base)), bounded=True)
    assert up is not None
    assert down is not None
    assert even is not None
    assert (up.verdict, down.verdict, even.verdict) == ("higher", "lower", "no difference shown")
    assert up.mean == pytest.approx(0.1, abs=0.03)
    assert even.smallest == pytest.approx(2.8 * 0.05 / 60**0.5, rel=0.3)


def test_only_cases_that_both_have_a_value_for_are_compared() -> None:
    ours = {**sample([1.0] * 10), ("only", "only", 0): 0.0}
    found = difference("a", "b", "x", (ours, sample([0.5] * 8)), bounded=True)
    assert found is not None
    assert (found.n, found.mean, found.verdict) == (8, 0.5, "higher")
    assert difference("a", "b", "x", (sample([1.0]), {}), bounded=True) is None


def test_five_cases_show_nothing_however_far_apart_and_equal_models_might_still_differ_somewhere() -> None:
    few = difference("a", "b", "x", (sample([1.0] * 5), sample([0.0] * 5)), bounded=True)
    equal = difference("a", "b", "x", (sample([1.0] * 30), sample([1.0] * 30)), bounded=True)
    assert few is not None
    assert equal is not None
    assert few.verdict == "no difference shown"
    assert (equal.verdict, equal.smallest) == ("no difference shown", 0.1)


def test_a_run_is_analysed_alike_each_time_and_every_mean_says_over_how_many() -> None:
    records = [record(f"c{at}", model, (at % 5) / 5 + (model == "a") * 0.1) for at in range(20) for model in "ab"]
    records += [record("odd", "a", None), record("worse", "b", None, status="failed")]
    head = RunHead(suite="s", models=("a", "b"), cases=("c0",), started="2026-11-23")
    found = analyse(head, records)
    assert found == analyse(head, list(reversed(records)))
    assert found.intervals["a", "x", ""].n == 20
    assert found.intervals["b", PASSED, ""].n == 20
    (shown,) = [one for one in found.differences if one.scorer == "x" and not one.scenario]
    assert (shown.n, shown.verdict) == (20, "higher")
