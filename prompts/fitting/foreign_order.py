"""Whether a note follows the word order of another language: such words cannot stand in an English email as they are."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern

__all__ = ["is_foreign_order"]

_WHO = r"(?:i|we|you|he|she|they|it|one)"
_SIGNS = (
    # "I would the work still very gladly have", "one could the driver a thermometer give"
    LazyPattern(
        rf"\b{_WHO} (?:would|could|can|will|must|should|may|might) (?:the|a|an|my|your|this|that|his|her|their|our)\b", re.IGNORECASE
    ),
    # "on the 11th June had I the interview"
    LazyPattern(
        r"^(?!what|where|when|how|who|why|which|nor|neither|never|only|not|so|should|had|were|if)[^?,]{4,60}? "
        rf"(?:had|have|was|am|did) {_WHO}\b(?![^.]*\?)",
        re.IGNORECASE,
    ),
    # "until today came nothing", "I have this already done"
    LazyPattern(
        rf"\b{_WHO} (?:have|has|had) (?:the|this|that|it|them|my|your|an?) (?:\w+ ){{1,5}}"
        r"(?:done|made|seen|written|given|taken|found|learned|learnt|said|told|worked)$",
        re.IGNORECASE,
    ),
    # "I very like", "I much enjoyed it", "it gives many people who"
    LazyPattern(
        r"\bi very (?:like|liked|love|want|enjoy)\b|\bi am (?:agree|interesting in)\b|\bit gives (?:many|some|a lot)\b", re.IGNORECASE
    ),
    # "for to say", "I am who teached"
    LazyPattern(r"\bfor to [a-z]+\b|\bi am who\b|\bregret not to can\b|\bhas explained me\b|\bhave well received\b", re.IGNORECASE),
)


def is_foreign_order(text: str) -> bool:
    """True when a note surely follows another language's order or idiom; a short jotting never does."""
    return len(text.split()) >= 5 and any(sign.search(text) for sign in _SIGNS)
