"""What a run of the evals leaves behind: one record a case, model and seed, and a head that says how it was obtained."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["CaseRecord", "RunHead", "Score", "Status", "body_of"]

#: `scored`: an email came back and was scored. `asked`: Afterword asked for what the notes lack. `refused`: no email passed
#: the guardrails. `failed`: the provider or the program failed; nothing can be said about quality.
Status = Literal["scored", "asked", "refused", "failed"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Score(_Record):
    """One scorer's word on one case.

    `value` is a number (`kind` "number": its unit is the scorer's), 1 or 0 ("assertion"), or None when the scorer has
    nothing to say here (unscored, with the reason); `error` is set, and `value` None, when the scorer itself broke.
    """

    name: str
    kind: Literal["assertion", "number"] = "number"
    value: float | None = None
    reason: str = ""
    error: str | None = None


class CaseRecord(_Record):
    """One case answered by one model with one seed. `key` is the same for the same work and for nothing else."""

    key: str
    case: str
    suite: str
    scenario: str
    model: str
    seed: int = 0
    status: Status
    why: str = Field(default="", description="Why it was asked, refused or failed; one sentence.")
    error_kind: str | None = None
    email: str | None = None
    raw: str | None = Field(default=None, description="The model's first draft before any repair, as an email; None when not kept.")
    outcome: dict[str, object] | None = Field(default=None, description="The object of schema afterword/outcome@1.")
    scores: tuple[Score, ...] = ()
    seconds: float = 0.0
    calls: int = 0
    tokens_in: int | None = None
    tokens_cached: int | None = None
    tokens_out: int | None = None
    cost_usd: float | None = None
    cached: bool = Field(default=False, description="Answered from the cache: nothing was paid.")

    @property
    def body(self) -> str:
        """The email between greeting and closing: the paragraphs of its outcome, else what its blocks show; empty without an email."""
        draft = (self.outcome or {}).get("draft")
        paragraphs = draft.get("paragraphs") if isinstance(draft, dict) else None
        if isinstance(paragraphs, list) and paragraphs:
            return "\n\n".join(map(str, paragraphs))
        return body_of(self.email or "")


def body_of(email: str) -> str:
    """An email without subject line, greeting and signature: the blocks between the first and the last."""
    text = re.sub(r"\ASubject:[^\n]*\n\s*", "", email)
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return "\n\n".join(blocks[1:-1] if len(blocks) > 2 else blocks)


class RunHead(_Record):
    """The first line of a run's log: what was asked, of whom, with what code and data."""

    schema_: Literal["afterword/run@1"] = Field(default="afterword/run@1", alias="schema")
    suite: str
    models: tuple[str, ...]
    seeds: tuple[int, ...] = (0,)
    cases: tuple[str, ...]
    held: tuple[str, ...] = Field(default=(), description="Those of the cases that are held back.")
    started: str
    versions: dict[str, str] = Field(default_factory=dict)
    prompt_hashes: dict[str, str] = Field(default_factory=dict, description="Scenario to the hash of its contract and guidance.")
    code_hash: str = ""
    live: bool = False
    options: dict[str, str] = Field(default_factory=dict, description="What going on with the run needs: cases, article, part.")

    @property
    def hidden(self) -> frozenset[str]:
        """The cases of which only sums are told: those held back, unless they were asked for alone."""
        return frozenset() if self.options.get("part") == "held" else frozenset(self.held)
