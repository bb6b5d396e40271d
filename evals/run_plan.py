"""What a run is to do, before anything is done: each case by each model with each seed, under a key of its own, and the head of the log."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from evals.email_suites import EvalCase
from evals.results import RunHead
from evals.versions import installed_versions
from prompts.notes import ScenarioId

__all__ = ["Unit", "code_hash", "make_head", "plan", "prompt_hashes"]

_PACKAGES = ("afterword", "langchain-core", "openai", "pydantic-evals", "xllamacpp")
_ROOMS = ("prompts", "guardrails", "pipeline", "evals")
_SHARED = ("guidance.yaml", "acts.yaml")


@dataclass(frozen=True, slots=True)
class Unit:
    """One case to be answered by one model with one seed; `key` is the same for the same work and for nothing else."""

    case: EvalCase
    model: str
    seed: int
    key: str


def plan(cases: Iterable[EvalCase], models: Sequence[str], seeds: Sequence[int]) -> list[Unit]:
    """The units of a run: by case, then model, then seed, so that what is finished early covers all models alike."""
    hashes = prompt_hashes()
    return [
        Unit(case, model, seed, _key(case, model, seed, hashes.get(case.scenario.value, "")))
        for case in cases
        for seed in seeds
        for model in models
    ]


def _key(case: EvalCase, model: str, seed: int, prompt: str) -> str:
    asked = [case.suite, case.id, case.scenario.value, case.notes, case.pasted, case.now.isoformat(), case.to, list(case.must)]
    return _digest(json.dumps([asked, list(case.must_not), model, seed, prompt]))


def make_head(
    suite: str,
    cases: Sequence[EvalCase],
    models: Sequence[str],
    seeds: Sequence[int],
    *,
    live: bool,
    started: dt.datetime,
    options: Mapping[str, str],
) -> RunHead:
    """The first line of the log; `options` are those that going on with the run needs again."""
    return RunHead(
        suite=suite,
        models=tuple(models),
        seeds=tuple(seeds),
        cases=tuple(case.id for case in cases),
        held=tuple(case.id for case in cases if case.held),
        started=started.isoformat(timespec="seconds"),
        versions=installed_versions(_PACKAGES),
        prompt_hashes=prompt_hashes(),
        code_hash=code_hash(),
        live=live,
        options=dict(options),
    )


@cache
def prompt_hashes() -> Mapping[str, str]:
    """For every situation a hash over its contract and the guidance that all share."""
    folder = resources.files("prompts")
    shared = b"".join(folder.joinpath(name).read_bytes() for name in _SHARED)
    return {
        scenario.value: _digest(shared + folder.joinpath("scenarios", f"{scenario.value}.yaml").read_bytes()) for scenario in ScenarioId
    }


@cache
def code_hash() -> str:
    """A hash over the code and the data that decide what is written and how it is scored."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        root = Path(str(resources.files(room)))
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".yaml", ".json", ".txt"} and not path.name.startswith("report_"):
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _digest(text: str | bytes) -> str:
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
