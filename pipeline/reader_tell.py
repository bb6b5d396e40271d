"""What the notes tell: each clause as a fact of one kind, private or not, or left out with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reader_asked import joined_kind
from pipeline.reader_clause import CONFESSED, KEPT_OUT, Told, told_of_clause
from pipeline.reader_data import fold, labels, private_cues, steering
from pipeline.reader_facts import private_reason
from pipeline.reader_follows import DONE, leans_back, promise_kept, said_late, wishes_it, worded_reason
from pipeline.reader_frames import frame
from pipeline.reader_goes_with import as_told, goes_with
from pipeline.reader_halves import answered, good_point, only_reason, split_purpose, split_reason
from pipeline.reader_kept import cut_at, kept_back
from pipeline.reader_segments import Segment
from pipeline.reader_starts import place_starts
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["tell"]

#: Fields whose label may also stand before a plain note ("Me: set one up at my last school").
_NAMING = frozenset({"sender", "recipients", "recruiter", "company", "role"})

#: What stands in quotation marks or brackets on one line.
_QUOTED = compiled(r"[\"“«„][^\"”»\n]{12,600}[\"”»]|\[[^\]\n]{12,600}\]|\([^()\n]{12,600}\)|<[^>\n]{12,600}>|\{[^}\n]{12,600}\}")

#: Words of a sentence in which somebody tells what happened.
_TELLS = compiled(r"\b(?:i|i'm|i've|i'd|we|she|he|they|my|our|me|us|ms|mr|mrs|dr|interview|asked|talked|spoke)\b")


def tell(
    text: str,
    clauses: list[Segment],
    *,
    scenario: ScenarioId | None,
    company: str | None,
    persons: frozenset[str] = frozenset(),
    used: list[tuple[int, int]],
    others: Sequence[tuple[int, int]] = (),
) -> list[Told]:
    """What becomes of every clause, in order.

    Args:
        text: the pasted notes.
        clauses: their clauses.
        scenario: the situation, when known.
        company: the employer, when known.
        persons: words of the interviewers' names: "Greg said" is read as "she said".
        used: spans from which header values were read: a clause that holds one and says nothing else is not listed.
        others: stretches of a chat that somebody else wrote.
    """
    told: list[Told] = []
    at_line: dict[int, list[int]] = {}
    confessed = -1
    kept = kept_back(text, clauses, scenario)
    clauses = cut_at(clauses, kept, text) if kept else clauses
    ordered = _ordered_sentences(text, clauses)
    for clause in clauses:
        aside = _set_aside(clause, ordered, others)
        if aside is not None:
            told.append(aside)
            continue
        key = labels().fields.get(clause.label or "")
        if clause.own_label and key is not None and key not in {"scenario", "subject", "interview.kind", "plain"}:
            told += [Told(clause.start, clause.end, None, why="a technical line")] if key == "skip" else []
            if key not in _NAMING or any(start < clause.end and end > clause.start for start, end in used):
                continue
        if any(start <= clause.start < end for start, end in kept):
            told.append(Told(clause.start, clause.end, FactKind.PRIVATE, True, KEPT_OUT))
            continue
        if told and (private_cues().refers_back.match(fold(clause.text)) or frame("back_again").fullmatch(fold(clause.text))):
            told[-1] = _kept_out(told[-1])
            _spread(told, clause, at_line)
            continue
        if told and promise_kept(told[-1], clause):
            told[-1] = replace(told[-1], kind=None, why=DONE)
            told.append(Told(clause.start, clause.end, None, why=DONE))
            continue
        worded = worded_reason(text, clause, scenario)
        if worded is not None:
            told = [_kept_out(one) if one.kind is FactKind.REASON and one.start >= _line_of(text, clause.start) else one for one in told]
            told[-1:] = [
                _kept_out(one) if frame("kept_before").match(clause.text) and one.kind is not FactKind.DEADLINE else one
                for one in told[-1:]
            ]
            told.append(worded)
            continue
        told = _without_other_reasons(text, clause, told)
        clause = as_told(clause)
        entry = told_of_clause(clause, scenario, company, persons, used)
        entry = good_point(text, clause, entry)
        entry = only_reason(clause, entry, scenario)
        because = split_reason(clause, entry, scenario, company)
        if because is not None:
            told.append(because)
            rest = clause.text[because.end - clause.start :]
            entry = replace(
                entry,
                start=clause.end
                - len(re.sub(r"^[ ,]*(?:(?:because|cause|since|due to|coz|cos|bc)\b[ ]*)?", "", rest, flags=re.IGNORECASE)),
            )
        confessed = clause.line if entry.why == CONFESSED else confessed
        entry = answered(clause, entry) if confessed == clause.line else entry
        entry, purpose = split_purpose(clause, entry, scenario)
        if purpose is not None:
            told.append(entry)
            entry = purpose
        previous = told[-1] if told else None
        together = _together(text, previous, entry, clause, scenario) if previous else None
        if together is not None:
            told[-1] = together
            continue
        at_line.setdefault(clause.line * 1000 + clause.sentence, []).append(len(told))
        told.append(entry)
    told = said_late(text, place_starts(text, _named_private(text, told), scenario), scenario)
    return [
        replace(entry, kind=FactKind.PRIVATE) if entry.private and entry.kind is None else entry
        for entry in told
        if entry.kind or entry.why
    ]


def _together(text: str, previous: Told, entry: Told, clause: Segment, scenario: ScenarioId | None) -> Told | None:
    """The one fact that a clause makes with the one before it; None where each stands for itself."""
    kind = joined_kind(text, previous, entry, clause)
    if kind is None and (
        _joins(previous, entry, clause) or leans_back(text, previous, entry, clause) or goes_with(text, previous, entry, clause, scenario)
    ):
        kind = FactKind.CONCERN if entry.kind is FactKind.CONCERN else previous.kind
        kind = FactKind.MOTIVATION if wishes_it(previous, entry, clause) else kind
    return replace(previous, end=entry.end, kind=kind) if kind else None


def _set_aside(clause: Segment, ordered: frozenset[int], others: Sequence[tuple[int, int]]) -> Told | None:
    """A clause that is no note of the writer's: part of an order, or somebody else's words."""
    if clause.line * 1000 + clause.sentence in ordered:
        return Told(clause.start, clause.end, None, why="an instruction, not a note")
    if any(start <= clause.start < end for start, end in others):
        return Told(clause.start, clause.end, None, why="somebody else wrote it")
    return None


def _ordered_sentences(text: str, clauses: list[Segment]) -> frozenset[int]:
    """The sentences that give orders to a writer, so that no clause of theirs is taken for a note."""
    spans: dict[int, tuple[int, int]] = {}
    for clause in clauses:
        key = clause.line * 1000 + clause.sentence
        start, _ = spans.get(key, (clause.start, clause.end))
        spans[key] = (start, clause.end)
    attack = steering().attack
    quoted = [match.span() for match in _QUOTED.finditer(text) if any(pattern.search(fold(match[0])) for pattern in attack)]
    orders: set[int] = set()
    for key, (start, end) in spans.items():
        folded = fold(text[start:end])
        ordered = any(pattern.search(folded) for pattern in attack) and private_reason(text[start:end], pasted=True) != "leverage"
        inside = any(left <= start < right for left, right in quoted)
        # What follows on the same line goes on with the order, until somebody tells something again.
        if ordered or inside or (key - 1 in orders and _TELLS.search(folded) is None):
            orders.add(key)
    return frozenset(orders)


def _named_private(text: str, told: list[Told]) -> list[Told]:
    """What is told, with every clause private that holds a word the notes ask not to name ("don't go into the partner stuff")."""
    words: set[str] = set()
    for match in frame("do_not_name").finditer(text):
        words |= {word for word in re.findall(r"[^\W\d_]{4,}", fold(match["what"])) if not frame("not_a_subject").fullmatch(word)}
    if not words:
        return told
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")
    return [
        _kept_out(entry) if not entry.private and entry.kind and pattern.search(fold(text[entry.start : entry.end])) else entry
        for entry in told
    ]


def _line_of(text: str, at: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def _without_other_reasons(text: str, clause: Segment, told: list[Told]) -> list[Told]:
    """What is told, with the reasons of a line kept back behind which stands "just say I have decided to stay on days"."""
    if frame("say_only").match(clause.text) is None:
        return told
    return [_kept_out(one) if one.kind is FactKind.REASON and one.start >= _line_of(text, clause.start) else one for one in told]


def _kept_out(entry: Told) -> Told:
    """A piece that the notes ask to leave out."""
    return replace(entry, kind=entry.kind or FactKind.PRIVATE, private=True, why=KEPT_OUT)


def _spread(told: list[Told], clause: Segment, at_line: dict[int, list[int]]) -> None:
    """Make private the whole sentence that ends in "... don't mention that"."""
    told_here = at_line.get(clause.line * 1000 + clause.sentence, [])
    if not told_here and not clause.tail:
        told_here = at_line.get(clause.line * 1000 + clause.sentence - 1, [])
    for index in told_here if len(told_here) < 4 else told_here[-1:]:
        told[index] = _kept_out(told[index])


def _joins(previous: Told | None, entry: Told, clause: Segment) -> bool:
    """A clause of the same sentence that says nothing by itself goes on with the one before it."""
    if (
        previous is None
        or not clause.tail
        or entry.kind is not None
        or entry.private
        or entry.why.startswith(("an instruction", "a wish", "it reads", "it says"))
    ):
        return False
    if ":" in clause.text or len(clause.text) > 120:
        return False
    near = 0 <= entry.start - previous.end <= 12
    return previous.kind is not None and not previous.private and near and entry.end - previous.start <= 240
