"""How alike the emails of one run are: of different candidates, to the members of one panel, and for the same notes with other seeds.

Compared are runs of five words; the measure is the share of the shorter email's runs that stand in the other one too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.figures import share
from evals.results import CaseRecord, Score
from evals.statistics import root_of
from guardrails.text import fold, words

__all__ = ["SAMENESS", "score_sameness", "word_runs"]

_RUN = 5


@dataclass(frozen=True, slots=True)
class Sameness:
    """Which pairs of records are compared, and what they are called."""

    about: str
    pairs: Callable[[CaseRecord, CaseRecord], bool]


def _panel(record: CaseRecord) -> str:
    """The id without the member of the panel; a perturbation is another panel."""
    return record.case.partition("@")[0]


SAMENESS: dict[str, Sameness] = {
    "same/candidates": Sameness(
        "emails of different candidates in one situation",
        lambda one, other: root_of(one.case) != root_of(other.case) and one.seed == other.seed,
    ),
    "same/panel": Sameness(
        "emails to the members of one panel",
        lambda one, other: one.case != other.case and _panel(one) == _panel(other) and one.seed == other.seed,
    ),
    "same/seeds": Sameness(
        "emails from the same notes with other seeds", lambda one, other: one.case == other.case and one.seed != other.seed
    ),
}


def score_sameness(name: str, records: Sequence[CaseRecord]) -> Score:
    """The mean, over the emails, of the share each has in common with the most alike of the others (0 to 1); the worst pair is named.

    Records without an email do not count; where no two may be compared the score is None.
    """
    kind = SAMENESS[name]
    groups: dict[tuple[str, str], list[tuple[int, CaseRecord, frozenset[tuple[str, ...]]]]] = defaultdict(list)
    for at, record in enumerate(records):
        if record.email:
            groups[record.model, record.scenario].append((at, record, word_runs(record.body)))
    closest: dict[int, float] = {}
    worst: tuple[float, str] = (0.0, "")
    for (at, one, first), (to, other, second) in (pair for group in groups.values() for pair in combinations(group, 2)):
        if not kind.pairs(one, other):
            continue
        shared = share(len(first & second), min(len(first), len(second)))
        closest[at], closest[to] = max(closest.get(at, 0.0), shared), max(closest.get(to, 0.0), shared)
        if shared > worst[0]:
            worst = (shared, f"{_label(one)} and {_label(other)}")
    if not closest:
        return Score(name=name, reason=f"no two {kind.about} to compare")
    mean = sum(closest.values()) / len(closest)
    reason = f"over {len(closest)} {kind.about}" + (f"; the most alike: {worst[1]}, {worst[0]:.0%}" if worst[1] else "; nothing in common")
    return Score(name=name, value=round(mean, 4), reason=reason)


def word_runs(text: str) -> frozenset[tuple[str, ...]]:
    """All rows of five words in a text; capitals and accents do not count."""
    spoken = [word.text for word in words(fold(text))]
    return frozenset(tuple(spoken[at : at + _RUN]) for at in range(len(spoken) - _RUN + 1))


def _label(record: CaseRecord) -> str:
    return f"{record.case} seed {record.seed}" if record.seed else record.case
