"""Severities and thresholds of the rules: the house's own from `data/settings.yaml`, and what a user changes of them.

The settings in force are kept aside (`in_force`, `use`), so that a check stays a function of a draft and a brief.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from guardrails.findings import Finding, Severity
from prompts.kept import read_yaml

__all__ = ["Level", "Settings", "house_settings", "in_force", "limit", "use"]

Level = Literal["off", "warning", "error"]
_STRICTNESS: dict[Level, int] = {"off": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules speak, how loudly, and from which value on.

    `select` and `ignore` hold rule ids; with no `select` every rule speaks. `severity` holds only what a user changed:
    a rule that is not in it keeps the severity its check gives, which may grow with the size of the fault. `thresholds`
    holds the values of every rule that has any. `locked` rules are never made milder than their checks are.
    """

    thresholds: Mapping[str, Mapping[str, float]]
    usual: Mapping[str, Severity]
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Level] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()

    def is_on(self, rule: str) -> bool:
        """Whether findings of this rule are reported."""
        return rule in self.locked or self._is_wanted(rule)

    def _is_wanted(self, rule: str) -> bool:
        return (self.select is None or rule in self.select) and rule not in self.ignore and self.severity.get(rule) != "off"

    def apply(self, finding: Finding) -> Finding | None:
        """The finding with the severity these settings give it, or None when its rule is off."""
        if not self.is_on(finding.rule):
            return None
        level = self.severity.get(finding.rule)
        if level is None or level == "off" or level == finding.severity:
            return finding
        if finding.rule in self.locked and _STRICTNESS[level] < _STRICTNESS[finding.severity]:
            return finding
        return replace(finding, severity=level)

    def lock(self, rules: frozenset[str]) -> tuple[Settings, tuple[str, ...]]:
        """These settings with rules that stay as strict as the house has them.

        Returns:
            The settings, and the rules that would otherwise have been off or milder, sorted.
        """
        house = house_settings().thresholds
        milder = [rule for rule in rules if not self._is_wanted(rule) or self.severity.get(rule) == "warning" != self.usual.get(rule)]
        moved = [rule for rule in rules if self.thresholds.get(rule) != house.get(rule)]
        kept = {**self.thresholds, **{rule: house[rule] for rule in moved}}
        return replace(self, locked=rules, thresholds=kept), tuple(sorted({*milder, *moved}))


@cache
def house_settings() -> Settings:
    """The settings nobody changed, from `guardrails/data/settings.yaml`.

    Raises:
        ValueError: the file is not a mapping of severities and thresholds.
    """
    data = read_yaml("guardrails", "data/settings.yaml")
    if not isinstance(data, dict) or set(data) != {"severity", "threshold"}:
        raise ValueError("guardrails/data/settings.yaml: the keys severity and threshold are expected")
    usual: dict[str, Severity] = {}
    for severity, rules in data["severity"].items():
        usual |= dict.fromkeys(rules, severity)
    return Settings(thresholds=data["threshold"], usual=usual)


_in_force: ContextVar[Settings | None] = ContextVar("settings_in_force", default=None)


def in_force() -> Settings:
    """The settings that checks follow now: those of the innermost `use`, the house's own otherwise."""
    return _in_force.get() or house_settings()


@contextmanager
def use(settings: Settings) -> Iterator[None]:
    """Let checks in this context (and in no other thread) follow these settings."""
    token = _in_force.set(settings)
    try:
        yield
    finally:
        _in_force.reset(token)


def limit(rule: str, name: str) -> float:
    """The value of a rule's threshold in the settings in force.

    Raises:
        KeyError: the rule has no threshold of this name.
    """
    return in_force().thresholds[rule][name]
