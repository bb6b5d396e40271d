"""The commonest words of notes, spelt right where a letter is wrong; for matching only."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.reader_frames import words_of

__all__ = ["respell"]


@cache
def _known() -> tuple[str, ...]:
    return tuple(sorted(words_of("well_spelt")))


@lru_cache(maxsize=20_000)
def respell(word: str) -> str:
    """The known word that this one misspells by one letter; an inflection of a known word stays as it is."""
    known = _known()
    if len(word) < 6 or any(word.startswith(key) or key.startswith(word) for key in known):
        return word
    near = (key for key in known if word[0] == key[0] and len(key) > 5 and DamerauLevenshtein.distance(word, key, score_cutoff=1) == 1)
    return next(near, word)
