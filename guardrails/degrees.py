"""Degrees as notes jot them: "BSoc Sc" is a degree in social science."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from guardrails.vocabulary import load_data, stem
from prompts.patterns import compiled

__all__ = ["degree_stems"]


@lru_cache(maxsize=256)
def degree_stems(text: str) -> frozenset[str]:
    """Stems of the words that write out the degrees of a note; none where it has no degree."""
    signs, written_out = _degrees()
    if not signs.search(text):
        return frozenset()
    return frozenset(stem(word) for word, sign in written_out.items() if sign.search(text))


@cache
def _degrees() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """What tells that a note has a degree, and for each word of a degree written out what stands for it in the note."""
    data = load_data("identity")
    words = data["degree_words"]
    written_out = {str(word): compiled(str(sign)) for word, sign in words.items()} if isinstance(words, dict) else {}
    return compiled(str(data["degrees"])), written_out
