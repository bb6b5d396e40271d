"""Writes a jotted motive or reason out in one to three whole sentences: "14 yrs driving, want to dispatch" and its like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from prompts.fitting.expand_bits import ASIDE, Bit, bits_of, kept_of, plain
from prompts.fitting.expand_clause import clause_of_piece
from prompts.fitting.expand_head import named_thing
from prompts.fitting.expand_join import checked, joined
from prompts.fitting.expand_subject import finite_at
from prompts.fitting.phrase import tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import join, lowered_start, tokens
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.whole_clause import Clause
from prompts.fitting.withhold import POINTS_BACK, Why
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["expand_motivation", "expand_reason", "expanded", "is_jotted", "left_over", "names_decision"]

_NAMES_DECISION = LazyPattern(r"\bI (?:have )?(?:decided|chosen|chose)\b|\bmy decision\b")
#: A motive that already says it is one: "I applied because", "What draws me".
_NAMES_THE_WISH = named_pattern("motive_names_the_wish")
_OF_US = LazyPattern(r"\b(?:I|my|mine|me|you|your)\b", re.IGNORECASE)


def expand_motivation(text: str, notes: Notes) -> dict[str, str]:
    """`own` and `told`, or `said`, of a jotted motive; none where it is not certain, or where the note needs no writing out."""
    words = expanded(text, "motivation", reader_of(notes))
    if words is None and (things := _list_of_things(text, reader_of(notes))):
        return {"np": things}
    if not words or not _OF_US.search(words):
        return {}
    return {"said": words} if _NAMES_THE_WISH.search(words) else _own(words, notes)


def _list_of_things(text: str, reader: Reader) -> str:
    """A note of nothing but things with commas between them as one list: "union shop, day shift"."""
    kept, _ = kept_of(bits_of(plain(text)), "motivation")
    if not 2 <= len(kept) <= 4 or any(bit.mark not in {"", ","} for bit in kept):
        return ""
    clauses = [clause_of_piece(bit.text, "motivation", reader.names, first=True) for bit in kept]
    named = [named_thing(clause.text) if clause and clause.role == "thing" else "" for clause in clauses]
    if not all(named) or any(finite_at(tokens(clause.text)) or _NO_THING.search(clause.text) for clause in clauses if clause):
        return ""
    return ", ".join(named[:-1]) + ("" if " and " in f" {named[-1]} " else " and ") + named[-1] if not named[-1].startswith("and ") else ""


_NO_THING = LazyPattern(r"\b(?:first|second|finally|off|i|you|they|one)$|\b(?:i|they|he|she)\b", re.IGNORECASE)


def expand_reason(text: str, notes: Notes) -> dict[str, str]:
    """`own` and `told` of a jotted reason; none where it is not certain, or where the note needs no writing out."""
    words = expanded(text, "reason", reader_of(notes))
    if not words:
        return {}
    return {"said": words} if names_decision(words) else _own(words, notes)


def names_decision(words: str) -> bool:
    """Whether a reason says that the writer has decided, so that the email must not say it again."""
    return bool(_NAMES_DECISION.search(words))


def _own(words: str, notes: Notes) -> dict[str, str]:
    alone = words.count(". ") == 0 and ":" not in words
    return {"own": words} | ({"told": join(lowered_start(tokens(words), reader_of(notes).names))} if alone else {})


def is_jotted(text: str, kind: Why, notes: Notes) -> bool:
    """Whether the note is a jotting that cannot be written out, so that its words must not stand in the email as they are."""
    return expanded(text, kind, reader_of(notes)) == ""


def left_over(text: str, kind: Why, notes: Notes) -> dict[str, str]:
    """`own` and `told` of the one plain piece of a note that is left when all that must not be told is taken out."""
    words = expanded(text, kind, reader_of(notes), alone=True) if is_jotted(text, kind, notes) else ""
    return _own(words, notes) if words else {}


@lru_cache(maxsize=256)
def expanded(text: str, kind: Why, reader: Reader, *, alone: bool = False) -> str | None:
    """The note in whole sentences with their full stops, seen from the reader's side.

    What is the household's own business, money and complaints are left out with their piece, and so is all of the note where the rest
    leans on them.

    Args:
        text: the note, normalised.
        kind: what it is: a motive for wanting the job, or a reason for declining it or taking time.
        reader: who reads the email.
        alone: whether one plain piece left over by others is written out too.

    Returns:
        None for a note that is no jotting, "" for one that cannot be written out for certain.
    """
    bits = bits_of(plain(text))
    kept, dropped = kept_of(bits, kind)
    if not kept:
        return "" if dropped else None
    liked = _liked_that(kept, reader) if kind == "motivation" else ""
    clauses = _shared(
        [
            clause_of_piece(bit.text, kind, reader.names, first=index == 0, opens=not bit.mark or bit.mark == ".")
            for index, bit in enumerate(kept)
        ],
        kept,
        reader,
    )
    if not liked and _says_it_plainly(clauses):
        return ((alone and joined(kept, clauses, kind, reader)) or "") if dropped else None
    written = liked or joined(kept, clauses, kind, reader)
    if written:
        jotted = (
            bool(ASIDE.search(text))
            or dropped
            or bool(liked)
            or any(clause and clause.changed for clause in clauses)
            or _spliced(kept, clauses)
        )
        return written if jotted else None
    if dropped and any(POINTS_BACK.search(bit.text) for bit in kept):
        return ""
    if kind == "reason":
        return _beginning(kept, clauses, reader)
    return "" if _jotted(kept, clauses) or ASIDE.search(text) else None


def _says_it_plainly(clauses: Sequence[Clause | None]) -> bool:
    """Whether one piece says it all, with its subject or with none but the writer's: other forms hold all of it."""
    first = clauses[0]
    return (
        first is not None
        and all(clause is not None and clause.role == "tail" for clause in clauses[1:])
        and ((first.subjectless and first.text.startswith("I ")) or not first.changed)
    )


