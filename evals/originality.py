"""Writes the hashed word runs of the references, by which guardrails know a copy of one: `python -m evals.originality`."""

from __future__ import annotations

from pathlib import Path

import guardrails
from evals.references import load_references
from guardrails.originality import owner_of, run_hashes

__all__ = ["render_reference_runs"]

_HEAD = "# Hashes of the word runs of evals/references, written by `python -m evals.originality`.\n"


def render_reference_runs() -> str:
    """The text of `guardrails/data/originality/references.yaml` for the references as they stand."""
    lines = [_HEAD]
    for scenario, reference in load_references().items():
        body = "\n\n".join(reference.email.strip().split("\n\n")[1:-1])
        lines.append(f"{scenario.value}:\n  owner: '{owner_of(reference.notes)}'\n  runs: >-\n")
        hashes = run_hashes(body, reference.notes)
        lines += [f"    {' '.join(hashes[at : at + 12])}\n" for at in range(0, len(hashes), 12)]
    return "".join(lines)


if __name__ == "__main__":
    target = Path(guardrails.__file__).parent / "data" / "originality" / "references.yaml"
    target.write_text(render_reference_runs(), "utf-8")
