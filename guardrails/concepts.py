"""What a private note is about (health, another employer, a debt ...), and where a sentence speaks of the same thing in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from guardrails.lexicon import Lexicon, Passage, load_lexicons
from prompts.patterns import compiled

__all__ = ["Touch", "concepts_of", "find_touches", "is_touched"]

_NOTED, _TRADE = "_noted", "_trade"
#: A private note is about nothing of its own under this concept; every note with a concept has it too.
_PERSONAL = "personal"
#: A sum in a private note ("they said max 52k") is pay, whatever stands around it.
_PAY = "wages_said"
_SUM = compiled(r"[£$€₹₦]\s?\d|\b\d+(?:[.,]\d+)?\s?k\b", re.IGNORECASE)


class Touch(NamedTuple):
    """A place that speaks of a concept; `is_plain` when an ordinary word of the subject does, not an idiom for it."""

    concept: str
    start: int
    end: int
    is_plain: bool


@cache
def _lexicons() -> dict[str, Lexicon]:
    return load_lexicons("truth/concepts")


@cache
def _names() -> tuple[str, ...]:
    return tuple(name for name in _lexicons() if not name.endswith((_NOTED, _TRADE)))


def _speaks(name: str, passage: Passage) -> bool:
    lexicon = _lexicons().get(name)
    return lexicon is not None and bool(lexicon.find(passage, quotes=True))


def concepts_of(text: str) -> frozenset[str]:
    """The concepts that a private note is about; `personal`, the bare hint at something kept back, is one for every note."""
    passage = Passage.of(text)
    paid = frozenset({_PAY} if _SUM.search(text) else ())
    return paid | frozenset(name for name in _names() if name == _PERSONAL or _speaks(name + _NOTED, passage) or _speaks(name, passage))


def is_touched(concept: str, text: str) -> bool:
    """Whether a public text (a fact, the role, the company) belongs to the field of a concept."""
    passage = Passage.of(text)
    return _speaks(concept + _TRADE, passage) or _speaks(concept, passage)


def find_touches(passage: Passage, concepts: Iterable[str]) -> list[Touch]:
    """Where a text speaks of these concepts, by concept and place.

    Args:
        passage: the text, made ready once.
        concepts: names from `concepts_of`.
    """
    return [
        Touch(concept, hit.start, hit.end, hit.level == "plain")
        for concept in sorted(concepts)
        for hit in _lexicons()[concept].find(passage, quotes=True)
    ]
