"""Ordinary English words: what is none of them, in a text without capitals, may be part of a name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from pipeline.reader_data import fold, people
from pipeline.reader_frames import words_of

__all__ = ["is_lower_case", "is_ordinary"]

_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""))


@cache
def _ordinary() -> frozenset[str]:
    lexicon = resources.files("prompts").joinpath("lexicon")
    found = set(words_of("contracted"))
    for name in ("words.txt", "verbs.txt", "plain_words.txt"):
        text = re.sub(r"(?m)#.*$|\[.*?\]", " ", lexicon.joinpath(name).read_text("utf-8"))
        found |= set(re.findall(r"[a-z]+", text))
    lists = people()
    for key in ("not_names", "role_heads", "company_suffixes", "recruiter_words", "panel_words", "titles"):
        found |= {part for word in lists[key] for part in re.findall(r"[a-z]+", word)}
    return frozenset(found - lists["ambiguous_names"] | {"will", "may", "mark", "art"})


@lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Whether this is an English word of every day, in any of its forms."""
    key = fold(word).strip(".'")
    known = _ordinary()
    if key in known or (key.endswith("'s") and key[:-2] in known) or not key.replace("'", "").replace("-", "").isalpha():
        return True
    for ending, instead in _ENDINGS:
        stem = key[: -len(ending)] + instead
        if key.endswith(ending) and len(stem) > 2 and (stem in known or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known)):
            return True
    return False


@lru_cache(maxsize=4)
def is_lower_case(text: str) -> bool:
    """Whether a text is written (or was transcribed) without capitals."""
    capitals = sum(map(str.isupper, text))
    letters = sum(map(str.isalpha, text))
    return letters > 60 and capitals * 100 < letters
