"""Whether a day, a weekday or a time of a draft is one that the notes support."""

from __future__ import annotations

import re

from guardrails.calendar import Calendar, date_of
from guardrails.calendar_relative import check_daypart, check_relative
from guardrails.claim_scope import is_planned
from guardrails.moments import Moment, weekday_number
from prompts.patterns import compiled

__all__ = ["check_moment"]


def check_moment(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    """Why a moment of the draft is not supported: (severity, reason), or None when it is."""
    if one.kind == "day":
        return _check_day(one, calendar, text)
    if one.kind == "weekday":
        problem = _check_weekday(one, calendar) or _check_weekday_ahead(one, calendar, text)
        return None if problem and is_planned(text, one.start, is_date=True) else problem
    if one.kind == "relative":
        return check_relative(one, calendar, text)
    if one.kind == "month_day" and one.weekday is not None:
        return _check_weekday_of_month(one, calendar)
    supported = {
        "month": one.month in calendar.months and not _is_other_year(one, calendar),
        "month_day": one.day in calendar.month_days,
        "clock": one.minutes in calendar.clocks or (one.minutes or 0) % 720 in calendar.clocks,
        "quarter": one.word in calendar.words,
    }
    if supported[one.kind] or (one.kind == "clock" and is_planned(text, one.start, is_date=True)):
        return None
    return "error", "no fact of the notes has it"


def _is_other_year(one: Moment, calendar: Calendar) -> bool:
    """Whether the notes have this month of other years alone, and told of no day in it."""
    years = {year for year, month in calendar.month_years if month == one.month} | {
        year for year, month, _ in calendar.days if month == one.month
    }
    return bool(one.year and years) and one.year not in years


def _check_weekday_of_month(one: Moment, calendar: Calendar) -> tuple[str, str] | None:
    dates = {found.weekday() for year, month, day in calendar.days if day == one.day and (found := date_of(year, month, day))}
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
        fitting = {day.weekday() for year in known if (day := date_of(year, one.month, one.day))}
        if fitting and weekday not in fitting:
            return "error", "that date falls on another weekday"
    return None


#: Before a weekday that is still to come: "any Tuesday", "your call on Tuesday" that is waited for, "free on Monday or Tuesday".
_AHEAD = compiled(
    r"\b(?:(?:any|every|each)\s+(?:\w+\s+(?:or|and)\s+)?|(?:look(?:ing)?\s+out\s+for|look(?:ing)?\s+forward\s+to|wait(?:ing)?\s+for|await(?:ing)?|expect(?:ing)?|"
    r"(?:available|free)\s+(?:on|for)|(?:can|could)\s+(?:come|visit|meet|talk|travel|start|drop\s+in|call|ring))\b(?:(?!\b(?:after|from|since|of|talk|conversation|discussion|interview|chat|saw|heard)\b)[^.;!?\n]){0,40})$",
    re.IGNORECASE,
)


def _check_weekday_ahead(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    """A weekday that the notes know only as the day of an interview that is over cannot be one to come."""
    if one.weekday in calendar.noted_weekdays or not (calendar.met and calendar.now and calendar.met <= calendar.now):
        return None
    if calendar.met.weekday() != one.weekday or not _AHEAD.search(text[max(0, one.start - 80) : one.start]):
        return None
    return "error", "the notes know this weekday only as the day of the interview"


def _check_weekday(one: Moment, calendar: Calendar) -> tuple[str, str] | None:
    if one.weekday not in calendar.weekdays:
        return "error", "no fact of the notes has this weekday"
    if one.word == "next" and calendar.now and calendar.met and calendar.met.weekday() == one.weekday and calendar.met <= calendar.now:
        others = {date_of(y, m, d) for y, m, d in calendar.days} - {calendar.met, None}
        if not any(day and day.weekday() == one.weekday and day > calendar.now for day in others):
            return "error", "the notes know this weekday only as the day of the interview"
    if one.daypart and calendar.met and calendar.met.weekday() == one.weekday:
        return check_daypart(one.daypart, calendar)
    return None
