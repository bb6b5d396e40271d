"""Runs every check over a draft: passed, found something, or could not run. The last blocks as an error does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from guardrails.findings import Check, Crash, Finding, Report
from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.grounding import check_grounding
from guardrails.identity import check_identity
from guardrails.language import check_language, check_wording
from guardrails.length import check_length
from guardrails.originality import check_originality, check_siblings
from guardrails.privacy import check_privacy
from guardrails.scenario import check_scenario
from guardrails.settings import in_force
from guardrails.tone import check_tone
from prompts.brief import Brief
from prompts.draft import PARTS, Draft

__all__ = ["CHECKS", "LATTICE_CHECKS", "check"]

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
    check_language,
    check_originality,
)

#: The same for a draft out of the lattice: its wordings are ours and the notes', so the grammar library, which takes half a
#: second to build, is left asleep; our own language lists are read all the same.
LATTICE_CHECKS: tuple[Check, ...] = tuple(check_wording if run is check_language else run for run in CHECKS)


def check(draft: Draft, brief: Brief, *, checks: tuple[Check, ...] = CHECKS, others: Sequence[Draft] = ()) -> Report:
    """All findings of these checks: by check, then by place in the email; the same one is reported once.

    With `others`, drafts to the rest of the panel or of a batch, the email is compared with them too.
    The settings in force (`guardrails.settings.use`) may leave findings out or change their severity.

    A check that raises is recorded with its exception, and the others run on.
    """
    findings: list[Finding] = []
    crashes: list[Crash] = []
    siblings = (partial(_check_siblings, others),) if others else ()
    for run in (*checks, *siblings):
        try:
            findings += sorted(run(draft, brief), key=_place)
        except Exception as error:  # the border where a failure becomes a record
            name = getattr(run, "__name__", "check_siblings")
            _log.debug("check %s failed", name, exc_info=True)
            crashes.append(Crash(name, f"{type(error).__name__}: {error}"))
    settings = in_force()
    judged = (settings.apply(finding) for finding in _without_repeats(findings))
    return Report(tuple(finding for finding in judged if finding is not None), tuple(crashes))


def _check_siblings(others: Sequence[Draft], draft: Draft, brief: Brief) -> list[Finding]:
    return check_siblings(draft, brief, others)


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
