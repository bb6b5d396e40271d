"""Forms of light moments between the two people."""

from __future__ import annotations

import re

from prompts.fitting.piece import bare_or_the, piece_of, text_of, whole
from prompts.fitting.plain import plain_of, reader_did
from prompts.fitting.text import strip_lead
from prompts.fitting.topic import clause_of, how_of
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["fit_rapport"]

#: What went wrong for the reader alone is theirs to tell.
_MISHAP = LazyPattern(r"^(?!.*\b(?:both|I|we)\b).*\b(?:failed|flunked|lost (?:his|her|their))\b", re.IGNORECASE)
_BOTH = named_pattern("topic_both")
_AND_I_BOTH = named_pattern("side_and_i_both")
_BOTH_OF_US = named_pattern("side_both_of_us")
_CONFIDENCE = named_pattern("side_confidence")
_SPENT_ON = named_pattern("side_spent_on")
_OWN = frozenset({"i", "me", "my", "mine", "myself", "our", "ours", "us", "we"})


def _rapport_as_written(text: str, notes: Notes, reader: Reader) -> dict[str, str]:
    """The forms of a clean light moment, in the user's own words; none where it is not certain that it is one."""
    told = strip_lead(text, "rapport")
    if any(mark in told for mark in ":;()/→") or " - " in told or (len(told.split()) > _MOST_RAPPORT):
        return {}
    if match := _BOTH_OF_US.match(told):
        return {"clause": "we both " + told[match.end() :].rstrip(". ")} if len(notes.recipients) <= 1 else {"clause": _lower(told)}
    if match := _AND_I_BOTH.match(told):
        named = {word.strip(".").lower() for word in match["who"].split()} - {"dr", "prof", "mr", "mrs", "ms"}
        mine = match["who"].lower() in {"she", "he"} or named <= reader.names
        if mine and len(notes.recipients) <= 1:
            return {"clause": f"we both {told[match.end() :].rstrip('. ')}"}
        return {"clause": told.rstrip(". ")} if match["who"][:1].isupper() and match["who"].lower() not in {"she", "he"} else {}
    spent = _SPENT_ON.match(told)
    plain = plain_of(re.split(r" and | until |, ", told[spent.end() :])[0] if spent else told, reader)
    if plain is not None and plain.kind == "np" and not plain.has(_OWN - {"i", "we"}):
        return {"np": plain.text, "about": plain.text}
    if plain is not None and plain.kind == "clause" and not plain.has(_OWN):
        return {"clause": plain.text, "about": "how " + plain.text}
    did = reader_did(told, reader)
    return {"clause": did} if did else {}


_MOST_RAPPORT = 26


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(". ")


def fit_rapport(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `about`, `clause` of a light moment between the two people."""
    reader = reader_of(notes)
    if _CONFIDENCE.search(text) or _MISHAP.search(text):
        return {}
    if written := _rapport_as_written(text, notes, reader):
        return written
    text = _SPENT_ON.sub("", text)
    if len(notes.recipients) <= 1:
        match = _BOTH.match(text)
        if match:
            rest = text[match.end() :]
            first = rest.split()[0].lower() if rest.split() else ""
            text = ("we both " if lexicon().tags(first) & (Tag.PAST | Tag.BASE) else "we are both ") + rest
    piece = piece_of(text, "rapport", reader, ours=True)
    if piece is None:
        return {}
    kind = piece.shape.kind
    if kind == "np" and piece.first not in word_set("vague"):
        words = bare_or_the(piece)
        if piece.first in {"shared", "common", "mutual"}:
            words = "our " + re.sub(r"^the ", "", words) if words else ""
        return {"np": words, "about": words}
    if kind in {"ing", "wh"}:
        words = text_of(whole(piece))
        return {"np": words if kind == "ing" else "", "about": words}
    if kind == "clause" and piece.said_by_reader:
        if piece.first == "we" and len(piece.toks) > 2 and "both" in {tok.low for tok in piece.toks[1:3]}:
            return {"clause": text_of(whole(piece))}
        clause = clause_of(piece)
        return {"clause": clause, "about": how_of(piece) if piece.first != "you" else ""}
    return {}
