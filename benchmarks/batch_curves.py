"""Draws what batches cost: seconds and peak memory over the number of notes, one line for each model, engine and number of workers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol
from xml.sax.saxutils import escape

__all__ = ["Measured", "draw"]

_WIDTH, _PANEL, _LEFT, _TOP, _LEGEND = 880, 250, 78, 74, 20
_COLOURS = ("#2b8f78", "#c4623f", "#4a6fd0", "#8a5cc2", "#a8862b", "#5d6b7d")
_DASHES = {1: "", 2: "7 4", 4: "2 3"}
_STYLE = """
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:#1a1e26}
.soft{fill:#566070;font-size:12px}.title{font-size:17px;font-weight:640}.card{fill:#fff;stroke:#dde1e8}.grid{stroke:#e3e7ee}
@media(prefers-color-scheme:dark){text{fill:#e6e9ef}.soft{fill:#a0aabb}.card{fill:#191d25;stroke:#2d333e}.grid{stroke:#2a303b}}
"""


class Measured(Protocol):
    """One run of `benchmarks.batch_bench`."""

    @property
    def model(self) -> str: ...
    @property
    def engine(self) -> str: ...
    @property
    def workers(self) -> int: ...
    @property
    def notes(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def peak_mb(self) -> float: ...


@dataclass(frozen=True, slots=True)
class _Line:
    """One series: its points as (notes, seconds, peak memory in MB)."""

    name: str
    colour: str
    dash: str
    points: tuple[tuple[int, float, float], ...]


def draw(runs: Sequence[Measured]) -> str:
    """The runs as one SVG that stands alone: two panels, both scales of equal ratios.

    Args:
        runs: at least one.
    """
    lines = _lines(runs)
    panels = [_panel("Seconds for a batch", lines, 1, 0), _panel("Peak memory, MB", lines, 2, 1)]
    top = _TOP + 2 * (_PANEL + 60)
    legend = []
    for number, line in enumerate(lines):
        x, y = 24 + 280 * (number % 3), top + _LEGEND * (number // 3)
        legend.append(
            f'<line x1="{x}" x2="{x + 30}" y1="{y}" y2="{y}" stroke="{line.colour}" stroke-width="2.5" stroke-dasharray="{line.dash}"/>'
        )
        legend.append(f'<text class="soft" x="{x + 38}" y="{y + 4}">{escape(line.name)}</text>')
    height = top + _LEGEND * (1 + (len(lines) - 1) // 3) + 10
    words = "; ".join(f"{line.name}: " + ", ".join(f"{n:,} notes {s:,.1f} s {m:,.0f} MB" for n, s, m in line.points) for line in lines)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(words, {chr(34): "&quot;"})}"><style>{_STYLE}</style>'
        f'<rect class="card" x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" rx="10"/>'
    )
    title = '<text class="title" x="24" y="34">What a batch costs, by the number of notes</text>'
    return "\n".join([head, title, *panels, *legend, "</svg>"]) + "\n"


def _lines(runs: Sequence[Measured]) -> list[_Line]:
    """The runs as series, each in the order of its notes."""

    def series(run: Measured) -> tuple[str, str, int]:
        return run.engine, run.model, run.workers

    kinds = sorted({series(run)[:2] for run in runs})
    found = []
    for (engine, model, workers), group in groupby(sorted(runs, key=lambda run: (*series(run), run.notes)), series):
        plural = "worker" if workers == 1 else "workers"
        name = f"{model}, {'Ray, ' if engine == 'ray' else ''}{workers} {plural}"
        colour = _COLOURS[kinds.index((engine, model)) % len(_COLOURS)]
        found.append(_Line(name, colour, _DASHES.get(workers, "1 5"), tuple((run.notes, run.seconds, run.peak_mb) for run in group)))
    return found


def _panel(title: str, lines: Sequence[_Line], at: int, row: int) -> str:
    """One panel: notes across, the value `at` of each point upwards."""
    across = _powers([point[0] for line in lines for point in line.points])
    up = _powers([point[at] for line in lines for point in line.points])
    y0 = _TOP + row * (_PANEL + 60)

    def x(value: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - 40) * _share(value, across), 1)

    def y(value: float) -> float:
        return round(y0 + _PANEL * (1 - _share(value, up)), 1)

    parts = [f'<text x="{_LEFT}" y="{y0 - 10}">{escape(title)}</text>']
    for value in across:
        parts.append(f'<line class="grid" x1="{x(value)}" x2="{x(value)}" y1="{y0}" y2="{y0 + _PANEL}"/>')
        parts.append(f'<text class="soft" x="{x(value)}" y="{y0 + _PANEL + 18}" text-anchor="middle">{value:,.10g}</text>')
    for value in up:
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - 40}" y1="{y(value)}" y2="{y(value)}"/>')
        parts.append(f'<text class="soft" x="{_LEFT - 8}" y="{y(value) + 4}" text-anchor="end">{value:,.10g}</text>')
    for line in lines:
        dots = [(x(point[0]), y(point[at])) for point in line.points]
        path = " ".join(f"{a},{b}" for a, b in dots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2" stroke-dasharray="{line.dash}"/>')
        parts += [f'<circle cx="{a}" cy="{b}" r="3.5" fill="{line.colour}"/>' for a, b in dots]
    return "\n".join(parts)


def _powers(values: Sequence[float]) -> list[float]:
    """The powers of ten from just below the least value to just above the greatest."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(low, max(high, low + 1) + 1)]


def _share(value: float, powers: Sequence[float]) -> float:
    return (math.log10(value) - math.log10(powers[0])) / (math.log10(powers[-1]) - math.log10(powers[0]))
