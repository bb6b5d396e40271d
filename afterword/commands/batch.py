"""`afterword batch`: many notes in, an email for each out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import call_options, model_option, now_option, parse_now, read_call_options, scenario_option
from afterword.settings import config_option, draft_settings, find_settings

if TYPE_CHECKING:
    from pipeline.batch.summary import Summary

__all__ = ["command"]

_FORMATS = ("eml", "txt", "json", "jsonl", "csv", "parquet")


@click.command("batch")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for the drafts, the summary and the journal."
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="eml", show_default=True, help="A file for each notes, or one table."
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processes (Ray: actors); as many as suit this machine by default.")
@click.option("--at-once", type=click.IntRange(1, 1000), help="Calls to a remote model in flight, all workers together.")
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", show_default=True, help="This machine, or a Ray cluster.")
@click.option("--address", metavar="HOST:PORT", help="An existing Ray cluster, with --engine ray.")
@scenario_option
@model_option
@now_option
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another seed, other wordings.")
@click.option("--temperature", type=click.FloatRange(0, 2), help="How freely the model chooses; as for `afterword draft`.")
@call_options
@config_option
@click.option("--resume/--no-resume", default=True, show_default=True, help="Go on where the last run into DIR ended, or begin anew.")
@click.option("--journal", type=click.Path(path_type=Path), metavar="FILE", help="Keep the journal there; for a DIR on a network share.")
@click.option("--no-cohort", is_flag=True, help="Leave emails to the same employer as they are, however alike.")
@click.option("--batch-request", type=click.Path(path_type=Path), metavar="FILE", help="Write OpenAI Batch requests instead of asking.")
@click.option(
    "--batch-answers", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help="Read a Batch's answers and draft from them."
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def command(
    path: Path,
    out: Path,
    form: str,
    workers: int | None,
    at_once: int | None,
    engine: str,
    address: str | None,
    scenario: str | None,
    model: str,
    now: str | None,
    seed: int,
    temperature: float | None,
    config: Path | None,
    resume: bool,
    journal: Path | None,
    no_cohort: bool,
    batch_request: Path | None,
    batch_answers: tuple[Path, ...],
    quiet: bool,
    as_json: bool,
    **calls: object,  # what `call_options` adds, for `read_call_options` alone
) -> None:
    """Draft an email for each notes in PATH: a folder, or a .jsonl, .csv or .parquet file.

    Killed, stopped or cut off at any moment, the same command goes on from there: no draft is lost, and no call is paid for twice.
    """
    from pipeline.batch.options import read_batch_table, read_settings
    from pipeline.batch.sources import open_source
    from pipeline.batch.whole import Plan, run_batch

    at = parse_now(now)
    table = read_batch_table(config or find_settings(Path.cwd()))
    how = read_call_options(config, name=model, temperature=temperature, **calls)
    source = open_source(path, table.columns, out=out)
    settings = read_settings(
        table, model=model, seed=seed, scenario=scenario, now=at, rules=draft_settings(config), calls=how, at_once=at_once
    )
    plan = Plan(
        out,
        form=form,  # type: ignore[arg-type]
        workers=workers,
        ray=engine == "ray",
        address=address,
        resume=resume,
        journal=journal,
        cohort=not no_cohort,
        quiet=quiet,
    )
    if batch_request is not None or batch_answers:
        from pipeline.batch.openai_batch import ask_later

        summary = ask_later(source, settings, plan, request=batch_request, answers=batch_answers)
    else:
        summary = run_batch(source, settings, plan)
    _print(summary, out, as_json=as_json)
    sys.exit(_exit_code(summary))


def _print(summary: Summary, out: Path, *, as_json: bool) -> None:
    from pipeline.batch.summary import summary_json, summary_lines

    if as_json:
        click.echo(summary_json(summary))
        return
    for line in summary_lines(summary):
        click.echo(line)
    click.echo(f"Drafts, summary.html and questions.csv are in {os.fspath(out)}.", err=True)


def _exit_code(summary: Summary) -> int:
    """130 stopped, 3 some are to be tried again, 1 some were refused or cannot be read, 0 an email for everybody."""
    if summary.interrupted:
        return 130
    if summary.failures:
        return 3
    return 1 if summary.verdicts["refused"] + summary.verdicts["unusable"] + summary.verdicts["open"] else 0
