"""The two dates of an offer that the notes name apart: by when they want an answer, and the later day the writer would like."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from prompts.dates import WEEKDAYS, find_dates
from prompts.fitting.slips import spelled_dates
from prompts.fitting.when import Clock, clock_of, reference
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind, Notes, ScenarioId

__all__ = ["TwoDates", "coming", "two_dates"]

#: Who else wants an answer: words of theirs, or words about them.
_THEIRS = named_pattern("deadline_theirs")
#: The writer's own wish for a day.
_MINE = named_pattern("deadline_mine")
_NOT_THAT = LazyPattern(r"(?:,? (?:and )?not|,? (?:instead of|rather than|in place of)) .*$", re.IGNORECASE)
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY_OF_MONTH = LazyPattern(
    rf"\b{_WEEKDAY}(?:,? (?:in )?next week)?,? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?! ?\w*[a-z])(?![\d:./])", re.IGNORECASE
)
_COMING = LazyPattern(rf"(?<!next )(?<!last )\b{_WEEKDAY}\b(?!,? next week)", re.IGNORECASE)
#: Days ahead in which a day of a month with its weekday is looked for.
_SOON = 62


@dataclass(frozen=True, slots=True)
class TwoDates:
    """The fact with the writer's wish and its day; the fact with their date and its day, where the notes have one."""

    mine: Fact
    wish: dt.date
    theirs: Fact | None
    asked: dt.date | None


def two_dates(notes: Notes) -> TwoDates | None:
    """The wish for a later day among the deadlines of an offer; None where no fact is one for certain, or it is not later than theirs."""
    if notes.scenario is not ScenarioId.TIME_TO_THINK:
        return None
    facts = [fact for fact in notes.facts if fact.kind is FactKind.DEADLINE and not fact.private]
    if len(facts) < 2:
        return None
    theirs = [(fact, day) for fact in facts if _is_theirs(fact.text) and (day := _day(fact.text, notes))]
    wishes = [
        (not _MINE.search(fact.text), fact, day)
        for fact in facts
        if not _is_theirs(fact.text) and (_MINE.search(fact.text) or theirs) and (day := _day(fact.text, notes))
    ]
    if not wishes:
        return None
    _, mine, wish = min(wishes, key=lambda one: one[0])
    earlier = [(fact, day) for fact, day in theirs if day < wish]
    if theirs and not earlier:
        return None
    return TwoDates(mine, wish, *(earlier[0] if earlier else (None, None)))


def _is_theirs(text: str) -> bool:
    asks = re.match(r"(?:(?:so|and|please|kindly|could you|can you) )*ask (?:(?:him|her|them) )?(?:if|whether) i\b", text, re.IGNORECASE)
    return bool(_THEIRS.search(text)) and not asks


def _day(text: str, notes: Notes) -> dt.date | None:
    """The one day a note names, without the one that it names to set it aside."""
    clock = clock_of(notes, reported=False)
    text = spelled_dates(re.sub(r"\s*[()]", " ", _NOT_THAT.sub("", text)).strip())
    for match in reversed(list(_DAY_OF_MONTH.finditer(text))):
        if both := coming(clock, day=int(match["day"]), weekday=match["weekday"]):
            return both
    found = {mention.date for mention in find_dates(text, now=reference(clock), dialect=clock.dialect) if mention.date}
    if found:
        return found.pop() if len(found) == 1 else None
    numbers = re.findall(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b", text)
    if numbers:
        return coming(clock, day=int(numbers[0]), most=31) if len(numbers) == 1 else None
    weekdays = [match["weekday"] for match in _COMING.finditer(text)]
    if len(weekdays) == 1 and not re.search(r"\d", text):
        return coming(clock, weekday=weekdays[0], first=1, most=8)
    return None


def coming(clock: Clock, *, day: int | None = None, weekday: str = "", first: int = 0, most: int = _SOON) -> dt.date | None:
    """The next date with this number in its month and this weekday, of which three letters count; None where there is none so soon.

    Args:
        clock: says what day it is.
        day: the number in the month; any where None.
        weekday: any where empty.
        first: days from today on from which it is looked for.
        most: days from today on before which it is looked for.
    """
    days = [clock.today + dt.timedelta(days=ahead) for ahead in range(first, most)] if clock.today else []
    return next(
        (one for one in days if day in (None, one.day) and WEEKDAYS[one.weekday()].lower().startswith(weekday[:3].lower())),
        None,
    )
