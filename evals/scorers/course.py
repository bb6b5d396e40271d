"""How the run went: whether what came back was the right kind of thing, and what it took."""

from __future__ import annotations

from collections.abc import Callable

from evals.results import CaseRecord, Score
from evals.scorers.view import View, assertion, number, unscored

__all__ = ["score_expected", "score_repairs", "score_taken"]

_RIGHT = {"email": ("scored",), "question": ("asked",), "either": ("scored", "asked")}


def score_expected(name: str, view: View) -> Score:
    """Whether an email came where one was due, and a question where the notes lack something; unscored after a failure."""
    status = view.record.status
    if status == "failed":
        return unscored(name, f"the run failed: {view.record.why}", kind="assertion")
    due = {"email": "an email", "question": "a question", "either": "an email or a question"}[view.case.expect]
    came = {"scored": "an email", "asked": "a question", "refused": "a refusal"}[status]
    why = f" ({view.record.why})" if view.record.why and status != "scored" else ""
    return assertion(name, status in _RIGHT[view.case.expect], f"{due} was due, {came} came{why}")


def score_repairs(name: str, view: View) -> Score:
    """How many rounds of repair it took, by whom."""
    repairs = (view.record.outcome or {}).get("repairs")
    if not isinstance(repairs, list):
        return unscored(name, "the outcome was not kept")
    by = [str(one.get("by")) for one in repairs if isinstance(one, dict)]
    return number(name, len(by), f"by {', '.join(by)}" if by else "none was needed")


def score_taken(figure: Callable[[CaseRecord], float | None], unit: str) -> Callable[[str, View], Score]:
    """A figure of the record as it is; unscored where the provider does not tell it or the answer came from the cache."""

    def score(name: str, view: View) -> Score:
        value = figure(view.record)
        if value is None:
            return unscored(name, "not known")
        if view.record.cached:
            return unscored(name, "answered from the cache")
        return number(name, value, f"{value:g} {unit}")

    return score
