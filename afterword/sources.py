"""Reads the notes a command was given: a file, standard input, or whatever is piped in."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from pipeline.errors import BadInput
from pipeline.intake import Intake, load_notes
from prompts.notes import ScenarioId

if TYPE_CHECKING:
    from prompts.brief import Brief

__all__ = ["read_brief", "read_source"]


def read_source(source: str | None, *, scenario: str | None, now: dt.datetime | None) -> Intake:
    """The notes from a path, from `-`, or from a pipe when no path was given.

    Raises:
        BadInput: nothing was given, or it cannot be read as notes.
    """
    if source is None:
        if sys.stdin is None or sys.stdin.isatty():
            raise BadInput("No notes were given: name a file, pipe them in, or start with `afterword new > notes.md`.")
        source = "-"
    intake = load_notes(source, scenario=ScenarioId(scenario) if scenario else None, now=now)
    if intake.notes.now is None:
        intake.notes.now = now or dt.datetime.now().replace(microsecond=0)
    return intake


def read_brief(source: str | None, *, scenario: str | None, now: dt.datetime | None) -> Brief:
    """What an email for these notes has to say; arguments as for `read_source`.

    Raises:
        BadInput: as there, or the notes do not say which situation it is.
    """
    from pipeline.respelling import respelt_brief

    notes = read_source(source, scenario=scenario, now=now).notes
    if notes.scenario is None:
        raise BadInput(f"The notes do not say which situation this is; name it with --scenario: {', '.join(ScenarioId)}.")
    return respelt_brief(notes)
