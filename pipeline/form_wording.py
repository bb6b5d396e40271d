"""The words of the fill-in form: its mark, its headings and hints, and the lines of its basics."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from prompts.kept import read_yaml
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["BASICS", "BASIC_HINTS", "BULLET", "MARK", "MARKER", "Section", "Wording", "wording"]

#: First line of every form; it survives editing, and headings tell where it does not.
MARK = "<!-- afterword form 1 -->"

BASICS: dict[str, str] = {
    "Your name": "candidate.name",
    "Your email": "candidate.email",
    "Company": "company",
    "Role": "role",
    "Interview date": "interview.at",
    "How you met": "interview.kind",
    "Where": "interview.place",
    "Today": "now",
    "Spelling": "dialect",
    "Follow-ups already sent": "follow_ups_sent",
}
BASIC_HINTS = {
    "Interview date": "year-month-day, with a time if you like: 2026-05-14 10:30",
    "Today": "leave empty for the day you use it",
    "Spelling": "British or American",
    "Follow-ups already sent": "a number; leave empty for none",
}
BULLET = compiled(r"[ \t]*(?:[-*+•–][ \t]+|\d{1,2}[.)][ \t]+)?")
MARKER = compiled(r"[ \t]*\((?P<mark>private|may be mentioned|public)\)[ \t.]*$", re.IGNORECASE)


class Section(BaseModel):
    """One heading of the form: its hint, and what else people call it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    heading: str
    hint: str = ""
    also: tuple[str, ...] = ()


class Wording(BaseModel):
    """Every heading and hint of the form."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str
    intro: str
    situation: Section
    basics: Section
    recipients: Section
    facts: dict[FactKind, Section]


@cache
def wording() -> Wording:
    """The headings and hints of `data/form.yaml`."""
    return Wording.model_validate(read_yaml("pipeline", "data/form.yaml"))
