"""Forms of the reason for a decision, and of what the writer would do."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fit_own import first_part, own_forms
from prompts.fit_piece import bare_or_the, piece_of, text_of, whole
from prompts.fit_shape import Shape, shape
from prompts.fit_text import join
from prompts.fit_voice import reader_of
from prompts.fit_words import Tag, lexicon
from prompts.notes import Notes

__all__ = ["fit_reason", "fit_stance"]


def fit_reason(text: str, notes: Notes) -> dict[str, str]:
    """`i`, `np`, `clause`, `to` of the reason for a decision."""
    piece = piece_of(text, "reason", reader_of(notes), verbal=False)
    if piece is None or piece.question or {tok.low for tok in piece.toks} & {"you", "your"}:
        return {}
    kind = piece.shape.kind
    if kind == "np":
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
            return {"clause": text_of(whole(piece, head="the"))}
        return {}
    return {"i": own, "to": _decided(own)} if own else {}


def _decided(clause: str) -> str:
    match = re.match(r"I (?:have |had )?(?:decided|chosen) (to .+)$", clause)
    return match[1] if match and not re.search(r"\b(?:but|because|and I)\b", match[1]) else ""


def fit_stance(text: str, notes: Notes) -> dict[str, str]:
    """`i`: what the writer would do, as a clause that starts with "I"."""
    text = re.sub(
        r"^(?:my (?:first step|approach|instinct|plan|idea) would be to|first thing i would do is(?: to)?|i think i would)\s+",
        "I would ",
        text,
        flags=re.IGNORECASE,
    )
    piece = piece_of(text, "stance", reader_of(notes), turn=True, verbal=True)
    if piece is None or piece.question:
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
