"""The guardrails' word on the email that came out, and on the first draft before any repair.

Of a model that only chooses no first draft is kept: it is the email itself where nobody mended that, and where somebody did, the rules
that asked for it are known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from evals.results import Score
from evals.scorers.view import View, assertion, number, unscored
from guardrails.findings import Report

__all__ = ["score_family", "score_passed", "score_warnings"]

Stage = Literal["final", "raw"]


def score_passed(stage: Stage) -> Callable[[str, View], Score]:
    """Whether the email, or the first draft, passes every guardrail; one without a body does not."""

    def score(name: str, view: View) -> Score:
        if stage == "raw" and (rules := view.mended_rules):
            return assertion(name, False, f"refused by {', '.join(rules)}")
        report = _report(view, stage)
        rules = tuple(sorted({finding.rule for finding in report.errors}))
        return assertion(name, report.passed and _has_body(view, stage), f"refused by {', '.join(rules)}" if rules else "every rule passed")

    return score


def score_family(family: str, stage: Stage) -> Callable[[str, View], Score]:
    """Whether no rule of one family refuses the email or the first draft; unscored where there is nothing to judge."""

    def score(name: str, view: View) -> Score:
        if stage == "raw" and (rules := view.mended_rules):
            refused = [rule for rule in rules if rule.startswith(f"{family}-")]
            return assertion(name, not refused, ", ".join(refused) or f"no {family} rule refused it")
        if not _has_body(view, stage):
            return unscored(name, "there is no body to judge", kind="assertion")
        found = [finding for finding in _report(view, stage).errors if finding.rule.startswith(f"{family}-")]
        reason = "; ".join(f"{finding.rule}: {finding.message}" for finding in found) or f"no {family} rule refuses it"
        return assertion(name, not found, reason)

    return score


def score_warnings(name: str, view: View) -> Score:
    """How many warnings the final email carries."""
    if not _has_body(view, "final"):
        return unscored(name, "there is no body to judge")
    rules = [finding.rule for finding in view.report.findings if finding.severity == "warning"]
    return number(name, len(rules), ", ".join(rules) or "no warning")


def _report(view: View, stage: Stage) -> Report:
    """The report; a check that could not run makes the scorer fail, since nothing can then be said."""
    report = view.report if stage == "final" else view.raw_report
    if report.could_not_run:
        raise RuntimeError("; ".join(f"{crash.check}: {crash.error}" for crash in report.could_not_run))
    return report


def _has_body(view: View, stage: Stage) -> bool:
    return bool((view.draft if stage == "final" else view.raw_draft).body.strip())
