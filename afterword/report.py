"""Prints a report: as JSON, or finding by finding with the line of the draft and a mark under the span; and a diff."""

from __future__ import annotations

import difflib
import json
import shutil
import sys
from typing import TYPE_CHECKING

import click

from afterword.documents import report_document
from afterword.excerpt import excerpt

if TYPE_CHECKING:
    from guardrails.findings import Finding, Report
    from guardrails.places import Places
    from prompts.draft import Draft

__all__ = ["count_findings", "print_diff", "print_json", "print_report", "visible"]

_INDENT = "    "
#: Not "printable" for Python, yet at home in text: a tab, wide and narrow blanks, the joiners that some scripts spell with.
_HARMLESS = "\t\u00a0\u202f\u2009\u3000\u200c\u200d"
_COLOURS = {"error": "red", "warning": "yellow"}


def print_json(report: Report) -> None:
    """The report as one JSON object."""
    click.echo(json.dumps(report_document(report), ensure_ascii=False, indent=2))


def print_report(report: Report, draft: Draft, text: str, *, name: str) -> None:
    """Every finding with its place in `text`, which came from the file `name`; the summary is the last line.

    Colours reach a terminal only: click takes them out of a pipe or a file.
    """
    from guardrails.places import Places

    places = Places(text, draft)
    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    for finding in report.findings:
        _print_finding(finding, places, text, name=name, width=width)
    for crash in report.could_not_run:
        click.echo(f"{name}: {_coloured('error')}: the check {crash.check} could not run: {crash.error}")
    click.echo(count_findings(report))


def count_findings(report: Report) -> str:
    """The summary line."""
    errors, warnings = len(report.errors), len(report.findings) - len(report.errors)
    verdict = "passed" if report.passed else "refused"
    return f"{verdict}: {errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"


def print_diff(before: str, after: str, *, name: str) -> None:
    """The change as a unified diff that `patch` takes; nothing when there is none."""
    for line in difflib.unified_diff(_lines(before), _lines(after), name, f"{name} (mended)"):
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[0])
        body, end = (line[:-1], "\n") if line.endswith("\n") else (line, "\n\\ No newline at end of file\n")
        shown = visible(body) if sys.stdout.isatty() else body  # a file gets the characters themselves, which `patch` needs
        click.echo(click.style(shown, fg=colour) + end, nl=False)


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one."""
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]


def _print_finding(finding: Finding, places: Places, text: str, *, name: str, width: int) -> None:
    span = places.span(finding)
    shown = excerpt(text, *span, width=width - len(_INDENT)) if span else None
    where = f"{name}:{shown.line}:{shown.column}" if shown else f"{name}: {finding.where}"
    click.echo(f"{where}: {_coloured(finding.severity)} {click.style(finding.rule, bold=True)}: {visible(finding.message)}")
    if shown:
        click.echo(f"{_INDENT}{shown.shown}\n{_INDENT}{click.style(shown.marks, fg=_COLOURS[finding.severity])}")
    click.echo(f"{_INDENT}{visible(finding.fix)}")


def _coloured(severity: str) -> str:
    return click.style(severity, fg=_COLOURS[severity], bold=True)


def visible(text: str) -> str:
    """A line without characters that would steer the terminal: those are shown by their number, `<U+202E>`."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _HARMLESS else f"<U+{ord(char):04X}>" for char in text)
