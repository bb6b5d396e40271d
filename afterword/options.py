"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from prompts.situations import ScenarioId

if TYPE_CHECKING:
    from pipeline.config import ModelSettings

__all__ = [
    "call_options",
    "json_option",
    "model_option",
    "notes_argument",
    "now_option",
    "parse_now",
    "read_call_options",
    "scenario_option",
]

F = TypeVar("F", bound=Callable[..., object])

_SCENARIOS = tuple(scenario.value for scenario in ScenarioId)


def notes_argument(function: F) -> F:
    """The notes: a file, or `-` (the default when something is piped in) for standard input."""
    return click.argument("notes", required=False, metavar="[NOTES|-]")(function)


def scenario_option(function: F) -> F:
    """`--scenario ID`."""
    return click.option("--scenario", type=click.Choice(_SCENARIOS), help="The situation, when the notes leave it open.")(function)


def model_option(function: F) -> F:
    """`--model PROVIDER:NAME`; where it is not given, AFTERWORD_MODEL, then `[model] name` of afterword.toml, then `local`."""
    text = "The model that writes; see `afterword models`.  [default: AFTERWORD_MODEL, afterword.toml, or local]"
    return click.option("--model", callback=_model_name, metavar="P:NAME", help=text)(function)


def _model_name(ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    """The model's name; the settings are read only where they can say something."""
    from afterword.settings import find_settings, model_settings

    config = ctx.params.get("config")
    named = value or os.environ.get("AFTERWORD_MODEL", "").strip()
    if named or ctx.resilient_parsing or not (config or find_settings(Path.cwd())):
        return named or "local"
    return model_settings(config if isinstance(config, Path) else None).name


def call_options(function: F) -> F:
    """How a model is called: address, time, number of calls, fallback, lattice, cache. `read_call_options` reads them."""
    options = (
        click.option("--base-url", metavar="URL", help="The server's address, up to and with /v1."),
        click.option("--timeout", "timeout_s", type=float, metavar="SECONDS", help="Time a draft may take in all.  [default: 60]"),
        click.option("--max-calls", type=int, metavar="N", help="Calls to the model a draft may make.  [default: 3]"),
        click.option("--fallback/--no-fallback", default=None, help="Let the phrasebook write when the model cannot.  [default: fallback]"),
        click.option("--constrained", is_flag=True, default=None, help="Give the lattice to a server that takes grammars."),
        click.option("--cache/--no-cache", default=None, help="Keep the model's answers on disk and use them again.  [default: no-cache]"),
    )
    for option in reversed(options):
        function = option(function)
    return function


def read_call_options(config: Path | None, **flags: object) -> ModelSettings:
    """The settings of one run out of what `call_options` (and `--model`, `--temperature`) gave.

    Raises:
        BadConfiguration: a key or a value, here or in the environment or the file, is not valid.
    """
    from afterword.settings import model_settings

    return model_settings(config, **flags)


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
