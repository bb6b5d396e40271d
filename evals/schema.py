"""Writes the JSON Schemas of the eval data files: `python -m evals.schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from evals.cases import DraftFile, NotesFile
from evals.email_cases import EmailFile
from evals.thresholds import Thresholds

__all__ = ["SCHEMAS", "render_schema"]

#: File name under `evals/schemas/` to the model it is generated from.
SCHEMAS: dict[str, type[BaseModel]] = {
    "drafts.schema.json": DraftFile,
    "emails.schema.json": EmailFile,
    "notes.schema.json": NotesFile,
    "thresholds.schema.json": Thresholds,
}


def render_schema(name: str) -> str:
    """The text of one schema file."""
    return json.dumps(SCHEMAS[name].model_json_schema(), indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write every schema file."""
    folder = Path(__file__).parent / "schemas"
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / name).write_text(render_schema(name), encoding="utf-8")
        print(folder.name + "/" + name, file=sys.stderr)


if __name__ == "__main__":
    main()
