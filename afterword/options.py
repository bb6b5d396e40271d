"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import click

from prompts.situations import ScenarioId

__all__ = ["json_option", "model_option", "notes_argument", "now_option", "parse_now", "scenario_option"]

F = TypeVar("F", bound=Callable[..., object])

_SCENARIOS = tuple(scenario.value for scenario in ScenarioId)


def notes_argument(function: F) -> F:
    """The notes: a file, or `-` (the default when something is piped in) for standard input."""
    return click.argument("notes", required=False, metavar="[NOTES|-]")(function)


def scenario_option(function: F) -> F:
    """`--scenario ID`."""
    return click.option("--scenario", type=click.Choice(_SCENARIOS), help="The situation, when the notes leave it open.")(function)


def model_option(function: F) -> F:
    """`--model PROVIDER:NAME`."""
    text = "The model that writes; see `afterword models`."
    return click.option("--model", default="local", envvar="AFTERWORD_MODEL", show_default=True, metavar="P:NAME", help=text)(function)


def json_option(function: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(function)


def now_option(function: F) -> F:
    """`--now ISO`."""
    return click.option("--now", metavar="ISO", help="Date and time to take for now, e.g. 2026-11-05T09:00.")(function)


def parse_now(value: str | None) -> dt.datetime | None:
    """The time of `--now`; None when it was not given.

    Raises:
        BadInput: it is no date, or one that cannot be.
    """
    if value is None:
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError as error:
        from pipeline.errors import BadInput

        raise BadInput(f"--now {value!r} is not a date that exists ({error}); write it like 2026-11-05 or 2026-11-05T09:00.") from error
