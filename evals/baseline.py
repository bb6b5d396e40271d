"""A run held against an earlier one and against the bounds of its suite: what went worse, and what was not reached."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import Literal

from pydantic import ValidationError

from evals.invariants import INVARIANTS, invariant_name
from evals.report_shapes import Change, Judged
from evals.results import CaseRecord, RunHead
from evals.run_log import read_run
from evals.run_models import is_remote
from evals.scorers import GROUP_SCORERS, SCORERS, score_group
from evals.statistics import PASSED, difference, sample_of
from evals.thresholds import Bound, load_thresholds
from pipeline.errors import BadConfiguration, BadInput

__all__ = ["HELD", "compare_runs", "judge_run", "read_baseline"]

#: Stands for the name of a case that is held back.
HELD = "a held-back case"

Verdict = Literal["worse", "better", "same", "new", "gone"]

#: Means of a model that always answers alike may move this far before it counts: a reworded phrase shifts a likeness a little.
_TOLERANCE = 0.05
#: What a record is worth by how it ended.
_WORTH = {"scored": 2, "asked": 1, "refused": 0}
#: Scorers that say how a run went, not how good an email is; the machine's mood is no regression.
_UNJUDGED = ("run/seconds", "run/cost", "run/tokens-in", "run/tokens-out")


def read_baseline(path: Path) -> tuple[RunHead, tuple[CaseRecord, ...]]:
    """The head and records of an earlier run: its folder, its `run.jsonl` or its `report.json`.

    Raises:
        BadInput: it is none of these.
    """
    if path.is_dir() or path.suffix != ".json":
        run = read_run(path)
        return run.head, run.records
    try:
        document = json.loads(path.read_text("utf-8"))
        return RunHead.model_validate(document["head"]), tuple(map(CaseRecord.model_validate, document["records"]))
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise BadInput(f"--baseline {path} is no report of a run; name a run's folder, its run.jsonl or its report.json.") from error


def compare_runs(before: Sequence[CaseRecord], now: Sequence[CaseRecord], *, hidden: Collection[str] = ()) -> tuple[Change, ...]:
    """What changed for the models and cases that both runs have, worst first.

    A model of this machine answers the same question alike each time, so a single case that ends worse or newly fails a check is
    a regression, and so is a mean that falls by more than a twentieth. Of a remote model only a mean counts, where the interval
    of the paired difference leaves zero out.

    Args:
        before: the records of the earlier run.
        now: those of this one.
        hidden: cases that count and are not named.
    """
    changes: list[Change] = []
    for model in dict.fromkeys(record.model for record in now):
        old = {(one.case, one.seed): one for one in before if one.model == model}
        new = {(one.case, one.seed): one for one in now if one.model == model}
        both = [(old[key], new[key]) for key in new if key in old]
        if not is_remote(model):
            found = (change for pair in both for change in _of_case(*pair))
            changes += [replace(one, case=HELD, reason="") if one.case in hidden else one for one in found]
        changes += _of_means(model, [a for a, _ in both], [b for _, b in both])
    rank = {"worse": 0, "gone": 1, "new": 2, "better": 3, "same": 4}
    return tuple(sorted(changes, key=lambda one: (rank[one.verdict], one.model, one.scorer, one.case)))


def _of_case(old: CaseRecord, new: CaseRecord) -> Iterable[Change]:
    """Checks of one case that turned, and an end that is another."""
    if old.status == "failed" or new.status == "failed":
        return
    a, b = _WORTH[old.status], _WORTH[new.status]
    expected = {score.name: score.value for score in new.scores}.get("outcome/expected")
    if a != b and expected != 1:
        yield Change(new.model, PASSED, a / 2, b / 2, "worse" if b < a else "better", new.case, new.scenario, new.why or new.status)
    values = {score.name: score.value for score in old.scores if score.kind == "assertion"}
    for score in new.scores:
        past = values.get(score.name)
        if score.kind != "assertion" or past is None or past == score.value or _sign(score.name) == 0:
            continue
        if score.value is None:
            if score.error:
                yield Change(new.model, score.name, past, None, "worse", new.case, new.scenario, score.error)
            continue
        verdict: Verdict = "worse" if (score.value - past) * _sign(score.name) < 0 else "better"
        yield Change(new.model, score.name, past, score.value, verdict, new.case, new.scenario, score.reason)


def _of_means(model: str, old: Sequence[CaseRecord], new: Sequence[CaseRecord]) -> Iterable[Change]:
    names = dict.fromkeys([PASSED, *(score.name for record in (*old, *new) for score in record.scores)])
    for name in names:
        if _sign(name) == 0 or name in _UNJUDGED:
            continue
        ours, theirs = sample_of(new, name), sample_of(old, name)
        found = difference("now", "before", name, (ours, theirs), bounded=True)
        if found is None:
            continue
        shared = ours.keys() & theirs.keys()
        before, now = fmean(theirs[key] for key in shared), fmean(ours[key] for key in shared)
        moved = found.mean * _sign(name)
        shown = found.verdict != "no difference shown"
        if not is_remote(model):
            shown = abs(moved) > _TOLERANCE * max(1.0, abs(before))
        verdict: Verdict = "same" if not shown else "worse" if moved < 0 else "better"
        if not math.isclose(moved, 0.0, abs_tol=1e-12):
            yield Change(model, name, before, now, verdict, reason=f"over {found.n} cases")


def _sign(scorer: str) -> int:
    """1 where more is better, -1 where less is, 0 where neither."""
    known = SCORERS.get(scorer)
    if known is None:
        return -1 if scorer in GROUP_SCORERS else 1
    return {"higher": 1, "band": 1, "lower": -1, "none": 0}[known.direction]


def judge_run(suite: str, head: RunHead, records: Sequence[CaseRecord], *, bounds: Mapping[str, Bound] | None = None) -> tuple[Judged, ...]:
    """Every bound of the suite held against every model's mean, over the open cases and over those held back.

    Where there was nothing to average it is not judged.

    Raises:
        BadConfiguration: a bound is set for a figure that there is not.
    """
    bounds = load_thresholds(suite) if bounds is None else bounds
    known = {PASSED, *SCORERS, *GROUP_SCORERS, *map(invariant_name, INVARIANTS)}
    held = frozenset(head.held)
    parts = [name for name, some in (("open", held < set(head.cases) or not held), ("held", held)) if some]
    judged = []
    for metric, bound in bounds.items():
        if metric not in known:
            raise BadConfiguration(
                f"thresholds.yaml: there is no figure {metric!r} in the suite {suite}; there are: {', '.join(sorted(known))}."
            )
        for model, part in product(head.models, parts):
            value = _mean(metric, [record for record in records if record.model == model and (record.case in held) == (part == "held")])
            judged.append(Judged(metric, str(bound), value, None if value is None else bound.holds(value), model, bound.why, part))
    return tuple(judged)


def _mean(metric: str, records: Sequence[CaseRecord]) -> float | None:
    if metric in GROUP_SCORERS:
        return next((score.value for score in score_group(records) if score.name == metric), None)
    values = sample_of(records, metric).values()
    return fmean(values) if values else None
