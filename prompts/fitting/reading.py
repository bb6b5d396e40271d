"""Reads a rendering from end to end by a small grammar of everyday sentences, and says whether it holds together."""

from __future__ import annotations

import re

from prompts.fitting.reading_clauses import Clauses
from prompts.fitting.reading_row import TITLE
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
        return all(_sentence(part, listed=index > 0 or form == "told") for index, part in enumerate(_END().split(words)))
    if form == "ing":
        return _Reader(words).doing()
    if form == "weak" and words.count(" ") < 2:
        return True
    if form in {"np", "weak"}:
        return _Reader(words).thing()
    if form in {"about", "raw"}:
        reader = _Reader(words)
        return reader.thing() or reader.sentence() or (form == "raw" and (reader.items() or reader.doing()))
    return True


def _sentence(part: str, *, listed: bool) -> bool:
    """Whether a part between end marks is a sentence, or a list where one can stand."""
    reader = _Reader(part)
    if reader.sentence() or (re.search(r"\bthen\b", part) and reader.items()):
        return True
    return (listed or part.startswith("A question about ")) and (reader.thing() or reader.items())


class _Reader(Clauses):
    """What a whole row of words can be."""

    def sentence(self) -> bool:
        return len(self.toks) in self._once("clauses", 0, self._clauses) or not self.toks

    def thing(self) -> bool:
        return len(self.toks) in self._once("list", 0, self._list) | self._once("tail", 0, self._tail)

    def items(self) -> bool:
        """Whether every part between commas is a thing, a happening or an order."""
        cuts = [at + 1 for at, tok in enumerate(self.toks[:-1]) if tok.post == ","]
        starts = [0, *cuts]
        ends = {*cuts, len(self.toks)}
        reach = {0}
        for at in starts:
            if at in reach:
                skip = at + 1 if self.low[at] in {"and", "then", "or", "first", "plus"} and at + 1 < len(self.toks) else at
                found = self._once("list", skip, self._list) | self._once("clauses", skip, self._clauses) | self._once("vp", skip, self._vp)
                reach |= (found | self._once("tail", skip, self._tail) - {skip}) & ends
        return len(self.toks) in reach

    def doing(self) -> bool:
        return bool(self.toks) and len(self.toks) in self._once("rest", 1, self._rest)
