"""Records made up for the report's tests: any number of cases and models, each way of ending, and hostile text."""

from __future__ import annotations

import random

from evals.references import Reference, load_references
from evals.results import CaseRecord, RunHead, Score

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> \x1b[31mred\x1b[0m \u202etxt.exe\u202c \x00\x0b ]]> "
    "{{ 7*7 }} {% raw %} @team [x](http://evil.example) `code` | pipe &amp; 'q' \"q\" \ud800 \ufffe"
)
GRADED = ("facts/recalled", "moves/present", "moves/order", "shape/sentences", "style/words", "content/chrf", "readability")
FAMILIES = ("LEN", "GRA", "SCN", "GND", "IDN", "PRV", "FMT", "TON")
CHECKS = tuple(f"{stage}{family}" for family in FAMILIES for stage in ("raw/", "guardrails/"))


def make_head(models: tuple[str, ...], cases: int, *, suite: str = "references") -> RunHead:
    return RunHead(
        suite=suite,
        models=models,
        cases=tuple(f"case-{i}" for i in range(cases)),
        started="2026-11-23T11:40:00+00:00",
        versions={"afterword": "0.1.0", "python": "3.11.9"},
        prompt_hashes={"no_response": "ab12cd34"},
        code_hash="77aa01",
    )


def make_records(models: tuple[str, ...], cases: int, *, seed: int = 0, only: str | None = None) -> list[CaseRecord]:
    """Records of `cases` cases by each model, the later models worse; `only` gives every record that status."""
    draw = random.Random(seed)
    references = list(load_references().values())
    return [make_record(draw, model, i, references[i % 7], rank, only) for i in range(cases) for rank, model in enumerate(models)]


def make_record(draw: random.Random, model: str, i: int, reference: Reference, rank: int, only: str | None) -> CaseRecord:
    status = only or draw.choices(("scored", "asked", "refused", "failed"), (30, 2, 1 + rank, 1))[0]
    words = reference.email.split(" ")
    for _ in range(rank * 4 + 2):
        words[draw.randrange(len(words))] = draw.choice(("certainly", "very", "quite", "a long day", "Friday"))
    draft = " ".join(words)
    scored = status == "scored"
    paragraphs = draft.strip().split("\n\n")
    sentences = [s for p in paragraphs[1:-1] for s in p.replace("? ", "?|").replace(". ", ".|").split("|")]
    source = {"fact": "f1", "kind": "topic", "start": 0, "end": 9, "quote": "the pilot line they are starting in June"}
    outcome = {
        "draft": {"subject": "Hello", "paragraphs": paragraphs[1:-1], "text": draft},
        "sentences": [
            {"text": s, "move": "recall", "kind": "fact" if k % 2 else "courtesy", "sources": [source] if k % 2 else []}
            for k, s in enumerate(sentences)
        ],
        "repairs": [{"round": 1, "by": "code", "rules": ["LEN-long"]}] if draw.random() < 0.3 * rank else [],
    }
    return CaseRecord(
        key=f"{model}/{i}",
        case=f"case-{i}",
        suite="references",
        scenario=reference.scenario.value,
        model=model,
        status=status,
        why="" if scored else f"It was {status} for a reason.",
        error_kind="ProviderFailure" if status == "failed" else None,
        email=draft if scored else None,
        raw=draft.replace("Dear", "Hi") if scored and rank else None,
        outcome=outcome if scored else None,
        scores=tuple(make_scores(draw, rank)) if scored else (),
        seconds=abs(draw.gauss(0.6 + rank, 0.2)),
        calls=1 + rank,
        tokens_in=900,
        tokens_out=140,
        cost_usd=(0.0, 0.0004, 0.003, None)[rank % 4],
    )


def make_scores(draw: random.Random, rank: int) -> list[Score]:
    graded = [Score(name=name, value=min(1.0, max(0.0, draw.gauss(0.93 - 0.09 * rank, 0.08))), reason="so and so many") for name in GRADED]
    graded[2] = Score(name=GRADED[2], reason="only one move, so there is no order")
    if draw.random() < 0.03:
        graded[4] = Score(name=GRADED[4], error="ZeroDivisionError: division by zero")
    checks = []
    for name in CHECKS:
        missed = (0.12 if name.startswith("raw") else 0.015) * (rank + 0.3)
        checks.append(Score(name=name, kind="assertion", value=float(draw.random() > missed), reason="LEN-long: 181 words"))
    return [*graded, *checks, Score(name="words", value=float(draw.randrange(60, 130)))]


def hostile_record() -> CaseRecord:
    source = {"kind": HOSTILE, "quote": HOSTILE}
    return CaseRecord(
        key="hostile",
        case=f"evil{HOSTILE}",
        suite="cases",
        scenario=f"no_response{HOSTILE}",
        model=f"openai:{HOSTILE}",
        status="scored",
        why=HOSTILE,
        email=f"Dear {HOSTILE},\n\nThank you {HOSTILE}.\n\nBest,\n{HOSTILE}",
        raw=HOSTILE,
        outcome={"sentences": [{"text": f"Thank you {HOSTILE}.", "move": HOSTILE, "kind": "fact", "sources": [source]}]},
        scores=(
            Score(name=f"facts{HOSTILE}", value=0.2, reason=HOSTILE),
            Score(name=f"kept{HOSTILE}", kind="assertion", value=0.0, reason=HOSTILE),
            Score(name=f"broken{HOSTILE}", error=HOSTILE),
        ),
        seconds=1.0,
    )
