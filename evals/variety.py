"""Many seeds, many candidates: does every outcome pass or ask, and do two candidates' emails stay apart?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from pipeline.intake import load_notes
from pipeline.outcome import Outcome
from pipeline.providers.phrasebook import PhrasebookChooser
from pipeline.run import draft_email
from prompts.notes import Notes, ScenarioId

__all__ = ["Variety", "load_candidates", "measure_variety", "shared_runs"]

#: Length of the word runs that are compared.
RUN = 5


@dataclass(slots=True)
class Variety:
    """What came of one scenario's runs. `worst` is the largest share of word runs two candidates' emails have in common."""

    scenario: ScenarioId
    runs: int = 0
    passed: int = 0
    asked: int = 0
    refused: list[str] = field(default_factory=list)
    distinct: int = 0
    worst: float = 0.0
    pair: tuple[str, str] = ("", "")
    words: tuple[int, int] = (0, 0)
    warnings: dict[str, int] = field(default_factory=dict)


def load_candidates(folder: Path, scenario: ScenarioId) -> dict[str, Notes]:
    """All example notes of a scenario in a folder, by file stem."""
    found = {}
    for path in sorted(folder.glob(f"{scenario.value}-*")):
        notes = load_notes(str(path)).notes
        found[path.stem] = notes.model_copy(update={"scenario": scenario})
    return found


def shared_runs(one: str, other: str) -> float:
    """Share (0 to 1) of the shorter email's 5-word runs that stand in the other too; 0 when it has none."""
    first, second = _runs(one), _runs(other)
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def measure_variety(scenario: ScenarioId, candidates: dict[str, Notes], seeds: Sequence[int]) -> Variety:
    """Draft every candidate's email with every seed from the phrasebook, and compare those of different candidates."""
    result = Variety(scenario)
    bodies: dict[str, list[set[tuple[str, ...]]]] = {}
    texts: set[str] = set()
    lengths = []
    for name, notes in candidates.items():
        for seed in seeds:
            outcome = draft_email(notes, PhrasebookChooser(seed), seed=seed)
            _count(result, outcome, f"{name} seed {seed}")
            if outcome.draft is not None:
                bodies.setdefault(name, []).append(_runs(outcome.draft.body))
                texts.add(outcome.draft.body)
                lengths.append(len(outcome.draft.body.split()))
    result.distinct = len(texts)
    result.words = (min(lengths, default=0), max(lengths, default=0))
    _compare(result, bodies)
    return result


def _count(result: Variety, outcome: Outcome, label: str) -> None:
    result.runs += 1
    if outcome.draft is None:
        result.asked += 1
    elif outcome.verdict == "refused":
        result.refused.append(f"{label}: {', '.join(sorted({finding.rule for finding in outcome.report.errors}))}")
    else:
        result.passed += 1
        for finding in outcome.report.findings:
            result.warnings[finding.rule] = result.warnings.get(finding.rule, 0) + 1


def _compare(result: Variety, bodies: dict[str, list[set[tuple[str, ...]]]]) -> None:
    """The worst overlap over all pairs of different candidates, every seed against every seed."""
    for (one, first), (other, second) in combinations(bodies.items(), 2):
        for a in first:
            for b in second:
                share = len(a & b) / max(1, min(len(a), len(b)))
                if share > result.worst:
                    result.worst, result.pair = share, (one, other)


def render(results: Iterable[Variety]) -> str:
    """A plain table of the results."""
    lines = [f"{'scenario':20}{'runs':>6}{'passed':>8}{'asked':>7}{'refused':>9}{'distinct':>10}{'words':>9}{'worst shared':>14}"]
    for r in results:
        span = f"{r.words[0]}-{r.words[1]}"
        counts = f"{r.runs:>6}{r.passed:>8}{r.asked:>7}{len(r.refused):>9}{r.distinct:>10}"
        lines.append(f"{r.scenario.value:20}{counts}{span:>9}{r.worst:>13.0%}  {' / '.join(r.pair)}")
    return "\n".join(lines)
