"""Repair: code first, then the model, then the lattice's own wording. Bounded, recorded, and never by loosening a rule."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from guardrails.check import LATTICE_CHECKS, check
from guardrails.findings import Finding, Report
from guardrails.fixes import mend
from pipeline.outcome import Mender, Repair
from pipeline.repair_prompt import instructions
from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from prompts.lattice import Lattice, Option
from prompts.walk import walk

__all__ = ["Attempt", "by_model", "by_phrasebook", "mend", "rewalk"]

#: How often the lattice is walked anew with the refused wordings left out.
_WALKS = 8


@dataclass(slots=True)
class Attempt:
    """A draft with its report and the rounds that led to it."""

    draft: Draft
    report: Report
    repairs: list[Repair] = field(default_factory=list)

    def take(self, draft: Draft, report: Report, by: Mender, rules: Collection[str]) -> None:
        """Put a better draft in place and note the round."""
        self.repairs.append(Repair(len(self.repairs) + 1, by, tuple(sorted(set(rules)))))
        self.draft, self.report = draft, report


def by_model(attempt: Attempt, brief: Brief, ask: Callable[[tuple[str, ...]], Draft | None], *, rounds: int) -> None:
    """Let the model mend its own draft; a retry is kept only if it removes an error and adds none of another kind."""
    for _ in range(rounds):
        if attempt.report.passed:
            return
        before = _rules(attempt.report)
        draft = ask(instructions(attempt.report, brief))
        if draft is None:
            return
        draft = mend(draft)
        report = check(draft, brief)
        if len(report.errors) < len(attempt.report.errors) and _rules(report) <= before and not report.could_not_run:
            attempt.take(draft, report, "model", before)
        else:
            return


def by_phrasebook(attempt: Attempt, brief: Brief, lattice: Lattice, *, seed: int) -> None:
    """Replace, move by move, what is refused with the lattice's own wording; at last the whole email."""
    if attempt.report.passed:
        return
    own = _walk_clean(brief, lattice, seed=seed)
    if own is None:
        return
    before = _rules(attempt.report)
    patched = _splice(attempt, own, brief)
    if patched is not None:
        report = check(patched, brief)
        if report.passed:
            attempt.take(patched, report, "phrasebook", before)
            return
    attempt.take(own, check(own, brief, checks=LATTICE_CHECKS), "phrasebook", before)


def rewalk(attempt: Attempt, brief: Brief, lattice: Lattice, *, seed: int) -> None:
    """For a draft that came out of the lattice: walk it anew without the wordings that were refused."""
    if attempt.report.passed:
        return
    before = _rules(attempt.report)
    own = _walk_clean(brief, lattice, seed=seed, first=attempt)
    if own is not None:
        report = check(own, brief, checks=LATTICE_CHECKS)
        if len(report.errors) < len(attempt.report.errors):
            attempt.take(own, report, "phrasebook", before)


def _walk_clean(brief: Brief, lattice: Lattice, *, seed: int, first: Attempt | None = None) -> Draft | None:
    """A walk that passes, or the best of a bounded number; None when the lattice has no wording at all."""
    banned: set[Option] = set()
    best: tuple[int, Draft] | None = None
    if first is not None:
        banned |= _refused(first.draft, first.report, lattice)
    for turn in range(_WALKS):
        draft = walk(lattice, brief, lambda _text, _alternatives: 0, seed=seed + turn * 7919, banned=banned)
        if not draft.paragraphs:
            return None
        report = check(draft, brief, checks=LATTICE_CHECKS)
        if report.passed:
            return draft
        if best is None or len(report.errors) < best[0]:
            best = (len(report.errors), draft)
        banned |= _refused(draft, report, lattice)
    return best[1] if best else None


def _refused(draft: Draft, report: Report, lattice: Lattice) -> set[Option]:
    """The wordings of the lattice that stand where an error was found."""
    texts = {sentence.text for finding in report.errors for sentence in _at(finding, draft)}
    refused = set()
    for node in lattice.nodes:
        for option in node.options:
            first = "".join(part[0] for part in option.sentences[0].parts)[:12].casefold()
            if any(text.casefold().startswith(first) for text in texts):
                refused.add(option)
    return refused


def _at(finding: Finding, draft: Draft) -> list[Sentence]:
    if finding.where != "body" or finding.end <= finding.start:
        return []
    return [sentence for start, end, sentence in draft.sentence_spans() if start < finding.end and finding.start < end]


def _splice(attempt: Attempt, own: Draft, brief: Brief) -> Draft | None:
    """The draft with its refused moves replaced by those of `own`; None when a finding has no place in it."""
    moves: set[str] = set()
    subject = attempt.draft.subject
    for finding in attempt.report.errors:
        if finding.where == "subject":
            subject = own.subject
            continue
        sentences = _at(finding, attempt.draft)
        missing = {
            planned.move.id
            for planned in brief.moves
            for act in planned.move.performs
            if finding.rule.removeprefix("SCN-").replace("-", "_") == act
        }
        found = {sentence.move for sentence in sentences} if sentences else missing
        if not found or "" in found:
            return None
        moves |= found
    order = [planned.move.id for planned in brief.moves]
    theirs = {move: [s for s in attempt.draft.sentences if s.move == move and move not in moves] for move in order}
    ours = {move: [s for s in own.sentences if s.move == move] for move in moves}
    paragraphs: dict[int, list[Sentence]] = {}
    for planned in brief.moves:
        sentences = ours.get(planned.move.id) or theirs[planned.move.id]
        paragraphs.setdefault(planned.move.paragraph, []).extend(sentences)
    body = tuple(tuple(sentences) for _, sentences in sorted(paragraphs.items()) if sentences)
    return attempt.draft.model_copy(update={"subject": subject, "paragraphs": body})


def _rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.errors}
