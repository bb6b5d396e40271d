"""What the writer would do: the whole of it as sentences of their own, and as a clause that starts with "I"."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fitting.expand_sentence import with_whole
from prompts.fitting.expand_work import expanded
from prompts.fitting.own import first_part
from prompts.fitting.piece import Piece, piece_of, whole
from prompts.fitting.shape import Shape, shape
from prompts.fitting.text import join, strip_lead
from prompts.fitting.voice import reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["fit_stance", "whole_stance"]

_FRONTED = named_pattern("stance_fronted")


_INTENTION = LazyPattern(
    r"^(?:my (?:first (?:step|move|thing)|approach|instinct|plan|idea|next step) (?:would be(?: to)?|is(?: to)?|[=:])"
    r"|first thing i would do is(?: to)?|i think i would)\s+(?=[a-z])",
    re.IGNORECASE,
)
_FIRST_TIME = LazyPattern(
    r"^(?P<when>(?:first|second) (?:day|week|month|shift|term)|day one|week one|day 1|week 1)(?::| -|,)\s+", re.IGNORECASE
)


def whole_stance(text: str, notes: Notes, forms: dict[str, str]) -> dict[str, str]:
    """The forms with `own` and `told` where the whole note can be told in sentences of the writer's."""
    text = _INTENTION.sub("I would ", strip_lead(text, "stance"))
    when = _FIRST_TIME.match(text)
    own = expanded(text[when.end() :] if when else text, reader_of(notes), mode="would")
    if not own.startswith(("I would ", "I think ", "I believe ")) and " I would " not in own:
        return forms
    if text.split()[0].islower() and own.startswith(f"The {text.split()[0]} ") and lexicon().tags(text.split()[0]) & Tag.BASE:
        return forms
    if when:
        if not own.startswith("I "):
            return forms
        own = f"{_AT[when['when'].split()[0].lower() in {'day', 'week'}]} {when['when'].lower()} {own}"
    return with_whole(forms, own)


_AT = {True: "On", False: "In the"}


def _own_start(text: str) -> str:
    """The text from "I would" on, without the place or time before it."""
    return _FRONTED.sub("", text)


def _kept(text: str, notes: Notes) -> Piece | None:
    """A whole sentence of the writer's in which "they" means people or things that it names itself."""
    piece = piece_of(text, "stance", reader_of(notes), verbal=True, turn=False)
    if piece is None or not (piece.first == "i" or piece.tags(0) & Tag.BASE):
        return None
    if any(tok.low in {"he", "she", "him", "her", "his"} for tok in piece.toks):
        return None
    at = next((at for at, tok in enumerate(piece.toks) if tok.low in {"they", "them", "their", "theirs"}), 0)
    gap = int(bool(at and piece.toks[at].low == "they" and piece.tags(at - 1) & Tag.NOUN))
    words = range(1, at - gap)
    named = any(
        piece.tags(index) & Tag.PLURAL or (piece.tags(index) & Tag.THIRD and piece.tags(index - 1) & (Tag.DET | Tag.POSS))
        for index in words
    )
    return piece if named else None


def _someone_else(piece: Piece, text: str) -> bool:
    """Whether "them" was taken for the reader though the note does not say who they are ("I would let them choose")."""
    return bool(re.search(r"\bthem\b", text)) and any(tok.low == "you" for tok in piece.toks)


def fit_stance(text: str, notes: Notes) -> dict[str, str]:
    """`i`: what the writer would do, as a clause that starts with "I"."""
    text = _INTENTION.sub("I would ", text)
    text = _own_start(text)
    piece = _kept(text, notes) or piece_of(text, "stance", reader_of(notes), verbal=True, ours=True)
    if piece is None or piece.question or _someone_else(piece, text):
        return {}
    if piece.shape.kind == "unknown":
        part = first_part(list(piece.toks))
        piece = replace(piece, toks=tuple(part), shape=shape(part, verbal=True))
    if piece.shape.kind in {"np", "unknown"} and len(piece.toks) > 1 and piece.tags(0) & Tag.BASE and not piece.tags(1) & Tag.NOUN:
        piece = replace(piece, shape=Shape("present"))
    words = whole(piece)
    if words is None:
        return {}
    if piece.shape.kind == "clause" and piece.first == "i":
        return {"i": join(words)}
    if piece.shape.kind == "aux" and piece.first in {"would", "will", "could", "can"}:
        return {"i": "I " + join(words)}
    if piece.shape.kind in {"present", "past"} and piece.tags(0) & Tag.BASE:
        return {"i": "I would " + join(words)}
    if piece.shape.kind == "ing" and piece.first not in {"being", "having"}:
        return {
            "i": ("I would start by " if piece.first not in {"starting", "beginning"} else "I would ")
            + (join(words) if piece.first not in {"starting", "beginning"} else lexicon().base(piece.first) + " " + join(words[1:]))
        }
    return {}
