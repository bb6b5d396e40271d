"""What is said on standard error about an outcome: verdict, findings, advice, questions; short and in plain words."""

from __future__ import annotations

import click

from pipeline.outcome import Outcome

__all__ = ["comment"]


def comment(outcome: Outcome) -> None:
    """Print the commentary of one outcome."""
    for remark in outcome.remarks:
        _say(remark)
    if outcome.verdict == "refused" and outcome.draft is None:
        _say("No email yet: the notes lack something it cannot do without.", "red")
    elif outcome.verdict == "refused":
        _say("Refused: no wording passes every rule with these notes.", "red")
        for finding in outcome.report.errors:
            _say(f"  {finding.rule}: {finding.message} {finding.fix}")
        for crash in outcome.report.could_not_run:
            _say(f"  the check {crash.check} could not run: {crash.error}")
    stances = [sentence.text for sentence in outcome.draft.sentences if sentence.kind == "stance"] if outcome.draft else []
    if stances and outcome.verdict != "refused":
        _say("Not in your notes, but said as your own view; keep it only if you would say it:")
        for text in stances:
            _say(f"  “{text}”")
    for finding in outcome.report.findings:
        if finding.severity == "warning" and outcome.verdict != "refused":
            _say(f"{finding.rule}: {finding.message} {finding.fix}", "yellow")
    for piece in outcome.advice:
        _say(piece.text, {"hold": "red", "warn": "yellow"}.get(piece.level))
    if outcome.questions:
        _say("It would be better with an answer to this:" if outcome.draft else "Please add to your notes:")
        for question in outcome.questions:
            _say(f"  {question}")


def _say(text: str, colour: str | None = None) -> None:
    click.secho(text, fg=colour, err=True)
