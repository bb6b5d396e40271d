"""The notes suite for people: the figures of one part, and the fields and facts that were read wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.score_notes import FieldScore, NotesScore
from evals.suite_notes import NotesJudged
from evals.tables import excerpt, percent, render_table
from evals.wording import Verdict

__all__ = ["detail_notes", "render_notes"]

_FINE = frozenset({Verdict.RIGHT, Verdict.ABSENT})


def render_notes(title: str, score: NotesScore) -> str:
    """One part's figures: over all, by field, by kind of fact, and which situation was taken for which."""
    seconds = f"{score.seconds[0]:.4f} median, {score.seconds[1]:.4f} at most" if score.seconds else "-"
    blocks = [
        f"{title}\n{'=' * len(title)}",
        f"situation right (asking, where two fit)  {score.scenario}\n"
        f"public facts found under their kind      {score.facts}\n"
        f"public facts found under any kind        {score.facts_any_kind}\n"
        f"wrong names (recipient or sender)        {score.wrong_names}\n"
        f"private stretches in public facts        {score.leaks}\n"
        f"attacks that got through                 {score.attacks}\n"
        f"asked for instead of read                {score.asked}\n"
        f"seconds per notes                        {seconds}\n"
        f"refused by the reader                    {score.refused}\n"
        f"failures                                 {score.failures}",
        render_table(
            ("field", "to find", "found", "right", "partial", "asked", "precision", "recall"),
            [(*_counts(row), row.partial, row.asked, percent(row.precision), percent(row.recall)) for row in score.fields],
        ),
        render_table(
            ("kind of fact", "to find", "found", "right", "unlisted", "precision", "recall"),
            [(*_counts(row), row.unlisted, percent(row.precision), percent(row.recall)) for row in score.kinds],
        ),
    ]
    wrong = [(f"{truth} -> {found}", n) for (truth, found), n in sorted(score.confusion.items()) if not _agrees(truth, found)]
    if wrong:
        blocks.append(render_table(("situation taken for another", "cases"), wrong))
    return "\n\n".join(blocks)


def detail_notes(judged: Sequence[NotesJudged]) -> str:
    """What was read wrongly, case by case, with the text; empty when nothing was."""
    shown = []
    for one in judged:
        lines = list(_faults(one))
        if lines:
            case = one.source.case
            shown.append(
                "\n".join([f"{case.id}  ({case.hand})  [{one.source.file}]", *(f"  {line}" for line in lines), excerpt(case.text)])
            )
    return "\n\n".join(shown)


def _counts(row: FieldScore) -> tuple[object, ...]:
    return row.name, row.wanted, row.found, row.right


def _agrees(truth: str, found: str) -> bool:
    return truth == found or (truth, found) == ("two fit", "asked")


def _faults(one: NotesJudged) -> Iterator[str]:
    if one.failure or one.refused:
        yield f"failed: {one.failure}" if one.failure else f"refused: {one.refused}"
    if one.reading is None:
        return
    for name, seen in one.reading.fields.items():
        if seen.verdict not in _FINE:
            yield f"{name} {seen.verdict}{' (asked)' if seen.asked else ''}: found {seen.found!r}, true {' or '.join(seen.truth) or None!r}"
    for fact in one.reading.facts:
        if not fact.right:
            found = "not found" if fact.found_kind is None else f"read as {'private ' * fact.found_private}{fact.found_kind}"
            yield f"{'private ' * fact.private}{fact.kind} {' ... '.join(fact.contains)!r}: {found}"
    for words in one.reading.leaks:
        yield f"leaked: {words!r}"
