"""Dates and spans of time in any rendering, reduced to items that can be compared: Friday 14 August, Aug 14, the 14th, 14/08."""

from __future__ import annotations

import re

from guardrails.acts_data import load_words
from guardrails.acts_tokens import Row
from prompts.patterns import compiled

__all__ = ["time_items"]

_WEEKDAYS = {name: name[:3] for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}
_WEEKDAYS |= {short: short for short in ("mon", "tue", "wed", "thu", "fri")} | {"tues": "tue", "thur": "thu", "thurs": "thu", "weds": "wed"}
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTH = {name[:size]: number for number, name in enumerate(_MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_DAY = compiled(r"(\d{1,2})(st|nd|rd|th)?$")
_NUMERIC = compiled(r"(\d{1,4})[./](\d{1,2})(?:[./](\d{2,4}))?$")
_NEAR = 2


def time_items(row: Row) -> frozenset[str]:
    """Items such as `fri`, `d14`, `m8`, `week`; a bare number counts as a day only beside a month, a weekday or "the"."""
    tokens = [token.text for token in row.tokens]
    items: set[str] = set()
    for index, word in enumerate(tokens):
        if word in _WEEKDAYS:
            items.add(_WEEKDAYS[word])
        elif word in _MONTH and not (word in ("may", "march", "mar") and not _near_number(tokens, index) and not _after_in(tokens, index)):
            items.add(f"m{_MONTH[word]}")
        elif word in load_words("relative"):
            items.add(word.rstrip("s"))
        elif match := _NUMERIC.match(word):
            items |= _numeric(match)
        elif (match := _DAY.match(word)) and (match[2] or _is_day(tokens, index)):
            items.add(f"d{int(match[1])}")
        elif word in _ORDINALS and tokens[index + 1 : index + 2] == ["of"]:
            items.add(f"d{_ORDINALS.index(word) + 1}")
    return frozenset(items | _iso(tokens))


def _numeric(match: re.Match[str]) -> set[str]:
    first, second = int(match[1]), int(match[2])
    if first > 31 or second > 31:
        return set()
    items = {f"d{first}", f"d{second}"}
    return items | {f"m{number}" for number in (first, second) if 1 <= number <= len(_MONTHS)}


def _iso(tokens: list[str]) -> set[str]:
    """2026-08-14 arrives as three numbers, since hyphens part words."""
    items: set[str] = set()
    for year, month, day in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if len(year) == 4 and year.isdecimal() and month.isdecimal() and day.isdecimal() and len(month) == len(day) == 2:
            items |= {f"m{int(month)}", f"d{int(day)}"}
    return items


def _is_day(tokens: list[str], index: int) -> bool:
    around = tokens[max(0, index - _NEAR) : index + _NEAR + 1]
    return any(word in _MONTH or word in _WEEKDAYS for word in around) or tokens[index - 1 : index] == ["the"]


def _near_number(tokens: list[str], index: int) -> bool:
    return any(_DAY.match(word) for word in tokens[max(0, index - _NEAR) : index + _NEAR + 1])


def _after_in(tokens: list[str], index: int) -> bool:
    return index > 0 and tokens[index - 1] in load_words("before_month")
