"""Other readings of the figures of a note: "5h10" is five hours and ten minutes, "1.5 yrs" eighteen months, "1 in 5" a fifth."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from guardrails.numbers import Quantity, find_quantities
from prompts.patterns import compiled

__all__ = ["other_readings"]

_COMPOUND = compiled(r"(?<![\w.:])(\d{1,2})\s?h(?:(?:ou)?rs?)?\s?(\d{2})(?:\s?m(?:in(?:ute)?s?)?)?(?![\w:%]|\.\d)", re.IGNORECASE)
_ONE_IN = compiled(
    r"\b(?:1|one)\s+(?:[a-z]+\s+)?(?:in|of|out\s+of)\s+(?:every\s+)?(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE
)
_YEAR = compiled(r"(?<![\w.,/-])((?:19|20)\d\d)(?![\w/-]|[.,]\d)")
#: So many of the smaller unit make one of the larger.
_PARTS = {"year": ("month", 12.0), "hour": ("minute", 60.0), "minute": ("second", 60.0)}
_WHOLE = {small: (large, count) for large, (small, count) in _PARTS.items()}
#: Figures that stand so near in one note belong to one account and may be added up.
_SAME_ACCOUNT = 60
_MOST_ADDED = 4
_SCALES = (1e3, 1e6, 1e9)
_OLDEST = 60


def other_readings(text: str, found: tuple[Quantity, ...], today: dt.date | None) -> tuple[Quantity, ...]:
    """Amounts that a letter may put in place of those of a note.

    Args:
        text: the note.
        found: its amounts.
        today: when the letter is written, for "eleven years" since a year.
    """
    return (*_compounds(text), *_in_other_units(found), *_shares(text, found), *_since(text, today), *_sums(found), *_scaled(text, found))


def _new(value: float, unit: str) -> Quantity:
    return Quantity(value, unit, "", 0, 0, "")


def _compounds(text: str) -> Iterator[Quantity]:
    """As in "5h10": its hours, its minutes, and both in either unit."""
    for match in _COMPOUND.finditer(text):
        hours, minutes = int(match[1]), int(match[2])
        if minutes < 60:
            yield _new(hours, "hour")
            yield _new(minutes, "minute")
            yield _new(hours * 60 + minutes, "minute")
            yield _new(hours + minutes / 60, "hour")


def _in_other_units(found: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """Halves in the smaller unit ("1.5 hours" is ninety minutes), and the other way round where a half or a whole comes of it."""
    for one in found:
        if one.unit in _PARTS and one.value % 1:
            small, count = _PARTS[one.unit]
            yield _new(one.value * count, small)
            yield _new(float(int(one.value)), one.unit)
            yield _new(round(one.value % 1 * count), small)
        elif one.unit in _WHOLE and one.value > _WHOLE[one.unit][1] / 2 and (one.value * 2) % _WHOLE[one.unit][1] == 0:
            large, count = _WHOLE[one.unit]
            yield _new(one.value / count, large)
    for first, second in pairwise(found):
        if first.unit in _PARTS and _PARTS[first.unit][0] == second.unit and second.start - first.end < 6:
            yield _new(first.value + second.value / _PARTS[first.unit][1], first.unit)
            yield _new(first.value * _PARTS[first.unit][1] + second.value, second.unit)


def _shares(text: str, found: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """As in "1 in 5", which is twenty per cent; and twenty per cent, which is one in five."""
    for match in _ONE_IN.finditer(text):
        of = find_quantities(match[1])
        if of and of[0].value > 1:
            yield _new(float(int(100 / of[0].value)), "percent")
    for one in found:
        if one.unit == "percent" and one.value and 100 % one.value == 0:
            yield _new(100 / one.value, "")


def _since(text: str, today: dt.date | None) -> Iterator[Quantity]:
    """The years gone by since a year of the note, and one less where it is not full."""
    if today is None:
        return
    for match in _YEAR.finditer(text):
        gone = today.year - int(match[1])
        if 0 < gone <= _OLDEST:
            yield from (_new(float(years), "year") for years in (gone, gone - 1) if years > 0)


def _sums(found: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """As in "14 nurses and 5 clerks", who are nineteen people."""
    plain = [one for one in found if one.unit not in {"ordinal", "percent", "times", "money"} and one.value > 1]
    if len(plain) > _MOST_ADDED:
        return
    for first, second in combinations(plain, 2):
        if first.unit == second.unit and second.start - first.end <= _SAME_ACCOUNT:
            yield _new(first.value + second.value, first.unit)
            if first.value != second.value:
                yield _new(abs(first.value - second.value), first.unit)


def _scaled(text: str, found: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """As in "from 3 to 4.5 million": the first figure has the scale of the second."""
    for first, second in pairwise(found):
        if first.value < 1000 <= second.value and re.fullmatch(r"\s*(?:to|-|\u2013|->|or)\s*[^\w\s]?", text[first.end : second.start]):
            scale = max((one for one in _SCALES if one <= second.value), default=1.0)
            yield _new(first.value * scale, second.unit)
