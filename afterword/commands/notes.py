"""`afterword notes`: what was understood, ignored and asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from afterword.options import json_option, notes_argument, now_option, parse_now, scenario_option

if TYPE_CHECKING:
    from pipeline.intake import Intake

__all__ = ["command"]


@click.command("notes")
@notes_argument
@scenario_option
@now_option
@json_option
def command(notes: str | None, scenario: str | None, now: str | None, as_json: bool) -> None:
    """Show what was understood of your notes, what was ignored and what is missing."""
    from afterword.sources import read_source

    intake = read_source(notes, scenario=scenario, now=parse_now(now))
    questions = _questions(intake)
    if as_json:
        document = {
            "schema": "afterword/notes@1",
            "notes": intake.notes.model_dump(mode="json", exclude_none=True),
            "questions": questions,
            "ignored": [{"start": piece.start, "end": piece.end, "why": piece.why} for piece in intake.ignored],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in _lines(intake):
        click.echo(line)
    for question in questions:
        click.echo(question, err=True)


def _questions(intake: Intake) -> list[str]:
    from pipeline.intake import scenario_question
    from prompts.brief import missing
    from prompts.contract import load_contract

    if intake.notes.scenario is None:
        return [scenario_question()]
    return [question.text for question in missing(load_contract(intake.notes.scenario), intake.notes)]


def _lines(intake: Intake) -> list[str]:
    notes = intake.notes
    rows = [
        ("situation", notes.scenario.value if notes.scenario else "not clear"),
        ("from", notes.candidate.name),
        *(("to", " ".join(filter(None, (p.title, p.name, f"({p.role})" if p.role else None, p.email)))) for p in notes.recipients),
        ("company", notes.company),
        ("role", notes.role),
        ("interview", " ".join(str(value) for value in (notes.interview.kind, notes.interview.at, notes.interview.place) if value)),
    ]
    lines = [f"{name:14}{value}" for name, value in rows if value]
    for fact in notes.facts:
        lines.append(f"{fact.kind.value:14}{fact.text}{'   [private: stays out of the email]' if fact.private else ''}")
    source = notes.source or ""
    lines += [f"{'not used':14}{' '.join(source[p.start : p.end].split())}   [{p.why}]" for p in intake.ignored]
    return lines
