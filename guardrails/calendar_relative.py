"""Whether "yesterday", "last week" and the like are true of the interview or of a day in the notes."""

from __future__ import annotations

import datetime as dt
import re

from guardrails.calendar import Calendar, date_of
from guardrails.claim_scope import sentence_after, sentence_before
from guardrails.moments import Moment
from prompts.patterns import compiled

__all__ = ["check_daypart", "check_relative"]


def check_daypart(part: str, calendar: Calendar) -> tuple[str, str] | None:
    """Why a part of a day is not the one of the interview: (severity, reason), or None when it is or nobody knows the hour."""
    hours = {
        "morning": (0, 12 * 60),
        "lunchtime": (11 * 60, 14 * 60),
        "afternoon": (12 * 60, 18 * 60),
        "evening": (17 * 60, 24 * 60),
        "night": (18 * 60, 24 * 60),
    }
    if part in calendar.words or calendar.met_at is None or part not in hours:
        return None
    low, high = hours[part]
    return None if low <= calendar.met_at < high else ("error", f"the interview was at {calendar.met_at // 60}:{calendar.met_at % 60:02d}")


_MEETING = compiled(
    r"\b(?:conversation|interview|call|chat|met|meeting|spoke|speaking|talk\w*|discussion|visit|thank|time|see|seeing|hear\w*|welcom\w*)\b",
    re.I,
)
_OF_MEETING = compiled(
    r"\b(?:conversation|interview|call|chat|met|meeting|spoke|speaking|talk|talked|discussion|visit)"
    r"(?:\s+(?:with|to)\s+\w+)?\s+(?:we had\s+)?(?:from\s+|of\s+|on\s+)?$",
    re.IGNORECASE,
)
_BACKWARD = frozenset(
    {
        "yesterday",
        "last week",
        "last month",
        "this week",
        "earlier this week",
        "this morning",
        "this afternoon",
        "today",
        "last night",
        "day before yesterday",
    }
)

#: As in "I'm letting you know today": the day of the email itself.
_WRITTEN_NOW = compiled(
    r"\b(?:letting|let\s+you\s+know|writing|write|answering|replying|sending|accepting|signing|telling)\b[^,;:]*$", re.IGNORECASE
)
#: As in "Today I would show one drawing": what is known now.
_TODAY_I_WOULD = compiled(r",?\s+I(?:['\u2019]d|\s+would)\b")


def check_relative(one: Moment, calendar: Calendar, text: str) -> tuple[str, str] | None:
    """Why a moment counted from today is not supported: (severity, reason), or None when it is."""
    met, now = calendar.met, calendar.now
    if (
        met
        and now
        and _OF_MEETING.search(text[max(0, one.start - 50) : one.start])
        and one.word in _BACKWARD
        and one.word not in calendar.told
        and not _is_true(one.word, met, now)
        and not _is_contact(one.word, calendar, now)
    ):
        return "error", f"the interview was on {met:%A} {met.day} {met:%B}"
    if one.word in calendar.words and one.word:
        return None
    before = sentence_before(text, one.start)
    near = f"{before[-70:]}{one.text}{sentence_after(text, one.end)[:50]}"
    if one.word in {"today", "this morning", "this afternoon", "this evening", "tonight"} and (
        not _MEETING.search(near) or _TODAY_I_WOULD.match(text, one.end) or _WRITTEN_NOW.search(before)
    ):
        return None
    if met is None:
        return _relative_without_interview(one, calendar)
    if now is None:
        return "warning", "the notes do not say when this is written"
    if _is_true(one.word, met, now) or _is_true_of_facts(one.word, calendar, now):
        part = one.daypart or one.word.removeprefix("this ")
        return check_daypart(part, calendar) if (met - now).days in {0, -1} else None
    if one.word in _PROPOSED and _REQUEST.search(re.split(r"[.!?]\s", text[max(0, one.start - 140) : one.start])[-1]):
        return None
    return "error", f"the interview was on {met:%A} {met.day} {met:%B} and this is written on {now:%A} {now.day} {now:%B}"


#: A time to come that a request proposes ("could we talk next week") states nothing.
_PROPOSED = frozenset({"next week", "this week", "later this week", "tomorrow", "next month"})
_REQUEST = compiled(
    r"\b(?:could|might|may|would|can|shall)\s+(?:we|I|you)\b|\bif\s+(?:you|it|that)\b|\b(?:happy|glad|pleased|gladly|delighted)\b|\bshould\s+you\b|\bwhenever\b",
    re.IGNORECASE,
)


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
        "today": gap == 0,
        "tonight": gap == 0,
        "this morning": gap == 0,
        "this afternoon": gap == 0,
        "this evening": gap == 0,
        "yesterday": gap == 1,
        "last night": gap == 1,
        "tomorrow": gap == -1,
        "day before yesterday": gap == 2,
        "day after tomorrow": gap == -2,
        "this week": weeks == 0,
        "earlier this week": weeks == 0 and gap > 0,
        "later this week": weeks == 0 and gap < 0,
        "last week": weeks == 1,
        "next week": weeks == -1,
        "this month": months == 0,
        "last month": months == 1,
        "next month": months == -1,
        "this year": day.year == now.year,
        "last year": now.year - day.year == 1,
        "next year": day.year - now.year == 1,
        "last quarter": quarters == 1,
        "next quarter": quarters == -1,
    }
    return table.get(word, False)


def _is_contact(word: str, calendar: Calendar, now: dt.date) -> bool:
    """As in "your call yesterday" for an offer that the notes date to that day."""
    return any((day := date_of(y, m, d)) and _is_true(word, day, now) for y, m, d in calendar.days if (m, d) in calendar.contacts)


def _is_true_of_facts(word: str, calendar: Calendar, now: dt.date) -> bool:
    return any(_is_true(word, day, now) for y, m, d in calendar.days if (day := date_of(y, m, d)))
