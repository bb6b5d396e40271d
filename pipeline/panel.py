"""One email for each person of a panel, told apart: whoever interviews together compares their mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from guardrails.check import check
from guardrails.findings import Finding, Report
from pipeline.errors import BadInput
from pipeline.outcome import Outcome, Verdict
from prompts.draft import Draft
from prompts.notes import Notes

__all__ = ["draft_panel"]

#: Wordings tried for one person before the most different one is taken as it is.
_MOST_TRIES = 6

_ITS_OWN = (0, "")

#: Writes the email to one person, by name, with a seed.
Write = Callable[[str, int], Outcome]


def draft_panel(notes: Notes, write: Write, *, seed: int = 0) -> Iterator[Outcome]:
    """The outcomes, one a person in the order of the notes, each compared with those before it as soon as it is there.

    Args:
        notes: notes with at least two people who have a name.
        write: writes one email; called again with another seed where an email says too much of what another one says.
        seed: of the first email.

    Raises:
        BadInput: the notes name fewer than two people.
    """
    names = [person.name for person in notes.recipients if person.name]
    if len(names) < 2:
        raise BadInput("One email each needs at least two people with a name; add them to the notes.")
    return _write_all(names, write, seed)


def _write_all(names: list[str], write: Write, seed: int) -> Iterator[Outcome]:
    others: list[Draft] = []
    for index, name in enumerate(names):
        best: Outcome | None = None
        for attempt in range(_MOST_TRIES if others else 1):
            outcome = _compared(write(name, seed + index * _MOST_TRIES + attempt), others)
            if best is None or _sameness(outcome) < _sameness(best):
                best = outcome
            if _sameness(best) == _ITS_OWN:
                break
        if best is None:
            raise RuntimeError("no attempt was made")
        if best.draft is not None:
            others.append(best.draft)
        yield best


def _compared(outcome: Outcome, others: list[Draft]) -> Outcome:
    """The outcome with what the comparison found; a refusal where it refuses."""
    if outcome.draft is None or not others:
        return outcome
    found = [one for one in check(outcome.draft, outcome.brief, checks=(), others=others).findings if one not in outcome.report.findings]
    if not found:
        return outcome
    report = Report((*outcome.report.findings, *found), outcome.report.could_not_run)
    verdict: Verdict = outcome.verdict if report.passed else "refused"
    return replace(outcome, report=report, verdict=verdict)


def _sameness(outcome: Outcome) -> tuple[int, str]:
    """0 for an email of its own; then by what the comparison said of it, which begins with the share that is alike."""
    found: list[Finding] = [one for one in outcome.report.findings if one.rule == "ORI-sibling"]
    if not found:
        return _ITS_OWN
    share = found[0].message.partition("%")[0].rjust(3)
    return (1, share)
