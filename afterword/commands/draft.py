"""`afterword draft`: notes in, a sendable email out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import json_option, model_option, notes_argument, now_option, parse_now, scenario_option
from afterword.settings import config_option, draft_settings

if TYPE_CHECKING:
    from pipeline.outcome import Outcome

__all__ = ["command"]


@click.command("draft")
@notes_argument
@scenario_option
@model_option
@click.option("--to", metavar="NAME", help="Write to this one of the people in the notes.")
@now_option
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another seed, another wording.")
@click.option(
    "--temperature",
    type=click.FloatRange(0, 2),
    default=0.9,
    show_default=True,
    help="How freely the model chooses; 0 takes its first choice.",
)
@config_option
@json_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE (.eml, .txt or .json) as well.")
@click.option("--no-input", is_flag=True, help="Ask nothing, even in a terminal.")
def command(
    notes: str | None,
    scenario: str | None,
    model: str,
    to: str | None,
    now: str | None,
    seed: int,
    temperature: float,
    config: Path | None,
    as_json: bool,
    out: Path | None,
    no_input: bool,
) -> None:
    """Write the follow-up email for your notes: YAML, JSON, a filled-in form or plain text."""
    from afterword.files import check_target
    from afterword.opening import start_model, with_fallback
    from afterword.questions import answer_questions
    from afterword.sources import read_source
    from guardrails.settings import use
    from pipeline.run import draft_email

    if out is not None:
        check_target(out)
    settings = draft_settings(config)
    at = parse_now(now)
    writer = start_model(model, seed=seed, temperature=temperature)
    intake = read_source(notes, scenario=scenario, now=at)
    may_ask = not no_input and not as_json and notes not in (None, "-") and sys.stdin.isatty() and sys.stderr.isatty()
    understood = answer_questions(intake, may_ask=may_ask)
    with use(settings):
        outcome = with_fallback(lambda opened: draft_email(understood, opened, to=to, seed=seed), writer, seed=seed)
    _print(outcome, as_json=as_json, out=out)
    sys.exit(1 if outcome.verdict == "refused" else 0)


def _print(outcome: Outcome, *, as_json: bool, out: Path | None) -> None:
    """The email on standard output, everything else on standard error."""
    from afterword.files import render, write_file
    from afterword.speech import comment

    if as_json:
        click.echo(render(outcome, ".json"), nl=False)
    elif outcome.draft is not None and outcome.verdict != "refused":
        click.echo(render(outcome, ".txt"), nl=False)
    if not as_json:
        comment(outcome)
    suffix = out.suffix.casefold() if out is not None else ""
    if out is None or (suffix != ".json" and outcome.verdict == "refused"):
        return
    kept = write_file(out, render(outcome, suffix))
    click.echo(f"Written to {out}." + (f" What stood there is now {kept}." if kept else ""), err=True)
