"""Reads happenings: a verb with its objects, and whole clauses with what links them."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.fitting.reading_row import FINITE
from prompts.fitting.reading_tails import Tails
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["Clauses"]


class Clauses(Tails):
    """The readings of verb phrases and clauses."""

    def _rest(self, at: int) -> Iterator[int]:
        """What follows a main verb: its objects and the rest."""
        yield from self._once("tail", at, self._tail)
        if at >= len(self.toks) or (at and self.toks[at - 1].post):
            return
        for end in self._once("list", at, self._list):
            yield from self._once("tail", end, self._tail)
            if self.low[at - 1] in word_set("read_gives") or lexicon().base(self.low[at - 1]) in word_set("read_gives"):
                if (lexicon().base(self.low[at - 1]) or self.low[at - 1]) in word_set("read_says"):
                    yield from self._once("clause", end, self._clause)
                for after in self._once("list", end, self._list) if not self.toks[end - 1].post else ():
                    yield from self._once("tail", after, self._tail)
            if (
                end < len(self.toks)
                and (self.tags[end] & (Tag.ADJ | Tag.BASE | Tag.PARTICIPLE | Tag.COUNT) or not self.tags[end])
                and self._shapes(at - 1)
            ):
                yield from self._once("rest", end + 1, self._rest)
        linked = any(
            self.tags[before] & Tag.AUX or (lexicon().base(self.low[before]) or self.low[before]) in word_set("read_linking")
            for before in range(max(0, at - 6), at)
        )
        described = linked and (self.tags[at] & (Tag.ADJ | Tag.PARTICIPLE) or not self.tags[at])
        if described or self.tags[at] & Tag.ADV or self.low[at] in word_set("read_soft"):
            yield from self._once("rest", at + 1, self._rest)
            if at + 1 < len(self.toks) and self.low[at + 1] in {"and", "or", "but"} and not self.toks[at].post:
                yield from self._once("rest", at + 2, self._rest)
        if self.low[at] == "to" and self._verb(at + 1):
            yield from self._once("rest", at + 2, self._rest)
        says = (lexicon().base(self.low[at - 1]) or self.low[at - 1]) in word_set("read_says")
        if says or self.tags[at] & Tag.SUBJ or self.low[at] in {"that", "the"}:
            yield from self._once("clause", at, self._clause)

    def _shapes(self, at: int) -> bool:
        base = lexicon().base(self.low[at]) or self.low[at]
        return base in word_set("read_shapes") or base in word_set("read_gives")

    def _vp(self, at: int) -> Iterator[int]:
        """A finite verb phrase."""
        index = at
        while index < len(self.toks) and (
            self.tags[index] & (Tag.ADV | Tag.AUX | Tag.MODAL)
            or (self.low[index] in word_set("read_soft") and not self.tags[index] & Tag.PREP)
        ):
            if self.tags[index] & (Tag.AUX | Tag.MODAL):
                for end in self._once("rest", index + 1, self._rest):
                    yield end
                    yield from self._and_does(end)
            index += 1
            if self.toks[index - 1].post:
                break
        for early in range(at, index):
            if self.low[early] in word_set("read_soft") and self.tags[early] & (Tag.THIRD | Tag.PAST | Tag.BASE):
                for end in self._once("rest", early + 1, self._rest):
                    yield end
                    yield from self._and_does(end)
        if not self._verb(index):
            return
        helped = any(self.tags[before] & (Tag.AUX | Tag.MODAL) for before in range(at, index))
        if helped or self.tags[index] & (Tag.THIRD | Tag.PAST | Tag.BASE | Tag.ADJ) or not self.tags[index]:
            for end in self._once("rest", index + 1, self._rest):
                yield end
                yield from self._and_does(end)

    def _and_does(self, end: int) -> Iterator[int]:
        """A further verb of the same subject: "and kept the log"."""
        if end >= len(self.toks):
            return
        joined = self.low[end] in {"and", "but", "or", "then", "not"}
        if not joined and self.toks[end - 1].post != ",":
            return
        after = end + 1 if joined else end
        if after < len(self.toks) and self.tags[after] & Tag.ING and joined:
            yield from self._once("rest", after + 1, self._rest)
        while after < len(self.toks) and self.low[after] in {"then", "not", "never", "also", "still", "to", "even", "and"}:
            after += 1
        yield from self._once("vp", after, self._vp)

    def _clause(self, at: int) -> Iterator[int]:
        near = self._once("np", at, self._np)
        for end in self._once("list", at, self._list):
            if end not in near or self._agrees(end - 1, end):
                yield from self._once("vp", end, self._vp)

    def _agrees(self, head: int, verb: int) -> bool:
        """Whether a verb right behind its subject can belong to it."""
        while (
            verb < len(self.toks)
            and (self.tags[verb] & Tag.ADV or self.low[verb] in word_set("read_soft"))
            and not self.tags[verb] & FINITE
        ):
            verb += 1
        if verb >= len(self.toks):
            return False
        subject, tags = self.tags[head], self.tags[verb]
        if not tags or not subject or tags & (Tag.AUX | Tag.MODAL | Tag.PAST):
            return True
        if self.low[head] in {"i", "you", "we", "they", "who", "which", "that", "these", "those", "what", "people"} or subject & Tag.NUM:
            return True
        sure = head > 0 and bool(self.tags[head - 1] & (Tag.DET | Tag.POSS | Tag.ADJ | Tag.NUM))
        if subject & Tag.SUBJ:
            return True
        ends = (verb + 1 == len(self.toks) or bool(self.toks[verb].post)) and not sure
        if ends and tags & Tag.NOUN:
            return False
        only_plural = subject & Tag.PLURAL and not subject & (Tag.MASS | Tag.NAME | Tag.COUNT)
        if only_plural and tags & Tag.THIRD and not tags & Tag.BASE:
            return False
        return bool(subject & Tag.PLURAL or subject & Tag.PARTICIPLE or tags & Tag.THIRD)

    def _clauses(self, at: int) -> Iterator[int]:
        """A whole sentence: clauses with what links them, after an opening of time or place."""
        if at >= len(self.toks):
            return
        for end in self._once("clause", at, self._clause):
            yield end
            yield from self._linked(end)
        tags = self.tags[at]
        if at == 0 and tags & Tag.BASE and "then" in self.low:
            yield from self._once("vp", at, self._vp)
        if at == 0 and self.low[at] == "thank":
            yield from self._once("tail", 2, self._tail)
        if self.low[at] in {"here", "there"}:
            yield from self._once("vp", at + 1, self._vp)
        if tags & Tag.PREP or tags & Tag.ADV or self.low[at] in word_set("read_links") | {"to", "please"} or tags & Tag.ING:
            for end in self._once("tail", at, self._tail):
                if end > at:
                    yield from self._once("clauses", end, self._clauses)
        if at == 0 and (tags & (Tag.AUX | Tag.MODAL | Tag.WH) or self.low[0] in {"please", "how", "what", "which", "who"}):
            for skip in range(1, min(5, len(self.toks))):
                yield from self._once("clause", skip, self._clause)
                yield from self._once("list-tail", skip, self._list)
                yield from self._once("rest", skip, self._rest)
                for end in self._once("list", skip, self._list):
                    yield from self._once("rest", end, self._rest)

    def _linked(self, end: int) -> Iterator[int]:
        if end >= len(self.toks):
            return
        if self.low[end] in word_set("read_links"):
            yield from self._once("clauses", end + 1, self._clauses)
        elif self.toks[end - 1].post == "," and self.toks[end].word[:1].isupper():
            yield from self._once("thing", end, self._thing)
        elif self.toks[end - 1].post == "," and self.low[end] in {"so", "then", "all", "both", "each"}:
            yield from self._once("clauses", end, self._clauses)
