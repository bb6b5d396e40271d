"""Tidy notes: one or two whole sentences of the writer's own, good enough to stand in the email as they are."""

from __future__ import annotations

import re

from prompts.fit_text import sentences
from prompts.fit_words import LazyPattern

__all__ = ["own_sentences"]

_MOST_WORDS = 36
_FEWEST_WORDS = 6
_FIRST = LazyPattern(r"(?:I|I'm|I’m|I've|I’ve|I'd|I’d|My)\b|(?:At|In|With|For|As|During|Since|Before|After|Last|On)\b[^.;,]{2,40}?,? I\b")
#: Marks of a jotting, and people or times the reader would have to guess.
_LOOSE = LazyPattern(
    r"[()\[\]{}<>/\\|+=&@#*_…→•\"“”!?:;]| - |–|—|\.\."
    r"|\b(?:they|them|their|she|he|her|his|him|we|us|our|it's|idk|btw|w/|etc)\b"
    r"|\b(?:today|tomorrow|yesterday|tonight|next (?:week|month)|this (?:week|morning|afternoon)|last night)\b"
    r"|\b(?:exactly|just|really) (?:that|this)\b|\b(?:did|do|done) (?:this|that|it|so)\b"
    r"|\bI (?:said|told|need to know|promised|asked|forgot|should)\b",
    re.IGNORECASE,
)


def own_sentences(text: str) -> str:
    """The note as it stands, with its full stops, when it is one or two whole sentences that begin with the writer; else empty.

    Args:
        text: the note, before any normalising.
    """
    text = " ".join(text.split())
    parts = sentences(text)
    if not 1 <= len(parts) <= 2 or not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or _LOOSE.search(text):
        return ""
    if not _FIRST.match(parts[0]) or not all(part[:1].isupper() and len(part.split()) > 3 for part in parts):
        return ""
    if len(parts) == 1 and not text.endswith("."):
        return ""
    return text if text.endswith(".") else text + "."
