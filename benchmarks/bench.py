"""Times the embedded model: `python -m benchmarks.bench`. The ratio to free decoding of as many tokens in the same process counts."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import yaml

from evals.references import load_references
from guardrails.check import check
from guardrails.parse import parse_email
from pipeline.model_file import ensure_model
from pipeline.providers.engine import Engine, load_engine
from pipeline.providers.local import OPENING, LocalChooser
from prompts.brief import Brief, build_brief
from prompts.grammar import to_gbnf
from prompts.lattice import Lattice, build_lattice
from prompts.notes import Notes
from prompts.walk import walk

P = ParamSpec("P")
T = TypeVar("T")

_ROWS = (
    ("load the model", "load"),
    ("choice by choice, model not loaded yet", "cold"),
    ("choice by choice, model loaded", "warm"),
    ("token by token under the whole grammar", "grammar"),
    ("free decoding of as many tokens", "free"),
)


def load_briefs() -> list[Brief]:
    """The emails to write."""
    texts = yaml.safe_load(Path(__file__).with_name("notes.yaml").read_text("utf-8"))
    return [build_brief(Notes.model_validate(notes)) for notes in texts]


def timed(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[float, T]:
    """Milliseconds, and what the work returned."""
    started = time.perf_counter()
    result = work(*args, **kwargs)
    return (time.perf_counter() - started) * 1000, result


def measure(engine: Engine, path: Path, brief: Brief, seed: int) -> dict[str, float]:
    """Milliseconds of one email by every method, and its tokens and forks."""
    lattice: Lattice = build_lattice(brief)
    loaded = LocalChooser(path, seed=seed, load=lambda _: engine)
    loaded.engine()
    warm, draft = timed(walk, lattice, brief, loaded.choose, seed=seed)
    tokens = engine.expect(draft.body, top=1).read
    fresh = LocalChooser(path, seed=seed)
    cold, again = timed(walk, lattice, brief, fresh.choose, seed=seed)
    if loaded.fallbacks or fresh.fallbacks or again.body != draft.body:
        raise SystemExit("The chooser fell back to chance, or did not repeat itself: these figures mean nothing.")
    engine.expect(OPENING, top=1)
    free, _ = timed(engine.write, OPENING, tokens=tokens, seed=seed)
    spent, (_, written) = timed(engine.write, OPENING, tokens=300, grammar=to_gbnf(lattice), seed=seed)
    return {"cold": cold, "warm": warm, "free": free, "grammar": spent / written * tokens, "tokens": tokens, "questions": loaded.tokens_out}


def measure_guardrails(rounds: int = 40) -> tuple[float, float, int]:
    """Median milliseconds of all guardrails on a reference email in a warm process: with fresh text, and on the same draft again."""
    fresh, again = [], []
    references = load_references().values()
    for reference in references:
        brief = build_brief(reference.notes)
        draft = parse_email(reference.email, brief)
        check(draft, brief)
        for turn in range(rounds // 4):
            first = draft.paragraphs[0][0]
            changed = first.model_copy(update={"text": f"{first.text[:-1]}, as I noted {turn + 2} times."})
            other = draft.model_copy(update={"paragraphs": ((changed, *draft.paragraphs[0][1:]), *draft.paragraphs[1:])})
            fresh.append(timed(check, other, brief)[0])
            again.append(timed(check, draft, brief)[0])
    return statistics.median(fresh), statistics.median(again), len(references)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a GGUF file; the embedded model by default")
    parser.add_argument("--rounds", type=int, default=5, help="emails for each of the notes")
    options = parser.parse_args()
    path = options.model or ensure_model()
    load_ms, engine = timed(load_engine, path)
    for brief in load_briefs():
        rounds = [measure(engine, path, brief, seed) for seed in range(options.rounds)]
        found = {name: statistics.median(values[name] for values in rounds) for name in rounds[0]} | {"load": load_ms}
        print(f"{brief.contract.id}: {found['tokens']:.0f} tokens, {found['questions']:.0f} questions, medians of {options.rounds}")
        for label, name in _ROWS:
            print(f"  {label:<42}{found[name]:>7.0f} ms{found[name] / found['free']:>8.2f} of free decoding")
        both = found["free"] + found["load"]
        print(f"  from a cold start, both with the load: {found['cold']:.0f} of {both:.0f} ms, {found['cold'] / both:.2f}")
    fresh_ms, again_ms, count = measure_guardrails()
    print(f"guardrails, all rules, medians over {count} reference emails: {fresh_ms:.1f} ms a new draft, {again_ms:.1f} ms the same again")


if __name__ == "__main__":
    main()
