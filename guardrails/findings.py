"""What a guardrail returns: findings, and the report that gathers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from prompts.brief import Brief
from prompts.draft import Draft, Part

__all__ = ["Check", "Crash", "Finding", "Report", "Severity"]

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `start` and `end` are character offsets (end exclusive) in the text of the part `where`; both are 0 when the
    finding is about something absent. `message` says what was seen and what is allowed, `fix` what to write instead.
    """

    rule: str
    severity: Severity
    where: Part
    start: int
    end: int
    message: str
    fix: str

    def moved(self, by: int) -> Finding:
        """The same finding in a text that has so many characters before it."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Crash:
    """A check that could not run; it blocks the draft as an error does."""

    check: str
    error: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one draft, in the order of the checks, and the checks that could not run."""

    findings: tuple[Finding, ...] = ()
    could_not_run: tuple[Crash, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that refuse the draft."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def passed(self) -> bool:
        """True when nothing refuses the draft and every check ran."""
        return not self.errors and not self.could_not_run


#: A check is a pure function: no network, no clock, no randomness.
Check = Callable[[Draft, Brief], list[Finding]]
