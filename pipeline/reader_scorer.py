"""What a trained classifier makes of one jotting: how likely it is each kind of fact, a secret, an order or nothing.

The weights in `data/reader_weights.json` are one logistic regression per label over words, pairs of words, the situation and
what the rules said, trained by `python -m evals.train_reader`. Words that were not in the training set are weighed by their
likeness to those that were; that likeness is folded into a table of weights per word, so that scoring is a sum.
"""

from __future__ import annotations

import base64
import hashlib
import math
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from pipeline.reader_data import fold
from prompts.kept import kept, read_text
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = [
    "NONE",
    "ORDER",
    "PRIVATE",
    "Scorer",
    "WeightsFile",
    "data_digest",
    "features",
    "label_of",
    "pack",
    "rows_of",
    "scorer",
    "sort_of",
    "tokens",
]

#: Labels beside the kinds of fact.
PRIVATE, ORDER, NONE = "private", "order", "none"

_TOKEN = compiled(r"[a-z]+(?:'[a-z]+)?|[£$€]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|k|%)?|[?!]")
_DAY = compiled(r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?")
_MONTH = compiled(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|(?:oct|nov|dec)(?:o?ber|ember)?"
)
#: A jotting longer than this many tokens is judged by its first ones.
_LONGEST = 80


class WeightsFile(BaseModel):
    """The weights as stored: bytes packed by `pack`, one signed byte per label and entry, times `scales` of the label."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    digest: str
    labels: list[str]
    bias: list[float]
    scales: list[float]
    features: list[str]
    feature_weights: str
    word_scales: list[float]
    words: str
    word_weights: str


def tokens(text: str) -> list[str]:
    """The words of a text, folded; days, months, sums of money and other numbers stand for their sort."""
    return [sort_of(word) for word in _TOKEN.findall(fold(text))[:_LONGEST]]


def sort_of(word: str) -> str:
    """The word, or the sort of number, day or month that it is."""
    if word[0] in "£$€" or (word[0].isdigit() and word[-1] == "k"):
        return "#money"
    if word[0].isdigit():
        return "#percent" if word[-1] == "%" else "#nth" if word[-1] in "tdh" else "#"
    if _DAY.fullmatch(word):
        return "#day"
    return "#month" if _MONTH.fullmatch(word) else word


def label_of(kind: FactKind | None, *, cued: bool) -> str:
    """What `features` is told of the rules' kind; a kind that only the place in a list speaks for is marked."""
    return NONE if kind is None else kind.value if cued else f"{kind.value}?"


def features(words: Sequence[str], scenario: ScenarioId | None, rule: str) -> dict[str, float]:
    """Features of a jotting and their values.

    Args:
        words: its tokens.
        scenario: the situation, when known.
        rule: the label that the rules give it; empty when it is not known.
    """
    found = {f"w {word}" for word in words} | {f"b {one} {two}" for one, two in pairwise(["<", *words, ">"])}
    size = 1 / math.sqrt(len(found))
    values = dict.fromkeys(found, size)
    if scenario is not None:
        values[f"s {scenario.value}"] = 0.5
    if rule:
        values[f"r {rule}"] = 1.0
    values[f"n {min(len(words) // 4, 5)}"] = 0.3
    return values


class Scorer:
    """The classifier: rows of weights by feature and by word."""

    def __init__(self, file: WeightsFile) -> None:
        self.digest = file.digest
        self.labels = tuple(file.labels)
        self._bias = file.bias
        self._scales, self._word_scales = file.scales, file.word_scales
        self._features = rows_of(file.features, file.feature_weights, len(self.labels))
        self._words = rows_of(file.words.split(), file.word_weights, len(self.labels))

    @classmethod
    def unpacked(cls, state: Mapping[str, object]) -> Scorer:
        """A classifier that was read before, from its attributes."""
        made = cls.__new__(cls)
        vars(made).update(state)
        return made

    def score(self, text: str, scenario: ScenarioId | None, rule: str) -> Mapping[str, float]:
        """The likelihood, from 0 to 1, of each label; they do not sum to 1."""
        words = tokens(text)
        known = [row for word in words if (row := self._words.get(word.split("'", maxsplit=1)[0]))]
        by_value: dict[float, list[bytes]] = {}
        for name, value in features(words, scenario, rule).items():
            if row := self._features.get(name):
                by_value.setdefault(value, []).append(row)
        points = list(self._bias)
        for value, rows in by_value.items():
            _add(points, rows, self._scales, value)
        if known:
            _add(points, known, self._word_scales, 1 / math.sqrt(len(known)))
        return {label: 1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for label, one in zip(self.labels, points, strict=True)}


def _add(points: list[float], rows: Sequence[bytes], scales: Sequence[float], times: float) -> None:
    """Add the rows of weights, scaled, to the points of the labels."""
    none = 128 * len(rows)
    for at, column in enumerate(zip(*rows, strict=True)):
        points[at] += times * scales[at] * (sum(column) - none)


def rows_of(names: Sequence[str], packed: str, width: int) -> dict[str, bytes]:
    """The row of weights, as bytes around 128, of each name."""
    data = zlib.decompress(base64.b85decode(packed))
    return {name: data[at * width : (at + 1) * width] for at, name in enumerate(names)}


def pack(rows: Sequence[Sequence[float]]) -> tuple[list[float], str]:
    """The scale of each column, and the rows as bytes around 128, compressed, as text."""
    scales = [max((abs(row[at]) for row in rows), default=0.0) / 127 or 1.0 for at in range(len(rows[0]))]
    data = bytes(round(value / scale) + 128 for row in rows for value, scale in zip(row, scales, strict=True))
    return scales, base64.b85encode(zlib.compress(data, 9)).decode("ascii")


def data_digest(parts: Sequence[str]) -> str:
    """What tells whether weights were trained on these texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def scorer() -> Scorer:
    """The classifier that comes with the program."""
    text = read_text("pipeline", "data/reader_weights.json")
    return Scorer.unpacked(
        kept("pipeline.reader_weights", text, lambda: vars(Scorer(WeightsFile.model_validate_json(text))), by=(__file__,))
    )
