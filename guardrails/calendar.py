"""The calendar that the notes support: days, months and times that they name or that follow from them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from guardrails.moments import DAYS_IN_WORDS, Moment, find_moments, weekday_number
from guardrails.numbers import find_quantities
from prompts.patterns import compiled

__all__ = ["Calendar", "build_calendar", "date_of"]


@dataclass(slots=True)
class Calendar:
    """Everything about time that the public notes say or that follows from it."""

    days: set[tuple[int | None, int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    clocks: set[int] = field(default_factory=set)
    noted_weekdays: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    contacts: set[tuple[int | None, int | None]] = field(default_factory=set)
    month_days: set[int] = field(default_factory=set)
    month_years: set[tuple[int, int]] = field(default_factory=set)
    met: dt.date | None = None
    met_at: int | None = None
    now: dt.date | None = None
    dialect: str = "en-US"


#: Words that name a day of the month by themselves; the first three mostly count something else ("before the second interview").
_WORDED_DAYS = DAYS_IN_WORDS[3:30]
#: As in "by the ninth", in notes: a day of the month.
_WORDED_DAY = compiled(
    rf"\b(?:by|on|until|till?|before|from|for|after)\s+the\s+({'|'.join(sorted(_WORDED_DAYS, key=len, reverse=True))})\b"
    r"(?!\s+(?:of|floor|time|question|day|year|week|month|hour|person|round|grade|class|item|one))",
    re.IGNORECASE,
)


def build_calendar(texts: tuple[str, ...], at: dt.datetime | dt.date | None, now: dt.datetime | None, dialect: str) -> Calendar:
    """The calendar of some public facts.

    Args:
        texts: the facts' texts and the header's.
        at: when the interview was.
        now: when the email is written.
        dialect: decides how "4/8" reads.
    """
    calendar = Calendar(dialect=dialect, now=now.date() if now else None)
    if isinstance(at, dt.datetime):
        calendar.met = at.date()
        if at.hour or at.minute:
            calendar.met_at = at.hour * 60 + at.minute
            calendar.clocks |= {calendar.met_at, calendar.met_at % 720}
    elif at is not None:
        calendar.met = at
    if calendar.met:
        _add_day(calendar, calendar.met)
    of_meeting, calendar.weekdays = calendar.weekdays, set()
    for text in texts:
        moments = find_moments(text, dialect, is_note=True)
        for one in moments:
            _add(calendar, one)
            if one.kind == "relative" and _CONTACT.search(text):
                calendar.told |= _same_day(one.word)
            elif one.kind == "day" and _CONTACT.search(text):
                calendar.contacts.add((one.month, one.day))
        _add_spans(calendar, text, moments)
        _add_next_week(calendar, text)
        for match in _WORDED_DAY.finditer(text):
            _add(calendar, find_moments(f"by the {DAYS_IN_WORDS.index(match[1].casefold()) + 1}th", dialect, is_note=True)[0])
        calendar.clocks |= {clock for match in _BARE_CLOCK.finditer(text) for clock in _both_halves(int(match[1]), int(match[2]))}
    calendar.noted_weekdays = set(calendar.weekdays)
    calendar.weekdays |= of_meeting
    return calendar


_CONTACT = compiled(
    r"\b(?:call\w*|rang|ring\w*|phone\w*|spoke|talk\w*|wrote|e-?mail\w*|letter|message\w*|offer\w*|heard|came|arriv\w*|sent|got|receiv\w*|told|text\w*)\b",
    re.IGNORECASE,
)
_TODAY = frozenset({"today", "tonight", "this morning", "this afternoon", "this evening"})
_OFFSETS = {
    **dict.fromkeys(_TODAY, 0),
    **{"tomorrow": 1, "yesterday": -1, "last night": -1, "day after tomorrow": 2, "day before yesterday": -2},
}


def _same_day(word: str) -> set[str]:
    """The word itself, and for a part of a day the day."""
    return {word, "today"} if word in _TODAY else {word, "yesterday"} if word == "last night" else {word}


def _anchors(calendar: Calendar) -> list[dt.date]:
    return [day for day in (calendar.met, calendar.now) if day is not None]


def _add_day(calendar: Calendar, day: dt.date) -> None:
    calendar.days.add((day.year, day.month, day.day))
    calendar.months.add(day.month)
    calendar.weekdays.add(day.weekday())
    calendar.month_days.add(day.day)


def _shift(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def _add(calendar: Calendar, one: Moment) -> None:
    """What one mention in the notes supports."""
    if one.kind == "day" and one.month and one.day:
        year = one.year or _likely_year(calendar, one.month, one.day)
        _add_date(calendar, date_of(year, one.month, one.day))
        calendar.days.add((year, one.month, one.day))
        calendar.months.add(one.month)
        calendar.month_days.add(one.day)
    elif one.kind == "month" and one.month:
        calendar.months.add(one.month)
        calendar.month_years |= {(one.year, one.month)} if one.year else set()
    elif one.kind == "month_day" and one.day:
        calendar.month_days.add(one.day)
        for anchor in _anchors(calendar):
            _add_date(calendar, _next_month_day(anchor, one.day, one.weekday))
    elif one.kind == "weekday" and one.weekday is not None:
        _add_weekday(calendar, one, one.weekday)
    elif one.kind == "clock" and one.minutes is not None:
        calendar.clocks |= {one.minutes, one.minutes % 720}
    elif one.kind in {"relative", "quarter"}:
        _add_relative(calendar, one)


def _next_month_day(anchor: dt.date, day: int, weekday: int | None) -> dt.date | None:
    """The first such day of a month from this one on ("the 23rd", "Wednesday the 28th")."""
    for ahead in range(_MONTHS_AHEAD):
        month = anchor.month + ahead
        found = date_of(anchor.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        if found is not None and found >= anchor and weekday in {None, found.weekday()}:
            return found
    return None


def _add_date(calendar: Calendar, day: dt.date | None) -> None:
    if day is not None:
        _add_day(calendar, day)


def _add_weekday(calendar: Calendar, one: Moment, weekday: int) -> None:
    """The days a weekday may mean, counted from the interview and from now."""
    calendar.weekdays.add(weekday)
    calendar.words.add(one.daypart)
    for anchor in _anchors(calendar):
        ahead = (weekday - anchor.weekday() - 1) % 7 + 1
        for offset in (ahead, ahead + 7) if one.word == "next" else (ahead - 7, ahead):
            _add_date(calendar, _shift(anchor, offset))


def _add_relative(calendar: Calendar, one: Moment) -> None:
    calendar.words |= {one.word, one.daypart}
    offset = _OFFSETS.get(one.word)
    if offset is not None:
        for anchor in _anchors(calendar):
            _add_date(calendar, _shift(anchor, offset))
    if one.word == "next month":
        calendar.months |= {anchor.month % 12 + 1 for anchor in _anchors(calendar)}


def _add_spans(calendar: Calendar, text: str, moments: tuple[Moment, ...]) -> None:
    """A span from the interview, or from now, names a day ("within a week")."""
    days_of = {"day": 1, "week": 7}
    for one in find_quantities(text, tuple((m.start, m.end) for m in moments)):
        is_ahead = _AHEAD.search(text[max(0, one.start - 24) : one.start])
        if is_ahead and one.unit in days_of and one.value <= 60:
            for anchor in _anchors(calendar):
                _add_date(calendar, _shift(anchor, int(one.value * days_of[one.unit])))


#: As in "Friday of next week", "next week Friday", "Friday week".
_NEXT_WEEK = compiled(
    r"\b([a-z]{3,9})\s+(?:of|in)\s+(?:the\s+)?(?:next|following|coming)\s+week\b|\b(?:next|following)\s+week(?:['\u2019]s)?,?\s+(?:on\s+)?([a-z]{3,9})\b"
    r"|\b([a-z]{3,9})\s+week\b|\b(?:a\s+)?week\s+on\s+([a-z]{3,9})\b|\b([a-z]{3,9})\s+(?:after\s+next|next\s+week)\b",
    re.IGNORECASE,
)

#: As in "7.30 at the yard": a time written with a point, which in a draft may be "half past seven".
_BARE_CLOCK = compiled(r"(?<![\d£$€₹.,])([01]?\d|2[0-3])[.:h]([0-5]\d)(?![\d.,%])(?!\s?(?:%|per|k\b|m\b|km|kg|million|gpa))", re.IGNORECASE)


def _both_halves(hour: int, minute: int) -> set[int]:
    return {hour * 60 + minute, (hour * 60 + minute) % 720}


def _add_next_week(calendar: Calendar, text: str) -> None:
    for match in _NEXT_WEEK.finditer(text):
        weekday = weekday_number(next(word for word in match.groups() if word))
        if weekday is None:
            continue
        for anchor in _anchors(calendar):
            _add_date(calendar, _shift(anchor, 7 - anchor.weekday() + weekday))
            _add_date(calendar, _shift(anchor, (weekday - anchor.weekday() - 1) % 7 + 8))


def date_of(year: int | None, month: int, day: int) -> dt.date | None:
    """The date, where there is one; None without a year and for the 31st of June."""
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None


def _likely_year(calendar: Calendar, month: int, day: int) -> int | None:
    """The year that puts a day nearest to the interview or to now."""
    anchors = _anchors(calendar)
    if not anchors:
        return None
    anchor = anchors[0]
    options = [found for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (found := date_of(year, month, day))]
    return min(options, key=lambda found: abs((found - anchor).days)).year if options else anchor.year


_AHEAD = compiled(r"\b(?:within|in|after|for|another|next|coming)\s+(?:about\s+|around\s+|the\s+(?:next\s+)?)?$", re.IGNORECASE)
_MONTHS_AHEAD = 6
