"""What a trained classifier makes of one jotting: how likely it is each kind of fact, a secret, an order or nothing.

The weights in `data/reader_weights.json` are one logistic regression per label over words, pairs of words, the situation and
what the rules said, trained by `python -m evals.train_reader`. Words that were not in the training set are weighed by their
likeness to those that were; that likeness is folded into a table of weights per word, so that scoring is a sum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from pipeline.reader_data import fold
from pipeline.reader_packed import own_weights, rows_of, summed
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = [
    "NONE",
    "ORDER",
    "PRIVATE",
    "Scorer",
    "WeightsFile",
    "features",
    "label_of",
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
    """The weights as stored: bytes packed by `reader_packed.pack`, one signed byte per label and entry, times `scales` of the label."""

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
            points = [point + value * one for point, one in zip(points, summed(rows, self._scales), strict=True)]
        if known:
            value = 1 / math.sqrt(len(known))
            points = [point + value * one for point, one in zip(points, summed(known, self._word_scales), strict=True)]
        return {label: 1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for label, one in zip(self.labels, points, strict=True)}


@cache
def scorer() -> Scorer:
    """The classifier that comes with the program."""
    return own_weights("reader_weights", Scorer, lambda text: Scorer(WeightsFile.model_validate_json(text)), by=__file__)
