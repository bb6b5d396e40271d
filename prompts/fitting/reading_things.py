"""Reads things: a noun phrase, what follows its head, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.fitting.reading_row import HEAD, PRONOUN, Row
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["Things"]

_INSIDE = HEAD | Tag.ADJ | Tag.ING | Tag.PARTICIPLE | Tag.POSS
_BARE_ENDS = ("s", "cy", "sm", "phy", "logy", "ics", "ware", "work")
_MASS_ENDS = ("tion", "sion", "ance", "ence", "ity", "ness", "ment")


class Things(Row):
    """The readings of noun phrases."""

    def _np(self, at: int) -> Iterator[int]:
        """Where a noun phrase from here can end, without what follows its head."""
        if at >= len(self.toks):
            return
        if self.tags[at] & PRONOUN or self.low[at] in word_set("read_pronoun"):
            yield at + 1
            if (
                self.low[at].startswith(("some", "any", "every", "no"))
                and at + 1 < len(self.toks)
                and (self.tags[at + 1] & Tag.ADJ or self.low[at + 1].endswith("er"))
            ):
                yield at + 2
        start, index, determined, number = at, at, False, False
        while index < len(self.toks) and (self.low[index] in word_set("read_pre") or self.tags[index] & (Tag.DET | Tag.POSS | Tag.NUM)):
            tags = self.tags[index]
            determined = determined or bool(tags & (Tag.DET | Tag.POSS | Tag.NUM)) or self.low[index] in {"each", "every", "another"}
            number = number or bool(tags & Tag.NUM and self.low[index] not in {"one", "1"} and "-" not in self.low[index])
            index += 1
            owner = tags & Tag.POSS and "'" in self.low[index - 1]
            if (
                tags & Tag.NUM
                or owner
                or (tags & Tag.DET and self.low[index - 1] in word_set("read_alone"))
                or self.low[index - 1] == "same"
            ):
                yield index
            if self.toks[index - 1].post:
                break
        while index < len(self.toks) and not (index > start and self.toks[index - 1].post):
            tags, low = self.tags[index], self.low[index]
            known = tags & ~Tag.NAME or tags & Tag.NAME
            before = self.tags[index - 1] if index > start else Tag.NONE
            acts = tags & Tag.BASE and tags & Tag.NOUN and before & Tag.PLURAL and self.low[index - 1] in lexicon().tags_of
            acts = acts and not before & (Tag.MASS | Tag.COUNT | Tag.NAME | Tag.THIRD)
            dated = (
                tags & Tag.NUM and before & Tag.COUNT and self.low[index + 1 : index + 2] and self.low[index + 1] in word_set("read_months")
            )
            if acts or dated:
                return
            if tags & Tag.POSS:
                determined = True
            elif (low in word_set("read_never_passive") and not tags & (Tag.ADJ | HEAD)) or (
                known and not tags & (_INSIDE | Tag.ADV | Tag.BASE | Tag.THIRD) and low not in {"first", "last", "next"}
            ):
                return
            index += 1
            verbal = (
                tags & Tag.THIRD
                or (tags & Tag.BASE and (index - 1 > start or (start and self.tags[start - 1] & Tag.PREP)))
                or (tags & Tag.POSS and tags != Tag.POSS | Tag.DET)
            )
            if (tags & HEAD or not known or tags & (Tag.ADJ | Tag.ING) or verbal) and self._head_stands(
                index - 1, start, determined, number
            ):
                yield index

    def _clashes(self, head: int, start: int, determined: bool) -> bool:
        """Whether the words before a head cannot stand with it: "worst area", "the door 2", "a forms"."""
        tags, low = self.tags[head], self.low[head]
        if (
            any(self.low[at] in word_set("read_needs_the") for at in range(start, head))
            and not determined
            and not tags & Tag.PLURAL
            and low != "aid"
            and not (low in word_set("read_times") and head == start + 1 and self.low[start] in {"last", "next"})
        ):
            return True
        if (
            tags & Tag.NUM
            and head > start
            and self.tags[head - 1] & Tag.COUNT
            and self.low[start] == "the"
            and low[0].isdigit()
            and "%" not in low
        ):
            return True
        only_plural = tags & Tag.PLURAL and not tags & (Tag.MASS | Tag.COUNT | Tag.NUM)
        counted = any(
            self.tags[at] & Tag.NUM or self.low[at] in {"few", "couple", "hundred", "thousand", "great", "good"}
            for at in range(start, head)
        )
        one = self.low[start] in {"a", "an"} and head <= start + 2 and not self.tags[start + 1] & Tag.COUNT
        return bool(only_plural and one and not counted)

    def _shares(self, head: int, start: int) -> bool:
        """Whether a thing shares the article of the one it is joined to, or is one of a pair after "of"."""
        before = self.low[start - 1] if start else ""
        if before == "of":
            return self.low[head + 1 : head + 2] == ["and"]
        if start > 2 and before == "and" and self.low[start - 3] == "of":
            return True
        owned = any(self.tags[at] & (Tag.DET | Tag.POSS) for at in range(max(0, start - 7), max(0, start - 1)))
        return start > 1 and before in {"and", "or"} and owned

    def _head_stands(self, head: int, start: int, determined: bool, number: bool) -> bool:
        tags, low = self.tags[head], self.low[head]
        if low in word_set("read_times") and head == start + 1 and self.low[start] in {"last", "next", "this"}:
            return True
        if head and low in {"lunchtime", "lunch", "morning", "afternoon", "evening", "night"} and self.tags[head - 1] & Tag.NAME:
            return True
        if self._clashes(head, start, determined):
            return False
        if tags == Tag.NUM and head > start and not (self.tags[head - 1] & (Tag.NUM | Tag.ADJ | Tag.DET | Tag.NAME)):
            return self.low[head - 1] in word_set("labels") | word_set("read_times")
        if self._shares(head, start) or (tags & Tag.COUNT and low.endswith(_MASS_ENDS) and not low.endswith("station")):
            return True
        if not tags:
            before = self.low[start - 1] if start else ""
            return (
                determined or before in {"of", "and", "or", "by", "as", "per"} or low.endswith(_BARE_ENDS) or head > start + 1 or start == 0
            )
        if tags & Tag.THIRD and not tags & HEAD:
            return True
        if low == "own" or tags & Tag.POSS:
            return determined
        if tags & (Tag.ADJ | Tag.ING) and not tags & HEAD:
            return (determined and (self.low[start] == "the" or low in {"third", "quarter", "half"}) and not low.endswith("er")) or bool(
                tags & Tag.ING
            )
        if tags & (Tag.MASS | Tag.PLURAL | Tag.NAME | Tag.NUM) or "-" in low:
            return True
        if number:
            return (
                not self.tags[head] & Tag.COUNT
                or low in word_set("read_times") | {"percent"}
                or any(self.tags[at] & (Tag.DET | Tag.POSS) for at in range(start, head))
            )
        before = self.low[start - 1] if start else ""
        alone = head == start and bool(tags & Tag.BASE and self.tags[start - 1] & Tag.PREP)
        bare = before in {"by", "as", "per"} or alone or low in word_set("bare_place") | word_set("without_article")
        return determined or (bare and start > 0)

    def _thing(self, at: int) -> Iterator[int]:
        """A noun phrase with what modifies it from behind."""
        for end in self._once("np", at, self._np):
            yield from self._once("tail", end, self._tail)
        if at < len(self.toks) and self.tags[at] & Tag.ING:
            yield from self._once("rest", at + 1, self._rest)
        if at < len(self.toks) and self.low[at] in {"how", "what", "why", "where", "whether", "when", "who", "which"}:
            yield from self._once("clause", at + 1, self._clause)
            yield from self._once("vp", at + 1, self._vp)
            if self.low[at] == "how" and at + 2 < len(self.toks):
                yield from self._once("clause", at + 2, self._clause)
            if self.low[at] in {"how", "which", "what", "whose"}:
                for end in self._once("np", at + 1, self._np):
                    yield from self._once("clause", end, self._clause)
                    yield from self._once("vp", end, self._vp)

    def _list(self, at: int) -> Iterator[int]:
        for end in self._once("thing", at, self._thing):
            yield end
            yield from self._joined(end)

    def _joined(self, end: int) -> Iterator[int]:
        """Where further things of a list end; commas alone do not make one."""
        if end >= len(self.toks):
            return
        joined = self.low[end] in {"and", "or", "plus", "then", "not", "but"}
        if not joined and self.toks[end - 1].post != ",":
            return
        after = end + 1 if joined else end
        if joined and after < len(self.toks) and self.low[after] in {"they", "we", "he", "she"}:
            return
        if after < len(self.toks) and self.low[after] in {"then", "not", "even", "especially", "mostly", "mainly", "and", "or"}:
            joined = True
            after += 1
        if joined:
            yield from self._once("list", after, self._list)
            return
        for further in self._once("thing", after, self._thing):
            if (
                self.low[after] in {"a", "an", "the", "no"}
                or self.tags[after] & Tag.NUM
                or self.low[after] in {"my", "our", "your", "their"}
            ):
                yield further
            yield from self._once("joined", further, self._joined)
