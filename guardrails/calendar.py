"""The calendar that the notes support: days, months and times that they name or that follow from them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from guardrails.claim_scope import is_planned
from guardrails.moments import Moment, find_moments, weekday_number
from guardrails.numbers import find_quantities
from prompts.patterns import compiled

__all__ = ["Calendar", "build_calendar", "check_moment"]


@dataclass(slots=True)
class Calendar:
    """Everything about time that the public notes say or that follows from it."""

    days: set[tuple[int | None, int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    clocks: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    month_days: set[int] = field(default_factory=set)
    met: dt.date | None = None
    met_at: int | None = None
    now: dt.date | None = None
    dialect: str = "en-US"


_DAYS_IN_WORDS = {
    word: number
    for number, word in enumerate(
        (
            *("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
            *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second"),
            *(
                "twenty-third",
                "twenty-fourth",
                "twenty-fifth",
                "twenty-sixth",
                "twenty-seventh",
                "twenty-eighth",
                "twenty-ninth",
                "thirtieth",
            ),
        ),
        4,
    )
}
#: As in "by the ninth", in notes: a day of the month.
_WORDED_DAY = compiled(
    rf"\b(?:by|on|until|till?|before|from|for|after)\s+the\s+({'|'.join(sorted(_DAYS_IN_WORDS, key=len, reverse=True))})\b"
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
    for text in texts:
        moments = find_moments(text, dialect, is_note=True)
        for one in moments:
            _add(calendar, one)
            if one.kind == "relative" and _CONTACT.search(text):
                calendar.told |= _same_day(one.word)
        _add_spans(calendar, text, moments)
        _add_next_week(calendar, text)
        for match in _WORDED_DAY.finditer(text):
            _add(calendar, find_moments(f"the {_DAYS_IN_WORDS[match[1].casefold()]}th", dialect, is_note=True)[0])
        calendar.clocks |= {clock for match in _BARE_CLOCK.finditer(text) for clock in _both_halves(int(match[1]), int(match[2]))}
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
        _add_date(calendar, _date(year, one.month, one.day))
        calendar.days.add((year, one.month, one.day))
        calendar.months.add(one.month)
        calendar.month_days.add(one.day)
    elif one.kind == "month" and one.month:
        calendar.months.add(one.month)
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
        found = _date(anchor.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
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


def _date(year: int | None, month: int, day: int) -> dt.date | None:
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
    options = [found for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (found := _date(year, month, day))]
    return min(options, key=lambda found: abs((found - anchor).days)).year if options else anchor.year


def check_moment(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    """Why a moment of the draft is not supported: (severity, reason), or None when it is."""
    if one.kind == "day":
        return _check_day(one, calendar, text)
    if one.kind == "weekday":
        problem = _check_weekday(one, calendar)
        return None if problem and is_planned(text, one.start, is_date=True) else problem
    if one.kind == "relative":
        return _check_relative(one, calendar, text)
    if one.kind == "month_day" and one.weekday is not None:
        return _check_weekday_of_month(one, calendar)
    supported = {
        "month": one.month in calendar.months,
        "month_day": one.day in calendar.month_days,
        "clock": one.minutes in calendar.clocks or (one.minutes or 0) % 720 in calendar.clocks,
        "quarter": one.word in calendar.words,
    }
    if supported[one.kind] or (one.kind == "clock" and is_planned(text, one.start, is_date=True)):
        return None
    return "error", "no fact of the notes has it"


def _check_weekday_of_month(one: Moment, calendar: Calendar) -> tuple[str, str] | None:
    dates = {found.weekday() for year, month, day in calendar.days if day == one.day and (found := _date(year, month, day))}
    if one.day not in calendar.month_days:
        return "error", "no fact of the notes has this day"
    return None if not dates or one.weekday in dates else ("error", "that date falls on another weekday")


def _check_day(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    years = {year for year, month, day in calendar.days if (month, day) == (one.month, one.day)}
    if not years:
        return "error", "no fact of the notes has this date"
    known = {year for year in years if year}
    if one.year and known and one.year not in known:
        return "error", f"the notes put it in {min(known)}"
    before = re.search(r"([^\W\d_]+),?\s+(?:the\s+)?$", text[max(0, one.start - 16) : one.start])
    weekday = weekday_number(before[1]) if before else None
    if weekday is not None and known and one.month and one.day:
        fitting = {day.weekday() for year in known if (day := _date(year, one.month, one.day))}
        if fitting and weekday not in fitting:
            return "error", "that date falls on another weekday"
    return None


def _check_weekday(one: Moment, calendar: Calendar) -> tuple[str, str] | None:
    if one.weekday not in calendar.weekdays:
        return "error", "no fact of the notes has this weekday"
    if one.word == "next" and calendar.now and calendar.met and calendar.met.weekday() == one.weekday and calendar.met <= calendar.now:
        others = {_date(y, m, d) for y, m, d in calendar.days} - {calendar.met, None}
        if not any(day and day.weekday() == one.weekday and day > calendar.now for day in others):
            return "error", "the notes know this weekday only as the day of the interview"
    if one.daypart and calendar.met and calendar.met.weekday() == one.weekday:
        return _check_daypart(one.daypart, calendar)
    return None


def _check_daypart(part: str, calendar: Calendar) -> tuple[str, str] | None:
    hours = {
        "morning": (0, 12 * 60),
        "lunchtime": (11 * 60, 14 * 60),
        "afternoon": (12 * 60, 18 * 60),
        "evening": (17 * 60, 24 * 60),
        "night": (18 * 60, 24 * 60),
    }
    if part in calendar.words or calendar.met_at is None or part not in hours:
        return None
    low, high = hours[part]
    return None if low <= calendar.met_at < high else ("error", f"the interview was at {calendar.met_at // 60}:{calendar.met_at % 60:02d}")


_MEETING = compiled(
    r"\b(?:conversation|interview|call|chat|met|meeting|spoke|speaking|talk\w*|discussion|visit|thank|time|see|seeing|hear\w*|welcom\w*)\b",
    re.I,
)


_AHEAD = compiled(r"\b(?:within|in|after|for|another|next|coming)\s+(?:about\s+|around\s+|the\s+(?:next\s+)?)?$", re.IGNORECASE)
_MONTHS_AHEAD = 6
_OF_MEETING = compiled(
    r"\b(?:conversation|interview|call|chat|met|meeting|spoke|speaking|talk|talked|discussion|visit)"
    r"(?:\s+(?:with|to)\s+\w+)?\s+(?:we had\s+)?(?:from\s+|of\s+|on\s+)?$",
    re.IGNORECASE,
)
_BACKWARD = frozenset(
    {
        "yesterday",
        "last week",
        "last month",
        "this week",
        "earlier this week",
        "this morning",
        "this afternoon",
        "today",
        "last night",
        "day before yesterday",
    }
)


#: As in "Today I would show one drawing": what is known now.
_TODAY_I_WOULD = compiled(r",?\s+I(?:['\u2019]d|\s+would)\b")


def _check_relative(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    met, now = calendar.met, calendar.now
    if (
        met
        and now
        and _OF_MEETING.search(text[max(0, one.start - 50) : one.start])
        and one.word in _BACKWARD
        and one.word not in calendar.told
        and not _is_true(one.word, met, now)
    ):
        return "error", f"the interview was on {met:%A} {met.day} {met:%B}"
    if one.word in calendar.words and one.word:
        return None
    near = text[max(0, one.start - 70) : one.end + 50]
    if one.word in {"today", "this morning", "this afternoon", "this evening", "tonight"} and (
        not _MEETING.search(near) or _TODAY_I_WOULD.match(text, one.end)
    ):
        return None
    if met is None:
        return _relative_without_interview(one, calendar)
    if now is None:
        return "warning", "the notes do not say when this is written"
    if _is_true(one.word, met, now) or _is_true_of_facts(one.word, calendar, now):
        part = one.daypart or one.word.removeprefix("this ")
        return _check_daypart(part, calendar) if (met - now).days in {0, -1} else None
    if one.word in _PROPOSED and _REQUEST.search(re.split(r"[.!?]\s", text[max(0, one.start - 140) : one.start])[-1]):
        return None
    return "error", f"the interview was on {met:%A} {met.day} {met:%B} and this is written on {now:%A} {now.day} {now:%B}"


#: A time to come that a request proposes ("could we talk next week") states nothing.
_PROPOSED = frozenset({"next week", "this week", "later this week", "tomorrow", "next month"})
_REQUEST = compiled(
    r"\b(?:could|might|may|would|can|shall)\s+(?:we|I|you)\b|\bif\s+(?:you|it|that)\b|\b(?:happy|glad|pleased|gladly|delighted)\b|\bshould\s+you\b|\bwhenever\b",
    re.IGNORECASE,
)


def _relative_without_interview(one: Moment, calendar: Calendar) -> tuple[str, str] | None:
    if calendar.now and _is_true_of_facts(one.word, calendar, calendar.now):
        return None
    return "error", "the notes do not say when the interview was"


def _is_true(word: str, day: dt.date, now: dt.date) -> bool:
    gap = (now - day).days
    weeks = ((now - dt.timedelta(now.weekday())) - (day - dt.timedelta(day.weekday()))).days // 7
    months = (now.year - day.year) * 12 + now.month - day.month
    quarters = (now.year - day.year) * 4 + (now.month - 1) // 3 - (day.month - 1) // 3
    table = {
        "today": gap == 0,
        "tonight": gap == 0,
        "this morning": gap == 0,
        "this afternoon": gap == 0,
        "this evening": gap == 0,
        "yesterday": gap == 1,
        "last night": gap == 1,
        "tomorrow": gap == -1,
        "day before yesterday": gap == 2,
        "day after tomorrow": gap == -2,
        "this week": weeks == 0,
        "earlier this week": weeks == 0 and gap > 0,
        "later this week": weeks == 0 and gap < 0,
        "last week": weeks == 1,
        "next week": weeks == -1,
        "this month": months == 0,
        "last month": months == 1,
        "next month": months == -1,
        "this year": day.year == now.year,
        "last year": now.year - day.year == 1,
        "next year": day.year - now.year == 1,
        "last quarter": quarters == 1,
        "next quarter": quarters == -1,
    }
    return table.get(word, False)


def _is_true_of_facts(word: str, calendar: Calendar, now: dt.date) -> bool:
    return any(_is_true(word, day, now) for y, m, d in calendar.days if (day := _date(y, m, d)))
