"""GND-number and GND-money: a figure stands in the notes, or counts nothing but the letter's own words."""

from __future__ import annotations

import re
from itertools import pairwise

from guardrails.claim_scope import is_planned
from guardrails.figures_time import is_noted_time
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.measures import is_noted_rate
from guardrails.numbers import Quantity, find_quantities
from guardrails.offers import is_offered
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_quantity"]

_SMALL, _FEW = 5, 3
_THOUGHT = compiled(
    r"\b(?:would|could|can|cannot|can['\u2019]t|may|might|should|if|hope|wish|one|nobody|never|no)\b|['\u2019]d\b", re.IGNORECASE
)


def check_quantity(amount: Quantity, part: Part, text: str, ground: Ground) -> list[Finding]:
    """Findings for one figure of a part of the draft: none where the notes have it."""
    span = (amount.start, amount.end)
    if _is_idiom(amount, text) or is_offered(amount, text) or (amount.unit == "" and _is_part_of_name(amount, text, ground)):
        return []
    if amount.text.casefold() == "half" and not any(one.unit == "percent" for one in ground.quantities):
        return []
    rival = _noted_otherwise(amount, ground)
    if _is_count_of_list(amount, text) or (not rival and _is_of_plan(amount, text)):
        return []
    if not rival and amount.unit == "" and _is_small_thought(amount, text):
        return []
    if (
        amount.unit == "ordinal"
        and amount.value in ground.calendar.month_days
        and re.search(r"\bthe\s+$", text[max(0, amount.start - 6) : amount.start])
    ):
        return []
    if ground.supports_quantity(amount):
        if amount.inflated and not _is_inflated_in_notes(amount, text, ground):
            message = f"The notes have {amount.text!r} as it is, not as a lower or upper bound."
            return [_finding("GND-number", part, span, message, f"Write {amount.text!r} plainly.", "warning")]
        return []
    if is_noted_time(amount, text, ground) or _is_below_zero(amount, text) or is_noted_rate(amount, text, ground):
        return []
    if _is_reckoned(amount, text, ground) or _has_unit_of_another(amount, text, ground) or _is_two_of_ours(amount, text):
        return []
    if not rival and _is_estimate(amount, text):
        message = f"The figure {amount.text!r} is an estimate that the notes do not have."
        return [_finding("GND-number", part, span, message, "Make sure that it follows from the notes.", "warning")]
    rule = "GND-money" if amount.unit == "money" else "GND-number"
    near = next((one for one in ground.quantities if one.value == amount.value and one.text), None) or next(
        (one for one in ground.quantities if one.unit == amount.unit and one.unit and one.text), None
    )
    seen = f"; they have {near.text!r}" if near else ""
    fix = f"Write {near.text!r} if that is meant, or leave the figure out." if near else "Leave the figure out, or add it to the notes."
    return [_finding(rule, part, span, f"The figure {amount.text!r} is not in the notes{seen}.", fix)]


def _is_count_of_list(amount: Quantity, text: str) -> bool:
    """As in "two quarantine periods, antelope and buffalo": the letter counts what it lists."""
    if not amount.worded or amount.unit or amount.value > _SMALL:
        return False
    rest = re.split(r"[.!?;\n]", text[amount.end : amount.end + 200])[0]
    mark = re.search(r"[:,\u2014\u2013(]", rest)
    if mark is None:
        return False
    items = re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+", rest[mark.end() :].strip())
    found = [item for item in items if item.strip()]
    return len(found) >= amount.value and all(len(item.split()) <= _LISTED_WORDS for item in found[: int(amount.value)])


#: An item of a list that is counted has at most so many words.
_LISTED_WORDS = 6


def _is_small_thought(amount: Quantity, text: str) -> bool:
    """As in "one man cannot plan two forests", "I would ask two people": a small round count in a thought, not in a report."""
    before = re.split(r"[.!?;\n]", text[max(0, amount.start - 120) : amount.start])[-1]
    return amount.worded and amount.value <= _FEW and bool(_THOUGHT.search(before))


#: A plan counts in words, and up to here ("I would follow ten containers").
_PLANNED = 100
_OF_PLAN = frozenset({"", "times", "minute", "hour", "day", "week", "month"})


def _is_of_plan(amount: Quantity, text: str) -> bool:
    """As in "I would follow ten containers for two weeks": the writer's own plan, and no report."""
    return amount.worded and amount.value <= _PLANNED and amount.unit in _OF_PLAN and is_planned(text, amount.start)


