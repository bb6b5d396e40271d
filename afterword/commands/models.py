"""`afterword models`: the models there are, and what each needs here."""

from __future__ import annotations

import os

import click

__all__ = ["command"]


@click.command("models")
def command() -> None:
    """List the models, and say of each whether it can be used here and what it needs if not."""
    from importlib.util import find_spec

    from pipeline.model_file import model_path
    from pipeline.providers import PROVIDERS, Provider

    def state(provider: Provider) -> str:
        if provider.id == "local":
            return "ready" if model_path() else "the first use fetches it (93 MB)"
        if provider.key_variable and not os.environ.get(provider.key_variable):
            return f"set {provider.key_variable}"
        package = provider.chat_model.partition(".")[0]
        if package and find_spec(package) is None:
            return f"install afterword[{provider.extra}]"
        return "ready"

    for provider in PROVIDERS:
        click.echo(f"{provider.id:12}{state(provider):36}{provider.says}")
    click.echo("Use one with --model PROVIDER:NAME, or set AFTERWORD_MODEL. Without either, `local` writes.", err=True)
