"""Finds dates in free text and writes them out in one dialect; shared by the forms of facts and by the guardrails."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from prompts.fitting.words import LazyPattern

__all__ = ["MONTHS", "WEEKDAYS", "DateMention", "date_text", "find_dates"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>(?:19|20)\d\d)\b(?!\s?(?:people|staff|claims|cases|km|miles|kg)))?"
_ON = r"(?:,?\s+(?:the\s+)?)"

_PATTERNS = tuple(
    LazyPattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:\b{_WEEKDAY},?\s+)?\(?(?<![\d/.-])(?P<year>(?:19|20)\d\d)-(?P<nmonth>\d\d)-(?P<day>\d\d)(?![\d-])\)?",
        rf"(?:\b{_WEEKDAY}{_ON})?(?<![\d/.,:-])\b{_DAY}(?:\s+of)?[\s-]+{_MONTH}{_YEAR}",
        rf"(?:\b{_WEEKDAY}{_ON})?\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?!\s?(?:%|[ap]m\b|people|hours?\b|days?\b|:\d)){_YEAR}",
        rf"(?:\b{_WEEKDAY}{_ON})?(?<![\d/.,:-])\b(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})(?:/(?P<year>(?:20)?\d\d))?(?![\d/%])",
        rf"(?:\b{_WEEKDAY}{_ON})?(?<![\d/.,:-])\b(?P<day>\d{{1,2}})\.\s?(?P<nmonth>\d{{1,2}})\.(?:\s?(?P<year>20\d\d|\d\d)\b)?",
        rf"\b{_WEEKDAY}{_ON}{_DAY}\b(?!\s?(?:[ap]m\b|:\d|\s*[-–]\s*\d))",
        r"(?<!\w)the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:floor|year|grade|century|time|place|round|of)\b)",
        rf"\b{_WEEKDAY}(?!\s*['’]s\b)",
    )
)
_DATED_BEFORE = LazyPattern(
    r"(?:\b(?:by|on|until|till|before|after|from|since|date|deadline|around|due|of|starting|start|starts)|[:(,])\s*$", re.IGNORECASE
)
_ABBREVIATED = frozenset({"mon", "wed", "sat", "sun", "thu", "fri", "tue"})


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. `date` is None when the day is not certain; `rendered` is empty when the mention cannot be trusted at all.

    A weekday alone has no date. `weekday` is 0 for Monday, None when the text names none.
    """

    start: int
    end: int
    date: dt.date | None
    rendered: str
    weekday: int | None = None


def date_text(day: dt.date, dialect: str, *, now: dt.datetime | None = None, weekday: bool = True, year: bool = False) -> str:
    """A date in words: "Friday 14 August" (en-GB) or "Friday, August 14" (en-US).

    Args:
        day: the date.
        dialect: "en-GB" or "en-US".
        now: with `year`, a date in the year of `now` goes without it.
        weekday: whether to name the weekday.
        year: whether to name the year if it is not that of `now`.
    """
    name = WEEKDAYS[day.weekday()] if weekday else ""
    shown_year = str(day.year) if year and (now is None or now.year != day.year) else ""
    if dialect == "en-GB":
        return " ".join(part for part in (name, str(day.day), MONTHS[day.month - 1], shown_year) if part)
    return ", ".join(part for part in (name, f"{MONTHS[day.month - 1]} {day.day}", shown_year) if part)


def find_dates(text: str, *, now: dt.datetime | None, dialect: str) -> list[DateMention]:
    """All dates of a text in order, without overlaps.

    Recognised are written dates with or without weekday and year, ISO dates, 14/8, 8/14, 14.8., "the 14th" and weekdays alone. A date
    without a year is taken in the year that brings it nearest to `now`. A weekday that contradicts its date, a day that does not exist, and
    two numbers that could be read either way leave `rendered` empty.
    """
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            mention = _mention(match, text, now, dialect)
            if mention is not None:
                taken.append(match.span())
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str], text: str, now: dt.datetime | None, dialect: str) -> DateMention | None:
    parts = match.groupdict()
    weekday = _weekday(parts.get("weekday"))
    start, end = match.span()
    if parts.get("one"):
        if not parts.get("year") and weekday is None and text.strip() != match[0] and not _DATED_BEFORE.search(text[:start]):
            return None
        order = _numeric(int(parts["one"]), int(parts["two"])) or _by_weekday(int(parts["one"]), int(parts["two"]), weekday, now)
        if order is None:
            return DateMention(start, end, None, "", weekday)
        day, month = order
    elif parts.get("day"):
        day = int(parts["day"])
        month = int(parts["nmonth"]) if parts.get("nmonth") else _month(parts.get("month"))
        if parts.get("nmonth") and "." in match[0] and not 1 <= month <= 12:
            return None
    else:
        return _weekday_alone(match, weekday)
    return _resolved(start, end, (day, month, _full_year(parts.get("year"))), weekday, now, dialect)


