"""Reads happenings: a verb with its objects, and whole clauses with what links them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prompts.fitting.reading_row import FINITE, Part, Reading, Row
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["CLAUSES"]


def _rest(row: Row, at: int) -> Iterator[int]:
    """What follows a main verb: its objects and the rest."""
    yield from row.ends("tail", at)
    if at >= len(row.toks) or (at and row.toks[at - 1].post):
        return
    for end in row.ends("list", at):
        yield from row.ends("tail", end)
        if row.low[at - 1] in word_set("read_gives") or lexicon().base(row.low[at - 1]) in word_set("read_gives"):
            if row.base(at - 1) in word_set("read_says"):
                yield from row.ends("clause", end)
            for after in row.ends("list", end) if not row.toks[end - 1].post else ():
                yield from row.ends("tail", after)
        if (
            end < len(row.toks)
            and (row.tags[end] & (Tag.ADJ | Tag.BASE | Tag.PARTICIPLE | Tag.COUNT) or not row.tags[end])
            and _shapes(row, at - 1)
        ):
            yield from row.ends("rest", end + 1)
    linked = any(row.tags[before] & Tag.AUX or row.base(before) in word_set("read_linking") for before in range(max(0, at - 6), at))
    described = linked and (row.tags[at] & (Tag.ADJ | Tag.PARTICIPLE) or not row.tags[at])
    if described or row.tags[at] & Tag.ADV or row.low[at] in word_set("read_soft"):
        yield from row.ends("rest", at + 1)
        if at + 1 < len(row.toks) and row.low[at + 1] in {"and", "or", "but"} and not row.toks[at].post:
            yield from row.ends("rest", at + 2)
    if row.low[at] == "to" and row.is_verb(at + 1):
        yield from row.ends("rest", at + 2)
    says = row.base(at - 1) in word_set("read_says")
    if says or row.tags[at] & Tag.SUBJ or row.low[at] in {"that", "the"}:
        yield from row.ends("clause", at)


def _shapes(row: Row, at: int) -> bool:
    base = row.base(at)
    return base in word_set("read_shapes") or base in word_set("read_gives")


def _vp(row: Row, at: int) -> Iterator[int]:
    """A finite verb phrase."""
    index = at
    while index < len(row.toks) and (
        row.tags[index] & (Tag.ADV | Tag.AUX | Tag.MODAL) or (row.low[index] in word_set("read_soft") and not row.tags[index] & Tag.PREP)
    ):
        if row.tags[index] & (Tag.AUX | Tag.MODAL):
            for end in row.ends("rest", index + 1):
                yield end
                yield from _and_does(row, end)
        index += 1
        if row.toks[index - 1].post:
            break
    for early in range(at, index):
        if row.low[early] in word_set("read_soft") and row.tags[early] & (Tag.THIRD | Tag.PAST | Tag.BASE):
            for end in row.ends("rest", early + 1):
                yield end
                yield from _and_does(row, end)
    if not row.is_verb(index):
        return
    helped = any(row.tags[before] & (Tag.AUX | Tag.MODAL) for before in range(at, index))
    if helped or row.tags[index] & (Tag.THIRD | Tag.PAST | Tag.BASE | Tag.ADJ) or not row.tags[index]:
        for end in row.ends("rest", index + 1):
            yield end
            yield from _and_does(row, end)


def _and_does(row: Row, end: int) -> Iterator[int]:
    """A further verb of the same subject: "and kept the log"."""
    if end >= len(row.toks):
        return
    joined = row.low[end] in {"and", "but", "or", "then", "not"}
    if not joined and row.toks[end - 1].post != ",":
        return
    after = end + 1 if joined else end
    if after < len(row.toks) and row.tags[after] & Tag.ING and joined:
        yield from row.ends("rest", after + 1)
    while after < len(row.toks) and row.low[after] in {"then", "not", "never", "also", "still", "to", "even", "and"}:
        after += 1
    yield from row.ends("vp", after)


def _clause(row: Row, at: int) -> Iterator[int]:
    near = row.ends("np", at)
    for end in row.ends("list", at):
        if end not in near or _agrees(row, end - 1, end):
            yield from row.ends("vp", end)


def _agrees(row: Row, head: int, verb: int) -> bool:
    """Whether a verb right behind its subject can belong to it."""
    while verb < len(row.toks) and (row.tags[verb] & Tag.ADV or row.low[verb] in word_set("read_soft")) and not row.tags[verb] & FINITE:
        verb += 1
    if verb >= len(row.toks):
        return False
    subject, tags = row.tags[head], row.tags[verb]
    if not tags or not subject or tags & (Tag.AUX | Tag.MODAL | Tag.PAST):
        return True
    if row.low[head] in {"i", "you", "we", "they", "who", "which", "that", "these", "those", "what", "people"} or subject & Tag.NUM:
        return True
    sure = head > 0 and bool(row.tags[head - 1] & (Tag.DET | Tag.POSS | Tag.ADJ | Tag.NUM))
    if subject & Tag.SUBJ:
        return True
    ends = (verb + 1 == len(row.toks) or bool(row.toks[verb].post)) and not sure
    if ends and tags & Tag.NOUN:
        return False
    only_plural = subject & Tag.PLURAL and not subject & (Tag.MASS | Tag.NAME | Tag.COUNT)
    if only_plural and tags & Tag.THIRD and not tags & Tag.BASE:
        return False
    return bool(subject & Tag.PLURAL or subject & Tag.PARTICIPLE or tags & Tag.THIRD)


def _clauses(row: Row, at: int) -> Iterator[int]:
    """A whole sentence: clauses with what links them, after an opening of time or place."""
    if at >= len(row.toks):
        return
    for end in row.ends("clause", at):
        yield end
        yield from _linked(row, end)
    tags = row.tags[at]
    if at == 0 and tags & Tag.BASE and "then" in row.low:
        yield from row.ends("vp", at)
    if at == 0 and row.low[at] == "thank":
        yield from row.ends("tail", 2)
    if row.low[at] in {"here", "there"}:
        yield from row.ends("vp", at + 1)
    if tags & Tag.PREP or tags & Tag.ADV or row.low[at] in word_set("read_links") | {"to", "please"} or tags & Tag.ING:
        for end in row.ends("tail", at):
            if end > at:
                yield from row.ends("clauses", end)
    if at == 0 and (tags & (Tag.AUX | Tag.MODAL | Tag.WH) or row.low[0] in {"please", "how", "what", "which", "who"}):
        for skip in range(1, min(5, len(row.toks))):
            yield from row.ends("clause", skip)
            yield from row.ends("list-tail", skip)
            yield from row.ends("rest", skip)
            for end in row.ends("list", skip):
                yield from row.ends("rest", end)


def _linked(row: Row, end: int) -> Iterator[int]:
    if end >= len(row.toks):
        return
    if row.low[end] in word_set("read_links"):
        yield from row.ends("clauses", end + 1)
    elif row.toks[end - 1].post == "," and row.toks[end].word[:1].isupper():
        yield from row.ends("thing", end)
    elif row.toks[end - 1].post == "," and row.low[end] in {"so", "then", "all", "both", "each"}:
        yield from row.ends("clauses", end)


CLAUSES: Mapping[Part, Reading] = {"rest": _rest, "vp": _vp, "clause": _clause, "clauses": _clauses}
