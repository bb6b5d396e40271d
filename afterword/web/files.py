"""The email as what the user takes away: a file for the mail program, plain text, a reminder for the calendar, a mailto link."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompts.brief import Brief
    from prompts.draft import Draft

__all__ = ["has_reminder", "write_file"]


def has_reminder(brief: Brief) -> bool:
    """Whether there is a time to send this email that a calendar could remind of."""
    from pipeline.send_calendar import window_of

    return window_of(brief) is not None


def write_file(kind: str, draft: Draft, brief: Brief) -> tuple[bytes, str, str]:
    """Bytes, media type and file name of one kind: eml, txt, ics, mailto (the link or the reason for none, as JSON).

    Raises:
        BadInput: a header field cannot be written as it is, or there is no time to be reminded of.
    """
    from pipeline.mail import eml_bytes, mailboxes, mailto_link
    from pipeline.send_calendar import ics_bytes

    sender, to = mailboxes(brief)
    if kind == "ics":
        return ics_bytes(brief), "text/calendar; charset=utf-8", "send-the-email.ics"
    if kind == "txt":
        return f"Subject: {draft.subject}\n\n{draft.text}".encode(), "text/plain; charset=utf-8", "email.txt"
    if kind == "mailto":
        link = mailto_link(draft.subject, draft.text, to=to)
        return json.dumps({"url": link.url, "reason": link.reason}).encode(), "application/json", ""
    return eml_bytes(draft.subject, draft.text, to=to, sender=sender), "message/rfc822", "email.eml"
