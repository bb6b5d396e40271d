"""Rules and classifier together: what a clause is when the rules alone are not sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.reader_scorer import NONE, ORDER, PRIVATE, label_of, scorer
from prompts.fitting.words import named_pattern
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["FELT", "Weighed", "tells_own_work", "weigh"]

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
_NOTHING_AT_ALL = 0.9

#: How sure the classifier must be that a clause says why: an email gives it as the reason for a yes or no.
_REASON = 0.4

#: What the writer did, behind "I told her that" or "I said that at Pearson Dairy".
_MINE = compiled(
    r"(?:(?:at|in|on|with|for|during) [^,.;]{3,60}?,? )?i(?:'ve| have)? "
    r"(?!would|could|will|want|like|love|hope|think|thought|was asked|do ?n.?t|am)[a-z]",
    re.IGNORECASE,
)


@cache
def _told() -> re.Pattern[str]:
    return named_pattern("strength_told")()


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


def tells_own_work(text: str) -> bool:
    """Whether a clause says what the writer told them of work done: "I said that at Pearson Dairy I set up rolling counts"."""
    told = _told().match(text)
    return bool(told and _MINE.match(text, told.end()))


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
    if found[NONE] >= (_NOTHING if kind is FactKind.TOPIC else _NOTHING_AT_ALL) and (kind is FactKind.TOPIC or header or not cued):
        return Weighed(None)
    if kind is FactKind.TOPIC and tells_own_work(text):
        return Weighed(FactKind.STRENGTH)
    if (best is FactKind.REASON and kinds[best] < _REASON) or (cued and (kind, best) == (FactKind.CORRECTION, FactKind.CONCERN)):
        return Weighed(kind)
    if cued and kind in {FactKind.AVAILABILITY, FactKind.PROMISE} and scenario is ScenarioId.ACCEPT_OFFER:
        return Weighed(kind)  # "I'm away until 3 January" is no first day, and "I have read the contract" no reason
    if cued and kind is FactKind.TIMELINE and best is FactKind.DEADLINE and scenario not in _DECISIONS:
        return Weighed(kind)  # a day they named for their answer is no date of the writer's
    # A slip that is told as a strength is worse than one that is filed under the wrong name.
    lead = _AHEAD if cued and kind is FactKind.CORRECTION else 0.0
    return Weighed(best if kinds[best] >= found.get(kind, 0.0) + lead and kinds[best] > found[NONE] else kind)


def _fits(kind: FactKind, scenario: ScenarioId | None) -> bool:
    return scenario is None or kind not in _ONLY_IN or scenario in _ONLY_IN[kind]
