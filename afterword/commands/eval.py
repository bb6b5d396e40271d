"""`afterword eval`: the evaluation suites."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["command"]


@click.command("eval")
@click.option("--suite", type=click.Choice(["variety"]), default="variety", show_default=True, help="Which suite to run.")
@click.option(
    "--notes",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default="examples/notes",
    show_default=True,
    help="Folder of notes, named <scenario>-<anything>.",
)
@click.option("--seeds", type=click.IntRange(1), default=200, show_default=True, help="Seeds per set of notes.")
def command(suite: str, folder: Path, seeds: int) -> None:
    """Run an evaluation suite.

    variety: drafts every example's email with many seeds and shows how many pass, ask or are refused, how many differ, and the
    largest share of 5-word runs that two candidates' emails have in common.
    """
    from evals.variety import load_candidates, measure_variety, render
    from prompts.notes import ScenarioId

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
