"""What the writer can do or has done: their own words about themselves, or what came of their work."""

from __future__ import annotations

from functools import partial

from prompts.fitting.expand_record import record_of
from prompts.fitting.expand_sentence import with_whole
from prompts.fitting.expand_work import expanded
from prompts.fitting.own import dangling, i_inside, own_forms
from prompts.fitting.piece import Piece, piece_of, raw_form, text_of, whole
from prompts.fitting.plain import plain_of
from prompts.fitting.text import strip_lead
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["fit_strength", "whole_strength"]

#: "did this for real": nothing in the sentence says what.
_DANGLING = LazyPattern(r"\b(?:did|done|do|Did) (?:exactly |just )?(?:this|that|it|so)\b(?! (?:\w+ )?(?:at|for|in) [A-Z0-9])")
_AT_FIRST = LazyPattern(r"^([A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,2}):\s+([a-z][^,;.]+)$")


def fit_strength(text: str, notes: Notes) -> dict[str, str]:
    """`i`, `np`, `ing`, `raw` of what the writer can do or has done."""
    reader = reader_of(notes)
    at = _AT_FIRST.match(text)
    text = f"{at[2]}, {at[1]}" if at else _without_blame(text)
    if _DANGLING.search(text):
        return {}
    piece = piece_of(text, "strength", reader, verbal=True, turn=False, ours=True)
    if piece is None or piece.question:
        return {}
    forms = {form: words for form, words in own_forms(piece, reader).items() if words}
    if not forms and not _SELF_BLAME.search(text):
        forms["clause"] = _result(piece, text, reader)
    loose = dangling(piece.toks) or piece.first in {"no", "not", "never"}
    forms["raw"] = forms.get("i") or forms.get("clause") or forms.get("np") or ("" if loose else raw_form(piece, text))
    return forms


def whole_strength(text: str, notes: Notes, forms: dict[str, str]) -> dict[str, str]:
    """The forms with `own` and `told` where the whole note can be told in sentences of the writer's."""
    reader, body = reader_of(notes), _without_blame(strip_lead(text, "strength"))
    own = record_of(body, reader, partial(_told, reader=reader)) or _told(body, reader=reader)
    return (
        forms
        if not own or "??" in text or _FAILURE.search(own) or _SELF_BLAME.search(own) or _DANGLING.search(own)
        else with_whole(forms, own)
    )


def _told(text: str, *, reader: Reader) -> str:
    return expanded(text, reader, mode="did")


_FAILURE = named_pattern("own_failure")
_SELF_BLAME = named_pattern("own_self_blame")
_NOT_MINE = frozenset({"you", "your", "he", "she", "him", "her", "his", "we", "us", "our"})


def _result(piece: Piece, text: str, reader: Reader) -> str:
    """What came of the writer's work, as a clause not about "I": "complaints fell by a third"."""
    if piece.first in {"it", "this", "that", "they", "he", "she", "we", "you", "there", "nobody", "everyone", "i"} or len(piece.toks) < 5:
        return ""
    if any(tok.low in _NOT_MINE for tok in piece.toks) or dangling(piece.toks):
        return ""
    if piece.shape.kind == "clause" or i_inside(piece) or _changed(piece):
        return text_of(whole(piece, head="the"))
    plain = plain_of(text, reader)
    return plain.text if plain is not None and plain.kind == "clause" else ""


def _changed(piece: Piece) -> bool:
    """Whether something rose, fell or began to work: a subject, then a verb of change in the past ("complaints halved after I left")."""
    if piece.shape.kind == "np" and not piece.tags(0) & (Tag.NUM | Tag.PLURAL | Tag.POSS | Tag.DET):
        return False
    for at, tok in enumerate(piece.toks):
        if at > 1 and lexicon().base(tok.low) in word_set("change_verbs") and piece.tags(at) & Tag.PAST:
            return bool(piece.tags(at - 1) & Tag.NOUN) and at + 1 < len(piece.toks)
        if tok.post or piece.tags(at) & (Tag.SUBJ | Tag.AUX | Tag.MODAL | Tag.WH) & ~Tag.DET:
            return False
    return False


def _without_blame(text: str) -> str:
    """What follows "but" after self-criticism: "my weakest bit is Excel but I wrote the guide" as "I wrote the guide"."""
    before, but, after = text.partition(" but ")
    return after if but and _SELF_BLAME.search(before) and not _SELF_BLAME.search(after) else text
