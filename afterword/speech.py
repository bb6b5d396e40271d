"""What is said on standard error about an outcome: verdict, findings, advice, questions; short and in plain words."""

from __future__ import annotations

import click

from pipeline.outcome import Outcome
from prompts.draft import Sentence
from prompts.notes import FactKind

__all__ = ["comment"]


def comment(outcome: Outcome) -> None:
    """Print the commentary of one outcome."""
    for remark in outcome.remarks:
        _say(remark)
    if outcome.verdict == "refused":
        _refusal(outcome)
    else:
        _remarks_on(outcome)
    for piece in outcome.advice:
        _say(piece.text, {"hold": "red", "warn": "yellow"}.get(piece.level))
    if outcome.questions:
        _say("It would be better with an answer to this:" if outcome.draft else "Please add to your notes:")
        for question in outcome.questions:
            _say(f"  {question}")


def _refusal(outcome: Outcome) -> None:
    if outcome.draft is None:
        _say("No email yet: the notes lack something it cannot do without.", "red")
        return
    _say("Refused: no wording passes every rule with these notes.", "red")
    for finding in outcome.report.errors:
        _say(f"  {finding.rule}: {finding.message} {finding.fix}")
    for crash in outcome.report.could_not_run:
        _say(f"  the check {crash.check} could not run: {crash.error}")


def _remarks_on(outcome: Outcome) -> None:
    """Lines that are the writer's view rather than a noted fact, and warnings."""
    stances = [sentence for sentence in outcome.draft.sentences if sentence.kind == "stance"] if outcome.draft else []
    generic = [sentence.text for sentence in stances if not _is_noted(sentence, outcome)]
    if generic:
        _say("Not in your notes, but said as your own view; keep it only if you would say it:")
        for text in generic:
            _say(f"  “{text}”")
    for finding in outcome.report.findings:
        if finding.severity == "warning":
            _say(f"{finding.rule}: {finding.message} {finding.fix}", "yellow")


def _is_noted(sentence: Sentence, outcome: Outcome) -> bool:
    """Whether a stance is the writer's own from the notes."""
    facts = outcome.brief.facts
    return any(name in facts and facts[name].kind is FactKind.STANCE for name in sentence.facts)


def _say(text: str, colour: str | None = None) -> None:
    click.secho(text, fg=colour, err=True)
