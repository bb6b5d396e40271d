"""What of a motive or reason is not for the reader: money, the household, complaints; and what leans on words left out."""

from __future__ import annotations

import re
from typing import Literal

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import cleaning, tokens
from prompts.fitting.whole_clause import motive_words
from prompts.fitting.words import LazyPattern, Tag, named_pattern

__all__ = ["POINTS_BACK", "Why", "discreetly", "leans", "withheld"]

Why = Literal["motivation", "reason"]
#: What may lean on a piece of the note that is left out.
POINTS_BACK = LazyPattern(r"\b(?:that|it|this|those|them|there|both)\b", re.IGNORECASE)
_MONEY = named_pattern("withhold_money")
_OPEN_PAY = named_pattern("withhold_open_pay")
_HOME = named_pattern("withhold_home")
_PRIVATE = named_pattern("withhold_private")
_NEAR_HOME = named_pattern("withhold_near_home")
_OLD_PLACE = named_pattern("withhold_old_place")
_FAULT = named_pattern("withhold_fault")
_COMPLAINT = named_pattern("withhold_complaint")


def withheld(text: str, kind: Why) -> bool:
    """Whether a piece is not for the reader: harsh words, money, complaints, the household, a remark that asks not to be told."""
    words = {word.strip(",.!?").lower() for word in text.split()}
    if words & cleaning().words["harsh"] or words & motive_words()["left_out"] or _COMPLAINT.search(text):
        return True
    if _MONEY.search(text) and not _OPEN_PAY.search(text):
        return True
    if re.search(r"\b(?:do not|don't) (?:mention|say|tell)\b|\bobv\b", text):
        return True
    if kind == "motivation" and (_OLD_PLACE.search(text) or named_pattern("motivation_away").search(text)):
        return True
    complaint = named_pattern("reason_grudge").search(text) or _FAULT.search(text)
    if kind == "reason" and (complaint or (_HOME.search(text) and not _NEAR_HOME.search(text))):
        return True
    return bool(_PRIVATE.search(text))


_FAMILY = named_pattern("reason_family")
_NO_FAMILY = named_pattern("reason_family_not")
_HARDSHIP = named_pattern("reason_hardship")


def discreetly(forms: dict[str, str], text: str) -> dict[str, str]:
    """The forms of a reason without those that name the writer's family; `discreet` where nothing else is left of such a note.

    Args:
        forms: the forms of the reason.
        text: its note.
    """
    if not _FAMILY.search(text) or _NO_FAMILY.search(text):
        return forms
    kept = {form: words for form, words in forms.items() if not _FAMILY.search(re.sub(r"\b(?:my |the |our )?family\b", "", words))}
    if re.search(r"\b(?:her|his|their|they|she|he)\b", text):
        kept = {form: words for form, words in kept.items() if not re.search(r"\byou(?:rs?)?\b", words)}
    if set(kept) - {"raw"} or _HARDSHIP.search(text):
        return kept
    return {"discreet": "it is a decision for my family as well"}


def leans(text: str) -> bool:
    """Whether a piece speaks of "that" or "it" without having said what."""
    toks = tokens(text)
    for at, tok in enumerate(toks):
        after = toks[at + 1].low if at + 1 < len(toks) else ""
        if tok.low == "that" and not after:
            return True
        if (
            tok.low == "that"
            and (tags_at(toks, at + 1) & (Tag.PREP | Tag.CONJ) or after in {"was", "is"})
            and not tags_at(toks, at - 1) & Tag.NOUN
        ):
            return True
        plural = any(tags_at(toks, before) & Tag.PLURAL for before in range(at))
        if tok.low == "its" and any(tags_at(toks, before) & Tag.NOUN for before in range(at)):
            continue
        points = tok.low in {"it", "its", "this", "those", "hers", "his", "she", "he"} or (
            tok.low in {"they", "them", "their"} and not plural
        )
        named = tok.low in {"this", "those"} and tags_at(toks, at + 1) & Tag.NOUN
        if points and not named and not (tok.low == "it" and after == "is" and at):
            return True
    return False
