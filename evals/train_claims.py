"""Trains what tells a told event from a judgement: `python -m evals.train_claims VECTORS` writes its weights, `--check` measures by author.

A command for developers. It needs scikit-learn and a text file of word vectors, a word and its numbers a line (GloVe 6B, 100 directions,
public domain); only one number a word comes into the repository.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.claim_examples import Example, load_examples
from guardrails.told import ToldWeights, pack, vector_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Vectors", "load_vectors", "main", "train"]

WEIGHTS = Path(__file__).parents[1] / "guardrails" / "data" / "truth" / "told_weights.json"
#: The inverse of the penalty on large weights.
_STRENGTH = 0.1
#: A feature seen less often has no weight.
_LEAST = 3
_VECTOR_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words and a vector for each, [words, width]."""

    words: tuple[str, ...]
    rows: NDArray[np.float32]


def load_vectors(path: Path) -> Vectors:
    """The vectors of a text file, without what all words share, at length 1."""
    import numpy as np

    words, rows = [], []
    for line in path.read_text("utf-8").splitlines():
        word, _, numbers = line.partition(" ")
        words.append(word)
        rows.append(np.fromstring(numbers, sep=" ", dtype=np.float32))
    matrix = np.stack(rows)
    matrix -= matrix.mean(axis=0)
    _, _, directions = np.linalg.svd(matrix[:20000], full_matrices=False)
    matrix = (matrix - (matrix @ directions[:2].T) @ directions[:2]) @ directions[2:66].T
    return Vectors(tuple(words), matrix / np.linalg.norm(matrix, axis=1, keepdims=True))


def train(examples: Sequence[Example], vectors: Vectors) -> ToldWeights:
    """The weights of one logistic regression, the vectors folded into one number a word."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    at = {word: number for number, word in enumerate(vectors.words)}
    sums = np.zeros((len(examples), vectors.rows.shape[1]), dtype=np.float32)
    for number, one in enumerate(examples):
        known = [at[word] for word in vector_words(one.text) if word in at]
        if known:
            sums[number] = vectors.rows[known].sum(axis=0) / np.sqrt(len(known))
    seen = Counter(name for one in examples for name in one.shown)
    vectorizer = DictVectorizer()
    shown = vectorizer.fit_transform([{name: v for name, v in one.shown.items() if seen[name] >= _LEAST} for one in examples])
    matrix = hstack([shown, csr_matrix(_VECTOR_SCALE * sums)]).tocsr()
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0)
    model.fit(matrix, [one.told for one in examples], sample_weight=[one.weight for one in examples])
    weights = model.coef_[0]
    width = len(vectorizer.feature_names_)
    scale, packed = pack((_VECTOR_SCALE * (vectors.rows @ weights[width:])).tolist())
    named = {name: round(float(weight), 4) for name, weight in zip(vectorizer.feature_names_, weights[:width], strict=True)}
    return ToldWeights(round(float(model.intercept_[0]), 5), named, scale, dict(zip(vectors.words, packed, strict=True)))


def check(examples: Sequence[Example], vectors: Vectors) -> None:
    """Print, author by author and for the listed clauses by halves, the share that is found where so many good drafts would be refused."""
    import numpy as np

    def scores(learned: Sequence[Example], kept: Sequence[Example]) -> list[float]:
        weights = train(learned, vectors)
        return [weights.score(one.text, one.shown) for one in kept]

    best: dict[tuple[str, str, str], float] = defaultdict(lambda: -99.0)
    authors = sorted({one.author for one in examples})
    for author in authors:
        learned = [one for one in examples if one.author != author or one.source in {"told", "free"}]
        kept = [one for one in examples if one.author == author and one.source not in {"told", "free", "stranger"}]
        for one, score in zip(kept, scores(learned, kept), strict=True):
            key = (author, one.case, one.source)
            best[key] = max(best[key], score)
    listed: dict[tuple[str, str], list[float]] = defaultdict(list)
    for half in (0, 1):
        kept = [one for one in examples if one.source in {"told", "free"} and zlib.crc32(one.case.encode()) % 2 == half]
        learned = [one for one in examples if one.source not in {"told", "free"} or zlib.crc32(one.case.encode()) % 2 != half]
        for one, score in zip(kept, scores(learned, kept), strict=True):
            listed[one.source, one.case].append(score)
    good = np.array([score for key, score in best.items() if key[2] == "good"])
    bad = np.array([score for key, score in best.items() if key[2] != "good"])
    for share in (0.005, 0.01, 0.02, 0.05, 0.1):
        mark = float(np.quantile(good, 1 - share))
        told, free = (
            np.mean([np.mean(scores) > mark for (kind, _), scores in listed.items() if kind == source]) for source in ("told", "free")
        )
        caught = f"defects {np.mean(bad > mark):.1%} of {len(bad)}, listed {told:.1%}, free {free:.1%}"
        print(f"{share:.1%} of {len(good)} good drafts at {mark:.2f}: {caught}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights, or check them."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_claims", description="Trains the model of told clauses.")
    parser.add_argument("vectors", type=Path, help="word vectors as text, a word and its numbers a line, commonest first")
    parser.add_argument("--check", action="store_true", help="measure by author and write nothing")
    options = parser.parse_args(arguments)
    examples, vectors = load_examples(), load_vectors(options.vectors)
    if options.check:
        check(examples, vectors)
        return 0
    WEIGHTS.write_text(json.dumps(train(examples, vectors).to_json(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: {len(examples)} clauses, {WEIGHTS.stat().st_size / 1000:.0f} KB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
