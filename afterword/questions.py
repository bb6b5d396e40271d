"""Asks, in a terminal, for what the notes lack; otherwise leaves the questions to the outcome."""

from __future__ import annotations

import click

from pipeline.answers import apply_answer
from pipeline.errors import BadInput
from pipeline.intake import Intake, scenario_question
from prompts.brief import missing
from prompts.contract import load_contract
from prompts.notes import Notes, ScenarioId

__all__ = ["answer_questions"]


def answer_questions(intake: Intake, *, may_ask: bool) -> Notes:
    """The notes, completed by the user's answers when they may be asked for.

    Raises:
        BadInput: the situation is unknown and nobody can be asked.
    """
    notes = intake.notes
    if notes.scenario is None:
        if not may_ask:
            raise BadInput(f"{scenario_question(intake.candidates)} Name it with --scenario: {', '.join(ScenarioId)}.")
        click.echo(scenario_question(intake.candidates), err=True)
        choice = click.prompt("Situation", type=click.Choice([scenario.value for scenario in ScenarioId]), err=True)
        notes = notes.model_copy(update={"scenario": ScenarioId(choice)})
    if not may_ask or notes.scenario is None:
        return notes
    given: list[str] = []
    try:
        for question in missing(load_contract(notes.scenario), notes):
            text = question.text + ("" if question.blocking else " (Enter to leave it out)")
            answer = click.prompt(text, default="", show_default=False, err=True)
            if answer.strip():
                notes = apply_answer(notes, question, answer.strip())
                given.append(f"{question.text} {answer.strip()}")
    except (click.Abort, KeyboardInterrupt):
        if given:
            click.echo("\nYour answers, so that you can add them to the notes:\n" + "\n".join(given), err=True)
        raise
    return notes
