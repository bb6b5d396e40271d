"""Names of people as they are written to: who is greeted how, and what stands under the email."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.notes import Recipient

__all__ = ["address", "signature_name"]


def address(recipients: Sequence[Recipient]) -> str:
    """How the recipients are greeted; "hiring manager" when nobody is known."""
    names = [r.name.split()[0] for r in recipients if r.name]
    if not names:
        return "hiring manager"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def signature_name(name: str | None) -> str:
    """The name under the email, as the candidate writes it; empty when unknown."""
    return (name or "").strip()
