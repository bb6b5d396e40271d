"""The text of a fact as its fitters read it, and what its kind says of it."""

from __future__ import annotations

from prompts.fitting.marks import MARKED, written_out
from prompts.fitting.slips import mended_note
from prompts.fitting.text import normalise
from prompts.fitting.voice import reader_of
from prompts.fitting.withhold import Why
from prompts.fitting.words import LazyPattern
from prompts.notes import Fact, FactKind, Notes

__all__ = ["OWN_MATTERS", "WHY", "is_written_out", "most_words", "note_text", "with_full_stop"]

_WRITTEN_OUT = LazyPattern(r"[A-Z].*[.!]$")


def note_text(fact: Fact, notes: Notes) -> str:
    """The fact's text on one line, cleaned, with the marks of a jotting written out where its kind allows it."""
    text = mended_note(normalise(fact.text), notes)
    return written_out(text, fact.kind, reader_of(notes)) if fact.kind in MARKED else text


#: Kinds that tell of the writer's own doings: a "they" in them is not the employer.
OWN_MATTERS = frozenset({FactKind.STANCE, FactKind.STRENGTH, FactKind.CORRECTION, FactKind.PROMISE, FactKind.REASON})

#: Kinds that say why.
WHY: dict[FactKind, Why] = {FactKind.MOTIVATION: "motivation", FactKind.REASON: "reason"}

#: Words that whole sentences of one fact may take; a correction is the heart of its email.
_MOST_WORDS = 48
_MOST_WORDS_OF_CORRECTION = 72


def is_written_out(fact: Fact) -> bool:
    """Whether a fact is told in whole sentences, with a capital and an end mark."""
    return _WRITTEN_OUT().fullmatch(fact.text.strip()) is not None


#: What stands before the first word of a sentence: nothing, a line's end or a mark, or the end of another sentence.
_BEGINS = LazyPattern(r"(?:^|[.!?][\"”’)]?[ \t]+|[\n>*•·–—-][ \t]*|(?<![^\s(])[a-z\d]{1,2}[.)][ \t]+|:[ \t]+)$")


def with_full_stop(fact: Fact, notes: Notes) -> Fact:
    """The fact with the full stop that its sentence has in the pasted text, where it is all of that sentence; else the same fact."""
    at, source = fact.span, notes.source
    if at is None or not source or source[at.start : at.end] != fact.text or not fact.text[:1].isupper() or "\n" in fact.text:
        return fact
    if source[at.end : at.end + 1] not in {".", "!"} or source[at.end + 1 : at.end + 2] not in {"", " ", "\n", "\r"}:
        return fact
    if not _BEGINS.search(source[max(0, at.start - 9) : at.start]):
        return fact
    return fact.model_copy(update={"text": f"{fact.text}."})


def most_words(kind: FactKind) -> int:
    """How many words whole sentences of one fact of this kind may take."""
    return _MOST_WORDS_OF_CORRECTION if kind is FactKind.CORRECTION else _MOST_WORDS
