"""Runs every check over a draft: passed, found something, or could not run. The last blocks as an error does."""

from __future__ import annotations

import logging

from guardrails.findings import Check, Crash, Finding, Report
from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.grounding import check_grounding
from guardrails.identity import check_identity
from guardrails.length import check_length
from guardrails.privacy import check_privacy
from guardrails.scenario import check_scenario
from guardrails.tone import check_tone
from prompts.brief import Brief
from prompts.draft import PARTS, Draft

__all__ = ["CHECKS", "check"]

_log = logging.getLogger(__name__)

#: The checks in the order in which their findings are reported: what is false first, what is a matter of taste last.
CHECKS: tuple[Check, ...] = (
    check_identity,
    check_grounding,
    check_privacy,
    check_scenario,
    check_format,
    check_gratitude,
    check_length,
    check_tone,
)


def check(draft: Draft, brief: Brief, *, checks: tuple[Check, ...] = CHECKS) -> Report:
    """All findings of these checks: by check, then by place in the email; the same one is reported once.

    A check that raises is recorded with its exception, and the others run on.
    """
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for run in checks:
        try:
            findings += sorted(run(draft, brief), key=_place)
        except Exception as error:  # the border where a failure becomes a record
            _log.debug("check %s failed", run.__name__, exc_info=True)
            crashes.append(Crash(run.__name__, f"{type(error).__name__}: {error}"))
    return Report(_without_repeats(findings), tuple(crashes))


def _place(finding: Finding) -> tuple[int, int, int, str, str]:
    return PARTS.index(finding.where), finding.start, finding.end, finding.rule, finding.message


def _without_repeats(findings: list[Finding]) -> tuple[Finding, ...]:
    """One finding per rule and place, the more severe one."""
    kept: dict[tuple[str, str, int, int], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.where, finding.start, finding.end)
        if key not in kept or (kept[key].severity == "warning" and finding.severity == "error"):
            kept[key] = finding
    return tuple(kept.values())
