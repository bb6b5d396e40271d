"""The seven reference emails, our own, one per situation, and the notes each was written from."""

from __future__ import annotations

from functools import cache, cached_property
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.figures import Figures, measure
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft
from prompts.notes import Notes, ScenarioId

__all__ = ["Reference", "load_references", "read_reference"]


class Reference(BaseModel):
    """One reference: the notes, the email a candidate would be glad to have sent, and why it is here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: ScenarioId
    why: str = Field(min_length=1)
    notes: Notes
    subject: str = Field(min_length=1)
    email: str = Field(min_length=1)
    must: tuple[tuple[str, ...], ...] = Field(default=(), description="Facts told, each as wordings of which any will do.")
    must_not: tuple[str, ...] = Field(default=(), description="Stretches of the notes that stand nowhere in the email.")

    @model_validator(mode="before")
    @classmethod
    def _notes_know_their_scenario(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("notes"), dict):
            data = {**data, "notes": {"scenario": data.get("scenario"), **data["notes"]}}
        return data

    @property
    def text(self) -> str:
        """The email as it would be checked: subject line, empty line, email."""
        return f"Subject: {self.subject}\n\n{self.email}"

    @cached_property
    def brief(self) -> Brief:
        """The brief of its notes."""
        return build_brief(self.notes)

    @cached_property
    def draft(self) -> Draft:
        """The email in its parts, every sentence with its move and facts as the guardrails map them."""
        return parse_email(self.text, self.brief)

    @cached_property
    def figures(self) -> Figures:
        """What is counted in it."""
        return measure(self.draft)

    @property
    def moves(self) -> tuple[str, ...]:
        """Its moves in their order."""
        return self.figures.moves

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts of its notes that it tells, in the order of the notes."""
        told = {name for sentence in self.draft.sentences for name in sentence.facts}
        return tuple(fact.id for fact in self.notes.facts if fact.id in told)


def read_reference(text: str, *, name: str = "reference") -> Reference:
    """One reference from YAML text.

    Raises:
        ValueError: not YAML or not a reference; the message names `name` and the key.
    """
    try:
        return Reference.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: {error}") from error


@cache
def load_references() -> dict[ScenarioId, Reference]:
    """The seven references by situation, in the order of the situations.

    Raises:
        ValueError: a file is missing, broken, or stands under another situation's name.
    """
    references: dict[ScenarioId, Reference] = {}
    for scenario in ScenarioId:
        name = f"evals/references/{scenario.value}.yaml"
        try:
            text = resources.files("evals").joinpath("references", f"{scenario.value}.yaml").read_text("utf-8")
        except OSError as error:
            raise ValueError(f"{name}: {error}") from error
        reference = read_reference(text, name=name)
        if reference.scenario is not scenario:
            raise ValueError(f"{name}: scenario is {reference.scenario.value!r}")
        references[scenario] = reference
    return references
