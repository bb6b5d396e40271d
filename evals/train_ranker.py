"""Trains the second opinions of the notes reader: `python -m evals.train_ranker` writes their weights, `--check` cross-validates by author.

A command for developers; it needs scikit-learn. One scorer says of each name in the notes whose it may be, the other says of the
whole text which situation it is about. Both learn from the open notes alone and know nothing of what the rules make of them.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evals.case_files import CASES, load_notes_cases
from evals.cases import NotesCase
from evals.train_reader import OPEN, SENTENCES
from pipeline.reader_chat import read_chat
from pipeline.reader_data import fold, people
from pipeline.reader_mentions import find_candidates
from pipeline.reader_ranker import Ranker, RankerFile
from pipeline.reader_scorer import data_digest, pack
from pipeline.reader_segments import cut
from pipeline.reader_whole import VALUE, text_features
from prompts.notes import ScenarioId

__all__ = ["Row", "name_rows", "situation_rows", "train_rows"]

DATA = Path(__file__).parents[1] / "pipeline" / "data"
#: A feature seen less often has no weight.
_LEAST = 2
#: The inverse of the penalty on large weights.
_STRENGTH = {"names": 2.0, "situation": 16.0}
_LABELS = {
    "names": {"sender": {"sender"}, "company": {"company"}, "person": {"first", "other"}, "first": {"first"}},
}


@dataclass(frozen=True, slots=True)
class Row:
    """What is there, what it is, whose it is, and how much it counts."""

    features: tuple[str, ...]
    label: str
    author: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """A pasted note and what is learned from it."""

    author: str
    text: str
    scenario: ScenarioId | None
    sender: frozenset[str]
    company: frozenset[str]
    recipients: tuple[frozenset[str], ...]


def _note(case: NotesCase) -> Note:
    truth = case.truth
    return Note(
        case.id,
        case.text,
        truth.scenario,
        _each(truth.candidate),
        _each(truth.company),
        tuple(_each(one) for one in truth.recipients or ()),
    )


def open_notes(more: Sequence[Path] = ()) -> list[Note]:
    """The open notes and those of `more` folders; `held` is never learned from."""
    return [_note(one.case) for folder in (*(CASES / "notes" / name for name in OPEN), *more) for one in load_notes_cases(folder)]


def _plain(name: str) -> str:
    words = re.sub(r"\s+", " ", fold(name)).strip(" .").split()
    while len(words) > 1 and words[0].strip(".") in people()["titles"]:
        words = words[1:]
    return " ".join(words).removeprefix("the ")


def _each(value: str | Iterable[str] | None) -> frozenset[str]:
    return frozenset(_plain(one) for one in ([] if value is None else [value] if isinstance(value, str) else value))


def name_rows(note: Note) -> list[Row]:
    """The names of a labelled note with whose they are: sender, company, first (to write to), other (recipient) or none."""
    chat = read_chat(note.text)
    text = chat.text if chat else note.text
    found = []
    for one in find_candidates(text, cut(text), writer=chat.writer if chat else None):
        key = _plain(one.key)
        met = next((at for at, names in enumerate(note.recipients) if key in names), None)
        mine = "sender" if key in note.sender else "company" if key in note.company else ""
        found.append(Row(tuple(sorted(one.features)), mine or ("none" if met is None else "other" if met else "first"), note.author))
    return found


def situation_rows(notes: Sequence[Note]) -> list[Row]:
    """The texts of labelled notes with their situation, and the jottings of `sentences.yaml`, which count less."""
    found = [Row(tuple(sorted(text_features(one.text))), one.scenario.value, one.author) for one in notes if one.scenario]
    for entry in yaml.safe_load(SENTENCES.read_text("utf-8")):
        text = "\n".join(block for label, block in entry["lines"].items() if label != "order")
        found.append(Row(tuple(sorted(text_features(text))), entry["situation"], entry["hand"], 0.3))
    return found


def train_rows(rows: Sequence[Row], name: str) -> RankerFile:
    """The weights that part these rows best."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    value = VALUE if name == "situation" else 1.0
    seen = Counter(feature for row in rows for feature in row.features)
    columns = {feature: at for at, feature in enumerate(sorted(feature for feature, times in seen.items() if times >= _LEAST))}
    at = [(number, columns[feature]) for number, row in enumerate(rows) for feature in row.features if feature in columns]
    shape = (len(rows), len(columns))
    matrix = csr_matrix((np.full(len(at), value), tuple(np.array(at, dtype=np.int32).T)), shape=shape)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    labels = _LABELS.get(name) or {row.label: {row.label} for row in sorted(rows, key=lambda row: row.label)}
    weights, bias = [], []
    for members in labels.values():
        truth = np.array([row.label in members for row in rows])
        model = LogisticRegression(C=_STRENGTH[name], solver="liblinear", random_state=0, tol=1e-3)
        model.fit(matrix, truth, sample_weight=[row.weight for row in rows])
        weights.append(model.coef_[0])
        bias.append(round(float(model.intercept_[0]), 5))
    scales, packed = pack(np.stack(weights).T.tolist())
    return RankerFile(
        digest=data_digest([row.author for row in rows]),
        labels=list(labels),
        bias=bias,
        scales=[round(scale, 8) for scale in scales],
        features=list(columns),
        weights=packed,
    )


