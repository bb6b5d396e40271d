"""What a command prints and an assistant's tool returns alike: the report on an email, what is asked about notes, the page of a rule."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from guardrails.findings import Report
    from pipeline.intake import Intake

__all__ = ["asked_about", "report_document", "rule_page"]


def report_document(report: Report) -> dict[str, object]:
    """The report as plain values (`afterword/report@1`)."""
    return {
        "schema": "afterword/report@1",
        "passed": report.passed,
        "findings": [asdict(finding) for finding in report.findings],
        "could_not_run": [asdict(crash) for crash in report.could_not_run],
    }


def asked_about(intake: Intake) -> list[str]:
    """The questions that notes leave open, and what was found odd in them."""
    from pipeline.intake import scenario_question
    from prompts.brief import missing
    from prompts.contract import load_contract

    if intake.notes.scenario is None:
        return [scenario_question(intake.candidates), *intake.warnings]
    asked = [question.text for question in missing(load_contract(intake.notes.scenario), intake.notes)]
    return [*asked, *intake.warnings]


def rule_page(rule_id: str) -> str:
    """The page of a rule, in whatever case its id is written.

    Raises:
        BadInput: there is no such rule; the nearest one is named.
    """
    from guardrails.rule_pages import render_page
    from guardrails.rules import RULES

    names = {name.casefold(): name for name in RULES}
    found = names.get(rule_id.strip().casefold())
    if found is None:
        import difflib

        near = difflib.get_close_matches(rule_id.casefold(), names, n=1, cutoff=0.4)
        hint = f"; did you mean {names[near[0]]}?" if near else "; `afterword rule` lists them all."
        raise BadInput(f"There is no rule {rule_id!r}{hint}")
    return render_page(RULES[found])
