"""What the situation makes of words that may mean several things, from `data/lean.yaml`."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.reader_data import load_data
from prompts.notes import FactKind, ScenarioId

__all__ = ["lean"]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    situations: list[ScenarioId]
    kinds: dict[FactKind, list[tuple[int, str]]]


class _LeanFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    parts: dict[str, str]
    lean: list[_Group]


@cache
def _leanings() -> dict[ScenarioId, tuple[tuple[FactKind, int, re.Pattern[str]], ...]]:
    data = load_data("lean.yaml", _LeanFile)
    found: dict[ScenarioId, list[tuple[FactKind, int, re.Pattern[str]]]] = {scenario: [] for scenario in ScenarioId}
    for group in data.lean:
        rows = [
            (kind, points, re.compile(re.sub(r"<<(\w+)>>", lambda match: data.parts[match[1]], pattern)))
            for kind, entries in group.kinds.items()
            for points, pattern in entries
        ]
        for scenario in group.situations:
            found[scenario] += rows
    return {scenario: tuple(rows) for scenario, rows in found.items()}


def lean(scores: dict[FactKind, int], scenario: ScenarioId | None, folded: str) -> None:
    """Add to the scores what the situation says about these folded words; each kind gains once at most.

    Args:
        scores: points by kind, changed in place.
        scenario: the situation, when known.
        folded: a clause, folded.
    """
    gains: dict[FactKind, int] = {}
    for kind, points, pattern in _leanings()[scenario] if scenario else ():
        if (points > 0 and gains.get(kind, 0) >= points) or not pattern.search(folded):
            continue
        gains[kind] = max(gains.get(kind, 0), points) if points > 0 else gains.get(kind, 0) + points
    for kind, points in gains.items():
        scores[kind] = max(scores[kind] + points, 0)
