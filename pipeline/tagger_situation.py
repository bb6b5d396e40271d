"""Which of the seven situations pasted notes tell of, as learned from labelled ones, with how likely each is."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from pipeline.reader_data import fold
from pipeline.tagger_weights import Weights, weights
from prompts.notes import ScenarioId
from prompts.patterns import compiled

__all__ = ["situation_features", "situations_of", "weigh_situations"]

_TOKEN = compiled(r"[a-z]+(?:'[a-z]+)?|\d+|[?!]")
_DAY = compiled(r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?")
_MONTH = compiled(r"jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|(?:oct|nov|dec)(?:o?ber|ember)?")
#: Of a longer text only the beginning and the end are looked at, in characters.
_HEAD, _TAIL = 6000, 2000
#: The words at the head of notes, which mostly tell what they are about.
_FIRST = 12
_LONG, _STEM = 5, 5


def situation_features(text: str) -> dict[str, float]:
    """Words, pairs and threes of words, beginnings of long words and the first words of a text; the squares of the values sum to 1."""
    cut = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    words = [_sort_of(word) for word in _TOKEN.findall(fold(cut))]
    names = {f"w {word}" for word in words}
    names |= {f"b {one} {two}" for one, two in pairwise(["<", *words, ">"])}
    names |= {f"t {one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)}
    names |= {f"p {word[:_STEM]}" for word in words if len(word) > _LONG}
    names |= {f"h {word}" for word in words[:_FIRST]}
    size = 1 / math.sqrt(len(names))
    return dict.fromkeys(names, size)


def _sort_of(word: str) -> str:
    if word[0].isdigit():
        return "#"
    return "#day" if _DAY.fullmatch(word) else "#month" if _MONTH.fullmatch(word) else word


@lru_cache(maxsize=8)
def situations_of(text: str) -> dict[ScenarioId, float]:
    """How likely each situation is; the seven sum to 1."""
    return weigh_situations(text, weights())


def weigh_situations(text: str, using: Weights) -> dict[ScenarioId, float]:
    """The same, by given weights."""
    found = situation_features(text)
    rows = [row for name in found if (row := using.situations.get(name))]
    none, size = 128 * len(rows), next(iter(found.values()))
    columns = zip(*rows, strict=True) if rows else ((),) * len(using.bias)
    points = [
        bias + size * scale * (sum(column) - none) for bias, scale, column in zip(using.bias, using.scenario_scales, columns, strict=True)
    ]
    best = max(points)
    odds = [math.exp(value - best) for value in points]
    return {ScenarioId(name): one / sum(odds) for name, one in zip(using.scenarios, odds, strict=True)}
