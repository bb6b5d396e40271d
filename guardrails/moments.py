"""Dates, weekdays, times of day and relative days in a text, and the calendar that the notes support."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from guardrails.numbers import find_quantities
from guardrails.vocabulary import bare, load_data

__all__ = ["Calendar", "Moment", "build_calendar", "check_moment", "find_moments"]


class Moment(NamedTuple):
    """A point in time as written. `kind` is day, month, weekday, clock, quarter or relative; unset parts are None or empty."""

    kind: str
    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    minutes: int | None = None
    word: str = ""
    daypart: str = ""


@dataclass(slots=True)
class Calendar:
    """Everything about time that the public notes say or that follows from it."""

    days: set[tuple[int | None, int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    clocks: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    month_days: set[int] = field(default_factory=set)
    met: dt.date | None = None
    met_at: int | None = None
    now: dt.date | None = None
    dialect: str = "en-US"


@cache
def _table(key: str) -> dict[str, int]:
    table = load_data("figures")[key]
    return dict(table) if isinstance(table, dict) else {}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_table("months"), key=len, reverse=True))
    weekday = "|".join(sorted(_table("weekdays"), key=len, reverse=True))
    nth = r"\d{1,2}(?:st|nd|rd|th)?"
    part = r"(?:\s+(?P<part>morning|afternoon|evening|night|lunchtime))?"
    return re.compile(
        r"(?<![\w/.])(?<![^\W\d]-)(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
        r"|(?P<numeric>\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2}))(?![\d/])"
        r"|(?P<slash>\d{1,2}/\d{1,2})(?![\d/])"
        rf"|(?P<dm>(?P<dm_d>{nth})(?:\s+of)?[\s\-](?P<dm_m>{month})\b\.?(?:,?\s+(?P<dm_y>\d{{4}}))?)"
        rf"|(?P<md>(?P<md_m>{month})\b\.?\s(?:the\s+)?(?P<md_d>{nth})(?![\d:])\b(?:,?\s+(?P<md_y>\d{{4}}))?)"
        rf"|(?P<mon>(?P<mon_m>{month})\b\.?(?:\s+(?P<mon_y>\d{{4}}))?)"
        rf"|(?P<wd>(?:(?P<wd_mod>next|last|this)\s+)?(?P<wd_w>{weekday})s?\b{part})"
        r"|(?P<clock>\d{1,2}(?::\d{2}|\.\d{2}(?=\s?[ap]\.?m))\s?(?:[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|noon\b|midday\b|midnight\b|\w+\so['\u2019]clock)"
        r"|(?P<rel>(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:today|tonight|tomorrow|yesterday)(?P<rel_part>\s+(?:morning|afternoon|evening))?\b"
        r"|this\s+(?:morning|afternoon|evening|week|month|year)|(?:earlier|later)\s+this\s+week|(?:last|next)\s+(?:week|month|year|quarter|night|spring|summer|autumn|fall|winter))\b"
        r"|(?P<q>[Qq][1-4]|[Hh][12])\b(?:\s+\d{4})?"
        r"|(?:on|by|until|till|before|from|of|the)\s+(?P<nth>the\s+\d{1,2}(?:st|nd|rd|th))\b"
        r")",
        re.IGNORECASE,
    )


_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|on|of|by|from|until|till|since|before|after|during|mid|early|late|next|last|this|through|to|and|or)|mid-|\b(?:first|last|second) week of)[\s\-]*$", re.I
)  # fmt: skip


@lru_cache(maxsize=256)
def find_moments(text: str, dialect: str = "en-US", *, is_note: bool = False) -> tuple[Moment, ...]:
    """Moments in order. In notes, lower-case and short forms count ("fri", "mar"); in a draft, "may" and "sun" must look like dates."""
    found = []
    for match in _pattern().finditer(text):
        one = _read(match, text, dialect)
        if one is not None and (is_note or _is_meant(one, match, text)):
            found.append(one)
    return tuple(found)


def _is_meant(one: Moment, match: re.Match[str], text: str) -> bool:
    if one.kind == "month" and one.day is None:
        name = bare(match["mon_m"])
        if not match["mon_m"][0].isupper():
            return False
        if name in {"may", "march", "mar", "jun", "jan", "sep", "dec"}:
            return bool(match["mon_y"]) or bool(_MONTH_BEFORE.search(text[max(0, one.start - 16) : one.start]))
    if one.kind == "weekday" and len(match["wd_w"]) < 5:
        return match["wd_w"][0].isupper() and bare(match["wd_w"]) not in {"sun", "sat"} or bool(match["wd_mod"])
    if one.kind == "day" and match["dm"]:
        return match["dm_m"][0].isupper() or bare(match["dm_m"]) not in {"may", "mar", "march"}
    return True


def _read(match: re.Match[str], text: str, dialect: str) -> Moment | None:
    start, end = match.start(), match.end()
    base = {"start": start, "end": end, "text": text[start:end]}
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return _day(base, year, month, day)
    if match["numeric"]:
        return _numeric(base, re.split(r"[/.\-]", match["numeric"]), dialect)
    if match["slash"]:
        return _numeric(base, match["slash"].split("/"), dialect)
    if match["dm"]:
        return _day(base, _int(match["dm_y"]), _table("months")[bare(match["dm_m"])], _ordinal(match["dm_d"]))
    if match["md"]:
        return _day(base, _int(match["md_y"]), _table("months")[bare(match["md_m"])], _ordinal(match["md_d"]))
    if match["mon"]:
        return Moment("month", start, end, base["text"], year=_int(match["mon_y"]), month=_table("months")[bare(match["mon_m"])])
    if match["wd"]:
        weekday = _table("weekdays")[bare(match["wd_w"])]
        return Moment("weekday", start, end, base["text"], weekday=weekday, word=bare(match["wd_mod"] or ""), daypart=bare(match["part"] or ""))
    if match["clock"]:
        minutes = _clock(match["clock"])
        return None if minutes is None else Moment("clock", start, end, base["text"], minutes=minutes)
    if match["q"]:
        return Moment("quarter", start, end, base["text"], word=bare(match["q"]))
    if match["nth"]:
        return Moment("month_day", match.start("nth"), end, match["nth"], day=_ordinal(match["nth"].split()[1]))
    word = " ".join(bare(match["rel"]).removeprefix("the ").split())
    part = bare((match["rel_part"] or "").strip())
    return Moment("relative", start, end, base["text"], word=word.removesuffix(part).strip() if part else word, daypart=part)


def _int(raw: str | None) -> int | None:
    return int(raw) if raw else None


def _ordinal(raw: str) -> int:
    return int(re.sub(r"\D", "", raw))


def _day(base: dict[str, object], year: int | None, month: int, day: int) -> Moment | None:
    start, end, text = base["start"], base["end"], base["text"]
    if not (isinstance(start, int) and isinstance(end, int) and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment("day", start, end, str(text), year=year, month=month, day=day)


def _numeric(base: dict[str, object], parts: list[str], dialect: str) -> Moment | None:
    """ "4/8" is 4 August in British English and April 8 in American; a dotted or impossible one is day first."""
    first, second = int(parts[0]), int(parts[1])
    year = int(parts[2]) if len(parts) > 2 else None
    if year is not None and year < 100:
        year += 2000
    is_month_first = dialect == "en-US" and "." not in str(base["text"])
    if (is_month_first and first <= 12) or second > 12:
        return _day(base, year, first, second)
    return _day(base, year, second, first)


def _clock(raw: str) -> int | None:
    low = bare(raw).replace(".m", "m").replace(" ", "").rstrip(".")
    if low in {"noon", "midday"}:
        return 12 * 60
    if low == "midnight":
        return 0
    words = load_data("figures")["numbers"]
    if "clock" in low:
        name = low.split("o'")[0]
        number = words.get(name) if isinstance(words, dict) else None
        hour = int(name) if name.isdigit() and len(name) <= 2 else number
        return None if hour is None else int(hour) % 24 * 60
    match = re.match(r"(\d{1,2})(?:[:.](\d{2}))?([ap])?", low)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 24 or minute > 59:
        return None
    if match[3] == "p" and hour < 12:
        hour += 12
    if match[3] == "a" and hour == 12:
        hour = 0
    return hour * 60 + minute


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
        _add_spans(calendar, text, moments)
    return calendar


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
        day = _date(year, one.month, one.day)
        if day is not None:
            _add_day(calendar, day)
        calendar.days.add((year, one.month, one.day))
        calendar.months.add(one.month)
        calendar.month_days.add(one.day)
    elif one.kind == "month" and one.month:
        calendar.months.add(one.month)
    elif one.kind == "month_day" and one.day:
        calendar.month_days.add(one.day)
    elif one.kind == "weekday" and one.weekday is not None:
        calendar.weekdays.add(one.weekday)
        calendar.words.add(one.daypart)
        for anchor in _anchors(calendar):
            ahead = (one.weekday - anchor.weekday() - 1) % 7 + 1
            for offset in (ahead - 7, ahead) if one.word == "last" else (ahead, ahead + 7) if one.word == "next" else (ahead - 7, ahead):
                day = _shift(anchor, offset)
                if day is not None:
                    calendar.days.add((day.year, day.month, day.day))
                    calendar.month_days.add(day.day)
                    calendar.months.add(day.month)
    elif one.kind == "clock" and one.minutes is not None:
        calendar.clocks |= {one.minutes, one.minutes % 720}
    elif one.kind in {"relative", "quarter"}:
        calendar.words |= {one.word, one.daypart}
        offset = {"today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2}.get(one.word)
        for anchor in _anchors(calendar) if offset is not None else []:
            day = _shift(anchor, offset or 0)
            if day is not None:
                _add_day(calendar, day)
        if one.word == "next month":
            calendar.months |= {anchor.month % 12 + 1 for anchor in _anchors(calendar)}


def _add_spans(calendar: Calendar, text: str, moments: tuple[Moment, ...]) -> None:
    """ "within a week" of the interview, or of the notes, is a day."""
    days_of = {"day": 1, "week": 7}
    for one in find_quantities(text, tuple((m.start, m.end) for m in moments)):
        if one.unit in days_of and one.value <= 60:
            for anchor in _anchors(calendar):
                day = _shift(anchor, int(one.value * days_of[one.unit]))
                if day is not None:
                    _add_day(calendar, day)


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
        return _check_weekday(one, calendar)
    if one.kind == "relative":
        return _check_relative(one, calendar, text)
    supported = {
        "month": one.month in calendar.months,
        "month_day": one.day in calendar.month_days,
        "clock": one.minutes in calendar.clocks or (one.minutes or 0) % 720 in calendar.clocks,
        "quarter": one.word in calendar.words,
    }
    return None if supported[one.kind] else ("error", "no fact of the notes has it")


def _check_day(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    years = {year for year, month, day in calendar.days if (month, day) == (one.month, one.day)}
    if not years:
        return "error", "no fact of the notes has this date"
    known = {year for year in years if year}
    if one.year and known and one.year not in known:
        return "error", f"the notes put it in {min(known)}"
    before = re.search(r"([^\W\d_]+),?\s+(?:the\s+)?$", text[max(0, one.start - 16) : one.start])
    weekday = _table("weekdays").get(bare(before[1])) if before else None
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
    hours = {"morning": (0, 12 * 60), "lunchtime": (11 * 60, 14 * 60), "afternoon": (12 * 60, 18 * 60), "evening": (17 * 60, 24 * 60), "night": (18 * 60, 24 * 60)}
    if part in calendar.words or calendar.met_at is None or part not in hours:
        return None
    low, high = hours[part]
    return None if low <= calendar.met_at < high else ("error", f"the interview was at {calendar.met_at // 60}:{calendar.met_at % 60:02d}")


_MEETING = re.compile(r"\b(?:conversation|interview|call|chat|met|meeting|spoke|speaking|talk\w*|discussion|visit|thank|time|see|seeing|hear\w*|welcom\w*)\b", re.I)


def _check_relative(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    if one.word in calendar.words and one.word:
        return None
    near = text[max(0, one.start - 70) : one.end + 50]
    if one.word in {"today", "this morning", "this afternoon", "this evening", "tonight"} and not _MEETING.search(near):
        return None
    met, now = calendar.met, calendar.now
    if met is None:
        return _relative_without_interview(one, calendar)
    if now is None:
        return "warning", "the notes do not say when this is written"
    if _is_true(one.word, met, now) or _is_true_of_facts(one.word, calendar, now):
        part = one.daypart or one.word.removeprefix("this ")
        return _check_daypart(part, calendar) if (met - now).days in {0, -1} else None
    return "error", f"the interview was on {met:%A} {met.day} {met:%B} and this is written on {now:%A} {now.day} {now:%B}"


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
        "today": gap == 0, "tonight": gap == 0, "this morning": gap == 0, "this afternoon": gap == 0, "this evening": gap == 0, "yesterday": gap == 1,
        "last night": gap == 1, "tomorrow": gap == -1, "day before yesterday": gap == 2, "day after tomorrow": gap == -2, "this week": weeks == 0,
        "earlier this week": weeks == 0 and gap > 0, "later this week": weeks == 0 and gap < 0, "last week": weeks == 1, "next week": weeks == -1,
        "this month": months == 0, "last month": months == 1, "next month": months == -1, "this year": day.year == now.year,
        "last year": now.year - day.year == 1, "next year": day.year - now.year == 1, "last quarter": quarters == 1, "next quarter": quarters == -1,
    }  # fmt: skip
    return table.get(word, False)


def _is_true_of_facts(word: str, calendar: Calendar, now: dt.date) -> bool:
    return any(_is_true(word, day, now) for y, m, d in calendar.days if (day := _date(y, m, d)))
