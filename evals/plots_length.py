"""The length of each email against the band its situation allows, and against its reference."""

from __future__ import annotations

import statistics as numbers
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.plots import LANE, Axis, Dot, Strip, Tick, linear, scatter
from evals.references import load_references
from evals.report_shapes import Summary
from evals.results import body_of
from guardrails.text import count_words
from prompts.contract import load_contracts

__all__ = ["LengthPlot", "LengthRow", "plot_length"]


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One model in one situation, in words: `n` emails, the shortest, the middle one, the longest, how many in the band."""

    scenario: str
    model: str
    n: int
    least: int
    middle: float
    most: int
    inside: int
    aim: str
    reference: str


@dataclass(frozen=True, slots=True)
class LengthPlot:
    """A strip for each situation; `inside` of `n` emails lie in the band aimed at."""

    axis: Axis
    strips: tuple[Strip, ...]
    rows: tuple[LengthRow, ...]
    inside: int
    n: int


def plot_length(summary: Summary, labels: Mapping[str, str]) -> LengthPlot:
    """The plot; situations that no contract knows have no band, and those without an email no strip."""
    bands = {scenario.value: contract.words for scenario, contract in load_contracts().items()}
    own = {scenario.value: count_words(body_of(reference.email)) for scenario, reference in load_references().items()}
    lengths = {scenario: dict(_lengths(summary, scenario)) for scenario in summary.scenarios}
    every = [float(words) for found in lengths.values() for pairs in found.values() for _, words in pairs]
    axis = linear(every, low=40, high=160)
    strips, rows = [], []
    for scenario, found in lengths.items():
        band, reference = bands.get(scenario), own.get(scenario)
        dots: list[Dot] = []
        said = []
        for lane, model in enumerate(one.model for one in summary.models):
            pairs = found.get(model, ())
            if not pairs:
                continue
            words = [count for _, count in pairs]
            y = LANE * lane + LANE / 2 + 2
            shifts = [scatter(i) if len(pairs) > 2 else 0.0 for i in range(len(pairs))]
            dots += [Dot(axis.at(w), round(y + d, 1), lane, f"{case}: {w} words") for (case, w), d in zip(pairs, shifts, strict=True)]
            inside = sum(band is None or band.aim_min <= w <= band.aim_max for w in words)
            aim = f"{band.aim_min} to {band.aim_max}" if band else "–"
            middle = numbers.median(words)
            rows.append(LengthRow(scenario, model, len(words), min(words), middle, max(words), inside, aim, str(reference or "–")))
            said.append(f"{model} {min(words)} to {max(words)} words, middle {middle:g}, over {len(words)}")
        if not dots:
            continue
        marks = (Tick(axis.at(reference), f"reference: {reference} words"),) if reference else ()
        place = (axis.at(band.aim_min), axis.at(band.aim_max)) if band else None
        label = labels.get(scenario, scenario)
        height = LANE * len(summary.models) + 4
        strips.append(Strip(label, f"{label}: {'; '.join(said)}", height, tuple(dots), band=place, marks=marks))
    return LengthPlot(axis, tuple(strips), tuple(rows), sum(row.inside for row in rows), sum(row.n for row in rows))


def _lengths(summary: Summary, scenario: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    for model in summary.models:
        records = [r for case in summary.cases if case.scenario == scenario for r in case.records.get(model.model, ())]
        yield model.model, [(record.case, count_words(record.body)) for record in records if record.email]
