"""`afterword notes`: what was understood, ignored and asked; shown, written as a form, or opened for correction."""

from __future__ import annotations

import json
import sys
from pathlib import Path
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
@click.option("--edit", is_flag=True, help="Open what was understood as a form in $VISUAL or $EDITOR, and read it back.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FORM.md", help="Write what was understood as a form to this file.")
@click.option("--force", is_flag=True, help="Let --out replace a file; the old one is kept with ~ at the end of its name.")
def command(notes: str | None, scenario: str | None, now: str | None, as_json: bool, edit: bool, out: Path | None, force: bool) -> None:
    """Show what was understood of your notes, what was ignored and what is missing."""
    from afterword.editor import check_form_target, discard, write_form
    from afterword.sources import read_source

    if out is not None:
        check_form_target(out, force=force)
    intake = read_source(notes, scenario=scenario, now=parse_now(now))
    edited: Path | None = None
    if edit:
        intake, edited = _edited(intake)
    if out is not None:
        form = edited.read_text("utf-8") if edited else _form(intake)
        kept = write_form(out, form, force=force)
        if kept is not None:
            click.echo(f"What stood in {out} is kept as {kept}.", err=True)
        click.echo(f"Written as a form: {out}. Correct it there; `afterword draft {out}` writes from it.", err=True)
    _show(intake, as_json=as_json)
    if edited is not None and out is None:
        click.echo(f"The form is in {edited}: `afterword draft {edited}` writes from it, --out keeps it elsewhere.", err=True)
    elif edited is not None:
        discard(edited)


def _form(intake: Intake) -> str:
    from pipeline.form import print_form

    return print_form(intake.notes, ask=True, remarks=_remarks(intake))


def _edited(intake: Intake) -> tuple[Intake, Path]:
    """The notes after the user has corrected their form, and the file that holds it."""
    from afterword.editor import edit_form
    from pipeline.intake import read_notes

    return edit_form(_form(intake), lambda text: read_notes(text, name="the edited form"), may_ask=sys.stdin.isatty())


def _show(intake: Intake, *, as_json: bool) -> None:
    from afterword.documents import asked_about

    questions = asked_about(intake)
    if as_json:
        document = {
            "schema": "afterword/notes@1",
            "notes": intake.notes.model_dump(mode="json", exclude_none=True),
            "questions": questions,
            "ignored": [{"start": piece.start, "end": piece.end, "why": piece.why} for piece in intake.ignored],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    from afterword.report import visible

    for line in _lines(intake):
        click.echo("\n".join(map(visible, line.split("\n"))))
    for question in questions:
        click.echo(visible(question), err=True)


def _remarks(intake: Intake) -> list[str]:
    """What stands at the top of an edited form: what is asked, and what was not used."""
    from afterword.documents import asked_about

    source = intake.notes.source or ""
    unused = [f"Not used: {' '.join(source[p.start : p.end].split())[:160]} ({p.why})" for p in intake.ignored]
    return [*(f"Asked: {question}" for question in asked_about(intake)), *unused]


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
