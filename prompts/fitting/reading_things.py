"""Reads things: a noun phrase, what follows its head, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prompts.fitting.reading_row import HEAD, PRONOUN, Part, Reading, Row
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["THINGS"]

_INSIDE = HEAD | Tag.ADJ | Tag.ING | Tag.PARTICIPLE | Tag.POSS
_BARE_ENDS = ("s", "cy", "sm", "phy", "logy", "ics", "ware", "work")
_MASS_ENDS = ("tion", "sion", "ance", "ence", "ity", "ness", "ment")


def _np(row: Row, at: int) -> Iterator[int]:
    """Where a noun phrase from here can end, without what follows its head."""
    if at >= len(row.toks):
        return
    if row.tags[at] & PRONOUN or row.low[at] in word_set("read_pronoun"):
        yield at + 1
        if (
            row.low[at].startswith(("some", "any", "every", "no"))
            and at + 1 < len(row.toks)
            and (row.tags[at + 1] & Tag.ADJ or row.low[at + 1].endswith("er"))
        ):
            yield at + 2
    start, index, determined, number = at, at, False, False
    while index < len(row.toks) and (row.low[index] in word_set("read_pre") or row.tags[index] & (Tag.DET | Tag.POSS | Tag.NUM)):
        tags = row.tags[index]
        determined = determined or bool(tags & (Tag.DET | Tag.POSS | Tag.NUM)) or row.low[index] in {"each", "every", "another"}
        number = number or bool(tags & Tag.NUM and row.low[index] not in {"one", "1"} and "-" not in row.low[index])
        index += 1
        owner = tags & Tag.POSS and "'" in row.low[index - 1]
        if tags & Tag.NUM or owner or (tags & Tag.DET and row.low[index - 1] in word_set("read_alone")) or row.low[index - 1] == "same":
            yield index
        if row.toks[index - 1].post:
            break
    while index < len(row.toks) and not (index > start and row.toks[index - 1].post):
        tags, low = row.tags[index], row.low[index]
        before = row.tags[index - 1] if index > start else Tag.NONE
        acts = tags & Tag.BASE and tags & Tag.NOUN and before & Tag.PLURAL and row.low[index - 1] in lexicon().tags_of
        acts = acts and not before & (Tag.MASS | Tag.COUNT | Tag.NAME | Tag.THIRD)
        dated = tags & Tag.NUM and before & Tag.COUNT and row.low[index + 1 : index + 2] and row.low[index + 1] in word_set("read_months")
        if acts or dated:
            return
        if tags & Tag.POSS:
            determined = True
        elif (low in word_set("read_never_passive") and not tags & (Tag.ADJ | HEAD)) or (
            tags and not tags & (_INSIDE | Tag.ADV | Tag.BASE | Tag.THIRD) and low not in {"first", "last", "next"}
        ):
            return
        index += 1
        verbal = (
            tags & Tag.THIRD
            or (tags & Tag.BASE and (index - 1 > start or (start and row.tags[start - 1] & Tag.PREP)))
            or (tags & Tag.POSS and tags != Tag.POSS | Tag.DET)
        )
        if (tags & HEAD or not tags or tags & (Tag.ADJ | Tag.ING) or verbal) and _head_stands(row, index - 1, start, determined, number):
            yield index


def _clashes(row: Row, head: int, start: int, determined: bool) -> bool:
    """Whether the words before a head cannot stand with it: "worst area", "the door 2", "a forms"."""
    tags, low = row.tags[head], row.low[head]
    if (
        any(row.low[at] in word_set("read_needs_the") for at in range(start, head))
        and not determined
        and not tags & Tag.PLURAL
        and low != "aid"
        and not (low in word_set("read_times") and head == start + 1 and row.low[start] in {"last", "next"})
    ):
        return True
    if (
        tags & Tag.NUM
        and head > start
        and row.tags[head - 1] & Tag.COUNT
        and row.low[start] == "the"
        and low[0].isdigit()
        and "%" not in low
    ):
        return True
    only_plural = tags & Tag.PLURAL and not tags & (Tag.MASS | Tag.COUNT | Tag.NUM)
    counted = any(
        row.tags[at] & Tag.NUM or row.low[at] in {"few", "couple", "hundred", "thousand", "great", "good"} for at in range(start, head)
    )
    one = row.low[start] in {"a", "an"} and head <= start + 2 and not row.tags[start + 1] & Tag.COUNT
    return bool(only_plural and one and not counted)


def _shares(row: Row, head: int, start: int) -> bool:
    """Whether a thing shares the article of the one it is joined to, or is one of a pair after "of"."""
    before = row.low[start - 1] if start else ""
    if before == "of":
        return row.low[head + 1 : head + 2] == ["and"]
    if start > 2 and before == "and" and row.low[start - 3] == "of":
        return True
    owned = any(row.tags[at] & (Tag.DET | Tag.POSS) for at in range(max(0, start - 7), max(0, start - 1)))
    return start > 1 and before in {"and", "or"} and owned


def _head_stands(row: Row, head: int, start: int, determined: bool, number: bool) -> bool:
    tags, low = row.tags[head], row.low[head]
    if low in word_set("read_times") and head == start + 1 and row.low[start] in {"last", "next", "this"}:
        return True
    if head and low in {"lunchtime", "lunch", "morning", "afternoon", "evening", "night"} and row.tags[head - 1] & Tag.NAME:
        return True
    if _clashes(row, head, start, determined):
        return False
    if tags == Tag.NUM and head > start and not (row.tags[head - 1] & (Tag.NUM | Tag.ADJ | Tag.DET | Tag.NAME)):
        return row.low[head - 1] in word_set("labels") | word_set("read_times")
    if _shares(row, head, start) or (tags & Tag.COUNT and low.endswith(_MASS_ENDS) and not low.endswith("station")):
        return True
    if not tags:
        before = row.low[start - 1] if start else ""
        return determined or before in {"of", "and", "or", "by", "as", "per"} or low.endswith(_BARE_ENDS) or head > start + 1 or start == 0
    if tags & Tag.THIRD and not tags & HEAD:
        return True
    if low == "own" or tags & Tag.POSS:
        return determined
    if tags & (Tag.ADJ | Tag.ING) and not tags & HEAD:
        return (determined and (row.low[start] == "the" or low in {"third", "quarter", "half"}) and not low.endswith("er")) or bool(
            tags & Tag.ING
        )
    if tags & (Tag.MASS | Tag.PLURAL | Tag.NAME | Tag.NUM) or "-" in low:
        return True
    if number:
        return (
            not row.tags[head] & Tag.COUNT
            or low in word_set("read_times") | {"percent"}
            or any(row.tags[at] & (Tag.DET | Tag.POSS) for at in range(start, head))
        )
    before = row.low[start - 1] if start else ""
    alone = head == start and bool(tags & Tag.BASE and row.tags[start - 1] & Tag.PREP)
    bare = before in {"by", "as", "per"} or alone or low in word_set("bare_place") | word_set("without_article")
    return determined or (bare and start > 0)


def _thing(row: Row, at: int) -> Iterator[int]:
    """A noun phrase with what modifies it from behind."""
    for end in row.ends("np", at):
        yield from row.ends("tail", end)
    if at < len(row.toks) and row.tags[at] & Tag.ING:
        yield from row.ends("rest", at + 1)
    if at < len(row.toks) and row.low[at] in {"how", "what", "why", "where", "whether", "when", "who", "which"}:
        yield from row.ends("clause", at + 1)
        yield from row.ends("vp", at + 1)
        if row.low[at] == "how" and at + 2 < len(row.toks):
            yield from row.ends("clause", at + 2)
        if row.low[at] in {"how", "which", "what", "whose"}:
            for end in row.ends("np", at + 1):
                yield from row.ends("clause", end)
                yield from row.ends("vp", end)


def _list(row: Row, at: int) -> Iterator[int]:
    for end in row.ends("thing", at):
        yield end
        yield from _joined(row, end)


def _joined(row: Row, end: int) -> Iterator[int]:
    """Where further things of a list end; commas alone do not make one."""
    if end >= len(row.toks):
        return
    joined = row.low[end] in {"and", "or", "plus", "then", "not", "but"}
    if not joined and row.toks[end - 1].post != ",":
        return
    after = end + 1 if joined else end
    if joined and after < len(row.toks) and row.low[after] in {"they", "we", "he", "she"}:
        return
    if after < len(row.toks) and row.low[after] in {"then", "not", "even", "especially", "mostly", "mainly", "and", "or"}:
        joined = True
        after += 1
    if joined:
        yield from row.ends("list", after)
        return
    for further in row.ends("thing", after):
        if row.low[after] in {"a", "an", "the", "no"} or row.tags[after] & Tag.NUM or row.low[after] in {"my", "our", "your", "their"}:
            yield further
        yield from row.ends("joined", further)


THINGS: Mapping[Part, Reading] = {"np": _np, "thing": _thing, "list": _list, "list-tail": _list, "joined": _joined}
