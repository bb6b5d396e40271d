"""The shapes a report is made of: what the statistics say of a run, and the summary that every renderer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evals.results import CaseRecord, RunHead
from evals.shares import Share

__all__ = [
    "CaseSummary",
    "Cell",
    "Change",
    "Difference",
    "Interval",
    "Judged",
    "ModelSummary",
    "Scorer",
    "Statistics",
    "Summary",
    "Verdict",
]

#: What a paired difference shows.
Verdict = Literal["higher", "lower", "no difference shown"]

#: (model, scorer, situation); the situation "" stands for all of them.
CellKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, how many cases it is over, and how far it may be off at 95 per cent (None where nothing can be said)."""

    mean: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`first` less `second` on the cases both answered: mean of the paired differences, its interval and a verdict.

    `smallest` is the smallest difference that this many cases could have shown.
    """

    first: str
    second: str
    scorer: str
    n: int
    mean: float
    low: float | None
    high: float | None
    smallest: float | None
    verdict: Verdict
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure against the baseline run. `case` is "" for a mean over cases; `before` and `now` None where unscored."""

    model: str
    scorer: str
    before: float | None
    now: float | None
    verdict: Literal["worse", "better", "same", "new", "gone"]
    case: str = ""
    scenario: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One threshold held against a figure of one part of this run; `met` is None where there was nothing to count."""

    metric: str
    bound: str
    value: float | None
    met: bool | None
    model: str = ""
    why: str = ""
    part: str = "open"

    @property
    def who(self) -> str:
        """The model, and the part where it is the cases held back."""
        return f"{self.model} (held back)" if self.part == "held" else self.model


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the statistics of a run have to say; any part may be left out. `intervals` has a key for each cell."""

    intervals: Mapping[CellKey, Interval] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
    judged: tuple[Judged, ...] = ()
    remarks: tuple[str, ...] = ()
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A scorer as the report shows it.

    `graded`: its values are assertions or lie between 0 and 1, where more is better; anything else is a plain measure with
    the unit `unit`. `raw`: it speaks of the first draft, before any repair, and fails nobody. `about` says what it measures.
    """

    name: str
    kind: Literal["assertion", "number"]
    graded: bool
    raw: bool = False
    unit: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One scorer's mean over one model's cases in one situation, or in all. Unscored and broken are counted, not averaged."""

    mean: float | None
    n: int
    low: float | None = None
    high: float | None = None
    unscored: int = 0
    errors: int = 0

    @classmethod
    def of_share(cls, share: Share) -> Cell:
        """A share of a count with its interval."""
        low, high = share.interval or (None, None)
        return cls(share.value, share.n, low, high)


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """One model over all its cases.

    `asked_rightly` and `asked_wrongly` are those of `asked` of which a check says so. `passed` and `raw_passed` are over the cases
    where it wrote (scored or refused). `checks` counts the yes/no checks of its emails, `marks` is the mean of the scores
    between 0 and 1. Seconds are of one case; `cost_usd` is over `priced` cases.
    """

    model: str
    n: int
    scored: int
    asked: int
    asked_rightly: int
    asked_wrongly: int
    refused: int
    failed: int
    unscored: int
    broken_scores: int
    passed: Share
    raw_passed: Share
    checks: Share
    marks: Interval | None
    seconds_median: float | None
    seconds_p95: float | None
    calls: int
    tokens: int | None
    cost_usd: float | None
    priced: int
    cached: int


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One case with what each model made of it: `records` by model, one for each seed; `rank` is smaller the worse it went."""

    case: str
    scenario: str
    records: Mapping[str, tuple[CaseRecord, ...]]
    rank: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a renderer needs. `cells` may lack a key: that scorer had no case there.

    `hidden` more cases are held back: they count in every mean and are not among `cases`.
    """

    head: RunHead
    models: tuple[ModelSummary, ...]
    scorers: tuple[Scorer, ...]
    scenarios: tuple[str, ...]
    cells: Mapping[CellKey, Cell]
    cases: tuple[CaseSummary, ...]
    statistics: Statistics
    hidden: int = 0

    @property
    def n(self) -> int:
        """How many records the run has."""
        return sum(model.n for model in self.models)

    @property
    def silent(self) -> tuple[Scorer, ...]:
        """The scorers that had nothing to say of any case, and did not break either."""
        spoke = {key[1] for key, cell in self.cells.items() if cell.n or cell.errors}
        return tuple(scorer for scorer in self.scorers if scorer.name not in spoke)

    @property
    def graded(self) -> tuple[Scorer, ...]:
        """The graded scorers that had something to say, those on the first draft last."""
        silent = {scorer.name for scorer in self.silent}
        return tuple(sorted((one for one in self.scorers if one.graded and one.name not in silent), key=lambda one: one.raw))

    @property
    def regressions(self) -> tuple[Change, ...]:
        """What went worse than in the baseline run."""
        return tuple(change for change in self.statistics.changes if change.verdict == "worse")

    @property
    def unmet(self) -> tuple[Judged, ...]:
        """The thresholds that were not reached."""
        return tuple(one for one in self.statistics.judged if one.met is False)

    def cell(self, model: str, scorer: str, scenario: str = "") -> Cell | None:
        """One cell, or None where there is nothing."""
        return self.cells.get((model, scorer, scenario))
