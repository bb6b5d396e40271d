"""GND-number on what a figure measures: "twelve millimetres" for 12 cm, "60 knots" for 60 km/h, "four a week" for four a night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.numbers import Quantity, find_quantities
from guardrails.vocabulary import load_data, stem
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_measures", "is_converted", "is_noted_rate"]

_UNIT = compiled(
    r"[ \u00a0\u202f-]?(?:(?P<speed>(?:kilomet(?:er|re)s?|miles?|met(?:er|re)s?)[\s-](?:an|a|per)[\s-](?:hour|second))\b"
    r"|(?P<word>[a-z\u00b0]+(?:/[a-z]+)?2?)(?![\w/]))",
    re.IGNORECASE,
)
_SPEEDS = (("kilo", "kilometre-an-hour"), ("mile", "mile-an-hour"), ("met", "metre-a-second"))
_PERIODS = {
    **dict.fromkeys(("hour", "hr", "hourly"), "hour"),
    **dict.fromkeys(("day", "daily"), "day"),
    **dict.fromkeys(("night", "nightly"), "night"),
    **dict.fromkeys(("week", "wk", "weekly"), "week"),
    **dict.fromkeys(("month", "mth", "monthly"), "month"),
    **dict.fromkeys(("quarter", "qtr", "quarterly"), "quarter"),
    **dict.fromkeys(("year", "yr", "annum", "yearly", "annually"), "year"),
}
#: A rate stands right behind its figure, at most two words between ("forty loads a day").
_RATE = compiled(
    r"(?:[ -](?!(?:a|an|per|each|every|and|or|to|in|on|for|of|at|by|from|with|after|before|within)\b)[a-z]+){0,2}"
    r"(?:\s+(?:a|an|per|each|every)\s+|\s?/\s?|\s+)(?P<period>hour|hr|hourly|day|daily|night|nightly|week|wk|weekly|month|mth|monthly|quarter|qtr|quarterly|year|yr|annum|"
    r"yearly|annually)\b(?!['\u2019-])",
    re.IGNORECASE,
)
_HAS_MARK = compiled(r"\b(?:a|an|per|each|every)\s+\w+$|/|ly$", re.IGNORECASE)
_TIMES = compiled(
    r"\b(?:(?P<once>once|1x|one\s+time)|(?P<twice>twice|2x)|(?P<more>[3-9]x))\s*(?:/|a|an|per|each|every)\s*(?P<period>hour|hr|day|night|week|wk|month|mth|quarter|qtr|year|yr)\b",
    re.IGNORECASE,
)


class _Unit(NamedTuple):
    name: str
    line: int
    size: float


class _Measure(NamedTuple):
    """A figure with its unit or its period; `unit` and `period` are empty where it has none."""

    value: float
    unit: str
    period: str
    start: int
    end: int


@cache
def _units() -> dict[str, _Unit]:
    table: dict[str, _Unit] = {}
    lines = load_data("figures")["measures"]
    for number, line in enumerate(lines if isinstance(lines, list) else []):
        for entry in str(line).split("|"):
            *names, size = entry.split()
            for name in names:
                table[name] = _Unit(names[0], number, float(size.removeprefix("=")))
    return table


def check_measures(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Findings for figures that the notes have with another unit or for another period."""
    noted = _noted(ground)
    findings = []
    for one in _measures(text, find_quantities(text)) if noted else ():
        same = [known for known in noted if abs(known.value - one.value) < 1e-9]
        problem = _other_unit(one, same, noted) or _other_period(one, same)
        if problem:
            said = text[one.start : one.end]
            message = f"{said!r}: the notes have {problem!r}."
            findings.append(Finding("GND-number", "error", part, one.start, one.end, message, "Write the unit of the notes."))
    noted_times = [(count, period) for fact in ground.public for _, count, period in _times(fact.fact.text)]
    for span, count, period in _times(text) if noted_times else ():
        counts = {known for known, when in noted_times if when == period}
        if counts and count not in counts:
            message = f"{text[span[0] : span[1]]!r}: the notes have another number of times."
            findings.append(Finding("GND-number", "error", part, *span, message, "Write what the notes have."))
    return findings


