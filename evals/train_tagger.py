"""Trains the reader's tagger: `python -m evals.train_tagger` writes its weights, `--check` leaves out one author after the other instead.

A command for developers. It needs python-crfsuite and scikit-learn (dependency group `train`); nothing of them is needed where notes
are read.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

from evals.case_files import CASES, load_draft_cases
from evals.tagger_notes import Marked, load_marked, tags
from evals.tagger_variants import compose, retype, swap
from evals.train_common import DATA, command, sparse_rows, write_weights
from evals.wording import Verdict, compare
from pipeline.reader_packed import data_digest
from pipeline.tagger import Tagged, likelihoods, spans_of
from pipeline.tagger_features import features
from pipeline.tagger_situation import situation_features, weigh_situations
from pipeline.tagger_tokens import read_page
from pipeline.tagger_weights import Table, TaggerFile, Weights, pack_table

__all__ = ["FIELDS", "corpus", "read_with", "train", "training_digest"]

WEIGHTS = DATA / "tagger_weights.json"
FIELDS = ("sender", "recipient", "company", "role")
#: How many notes with other names, how many typed otherwise come of each real one, and how many invented ones there are.
_SWAPPED, _RETYPED, _COMPOSED = 1, 1, 300
_SEED = 20
#: Penalties on weights, the least number of times a feature is seen, and the rounds of training.
_L1, _L2, _LEAST, _ROUNDS = 0.3, 0.05, 3, 60
_STRENGTH, _LEAST_NOTES, _OF_FACTS = 30.0, 2, 0.4


def corpus(real: Sequence[Marked], draw: random.Random) -> list[Marked]:
    """What the chain is trained on: the real notes, what `swap` and `retype` make of them, and invented ones."""
    found = list(real)
    for one in real:
        found += [swap(one, draw) for _ in range(_SWAPPED)]
        found += [retype(swap(one, draw), draw) for _ in range(_RETYPED)]
    for number in range(_COMPOSED):
        one = compose(draw)
        found.append(retype(one, draw) if number % 4 == 0 else one)
    return found


def train(real: Sequence[Marked]) -> TaggerFile:
    """The weights that tell best who is who in these notes, and which situation they are about."""
    words, steps = _train_chain(corpus(real, random.Random(_SEED)))  # noqa: S311  (the same notes every time)
    situations, bias = _train_situations(real)
    return TaggerFile(digest=training_digest(), words=words, steps=steps, situations=situations, bias=bias)


def _train_chain(notes: Sequence[Marked]) -> tuple[Table, list[list[float]]]:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for one in notes:
        page, labels = tags(one)
        trainer.append(features(page), labels)
    trainer.set_params({"c1": _L1, "c2": _L2, "feature.minfreq": _LEAST, "max_iterations": _ROUNDS, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    labels = sorted(info.labels)
    rows: dict[str, list[float]] = {}
    for (name, label), value in info.state_features.items():
        rows.setdefault(name, [0.0] * len(labels))[labels.index(label)] = value
    steps = [[round(info.transitions.get((one, two), 0.0), 4) for two in labels] for one in labels]
    return pack_table(labels, rows), steps


def _train_situations(real: Sequence[Marked]) -> tuple[Table, list[float]]:
    from sklearn.linear_model import LogisticRegression

    examples = [(one.text, one.scenario.value, 1.0) for one in real if one.scenario]
    for case in (one.case for one in load_draft_cases() if not one.held):
        if case.notes.scenario:
            examples.append((". ".join(fact.text for fact in case.notes.facts), case.notes.scenario.value, _OF_FACTS))
    for entry in yaml.safe_load((CASES / "sentences.yaml").read_text("utf-8")):
        lines = [line.strip() for label, block in entry["lines"].items() if label != "order" for line in block.splitlines()]
        examples.append((". ".join(lines), entry["situation"], _OF_FACTS))
    matrix, shown = sparse_rows([situation_features(text) for text, _, _ in examples], least=_LEAST_NOTES)
    model = LogisticRegression(C=_STRENGTH, max_iter=500).fit(
        matrix, [label for _, label, _ in examples], sample_weight=[weight for _, _, weight in examples]
    )
    table = pack_table(list(model.classes_), dict(zip(shown, model.coef_.T.tolist(), strict=True)))
    return table, [round(float(value), 5) for value in model.intercept_]


def training_digest() -> str:
    """What tells whether the weights were trained on the names, frames and notes as they are."""
    files = sorted((CASES / "tagger").iterdir()) + sorted((CASES / "notes" / "outside").glob("*.yaml"))
    return data_digest([path.read_text("utf-8") for path in files])


def read_with(text: str, using: Weights) -> Tagged:
    """What weights other than the program's own make of a text."""
    page = read_page(text)
    return spans_of(text, text, page, likelihoods(page, using))


def check(real: Sequence[Marked], authors: Iterable[str], *, say: Callable[[str], None] = print) -> None:
    """Print, for each author, how the fields of their notes are found by weights that have not seen them."""
    for author in authors:
        using = Weights(train([one for one in real if one.author != author]))
        own = [one for one in real if one.author == author]
        counts = {name: Counter[Verdict]() for name in FIELDS}
        for one in own:
            found = read_with(one.text, using)
            for name in FIELDS:
                span = getattr(found, name)
                counts[name][compare(one.text[span.start : span.end] if span else None, one.truth[name])] += 1
        right = sum(max(odds := weigh_situations(one.text, using), key=lambda key: odds[key]) == one.scenario for one in own)
        say(f"{author}: {len(own)} notes, situation right {right}")
        for name, seen in counts.items():
            say(f"  {name}: " + ", ".join(f"{verdict.value} {count}" for verdict, count in sorted(seen.items())))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights, or check them."""
    parser = command("train_tagger", "Trains the tagger of the notes reader.")
    parser.add_argument("--author", action="append", help="with --check: only this author; may be given again")
    options = parser.parse_args(arguments)
    real = load_marked()
    if options.check:
        check(real, options.author or sorted({one.author for one in real}))
        return 0
    write_weights(WEIGHTS, train(real))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
