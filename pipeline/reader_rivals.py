"""Other employers in what the notes tell: their names stay private, the date that they set may be told."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from pipeline.reader_clause import Told
from pipeline.reader_data import fold
from pipeline.reader_dates import find_dates
from pipeline.reader_frames import frame, words_of
from pipeline.reader_words import is_ordinary
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["hide_rivals"]

_ASKS = compiled(
    r"(?P<who>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,3}) (?:want|need|expect|ask|gave|give|would like|is waiting|are waiting|need)s?\b"
)
_BY = compiled(r"\b(?:by|before|until|till|no later than|on)\s+(?:the\s+)?(?:(?:end of|close of|noon|midday)\s+(?:on\s+)?)?", re.IGNORECASE)
_ANSWER = compiled(
    r"\b(?:answer|decid\w+|decision|reply|respond|response|sign|know|expires?|deadline|yes|waiting|open|valid)\b", re.IGNORECASE
)


#: Somebody else who is to answer: "mildmay also to answer me monday", "the cruise in Miami says yes if I sign".
_ANSWERS_ME = compiled(
    r"\W*(?:the |my |and |but |also )*(?P<who>[A-Za-z][\w'’&.-]*(?: [\w'’&.-]+){0,3}?),? (?:also |then |still )?"
    r"(?:(?:is|are|will|would|to|going to) )*"
    r"(?:(?:tell|answer|inform|let|call|say)s?(?: to)? me|told me no\b|says? yes\b|said yes\b|want(?:s|ed)? me\b|(?:is |are )?finding me)",
    re.IGNORECASE,
)

_HIDDEN = frozenset(
    {FactKind.DEADLINE, FactKind.TIMELINE, FactKind.REASON, FactKind.OTHER_OFFER, FactKind.TOPIC, FactKind.MOTIVATION, FactKind.OFFER}
)


def hide_rivals(
    text: str, told: list[Told], today: dt.date, *, company: str | None, scenario: ScenarioId | None, persons: frozenset[str]
) -> list[Told]:
    """What is told, with every clause on another employer private, and the date alone of an answer due there as a public fact.

    Args:
        text: the pasted notes.
        told: the clauses and what became of them.
        today: the day from which dates count.
        company: the employer the email goes to; without one nothing can be told to be another.
        scenario: the situation, when known.
        persons: words of the interviewers' names, which are no employers.
    """
    known = set(re.findall(r"\w+", fold(company or ""))) | persons
    thinks = scenario is ScenarioId.TIME_TO_THINK
    told = [_hidden(text, _own_offer(text, entry, known), company, known, thinks=thinks) for entry in told]
    if scenario in {ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER}:
        return told
    if any(entry.kind is FactKind.DEADLINE and not entry.private for entry in told):
        return told
    result: list[Told] = []
    for entry in told:
        result.append(entry)
        if entry.kind is not FactKind.OTHER_OFFER or not _ANSWER.search(text, entry.start, entry.end):
            continue
        by = _BY.search(text, entry.start, entry.end)
        dates = find_dates(text, today=today, start=by.end(), end=entry.end, past=False) if by else []
        if by and dates and dates[0].start - by.end() <= 1:
            result.append(Told(by.start(), dates[0].end, FactKind.DEADLINE))
    return result


def _own_offer(text: str, entry: Told, known: set[str]) -> Told:
    """The entry as the offer itself where it comes from the people or the employer whom the email goes to."""
    names = [match["c"] for match in frame("another_employer").finditer(text, entry.start, entry.end)]
    own = entry.kind is FactKind.OTHER_OFFER and names and all(set(re.findall(r"\w+", fold(name))) & known for name in names)
    return replace(entry, kind=FactKind.OFFER, private=False, why="") if own else entry


def _hidden(text: str, entry: Told, company: str | None, known: set[str], *, thinks: bool = False) -> Told:
    """The entry, private where it names an employer that is not this one; who `thinks` an offer over may wait for others."""
    if entry.private or entry.kind not in _HIDDEN or company is None:
        return entry
    asks = _ASKS.match(text, entry.start, entry.end) if entry.kind in {FactKind.DEADLINE, FactKind.TIMELINE} else None
    waits = _ANSWERS_ME.match(text, entry.start, entry.end) if thinks else None
    names = [one["who"] for one in (asks, waits) if one]
    names += [match["c"] for match in frame("another_employer").finditer(text, entry.start, entry.end)]
    for name in names:
        words = [word for word in re.findall(r"\w+", fold(name)) if word not in {"s", "the", "of", "and"}]
        if not words or {words[0], words[-1]} & words_of("not_a_rival") or set(words) & known or _is_nobody(words):
            continue
        if find_dates(name, today=dt.date(2026, 1, 15)):
            continue
        return replace(entry, kind=FactKind.OTHER_OFFER, private=True, why="another employer")
    return entry


def _is_nobody(words: list[str]) -> bool:
    """Whether some words name no employer: plain words, a relative, somebody of the house."""
    return all(is_ordinary(word) for word in words) or words[0] in words_of("goes_on")
