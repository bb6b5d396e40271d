"""`afterword new`: the form to fill in."""

from __future__ import annotations

import click

from afterword.options import scenario_option

__all__ = ["command"]


@click.command("new")
@scenario_option
def command(scenario: str | None) -> None:
    """Print a form to fill in, for one situation or for any.

    Example: afterword new --scenario phone_interview > notes.md
    """
    from pipeline.form import blank_form
    from prompts.notes import ScenarioId

    click.echo(blank_form(ScenarioId(scenario) if scenario else None), nl=False)
