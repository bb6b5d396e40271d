"""A run's records become one summary: pure counting and averaging, with unscored, broken, refused and failed kept apart."""

from __future__ import annotations

import math
import statistics as numbers
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from evals.report_shapes import CaseSummary, Cell, CellKey, Interval, ModelSummary, Scorer, Statistics, Summary
from evals.results import CaseRecord, RunHead, Score
from evals.shares import Share
from prompts.notes import ScenarioId

__all__ = ["asked_rightly", "checks_of", "failing", "is_raw", "marks_of", "summarise"]

#: The worse, the smaller: how a record ended, before any score is looked at.
_SEVERITY = {"failed": 0.0, "refused": 1.0, "asked": 2.0, "scored": 3.0}


def summarise(head: RunHead, records: Iterable[CaseRecord], statistics: Statistics | None = None) -> Summary:
    """The summary of a run, the same for the same records in any order.

    Args:
        head: what was asked of whom; its models and cases set the order, and models that answered nothing stay in.
        records: any number; of two with the same key the later one counts.
        statistics: intervals, differences and the baseline's word; without them only shares have an interval.
    """
    kept = list({record.key: record for record in records}.values())
    known = statistics or Statistics()
    scorers = _scorers(kept)
    names = list(dict.fromkeys([*head.models, *sorted({record.model for record in kept})]))
    by_model = {name: sorted((r for r in kept if r.model == name), key=lambda r: (r.case, r.seed)) for name in names}
    models = tuple(_model(name, of_model, scorers) for name, of_model in by_model.items())
    present = {record.scenario for record in kept}
    order = [scenario.value for scenario in ScenarioId if scenario.value in present]
    scenarios = (*order, *sorted(present - set(order)))
    shown = [record for record in kept if record.case not in head.hidden]
    hidden = len({record.case for record in kept} & head.hidden)
    return Summary(head, models, scorers, scenarios, _cells(by_model, scorers, known), _cases(shown, names, scorers), known, hidden)


def is_raw(name: str) -> bool:
    """Whether a scorer judges the first draft, before repair, as the family in its name says."""
    return name.startswith("raw/")


def failing(record: CaseRecord) -> tuple[Score, ...]:
    """The yes/no checks that this record's email did not pass; those on the draft before repair fail nobody."""
    return tuple(s for s in record.scores if s.kind == "assertion" and s.value is not None and s.value < 1 and not is_raw(s.name))


def asked_rightly(record: CaseRecord) -> bool:
    """Whether Afterword asked, and the checks that have a say about that find it right."""
    said = [s.value for s in record.scores if s.kind == "assertion" and s.value is not None and not is_raw(s.name)]
    return record.status == "asked" and bool(said) and min(said) >= 1


def checks_of(records: Iterable[CaseRecord]) -> Share:
    """How many yes/no checks were passed, of those that had something to say."""
    said = [s.value for r in records for s in r.scores if s.kind == "assertion" and s.value is not None and not is_raw(s.name)]
    return Share(sum(value >= 1 for value in said), len(said))


def marks_of(records: Iterable[CaseRecord], scorers: Sequence[Scorer]) -> Interval | None:
    """The mean of all scores between 0 and 1, each record counting once; None where there is none."""
    graded = {scorer.name for scorer in scorers if scorer.graded and scorer.kind == "number" and not scorer.raw}
    means = []
    for record in records:
        values = [s.value for s in record.scores if s.value is not None and s.name in graded]
        if values:
            means.append(numbers.fmean(values))
    return _interval(means)


def _interval(values: Sequence[float]) -> Interval | None:
    """Mean with a normal interval at 95 per cent; no interval for fewer than three values."""
    if not values:
        return None
    mean = numbers.fmean(values)
    if len(values) < 3:
        return Interval(mean, len(values))
    half = 1.959964 * numbers.stdev(values) / math.sqrt(len(values))
    return Interval(mean, len(values), mean - half, mean + half)


def _scorers(records: Sequence[CaseRecord]) -> tuple[Scorer, ...]:
    """The scorers that occur, in the order of the registry; one it does not know is graded when it never leaves 0 to 1."""
    from evals.scorers.registry import SCORERS

    kinds: dict[str, Literal["assertion", "number"]] = {}
    inside: dict[str, bool] = {}
    for record in records:
        for score in record.scores:
            kinds.setdefault(score.name, score.kind)
            inside[score.name] = inside.get(score.name, True) and (score.value is None or 0 <= score.value <= 1)
    found = []
    for name in (*(name for name in SCORERS if name in kinds), *(name for name in kinds if name not in SCORERS)):
        known = SCORERS.get(name)
        upwards = known is None or known.direction in {"higher", "band"}
        graded = upwards and (kinds[name] == "assertion" or inside[name])
        unit, about = (known.unit, known.about) if known else ("", "")
        found.append(Scorer(name, kinds[name], graded, is_raw(name), unit, about))
    return tuple(found)


