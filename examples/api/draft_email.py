"""Notes in, an email out: the draft, why it is advised to wait or not, and a file that mail programs open."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from afterword import draft
from pipeline.mail import eml_bytes, mailboxes

NOTES = """
Phone interview with Margit Holm (margit@tarnby.example) at Tarnby Ferries on 8 September 2026,
for the reliability engineer job. We talked about the fault forms of the night shift.
I like work where a small fix keeps a ship on time.
Don't mention: I was let go from Hexham Freight in May.
Ines Aguirre
"""

outcome = draft(NOTES, scenario="phone_interview", model="phrasebook", now=dt.datetime(2026, 9, 9, 11, 0), seed=1)

print(outcome.verdict)  # send, hold (the advice is to wait) or refused (outcome.questions says what is missing)
for piece in outcome.advice:
    print("-", piece.text)
if outcome.draft is not None and outcome.verdict != "refused":
    print(outcome.draft.subject)
    print(outcome.draft.text)
    sender, recipients = mailboxes(outcome.brief)
    target = Path(tempfile.mkdtemp()) / "email.eml"
    target.write_bytes(eml_bytes(outcome.draft.subject, outcome.draft.text, to=recipients, sender=sender))
    print("Opens as a draft:", target.name)
