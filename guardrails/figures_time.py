"""Figures that tell a time of the notes in words: an hour of the day ("after eight"), the days between two dates ("these two days")."""

from __future__ import annotations

import re

from guardrails.calendar import Calendar, date_of
from guardrails.ground import Ground
from guardrails.moments import HOURS_IN_WORDS
from guardrails.numbers import Quantity
from prompts.patterns import compiled

__all__ = ["is_noted_time"]

_HOURS, _MINUTES = 12, 60
#: What stands before an hour, and after it.
_AT = compiled(r"\b(?:at|by|from|after|before|until|till|past|since|around|about|between|and|to|early\s+as|late\s+as)\s+$", re.IGNORECASE)
_OF_DAY = compiled(
    r"\s*(?:o['\u2019]?clock\b|in\s+the\s+(?:\w+\s+)?(?:morning|afternoon|evening|night)|at\s+night|sharp\b|on\s+the\s+dot|[ap]\.?m\b|thirty\b|fifteen\b)",
    re.IGNORECASE,
)
#: The minutes after an hour in words ("five thirty"), or behind a full stop ("5.30").
_MINUTES_AFTER = compiled(r"[\s-](?P<minutes>thirty|fifteen|forty-five|forty\s+five|twenty|ten|forty|fifty)(?![\w-])", re.IGNORECASE)
_IN_WORDS = {"thirty": 30, "fifteen": 15, "forty-five": 45, "forty five": 45, "twenty": 20, "ten": 10, "forty": 40, "fifty": 50}
_CLOCK_FIGURE = compiled(r"(\d{1,2})\.(\d{2})")
_HOUR_BEFORE = compiled(rf"\b({'|'.join(HOURS_IN_WORDS)})[\s-]$", re.IGNORECASE)
#: Days are counted from one date to another only beside such words.
_BETWEEN_BEFORE = compiled(r"\b(?:these|those|the|extra|in|within|another|only|just|about|over|some|almost|nearly)\s+$", re.IGNORECASE)
_BETWEEN_AFTER = compiled(
    r"['\u2019]?\s*(?:from\s+(?:now|today)|ago|time\b|left\b|before|until|till|earlier|early|later|ahead|away|after|since|past|(?:of\s+)?(?:notice|grace|warning)|are\b|will\b)",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7}


def is_noted_time(amount: Quantity, text: str, ground: Ground) -> bool:
    """Whether a figure tells an hour of the notes, or counts the days between two of their dates."""
    if amount.unit in _DAYS:
        return _is_between_dates(amount, text, ground.calendar)
    if amount.unit or not ground.calendar.clocks:
        return False
    figure = _CLOCK_FIGURE.fullmatch(amount.text)
    if figure:
        return _is_clock(int(figure[1]) * _MINUTES + int(figure[2]), ground.calendar)
    hour = _HOUR_BEFORE.search(text[max(0, amount.start - 8) : amount.start])
    if hour and amount.value in _IN_WORDS.values():
        return _is_clock((HOURS_IN_WORDS.index(hour[1].casefold()) + 1) * _MINUTES + int(amount.value), ground.calendar)
    if not (0 < amount.value <= _HOURS and amount.value % 1 == 0):
        return False
    after = _MINUTES_AFTER.match(text, amount.end)
    if after:
        minutes = _IN_WORDS[re.sub(r"\s+", " ", after["minutes"].casefold())]
        return _is_clock(int(amount.value) * _MINUTES + minutes, ground.calendar)
    is_hour = _OF_DAY.match(text, amount.end) or (not amount.noun and _AT.search(text[max(0, amount.start - 12) : amount.start]))
    return bool(is_hour) and _is_clock(int(amount.value) * _MINUTES, ground.calendar)


def _is_clock(minutes: int, calendar: Calendar) -> bool:
    half = _HOURS * _MINUTES
    return minutes in calendar.clocks or any(minutes % half == known % half for known in calendar.clocks)


def _is_between_dates(amount: Quantity, text: str, calendar: Calendar) -> bool:
    """As in "I hope that these two days are of use to you", two days before the deadline."""
    if not (_BETWEEN_BEFORE.search(text[max(0, amount.start - 10) : amount.start]) or _BETWEEN_AFTER.match(text, amount.end)):
        return False
    days = {day for year, month, number in calendar.days if (day := date_of(year, month, number))}
    anchors = {day for day in (calendar.met, calendar.now) if day}
    gaps = {abs((first - second).days) for first in days | anchors for second in anchors}
    return any(_counts(gap, amount) for gap in gaps if gap)


def _counts(gap: int, amount: Quantity) -> bool:
    size = _DAYS[amount.unit]
    return abs(gap / size - amount.value) < 1 / size
