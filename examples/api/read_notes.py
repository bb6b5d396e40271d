"""What is understood of notes, and how to correct it before drafting."""

from __future__ import annotations

from afterword import draft, read_notes
from afterword.errors import BadInput

NOTES = """
Phone interview with Margit Holm at Tarnby Ferries on 8 September 2026 for the reliability engineer job.
We talked about the fault forms of the night shift.
Don't mention: I was let go from Hexham Freight in May.
Ines Aguirre
"""

intake = read_notes(NOTES)
for fact in intake.notes.facts:
    print(fact.kind.value, "(private)" if fact.private else "", fact.text)

# Notes are plain models: correct what was misread, then draft from them.
notes = intake.notes.model_copy(update={"role": "senior reliability engineer"})
outcome = draft(notes, model="phrasebook", scenario="phone_interview")
if outcome.draft is not None:
    print(outcome.draft.subject)

try:
    read_notes("   ")
except BadInput as error:  # every error is one sentence: what was tried, what was found, what to do
    print(error)
