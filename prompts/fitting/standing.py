"""The forms of a piece of a motive or reason that mean the same without the rest of the note."""

from __future__ import annotations

import re

from prompts.fitting.expand_subject import finite_at
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import tokens
from prompts.fitting.whole_clause import motive_words
from prompts.fitting.withhold import Why, leans, withheld
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["standing"]

_TWO_VERBS = LazyPattern(r"I \w+ (?:is|are|was|were)\b")
_SPLICE = LazyPattern(r", \w+ing$|, (?:want|need|would|love|know|miss|like|took|got|did) ")
_ONLY_TIME = LazyPattern(r"(?:the )?(?:\d+|[a-z]+) (?:years|months|weeks|days|hours)")
_BACKGROUND = named_pattern("motive_background")
_THEM = LazyPattern(r"\b(?!with|for|at|from|to|join|of|by)\w+ them\b")
_YES_BUT = LazyPattern(r"^(?:yes|no|not|so do I|same)\b", re.IGNORECASE)


def standing(forms: dict[str, str], piece: str, text: str, kind: Why) -> dict[str, str]:
    """The forms of a piece of a note that mean the same without the rest of it.

    Args:
        forms: what was made of the piece.
        piece: the piece.
        text: the whole note.
        kind: the kind of the fact.
    """
    part = len(piece.split()) + 2 < len(text.split())
    later = not text.startswith(piece.split(" ")[0])
    kept = {}
    for form, words in forms.items():
        if withheld(words, kind) and form != "raw":
            continue
        if part and (len(words.removeprefix("the ").split()) == 1 or (later and leans(words)) or _YES_BUT.search(words)):
            continue
        if form == "i" and (
            (part and kind == "motivation" and _BACKGROUND.match(words)) or (_THEM.search(piece) and re.search(r"\byou\b", words))
        ):
            continue
        if _SPLICE.search(words) or (form == "np" and _ONLY_TIME.fullmatch(words)):
            continue
        if form in {"np", "to"} and _is_no_thing(words, piece, kind if form == "np" else "motivation"):
            continue
        if (form in {"i", "clause"} and later and len(words.split()) < 4) or _TWO_VERBS.match(words):
            continue
        if form == "np" and words.split()[0] in {"only", "first", "last", "same"}:
            words = f"the {words}"
        if kind == "reason" and form == "np" and (words.split()[0] in motive_words()["going_on"] or " only " in f" {words} "):
            continue
        kept[form] = words
    return kept


def _has_own_verb(words: str) -> bool:
    """Whether a wish holds a finite verb that no "that" or "who" asks for: "to read the contract takes me time"."""
    toks = tokens(words)
    thirds = (at for at in range(2, len(toks)) if tags_at(toks, at) & Tag.THIRD and not tags_at(toks, at) & Tag.PLURAL)
    return any(
        not any(tags_at(toks, before) & Tag.WH or toks[before].low in {"that", "it", "as", "if"} for before in range(at)) for at in thirds
    )


def _is_no_thing(words: str, piece: str, kind: Why) -> bool:
    """Whether a verb was taken for part of a thing: "the guests come back", "accepted Siemens on Friday", "growing a department"."""
    first = piece.split()[0].strip(",.").lower()
    tags = lexicon().tags(first)
    ordinal = words.split()[-1] in {"first", "second", "third"} and not words.startswith(("to ", "the chance "))
    if ordinal or words.split()[0] in {"wrong", "bad", "not"}:
        return True
    if words.startswith("to ") and first.endswith("ing") and _has_own_verb(words):
        return True
    added = words == f"the {piece.rstrip('. ')}"
    if tags & Tag.PAST and (added or kind == "reason") and not tags & Tag.ADJ:
        return True
    bare = not words.startswith(("to ", "a ", "an ", "what ", "how ")) and not piece.startswith("the ")
    if bare and (words.startswith("the ") or kind == "reason") and finite_at(tokens(words.removeprefix("the "))):
        return True
    return first.endswith("ing") and re.match(r"(?:to )?\w+ an? ", words) is not None and not re.match(r"\w+ an? ", piece)
