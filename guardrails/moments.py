"""Dates, weekdays, times of day and relative days in a text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from guardrails.text import paragraphs
from guardrails.vocabulary import bare, load_data
from prompts.patterns import compiled

__all__ = ["DAYS_IN_WORDS", "HOURS_IN_WORDS", "Moment", "find_moments", "weekday_number"]


#: The days of a month in words, from the first on.
DAYS_IN_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second"),
    *("twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth"),
    "thirty-first",
)
#: The hours of half a day in words.
HOURS_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOURS = "|".join(HOURS_IN_WORDS)


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


@cache
def _table(key: str) -> dict[str, int]:
    table = load_data("figures")[key]
    return dict(table) if isinstance(table, dict) else {}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_table("months"), key=len, reverse=True))
    worded = "|".join(DAYS_IN_WORDS)
    weekday = "|".join(sorted(_table("weekdays"), key=len, reverse=True))
    nth = r"\d{1,2}(?:st|nd|rd|th)?"
    part = r"(?:\s+(?P<part>morning|afternoon|evening|night|lunchtime))?"
    return compiled(
        r"(?<![\w/.])(?:(?<![^\W\d]-)|(?<=mid-)|(?<=early-)|(?<=late-))(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
        r"|(?P<numeric>\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2}))(?![\d/])"
        r"|(?P<slash>\d{1,2}/\d{1,2})(?![\d/])"
        rf"|(?P<dm>(?P<dm_d>{nth}|(?:{worded})(?=\s+of\s))(?:\s+of)?[\s\-](?P<dm_m>{month})\b\.?(?:,?\s+(?P<dm_y>\d{{4}}))?)"
        rf"|(?P<md>(?P<md_m>{month})\b\.?\s(?:the\s+)?(?P<md_d>{nth})(?![\d:])\b(?:,?\s+(?P<md_y>\d{{4}}))?)"
        rf"|(?P<mon>(?P<mon_m>{month})\b\.?(?:\s+(?P<mon_y>\d{{4}}))?)"
        rf"|(?P<wn>(?P<wn_w>{weekday})s?\b,?\s+(?:the\s+)?(?P<wn_d>\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?(?:{month})\b))"
        rf"|(?P<wd>(?:(?P<wd_mod>next|last|this)\s+)?(?P<wd_w>{weekday})s?\b{part})"
        r"|(?P<clock>\d{1,2}(?::\d{2}|\.\d{2}(?=\s?[ap]\.?m))\s?(?:[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|noon\b|midday\b|midnight\b|\w+\so['\u2019]clock"
        rf"|(?<!from\s)(?:half|(?:a\s+)?quarter|(?:five|ten|twenty|twenty-five)(?:\s+minutes)?)\s+(?:past|to|after|before)\s+(?:{_HOURS})\b"
        rf"|(?<=at\s|by\s)(?:{_HOURS})(?=\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night|sharp)\b)(?:\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night|sharp))?)"
        r"|(?P<rel>(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:today|tonight|tomorrow|yesterday)(?P<rel_part>\s+(?:morning|afternoon|evening))?\b"
        r"|this\s+(?:morning|afternoon|evening|week|month|year)|(?:earlier|later)\s+this\s+week|(?:last|next)\s+(?:week|month|year|quarter|night|spring|summer|autumn|fall|winter))\b"
        r"|(?P<q>[Qq][1-4]|[Hh][12])\b(?:\s+\d{4})?"
        r"|(?:on|by|until|till|before|after|since|to|from|of|and|or|for)\s+(?P<nth>the\s+\d{1,2}(?:st|nd|rd|th))\b"
        r")",
        re.IGNORECASE,
    )


_MONTH_BEFORE = compiled(
    r"(?:\b(?:in|on|of|by|from|until|till|since|before|after|during|mid|early|late|next|last|this|through|to|and|or)|mid-"
    r"|\b(?:first|last|second) week of)[\s\-]*$",
    re.IGNORECASE,
)


_SHORT = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat|sun"
#: What parts two months or days written without spaces ("Jan-Mar", "Sat/Sun").
_RANGE = compiled(rf"(?<=[a-z]{{3}})[-/](?=(?:{_SHORT})[a-z]{{0,6}}\b)", re.IGNORECASE)


@lru_cache(maxsize=2048)
def find_moments(text: str, dialect: str = "en-US", *, is_note: bool = False) -> tuple[Moment, ...]:
    """Moments in order. In notes, lower-case and short forms count ("fri", "mar"); in a draft, "may" and "sun" must look like dates."""
    blocks = [(0, text)] if is_note else paragraphs(text)
    if len(blocks) == 1:
        return _find(text, dialect, is_note=is_note)
    return tuple(one._replace(start=at + one.start, end=at + one.end) for at, block in blocks for one in find_moments(block, dialect))


def _find(text: str, dialect: str, *, is_note: bool) -> tuple[Moment, ...]:
    found = []
    text = _RANGE.sub("\u2013", text) if is_note else text
    for match in _pattern().finditer(text):
        one = _read(match, dialect)
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
        return (match["wd_w"][0].isupper() and bare(match["wd_w"]) not in {"sun", "sat"}) or bool(match["wd_mod"])
    if one.kind == "day" and match["dm"]:
        return match["dm_m"][0].isupper() or bare(match["dm_m"]) not in {"may", "mar", "march"}
    return True


def _read(match: re.Match[str], dialect: str) -> Moment | None:
    here = Moment("", match.start(), match.end(), match[0])
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return _day(here, year, month, day)
    if match["numeric"] or match["slash"]:
        return _numeric(here, re.split(r"[/.\-]", match["numeric"] or match["slash"]), dialect)
    if match["dm"]:
        return _day(here, _int(match["dm_y"]), _table("months")[bare(match["dm_m"])], _ordinal(match["dm_d"]))
    if match["md"]:
        return _day(here, _int(match["md_y"]), _table("months")[bare(match["md_m"])], _ordinal(match["md_d"]))
    if match["mon"]:
        return here._replace(kind="month", year=_int(match["mon_y"]), month=_table("months")[bare(match["mon_m"])])
    if match["wn"]:
        weekday = _table("weekdays")[bare(match["wn_w"])]
        return here._replace(kind="month_day", day=_ordinal(match["wn_d"]), weekday=weekday)
    if match["wd"]:
        weekday = _table("weekdays")[bare(match["wd_w"])]
        return here._replace(kind="weekday", weekday=weekday, word=bare(match["wd_mod"] or ""), daypart=bare(match["part"] or ""))
    if match["clock"]:
        minutes = _clock(match["clock"])
        return None if minutes is None else here._replace(kind="clock", minutes=minutes)
    if match["q"]:
        return here._replace(kind="quarter", word=bare(match["q"]))
    if match["nth"]:
        return here._replace(kind="month_day", start=match.start("nth"), text=match["nth"], day=_ordinal(match["nth"].split()[1]))
    return _relative(here, match)


def _relative(here: Moment, match: re.Match[str]) -> Moment:
    word = " ".join(bare(match["rel"]).removeprefix("the ").split())
    part = bare((match["rel_part"] or "").strip())
    return here._replace(kind="relative", word=word.removesuffix(part).strip() if part else word, daypart=part)


def _int(raw: str | None) -> int | None:
    return int(raw) if raw else None


def _ordinal(raw: str) -> int:
    if raw[0].isdigit():
        return int(re.sub(r"\D", "", raw))
    return DAYS_IN_WORDS.index(bare(raw).replace(" ", "-")) + 1


def _day(here: Moment, year: int | None, month: int, day: int) -> Moment | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return here._replace(kind="day", year=year, month=month, day=day)


def _numeric(here: Moment, parts: list[str], dialect: str) -> Moment | None:
    """As in "4/8" is 4 August in British English and April 8 in American; a dotted or impossible one is day first."""
    first, second = int(parts[0]), int(parts[1])
    year = int(parts[2]) if len(parts) > 2 else None
    if year is not None and year < 100:
        year += 2000
    is_month_first = dialect == "en-US" and "." not in here.text
    if (is_month_first and first <= 12) or second > 12:
        return _day(here, year, first, second)
    return _day(here, year, second, first)


def _clock(raw: str) -> int | None:
    low = bare(raw).replace(".m", "m").replace(" ", "").rstrip(".")
    if low in {"noon", "midday"}:
        return 12 * 60
    if low == "midnight":
        return 0
    words = load_data("figures")["numbers"]
    if worded := _worded_clock(bare(raw).split(), words if isinstance(words, dict) else {}):
        return worded
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


def _worded_clock(words: list[str], numbers: dict[str, int]) -> int | None:
    """As in "half past seven", "a quarter to nine", "three in the morning"; None for anything else."""
    words = [word for word in words if word not in {"a", "minutes", "the"}]
    if len(words) >= 3 and words[1] in {"past", "to", "after", "before"}:
        part = {"half": 30, "quarter": 15, "twenty-five": 25}.get(words[0]) or numbers.get(words[0], 0)
        hour = int(numbers.get(words[2], 0)) * 60
        return (hour + part if words[1] in {"past", "after"} else hour - part) % 1440
    if len(words) >= 2 and words[0] in numbers and words[-1] in {"morning", "afternoon", "evening", "night", "sharp"}:
        hour = int(numbers[words[0]]) % 12
        return (hour + (12 if words[-1] in {"afternoon", "evening", "night"} else 0)) * 60
    return None


def weekday_number(word: str) -> int | None:
    """Monday is 0; None for a word that is no weekday."""
    return _table("weekdays").get(bare(word))
