"""Trains the reader's classifier: `python -m evals.train_reader MODEL` writes its weights, `--check` cross-validates by author instead.

A command for developers. It needs scikit-learn, gguf and the embedded model's file, whose table of word vectors tells which
words are alike; nothing of them is needed where notes are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from evals.case_files import CASES, load_draft_cases
from evals.cases import NotesCase
from evals.train_common import DATA, command, open_notes, sparse_rows, write_weights
from evals.wording import holds
from pipeline.reader_data import labels
from pipeline.reader_facts import rule_label
from pipeline.reader_packed import data_digest, pack
from pipeline.reader_scorer import NONE, ORDER, PRIVATE, Scorer, WeightsFile, features, tokens
from pipeline.reader_segments import cut
from prompts.notes import PRIVATE_KINDS, ScenarioId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Example",
    "Vectors",
    "case_examples",
    "draft_examples",
    "folds",
    "load_examples",
    "load_vectors",
    "read_sentences",
    "sentence_files",
    "train",
    "training_digest",
]

SENTENCES = CASES / "sentences.yaml"
#: More of them, a file for each author.
JOTTINGS = CASES / "jottings"
WEIGHTS = DATA / "reader_weights.json"
#: The inverse of the penalty on large weights.
_STRENGTH = 8.0
#: A word or pair of words seen less often has no weight of its own.
_LEAST = 3
_WORDS = 7000
_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Example:
    """One jotting with its label; `author` keeps one hand's jottings on one side of a cross-validation."""

    text: str
    label: str
    scenario: ScenarioId | None
    author: str
    rule: str = ""


def sentence_files() -> list[Path]:
    """The files of labelled jottings, always in the same order."""
    return [SENTENCES, *sorted(JOTTINGS.glob("*.yaml"))]


def read_sentences(path: Path = SENTENCES) -> list[Example]:
    """The labelled jottings of one file; orders count as an author for every seven, for they stand together."""
    found: list[Example] = []
    for entry in yaml.safe_load(path.read_text("utf-8")):
        scenario = ScenarioId(entry["situation"])
        for label, block in entry["lines"].items():
            for number, line in enumerate(block.splitlines()):
                author = f"{entry['hand']} {number // 7}" if label == ORDER else entry["hand"]
                found.append(Example(line.strip(), label, scenario, author, rule_label(line.strip(), scenario, bullet=True)))
    return found


def draft_examples() -> list[Example]:
    """The facts of the open draft cases, each once, under the kinds their authors gave them."""
    found: dict[str, Example] = {}
    for one in load_draft_cases():
        if not one.held:
            for fact in one.case.notes.facts:
                label = PRIVATE if fact.private else fact.kind.value
                rule = rule_label(fact.text, one.case.notes.scenario, bullet=True)
                found.setdefault(fact.text, Example(fact.text, label, one.case.notes.scenario, one.file, rule))
    return list(found.values())


def case_examples(case: NotesCase, author: str) -> list[Example]:
    """The clauses of a labelled note under the kinds of their true facts; what its truth does not speak of is `none`.

    What the rules say is left out: they were made on these notes, and would be trusted too far.
    """
    found: list[Example] = []
    truth = case.truth
    for clause in cut(case.text).clauses:
        if clause.label is not None and labels().facts.get(clause.label) is None:
            continue
        kind = next((fact.kind for fact in truth.facts if fact.kind not in PRIVATE_KINDS and holds(clause.text, fact.contains)), None)
        told = any(fact.private and holds(clause.text, fact.contains) for fact in truth.facts)
        secret = any(holds(clause.text, [words]) for words in truth.must_not_public)
        if kind and (secret or told):
            continue
        hidden = PRIVATE if told or (secret and not truth.attack) else ORDER if secret else NONE
        found.append(Example(clause.text, kind.value if kind else hidden, truth.scenario, author))
    return found


def load_examples() -> list[Example]:
    """Everything that is learned from: the jottings, the facts of open drafts, and the clauses of open notes."""
    jotted = [example for path in sentence_files() for example in read_sentences(path)]
    return jotted + draft_examples() + [example for case, author in open_notes() for example in case_examples(case, author)]