def _noted_otherwise(amount: Quantity, ground: Ground) -> bool:
    """Whether the notes count the same thing, or the same unit of time, with another figure."""
    if amount.unit and any(one.unit == amount.unit and one.text for one in ground.quantities):
        return True
    if not amount.noun:
        return False
    return any(one.noun == amount.noun for one in ground.quantities) or any(
        token.stem == amount.noun and before.low in _COUNTS for one in ground.public for before, token in pairwise(one.words)
    )


_COUNTS = frozenset({"one", "a", "an", "single", "both", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen"})


def _is_reckoned(amount: Quantity, text: str, ground: Ground) -> bool:
    """As in "from day 8 to day 5 ... three days": the sum or difference of two noted figures that stand close before."""
    if amount.unit == "money":
        return False
    near = text[max(0, amount.start - _CLOSE) : amount.start]
    values = [one.value for one in find_quantities(near) if one.unit in {"", "ordinal", amount.unit} and ground.supports_quantity(one)]
    return any(
        abs(abs(first - second) - amount.value) < 1e-9 or abs(first + second - amount.value) < 1e-9
        for index, first in enumerate(values)
        for second in values[index + 1 :]
    )


def _has_unit_of_another(amount: Quantity, text: str, ground: Ground) -> bool:
    """As in "6,000 euros, and not 10,000", "from twenty-five minutes to eight": the unit of a figure close before is meant."""
    if amount.unit or not _ENDS_THERE.match(text, amount.end):
        return False
    near = text[max(0, amount.start - _CLOSE_UNIT) : amount.start]
    return any(one.unit and ground.supports_quantity(amount._replace(unit=one.unit)) for one in find_quantities(near))


#: A figure without a unit ends its clause.
_ENDS_THERE = compiled(r"\s*(?:[.,;:!?)]|$|\b(?:and|but|when|while|as|in|by|on|at)\b)", re.IGNORECASE)
_CLOSE_UNIT = 60


def _is_below_zero(amount: Quantity, text: str) -> bool:
    """As in "20 below zero": a mark on the scale, and no count."""
    return amount.value == 0 and bool(
        re.search(r"\b(?:below|above|under|over|near|at|to|from)\s+$", text[max(0, amount.start - 8) : amount.start])
    )


def _is_two_of_ours(amount: Quantity, text: str) -> bool:
    """As in "our two grandmothers": one of the writer's and one of the reader's."""
    return amount.worded and amount.value == _PAIR and bool(re.search(r"\bour\s+$", text[max(0, amount.start - 6) : amount.start]))


_PAIR = 2
#: Figures that are reckoned with stand no further off.
_CLOSE = 120
_HEDGE = compiled(r"\b(?:under|less than|about|around|nearly|almost|roughly|some|perhaps|maybe)\s+(?:a\s+)?$", re.IGNORECASE)


def _is_estimate(amount: Quantity, text: str) -> bool:
    """As in "the last one would be open in under two years"."""
    before = text[max(0, amount.start - 20) : amount.start]
    return amount.worded and bool(_HEDGE.search(before)) and is_planned(text, amount.start)


def _is_idiom(amount: Quantity, text: str) -> bool:
    after = text[amount.end : amount.end + 24].casefold()
    if amount.value == 100 and amount.unit == "percent":
        return bool(re.match(r"\s*(?:sure|certain|committed|agree|behind|with you|convinced)", after))
    before = text[max(0, amount.start - 16) : amount.start].casefold()
    if (amount.worded and amount.unit == "hour" and amount.value == 1) or re.match(r"\s+or\s+two\b", after):
        return amount.value == 1
    return amount.worded and bool(re.search(r"\bone (?:or|hundred)\s*$", before))


def _is_part_of_name(amount: Quantity, text: str, ground: Ground) -> bool:
    """As in "3M", "ISO 9001", "Studio 54": the figure stands in the notes as such."""
    raw = text[amount.start : amount.end].strip().casefold()
    return raw in ground.exact


def _is_inflated_in_notes(amount: Quantity, text: str, ground: Ground) -> bool:
    return (
        any(one.inflated or "+" in one.text for one in ground.quantities if one.value == amount.value)
        or amount.unit == "ordinal"
        or _is_deadline(amount, text)
    )


def _is_deadline(amount: Quantity, text: str) -> bool:
    before = text[max(0, amount.start - 14) : amount.start].casefold()
    return (
        bool(re.search(r"(?:over (?:the )?|move over )$", before))
        and amount.unit in {"", "week", "day", "month"}
        and not re.search(r"\bover (?:a )?$", before)
    )


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)
