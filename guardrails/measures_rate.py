"""How often something happens, counted in times or in things: "twice a week" and "two trips a week"."""

from __future__ import annotations

import re

from guardrails.ground import Ground
from guardrails.numbers import Quantity
from prompts.patterns import compiled

__all__ = ["is_noted_rate"]

_TIMES = compiled(r"\b(once|twice|thrice|three\s+times|four\s+times)\s+(?:a|an|per|each|every)\s+(\w+)", re.IGNORECASE)
_COUNT = {"once": 1, "twice": 2, "thrice": 3, "three": 3, "four": 4}
#: What stands behind the figure: at most two words, then the period.
_RATE = compiled(r"\s+(?:[a-z]+\s+){1,2}(?:a|an|per|each|every)\s+(\w+)")


def is_noted_rate(amount: Quantity, text: str, ground: Ground) -> bool:
    """Whether a count of things for a period is what the notes tell as so many times for the same period."""
    rate = _RATE.match(text, amount.end)
    if rate is None or amount.unit:
        return False
    noted = {
        (_COUNT[match[1].split()[0].casefold()], match[2].casefold()) for one in ground.public for match in _TIMES.finditer(one.fact.text)
    }
    return (amount.value, rate[1].casefold()) in noted
