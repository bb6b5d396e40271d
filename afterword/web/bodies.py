"""What the page may ask for: one model per request, unknown keys refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from prompts.notes import Notes, ScenarioId

__all__ = ["Answered", "CheckBody", "DraftBody", "FileBody", "FixBody", "OpenBody", "ReadBody", "ViewBody"]

Text = Annotated[str, Field(max_length=1_000_000)]
Letter = Annotated[str, Field(max_length=40_000)]
Name = Annotated[str, Field(max_length=300)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenBody(_Body):
    """The one-time ticket of the address that the browser was opened with."""

    ticket: Annotated[str, Field(max_length=200)]


class ReadBody(_Body):
    """Pasted notes, or a file as it is, with its name."""

    text: Text = ""
    data: Base64Bytes | None = None
    name: Name = "notes"
    scenario: ScenarioId | None = None


class Answered(_Body):
    """A question as it was asked, and what the user wrote."""

    question: Annotated[str, Field(max_length=1000)]
    answer: Annotated[str, Field(max_length=2000)]


class ViewBody(_Body):
    """Notes as the user has corrected them, with answers to questions."""

    notes: Notes
    answers: Annotated[list[Answered], Field(max_length=2)] = Field(default_factory=list)


class DraftBody(_Body):
    """The wish for an email. `model` is the id of a choice that the page was offered, `name` the model's where it takes one."""

    notes: Notes
    model: Name = "local"
    name: Name = ""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0
    to: Name | None = None


class CheckBody(_Body):
    """An email text to be judged against the notes; `others` are the emails to the rest of the panel."""

    notes: Notes
    text: Letter
    to: Name | None = None
    others: Annotated[list[Letter], Field(max_length=12)] = Field(default_factory=list)


class FixBody(CheckBody):
    """The finding to be mended: its rule, and where it stands in the text."""

    rule: Annotated[str, Field(max_length=60)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class FileBody(_Body):
    """The email as a file."""

    notes: Notes
    text: Letter
    to: Name | None = None
    kind: Literal["eml", "txt", "ics", "mailto"]
