"""`afterword models`: the models there are, what each needs here, and whether one works."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import json_option
from afterword.settings import config_option, model_settings

if TYPE_CHECKING:
    from pipeline.config import ModelSettings

__all__ = ["command"]


@click.command("models")
@click.option("--check", "spec", metavar="P:NAME", help="Make one tiny call to this model and say what worked.")
@click.option("--probe", is_flag=True, help="Ask servers beyond this machine, too, whether they take a connection.")
@click.option("--base-url", metavar="URL", help="The server's address for --check, up to and with /v1.")
@config_option
@json_option
def command(spec: str | None, probe: bool, base_url: str | None, config: Path | None, as_json: bool) -> None:
    """List the models, and say of each whether it can be used here and what it needs if not.

    Servers on this machine are asked for a moment whether they are there; nothing else is, unless --probe or --check says so.
    With --check: exit code 0 when the model answered, 2 when its name or settings are wrong, 3 when the call failed.
    """
    settings = model_settings(config, base_url=base_url)
    if spec is not None:
        sys.exit(_check(spec, settings, as_json=as_json))
    if base_url is not None:
        raise click.UsageError("--base-url goes with --check.")
    _list(settings, probe=probe, as_json=as_json)


def _list(settings: ModelSettings, *, probe: bool, as_json: bool) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from pipeline.providers.availability import judge_provider

    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda row: judge_provider(row, probe=probe), settings.providers.values()))
    if as_json:
        document = {"schema": "afterword/models@1", "default": settings.name, "models": [row.to_json() for row in rows]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    width = max(len(row.id) for row in rows) + 2
    for usable, title in ((True, "Usable here"), (False, "Not yet")):
        chosen = [row for row in rows if row.usable is usable]
        if not chosen:
            continue
        click.echo(f"{title}:")
        for row in chosen:
            click.echo(f"  {row.id:{width}}{row.says}\n  {'':{width}}{row.why}")
    click.echo(
        f"Use one with --model PROVIDER:NAME, or set AFTERWORD_MODEL, or name in [model] of afterword.toml; now it is {settings.name}.",
        err=True,
    )


def _check(spec: str, settings: ModelSettings, *, as_json: bool) -> int:
    from pipeline.providers.trial import try_model

    trial = try_model(spec, settings=settings)
    if as_json:
        click.echo(json.dumps(trial.to_json(), ensure_ascii=False, indent=2))
        return trial.exit_code
    for step, worked, seen in trial.steps:
        click.echo(f"{'ok  ' if worked else 'no  '}{step:14}{seen}")
    return trial.exit_code
