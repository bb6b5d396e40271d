"""The example emails of the rules: a common set of notes for each situation, and the email a rule's bad or good text stands in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from guardrails.rules import Rule
from prompts.notes import Notes, ScenarioId

__all__ = ["MORE", "ExampleEmail", "Situation", "example_notes", "example_text", "load_examples"]

#: A place at the end of the first paragraph that is empty in the common email.
MORE = "more"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExampleEmail(_Strict):
    """An email in named pieces: parts, and paragraphs of sentences by name."""

    subject: str
    greeting: str
    paragraphs: tuple[dict[str, str], ...]
    closing: str
    signature: str

    def text(self, at: str = "", instead: str = "") -> str:
        """The whole email, with a text in the place of one part or sentence; an empty text takes it out.

        Raises:
            LookupError: the email has no part or sentence of the name `at`.
        """
        parts = {name: getattr(self, name) for name in ("subject", "greeting", "closing", "signature")}
        paragraphs = [dict(paragraph) for paragraph in self.paragraphs]
        paragraphs[0].setdefault(MORE, "")
        body = None
        if at in parts:
            parts[at] = instead
        elif at == "body":
            body = instead.strip()
        elif at:
            place = next((paragraph for paragraph in paragraphs if at in paragraph), None)
            if place is None:
                raise LookupError(at)
            place[at] = instead
        if body is None:
            body = "\n\n".join(filter(None, (" ".join(filter(None, paragraph.values())) for paragraph in paragraphs)))
        end = "\n".join(filter(None, (parts["closing"], parts["signature"])))
        return "\n\n".join(filter(None, (f"Subject: {parts['subject']}", parts["greeting"], body, end))) + "\n"


class Situation(_Strict):
    """One situation's notes and its email that breaks no rule."""

    title: str
    notes: Notes
    email: ExampleEmail


@cache
def load_examples() -> Mapping[ScenarioId, Situation]:
    """All seven situations, from `guardrails/data/examples.yaml`.

    Raises:
        ValueError: an entry breaks the schema; the message names it.
    """
    text = resources.files("guardrails").joinpath("data", "examples.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    found = {}
    for scenario in ScenarioId:
        entry = data.get(scenario.value)
        try:
            found[scenario] = Situation.model_validate({**entry, "notes": {"scenario": scenario, **entry["notes"]}})
        except (TypeError, ValidationError) as error:
            raise ValueError(f"guardrails/data/examples.yaml: {scenario.value}: {error}") from error
    return found


def example_notes(rule: Rule) -> Notes:
    """The notes the rule's example emails are judged by."""
    common = load_examples()[rule.situation].notes
    return Notes.model_validate({**common.model_dump(exclude_defaults=True), **rule.notes}) if rule.notes else common


def example_text(rule: Rule, side: Literal["bad", "good"]) -> str:
    """The email with the rule's bad or good text in its place.

    Raises:
        ValueError: the rule names a place that its situation's email does not have.
    """
    instead = (rule.bad if side == "bad" else rule.good).strip()
    email = load_examples()[rule.situation].email
    try:
        return email.text(rule.at, instead)
    except LookupError as error:
        raise ValueError(f"{rule.id}: the email of {rule.situation.value} has no place {rule.at!r}") from error
