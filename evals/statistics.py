"""What a run's figures are worth: intervals by resampling the cases, and paired differences with what they could have shown.

Cases that stem from one another (a panel's emails, a case and its perturbations, the seeds of one case) are drawn together, since they
are no independent evidence. The interval is the bias-corrected and accelerated bootstrap (Efron 1987), widened for few cases as in
Hesterberg (2015), section 6.3, because the plain one is too narrow there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING

from evals.report_shapes import Difference, Interval, Statistics, Verdict
from evals.results import CaseRecord, RunHead
from evals.shares import Share

if TYPE_CHECKING:
    import numpy as np

__all__ = ["PASSED", "Sample", "analyse", "bootstrap", "difference", "interval", "root_of", "sample_of"]

#: The metric that every run has: 1 for an email that passed the guardrails, 0 for one they refused.
PASSED = "passed"
#: Fewer independent cases than this cannot show a difference at 5 per cent by any test of signs (2 x 0.5^6 = 0.03).
_LEAST = 6
_RESAMPLES = 2000
_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(0.975)
#: Standard errors that an effect must measure to be shown, four times of five, at 5 per cent.
_POWER = _Z + _NORMAL.inv_cdf(0.8)

#: (root case, case, seed) to value.
Sample = Mapping[tuple[str, str, int], float]


@dataclass(frozen=True, slots=True)
class Resampled:
    """A mean with its interval and standard error; `roots` independent cases stand behind its `n` values."""

    mean: float
    n: int
    roots: int
    low: float | None
    high: float | None
    error: float | None


def root_of(case: str) -> str:
    """The case that this one stems from: "panel-2@1", "panel-2+typos" and "panel-2+typos@1" are all "panel-2"."""
    return case.partition("@")[0].partition("+")[0]


def sample_of(records: Iterable[CaseRecord], scorer: str) -> Sample:
    """The values of one scorer where it had something to say: unscored, broken and failed records are left out, not counted as 0."""
    values = {}
    for record in records:
        value = _value(record, scorer)
        if value is not None:
            values[root_of(record.case), record.case, record.seed] = value
    return values


def _value(record: CaseRecord, scorer: str) -> float | None:
    if scorer == PASSED:
        return {"scored": 1.0, "refused": 0.0}.get(record.status)
    return next((score.value for score in record.scores if score.name == scorer), None)


def bootstrap(sample: Sample, *, seed: int = 0, resamples: int = _RESAMPLES) -> Resampled | None:
    """The mean of a sample with its 95 per cent interval; None for an empty one, no interval for fewer than three roots.

    Where all roots agree there is nothing to resample: then the interval is None too.
    """
    if not sample:
        return None
    import numpy as np

    groups: dict[str, list[float]] = defaultdict(list)
    for (root, _, _), value in sorted(sample.items()):
        groups[root].append(value)
    sums = np.array([math.fsum(values) for values in groups.values()])
    counts = np.array([float(len(values)) for values in groups.values()])
    mean, n, roots = math.fsum(sample.values()) / len(sample), len(sample), len(groups)
    if roots < 3 or np.ptp(sums / counts) < 1e-12:
        return Resampled(mean, n, roots, None, None, 0.0 if roots >= 3 else None)
    drawn = np.random.default_rng(seed).integers(0, roots, (resamples, roots))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    left_out = (sums.sum() - sums) / (counts.sum() - counts)
    low, high = np.quantile(means, _levels(mean, means, left_out))
    return Resampled(mean, n, roots, float(low), float(high), float(means.std(ddof=1)))


def _levels(mean: float, means: np.ndarray, left_out: np.ndarray) -> tuple[float, float]:
    """Which quantiles of the resampled means bound the interval."""
    roots = len(left_out)
    below = float((means < mean).mean() + (means == mean).mean() / 2)
    bias = _NORMAL.inv_cdf(min(max(below, 1 / len(means)), 1 - 1 / len(means)))
    spread = left_out.mean() - left_out
    cube = float((spread**2).sum()) ** 1.5
    skew = float((spread**3).sum()) / (6 * cube) if cube > 0 else 0.0
    wide = _student(roots - 1) * math.sqrt(roots / (roots - 1))
    low, high = (_NORMAL.cdf(bias + (bias + side) / max(1e-3, 1 - skew * (bias + side))) for side in (-wide, wide))
    return low, high


def _student(degrees: int) -> float:
    """The 97.5 per cent quantile of Student's t (Cornish and Fisher's expansion; 1 per cent off for 3 degrees, less for more)."""
    z, v = _Z, float(degrees)
    if degrees < 3:
        return {1: 12.706, 2: 4.303}[max(degrees, 1)]
    first = (z**3 + z) / (4 * v)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    return z + first + second + third


def interval(sample: Sample, *, share: bool, seed: int = 0) -> Interval | None:
    """A mean as the report shows it; None where there is nothing to average.

    Args:
        sample: the values.
        share: whether every value is 0 or 1; where all agree the interval is then Wilson's, over the independent cases.
        seed: of the resampling.
    """
    found = bootstrap(sample, seed=seed)
    if found is None:
        return None
    if found.low is None and share and found.roots >= 3 and found.mean in (0.0, 1.0):
        wilson = Share(round(found.mean * found.roots), found.roots).interval
        low, high = wilson or (None, None)
        return Interval(found.mean, found.n, low, high)
    return Interval(found.mean, found.n, found.low, found.high)


def difference(
    first: str, second: str, scorer: str, samples: tuple[Sample, Sample], *, bounded: bool, scenario: str = "", seed: int = 0
) -> Difference | None:
    """The first model less the second on what both have a value for; None where there is no such case.

    A verdict takes at least six independent cases and an interval that leaves zero out. `smallest` is the difference this many
    cases of this spread would have shown four times of five; where all pairs agree, the share of cases, 3 of n, in which a
    difference may have gone unseen (for scores of at most 1).
    """
    ours, theirs = samples
    pairs = {key: ours[key] - theirs[key] for key in ours.keys() & theirs.keys()}
    found = bootstrap(pairs, seed=seed)
    if found is None:
        return None
    smallest = None
    if found.error:
        smallest = _POWER * found.error * math.sqrt(found.roots / max(1, found.roots - 1))
    elif bounded and found.roots >= 3:
        smallest = min(1.0, 3 / found.roots)
    always = found.error == 0.0 and found.mean != 0
    shown = found.roots >= _LEAST and (always or (found.low is not None and (found.low > 0 or (found.high or 0) < 0)))
    verdict: Verdict = "no difference shown" if not shown else "higher" if found.mean > 0 else "lower"
    return Difference(first, second, scorer, found.n, found.mean, found.low, found.high, smallest, verdict, scenario)


def analyse(head: RunHead, records: Sequence[CaseRecord], *, seed: int = 0) -> Statistics:
    """Intervals for every model, scorer and situation, and every two models' paired differences, over all and by situation.

    Args:
        head: of the run; sets the order of the models.
        records: of the run.
        seed: the same records and seed give the same figures.
    """
    kinds = _kinds(records)
    scenarios = ["", *sorted({record.scenario for record in records})]
    intervals: dict[tuple[str, str, str], Interval] = {}
    differences = []
    for scenario in scenarios:
        within = [record for record in records if scenario in ("", record.scenario)]
        samples = {
            (model, scorer): sample_of((one for one in within if one.model == model), scorer) for model in head.models for scorer in kinds
        }
        for (model, scorer), sample in samples.items():
            found = interval(sample, share=kinds[scorer][0], seed=seed)
            if found is not None:
                intervals[model, scorer, scenario] = found
        for first, second in combinations(head.models, 2):
            for scorer, (_, bounded) in kinds.items():
                both = (samples[first, scorer], samples[second, scorer])
                compared = difference(first, second, scorer, both, bounded=bounded, scenario=scenario, seed=seed)
                if compared is not None:
                    differences.append(compared)
    return Statistics(intervals=intervals, differences=tuple(differences), remarks=_remarks(records, differences))


def _kinds(records: Sequence[CaseRecord]) -> dict[str, tuple[bool, bool]]:
    """Every scorer that occurs: whether its values are yes or no, and whether they lie between 0 and 1."""
    kinds = {PASSED: (True, True)}
    for record in records:
        for score in record.scores:
            share, bounded = kinds.get(score.name, (True, True))
            inside = score.value is None or 0 <= score.value <= 1
            kinds[score.name] = (share and score.kind == "assertion", bounded and inside)
    return kinds


def _remarks(records: Sequence[CaseRecord], differences: Sequence[Difference]) -> tuple[str, ...]:
    """What a reader must know to read the figures rightly."""
    remarks = []
    overall = [one for one in differences if not one.scenario]
    judged = sum(one.n >= _LEAST for one in overall)
    if judged > 10:
        remarks.append(f"Of {judged} comparisons about {max(1, round(judged * 0.05))} would show a difference by chance alone.")
    few = len({root_of(record.case) for record in records})
    if overall and few < _LEAST:
        remarks.append(f"With {few} independent cases no difference can be shown; six are the least.")
    return tuple(remarks)
