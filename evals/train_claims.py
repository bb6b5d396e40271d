"""Trains what tells a told event from a judgement: `python -m evals.train_claims VECTORS` writes its weights, `--check` measures by author.

A command for developers. It needs scikit-learn and a text file of word vectors, a word and its numbers a line (GloVe 6B, 100 directions,
public domain); only one number a word comes into the repository.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from evals.case_checks import apply_defect
from evals.case_files import CASES, load_draft_cases
from guardrails.ground import Ground, ground_of
from guardrails.grounding import plain_spans
from guardrails.parse import parse_email
from guardrails.told import Clause, ToldWeights, clauses_in, content_words, features, pack
from guardrails.vocabulary import tokens
from pipeline.intake import read_notes
from prompts.brief import Brief, build_brief

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Example", "load_examples", "load_vectors", "main", "train"]

CLAUSES = CASES / "claims" / "clauses.yaml"
WEIGHTS = Path(__file__).parents[1] / "guardrails" / "data" / "truth" / "told_weights.json"
#: The inverse of the penalty on large weights.
_STRENGTH = 0.1
#: A feature seen less often has no weight.
_LEAST = 3
#: How often each listed clause is hung on one draft or another, and each clause of a draft on somebody else's.
_HOSTS, _GUESTS = 3, 6
#: What a real defect and a stranger's clause count for beside a listed one.
_DEFECT, _STRANGER = 8.0, 0.3
_VECTOR_SCALE = 2.0
_GUEST = re.compile(r",?\s*(?:and|with|which|where|having|because|after|while)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """A clause as features; `told` when it brings in what the notes do not say.

    `source` is good, told, free, stranger or a defect's kind.
    """

    author: str
    source: str
    case: str
    told: bool
    weight: float
    shown: dict[str, float]
    text: str


@dataclass(frozen=True, slots=True)
class _Host:
    """A good draft made ready: its body, sentences, judged spans and support."""

    author: str
    case: str
    body: str
    spans: list[tuple[int, int]]
    skip: list[tuple[int, int]]
    ground: Ground


def _host(author: str, case: str, text: str, brief: Brief) -> _Host:
    draft, ground = parse_email(text, brief), ground_of(brief)
    spans = [(start, end) for start, end, _ in draft.sentence_spans()]
    return _Host(author, case, draft.body, spans, plain_spans(draft.body, ground), ground)


def _hang(host: _Host, words: str, *, is_tail: bool, rng: random.Random) -> Iterator[tuple[Clause, dict[str, float]]]:
    """The clauses that some words become when they are hung on a sentence of the draft, or stand behind one."""
    start, end = rng.choice([span for span in host.spans if span[1] - span[0] > 25] or host.spans)
    sentence = host.body[start:end].rstrip()
    if is_tail and sentence[-1:] not in {".", "!"}:
        return
    comma = "" if words.split()[0] in {"in", "on", "at", "under", "with", "for", "by"} and rng.random() < 0.5 else ","
    cut, added = (start + len(sentence) - 1, f"{comma} {words}") if is_tail else (end, f" {words}")
    body = host.body[:cut] + added + host.body[cut:]
    longer, first = len(added), body.index(words, cut)
    spans = [
        (low, high) if high <= cut else (low, high + longer) if is_tail and low <= cut else (low + longer, high + longer)
        for low, high in host.spans
    ]
    if not is_tail:
        spans = sorted([*spans, (first, first + len(words))])
    skip = [(low, high) if high <= cut else (low + longer, high + longer) for low, high in host.skip]
    for row in clauses_in(body, spans, host.ground, skip):
        for clause in row:
            shared = min(clause.end, first + len(words)) - max(clause.start, first)
            if shared > 0.6 * (clause.end - clause.start):
                yield clause, features(clause, row)


def load_examples(folders: Sequence[Path] = (), *, seed: int = 0) -> list[Example]:
    """Clauses of good drafts, clauses changed by their defects, listed clauses hung on drafts, and clauses of one draft hung on another."""
    rng = random.Random(seed)  # noqa: S311  (a draw of examples, not a secret)
    loaded = [one for folder in (None, *folders) for one in (load_draft_cases(folder) if folder else load_draft_cases()) if not one.held]
    hosts: list[_Host] = []
    found: list[Example] = []
    guests: list[tuple[_Host, str]] = []
    for one in loaded:
        notes = yaml.safe_dump(one.raw["notes"], sort_keys=False, allow_unicode=True)
        brief = build_brief(read_notes(notes, name="notes.yaml").notes)
        author = Path(one.file).stem if len(Path(one.file).stem) < 5 else Path(one.file).parent.name
        host = _host(author, one.case.id, one.case.good, brief)
        hosts.append(host)
        for row in clauses_in(host.body, host.spans, host.ground, host.skip):
            for clause in row:
                found.append(Example(author, "good", one.case.id, False, 1.0, features(clause, row), clause.text))
                if clause.kinds.count("supported") > 1 and clause.number and _GUEST.match(clause.text):
                    guests.append((host, clause.text.strip(" ,.;:!?")))
        for defect in one.case.defects:
            if any(rule.startswith("GND") for rule in defect.rule):
                found += _changed(host, _host(author, one.case.id, apply_defect(one.case.good, defect), brief), defect.kind)
    found += _listed(hosts, rng)
    return found + _strangers(hosts, guests, rng)


def _listed(hosts: Sequence[_Host], rng: random.Random) -> list[Example]:
    """The clauses of `clauses.yaml`, each hung on several drafts."""
    found: list[Example] = []
    listed = yaml.safe_load(CLAUSES.read_text("utf-8"))
    for source in ("told", "free"):
        for shape in ("tails", "sentences"):
            for words in listed[source][shape]:
                for _ in range(_HOSTS):
                    host = rng.choice(hosts)
                    found += [
                        Example(host.author, source, words, source == "told", 1.0, shown, clause.text)
                        for clause, shown in _hang(host, words, is_tail=shape == "tails", rng=rng)
                    ]
    return found


def _strangers(hosts: Sequence[_Host], guests: Sequence[tuple[_Host, str]], rng: random.Random) -> list[Example]:
    """Clauses of one draft hung on others, whose notes know nothing of them."""
    found: list[Example] = []
    for home, words in guests:
        for _ in range(_GUESTS):
            host = rng.choice(hosts)
            for clause, shown in _hang(host, words, is_tail=True, rng=rng) if host is not home else ():
                new = sum(kind in {"unknown", "everyday", "strong"} for kind in clause.kinds)
                if clause.kinds.count("supported") < 2 and new > 1:
                    found.append(Example(home.author, "stranger", home.case, True, _STRANGER, shown, clause.text))
    return found


def _changed(good: _Host, bad: _Host, kind: str) -> list[Example]:
    """The clauses of a defect of which at least half is new."""
    words = tokens(bad.body)
    codes = SequenceMatcher(
        None, [token.stem for token in tokens(good.body)], [token.stem for token in words], autojunk=False
    ).get_opcodes()
    new = {words[at].start for tag, _, _, low, high in codes if tag in {"insert", "replace"} for at in range(low, high)}
    found = []
    for row in clauses_in(bad.body, bad.spans, bad.ground, bad.skip):
        for clause in row:
            content = content_words(clause)
            fresh = sum(token.start + clause.start - len(clause.before) in new for token in content)
            if fresh >= 2 and 2 * fresh >= len(content):
                found.append(Example(good.author, kind, good.case, True, _DEFECT, features(clause, row), clause.text))
    return found


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
        known = [at[word] for word in words_of(one.text) if word in at]
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


def words_of(text: str) -> list[str]:
    """The words of a clause that its vector is summed from, as `guardrails.told` does it."""
    from guardrails.told import vector_words

    return vector_words(text)


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
