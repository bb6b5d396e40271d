"""Reads a rendering from end to end by a small grammar of everyday sentences, and says whether it holds together."""

from __future__ import annotations

import re

from prompts.fitting.reading_clauses import CLAUSES
from prompts.fitting.reading_row import TITLE, Row
from prompts.fitting.reading_tails import TAILS
from prompts.fitting.reading_things import THINGS
from prompts.fitting.words import LazyPattern, word_set

__all__ = ["reads_as"]

_END = LazyPattern(r"(?<=[a-z\d%)\"”’'])[.?!;:] (?=[A-Z\"“])|(?<=\w)[;:] (?=\w)")
_CAPITALS = LazyPattern(r"\b[A-Z]{2,4} [A-Z]{2,4} [A-Z]{2,4}\b")
#: Forms that are made of sentences.
_SENTENCES = frozenset({"own", "told", "said", "clause", "i", "question", "discreet"})


def reads_as(words: str, form: str) -> bool:
    """Whether a rendering reads as what its form promises: a thing, an -ing phrase, a clause, whole sentences.

    Words outside the lexicon may be anything, so that doubt counts for the rendering; a thing that is one of many without an article, two
    things side by side without a link, or a clause where a thing is promised does not pass.
    """
    words = TITLE.sub(r"\1", words)
    last = words.rstrip(".").rsplit(" ", 1)[-1].lower()
    hangs = last in word_set("read_hanging") or (last in word_set("read_hanging_here") and form in {"i", "own", "clause"})
    if form not in {"question", "whether"} and (hangs or _CAPITALS.search(words)):
        return False
    if form in _SENTENCES:
        return all(_is_sentence(part, listed=index > 0 or form == "told") for index, part in enumerate(_END().split(words)))
    if form == "ing":
        return _doing(_row(words))
    if form == "weak" and words.count(" ") < 2:
        return True
    if form in {"np", "weak"}:
        return _thing(_row(words))
    if form in {"about", "raw"}:
        row = _row(words)
        return _thing(row) or _sentence(row) or (form == "raw" and (_items(row) or _doing(row)))
    return True


def _is_sentence(part: str, *, listed: bool) -> bool:
    """Whether a part between end marks is a sentence, or a list where one can stand."""
    row = _row(part)
    if _sentence(row) or (re.search(r"\bthen\b", part) and _items(row)):
        return True
    return (listed or part.startswith("A question about ")) and (_thing(row) or _items(row))


def _row(words: str) -> Row:
    return Row(words, {**THINGS, **TAILS, **CLAUSES})


def _sentence(row: Row) -> bool:
    return len(row.toks) in row.ends("clauses", 0) or not row.toks


def _thing(row: Row) -> bool:
    return len(row.toks) in row.ends("list", 0) | row.ends("tail", 0)


def _items(row: Row) -> bool:
    """Whether every part between commas is a thing, a happening or an order."""
    cuts = [at + 1 for at, tok in enumerate(row.toks[:-1]) if tok.post == ","]
    starts = [0, *cuts]
    ends = {*cuts, len(row.toks)}
    reach = {0}
    for at in starts:
        if at in reach:
            skip = at + 1 if row.low[at] in {"and", "then", "or", "first", "plus"} and at + 1 < len(row.toks) else at
            found = row.ends("list", skip) | row.ends("clauses", skip) | row.ends("vp", skip)
            reach |= (found | row.ends("tail", skip) - {skip}) & ends
    return len(row.toks) in reach


def _doing(row: Row) -> bool:
    return bool(row.toks) and len(row.toks) in row.ends("rest", 1)
