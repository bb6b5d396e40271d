"""Reads what may follow a noun or an object: prepositions, clauses about it, adverbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prompts.fitting.reading_row import PRONOUN, Part, Reading, Row
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["TAILS"]


def _tail(row: Row, at: int) -> Iterator[int]:
    """What may follow a noun or a verb's object: prepositions, clauses about it, adverbs."""
    yield at
    if at >= len(row.toks):
        return
    mark = row.toks[at - 1].post if at else ""
    if mark not in {"", ","} and not row.toks[at].pre and not mark.endswith(")"):
        return
    for part in (_strays, _prepositions, _modifiers, _adverbs):
        yield from part(row, at)


def _strays(row: Row, at: int) -> Iterator[int]:
    """A preposition or a question word left alone at an end, and what "but" or "mostly" puts in front of another part."""
    tags, low = row.tags[at], row.low[at]
    if tags & Tag.PREP and row.low[at + 1 : at + 2] and row.low[at + 1] in {"last", "this", "next", "every", "yesterday", "today", "now"}:
        yield from row.ends("tail", at + 1)
    if low in {"why", "how", "when", "where"} and (at + 1 == len(row.toks) or row.toks[at].post):
        yield at + 1
    if tags & Tag.PREP and (at + 1 == len(row.toks) or row.toks[at].post):
        yield from row.ends("tail", at + 1)
    if low in {"but", "not", "and", "or", "mostly", "especially", "mainly"} and at + 1 < len(row.toks):
        after = row.tags[at + 1]
        if after & (Tag.PREP | Tag.ADV) or row.low[at + 1] in {"not", "only", "why", "how", "when", "where"}:
            yield from row.ends("tail", at + 1)


def _prepositions(row: Row, at: int) -> Iterator[int]:
    tags, low = row.tags[at], row.low[at]
    if tags & Tag.PREP or low in {"than", "as", "like", "per", "via", "vs", "versus", "a", "an", "each", "every"}:
        for end in row.ends("list", at + 1):
            yield from row.ends("tail", end)
        if at + 1 < len(row.toks) and row.low[at + 1] in word_set("read_set"):
            yield from row.ends("tail", at + 2)
        if at + 1 < len(row.toks) and row.tags[at + 1] & Tag.PREP:
            yield from row.ends("tail", at + 1)


def _modifiers(row: Row, at: int) -> Iterator[int]:
    """Infinitives and clauses about what was named."""
    tags, low = row.tags[at], row.low[at]
    if low == "to" and at + 1 < len(row.toks) and row.is_verb(at + 1):
        yield from row.ends("rest", at + 2)
    if low == "because" and row.low[at + 1 : at + 2] == ["of"]:
        for end in row.ends("list", at + 2):
            yield from row.ends("tail", end)
    if low in {"who", "which", "that", "where", "when", "whose", "how", "what", "why", "whether", "because", "if", "while", "since",
               "before", "after", "until", "so", "as", "once", "than", "though", "although", "unless"}:  # fmt: skip
        yield from row.ends("clause", at + 1)
        yield from row.ends("vp", at + 1)
        if at + 1 < len(row.toks) and row.tags[at + 1] & (Tag.ING | Tag.PARTICIPLE | Tag.ADJ):
            yield from row.ends("rest", at + 2)
    if tags & Tag.NUM and [*row.low[at + 1 : at + 3]] in (["of", "whom"], ["of", "which"]):
        yield from row.ends("vp", at + 3)
    named = at and (row.tags[at - 1] & (Tag.NOUN | PRONOUN | Tag.NUM | Tag.DET) or not row.tags[at - 1])
    if named and (tags & Tag.SUBJ or (not row.toks[at - 1].post and tags & (Tag.DET | Tag.POSS | Tag.NAME))):
        yield from row.ends("clause", at)


def _adverbs(row: Row, at: int) -> Iterator[int]:
    """Phrases with -ing or a participle, adverbs, times and asides."""
    tags, low = row.tags[at], row.low[at]
    if tags & Tag.ING or (tags & Tag.PARTICIPLE and low not in word_set("read_never_passive")):
        yield from row.ends("rest", at + 1)
    if tags & Tag.ADV or low in word_set("read_soft") or (not tags and low.endswith(("ly", "wards", "day", "wide", "hand"))):
        yield from row.ends("tail", at + 1)
    if tags & (Tag.DET | Tag.NUM) or low in {"last", "next", "every", "each", "this", "twice", "once", "half"} or tags & Tag.NAME:
        for end in row.ends("np", at):
            day = row.tags[end - 1] & Tag.NAME and low in {"any", "every", "each", "next", "last", "this"}
            if tags & Tag.NUM and not tags & Tag.DET and "times" not in row.low[at:end] and not _lasts(row, at, end):
                continue
            if row.low[end - 1] in word_set("read_times") or day or low in {"every", "each"} or row.low[at] in {"twice", "once"}:
                yield from row.ends("tail", end)
    if row.toks[at].pre == "(":
        for end in range(at + 1, len(row.toks) + 1):
            if row.toks[end - 1].post.startswith(")"):
                yield from row.ends("tail", end)


def _lasts(row: Row, at: int, end: int) -> bool:
    """Whether a bare length of time can stand here: after a verb of time, or before "ago" and the like."""
    after = row.low[end] if end < len(row.toks) else ""
    verbs = {(lexicon().base(low) or low) for low in row.low[max(0, at - 6) : at]}
    return after in {"ago", "later", "earlier", "a", "per", "each", "late", "early", "ahead", "away", "straight", "long"} or bool(
        verbs & word_set("read_lasting")
    )


TAILS: Mapping[Part, Reading] = {"tail": _tail}
