"""The public functions: what the command line, the web page and other programs call."""

from __future__ import annotations

import datetime as dt

from guardrails.check import check as check_draft
from guardrails.findings import Report
from guardrails.parse import parse_email
from pipeline.intake import Intake, read_notes
from pipeline.outcome import Outcome
from pipeline.providers import open_model
from pipeline.run import draft_email
from prompts.brief import build_brief
from prompts.notes import Notes, ScenarioId

__all__ = ["check", "draft", "read_notes"]


def draft(
    notes: str | Notes,
    *,
    scenario: str | None = None,
    model: str = "local",
    to: str | None = None,
    now: dt.datetime | None = None,
    seed: int = 0,
) -> Outcome:
    """The outcome for pasted or structured notes.

    Raises:
        BadInput: the notes cannot be used.
        BadConfiguration: `model` or `scenario` is no such thing.
        ProviderFailure: the model cannot be reached.
    """
    return draft_email(_notes(notes, scenario, now), open_model(model, seed=seed), to=to, seed=seed)


def check(text: str, notes: str | Notes, *, scenario: str | None = None) -> Report:
    """The guardrails' report on any email text ("Subject:" first line optional)."""
    brief = build_brief(_notes(notes, scenario, None))
    return check_draft(parse_email(text, brief), brief)


def _notes(notes: str | Notes, scenario: str | None, now: dt.datetime | None) -> Notes:
    chosen = ScenarioId(scenario) if scenario else None
    if isinstance(notes, str):
        intake: Intake = read_notes(notes, scenario=chosen, now=now)
        return intake.notes
    update = {key: value for key, value in (("scenario", chosen), ("now", now)) if value is not None}
    return notes.model_copy(update=update)
