"""`afterword check`: the guardrails on any email text."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from afterword.options import json_option, now_option, parse_now, scenario_option

if TYPE_CHECKING:
    from guardrails.findings import Finding, Report
    from prompts.draft import Draft

__all__ = ["command"]


@click.command("check")
@click.argument("draft", metavar="DRAFT|-")
@click.option("--notes", "notes", required=True, metavar="NOTES", help="The notes the email must agree with.")
@scenario_option
@now_option
@json_option
def command(draft: str, notes: str, scenario: str | None, now: str | None, as_json: bool) -> None:
    """Check any email text against your notes ("Subject:" as a first line is optional)."""
    from afterword.sources import read_source
    from guardrails.check import check
    from guardrails.parse import parse_email
    from pipeline.errors import BadInput
    from pipeline.intake_files import read_text_file
    from prompts.brief import build_brief
    from prompts.notes import ScenarioId

    if draft == "-" and notes == "-":
        raise BadInput("Draft and notes cannot both come from standard input; name a file for one of them.")
    text = read_text_file(draft)
    intake = read_source(notes, scenario=scenario, now=parse_now(now))
    if intake.notes.scenario is None:
        raise BadInput(f"The notes do not say which situation this is; name it with --scenario: {', '.join(ScenarioId)}.")
    brief = build_brief(intake.notes)
    parsed = parse_email(text, brief)
    report = check(parsed, brief)
    if as_json:
        click.echo(json.dumps(_json(report), ensure_ascii=False, indent=2))
    else:
        _print(parsed, report)
    sys.exit(0 if report.passed else 1)


def _json(report: Report) -> dict[str, object]:
    return {
        "schema": "afterword/report@1",
        "passed": report.passed,
        "findings": [asdict(finding) for finding in report.findings],
        "could_not_run": [asdict(crash) for crash in report.could_not_run],
    }


def _print(draft: Draft, report: Report) -> None:
    for finding in report.findings:
        click.echo(f"{finding.where}: {finding.severity} {finding.rule}: {finding.message}")
        for line in _caret(draft.part(finding.where), finding):
            click.echo(f"    {line}")
        click.echo(f"    {finding.fix}")
    for crash in report.could_not_run:
        click.echo(f"error: the check {crash.check} could not run: {crash.error}")
    errors, warnings = len(report.errors), len(report.findings) - len(report.errors)
    verdict = "passed" if report.passed else "refused"
    click.echo(f"{verdict}: {errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}", err=True)


def _caret(text: str, finding: Finding) -> list[str]:
    """The line around the span, cut to a screen's width, with a mark under the span."""
    if finding.end <= finding.start:
        return []
    left = max(text.rfind("\n", 0, finding.start) + 1, finding.start - 40)
    right = text.find("\n", finding.start)
    right = min(len(text) if right < 0 else right, left + 100)
    return [text[left:right], " " * (finding.start - left) + "^" * max(1, min(finding.end, right) - finding.start)]
