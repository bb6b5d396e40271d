"""When, how and where the two sides met, and when the notes were written."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.reader_data import fold, labels
from pipeline.reader_dates import When, find_dates
from pipeline.reader_frames import frame
from pipeline.reader_segments import Shape
from pipeline.reader_votes import Stretch, label_value, value_span
from prompts.notes import Dialect

__all__ = ["read_dialect", "read_interview_date", "read_kind", "read_own_date", "read_place"]


def read_kind(text: str, shape: Shape) -> Stretch | None:
    """How they met, as written ("phone screen", "video call", "panel interview")."""
    row = label_value(shape, "interview.kind")
    pattern = frame("meeting_kind")
    if row is not None and (match := pattern.search(text, row.start, row.end)):
        return match.span()
    found = pattern.search(text) or frame("meeting_kind_loose").search(text)
    return found.span() if found else None


def read_place(text: str, shape: Shape) -> Stretch | None:
    """Where they met, only from a labelled line."""
    row = label_value(shape, "interview.place")
    return value_span(text, row) if row is not None and len(row.text) <= 120 and "://" not in row.text else None


def read_own_date(text: str, shape: Shape, now: dt.datetime) -> tuple[When | None, dt.date]:
    """When the text says it was written (a labelled line), and the day from which its relative dates count."""
    mail_date: dt.date | None = None
    has_mail = any(line.own_label and line.label == "from" for line in shape.lines)
    for line in shape.lines:
        field = labels().fields.get(line.label or "")
        if not line.own_label or not line.text:
            continue
        if field == "now" or (has_mail and line.label in {"date", "sent"}):
            found = find_dates(text, today=now.date(), start=line.start, end=line.end)
            if found and found[0].exact and field == "now":
                return found[0], found[0].day
            if found and found[0].exact:
                mail_date = mail_date or found[0].day
    said = re.search(r"\b(?:today is|today's|written on|notes? (?:from|of|taken on|written))\s*:?\s+", text, re.IGNORECASE)
    if said:
        found = find_dates(text, today=now.date(), start=said.end(), end=said.end() + 40)
        if found and found[0].exact and found[0].start - said.end() < 3:
            return None, found[0].day
    return None, mail_date or now.date()


def read_interview_date(text: str, shape: Shape, today: dt.date, *, latest: dt.date | None = None) -> When | None:
    """The day they met: a labelled date, else the one past date that stands beside a word for meeting.

    Args:
        text: the pasted notes.
        shape: their lines and clauses.
        today: the day from which relative dates count.
        latest: the day of writing, which no meeting lies behind; `today` where it is the same.
    """
    latest = latest or today
    day_first = None if read_dialect(text) is None else read_dialect(text) == "en-GB"
    has_mail = any(line.own_label and line.label == "from" for line in shape.lines)
    for line in shape.lines:
        if (
            line.own_label
            and line.text
            and labels().fields.get(line.label or "") == "interview.at"
            and not (has_mail and line.label == "date")
        ):
            dates = find_dates(text, today=today, start=line.start, end=line.end, day_first=day_first)
            if dates and len({when.day for when in dates}) == 1:
                return max(dates, key=lambda when: isinstance(when.value, dt.datetime))
    found: list[tuple[int, When]] = []
    for index, clause in enumerate(shape.clauses):
        if (clause.own_label and labels().fields.get(clause.label or "") in {"sender", "skip", "now"}) or (
            has_mail and clause.label in {"date", "sent"}
        ):
            continue
        for when in _dates_of(text, clause.start, clause.end, today, latest, day_first):
            around = fold(clause.text)
            close = fold(text[max(clause.start, when.start - 28) : when.start])
            if when.day > latest or (
                frame("later").search(close)
                and not re.search(r"\b(?:interview\w*|spoke|met|call|assessment \w+)\W+(?:was )?(?:on )?(?:the )?$", close)
            ):
                continue
            if (
                frame("meeting").search(around)
                or (index == 0 and len(clause.text) < 100)
                or (index < 5 and when.exact and len(clause.text) < 45)
            ):
                found.append(
                    (when.exact + 2 * bool(frame("meeting").search(around)) + (index == 0) - 2 * bool(frame("later").search(around)), when)
                )
    if not found:
        return _just_now(text, latest)
    best = max(score for score, _ in found)
    top = [when for score, when in found if score == best]
    if len({when.day for when in top}) > 1:
        return None
    return max(top, key=lambda when: isinstance(when.value, dt.datetime)) if best >= 0 else None


def _just_now(text: str, latest: dt.date) -> When | None:
    """The day of writing, where the notes begin with a meeting that is just over."""
    match = re.compile(r"\bjust (?:hung up|got off|came off|come off|finished|had|done|back from|off)\b", re.IGNORECASE).search(text[:160])
    return When(match.start(), match.end(), latest, exact=False) if match else None


def _dates_of(text: str, start: int, end: int, today: dt.date, latest: dt.date, day_first: bool | None) -> list[When]:
    """The dates of a stretch; 3/4/2026 is read either way where only one of the two lies behind us, or one only just."""
    found = find_dates(text, today=today, start=start, end=end, day_first=day_first)
    if day_first is not None:
        return found
    both = [find_dates(text, today=today, start=start, end=end, day_first=first) for first in (True, False)]
    for one, other in zip(*both, strict=False):
        if one.start != other.start or one.day == other.day or any(when.start == one.start for when in found):
            continue
        past = [when for when in (one, other) if when.day <= latest]
        near = [when for when in past if (latest - when.day).days <= 3]
        if len(past) == 1 or (len(near) == 1 and len(past) == 2 and abs((one.day - other.day).days) > 20):
            found.append((past if len(past) == 1 else near)[0])
    return sorted(found, key=lambda when: when.start)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_DAY_FIRST = re.compile(rf"\b[0-3]?\d(?:st|nd|rd|th)?(?: of)? {_MONTH}\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.? [0-3]?\d(?:st|nd|rd|th)?\b(?! {_MONTH})(?!:)")


def read_dialect(text: str) -> Dialect | None:
    """The spelling of the notes where all tell-tale words agree, or all dates where no word tells; else None."""
    folded = fold(text)
    british, american = bool(frame("british").search(folded)), bool(frame("american").search(folded))
    if british != american:
        return "en-GB" if british else "en-US"
    day_first, month_first = bool(_DAY_FIRST.search(folded)), bool(_MONTH_FIRST.search(folded))
    if british or day_first == month_first:
        return None
    return "en-GB" if day_first else "en-US"
