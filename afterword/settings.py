"""Where a command finds its settings, of the rules and of the model: `--config`, an `afterword.toml` nearby, or the user's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from guardrails.settings import Settings
    from pipeline.config import ModelSettings

__all__ = ["FILE_NAME", "config_option", "draft_settings", "find_settings", "load_settings", "model_settings"]

FILE_NAME = "afterword.toml"

F = TypeVar("F", bound=Callable[..., object])


def config_option(function: F) -> F:
    """`--config FILE`."""
    text = f"Settings of the rules and the model; otherwise {FILE_NAME} here or in a folder above, or yours."
    return click.option("--config", type=click.Path(path_type=Path), metavar="FILE", is_eager=True, help=text)(function)


def find_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The file that counts for work in a folder: its own `afterword.toml`, the nearest parent's, else the user's; None without one."""
    for place in (folder, *folder.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
    surroundings = os.environ if environment is None else environment
    own = Path(surroundings.get("XDG_CONFIG_HOME", ""))
    path = (own if own.is_absolute() else Path("~/.config").expanduser()) / "afterword" / FILE_NAME
    return path if path.is_file() else None


def load_settings(config: Path | None, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Settings:
    """The settings for one run.

    Args:
        config: the file to read; None looks for one from the working directory on.
        select: rule ids and families, comma-separated or not, in place of the file's choice.
        ignore: the same, left out as well.

    Raises:
        BadConfiguration: the file or a name in it or in the lists is not valid.
    """
    from guardrails.settings import house_settings

    path = config or find_settings(Path.cwd())
    chosen, left_out = _names(select), _names(ignore)
    if path is None and not chosen and not left_out:
        return house_settings()
    from guardrails.settings_file import SettingsError, read_settings, with_choice
    from pipeline.errors import BadConfiguration

    try:
        settings = house_settings() if path is None else read_settings(path)
    except SettingsError as error:
        raise BadConfiguration(str(error)) from error
    try:
        return with_choice(settings, select=chosen, ignore=left_out)
    except SettingsError as error:
        raise BadConfiguration(f"--select, --ignore: {error}") from error


def model_settings(config: Path | None, **flags: object) -> ModelSettings:
    """How the model is called: these flags (None: not given), then the environment, then the file, then the defaults.

    Raises:
        BadConfiguration: a key or a value in one of them is not valid.
    """
    from pipeline.config import read_model_settings

    return read_model_settings(flags, file=config or find_settings(Path.cwd()))


def draft_settings(config: Path | None) -> Settings:
    """The settings for a draft: truth, privacy and what the situation requires stay on, which one line on standard error says.

    Raises:
        BadConfiguration: the file is not valid.
    """
    from guardrails.settings import house_settings

    settings = load_settings(config)
    if settings is house_settings():
        return settings
    from guardrails.settings_file import firm_rules

    settings, kept = settings.lock(firm_rules())
    if kept:
        named = ", ".join(kept[:3]) + (f" and {len(kept) - 3} more" if len(kept) > 3 else "")
        click.echo(f"Left as strict as ever while a draft is written: {named}; `afterword check` follows your settings.", err=True)
    return settings


def _names(values: Iterable[str]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]
