"""Times the embedded model: `python -m benchmarks.bench`. The ratio to free decoding of as many tokens in the same process counts."""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import yaml

from pipeline.model_file import ensure_model
from pipeline.providers.engine import load_engine
from pipeline.providers.local import OPENING, LocalChooser

Moves = list[list[str]]
P = ParamSpec("P")
T = TypeVar("T")

_FORK = re.compile(r"\[([^\[\]]*)\]")
#: Wordings of a move that the chooser is shown, as in `prompts/walk.py`.
_PALETTE = 4


def load_moves() -> Moves:
    """Eight moves of eight wordings with forks inside."""
    moves: Moves = yaml.safe_load(Path(__file__).with_name("lattice.yaml").read_text("utf-8"))
    return moves


def write_email(moves: Moves, choose: Callable[[str, list[str]], int], seed: int) -> str:
    """One email, the way `prompts/walk.py` goes: forks inside a wording by chance, wordings by the chooser."""
    rng = random.Random(seed)  # noqa: S311
    text = ""
    for index, wordings in enumerate(moves):
        joint = "" if not text else "\n\n" if index in {4, 6} else " "
        shown = [joint + _FORK.sub(lambda found: rng.choice(found[1].split("|")), wording) for wording in rng.sample(wordings, _PALETTE)]
        text += shown[choose(text, shown)]
    return text


def to_grammar(moves: Moves) -> str:
    """All emails as one grammar, for decoding token by token."""
    rules = [f"root ::= {' '.join(f'm{index}' for index in range(len(moves)))}"]
    for index, wordings in enumerate(moves):
        joint = "" if not index else '"\\n\\n" ' if index in {4, 6} else '" " '
        rules.append(f"m{index} ::= {joint}({' | '.join(map(_grammar_of, wordings))})")
    return "\n".join(rules)


def _grammar_of(wording: str) -> str:
    pieces = []
    for at, piece in enumerate(_FORK.split(wording)):
        quoted = [f'"{alternative}"' for alternative in (piece.split("|") if at % 2 else [piece])]
        pieces.append("(" + " | ".join(quoted) + ")" if at % 2 else quoted[0])
    return " ".join(pieces)


def timed(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[float, T]:
    """Milliseconds, and what the work returned."""
    started = time.perf_counter()
    result = work(*args, **kwargs)
    return (time.perf_counter() - started) * 1000, result


def measure(path: Path, rounds: int) -> dict[str, float]:
    """Medians in milliseconds; the methods take turns within a round, so that a busy machine slows all alike."""
    moves = load_moves()
    grammar = to_grammar(moves)
    load_ms, engine = timed(load_engine, path)
    times: dict[str, list[float]] = {"cold": [], "choices": [], "free": [], "grammar": [], "tokens": []}
    for seed in range(rounds):
        cold = LocalChooser(path, seed=seed)
        times["cold"].append(timed(write_email, moves, cold.choose, seed)[0])
        warm = LocalChooser(path, seed=seed, load=lambda _: engine)
        warm.engine()
        spent, email = timed(write_email, moves, warm.choose, seed)
        times["choices"].append(spent)
        count = engine.expect(email, top=1).read
        times["tokens"].append(count)
        engine.expect(OPENING, top=1)
        times["free"].append(timed(engine.write, OPENING, tokens=count, seed=seed)[0])
        spent, (_, written) = timed(engine.write, OPENING, tokens=400, grammar=grammar, seed=seed)
        times["grammar"].append(spent / written * count)
        if cold.fallbacks or warm.fallbacks:
            raise SystemExit("The chooser fell back to chance: these figures mean nothing.")
    return {"load": load_ms} | {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a GGUF file; the embedded model by default")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    found = measure(options.model or ensure_model(), options.rounds)
    rows = (
        ("load the model", "load"),
        ("choice by choice, model not loaded yet", "cold"),
        ("choice by choice, model loaded", "choices"),
        ("token by token under the whole grammar", "grammar"),
        ("free decoding of as many tokens", "free"),
    )
    print(f"An email of {found['tokens']:.0f} tokens, {options.rounds} rounds, medians:")
    for label, name in rows:
        print(f"  {label:<42}{found[name]:>7.0f} ms{found[name] / found['free']:>8.2f} of free decoding")


if __name__ == "__main__":
    main()
