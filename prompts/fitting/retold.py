"""Jotted turns of a fact put as an email says them, before it is fitted: "I told her that I", "should of", "because there they"."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind

__all__ = ["retold"]

_CLOCK = LazyPattern(r"^\d{1,2}[:.]\d{2}(?: ?(?:am|pm|h))?(?: ?[-–] ?\d{1,2}[:.]\d{2})?(?: ?(?:am|pm|h))?[:,]? (?=[^\W\d])", re.IGNORECASE)
_SHOULD_OF = LazyPattern(r"\b(should|could|would|must|might) of (?=[a-z])", re.IGNORECASE)
_HAD_TO = LazyPattern(r"\b(we|they|you|i|he|she)['’]d to (?=[a-z])", re.IGNORECASE)
_BECAUSE_THERE = LazyPattern(
    r"\b(because|since|as) there (?!(?:is|are|was|were|will|would|has|have|had|seems?|can|must|should|comes?|came|'s)\b)"
    r"(?P<rest>[^.,;]*[^.,;\s])",
    re.IGNORECASE,
)
_ITS = LazyPattern(r"(?:^|(?<=[.;,] ))its (?=\w+ \d|not\b)", re.IGNORECASE)
_STILL = LazyPattern(r"[,.] (?:i am |i['’]m )?still (?:very |really |so )?(?:interested|keen)\.?$", re.IGNORECASE)

_LIKED = LazyPattern(
    r"^(?:(?:also|and|plus|then|so) )*(?P<how>(?:really |just )?(?:liked|loved|enjoyed|appreciated|admired)) (?=that\b)", re.IGNORECASE
)

#: What a note says before the thing itself: "I told her that", "what won me was", "it's that".
_LEADS = {
    FactKind.STRENGTH: named_pattern("strength_told"),
    FactKind.MOTIVATION: named_pattern("motive_lead"),
    FactKind.REASON: named_pattern("reason_lead"),
    FactKind.TOPIC: named_pattern("telling_lead"),
    FactKind.RAPPORT: named_pattern("telling_lead"),
}
#: "What decided it was the apprentice ...": a thing, and no sentence by itself.
_THING = LazyPattern(r"(?:the|an?|one|how|that|being|seeing|hearing|meeting|his|her|their|your) ", re.IGNORECASE)
_FEELING = LazyPattern(
    r"^(?P<much>(?:(?:very|so|really|truly|most|just) )*)(?P<how>happy|glad|excited|pleased|proud|thrilled|curious|delighted)"
    r"(?: (?:mainly|mostly|above all|especially))? (?=(?:that|to|because|about|with|for|of)\b)",
    re.IGNORECASE,
)

#: Kinds that tell of a meeting or of work, where the hour of the programme says nothing.
_OF_THE_DAY = frozenset({FactKind.TOPIC, FactKind.STRENGTH, FactKind.RAPPORT})


def retold(fact: Fact) -> Fact:
    """The fact with turns that only a note has put as one says them; the same fact where it has none."""
    text = _SHOULD_OF.sub(r"\1 have ", fact.text)
    text = _HAD_TO.sub(r"\1 had to ", text)
    text = _BECAUSE_THERE.sub(_there_last, text)
    if fact.kind in _OF_THE_DAY:
        text = _CLOCK.sub("", text)
    if (lead := _LEADS.get(fact.kind)) and (told := lead.match(text)):
        rest = text[told.end() :]
        is_thing = fact.kind is FactKind.MOTIVATION and _THING.match(rest)
        text = rest if is_thing or not fact.text[:1].isupper() else rest[:1].upper() + rest[1:]
    if fact.kind is FactKind.RAPPORT:
        text = _LIKED.sub(lambda match: f"I {match['how'].lower()} ", text)
    if fact.kind is FactKind.CORRECTION:
        text = _ITS.sub("it is ", text)
    if fact.kind is FactKind.MOTIVATION:
        text = _STILL.sub("", text)
        text = _FEELING.sub(lambda match: f"I am {match['much'].lower()}{match['how'].lower()} ", text)
    return fact if text == fact.text else fact.model_copy(update={"text": text})


def _there_last(match: re.Match[str]) -> str:
    return f"{match[1]} {match['rest']} there"
