"""Mends an email text in place: each fix is tried on its own and kept only if its finding goes away and no other comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guardrails.check import check
from guardrails.findings import Finding, Report
from guardrails.fixes import squeeze_spaces
from guardrails.fixes_place import Edit, Email, propose
from guardrails.parse import parse_email
from guardrails.settings import house_settings, in_force, use
from prompts.brief import Brief

__all__ = ["Fixed", "fix_email", "fix_finding"]

#: One fix may bring another finding to light (markup around a placeholder, chatter above a greeting), so the rules are gone through anew.
_ROUNDS = 4
_MOST_SINGLE_TRIES = 12
#: So many versions of the text are judged at most, a long one fewer times: no email is so long.
_MOST_VERSIONS = 80
_LONG_CHARS = 20_000
_MOST_LONG_VERSIONS = 12


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text as mended, what was mended (rule ids, and names of fixes that belong to no rule), and what is still found."""

    text: str
    done: tuple[str, ...]
    report: Report


def fix_email(text: str, brief: Brief) -> Fixed:
    """The email with its mechanical faults mended, as far as that can be done without changing a fact.

    Rules that the settings in force leave out are not mended, but no fix may break one of them either.
    Mending a mended text changes nothing more.
    """
    settings = in_force()
    state = _State(text, brief)
    for _ in range(_ROUNDS):
        before = state.email.text
        for rule in dict.fromkeys(finding.rule for finding in state.report.findings if settings.is_on(finding.rule)):
            state.mend(rule)
        if state.email.text == before:
            break
    if settings.select is None:
        state.rewrite("double spaces", squeeze_spaces)
    return Fixed(state.email.text, tuple(dict.fromkeys(state.done)), check(state.email.draft, brief))


def fix_finding(text: str, brief: Brief, *, rule: str, start: int, end: int) -> str:
    """The email with the one finding of this rule that stands from `start` to `end` mended; the same text where that cannot be done.

    As with `fix_email`, a fix is kept only if its finding goes away and no other comes.
    """
    state = _State(text, brief)
    meant = [finding for finding in state.report.findings if finding.rule == rule and state.email.places.span(finding) == (start, end)]
    edits = propose(rule, meant[:1], state.email)
    if edits:
        state.rewrite(rule, lambda before: _apply(before, edits))
    return state.email.text


class _State:
    """The best text so far, with all that the house's rules find in it."""

    def __init__(self, text: str, brief: Brief) -> None:
        self._brief = brief
        self.done: list[str] = []
        self._left = _MOST_VERSIONS if len(text) <= _LONG_CHARS else _MOST_LONG_VERSIONS
        self.email, self.report = self._judge(text)

    def _judge(self, text: str) -> tuple[Email, Report]:
        email = Email(text, parse_email(text, self._brief), self._brief)
        with use(house_settings()):
            return email, check(email.draft, self._brief)

    def mend(self, rule: str) -> None:
        """Try the rule's fixes together, else one after the other."""
        edits = self._edits(rule)
        if not edits or self._take(_apply(self.email.text, edits), rule) or len(edits) == 1:
            return
        index = 0
        for _ in range(_MOST_SINGLE_TRIES):
            edits = self._edits(rule)
            if index >= len(edits):
                return
            if not self._take(_apply(self.email.text, edits[index : index + 1]), rule):
                index += 1

    def rewrite(self, name: str, change: Callable[[str], str]) -> None:
        """Try a change of the whole text that no rule asks for."""
        text = change(self.email.text)
        if text != self.email.text:
            self._take(text, name)

    def _edits(self, rule: str) -> list[Edit]:
        findings = [finding for finding in self.report.findings if finding.rule == rule]
        return propose(rule, findings, self.email)

    def _take(self, text: str, cause: str) -> bool:
        """Keep the text if it is better; `cause` is a rule whose findings have to become fewer, or the name of a fix without one."""
        if text == self.email.text or not self._left:
            return False
        self._left -= 1
        email, report = self._judge(text)
        before, after = _count(self.report.findings), _count(report.findings)
        is_safe = after <= before and len(report.could_not_run) <= len(self.report.could_not_run)
        if not is_safe or (before[cause, ""] and after[cause, ""] >= before[cause, ""]):
            return False
        self.email, self.report = email, report
        self.done.append(cause)
        return True


def _count(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How often each rule was broken, and how often as an error."""
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        counts[finding.rule, ""] += 1
        if finding.severity == "error":
            counts[finding.rule, "error"] += 1
    return counts


def _apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits made, from the end on; of two that overlap the later one is left out."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    for edit in reversed(kept):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
