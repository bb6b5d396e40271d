"""The guardrails suite for people: the figures of one part, and the drafts that went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from evals.score_guardrails import GuardrailScore, Row
from evals.suite_guardrails import Judged
from evals.tables import excerpt, percent, render_table

__all__ = ["detail_guardrails", "render_guardrails"]


def render_guardrails(title: str, score: GuardrailScore) -> str:
    """One part's figures: over all, by rule, by kind of defect, by situation, and what was taken for what."""
    counts = ("planted", "caught", "other", "warned", "missed", "failed")
    blocks = [
        f"{title}\n{'=' * len(title)}",
        f"defects refused for the right reason  {score.right}\n"
        f"good drafts refused                   {score.refused_good}\n"
        f"drafts whose checks failed            {score.failures}\n"
        f"caught, and by another family as well {score.also}",
        render_table(
            ("rule", *counts, "false alarms", "recall", "precision"),
            [(*_counts(row), row.false_alarms, percent(row.recall), percent(row.precision)) for row in score.rules],
        ),
        render_table(("kind of defect", *counts, "recall"), [(*_counts(row), percent(row.recall)) for row in score.kinds]),
        render_table(
            ("situation", "good", "passed", "refused", *counts, "recall"),
            [
                (row.name, row.good, row.good - row.false_alarms, row.false_alarms, *_counts(row)[1:], percent(row.recall))
                for row in score.situations
            ],
        ),
    ]
    if score.confusion:
        found = [*sorted({pair[1] for pair in score.confusion} - {"none"}), "none"]
        rows = [
            (family, *(score.confusion.get((family, one), 0) for one in found)) for family in sorted({pair[0] for pair in score.confusion})
        ]
        blocks.append(render_table(("expected \\ refused by", *found), rows))
    return "\n\n".join(blocks)


def detail_guardrails(judged: Sequence[Judged]) -> str:
    """The drafts that did not end as they should, each with what was planted or said; empty when there are none."""
    return "\n\n".join(_detail(one) for one in judged if one.outcome not in {"passed", "caught"})


def _counts(row: Row) -> tuple[object, ...]:
    return row.name, row.planted, row.caught, row.other, row.warned, row.missed, row.failed


def _detail(one: Judged) -> str:
    draft = one.draft
    if one.failure is not None:
        return f"failed   {draft.id}  [{draft.file}]\n    {one.failure}"
    said = "\n".join(f"    {finding.rule}: {finding.message}" for finding in one.findings if finding.severity == "error")
    if draft.kind is None:
        return f"refused  {draft.id}  [{draft.file}]\n{said}\n{excerpt(draft.text)}"
    head = f"{one.outcome:9}{draft.id}  expected {' or '.join(draft.expected)}  [{draft.file}]"
    planted = excerpt(draft.text) if draft.changed == "the whole text" else f"    {draft.changed}"
    return "\n".join(filter(None, (head, planted, said)))
