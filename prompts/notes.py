"""The structured interview notes: everything Afterword may know about one interview."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.situations import ScenarioId

__all__ = [
    "DIALECTS",
    "PRIVATE_KINDS",
    "Candidate",
    "Fact",
    "FactKind",
    "Interview",
    "Notes",
    "Recipient",
    "ScenarioId",
    "Span",
]

Dialect = Literal["en-US", "en-GB"]
DIALECTS: tuple[Dialect, ...] = ("en-US", "en-GB")


class FactKind(StrEnum):
    """What a fact is about, which decides the moves that may use it."""

    TOPIC = "topic"
    MOTIVATION = "motivation"
    STRENGTH = "strength"
    CORRECTION = "correction"
    CONCERN = "concern"
    TIMELINE = "timeline"
    DEADLINE = "deadline"
    OTHER_OFFER = "other_offer"
    OFFER = "offer"
    START_DATE = "start_date"
    REASON = "reason"
    PROMISE = "promise"
    RAPPORT = "rapport"
    AVAILABILITY = "availability"
    STANCE = "stance"
    PRIVATE = "private"


#: Kinds that are private unless the user says otherwise: leverage, and whatever was filed as private.
PRIVATE_KINDS = frozenset({FactKind.PRIVATE, FactKind.OTHER_OFFER})

Line = Annotated[str, Field(min_length=1, max_length=300)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class Span(_Strict):
    """A place in the pasted text: character offsets, end exclusive."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Candidate(_Strict):
    """The job seeker, who signs the email."""

    name: Line | None = None
    email: Line | None = None


class Recipient(_Strict):
    """A person the email may go to. `title` is a form of address (Dr, Ms), `role` a job ("Head of Operations")."""

    name: Line | None = None
    title: Line | None = None
    role: Line | None = None
    email: Line | None = None
    relation: Literal["hiring_manager", "recruiter", "panellist"] = "hiring_manager"


class Interview(_Strict):
    """When and how the two sides met. `kind` is phone, video, onsite, panel, assessment_center or what the notes say."""

    kind: Line | None = None
    at: dt.datetime | dt.date | None = None
    place: Line | None = None


class Fact(_Strict):
    """One thing the notes say. `text` is the user's own words; `span` where they stand in the pasted text."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = ""
    kind: FactKind
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    private: bool = False
    span: Span | None = None

    @model_validator(mode="before")
    @classmethod
    def _private_by_kind(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("private") is None:
            kind = data.get("kind")
            data = {**data, "private": kind in PRIVATE_KINDS or kind in {k.value for k in PRIVATE_KINDS}}
        return data


class Notes(_Strict):
    """Structured notes. Facts without an id are numbered f1, f2, ... in their order.

    `spans` tells where header values were read from: dotted field name ("company", "recipients.0.name") to span.
    """

    scenario: ScenarioId | None = None
    candidate: Candidate = Field(default_factory=Candidate)
    recipients: list[Recipient] = Field(default_factory=list)
    company: Line | None = None
    role: Line | None = None
    interview: Interview = Field(default_factory=Interview)
    now: dt.datetime | None = None
    dialect: Dialect | None = None
    follow_ups_sent: Annotated[int, Field(ge=0)] = 0
    facts: list[Fact] = Field(default_factory=list)
    source: str | None = None
    spans: dict[str, Span] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _number_facts(self) -> Self:
        taken = {fact.id for fact in self.facts if fact.id}
        counter = 0
        seen: set[str] = set()
        for fact in self.facts:
            if not fact.id:
                counter += 1
                while f"f{counter}" in taken:
                    counter += 1
                fact.id = f"f{counter}"
            if fact.id in seen:
                raise ValueError(f"two facts have the id {fact.id!r}")
            seen.add(fact.id)
        return self

    def of_kind(self, *kinds: FactKind, private: bool = False) -> list[Fact]:
        """Facts of these kinds, in the order of the notes; private ones only when asked for."""
        return [fact for fact in self.facts if fact.kind in kinds and (private or not fact.private)]
