"""Time spans of a jotting written out: "3-10 dec" as "from 3 to 10 December", "til 5th Jan" as "until 5 January"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from prompts.dates import MONTHS, WEEKDAYS, date_text, find_dates
from prompts.fitting.when import Clock, reference
from prompts.fitting.words import LazyPattern, named_pattern

__all__ = ["Span", "counted", "last_span", "spans_in"]

_RANGE = named_pattern("expand_range")
_RANGE_US = named_pattern("expand_range_us")
_RANGE_DOTTED = named_pattern("expand_range_dotted")
_ENDS = named_pattern("expand_range_ends")
_WEEKDAYS_TO = named_pattern("expand_weekdays")
_WEEK = named_pattern("expand_week_of")
_ORDINAL_WEEK = named_pattern("expand_ordinal_week")
_FRESH = LazyPattern(r"\b(?P<fresh>(?:all )?(?:this|next) week)\b", re.IGNORECASE)
_BEFORE = LazyPattern(
    r"\b(?P<prep>not until|not before|until|till?|til|from|since|after|before|by|on|in|between|as of|for)\s+(?:the )?$", re.IGNORECASE
)
_ORDINAL = named_pattern("expand_ordinal")
_FIRST = ("first", "second", "third", "fourth", "last")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Span:
    """A time phrase of a note, from `start` to `end`, and how it stands in a sentence; `word` is its own preposition."""

    start: int
    end: int
    text: str
    word: str


def spans_in(text: str, clock: Clock) -> list[Span] | None:
    """The time phrases of a note in order; None when one contradicts itself."""
    found: list[Span] = []
    for pattern in (_ENDS, _RANGE, _RANGE_US, _RANGE_DOTTED):
        for match in pattern.finditer(text):
            if _free(found, match):
                written = _range(match, clock)
                if not written:
                    return None
                found.append(Span(match.start(), match.end(), written, written.split()[0]))
    for match in _WEEKDAYS_TO.finditer(text):
        if _free(found, match):
            one, two = (_weekday(match[name]) for name in ("one", "two"))
            joint = match["joint"].strip().lower()
            ranged = joint in {"-", "–", "to", "until", "till", "thru", "through"}
            part = f" {match['part'].lower()}" if match["part"] else ""
            part = {" am": " morning", " pm": " afternoon"}.get(part, part)
            written = f"from {one} to {two}" if ranged else f"on {one} {'and' if joint in {'and', '&', '+'} else 'or'} {two}{part}"
            found.append(Span(match.start(), match.end(), written + (part if ranged else ""), written.split()[0]))
    for pattern, writer in ((_ORDINAL_WEEK, _ordinal_week), (_WEEK, _week)):
        for match in pattern.finditer(text):
            if _free(found, match):
                written = writer(match, clock)
                if not written:
                    return None
                found.append(Span(match.start(), match.end(), written, "in"))
    return _single(text, clock, found)


def _single(text: str, clock: Clock, found: list[Span]) -> list[Span] | None:
    for mention in find_dates(text, now=reference(clock), dialect=clock.dialect):
        if any(mention.start < span.end and span.start < mention.end for span in found):
            continue
        if not mention.rendered:
            return None
        start, prep = _preposition(text, mention.start)
        end, part = mention.end, ""
        if after := re.match(r" (am|pm|mornings?|afternoons?|evenings?|nights?)\b", text[mention.end :], re.IGNORECASE):
            end += after.end()
            part = {"am": " morning", "pm": " afternoon"}.get(after[1].lower(), f" {after[1].lower()}")
        if part and mention.rendered not in WEEKDAYS:
            end, part = mention.end, ""
        found.append(Span(start, end, f"{prep} {mention.rendered}{part}", prep))
    for match in _ORDINAL.finditer(text):
        if _free(found, match):
            prep = _PREPS.get(match["prep"].lower(), match["prep"].lower())
            found.append(Span(match.start(), match.end(), f"{prep} the {int(match['day'])}{match['end'].lower()}", prep))
    for match in _FRESH.finditer(text):
        if _free(found, match) and clock.today is not None and clock.today.weekday() < 4:
            found.append(Span(match.start(), match.end(), match["fresh"].lower(), ""))
        elif _free(found, match):
            return None
    return sorted(found, key=lambda span: span.start)


def last_span(text: str, clock: Clock) -> Span | None:
    """The one time phrase that a note ends on, two days joined by "or" being one; None when there is none, or more than one."""
    spans = spans_in(text, clock)
    if not spans or len(spans) > 2:
        return None
    if len(spans) == 2:
        joint = text[spans[0].end : spans[1].start].strip().lower()
        if {spans[0].word, spans[1].word} != {"on"} or joint not in {"or", "and"}:
            return None
        both = f"{spans[0].text} {joint} {spans[1].text.removeprefix('on ')}"
        spans = [Span(spans[0].start, spans[1].end, both, "on")]
    rest = text[spans[0].end :].strip(" ,.;!").lower()
    part = {"am": "morning", "pm": "afternoon", "morning": "morning", "afternoon": "afternoon", "evening": "evening"}.get(rest, "")
    if part and spans[0].word == "on" and spans[0].text[-1:].isdigit():
        return Span(spans[0].start, len(text), f"{spans[0].text} in the {part}", "on")
    return None if rest else spans[0]


_PREPS = {"till": "until", "til": "until", "as of": "from", "for": "on", "in": "on", "between": "from"}


def _preposition(text: str, at: int) -> tuple[int, str]:
    match = _BEFORE.search(text[:at])
    if not match:
        return at, "on"
    prep = match["prep"].lower()
    return match.start(), _PREPS.get(prep, prep)


def _free(found: list[Span], match: re.Match[str]) -> bool:
    return all(match.end() <= span.start or span.end <= match.start() for span in found)


def _range(match: re.Match[str], clock: Clock) -> str:
    """Two days as the dialect writes them, "from 3 to 10 December" or "on 3 or 4 December"; empty where they cannot be so."""
    parts = match.groupdict()
    one, two = int(match["one"]), int(match["two"])
    last = _month(parts.get("month2") or parts.get("month") or "")
    first = _month(parts.get("month") or parts.get("month2") or "")
    if not first or not last:
        return ""
    days = [_day(first, one, clock), _day(last, two, clock)]
    if days[0] is None or days[1] is None:
        return ""
    later = days[1] if days[1] >= days[0] else _day(last, two, clock, days[1].year + 1)
    if later is None or (first == last and two <= one) or (later - days[0]).days > 120:
        return ""
    for name, day in (("wd1", days[0]), ("wd2", later)):
        if parts.get(name) and WEEKDAYS[day.weekday()] != _weekday(parts[name] or ""):
            return ""
    joint = (parts.get("joint") or "-").strip().lower()
    return _both(days[0], later, joint, bool(parts.get("wd1") and parts.get("wd2")), clock.dialect)


def _both(one: dt.date, two: dt.date, joint: str, weekday: bool, dialect: str) -> str:
    first, second = (date_text(day, dialect, weekday=weekday) for day in (one, two))
    if one.month == two.month and not weekday:
        if dialect == "en-GB":
            first = str(one.day)
        else:
            second = str(two.day)
    if joint in {"or", "and", "&", "+", "/"}:
        return f"on {first} {'or' if joint in {'or', '/'} else 'and'} {second}"
    return f"from {first} to {second}"


def _day(month: int, day: int, clock: Clock, year: int = 0) -> dt.date | None:
    now = reference(clock)
    years = [year] if year else [now.year, now.year + 1, now.year - 1] if now else [2026]
    dates = []
    for number in years:
        try:
            dates.append(dt.date(number, month, day))
        except ValueError:
            continue
    return min(dates, key=lambda date: abs((date - now.date()).days)) if now and dates else dates[0] if dates else None


def _month(name: str) -> int:
    if name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else 0
    return next((at + 1 for at, month in enumerate(MONTHS) if len(name) > 2 and month.lower().startswith(name.lower()[:3])), 0)


def _weekday(name: str) -> str:
    return next((day for day in WEEKDAYS if day.lower().startswith(name.lower()[:3])), "")


def _ordinal_week(match: re.Match[str], clock: Clock) -> str:
    word = match["which"].lower()
    word = _FIRST[int(word[0]) - 1] if word[0].isdigit() else word
    return f"in the {word} week of {MONTHS[_month(match['month']) - 1]}" if word in _FIRST else ""


def _week(match: re.Match[str], clock: Clock) -> str:
    days = find_dates(match["day"], now=reference(clock), dialect=clock.dialect)
    return f"in the week of {days[0].rendered}" if len(days) == 1 and days[0].rendered and days[0].rendered not in WEEKDAYS else ""


def counted(number: str, unit: str) -> str:
    """A number of days, weeks or months in words: "4", "wks" as "four weeks"; the possessive stands with `'` after it."""
    low = number.lower()
    count = int(low) if low.isdigit() else 1 if low in {"a", "an"} else _NUMBERS.index(low) if low in _NUMBERS else 0
    word = _NUMBERS[count] if low.isdigit() and count <= 12 else low
    return f"{word} {unit.lower().rstrip('s')}{'' if count == 1 else 's'}" if count else ""
