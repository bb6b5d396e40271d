"""What the trainers of the reader's weights share: the open notes with their authors, features seen often enough, and the command."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.case_files import CASES, load_notes_cases
from evals.cases import NotesCase

if TYPE_CHECKING:
    from pydantic import BaseModel
    from scipy.sparse import csr_matrix

__all__ = ["DATA", "command", "open_notes", "sparse_rows", "write_weights"]

#: Where the weights lie.
DATA = Path(__file__).parents[1] / "pipeline" / "data"
#: Open folders whose notes are learned from; `held` never is one.
OPEN = ("dev", "second", "seed", "outside")


def open_notes(more: Sequence[Path] = ()) -> list[tuple[NotesCase, str]]:
    """The open labelled notes, and those of `more` folders, each with its author, who stays on one side of a cross-validation."""
    folders = [*(CASES / "notes" / name for name in OPEN), *more]
    return [(one.case, _author(folder.name, Path(one.file).stem)) for folder in folders for one in load_notes_cases(folder)]


def _author(folder: str, file: str) -> str:
    """Each file from outside is by another hand, but for its parts ("n3-b"); any other folder is by one."""
    return file.split("-")[0] if folder == "outside" else folder


def sparse_rows(rows: Sequence[Mapping[str, float]], *, least: int) -> tuple[csr_matrix, list[str]]:
    """The values of all features that at least so many rows have, [rows, features], and the features' names."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer

    seen = Counter(name for row in rows for name in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{name: value for name, value in row.items() if seen[name] >= least} for row in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)  # liblinear takes no longer ones
    return matrix, list(vectorizer.feature_names_)


def command(name: str, does: str) -> argparse.ArgumentParser:
    """The command line of a trainer, which writes its weights unless it is asked to check them."""
    parser = argparse.ArgumentParser(prog=f"python -m evals.{name}", description=does)
    parser.add_argument("--check", action="store_true", help="cross-validate by author and write nothing")
    return parser


def write_weights(path: Path, file: BaseModel) -> None:
    """Write the file of weights and say how large it is."""
    path.write_text(file.model_dump_json(indent=0) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB", file=sys.stderr)
