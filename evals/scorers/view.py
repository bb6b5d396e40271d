"""What a scorer sees: the case, its brief, the draft and what the guardrails say of it, worked out once a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from evals.email_suites import EvalCase, read_handed
from evals.results import CaseRecord, Score
from evals.run_models import is_remote
from guardrails.check import check
from guardrails.findings import Report
from guardrails.parse import parse_email
from pipeline.respelling import respelt_brief
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.notes import ScenarioId

__all__ = ["View", "assertion", "number", "unscored"]


@dataclass(frozen=True)
class View:
    """A case and what came of it. Everything derived is computed on first use; nothing is kept between records."""

    case: EvalCase
    record: CaseRecord
    given: Brief | None = field(default=None, repr=False)

    @cached_property
    def brief(self) -> Brief:
        """The brief of the case's notes."""
        case = self.case
        return self.given or _brief_of(case.id, case.pasted, case.notes, case.scenario, case.now, case.to)

    @cached_property
    def email(self) -> str:
        """The final email with its subject line; empty when there is none."""
        return self.record.email or ""

    @cached_property
    def raw(self) -> str:
        """The first draft before any repair; empty when it was not kept, and the email itself where nobody mended what a model chose."""
        return self.email if self._is_chosen and not self._repairs else self.record.raw or ""

    @property
    def has_raw(self) -> bool:
        """Whether something is known of the first draft."""
        return self.record.raw is not None or (self._is_chosen and self.record.email is not None)

    @property
    def mended_rules(self) -> tuple[str, ...]:
        """The rules that refused the first draft, where that was chosen, mended and not kept; empty otherwise."""
        if not self._is_chosen or not self._repairs:
            return ()
        rules = self._repairs[0].get("rules")
        return tuple(map(str, rules)) if isinstance(rules, list | tuple) else ()

    @property
    def _is_chosen(self) -> bool:
        """Whether a model that only chooses wrote the email, and its outcome was kept."""
        return self.record.raw is None and not is_remote(self.record.model) and self.record.outcome is not None

    @property
    def _repairs(self) -> list[dict[str, object]]:
        repairs = (self.record.outcome or {}).get("repairs")
        return [one for one in repairs if isinstance(one, dict)] if isinstance(repairs, list) else []

    @cached_property
    def draft(self) -> Draft:
        """The final email in its parts, every sentence mapped to its move and facts by what it says, not by what its writer claims."""
        return parse_email(self.email, self.brief)

    @cached_property
    def report(self) -> Report:
        """What the guardrails say of the final email."""
        return check(self.draft, self.brief)

    @cached_property
    def raw_draft(self) -> Draft:
        """The first draft in its parts."""
        return self.draft if self.raw == self.email else parse_email(self.raw, self.brief)

    @cached_property
    def raw_report(self) -> Report:
        """What the guardrails say of the first draft."""
        return self.report if self.raw == self.email else check(self.raw_draft, self.brief)


@lru_cache(maxsize=512)
def _brief_of(id: str, pasted: bool, notes: str, scenario: ScenarioId, now: dt.datetime, to: str | None) -> Brief:
    """One brief for all records of a case, since what the guardrails work out of a brief is kept with it."""
    return respelt_brief(read_handed(id, pasted, notes, scenario, now), to=to)


def assertion(name: str, value: bool, reason: str) -> Score:
    """A yes or no."""
    return Score(name=name, kind="assertion", value=float(value), reason=reason)


def number(name: str, value: float, reason: str) -> Score:
    """A number, rounded to four places."""
    return Score(name=name, kind="number", value=round(value, 4), reason=reason)


def unscored(name: str, reason: str, *, kind: str = "number") -> Score:
    """Nothing to say here."""
    return Score(name=name, kind="assertion" if kind == "assertion" else "number", value=None, reason=reason)
