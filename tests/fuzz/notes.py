"""Feeds the notes reader with spliced, mangled and invented texts for as long as asked: `python -m tests.fuzz.notes --seconds 3600`.

Prints how many inputs were read, refused in one sentence, or broke the reader; each broken one is written to a file. A text breaks
the reader when anything but a refusal is raised, when a value is no stretch of the text, when its form does not read back to the
same facts, or when reading takes longer than the limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import yaml

from pipeline.errors import BadInput
from pipeline.form import print_form, read_form
from pipeline.intake import read_notes

_NOW = dt.datetime(2026, 5, 14, 9)
_ROOT = Path(__file__).resolve().parents[2]
_SCRAPS = [
    "Role: ", "\n- ", "\n\n", " | ", "From: a@b.c\nTo: ", "31/12", "the 12th", "£30k ", "don't mention that", "its ", "my name is ",
    "(private)", "**Why:** ", "\u200f", "김민준", "Ольга", "Nguyễn Thị ", "O'", "d'Á", "…", "<!--", "-->", "\\", "{", "}", ": ", "=", "->",
    "Signed by: ", "I'm ", "yesterday ", "next Tuesday", "\x00", "\x1f", "\u2028", "🙂", "ﬁ", "İ", "ß", "```", "###", "\r", "\t", "a" * 900,
]  # fmt: skip


def seeds() -> list[str]:
    """The texts of the labelled notes and of the reader's examples."""
    found: list[str] = []
    for path in sorted((_ROOT / "evals/cases/notes/dev").glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        found += [str(case["text"]) for case in (data if isinstance(data, list) else [data])]
    found += [str(case["text"]) for case in yaml.safe_load((_ROOT / "tests/pipeline/pasted.yaml").read_text("utf-8"))]
    return found


def _splice(rng: random.Random, texts: list[str]) -> str:
    parts = []
    for _ in range(rng.randint(1, 5)):
        text = rng.choice(texts)
        start = rng.randrange(len(text) + 1)
        parts.append(text[start : start + rng.randint(0, 300)])
    return rng.choice(["", " ", "\n", ", "]).join(parts)


def _mangle(rng: random.Random, texts: list[str]) -> str:
    text = list(rng.choice(texts))
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(text) + 1)
        if rng.random() < 0.4:
            text[at:at] = list(rng.choice(_SCRAPS))
        elif rng.random() < 0.5:
            del text[at : at + rng.randint(1, 20)]
        else:
            text[at : at + 1] = [chr(rng.choice([rng.randrange(32, 127), rng.randrange(0x80, 0x2FFF), rng.randrange(0x1F300, 0x1F650)]))]
    return "".join(text)


def _noise(rng: random.Random, texts: list[str]) -> str:
    words = [word for text in rng.sample(texts, 2) for word in text.split()] + _SCRAPS
    return rng.choice([" ", "", "\n"]).join(rng.choice(words) for _ in range(rng.randint(1, 80)))


def _cased(rng: random.Random, texts: list[str]) -> str:
    text = _splice(rng, texts)
    change = rng.choice([str.lower, str.upper, str.title, str.swapcase])
    return change(text) if rng.random() < 0.7 else text.replace(".", "").replace(",", "").replace("\n", " ").lower()


_MAKERS: tuple[Callable[[random.Random, list[str]], str], ...] = (_splice, _mangle, _noise, _cased)


def broken(text: str, *, limit_s: float) -> str | None:
    """What is wrong with the reading of this text; None when it was read well or refused."""
    start = time.perf_counter()
    try:
        intake = read_notes(text, now=_NOW)
    except BadInput:
        return None
    except Exception:  # every kind of failure is what the fuzzer looks for
        return traceback.format_exc()
    if time.perf_counter() - start > limit_s:
        return f"took {time.perf_counter() - start:.1f} s"
    notes = intake.notes
    if intake.origin == "text":
        for key, span in notes.spans.items():
            if not 0 <= span.start < span.end <= len(text):
                return f"{key}: {span} lies outside the text"
        for fact in notes.facts:
            if fact.span is None or text[fact.span.start : fact.span.end] != fact.text:
                return f"{fact.text!r} is no stretch of the text"
    try:
        again = read_form(print_form(notes, ask=True)).notes
    except Exception:
        return traceback.format_exc()
    facts = [sorted((fact.kind.value, fact.text, fact.private) for fact in one.facts) for one in (notes, again)]
    if facts[0] != facts[1] or notes.recipients != again.recipients or notes.candidate != again.candidate:
        return f"the form reads back differently: {facts}"
    return None


def main() -> int:
    """Run until the time is up; the exit code is 1 when anything broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that one text may take")
    parser.add_argument("--out", type=Path, default=Path("fuzz-broken"))
    asked = parser.parse_args()
    rng, texts = random.Random(asked.seed), seeds()
    end, inputs, failures = time.monotonic() + asked.seconds, 0, 0
    while time.monotonic() < end:
        text = rng.choice(_MAKERS)(rng, texts)
        inputs += 1
        why = broken(text, limit_s=asked.limit)
        if why is not None:
            failures += 1
            asked.out.mkdir(exist_ok=True)
            (asked.out / f"{asked.seed}-{inputs}.txt").write_text(f"{why}\n----\n{text}", "utf-8", errors="backslashreplace")
    print(f"{inputs} inputs in {asked.seconds:.0f} s, {failures} broke the reader (seed {asked.seed})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
