"""Plots with one row or point a model: raw against repaired pass rate, cost and time against quality, paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.plots import LANE, Axis, Dot, Strip, Tick, Whisker, linear, logarithmic
from evals.report_shapes import Cell, Difference, ModelSummary, Summary
from evals.report_text import dollars, percent, seconds, signed

__all__ = ["CostPlot", "DifferencePlot", "PassPlot", "Point", "plot_cost", "plot_differences", "plot_passes"]


#: Rows of the plot of differences; its table has them all.
MOST_DIFFERENCES = 14


@dataclass(frozen=True, slots=True)
class PassPlot:
    """Rows of raw (hollow) and repaired (full); `rows` is the same as label, raw, n, repaired, n."""

    axis: Axis
    strips: tuple[Strip, ...]
    rows: tuple[tuple[str, str, str, int, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One model's place: `x` and `y` in per cent, `y` downwards; the interval of `y` as `y1` (upper) and `y2` (lower end)."""

    x: float
    y: float
    model: int
    label: str
    title: str
    y1: float | None = None
    y2: float | None = None


@dataclass(frozen=True, slots=True)
class CostPlot:
    """Quality (upwards) against something that is paid with (across). `left_out` names who has no place here, and why."""

    title: str
    across: Axis
    up: Axis
    points: tuple[Point, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferencePlot:
    """Paired differences of one pair of models, a row a scorer; `strips` are those of `rows` that differ at all, or the first of them."""

    first: str
    second: str
    axis: Axis
    strips: tuple[Strip, ...]
    rows: tuple[Difference, ...]


def plot_passes(summary: Summary) -> PassPlot:
    """Every model's share of emails that pass, first draft and repaired, then the same for each family with a raw twin."""
    axis = linear((), low=0, high=1, times=100, suffix=" %")
    strips, rows = [], []
    for lane, model in enumerate(summary.models):
        if model.passed.n:
            pair = (Cell.of_share(model.raw_passed), _passed(summary, model))
            strips.append(_pass_strip(model.model, pair, axis, lane))
            rows.append(_pass_row(model.model, "all rules", pair))
    repaired = {scorer.name.rpartition("/")[2]: scorer.name for scorer in summary.scorers if not scorer.raw and scorer.kind == "assertion"}
    for raw in (scorer.name for scorer in summary.scorers if scorer.raw and scorer.kind == "assertion"):
        twin = repaired.get(raw.rpartition("/")[2], "")
        for model in summary.models:
            before, after = summary.cell(model.model, raw), summary.cell(model.model, twin)
            if before and after and before.n and after.n:
                rows.append(_pass_row(model.model, twin, (before, after)))
    return PassPlot(axis, tuple(strips), tuple(rows))


def plot_cost(summary: Summary) -> tuple[CostPlot, ...]:
    """Quality against seconds an email and against dollars for a thousand; the latter only where somebody was paid."""
    quality = {model.model: _quality(model) for model in summary.models}
    known = [cell for cell in quality.values() if cell and cell.mean is not None]
    ends = [end for cell in known for end in (cell.mean, cell.low, cell.high) if end is not None]
    up = linear([min(1.0, max(0.0, end)) for end in ends], low=min([1.0, *ends]) - 0.02 if ends else 0, high=1, times=100, suffix=" %")
    times = [(model, model.seconds_median) for model in summary.models]
    costs = [
        (model, 1000 * model.cost_usd / model.priced if model.cost_usd is not None and model.priced else None) for model in summary.models
    ]
    plots = [_cost_plot("Seconds an email", times, quality, up, suffix=" s")]
    if any(cost for _, cost in costs):
        plots.append(_cost_plot("US dollars for a thousand emails", costs, quality, up, prefix="$"))
    return tuple(plot for plot in plots if plot.points)


def plot_differences(summary: Summary) -> tuple[DifferencePlot, ...]:
    """A plot for each pair of models, over all situations: what is shown to differ first, then the largest of the rest."""
    judged = {scorer.name for scorer in summary.scorers if scorer.graded and not scorer.raw} | {"passed"}
    found = [one for one in summary.statistics.differences if not one.scenario and one.scorer in judged]
    plots = []
    for first, second in dict.fromkeys((one.first, one.second) for one in found):
        rows = tuple(sorted((one for one in found if (one.first, one.second) == (first, second)), key=_weight))
        drawn = [one for one in rows if one.mean or one.low is not None or one.scorer == "passed"][:MOST_DIFFERENCES]
        reach = max([0.05, *(abs(end) for one in drawn for end in (one.mean, one.low, one.high) if end is not None)])
        axis = linear((), low=-reach, high=reach, steps=6, times=100)
        strips = tuple(_difference_strip(one, axis) for one in drawn)
        plots.append(DifferencePlot(first, second, axis, strips, rows))
    return tuple(plots)


def _weight(one: Difference) -> tuple[bool, bool, float]:
    """Orders differences: the emails that pass, what is shown to differ, then by size."""
    return one.scorer != "passed", one.verdict == "no difference shown", -abs(one.mean)


def _passed(summary: Summary, model: ModelSummary) -> Cell:
    """The share of emails that pass, with the statistics' interval where they have one."""
    known = summary.statistics.intervals.get((model.model, "passed", ""))
    if known is None or known.low is None:
        return Cell.of_share(model.passed)
    return Cell(model.passed.value, model.passed.n, known.low, known.high)


def _pass_strip(label: str, pair: tuple[Cell, Cell], axis: Axis, lane: int) -> Strip:
    dots, whiskers = [], []
    for row, cell in enumerate(pair):
        y = LANE * row + LANE / 2 + 2
        if cell.mean is not None:
            what = "first draft" if row == 0 else "after repair"
            dots.append(Dot(axis.at(cell.mean), y, lane, f"{what}: {percent(cell.mean)} of {cell.n}", hollow=row == 0))
        if cell.low is not None and cell.high is not None:
            whiskers.append(Whisker(axis.at(cell.low), axis.at(cell.high), y, lane, hollow=row == 0))
    words = f"{label}: first draft {_range(pair[0])}; after repair {_range(pair[1])}"
    return Strip(label, words, 2 * LANE + 4, tuple(dots), tuple(whiskers), model=lane)


def _pass_row(model: str, what: str, pair: tuple[Cell, Cell]) -> tuple[str, str, str, int, str, str, int]:
    raw, after = pair
    gain = signed(after.mean - raw.mean) if raw.mean is not None and after.mean is not None else "–"
    return model, what, _range(raw), raw.n, _range(after), gain, after.n


def _range(cell: Cell) -> str:
    if cell.low is None or cell.high is None:
        return percent(cell.mean)
    return f"{percent(cell.mean)} ({percent(cell.low)} to {percent(cell.high)})"


def _quality(model: ModelSummary) -> Cell | None:
    """The marks where there are any, the share of checks passed else."""
    if model.marks:
        return Cell(model.marks.mean, model.marks.n, model.marks.low, model.marks.high)
    return Cell.of_share(model.checks) if model.checks.n else None


def _cost_plot(
    title: str,
    paid: Sequence[tuple[ModelSummary, float | None]],
    quality: dict[str, Cell | None],
    up: Axis,
    *,
    prefix: str = "",
    suffix: str = "",
) -> CostPlot:
    across = logarithmic([cost for _, cost in paid if cost], prefix=prefix, suffix=suffix)
    points, left_out = [], []
    for lane, (model, cost) in enumerate(paid):
        cell = quality[model.model]
        if cell is None or cell.mean is None or not cost:
            left_out.append(f"{model.model} ({'nothing scored' if cell is None else 'unknown' if cost is None else 'free'})")
            continue
        said = dollars(cost) if prefix else seconds(cost)
        ends = (None, None) if cell.low is None or cell.high is None else (100 - up.at(cell.high), 100 - up.at(cell.low))
        title_ = f"{model.model}: {said}, quality {percent(cell.mean)} over {cell.n}"
        points.append(Point(across.at(cost), 100 - up.at(cell.mean), lane, model.model, title_, *ends))
    return CostPlot(title, across, up, tuple(points), tuple(left_out))


def _difference_strip(one: Difference, axis: Axis) -> Strip:
    y = LANE / 2 + 2
    shown = one.verdict != "no difference shown"
    dot = Dot(axis.at(one.mean), y, 0, f"{one.scorer}: {signed(one.mean)} points over {one.n}", hollow=not shown)
    whiskers = () if one.low is None or one.high is None else (Whisker(axis.at(one.low), axis.at(one.high), y, 0, hollow=not shown),)
    words = f"{one.scorer}: {signed(one.mean)} points over {one.n} cases, {one.verdict}"
    return Strip(one.scorer, words, LANE + 4, (dot,), whiskers, marks=(Tick(axis.at(0), "no difference"),))
