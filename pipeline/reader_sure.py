"""Rules and classifier together: what a clause is when the rules alone are not sure."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reader_scorer import NONE, ORDER, PRIVATE, label_of, scorer
from prompts.notes import FactKind, ScenarioId

__all__ = ["FELT", "Weighed", "weigh"]

#: Why the classifier alone holds a clause back.
FELT = "it reads like something to keep to yourself"
#: How sure the classifier must be, from 0 to 1; docs/decisions/0007-reader-classifier.md tells how these were found.
_SECRET = 0.25
_SECRET_AGAINST_RULES = 0.45
_SECRET_OF_HEADER = 0.5
_ORDER = 0.6
_KIND = 0.35
_AHEAD = 0.3
_NOTHING = 0.5

_DECISIONS = frozenset({ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK})
_ONLY_IN = {
    FactKind.REASON: _DECISIONS,
    FactKind.START_DATE: _DECISIONS,
    FactKind.OFFER: _DECISIONS,
    FactKind.CORRECTION: frozenset({ScenarioId.BAD_INTERVIEW, ScenarioId.ASSESSMENT_CENTER}),
    FactKind.TIMELINE: frozenset(ScenarioId) - _DECISIONS,
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a clause is, and why it stays out of the email; `why` is empty for what may be told."""

    kind: FactKind | None
    why: str = ""
    order: bool = False


def weigh(text: str, scenario: ScenarioId | None, kind: FactKind | None, *, cued: bool = False, header: bool = False) -> Weighed:
    """What a clause is that the rules neither found private nor took for an order.

    Args:
        text: the clause.
        scenario: the situation, when known: a reason for a decision stands only where one is made.
        kind: what the rules make of it.
        cued: whether words of the clause speak for `kind`, and not only its place in a list.
        header: whether it names the job, the employer or a person, which is seldom a secret.
    """
    found = scorer().score(text, scenario, label_of(kind, cued=cued))
    if found[ORDER] >= _ORDER:
        return Weighed(None, "it reads like an instruction, not a note", order=True)
    needed = max(_SECRET_AGAINST_RULES, found.get(kind, 0.0) + _AHEAD) if cued and kind else _SECRET_OF_HEADER if header else _SECRET
    if found[PRIVATE] >= needed:
        return Weighed(FactKind.PRIVATE, FELT)
    kinds = {name: value for name in FactKind if name in found and _fits(name, scenario) and (value := found[name]) and name != PRIVATE}
    best = max(kinds, key=lambda name: kinds[name])
    if kind is None:
        return Weighed(best if kinds[best] >= _KIND and kinds[best] > found[NONE] else None)
    if kind is FactKind.TOPIC and found[NONE] >= _NOTHING:
        return Weighed(None)
    # A slip that is told as a strength is worse than one that is filed under the wrong name.
    lead = _AHEAD if cued and kind is FactKind.CORRECTION else 0.0
    return Weighed(best if kinds[best] >= found.get(kind, 0.0) + lead and kinds[best] > found[NONE] else kind)


def _fits(kind: FactKind, scenario: ScenarioId | None) -> bool:
    return scenario is None or kind not in _ONLY_IN or scenario in _ONLY_IN[kind]
