"""Geometry for the report's plots: values become per cents of a strip's width, so that a plot fits any screen as it is.

A plot is rows of strips. Across, everything is a share of the width; down, it is pixels: text keeps its size on a small screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LANE", "Axis", "Dot", "Strip", "Tick", "Whisker", "linear", "logarithmic", "scatter"]

#: Height of one model's lane in a strip, in pixels.
LANE = 18


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, in per cent, and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values along a strip."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value stands, 0 to 100; values beyond the ends stand at the ends."""
        return _share(value, self.low, self.high, self.log)


@dataclass(frozen=True, slots=True)
class Dot:
    """One value: `x` per cent, `y` pixels, the index of its model (colour and shape), and what it is in words."""

    x: float
    y: float
    model: int
    title: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """An interval: from `x1` to `x2` per cent at `y` pixels."""

    x1: float
    x2: float
    y: float
    model: int
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of a plot. `label` stands beside it, `words` says the same to who cannot see it; `marks` are upright lines."""

    label: str
    words: str
    height: int
    dots: tuple[Dot, ...] = ()
    whiskers: tuple[Whisker, ...] = ()
    band: tuple[float, float] | None = None
    marks: tuple[Tick, ...] = ()
    model: int | None = None


def linear(values: Iterable[float], *, low: float, high: float, steps: int = 5, suffix: str = "", times: float = 1) -> Axis:
    """An axis from `low` to `high`, further where a value is beyond; round ticks, labelled `value * times` and `suffix`."""
    kept = [value for value in values if math.isfinite(value)]
    low, high = min([low, *kept]), max([high, *kept])
    step = _round_step((high - low) / steps or 1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    low, high = first * step, max(last, first + 1) * step
    ticks = [n * step for n in range(first, max(last, first + 1) + 1)]
    return Axis(low, high, tuple(Tick(_share(t, low, high, False), f"{t * times:.6g}{suffix}".replace("-", "−")) for t in ticks))


def logarithmic(values: Iterable[float], *, prefix: str = "", suffix: str = "") -> Axis:
    """An axis of equal ratios that holds all values, from a round number to a round number; only what is above zero fits."""
    kept = [value for value in values if value > 0 and math.isfinite(value)] or [1.0]
    first, last = math.floor(math.log10(min(kept))) - 1, math.ceil(math.log10(max(kept))) + 1
    steps = [float(f"{step}e{power}") for power in range(first, last + 1) for step in (1, 2, 5)]
    low = max(step for step in steps if step < min(kept))
    high = min(step for step in steps if step > max(kept))
    inside = [step for step in steps if low <= step <= high]
    if len(inside) > 7:
        inside = [step for step in inside if f"{step:e}".startswith("1")] or inside[:: len(inside) - 1]
    ticks = tuple(Tick(_share(step, low, high, True), f"{prefix}{step:g}{suffix}") for step in inside)
    return Axis(low, high, ticks, log=True)


def scatter(index: int) -> float:
    """A small, always equal shift in pixels for the dot with this number, so that equal values can be told apart."""
    return (index * 0.618034 % 1 - 0.5) * (LANE - 9)


def _share(value: float, low: float, high: float, log: bool) -> float:
    if log:
        value, low, high = (math.log10(max(one, 1e-12)) for one in (value, low, high))
    return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 2)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough - 1e-12)