def is_converted(amount: Quantity, text: str, ground: Ground) -> bool:
    """Whether a figure is one of the notes in another unit of the same measure, as 120 mm is 12 cm."""
    unit = _unit_after(text, amount.end) or _unit_within(amount)
    if unit is None:
        return False
    for known in _noted(ground):
        other = _units().get(known.unit)
        if other and other.line == unit.line and other.name != unit.name:
            value = known.value * other.size / unit.size
            if abs(value - amount.value) <= (1e-6 if _is_metric(value) else 0.02) * max(value, 1.0):
                return True
    return False


def is_noted_rate(amount: Quantity, text: str, ground: Ground) -> bool:
    """Whether a count of things for a period is what the notes tell as so many times: "two trips a week" for "twice a week"."""
    rate = _RATE.match(text, amount.end)
    if rate is None or amount.unit or not _HAS_MARK.search(rate[0]):
        return False
    period = _PERIODS[rate["period"].casefold()]
    return any((count, when) == (amount.value, period) for fact in ground.public for _, count, when in _times(fact.fact.text))


def _is_metric(value: float) -> bool:
    return abs(value - round(value, 3)) < 1e-9


def _other_unit(one: _Measure, same: list[_Measure], noted: tuple[_Measure, ...]) -> str:
    """The unit that the notes have with this figure, where it is another of the same measure."""
    if not one.unit or any(known.unit in {"", one.unit} for known in same):
        return ""
    mine = _units()[one.unit]
    others = [known for known in same if _units()[known.unit].line == mine.line or {known.unit, one.unit} <= _LENGTHS]
    return f"{one.value:g} {others[0].unit}" if others else ""


_LENGTHS = frozenset({"foot", "metre"})


def _other_period(one: _Measure, same: list[_Measure]) -> str:
    """The period that the notes have with this figure, where it is another."""
    if not one.period or not same or any(known.period in {"", one.period} for known in same):
        return ""
    return f"{one.value:g} a {same[0].period}"


@lru_cache(maxsize=64)
def _noted(ground: Ground) -> tuple[_Measure, ...]:
    found: list[_Measure] = []
    for one in ground.public:
        found += _measures(one.fact.text, one.quantities)
    return tuple(found)


def _measures(text: str, amounts: tuple[Quantity, ...]) -> Iterator[_Measure]:
    for one in amounts:
        if one.unit in {"ordinal", "percent", "money", "times"}:
            continue
        unit = (_unit_after(text, one.end) or _unit_within(one)) if not one.unit else None
        after = _unit_end(text, one.end) if unit else one.end
        rate = _RATE.match(text, after)
        if rate and not _HAS_MARK.search(rate[0]):
            rate = None
        period, end = (_PERIODS[rate["period"].casefold()], rate.end()) if rate else ("", after)
        yield _Measure(one.value, unit.name if unit else "", period, one.start, end)


def _unit_after(text: str, end: int) -> _Unit | None:
    match = _UNIT.match(text, end)
    if match is None:
        return None
    if match["speed"]:
        low = match["speed"].casefold()
        return next(_units()[name] for mark, name in _SPEEDS if low.startswith(mark))
    word = match["word"]
    if len(word) == 1 and not _is_short_unit(text, end, match.end()):
        return None
    return _units().get(word.casefold())


def _is_short_unit(text: str, start: int, end: int) -> bool:
    """A single letter is a unit only right behind a figure in digits."""
    return text[max(0, start - 1) : start].isdigit() and not re.match(r"\.\w|['\u2019]", text[end : end + 2])


def _unit_within(one: Quantity) -> _Unit | None:
    """As in "40t", where the figure has its unit with it."""
    if one.noun == stem("metre") and one.text.endswith("m"):
        return _units()["m"]
    match = re.fullmatch(r"[\d.,]+\s?([a-z\u00b0]+)", one.text, re.IGNORECASE)
    return _units().get(match[1].casefold()) if match and match[1].casefold() != "m" else None


def _unit_end(text: str, end: int) -> int:
    match = _UNIT.match(text, end)
    return match.end() if match and (match["speed"] or match["word"].casefold() in _units()) else end


def _times(text: str) -> Iterator[tuple[tuple[int, int], int, str]]:
    for match in _TIMES.finditer(text):
        count = 1 if match["once"] else 2 if match["twice"] else int(match["more"][0])
        yield match.span(), count, _PERIODS[match["period"].casefold()]
