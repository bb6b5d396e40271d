"""Dates and times in running text, as normal forms with the span each was computed from."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.reader_data import fold_in_place
from prompts.patterns import compiled

__all__ = ["When", "find_dates", "impossible_date", "read_date", "start_of_work"]

_MONTHS = {
    m: i
    for i, names in enumerate(
        [
            "jan january janvier janeiro enero januar",
            "feb february fevereiro febrero februar fev",
            "mar march marco marzo marz maerz",
            "apr april abril avril abr",
            "may mai mayo maio",
            "jun june junho junio juni juin",
            "jul july julho julio juli",
            "aug august agosto aout ago",
            "sep sept september setembro septiembre set",
            "oct october outubro octubre oktober okt out",
            "nov november novembro noviembre",
            "dec december dezembro diciembre dezember dez",
        ],
        1,
    )
    for m in names.split()
}
_DAYS = {
    d: i
    for i, names in enumerate(
        ["mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday", "sat saturday", "sun sunday"]
    )
    for d in names.split()
}
_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:(?P<{0}>" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")\b\.?,?\s+)?(?:the\s+)?"
_NUM = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<{0}>(?:19|20)\d\d)\b)?"
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
        "seventeenth eighteenth nineteenth twentieth twenty[- ]first twenty[- ]second twenty[- ]third twenty[- ]fourth twenty[- ]fifth "
        "twenty[- ]sixth twenty[- ]seventh twenty[- ]eighth twenty[- ]ninth thirtieth thirty[- ]first".replace("[- ]", "_").split(),
        1,
    )
}
_ORDINALS = {word.replace("_", "[- ]"): number for word, number in _ORDINALS.items()}
_DATE = compiled(
    r"(?P<iso>\b(?P<iy>20\d\d)[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})\b)"
    r"|(?P<basic>\b(?P<by>20\d\d)(?P<bm>[01]\d)(?P<bd>[0-3]\d)(?=T\d|\b))"
    rf"|(?P<dmy>\b{_DAY.format('w1')}\b{_NUM.format('d1')}\s*(?:of\s+|de\s+|-)?{_MONTH.format('m1')}(?:\s+de\b)?{_YEAR.format('y1')})"
    rf"|(?P<mdy>\b{_DAY.format('w2')}\b{_MONTH.format('m2')}\s+{_NUM.format('d2')}(?!\d|:|\s*[ap]\.?m){_YEAR.format('y2')})"
    r"|(?P<num>\b(?P<n1>\d{1,2})[/.](?P<n2>\d{1,2})(?:[/.](?P<ny>20\d\d|\d\d))?(?![\d/.%]))"
    rf"|(?P<ord>\b{_DAY.format('w3')}(?P<ow>{'|'.join(_ORDINALS)})\s+(?:of\s+)?{_MONTH.format('m3')}{_YEAR.format('y3')})"
    r"|(?P<rel>\b(?:day before yesterday|yesterday|today|this morning|this afternoon|tonight|just now|earlier today|last night|tomorrow)\b)"
    r"|(?P<ago>\b(?P<an>\d{1,2}|a|one|two|three|four|five|six|seven|ten|couple of)\s+(?P<au>days?|weeks?)\s+ago\b)"
    r"|(?P<wd>\b(?:(?P<wp>last|this|past|on|next)\s+)?(?P<ww>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|weds|thu|thur|thurs|fri)\b(?!s))"
)
#: What every date holds at least one of; most stretches hold none.
_HINT = compiled(
    r"\d|\bto(?:day|night|morrow)|yesterday|\bjust now|\bago\b|\b(?:this|last) |\b(?:" + "|".join(sorted({*_MONTHS, *_DAYS})) + r")\b"
)
_TIME = compiled(
    r"(?:[T ,@]|\bat\b|\bum\b|\bas\b|[-–—(])*(?P<h>\d{1,2})(?:[:.h](?P<m>\d\d))?(?::\d\d)?\s*(?P<ap>am|pm|a\.m\.|p\.m\.)?(?=\W|$|z)"
)
_SMALL = {"a": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


@dataclass(frozen=True, slots=True)
class When:
    """A day, with a time of day where one stands beside it, and where it was read.

    `exact` is false for a day that only the writer's calendar settles (a bare weekday, "yesterday").
    """

    start: int
    end: int
    value: dt.date | dt.datetime
    exact: bool

    @property
    def day(self) -> dt.date:
        """The day without its time."""
        return self.value.date() if isinstance(self.value, dt.datetime) else self.value


def find_dates(
    text: str, *, today: dt.date, start: int = 0, end: int | None = None, day_first: bool | None = None, past: bool = True
) -> list[When]:
    """Every date of a stretch whose day is certain.

    Args:
        text: the notes.
        today: the day from which "yesterday", weekdays and missing years count.
        start: where to begin.
        end: where to stop.
        day_first: how 3/4/2026 is read; None leaves such a date out.
        past: whether a bare weekday or a date without year is the last one (or the next).
    """
    stop = len(text) if end is None else end
    piece = fold_in_place(text[start:stop])
    found: list[When] = []
    if _HINT.search(piece) is None:
        return found
    for match in _DATE.finditer(piece):
        day = _day(match, today, day_first, past)
        if day is None:
            continue
        value, right = _with_time(piece, match.end(), day, _time_before(piece, match.start()))
        found.append(
            When(start + match.start(), start + right, value, match["rel"] is None and match["wd"] is None and match["ago"] is None)
        )
    return found


def _day(match: re.Match[str], today: dt.date, day_first: bool | None, past: bool) -> dt.date | None:
    if match["iso"]:
        return _make(int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["basic"]:
        return _make(int(match["by"]), int(match["bm"]), int(match["bd"]))
    if match["dmy"]:
        return _named(match["d1"], match["m1"], match["y1"], match["w1"], today, past)
    if match["mdy"]:
        return _named(match["d2"], match["m2"], match["y2"], match["w2"], today, past)
    if match["ord"]:
        number = next(value for word, value in _ORDINALS.items() if re.fullmatch(word, match["ow"]))
        return _named(str(number), match["m3"], match["y3"], match["w3"], today, past)
    if match["num"]:
        return _numeric(match, today, day_first, past)
    if match["wd"]:
        return _weekday(match["ww"], match["wp"] or "", today, past)
    if match["ago"]:
        number = _SMALL.get(match["an"]) or int(match["an"])
        return today - dt.timedelta(days=number * (7 if match["au"].startswith("week") else 1))
    word = match["rel"]
    step = {"day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return today + dt.timedelta(days=step)


def _make(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _named(day: str, month: str, year: str | None, weekday: str | None, today: dt.date, past: bool) -> dt.date | None:
    """The date of a day and month; where a weekday stands without a year, in the year in which the two go together."""
    if weekday and not year:
        years = (today.year - 1, today.year, today.year + 1)
        fitting = [one for y in years if (one := _make(y, _MONTHS[month], int(day))) and one.weekday() == _DAYS[weekday]]
        if len(fitting) == 1:
            return fitting[0]
    return _near(int(day), _MONTHS[month], int(year) if year else None, today, past)


def _near(day: int, month: int, year: int | None, today: dt.date, past: bool) -> dt.date | None:
    """The date in its year; without one, in the year that puts it closest on the side asked for (up to a month over)."""
    if year is not None:
        return _make(year, month, day)
    options = [value for y in (today.year - 1, today.year, today.year + 1) if (value := _make(y, month, day))]
    slack = dt.timedelta(days=31)
    good = [value for value in options if (value <= today + slack if past else value >= today - slack)]
    return min(good, key=lambda value: abs((value - today).days)) if good else None


def _numeric(match: re.Match[str], today: dt.date, day_first: bool | None, past: bool) -> dt.date | None:
    one, two = int(match["n1"]), int(match["n2"])
    year = match["ny"]
    if year is None and "." in match["num"]:
        return None
    if one > 12 or one == two:
        day_first = True
    elif two > 12:
        day_first = False
    elif "." in match["num"]:
        day_first = True
    if day_first is None:
        return None
    day, month = (one, two) if day_first else (two, one)
    number = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return _near(day, month, number, today, past)


def _weekday(name: str, prefix: str, today: dt.date, past: bool) -> dt.date | None:
    back = (today.weekday() - _DAYS[name]) % 7
    if prefix == "next" or (prefix != "last" and not past):
        return None if prefix == "next" else today + dt.timedelta(days=(7 - back) % 7 or 7)
    return today - dt.timedelta(days=back or (7 if prefix in {"last", "past"} else 0))


def _with_time(piece: str, at: int, day: dt.date, before: dt.time | None) -> tuple[dt.date | dt.datetime, int]:
    match = _TIME.match(piece, at)
    if match and (match["m"] or match["ap"] or re.match(r"[\s,]*at\b", piece[at:])):
        time = _clock(match)
        if time is not None:
            return dt.datetime.combine(day, time), match.end()
    return (dt.datetime.combine(day, before), at) if before else (day, at)


def _time_before(piece: str, at: int) -> dt.time | None:
    match = re.search(r"\b(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm|a\.m\.|p\.m\.)?,?\s+(?:on\s+)?$", piece[max(0, at - 16) : at])
    if match is None or not (match[2] or match[3]):
        return None
    return _clock_of(match[1], match[2], match[3])


def _clock(match: re.Match[str]) -> dt.time | None:
    return _clock_of(match["h"], match["m"], match["ap"])


def _clock_of(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    value = int(hour)
    if half and value > 12:
        return None
    if half:
        value = value % 12 + (12 if half.startswith("p") else 0)
    try:
        return dt.time(value, int(minute or 0))
    except ValueError:
        return None


def impossible_date(text: str) -> str | None:
    """The first date in these words that no calendar has ("31 February"), as written; None when all can be."""
    piece = fold_in_place(text)
    for match in _DATE.finditer(piece):
        if match["iso"]:
            year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
        elif match["dmy"] or match["mdy"]:
            which = "1" if match["dmy"] else "2"
            year, month, day = int(match[f"y{which}"] or 2024), _MONTHS[match[f"m{which}"]], int(match[f"d{which}"])
        else:
            continue
        if _make(year, month, day) is None:
            return text[match.start() : match.end()]
    return None


def start_of_work(value: dt.date | dt.datetime) -> dt.datetime:
    """A moment of writing: nine in the morning where only the day is known."""
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time(9))


def read_date(value: str, *, today: dt.date, past: bool = True) -> dt.date | dt.datetime | None:
    """The one date that a header value gives; None when it gives none or several."""
    try:
        return dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
    except ValueError:
        found = find_dates(value, today=today, past=past)
    days = {when.day for when in found}
    return found[0].value if len(days) == 1 else None
