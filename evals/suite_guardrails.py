"""Runs the guardrails on labelled drafts: each good draft of a case, and each defect planted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import yaml

from evals.case_checks import apply_defect
from evals.case_files import Loaded
from evals.cases import DraftCase
from guardrails.check import check
from guardrails.findings import Finding, Report
from guardrails.parse import parse_email
from pipeline.intake import read_notes
from prompts.brief import Brief, build_brief

__all__ = ["Checker", "Judged", "Labelled", "check_text", "judge_case", "label_drafts", "matches"]

#: Checks an email text against a brief.
Checker = Callable[[str, Brief], Report]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One draft and what should become of it. A good draft has no `kind` and expects no rule; `changed` says what was planted."""

    id: str
    scenario: str
    voice: str
    file: str
    held: bool
    text: str
    kind: str | None = None
    expected: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft and what the guardrails said of it; `failure` tells what could not run."""

    draft: Labelled
    findings: tuple[Finding, ...] = ()
    failure: str | None = None

    @property
    def errors(self) -> tuple[str, ...]:
        """The rules that refused it, each once, in the order of the report."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings if finding.severity == "error"))

    @property
    def outcome(self) -> str:
        """What became of it: passed or refused for a good draft; caught, other, warned or missed for a defect; failed for both.

        "other" was refused, but for another reason; "warned" drew the right rule only as a warning, so the email would go out.
        """
        if self.failure is not None:
            return "failed"
        if self.draft.kind is None:
            return "refused" if self.errors else "passed"
        if any(matches(rule, self.draft.expected) for rule in self.errors):
            return "caught"
        if self.errors:
            return "other"
        return "warned" if any(matches(finding.rule, self.draft.expected) for finding in self.findings) else "missed"

    def to_json(self) -> dict[str, object]:
        """What a program needs to show or to sort the draft."""
        draft = self.draft
        return {
            "id": draft.id,
            "outcome": self.outcome,
            "scenario": draft.scenario,
            "voice": draft.voice,
            "file": draft.file,
            "held": draft.held,
            "kind": draft.kind,
            "expected": list(draft.expected),
            "errors": list(self.errors),
            "findings": [{"rule": one.rule, "severity": one.severity, "where": one.where, "message": one.message} for one in self.findings],
            "failure": self.failure,
            "changed": draft.changed,
            "text": draft.text,
        }


def matches(rule: str, expected: Iterable[str]) -> bool:
    """Whether a rule id is one of the expected ids or belongs to one of the expected families."""
    return any(rule == one or rule.partition("-")[0] == one for one in expected)


def check_text(text: str, brief: Brief) -> Report:
    """What `afterword check` does with an email."""
    return check(parse_email(text, brief), brief)


def label_drafts(loaded: Loaded[DraftCase]) -> list[Labelled]:
    """The good draft of a case, then one for each of its defects."""
    case = loaded.case
    scenario = str(case.notes.scenario)
    drafts = [Labelled(case.id, scenario, case.voice, loaded.file, loaded.held, case.good)]
    for defect in case.defects:
        name, text = f"{case.id}/{defect.name}", apply_defect(case.good, defect)
        changed = "; ".join(f"{one.old!r} -> {one.new!r}" for one in defect.replace or []) or "the whole text"
        drafts.append(
            Labelled(name, scenario, case.voice, loaded.file, loaded.held, text, defect.kind, tuple(defect.rule), " ".join(changed.split()))
        )
    return drafts


def judge_case(loaded: Loaded[DraftCase], *, checker: Checker = check_text) -> list[Judged]:
    """Every draft of a case, checked against its notes.

    The notes go through the same reader as a user's file, so what is private is decided there. What raises, and a check
    that could not run, is recorded as a failure of that draft.
    """
    drafts = label_drafts(loaded)
    try:
        notes = yaml.safe_dump(loaded.raw["notes"], sort_keys=False, allow_unicode=True)
        brief = build_brief(read_notes(notes, name="notes.yaml").notes)
    except Exception as error:  # the border where a failure becomes a record
        return [Judged(draft, failure=f"the notes: {type(error).__name__}: {error}") for draft in drafts]
    return [_judge(draft, brief, checker) for draft in drafts]


def _judge(draft: Labelled, brief: Brief, checker: Checker) -> Judged:
    try:
        report = checker(draft.text, brief)
    except Exception as error:  # the border where a failure becomes a record
        return Judged(draft, failure=f"{type(error).__name__}: {error}")
    crashes = "; ".join(f"{crash.check}: {crash.error}" for crash in report.could_not_run)
    return Judged(draft, report.findings, crashes or None)
