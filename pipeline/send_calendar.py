"""The send window as a calendar file (.ics, RFC 5545) with a reminder at its start.

A calendar is often shared with colleagues of today, so the entry is marked private, leaves the time free, never says "interview",
and holds nothing of the notes but the name of the recipient or the company; `discreet` leaves out even that.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.advice import AFTER_INTERVIEW, LATE_AFTER, send_window, working_moment
from pipeline.errors import BadInput
from pipeline.mail_fields import clean_field

if TYPE_CHECKING:
    from prompts.brief import Brief

__all__ = ["Window", "event_bytes", "ics_bytes", "window_of"]

#: How long the next working morning lasts.
_MORNING = dt.timedelta(hours=4)
_NOTE = "The draft is ready in Afterword. Read it once more, then send it yourself."


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when to send. Both are naive (the user's own clock), or both aware where the notes name a zone."""

    start: dt.datetime
    end: dt.datetime


def window_of(brief: Brief) -> Window | None:
    """What is left of the send window at the brief's `now`; None where no interview was just held, has no date, or it is over.

    Its start is never in the past, at night or on a weekend. Where the advice names the next working morning instead, it is that morning.
    """
    at, now = brief.notes.interview.at, brief.now
    if at is None or brief.contract.id not in AFTER_INTERVIEW:
        return None
    met = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time(12, 0))
    start, end = send_window(met)
    if now is not None:
        here = _like(now, met)
        if here > start:
            start = working_moment(here)
        if start != here and end <= start and here <= end + LATE_AFTER:
            end = start + _MORNING
    return Window(start, end) if start < end else None


def ics_bytes(brief: Brief, *, discreet: bool = False, stamp: dt.datetime | None = None) -> bytes:
    """The calendar file for this brief; it names the recipient, else the company, unless `discreet`.

    Raises:
        BadInput: there is no send window (see `window_of`), or the name is not fit for a calendar.
    """
    window = window_of(brief)
    if window is None:
        raise BadInput("There is no send window to be reminded of: it follows the date of an interview, and must not be over.")
    names = [person.name for person in brief.recipients if person.name] if len(brief.recipients) == 1 else []
    whom = "" if discreet else next((name for name in (*names, brief.notes.company) if name), "")
    return event_bytes(window, whom=whom, stamp=stamp)


def event_bytes(window: Window, *, whom: str = "", stamp: dt.datetime | None = None) -> bytes:
    """A calendar of one event over the window, with an alarm as it opens; CRLF, lines of 75 octets at most.

    Naive times are written as floating ones, which every calendar shows at that hour wherever it stands; aware ones in UTC.

    Args:
        window: the times.
        whom: recipient or company to name; empty names neither.
        stamp: when the entry was made, aware; the present otherwise.

    Raises:
        BadInput: `whom` holds a line break, a control or a direction character.
    """
    from icalendar import Alarm, Calendar, Event

    whom = clean_field(whom, "name in the calendar entry")
    summary = f"Send the email to {whom}" if whom else "Send the email you prepared"
    start, end = _written(window.start), _written(window.end)
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{start.isoformat()} {end.isoformat()} {whom}'.encode()).hexdigest()[:24]}@afterword.invalid")
    event.add("dtstamp", (stamp or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("description", _NOTE)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm["TRIGGER"] = "PT0S"  # the library writes P0D, which not every calendar knows
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Afterword//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _written(moment: dt.datetime) -> dt.datetime:
    moment = moment.replace(microsecond=0)
    return moment if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _like(moment: dt.datetime, model: dt.datetime) -> dt.datetime:
    """The moment on the clock of `model`: in its zone, or without one."""
    if model.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(model.tzinfo) if moment.tzinfo is not None else moment.replace(tzinfo=model.tzinfo)
