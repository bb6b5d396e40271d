"""Conditions that hang on a yes without a word of condition: "I accept, once my lawyer has read it", "yes, though I would want ...".

Told apart by structure and not by wording: what follows the yes directly, before the next "and", is tied to it; "I accept, and I
will sign as soon as the papers come" promises something else.
"""

from __future__ import annotations

from bisect import bisect_left

from guardrails.acts_data import load_words
from guardrails.acts_tokens import Row, read_row

__all__ = ["find_tie"]

#: Words after the connective in which its clause shows what it is.
_WINDOW = 8
_LONG_AS = (("as", "soon", "as"), ("as", "long", "as"), ("so", "long", "as"), ("in", "principle"), ("for", "now"), ("for", "the", "time"))


def find_tie(sentence: str, end: int) -> tuple[int, int] | None:
    """Offsets of what ties down a yes that ends at the offset `end` of this sentence; None when nothing does."""
    row = read_row(sentence)
    first = bisect_left([token.start for token in row.tokens], end)
    for at in range(first, len(row.tokens)):
        word = row.tokens[at].text
        if word in load_words("unties"):
            return None
        if _ties(row, at):
            return row.tokens[at].start, row.tokens[-1].end
    return None


def _ties(row: Row, at: int) -> bool:
    words = [token.text for token in row.tokens[at : at + _WINDOW + 1]]
    word, rest = words[0], words[1:]
    if any(tuple(words[: len(phrase)]) == phrase for phrase in _LONG_AS):
        return not load_words("own_time").intersection(rest)
    if word in load_words("demurs"):
        return bool(load_words("demands").intersection(rest)) and not load_words("welcomes").intersection(rest)
    if word in load_words("ties_when"):
        return bool(load_words("fulfilled").intersection(rest)) and not load_words("own_time").intersection(rest)
    if word == "if":
        return rest[:1] != ["i"] and not load_words("welcomes").intersection(rest)
    return word in load_words("ties")
