"""Forms of the reason for a decision."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fitting.answer import stated
from prompts.fitting.own import own_forms
from prompts.fitting.piece import Piece, bare_or_the, piece_of, text_of, whole
from prompts.fitting.plain import plain_of
from prompts.fitting.text import join
from prompts.fitting.voice import reader_of
from prompts.fitting.words import LazyPattern, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["fit_reason"]


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
        return _named_thing(piece)
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


def _named_thing(piece: Piece) -> dict[str, str]:
    if piece.toks[0].low[:1].isdigit():
        return {}
    if piece.first in _ONE_OF_MANY:
        return {"np": f"a {text_of(whole(piece))}" if whole(piece) else ""}
    return {"np": bare_or_the(piece) if len(piece.toks) > 1 or piece.first != "health" else ""}


#: What is told with "a" though the note has no article.
_ONE_OF_MANY = frozenset(
    {"bereavement", "conflict", "change", "move", "promotion", "better", "bigger", "smaller", "closer", "more", "different", "longer"}
)
#: "it is a move to Hull" names the move.
_IT_IS = LazyPattern(
    r"^(?:it|this|that) (?:is|was|would be|involves|means) (?=an? |the |my |another )(?!\S+ (?:same|mess|lot|shame|bit)\b)", re.IGNORECASE
)
_HOUSEHOLD = named_pattern("reason_household")
_GRUDGE = named_pattern("reason_grudge")


def _decided(clause: str) -> str:
    match = re.match(r"I (?:have |had )?(?:decided|chosen) (to .+)$", clause)
    return match[1] if match and not re.search(r"\b(?:but|because|and I)\b", match[1]) else ""
