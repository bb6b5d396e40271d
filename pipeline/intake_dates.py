"""Dates of the notes that cannot be right at the moment of writing: an answer due yesterday, a first day last month."""

from __future__ import annotations

import datetime as dt

from pipeline.reader_dates import find_dates
from prompts.notes import FactKind, Notes, ScenarioId

__all__ = ["doubtful_dates"]

_AHEAD = {FactKind.DEADLINE: "The answer is due", FactKind.START_DATE: "The first day is"}


def doubtful_dates(notes: Notes, now: dt.datetime) -> tuple[str, ...]:
    """One question for each date on the wrong side of `now`: a deadline or first day before it, an interview after it.

    Only a date whose day is certain counts: a bare weekday or a date without a year is read as the one that fits.
    """
    today = now.date()
    found: list[str] = []
    met = notes.interview.at
    day = met.date() if isinstance(met, dt.datetime) else met
    if day is not None and day > today:
        found.append(f"The interview is noted for {day:%d %B %Y}, which is still to come on {today:%d %B %Y}; is the date right?")
    for fact in notes.facts:
        lead = _AHEAD.get(fact.kind)
        if lead is None or fact.private:
            continue
        for when in find_dates(fact.text, today=today, past=True):
            if when.exact and when.day < today and _is_behind(fact.text, when.start, when.end, today):
                found.append(
                    f"{lead} '{fact.text[when.start : when.end].strip()}', which has passed on {today:%d %B %Y}; is the date right?"
                )
    if notes.scenario is ScenarioId.NO_RESPONSE:
        found += _not_yet(notes, today)
    return tuple(dict.fromkeys(found))


def _is_behind(text: str, start: int, end: int, today: dt.date) -> bool:
    """Whether a date is past however a missing year is read (up to four months back)."""
    ahead = find_dates(text, today=today, start=start, end=end, past=False)
    return not ahead or ahead[0].day < today or (ahead[0].day - today).days > 300


def _not_yet(notes: Notes, today: dt.date) -> list[str]:
    """A promised date that is still to come makes a status request early."""
    dates = [
        (when.day, fact.text[when.start : when.end].strip())
        for fact in notes.of_kind(FactKind.TIMELINE)
        for when in find_dates(fact.text, today=today, past=True)
        if when.exact
    ]
    if not dates or any(day < today for day, _ in dates):
        return []
    return [f"They named '{dates[0][1]}', which has not passed on {today:%d %B %Y}; is it time to ask?"]
