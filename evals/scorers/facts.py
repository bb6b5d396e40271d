"""Facts recalled, and what must stay out kept out."""

from __future__ import annotations

from evals.results import Score
from evals.scorers.view import View, assertion, number, unscored
from evals.stretches import shows, tells

__all__ = ["score_kept", "score_recalled"]


def score_recalled(name: str, view: View) -> Score:
    """The share of the case's `must` facts that the email tells in one of their wordings."""
    if not view.case.must:
        return unscored(name, "the case names no fact that must appear")
    lacking = [wordings[0] for wordings in view.case.must if not tells(view.email, wordings)]
    told = len(view.case.must) - len(lacking)
    return number(name, told / len(view.case.must), f"{told} of {len(view.case.must)} told" + _lacking(lacking))


def score_kept(name: str, view: View) -> Score:
    """Whether no stretch of the case's `must_not` stands anywhere in the email, its subject included."""
    if not view.case.must_not:
        return unscored(name, "the case names nothing that must stay out", kind="assertion")
    if not view.email.strip():
        return unscored(name, "there is no email", kind="assertion")
    leaked = [stretch for stretch in view.case.must_not if shows(view.email, stretch)]
    reason = f"leaked: {', '.join(map(repr, leaked))}" if leaked else f"none of {len(view.case.must_not)} stands in the email"
    return assertion(name, not leaked, reason)


def _lacking(stretches: list[str]) -> str:
    return f"; lacking: {', '.join(map(repr, stretches))}" if stretches else ""
