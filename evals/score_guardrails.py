"""Counts what the guardrails did with labelled drafts: by rule, by kind of defect, by situation, and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from evals.shares import Share
from evals.suite_guardrails import Judged, matches

__all__ = ["GuardrailScore", "Row", "score_guardrails"]


@dataclass(frozen=True, slots=True)
class Row:
    """The counts under one name: a rule, a kind of defect or a situation.

    Of the `planted` defects every one is `caught` (refused for the right reason), refused for an`other` one, only `warned`
    of, `missed` or `failed`. Of the `good` drafts, `false_alarms` were refused under this name.
    """

    name: str
    planted: int = 0
    caught: int = 0
    other: int = 0
    warned: int = 0
    missed: int = 0
    failed: int = 0
    good: int = 0
    false_alarms: int = 0

    @property
    def recall(self) -> Share:
        """Of the defects planted, those refused for the right reason; failed ones are left out."""
        return Share(self.caught, self.planted - self.failed)

    @property
    def precision(self) -> Share:
        """Of the drafts refused under this name, those where that was right."""
        return Share(self.caught, self.caught + self.false_alarms)

    def to_json(self) -> dict[str, object]:
        """The counts, recall and precision."""
        counts: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return {**counts, "recall": self.recall.to_json(), "precision": self.precision.to_json()}


@dataclass(frozen=True, slots=True)
class GuardrailScore:
    """The figures of one part.

    `confusion` counts defects by (family expected, family of the first error, "none" where nothing refused). `also` are the
    caught ones that another family refused as well: a minimal defect should break one rule.
    """

    right: Share
    refused_good: Share
    failures: int
    also: int
    rules: tuple[Row, ...]
    kinds: tuple[Row, ...]
    situations: tuple[Row, ...]
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def metrics(self) -> dict[str, Share | float | None]:
        """What thresholds may be set for."""
        nothing = not (self.right.n or self.refused_good.n or self.failures)
        return {
            "defects_refused_for_the_right_reason": self.right,
            "good_drafts_refused": self.refused_good,
            "failures": None if nothing else float(self.failures),
        }

    def to_json(self) -> dict[str, object]:
        """The figures as one object."""
        return {
            "defects_refused_for_the_right_reason": self.right.to_json(),
            "good_drafts_refused": self.refused_good.to_json(),
            "failures": self.failures,
            "caught_with_another_family": self.also,
            "rules": [row.to_json() for row in self.rules],
            "kinds": [row.to_json() for row in self.kinds],
            "situations": [row.to_json() for row in self.situations],
            "confusion": [{"expected": pair[0], "found": pair[1], "n": n} for pair, n in sorted(self.confusion.items())],
        }


def score_guardrails(judged: Sequence[Judged]) -> GuardrailScore:
    """The figures of these drafts; failed ones count under `failures` and in no share.

    A defect that several rules may catch stands in the row of the one it names first.
    """
    good = [one for one in judged if one.draft.kind is None]
    defects = [one for one in judged if one.draft.kind is not None]
    scored_good = [one for one in good if one.outcome != "failed"]
    caught = [one for one in defects if one.outcome == "caught"]
    expected = {one.draft.expected[0] for one in defects}
    alarming = {rule for one in scored_good for rule in one.errors}
    rules = [
        _row(name, [one for one in defects if one.draft.expected[0] == name], good, _refused_by(name))
        for name in sorted(expected | alarming)
    ]
    kinds = [
        _row(kind, [one for one in defects if one.draft.kind == kind], [], _never)
        for kind in sorted({one.draft.kind or "" for one in defects})
    ]
    situations = []
    for scenario in dict.fromkeys(one.draft.scenario for one in judged):
        mine = [one for one in defects if one.draft.scenario == scenario]
        situations.append(_row(scenario, mine, [one for one in good if one.draft.scenario == scenario], _is_refused))
    return GuardrailScore(
        right=Share(len(caught), sum(one.outcome != "failed" for one in defects)),
        refused_good=Share(sum(one.outcome == "refused" for one in good), len(scored_good)),
        failures=sum(one.outcome == "failed" for one in judged),
        also=sum(bool({_family(rule) for rule in one.errors} - {_family(rule) for rule in one.draft.expected}) for one in caught),
        rules=tuple(sorted(rules, key=_worst_first)),
        kinds=tuple(sorted(kinds, key=_worst_first)),
        situations=tuple(situations),
        confusion=_confusion(defects),
    )


def _row(name: str, defects: Sequence[Judged], good: Sequence[Judged], refused: Callable[[Judged], bool]) -> Row:
    counts = Counter(one.outcome for one in defects)
    scored = [one for one in good if one.outcome != "failed"]
    return Row(
        name,
        planted=len(defects),
        caught=counts["caught"],
        other=counts["other"],
        warned=counts["warned"],
        missed=counts["missed"],
        failed=counts["failed"],
        good=len(scored),
        false_alarms=sum(map(refused, scored)),
    )


def _refused_by(name: str) -> Callable[[Judged], bool]:
    return lambda one: any(matches(rule, (name,)) for rule in one.errors)


def _is_refused(one: Judged) -> bool:
    return one.outcome == "refused"


def _never(_: Judged) -> bool:
    return False


def _worst_first(row: Row) -> tuple[float, int, str]:
    return (1.0 if row.recall.value is None else row.recall.value, -row.false_alarms, row.name)


def _family(rule: str) -> str:
    return rule.partition("-")[0]


def _confusion(defects: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """Expected against found family; a caught defect counts as found where it was expected."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in defects:
        if one.outcome == "failed":
            continue
        hit = next((rule for rule in one.errors if matches(rule, one.draft.expected)), None)
        wanted = _family(hit or one.draft.expected[0])
        pairs[wanted, _family(hit) if hit else _family(one.errors[0]) if one.errors else "none"] += 1
    return dict(pairs)
