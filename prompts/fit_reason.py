"""Forms of the reason for a decision, and of what the writer would do."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fit_answer import stated
from prompts.fit_own import first_part, own_forms
from prompts.fit_piece import Piece, bare_or_the, piece_of, text_of, whole
from prompts.fit_plain import plain_of
from prompts.fit_shape import Shape, shape
from prompts.fit_text import join
from prompts.fit_voice import reader_of
from prompts.fit_words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["fit_reason", "fit_stance"]


def fit_reason(text: str, notes: Notes) -> dict[str, str]:
    """`i`, `np`, `clause`, `to` of the reason for a decision; what is the household's own business is not told."""
    named = _IT_IS.match(text)
    text = _IT_IS.sub("", text)
    if _HOUSEHOLD.search(text) or _GRUDGE.search(text):
        return {}
    piece = piece_of(text, "reason", reader_of(notes), verbal=False)
    if piece is None or piece.question or {tok.low for tok in piece.toks} & {"you", "your"}:
        return {}
    kind = piece.shape.kind
    if named and kind == "unknown" and re.fullmatch(r"an? [a-z]+ [a-z]+", text.rstrip(".")):
        return {"np": text.rstrip(".")}
    if kind == "np":
        if piece.toks[0].low[:1].isdigit():
            return {}
        return {"np": bare_or_the(piece) if len(piece.toks) > 1 or piece.first != "health" else ""}
    if kind == "to":
        return {"to": text_of(whole(piece))}
    if kind == "ing":
        words = whole(piece)
        base = lexicon().base(piece.first)
        if words is None or not base or len(words) < 2 or piece.first in {"being", "having", "needing", "wanting"}:
            return {}
        return {"to": f"to {base} {join(words[1:])}"}
    if kind in {"past", "present", "aux", "adj"}:
        forms = own_forms(replace(piece), reader_of(notes)) if kind != "adj" else {}
        own = forms.get("i", "")
    elif kind == "clause" and piece.first == "i":
        own = text_of(whole(piece))
    else:
        own = ""
        if kind == "clause" and piece.first not in {"we", "he", "she", "it", "this", "that", "they"}:
            told = text_of(whole(piece, head="the"))
            return {"clause": "" if re.search(r"\b(?:is|are|was|were|be|has|have)$", told) else told}
        plain = plain_of(text, reader_of(notes)) if not stated(piece) and not re.search(r"\b(?:he|she|they|we)\b", text) else None
        return {plain.kind: plain.text} if plain else {"clause": stated(piece)}
    return {"i": own, "to": _decided(own)} if own else {}


#: "it is a move to Hull" names the move.
_IT_IS = LazyPattern(
    r"^(?:it|this|that) (?:is|was|would be|involves|means) (?=an? |the |my |another )(?!\S+ (?:same|mess|lot|shame|bit)\b)", re.IGNORECASE
)
_HOUSEHOLD = named_pattern("reason_household")
_GRUDGE = named_pattern("reason_grudge")


def _decided(clause: str) -> str:
    match = re.match(r"I (?:have |had )?(?:decided|chosen) (to .+)$", clause)
    return match[1] if match and not re.search(r"\b(?:but|because|and I)\b", match[1]) else ""


_FRONTED = named_pattern("stance_fronted")


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
    text = re.sub(
        r"^(?:my (?:first step|approach|instinct|plan|idea) would be to|first thing i would do is(?: to)?|i think i would)\s+",
        "I would ",
        text,
        flags=re.IGNORECASE,
    )
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
