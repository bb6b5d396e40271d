"""A sentence as a row of plain tokens: contractions written out, idioms that hide a negation turned round.

Cue patterns are read over this row, so that "I'm", "Im" and "I am" are one thing; each token knows its place in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from guardrails.acts_data import load_data, load_words
from guardrails.text import fold
from prompts.patterns import compiled

__all__ = ["PUNCTUATION", "Row", "Token", "read_row"]

_PIECE = compiled(r"\d+(?:[.,/]\d+)+|[^\W_]+(?:['’‘.&+/][^\W_]+)*|[,;:.!?()…–—]| - |\n")
PUNCTUATION = frozenset(",;:.!?()")
_SUFFIXES = {"'m": ("am",), "'re": ("are",), "'ve": ("have",), "'ll": ("will",), "'d": ("would",)}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark in plain form, with its offsets in the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its tokens, the same joined with single spaces, and where each token begins in that string."""

    tokens: tuple[Token, ...]
    text: str
    at: tuple[int, ...]
    words: frozenset[str]
    question: bool


@lru_cache(maxsize=4096)
def read_row(sentence: str) -> Row:
    """The row of one sentence; an empty one for text without words."""
    tokens: list[Token] = []
    for match in _PIECE.finditer(sentence):
        piece = match[0]
        if piece in ("–", "—", " - ", "…", "\n"):
            piece = ","
        tokens += [Token(word, match.start(), match.end()) for word in _plain(piece)]
    tokens = _turn_idioms(tokens)
    at: list[int] = []
    text = " "
    parts = [text]
    length = 1
    for token in tokens:
        at.append(length)
        parts.append(token.text + " ")
        length += len(token.text) + 1
    return Row(
        tuple(tokens), "".join(parts), tuple(at), frozenset(token.text for token in tokens), sentence.rstrip(" )\"'”’").endswith("?")
    )


@lru_cache(maxsize=16384)
def _plain(piece: str) -> tuple[str, ...]:
    word = fold(piece).replace(" ", "")
    whole = load_data("contractions.yaml").get(word)
    if whole is not None:
        return tuple(str(whole).split())
    if word.endswith("n't"):
        return (word[:-3], "not")
    for suffix, added in _SUFFIXES.items():
        if word.endswith(suffix) and len(word) > len(suffix):
            return (word[: -len(suffix)], *added)
    if word.endswith("'s"):
        return (word[:-2], "is") if word[:-2] in load_words("is_after") else (word[:-2],)
    return (word,) if word else ()


@cache
def _idioms() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for said, meant in load_data("idioms.yaml").items():
        key = tuple(str(said).split())
        table.setdefault(key[0], []).append((key, tuple(str(meant).split())))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def _turn_idioms(tokens: Sequence[Token]) -> list[Token]:
    table = _idioms()
    turned: list[Token] = []
    index = 0
    while index < len(tokens):
        for said, meant in table.get(tokens[index].text, ()):
            end = index + len(said)
            if end <= len(tokens) and all(tokens[index + k].text == word for k, word in enumerate(said)):
                turned += [Token(word, tokens[index].start, tokens[end - 1].end) for word in meant]
                index = end
                break
        else:
            turned.append(tokens[index])
            index += 1
    return turned