def _held_out(rows: Sequence[Row], name: str, *, count: int = 10) -> list[tuple[Row, dict[str, float]]]:
    """Each row with what it gets from weights that have not seen its author."""
    authors = {author: number % count for number, author in enumerate(sorted({row.author for row in rows}))}
    found: list[tuple[Row, dict[str, float]]] = []
    for fold_number in range(count):
        learned = Ranker(train_rows([row for row in rows if authors[row.author] != fold_number], name))
        value = VALUE if name == "situation" else 1.0
        found += [(row, learned.score(row.features, value=value)) for row in rows if authors[row.author] == fold_number]
    return found


def check(rows: Sequence[Row], name: str, *, say: Callable[[str], None] = print) -> None:
    """Print, from a cross-validation by author, how often the likeliest name or situation is the right one."""
    seen = _held_out(rows, name)
    if name == "situation":
        seen = [entry for entry in seen if entry[0].weight == 1.0]
        for least in (0.0, 0.3, 0.5, 0.7):
            likely = [(row.label, points) for row, points in seen if max(points.values()) >= least]
            right = sum(max(points, key=lambda name: points[name]) == label for label, points in likely)
            say(f"situation from {least}: {right} of {len(likely)} right, {len(seen) - len(likely)} left open")
        return
    by_note: dict[str, list[tuple[Row, dict[str, float]]]] = defaultdict(list)
    for entry in seen:
        by_note[entry[0].author].append(entry)
    for label, members in _LABELS["names"].items():
        for least in (0.3, 0.5, 0.7):
            best = [max(entries, key=lambda entry: entry[1][label]) for entries in by_note.values()]
            sure = [entry for entry in best if entry[1][label] >= least]
            say(f"{label} from {least}: {sum(row.label in members for row, _ in sure)} of {len(sure)} right, {len(best)} notes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write both, or check them."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_ranker", description="Trains the second opinions of the notes reader.")
    parser.add_argument("--check", action="store_true", help="cross-validate by author and write nothing")
    parser.add_argument("--more", type=Path, action="append", default=[], help="a further folder of open notes to learn from")
    options = parser.parse_args(arguments)
    notes = open_notes(options.more)
    for name, rows in (("names", [row for note in notes for row in name_rows(note)]), ("situation", situation_rows(notes))):
        if options.check:
            check(rows, name)
            continue
        file = train_rows(rows, name)
        (DATA / f"reader_{name}.json").write_text(file.model_dump_json(indent=0) + "\n", encoding="utf-8")
        print(f"reader_{name}.json: {len(file.features)} features")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
