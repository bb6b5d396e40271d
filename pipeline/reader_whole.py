"""The words of a whole text as features for the situation."""

from __future__ import annotations

from itertools import pairwise

from pipeline.reader_data import ends_of, fold
from pipeline.reader_scorer import sort_of
from prompts.patterns import compiled

__all__ = ["VALUE", "text_features"]

_TOKEN = compiled(r"[a-z]+(?:'[a-z]+)?|[£$€]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|k|%)?|[?!\n=>:]")
#: What each word or pair of words counts.
VALUE = 0.25
#: Characters at the beginning and at the end in which words are looked for.
_FIRST, _LAST = 6_000, 2_000


def text_features(text: str) -> set[str]:
    """The words and pairs of words of a text; numbers, days and months stand for their sort."""
    found = _TOKEN.findall(fold(ends_of(text, _FIRST, _LAST)))
    words = [sort_of(word) if word[0].isalnum() else word for word in found]
    return {f"w {word}" for word in words if word[0].isalnum()} | {f"b {one} {two}" for one, two in pairwise(words)}
