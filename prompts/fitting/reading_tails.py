"""Reads what may follow a noun or an object: prepositions, clauses about it, adverbs."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.fitting.reading_row import PRONOUN
from prompts.fitting.reading_things import Things
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["Tails"]


class Tails(Things):
    """The readings of what stands behind a noun."""

    def _tail(self, at: int) -> Iterator[int]:
        """What may follow a noun or a verb's object: prepositions, clauses about it, adverbs."""
        yield at
        if at >= len(self.toks):
            return
        mark = self.toks[at - 1].post if at else ""
        if mark not in {"", ","} and not self.toks[at].pre and not mark.endswith(")"):
            return
        for part in (self._strays, self._prepositions, self._modifiers, self._adverbs):
            yield from part(at)

    def _strays(self, at: int) -> Iterator[int]:
        """A preposition or a question word left alone at an end, and what "but" or "mostly" puts in front of another part."""
        tags, low = self.tags[at], self.low[at]
        if (
            tags & Tag.PREP
            and self.low[at + 1 : at + 2]
            and self.low[at + 1] in {"last", "this", "next", "every", "yesterday", "today", "now"}
        ):
            yield from self._once("tail", at + 1, self._tail)
        if low in {"why", "how", "when", "where"} and (at + 1 == len(self.toks) or self.toks[at].post):
            yield at + 1
        if tags & Tag.PREP and (at + 1 == len(self.toks) or self.toks[at].post):
            yield from self._once("tail", at + 1, self._tail)
        if low in {"but", "not", "and", "or", "mostly", "especially", "mainly"} and at + 1 < len(self.toks):
            after = self.tags[at + 1]
            if after & (Tag.PREP | Tag.ADV) or self.low[at + 1] in {"not", "only", "why", "how", "when", "where"}:
                yield from self._once("tail", at + 1, self._tail)

    def _prepositions(self, at: int) -> Iterator[int]:
        tags, low = self.tags[at], self.low[at]
        if tags & Tag.PREP or low in {"than", "as", "like", "per", "via", "vs", "versus", "a", "an", "each", "every"}:
            for end in self._once("list", at + 1, self._list):
                yield from self._once("tail", end, self._tail)
            if at + 1 < len(self.toks) and self.low[at + 1] in word_set("read_set"):
                yield from self._once("tail", at + 2, self._tail)
            if at + 1 < len(self.toks) and self.tags[at + 1] & Tag.PREP:
                yield from self._once("tail", at + 1, self._tail)

    def _modifiers(self, at: int) -> Iterator[int]:
        """Infinitives and clauses about what was named."""
        tags, low = self.tags[at], self.low[at]
        if low == "to" and at + 1 < len(self.toks) and self._verb(at + 1):
            yield from self._once("rest", at + 2, self._rest)
        if low == "because" and self.low[at + 1 : at + 2] == ["of"]:
            for end in self._once("list", at + 2, self._list):
                yield from self._once("tail", end, self._tail)
        if low in {"who", "which", "that", "where", "when", "whose", "how", "what", "why", "whether", "because", "if", "while", "since",
                   "before", "after", "until", "so", "as", "once", "than", "though", "although", "unless"}:  # fmt: skip
            yield from self._once("clause", at + 1, self._clause)
            yield from self._once("vp", at + 1, self._vp)
            if at + 1 < len(self.toks) and self.tags[at + 1] & (Tag.ING | Tag.PARTICIPLE | Tag.ADJ):
                yield from self._once("rest", at + 2, self._rest)
        if tags & Tag.NUM and [*self.low[at + 1 : at + 3]] in (["of", "whom"], ["of", "which"]):
            yield from self._once("vp", at + 3, self._vp)
        named = at and (self.tags[at - 1] & (Tag.NOUN | PRONOUN | Tag.NUM | Tag.DET) or not self.tags[at - 1])
        if tags & Tag.SUBJ and not named and self.low[at] not in {"i", "you", "we", "they", "he", "she", "it"}:
            pass
        elif (tags & Tag.SUBJ and named) or (named and not (at and self.toks[at - 1].post) and tags & (Tag.DET | Tag.POSS | Tag.NAME)):
            yield from self._once("clause", at, self._clause)

    def _adverbs(self, at: int) -> Iterator[int]:
        """Phrases with -ing or a participle, adverbs, times and asides."""
        tags, low = self.tags[at], self.low[at]
        if tags & Tag.ING or (tags & Tag.PARTICIPLE and low not in word_set("read_never_passive")):
            yield from self._once("rest", at + 1, self._rest)
        if tags & Tag.ADV or low in word_set("read_soft") or (not tags and low.endswith(("ly", "wards", "day", "wide", "hand"))):
            yield from self._once("tail", at + 1, self._tail)
        if tags & (Tag.DET | Tag.NUM) or low in {"last", "next", "every", "each", "this", "twice", "once", "half"} or tags & Tag.NAME:
            for end in self._once("np", at, self._np):
                day = self.tags[end - 1] & Tag.NAME and low in {"any", "every", "each", "next", "last", "this"}
                if tags & Tag.NUM and not tags & Tag.DET and "times" not in self.low[at:end] and not self._lasts(at, end):
                    continue
                if self.low[end - 1] in word_set("read_times") or day or low in {"every", "each"} or self.low[at] in {"twice", "once"}:
                    yield from self._once("tail", end, self._tail)
        if self.toks[at].pre == "(":
            for end in range(at + 1, len(self.toks) + 1):
                if self.toks[end - 1].post.startswith(")"):
                    yield from self._once("tail", end, self._tail)

    def _lasts(self, at: int, end: int) -> bool:
        """Whether a bare length of time can stand here: after a verb of time, or before "ago" and the like."""
        after = self.low[end] if end < len(self.toks) else ""
        verbs = {(lexicon().base(low) or low) for low in self.low[max(0, at - 6) : at]}
        return after in {"ago", "later", "earlier", "a", "per", "each", "late", "early", "ahead", "away", "straight", "long"} or bool(
            verbs & word_set("read_lasting")
        )
