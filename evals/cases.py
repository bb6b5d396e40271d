"""The dataset format: labelled drafts for the guardrails and labelled notes for the reader. docs/cases.md describes it for authors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from prompts.notes import FactKind, Notes, ScenarioId

__all__ = [
    "CaseId",
    "Defect",
    "DraftCase",
    "DraftFile",
    "NotesCase",
    "NotesFile",
    "Replace",
    "Truth",
    "TruthFact",
    "TruthInterview",
]

T = TypeVar("T")

CaseId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description="Small letters and digits, joined by dashes.")
]
Text = Annotated[str, Field(min_length=1)]


def _listed(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _alone_too(*, null: bool = False) -> Callable[[dict[str, object]], None]:
    """A schema change: what takes a list takes one entry alone, and null for none where that is allowed."""

    def change(schema: dict[str, object]) -> None:
        if "items" not in schema:  # called again for the model around it
            return
        items, many = schema.pop("items"), {"type": schema.pop("type")}
        many |= {key: schema.pop(key) for key in ("minItems",) if key in schema}
        schema["anyOf"] = [items, {**many, "items": items}, *([{"type": "null"}] if null else [])]

    return change


#: One entry or a list of them; for the author's comfort, always a list here.
OneOrMore = Annotated[list[T], BeforeValidator(_listed), Field(min_length=1, json_schema_extra=_alone_too())]
#: One wording, several of which any is right, or null where the notes do not say.
AnyOf = Annotated[list[Text], BeforeValidator(_listed), Field(json_schema_extra=_alone_too(null=True))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Replace(_Strict):
    """One change of the good draft: `old` stands in it exactly once and becomes `new` (which may be empty)."""

    old: Text
    new: str


class Defect(_Strict):
    """One planted mistake: a minimal change of the good draft that a guardrail must refuse.

    `id` defaults to `kind`. `rule` is what must refuse it: a rule id ("IDN-recipient") or a family ("IDN"), or a list of
    which any will do. The change is given by `replace` (one or several) or as the whole changed email in `text`.
    """

    id: CaseId | None = None
    kind: CaseId
    rule: OneOrMore[Annotated[str, Field(pattern=r"^[A-Z]{3}(-[a-z][a-z-]*)?$")]]
    replace: OneOrMore[Replace] | None = None
    text: Text | None = None
    why: Text | None = None

    @property
    def name(self) -> str:
        """The id, or the kind where none was given."""
        return self.id or self.kind


class DraftCase(_Strict):
    """A good email with the notes it answers, and the defects planted in it.

    `voice` says who writes; `notes` are as in a notes file in YAML, `scenario` taken from the folder where it is left out,
    `now` required; `good` is the whole email, "Subject:" line first, which every guardrail must pass.
    """

    id: CaseId
    voice: Text
    why: Text | None = None
    notes: Notes
    good: Text
    defects: list[Defect] = Field(default_factory=list)


class TruthInterview(_Strict):
    """How and when they met. A key that is left out is not scored; null says that the notes do not tell."""

    kind: AnyOf = Field(default_factory=list)
    at: dt.date | dt.datetime | None = None


class TruthFact(_Strict):
    """One thing the notes say: its kind, and key words (one stretch or several) that must all stand inside the span found."""

    kind: FactKind
    contains: OneOrMore[Text]
    private: bool = False


class Truth(_Strict):
    """What a careful reader takes from the notes; null or [] where they do not say.

    `scenario` is null when two situations fit and asking is right. In `recipients` the first is the one to write to, each a
    name or a list of spellings of which any is right.
    """

    scenario: ScenarioId | None
    candidate: AnyOf
    recipients: list[Annotated[list[Text], BeforeValidator(_listed), Field(min_length=1, json_schema_extra=_alone_too())]]
    company: AnyOf
    role: AnyOf
    interview: TruthInterview = TruthInterview()
    facts: list[TruthFact]
    must_not_public: list[Text] = Field(default_factory=list)
    attack: bool = False


class NotesCase(_Strict):
    """Pasted notes and the truth about them. `hand` says who writes and how; relative dates count from `now`."""

    id: CaseId
    hand: Text
    why: Text | None = None
    text: Text
    now: dt.datetime
    truth: Truth


class DraftFile(RootModel[OneOrMore[DraftCase]]):
    """A file under `drafts/`: a list of cases, or one case."""


class NotesFile(RootModel[OneOrMore[NotesCase]]):
    """A file under `notes/`: a list of cases, or one case."""