def _weekday_alone(match: re.Match[str], weekday: int | None) -> DateMention | None:
    word = match[0].rstrip(".")
    if weekday is None or (word.islower() and word in _ABBREVIATED and word in {"sat", "sun", "wed"}):
        return None
    return DateMention(match.start(), match.end(), None, WEEKDAYS[weekday], weekday)


def _resolved(
    start: int, end: int, written: tuple[int, int, int | None], weekday: int | None, now: dt.datetime | None, dialect: str
) -> DateMention:
    day, month, year = written
    wrong = DateMention(start, end, None, "", weekday)
    if not month:
        return _day_of_month(start, end, day, weekday, now, dialect)
    date = _make(year, month, day) if year else _nearest(month, day, now)
    if date is None:
        if year or now or not _make(2024, month, day):
            return wrong
        name = WEEKDAYS[weekday] if weekday is not None else ""
        sample = dt.date(2024, month, day)
        plain = date_text(sample, dialect, weekday=False)
        return DateMention(start, end, None, f"{name}{' ' if dialect == 'en-GB' else ', '}{plain}" if name else plain, weekday)
    if weekday is not None and date.weekday() != weekday:
        return wrong
    named = weekday is not None or year is not None
    return DateMention(start, end, date, date_text(date, dialect, now=now, weekday=named, year=year is not None), weekday)


def _day_of_month(start: int, end: int, day: int, weekday: int | None, now: dt.datetime | None, dialect: str) -> DateMention:
    """For "the 14th" or "Friday 14th": a date only when a weekday and `now` settle the month."""
    ordinal = f"{day}{'th' if 10 < day % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
    if not 1 <= day <= 31:
        return DateMention(start, end, None, "", weekday)
    if weekday is None or now is None:
        return DateMention(start, end, None, f"{WEEKDAYS[weekday]} the {ordinal}" if weekday is not None else f"the {ordinal}", weekday)
    near = [now.date() + dt.timedelta(days=days) for days in range(-31, 45)]
    fits = [date for date in near if date.day == day and date.weekday() == weekday]
    if len(fits) != 1:
        return DateMention(start, end, None, "", weekday)
    return DateMention(start, end, fits[0], date_text(fits[0], dialect), weekday)


def _numeric(one: int, two: int) -> tuple[int, int] | None:
    """(day, month) of two numbers, when only one order is possible."""
    if one == two and one <= 12:
        return one, two
    if 12 < one <= 31 and 1 <= two <= 12:
        return one, two
    if 12 < two <= 31 and 1 <= one <= 12:
        return two, one
    return None


def _by_weekday(one: int, two: int, weekday: int | None, now: dt.datetime | None) -> tuple[int, int] | None:
    """(day, month) of two numbers that could be read either way, when the weekday beside them fits only one reading."""
    both = ((one, two), (two, one))
    readings = [(day, month) for day, month in both if (date := _nearest(month, day, now)) and date.weekday() == weekday]
    return readings[0] if len(readings) == 1 else None


def _make(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year or 2024, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, now: dt.datetime | None) -> dt.date | None:
    if now is None:
        return None
    today = now.date()
    dates = [date for year in (today.year - 1, today.year, today.year + 1) if (date := _make(year, month, day))]
    return min(dates, key=lambda date: abs((date - today).days), default=None)


def _full_year(year: str | None) -> int | None:
    return None if not year else int(year) + (2000 if len(year) == 2 else 0)


def _month(name: str | None) -> int:
    return next((index + 1 for index, month in enumerate(MONTHS) if name and month.lower().startswith(name.lower()[:3])), 0)


def _weekday(name: str | None) -> int | None:
    return next((index for index, day in enumerate(WEEKDAYS) if name and day.lower().startswith(name.lower()[:3])), None)
