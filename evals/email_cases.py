"""The format of the cases that emails are judged on: notes, what must come of them and what must not. docs/cases.md describes it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from evals.cases import CaseId, OneOrMore, Text
from prompts.notes import Notes, ScenarioId

__all__ = ["EmailCase", "EmailFile", "Expect", "Kind", "Must"]

#: What a case tries: a case may be several of these at once.
Kind = Literal["full", "sparse", "messy", "non-native", "long", "panel", "names", "attack", "private", "recruiter"]

#: What is right to come back: an email, a question for what the notes lack, or either.
Expect = Literal["email", "question", "either"]


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


#: One fact an email must tell: wordings of which any will do; in one, stretches joined by " + " must stand in one sentence.
Must = Annotated[list[Text], BeforeValidator(_listed), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmailCase(_Strict):
    """Notes and what an email written from them must and must not say.

    `notes` are as in a notes file in YAML, or pasted text. `scenario` is taken from the folder where it is left out. `hand`
    says who writes, and how; `kinds` what the case tries. Each entry of `must` is one fact, a stretch or several of which any
    will do; each entry of `must_not` a stretch that may stand nowhere in the email. `to` names the people of a panel that are
    each written to on their own.
    """

    id: CaseId
    hand: Text
    why: Text
    kinds: OneOrMore[Kind]
    scenario: ScenarioId
    now: dt.datetime
    notes: Notes | Text
    must: list[Must] = Field(default_factory=list)
    must_not: list[Text] = Field(default_factory=list)
    expect: Expect = "email"
    to: list[Text] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _notes_know_the_header(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("notes"), dict):
            header = {name: data[name] for name in ("scenario", "now") if name in data}
            data = {**data, "notes": {**header, **data["notes"]}}
        return data


class EmailFile(RootModel[OneOrMore[EmailCase]]):
    """A file under `emails/`: a list of cases, or one case."""
