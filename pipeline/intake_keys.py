"""The keys that notes in fields may have, with the other names people give them."""

from __future__ import annotations

import re

from pipeline.reader_data import fold
from prompts.notes import FactKind, Notes

__all__ = ["KEYS", "OTHER_KEYS", "is_known_key", "key_of", "kind_of"]

KEYS = tuple(Notes.model_fields)
OTHER_KEYS = {
    "recipient": "recipients",
    "to": "recipients",
    "interviewer": "recipients",
    "interviewers": "recipients",
    "hiring_manager": "recipients",
    "panel": "recipients",
    "me": "candidate",
    "from": "candidate",
    "sender": "candidate",
    "name": "candidate",
    "my_name": "candidate",
    "applicant": "candidate",
    "employer": "company",
    "organisation": "company",
    "organization": "company",
    "position": "role",
    "job": "role",
    "job_title": "role",
    "title": "role",
    "situation": "scenario",
    "today": "now",
    "date": "interview.at",
    "when": "interview.at",
    "interview_date": "interview.at",
    "interview_kind": "interview.kind",
    "place": "interview.place",
    "english": "dialect",
    "spelling": "dialect",
    "language": "dialect",
    "notes": "facts",
    "follow_ups": "follow_ups_sent",
    "email": "candidate.email",
    "recruiter": "recruiter",
}


def key_of(word: str) -> str:
    """A key as it is compared: lower case, underscores for spaces and dashes."""
    return re.sub(r"[\s-]+", "_", fold(word).strip())


def is_known_key(word: str) -> bool:
    """Whether notes in YAML may have this key at their top."""
    key = key_of(word)
    return key in KEYS or key in OTHER_KEYS or kind_of(word) is not None


def kind_of(word: str) -> FactKind | None:
    """The kind of fact that a key names, also in the plural; None when it names none."""
    key = key_of(word)
    values = {kind.value for kind in FactKind}
    return next((FactKind(k) for k in (key, key.removesuffix("s"), key.removesuffix("ies") + "y") if k in values), None)
