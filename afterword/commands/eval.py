"""`afterword eval`: the evaluation suites."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import json_option

if TYPE_CHECKING:
    from evals.suites import Part, SuiteReport

__all__ = ["command"]

_SUITES = ("variety", "guardrails", "notes")


@click.command("eval")
@click.option("--suite", type=click.Choice(_SUITES), default="variety", show_default=True, help="Which suite to run.")
@click.option(
    "--cases",
    type=click.Path(path_type=Path, exists=True),
    help="Your own cases, a folder or a file, in place of the project's (guardrails, notes).",
)
@click.option(
    "--part",
    type=click.Choice(["open", "held", "both"]),
    default="both",
    show_default=True,
    help="Which cases: the open ones, those held back in folders `held`, or both, reported apart (guardrails, notes).",
)
@click.option("--show", is_flag=True, help="List what went wrong (guardrails, notes); of the held-back part only with --part held.")
@json_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write the report to DIR as JSON and text.")
@click.option(
    "--notes",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of notes, named <scenario>-<anything> (variety).  [default: examples/notes]",
)
@click.option("--seeds", type=click.IntRange(1), default=200, show_default=True, help="Seeds per set of notes (variety).")
def command(
    suite: str, cases: Path | None, part: str, show: bool, as_json: bool, out: Path | None, folder: Path | None, seeds: int
) -> None:
    """Run an evaluation suite; exit code 1 when one of its thresholds is not met.

    variety: drafts every example's email with many seeds and shows how many pass, ask or are refused, how many differ, and the
    largest share of 5-word runs that two candidates' emails have in common.

    guardrails: checks labelled drafts, good ones and such with one planted defect, and counts what was caught and why.

    notes: reads labelled notes and counts, field by field, what was understood.
    """
    if suite == "variety":
        _only(suite, cases=cases, show=show, json=as_json, out=out, part=part != "both")
        _run_variety(folder or Path("examples/notes"), seeds)
        return
    _only(suite, notes=folder)
    report = _run(suite, cases, _parts(part))
    if as_json:
        click.echo(json.dumps(report.document, ensure_ascii=False, indent=2))
    else:
        click.echo(report.text)
    if show:
        _show(report, part, err=as_json)
    if out is not None:
        from evals.suites import write_report

        click.echo("Written: " + ", ".join(map(str, write_report(report, out))), err=True)
    sys.exit(0 if report.passed else 1)


def _only(suite: str, **given: object) -> None:
    """Refuse an option that this suite has no use for."""
    for name, value in given.items():
        if value:
            raise click.UsageError(f"--{name} has no meaning for --suite {suite}.")


def _parts(part: str) -> tuple[Part, ...]:
    from evals.suites import PARTS

    return PARTS if part == "both" else tuple(one for one in PARTS if one == part)


def _run(suite: str, cases: Path | None, parts: tuple[Part, ...]) -> SuiteReport:
    from evals.case_files import CASES
    from evals.suites import run_guardrails, run_notes

    if suite == "guardrails":
        return run_guardrails(cases or CASES / "drafts", parts=parts, progress=_progress)
    return run_notes(cases or CASES / "notes", parts=parts, progress=_progress)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total} cases", nl=done == total, err=True)


def _show(report: SuiteReport, part: str, *, err: bool) -> None:
    for name, text in report.details.items():
        if name == "held" and part != "held":
            click.echo("What went wrong in the held-back part is shown with --part held.", err=True)
            continue
        click.echo(f"\nWhat went wrong ({name} part):\n\n{text}" if text else f"\nNothing went wrong ({name} part).", err=err)


def _run_variety(folder: Path, seeds: int) -> None:
    from evals.variety import load_candidates, measure_variety, render
    from prompts.notes import ScenarioId

    if not folder.is_dir():
        raise click.UsageError(f"--notes {folder} is no folder.")
    results = []
    for scenario in ScenarioId:
        candidates = load_candidates(folder, scenario)
        click.echo(f"{scenario.value}: {len(candidates)} sets of notes x {seeds} seeds ...", err=True)
        results.append(measure_variety(scenario, candidates, range(seeds)))
    click.echo(render(results))
    for result in results:
        for line in result.refused[:5]:
            click.echo(f"refused: {result.scenario.value}: {line}", err=True)
    sys.exit(1 if any(result.refused or result.worst > 0.6 for result in results) else 0)
