"""Trains the second opinions of the notes reader: `python -m evals.train_ranker` writes their weights, `--check` cross-validates by author.

A command for developers; it needs scikit-learn. One scorer says of each name in the notes whose it may be, the other says of the
whole text which situation it is about. Both learn from the open notes alone and know nothing of what the rules make of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evals.cases import NotesCase
from evals.train_common import DATA, command, open_notes, sparse_rows, write_weights
from evals.train_reader import SENTENCES
from pipeline.reader_chat import read_chat
from pipeline.reader_data import fold, people
from pipeline.reader_mentions import find_candidates
from pipeline.reader_packed import data_digest, pack
from pipeline.reader_ranker import Ranker, RankerFile
from pipeline.reader_segments import cut
from pipeline.reader_whole import VALUE, text_features
from prompts.notes import ScenarioId

__all__ = ["Row", "name_rows", "situation_rows", "train_rows"]

#: A feature seen less often has no weight.
_LEAST = 2
#: The inverse of the penalty on large weights.
_STRENGTH = {"names": 2.0, "situation": 16.0}
#: What each feature counts.
_VALUE = {"names": 1.0, "situation": VALUE}
#: What each label stands for.
_LABELS: dict[str, dict[str, set[str]]] = {
    "names": {"sender": {"sender"}, "company": {"company"}, "person": {"first", "other"}, "first": {"first"}},
    "situation": {label: {label} for label in sorted(ScenarioId)},
}


@dataclass(frozen=True, slots=True)
class Row:
    """What is there, what it is, in which note of which author, and how much it counts."""

    features: tuple[str, ...]
    label: str
    note: str
    author: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """A pasted note and what is learned from it."""

    id: str
    author: str
    text: str
    scenario: ScenarioId | None
    sender: frozenset[str]
    company: frozenset[str]
    recipients: tuple[frozenset[str], ...]


def _note(case: NotesCase, author: str) -> Note:
    truth = case.truth
    return Note(
        case.id,
        author,
        case.text,
        truth.scenario,
        _each(truth.candidate),
        _each(truth.company),
        tuple(_each(one) for one in truth.recipients or ()),
    )


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
        label = mine or ("none" if met is None else "other" if met else "first")
        found.append(Row(tuple(sorted(one.features)), label, note.id, note.author))
    return found


def situation_rows(notes: Sequence[Note]) -> list[Row]:
    """The texts of labelled notes with their situation, and the jottings of `sentences.yaml`, which count less."""
    found = [Row(tuple(sorted(text_features(one.text))), one.scenario.value, one.id, one.author) for one in notes if one.scenario]
    for entry in yaml.safe_load(SENTENCES.read_text("utf-8")):
        text = "\n".join(block for label, block in entry["lines"].items() if label != "order")
        found.append(Row(tuple(sorted(text_features(text))), entry["situation"], entry["hand"], entry["hand"], 0.3))
    return found


def train_rows(rows: Sequence[Row], name: str) -> RankerFile:
    """The weights that part these rows best."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    matrix, shown = sparse_rows([dict.fromkeys(row.features, _VALUE[name]) for row in rows], least=_LEAST)
    weights, bias = [], []
    for members in _LABELS[name].values():
        truth = np.array([row.label in members for row in rows])
        model = LogisticRegression(C=_STRENGTH[name], solver="liblinear", random_state=0, tol=1e-3)
        model.fit(matrix, truth, sample_weight=[row.weight for row in rows])
        weights.append(model.coef_[0])
        bias.append(round(float(model.intercept_[0]), 5))
    scales, packed = pack(np.stack(weights).T.tolist())
    return RankerFile(
        digest=data_digest([row.note for row in rows]),
        labels=list(_LABELS[name]),
        bias=bias,
        scales=[round(scale, 8) for scale in scales],
        features=shown,
        weights=packed,
    )


def _held_out(rows: Sequence[Row], name: str, *, count: int = 10) -> list[tuple[Row, dict[str, float]]]:
    """Each row with what it gets from weights that have not seen its author."""
    authors = {author: number % count for number, author in enumerate(sorted({row.author for row in rows}))}
    found: list[tuple[Row, dict[str, float]]] = []
    for fold_number in range(count):
        learned = Ranker(train_rows([row for row in rows if authors[row.author] != fold_number], name))
        found += [(row, learned.score(row.features, value=_VALUE[name])) for row in rows if authors[row.author] == fold_number]
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
        by_note[entry[0].note].append(entry)
    for label, members in _LABELS["names"].items():
        for least in (0.3, 0.5, 0.7):
            best = [max(entries, key=lambda entry: entry[1][label]) for entries in by_note.values()]
            sure = [entry for entry in best if entry[1][label] >= least]
            say(f"{label} from {least}: {sum(row.label in members for row, _ in sure)} of {len(sure)} right, {len(best)} notes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write both, or check them."""
    parser = command("train_ranker", "Trains the second opinions of the notes reader.")
    parser.add_argument("--more", type=Path, action="append", default=[], help="a further folder of open notes to learn from")
    options = parser.parse_args(arguments)
    notes = [_note(case, author) for case, author in open_notes(options.more)]
    for name, rows in (("names", [row for note in notes for row in name_rows(note)]), ("situation", situation_rows(notes))):
        if options.check:
            check(rows, name)
            continue
        write_weights(DATA / f"reader_{name}.json", train_rows(rows, name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
