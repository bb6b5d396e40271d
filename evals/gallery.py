"""Writes the gallery: for each situation the email of an example's full notes and of a sparse one."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.intake import load_notes
from pipeline.models import Chooser, Writer
from pipeline.providers import open_model
from pipeline.run import draft_email
from prompts.contract import load_contract
from prompts.notes import ScenarioId

__all__ = ["write_gallery"]

_EXAMPLES = Path(__file__).parent.parent / "examples" / "notes"


def write_gallery(model: Writer | Chooser, *, folder: Path = _EXAMPLES, seed: int = 0) -> str:
    """The gallery as Markdown."""
    parts = ["# Gallery", f"Written by `make gallery` with the model `{model.name}`, seed {seed}, from the notes in `examples/notes/`."]
    for scenario in ScenarioId:
        parts.append(f"## {load_contract(scenario).title}")
        for fullness in ("full", "sparse"):
            path = next(folder.glob(f"{scenario.value}-{fullness}.*"))
            notes = load_notes(str(path)).notes.model_copy(update={"scenario": scenario})
            outcome = draft_email(notes, model, seed=seed)
            if outcome.draft is None:
                raise SystemExit(f"{path.name}: no draft: {'; '.join(outcome.questions)}")
            words = len(outcome.draft.body.split())
            parts.append(f"### {path.name} · {outcome.verdict} · {words} words")
            parts.append(f"```\nSubject: {outcome.draft.subject}\n\n{outcome.draft.text}```")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Command line of `make gallery`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--model", default="local")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.write_text(write_gallery(open_model(args.model, seed=args.seed), seed=args.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
