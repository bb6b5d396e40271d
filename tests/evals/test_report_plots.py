"""The plots' geometry: values stand where their axis says, and nothing to show is no plot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.plots import LANE, linear, logarithmic, scatter
from evals.plots_length import plot_length
from evals.plots_models import plot_cost, plot_differences, plot_passes
from evals.report_shapes import Difference, Statistics
from evals.report_summary import summarise
from evals.report_words import SITUATIONS
from evals.results import CaseRecord, Score
from tests.evals.report_records import make_head, make_records


def record(model: str, case: str = "a", words: int = 90, **more: object) -> CaseRecord:
    email = f"Dear A,\n\n{'word ' * words}\n\nBest,\nB"
    marks = (Score(name="facts/recalled", value=0.5),)
    fields = {"key": model + case, "case": case, "suite": "s", "scenario": "no_response", "model": model, "status": "scored"}
    return CaseRecord.model_validate({**fields, "email": email, "scores": marks, "seconds": 1.0, **more})


@pytest.mark.parametrize(
    ("values", "low", "high", "labels"),
    [
        ((), 0, 100, ["0", "20", "40", "60", "80", "100"]),
        ((181.0,), 40, 160, ["0", "50", "100", "150", "200"]),
        ((float("nan"), float("inf")), 0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_a_linear_axis_has_round_ticks_and_holds_all_values(values: tuple[float, ...], low: float, high: float, labels: list[str]) -> None:
    axis = linear(values, low=low, high=high)
    assert [tick.label for tick in axis.ticks] == labels
    assert (axis.ticks[0].at, axis.ticks[-1].at) == (0, 100)


@given(st.lists(st.floats(1e-6, 1e6), min_size=1))
def test_a_logarithmic_axis_holds_its_values_inside_and_has_few_ticks(values: list[float]) -> None:
    axis = logarithmic(values)
    assert axis.low < min(values)
    assert max(values) < axis.high
    assert 2 <= len(axis.ticks) <= 16
    assert [tick.at for tick in axis.ticks] == sorted({tick.at for tick in axis.ticks})


@given(st.integers(0, 10_000))
def test_dots_stay_within_their_lane(index: int) -> None:
    assert abs(scatter(index)) <= LANE / 2


def test_the_length_plot_counts_what_lies_in_the_band() -> None:
    records = [record("m", "short", 20), record("m", "fits", 90), record("m", "long", 300)]
    plot = plot_length(summarise(make_head(("m",), 3), records), SITUATIONS)
    assert (plot.inside, plot.n) == (1, 3)
    (row,) = plot.rows
    assert (row.n, row.least, row.middle, row.most) == (3, 20, 90, 300)
    (strip,) = plot.strips
    assert strip.words == "No response: m 20 to 300 words, middle 90, over 3"
    assert strip.band is not None
    assert [strip.band[0] <= dot.x <= strip.band[1] for dot in sorted(strip.dots, key=lambda dot: dot.x)] == [False, True, False]


@pytest.mark.parametrize(
    ("outcome", "body"),
    [(None, "One two three.\n\nFour five."), ({"draft": {"paragraphs": ["One two.", "Six."]}}, "One two.\n\nSix.")],
    ids=["blocks", "outcome"],
)
def test_the_length_is_of_the_body_alone(outcome: dict[str, object] | None, body: str) -> None:
    email = "Subject: Hi\n\nDear Ms Ek,\n\nOne two three.\n\nFour five.\n\nKind regards,\nAda"
    one = record("m", email=email, outcome=outcome)
    assert one.body == body
    (row,) = plot_length(summarise(make_head(("m",), 1), [one]), SITUATIONS).rows
    assert row.most == len(body.split())


def test_a_record_without_an_email_has_no_length() -> None:
    assert record("m", email=None).body == ""
    assert plot_length(summarise(make_head(("m",), 1), [record("m", email=None)]), SITUATIONS).n == 0


def test_an_unknown_situation_has_its_dots_without_a_band() -> None:
    plot = plot_length(summarise(make_head(("m",), 1), [record("m", scenario="elsewhere")]), SITUATIONS)
    assert [(strip.label, strip.band, len(strip.dots)) for strip in plot.strips] == [("elsewhere", None, 1)]


def test_raw_and_repaired_stand_in_one_row_with_their_gain() -> None:
    repaired = {"repairs": [{"round": 1, "by": "code", "rules": ["LEN-long"]}]}
    records = [record("m", "a"), record("m", "b", outcome=repaired), record("m", "c", outcome=repaired), record("m", "d", status="refused")]
    plot = plot_passes(summarise(make_head(("m",), 4), records))
    assert [(dot.x, dot.hollow) for dot in plot.strips[0].dots] == [(25.0, True), (75.0, False)]
    assert plot.rows[0][0] == "m"
    assert plot.rows[0][5] == "+50.0"


def test_families_with_a_raw_twin_are_told_beside_it() -> None:
    scores = (Score(name="raw/LEN", kind="assertion", value=0.0), Score(name="rules/LEN", kind="assertion", value=1.0))
    plot = plot_passes(summarise(make_head(("m",), 1), [record("m", scores=scores)]))
    assert [(row[1], row[5]) for row in plot.rows] == [("all rules", "+100.0"), ("rules/LEN", "+100.0")]


def test_a_model_without_a_cost_has_no_place_and_is_named() -> None:
    records = [record("free", cost_usd=0.0), record("paid", cost_usd=0.002), record("unknown", cost_usd=None)]
    time, money = plot_cost(summarise(make_head(("free", "paid", "unknown"), 1), records))
    assert [point.label for point in time.points] == ["free", "paid", "unknown"]
    assert [point.label for point in money.points] == ["paid"]
    assert money.left_out == ("free (free)", "unknown (unknown)")


def test_nobody_paid_is_no_plot_of_money_and_no_record_no_plot_at_all() -> None:
    assert [plot.title for plot in plot_cost(summarise(make_head(("m",), 1), [record("m", cost_usd=0.0)]))] == ["Seconds an email"]
    empty = summarise(make_head(("m",), 0), [])
    assert (plot_cost(empty), plot_passes(empty).strips, plot_length(empty, SITUATIONS).strips, plot_differences(empty)) == ((), (), (), ())


def test_differences_stand_shown_ones_first_and_equal_ones_only_in_the_table() -> None:
    def of(scorer: str, mean: float, verdict: str, low: float | None = None) -> Difference:
        return Difference("local", "phrasebook", scorer, 20, mean, low, None if low is None else mean + 0.1, 0.1, verdict)  # type: ignore[arg-type]

    found = (
        of("moves/present", 0.2, "no difference shown", 0.0),
        of("readability", 0.0, "no difference shown"),
        of("facts/recalled", -0.1, "lower", -0.2),
        of("passed", 0.0, "no difference shown"),
        of("words", 12.0, "higher", 11.0),
    )
    models = ("local", "phrasebook")
    (plot,) = plot_differences(summarise(make_head(models, 9), make_records(models, 9), Statistics(differences=found)))
    assert [strip.label for strip in plot.strips] == ["passed", "facts/recalled", "moves/present"]
    assert [row.scorer for row in plot.rows] == ["passed", "facts/recalled", "moves/present", "readability"]
    assert [strip.dots[0].hollow for strip in plot.strips] == [True, False, True]