def training_digest() -> str:
    """What tells whether the weights were trained on the jottings as they are."""
    return data_digest([path.read_text("utf-8") for path in sentence_files()])


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words and a vector for each, [words, width]."""

    words: tuple[str, ...]
    rows: NDArray[np.float64]


def load_vectors(model: Path) -> Vectors:
    """The commonest words of a model's vocabulary with their vectors, turned to the directions that differ most.

    Args:
        model: a GGUF file; its first tokens are the commonest.
    """
    import gguf
    import numpy as np

    reader = gguf.GGUFReader(str(model))
    table = next(tensor for tensor in reader.tensors if tensor.name == "token_embd.weight")
    field = reader.fields["tokenizer.ggml.tokens"]
    found: dict[str, int] = {}
    for at, part in enumerate(field.data):
        word = bytes(field.parts[part]).decode("utf-8")
        if word.startswith("Ġ") and word[1:].isascii() and word[1:].isalpha() and (word[1:].islower() or word[1:].lower() not in found):
            found[word[1:].lower()] = at
    rows = gguf.dequantize(table.data, table.tensor_type)[list(found.values())].astype(np.float64)
    rows -= rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows -= rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows, full_matrices=False)
    return Vectors(tuple(found)[:_WORDS], (rows @ directions[:_WIDTH].T)[:_WORDS])


def train(examples: Sequence[Example], vectors: Vectors) -> WeightsFile:
    """The weights that part these examples best: a logistic regression for each label against all others."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    rows = [features(tokens(one.text), one.scenario, one.rule) for one in examples]
    sparse, shown = sparse_rows(rows, least=_LEAST)
    matrix = hstack([sparse, csr_matrix(_sums_of_vectors(examples, vectors))]).tocsr()
    truth = np.array([one.label for one in examples])
    names = sorted(set(truth.tolist()))
    models = [LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0).fit(matrix, truth == name) for name in names]
    weights = np.stack([model.coef_[0] for model in models])
    width = len(shown)
    scales, packed = pack(weights[:, :width].T.tolist())
    word_scales, word_packed = pack((vectors.rows @ weights[:, width:].T).tolist())
    return WeightsFile(
        digest=training_digest(),
        labels=names,
        bias=[round(float(model.intercept_[0]), 5) for model in models],
        scales=[round(scale, 8) for scale in scales],
        features=shown,
        feature_weights=packed,
        word_scales=[round(scale, 8) for scale in word_scales],
        words=" ".join(vectors.words),
        word_weights=word_packed,
    )


def _sums_of_vectors(examples: Sequence[Example], vectors: Vectors) -> NDArray[np.float64]:
    """The vectors of each example's words added up, over the root of their number, [examples, width]."""
    import numpy as np

    at = {word: number for number, word in enumerate(vectors.words)}
    sums = np.zeros((len(examples), vectors.rows.shape[1]))
    for number, one in enumerate(examples):
        known = [at[stem] for word in tokens(one.text) if (stem := word.split("'", maxsplit=1)[0]) in at]
        if known:
            sums[number] = vectors.rows[known].sum(axis=0) / np.sqrt(len(known))
    return sums


def folds(examples: Sequence[Example], count: int) -> list[tuple[list[Example], list[Example]]]:
    """(train, test) pairs in which no author stands on both sides."""
    authors = sorted({one.author for one in examples})
    side = {author: number % count for number, author in enumerate(authors)}
    return [([e for e in examples if side[e.author] != n], [e for e in examples if side[e.author] == n]) for n in range(count)]


def check(examples: Sequence[Example], vectors: Vectors, *, count: int = 12, say: Callable[[str], None] = print) -> None:
    """Print, from a cross-validation by author, how often rules and classifier are right about jottings and facts of drafts."""
    seen: list[tuple[Example, str, float]] = []
    for learned, kept in folds(examples, count):
        scores = Scorer(train(learned, vectors))
        for one in (example for example in kept if example.rule):
            found = scores.score(one.text, one.scenario, one.rule)
            kinds = {name: value for name, value in found.items() if name not in {PRIVATE, ORDER, NONE}}
            seen.append((one, max(kinds, key=lambda name: kinds[name]), found[PRIVATE]))
    drawn = {one.author for one in draft_examples()}
    for title, part in (
        ("jottings", [entry for entry in seen if entry[0].author not in drawn]),
        ("facts of drafts", [entry for entry in seen if entry[0].author in drawn]),
    ):
        public = [entry for entry in part if entry[0].label not in {PRIVATE, ORDER, NONE}]
        secret = [entry for entry in part if entry[0].label == PRIVATE]
        say(f"{title}: {len(public)} public, {len(secret)} secret")
        say(f"  kind right by rules {_share(e.rule.rstrip('?') == e.label for e, _, _ in public)}")
        say(f"  kind right by the classifier {_share(kind == e.label for e, kind, _ in public)}")
        say(f"  secrets caught by rules {_share(e.rule == PRIVATE for e, _, _ in secret)}")
        for sure in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            caught = _share(e.rule == PRIVATE or points >= sure for e, _, points in secret)
            lost = _share(e.rule == PRIVATE or points >= sure for e, _, points in public)
            say(f"  by rules or classifier from {sure}: {caught}, facts kept back {lost}")


def _share(hits: Iterable[bool]) -> str:
    every = list(hits)
    return f"{100 * sum(every) / max(len(every), 1):.1f} %"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights, or check them."""
    parser = command("train_reader", "Trains the classifier of the notes reader.")
    parser.add_argument("model", type=Path, help="the embedded model's GGUF file (`afterword doctor` shows where it lies)")
    options = parser.parse_args(arguments)
    examples, vectors = load_examples(), load_vectors(options.model)
    if options.check:
        check(examples, vectors)
        return 0
    write_weights(WEIGHTS, train(examples, vectors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
