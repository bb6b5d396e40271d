"""Which of the seven situations pasted notes tell of, as learned from labelled ones, with how likely each is."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from pipeline.reader_data import ends_of, fold
from pipeline.reader_packed import summed
from pipeline.reader_scorer import sort_of
from pipeline.tagger_weights import Weights, weights
from prompts.notes import ScenarioId
from prompts.patterns import compiled

__all__ = ["situation_features", "situations_of", "weigh_situations"]

_TOKEN = compiled(r"[a-z]+(?:'[a-z]+)?|\d+|[?!]")
#: Of a longer text only the beginning and the end are looked at, in characters.
_HEAD, _TAIL = 6000, 2000
#: The words at the head of notes, which mostly tell what they are about.
_FIRST = 12
_LONG, _STEM = 5, 5


def situation_features(text: str) -> dict[str, float]:
    """Words, pairs and threes of words, beginnings of long words and the first words of a text; the squares of the values sum to 1."""
    words = [_sort_of(word) for word in _TOKEN.findall(fold(ends_of(text, _HEAD, _TAIL)))]
    names = {f"w {word}" for word in words}
    names |= {f"b {one} {two}" for one, two in pairwise(["<", *words, ">"])}
    names |= {f"t {one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)}
    names |= {f"p {word[:_STEM]}" for word in words if len(word) > _LONG}
    names |= {f"h {word}" for word in words[:_FIRST]}
    size = 1 / math.sqrt(len(names))
    return dict.fromkeys(names, size)


def _sort_of(word: str) -> str:
    return "#" if word[0].isdigit() else word if word == "mar" else sort_of(word)


@lru_cache(maxsize=8)
def situations_of(text: str) -> dict[ScenarioId, float]:
    """How likely each situation is; the seven sum to 1."""
    return weigh_situations(text, weights())


def weigh_situations(text: str, using: Weights) -> dict[ScenarioId, float]:
    """The same, by given weights."""
    found = situation_features(text)
    rows = [row for name in found if (row := using.situations.get(name))]
    size = next(iter(found.values()))
    points = [bias + size * one for bias, one in zip(using.bias, summed(rows, using.scenario_scales), strict=True)]
    best = max(points)
    odds = [math.exp(value - best) for value in points]
    return {ScenarioId(name): one / sum(odds) for name, one in zip(using.scenarios, odds, strict=True)}