def _beginning(bits: Sequence[Bit], clauses: Sequence[Clause | None], reader: Reader) -> str | None:
    """The longest beginning of a reason that is certain, where its end is not."""
    for size in range(len(bits) - 1, 0, -1):
        first = clauses[0]
        if size == 1 and (first is None or not first.changed or POINTS_BACK.search(bits[0].text)):
            continue
        written = joined(bits[:size], clauses[:size], "reason", reader)
        if written:
            return written
    return "" if _jotted(bits, clauses) else None


def _shared(clauses: list[Clause | None], bits: Sequence[Bit], reader: Reader) -> list[Clause | None]:
    """The pieces with those joined on that go on about the reader by name: "Ana still teaches, wants to stay hands-on"."""
    opening = bits[0].text.lower().replace("dr ", "").replace("dr. ", "").replace("ms ", "").replace("mr ", "").split()[0]
    if not reader.single or opening not in reader.names:
        return clauses
    out = list(clauses)
    for at, bit in enumerate(bits[1:], 1):
        words = bit.text.split()
        base = lexicon().base(words[0]) if lexicon().tags(words[0]) & Tag.THIRD else ""
        if out[at] is None and base and len(words) > 1:
            out[at] = Clause(f"and {base} {' '.join(words[1:])}", "tail", True)
    return out


def _liked_that(bits: Sequence[Bit], reader: Reader) -> str:
    """Two things that are liked: "like that the office is small, things get sorted" with "that" before both."""
    match = re.match(r"(?:I )?(?:really |also )?(like|love|liked|loved|appreciate)d? (?:it )?(?:that|how) ", bits[0].text)
    if not match or len(bits) > 3 or any(bit.mark == "." for bit in bits[1:]):
        return ""
    first = clause_of_piece(bits[0].text[match.end() :], "motivation", reader.names, first=True)
    rest = [clause_of_piece(re.sub(r"^and (?:that )?", "", bit.text), "motivation", reader.names, first=False) for bit in bits[1:]]
    if first is None or first.role != "clause" or first.subjectless:
        return ""
    text = f"I {match[1]} that {first.text}"
    if any(clause is None or clause.subjectless or clause.role not in {"clause", "tail"} for clause in rest):
        return ""
    for index, clause in enumerate(rest):
        if clause is None:
            return ""
        if clause.text.split()[0] in {"I", "my", "mine", "but", "because", "so"}:
            return ""
        link = " and" if index + 1 == len(rest) else ","
        text += f", {clause.text}" if clause.role == "tail" else f"{link} that {clause.text}"
    return checked(text, reader) if rest else ""


def _spliced(bits: Sequence[Bit], clauses: Sequence[Clause | None]) -> bool:
    """Whether two whole clauses stand side by side with nothing but a comma or dash between them."""
    return any(
        bit.mark in {",", "-"}
        and clause
        and clause.role == "clause"
        and clause.text.split()[0] not in {"and", "but", "so", "because", "as"}
        for bit, clause in zip(bits[1:], clauses[1:], strict=True)
    )


def _jotted(bits: Sequence[Bit], clauses: Sequence[Clause | None]) -> bool:
    """Whether a piece after the first is certainly a jotting: a verb that lacks its subject."""
    if any(bit.mark == "," and clause is None and _loose(bit.text) for bit, clause in zip(bits[1:], clauses[1:], strict=True)):
        return True
    listed = any(bit.text.startswith(("and ", "or ")) for bit in bits[1:])
    later = list(zip(bits[1:], clauses[1:], strict=True))
    return not listed and any(
        bit.mark == "-" or (bit.mark == "." and bit.text[:1].islower()) or (clause.subjectless if clause else _verb_first(bit.text))
        for bit, clause in later
    )


def _loose(text: str) -> bool:
    """Whether a piece that is no clause opens with an adverb or with "that is", as no end of a sentence does."""
    toks = tokens(text)
    return (
        bool(tags_at(toks, 0) & Tag.ADV)
        or toks[0].low in {"nobody", "everyone", "everybody", "people", "they", "i"}
        or (len(toks) > 1 and toks[0].low in {"that", "this"} and toks[1].low == "is")
    )


def _verb_first(text: str) -> bool:
    return shape(tokens(text), verbal=True).kind in {"past", "present", "third"}
