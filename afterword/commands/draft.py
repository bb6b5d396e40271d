"""`afterword draft`: notes in, a sendable email out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import (
    call_options,
    json_option,
    model_option,
    notes_argument,
    now_option,
    parse_now,
    read_call_options,
    scenario_option,
)
from afterword.settings import config_option, draft_settings

if TYPE_CHECKING:
    from guardrails.settings import Settings
    from pipeline.config import ModelSettings
    from pipeline.models import Chooser, Writer
    from pipeline.outcome import Outcome
    from prompts.notes import Notes

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
    help="How freely the model chooses; 0 takes its first choice.  [default: 0.9 for the embedded model, a server's own otherwise]",
)
@call_options
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
    temperature: float | None,
    config: Path | None,
    as_json: bool,
    out: Path | None,
    no_input: bool,
    **calls: object,  # what `call_options` adds, for `read_call_options` alone
) -> None:
    """Write the follow-up email for your notes: YAML, JSON, a filled-in form or plain text."""
    from afterword.opening import start_checks, start_model

    start_checks(model)
    how = read_call_options(config, name=model, temperature=temperature, **calls)
    writer = start_model(model, seed=seed, temperature=how.temperature, settings=how)  # first: what it loads takes longest
    from afterword.files import check_target
    from afterword.questions import answer_questions
    from afterword.sources import read_source

    if out is not None:
        check_target(out)
    rules = draft_settings(config)
    at = parse_now(now)
    intake = read_source(notes, scenario=scenario, now=at)
    may_ask = not no_input and not as_json and notes not in (None, "-") and sys.stdin.isatty() and sys.stderr.isatty()
    understood = answer_questions(intake, may_ask=may_ask)
    outcome = _write(understood, writer, how, rules, to=to, seed=seed, is_shown=not as_json)
    _print(outcome, as_json=as_json, out=out)
    sys.exit(1 if outcome.verdict == "refused" else 0)


def _write(
    notes: Notes, writer: Writer | Chooser, how: ModelSettings, rules: Settings, *, to: str | None, seed: int, is_shown: bool
) -> Outcome:
    """The outcome, by the model or the phrasebook; in a terminal the draft is shown while a server writes it."""
    from afterword.opening import kept_secret, with_fallback
    from guardrails.settings import use
    from pipeline.models import Writer
    from pipeline.run import draft_email

    live = None
    if is_shown and isinstance(writer, Writer) and sys.stderr.isatty():
        from afterword.live import live_text

        live = live_text()

    def draft(opened: Writer | Chooser) -> Outcome:
        return draft_email(
            notes,
            opened,
            to=to,
            seed=seed,
            on_event=live,
            canary_secret=kept_secret() if how.cache else None,
            **how.for_draft(),
        )

    try:
        with use(rules):
            return with_fallback(draft, writer, seed=seed, fallback=how.fallback)
    finally:
        if live is not None:
            live.clear()


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
    elif outcome.run.fallback:
        click.echo("\n".join(outcome.remarks), err=True)
    suffix = out.suffix.casefold() if out is not None else ""
    if out is None or (suffix != ".json" and outcome.verdict == "refused"):
        return
    kept = write_file(out, render(outcome, suffix))
    click.echo(f"Written to {out}." + (f" What stood there is now {kept}." if kept else ""), err=True)