def _model(name: str, records: Sequence[CaseRecord], scorers: Sequence[Scorer]) -> ModelSummary:
    by_status = {status: [r for r in records if r.status == status] for status in _SEVERITY}
    wrote = by_status["scored"] + by_status["refused"]
    timed = sorted(r.seconds for r in records if r.status != "failed" and not r.cached) or sorted(
        r.seconds for r in records if r.status != "failed"
    )
    costs = [r.cost_usd for r in records if r.cost_usd is not None]
    tokens = [r.tokens_in + r.tokens_out for r in records if r.tokens_in is not None and r.tokens_out is not None]
    return ModelSummary(
        model=name,
        n=len(records),
        scored=len(by_status["scored"]),
        asked=len(by_status["asked"]),
        asked_rightly=sum(map(asked_rightly, by_status["asked"])),
        asked_wrongly=sum(bool(failing(record)) for record in by_status["asked"]),
        refused=len(by_status["refused"]),
        failed=len(by_status["failed"]),
        unscored=sum(all(s.value is None for s in r.scores) for r in by_status["scored"]),
        broken_scores=sum(s.error is not None for r in records for s in r.scores),
        passed=Share(len(by_status["scored"]), len(wrote)),
        raw_passed=Share(sum(map(_raw_passed, wrote)), len(wrote)),
        checks=checks_of(by_status["scored"]),
        marks=marks_of(by_status["scored"], scorers),
        seconds_median=numbers.median(timed) if timed else None,
        seconds_p95=timed[min(len(timed) - 1, math.ceil(0.95 * len(timed)) - 1)] if timed else None,
        calls=sum(r.calls for r in records),
        tokens=sum(tokens) if tokens else None,
        cost_usd=sum(costs) if costs else None,
        priced=len(costs),
        cached=sum(r.cached for r in records),
    )


def _raw_passed(record: CaseRecord) -> bool:
    """Whether the first draft needed no repair: every check on it says so, or, where none was kept, nobody mended it."""
    said = [s.value for s in record.scores if is_raw(s.name) and s.kind == "assertion" and s.value is not None]
    if said:
        return min(said) >= 1
    repairs = (record.outcome or {}).get("repairs")
    return record.status == "scored" and not repairs


def _cells(by_model: Mapping[str, Sequence[CaseRecord]], scorers: Sequence[Scorer], known: Statistics) -> dict[CellKey, Cell]:
    kinds = {scorer.name: scorer.kind for scorer in scorers}
    said: dict[CellKey, list[float]] = defaultdict(list)
    silent: dict[CellKey, list[int]] = defaultdict(lambda: [0, 0])
    for model, records in by_model.items():
        for record in records:
            for score in record.scores:
                for key in ((model, score.name, ""), (model, score.name, record.scenario)):
                    if score.value is not None:
                        said[key].append(score.value)
                    else:
                        silent[key][score.error is not None] += 1
    return {key: _cell(key, said[key], silent[key], known, kinds[key[1]]) for key in sorted({*said, *silent})}


def _cell(key: CellKey, values: Sequence[float], silent: Sequence[int], known: Statistics, kind: str) -> Cell:
    mean = numbers.fmean(values) if values else None
    low = high = None
    if key in known.intervals:
        low, high = known.intervals[key].low, known.intervals[key].high
    elif kind == "assertion" and values:
        low, high = Share(sum(value >= 1 for value in values), len(values)).interval or (None, None)
    return Cell(mean, len(values), low, high, unscored=silent[0], errors=silent[1])


def _cases(records: Sequence[CaseRecord], models: Sequence[str], scorers: Sequence[Scorer]) -> tuple[CaseSummary, ...]:
    """The cases, worst first: by how they ended, then by the checks failed, then by the marks."""
    grouped: dict[str, list[CaseRecord]] = defaultdict(list)
    for record in records:
        grouped[record.case].append(record)
    cases = []
    for case, answers in grouped.items():
        by_model = {name: tuple(sorted((r for r in answers if r.model == name), key=lambda r: r.seed)) for name in models}
        checks, marks = checks_of(answers).value, marks_of(answers, scorers)
        rank = (
            min(_SEVERITY["scored" if asked_rightly(r) else r.status] for r in answers),
            1.0 if checks is None else checks,
            1.0 if marks is None else marks.mean,
        )
        cases.append(CaseSummary(case, answers[0].scenario, {name: found for name, found in by_model.items() if found}, rank))
    return tuple(sorted(cases, key=lambda one: (one.rank, one.case)))
