"""Which forms can be sent: not empty, no loose marks, no strong words, no fragment with loose ends."""

from __future__ import annotations

import re

from prompts.fitting.text import cleaning
from prompts.fitting.words import LazyPattern, Tag, lexicon
from prompts.notes import FactKind

__all__ = ["is_harsh", "is_messy", "sendable"]

_MESSY = LazyPattern(r"[,:;/–—=*+]|\bweak|\bbut\b|\s-\s|\b(?:he|she|him|her|his|we|us)\b", re.IGNORECASE)
_THEY = LazyPattern(r"\b(?:they|them)\b", re.IGNORECASE)


def is_messy(raw: str) -> bool:
    """Whether a fragment has loose ends: lists, asides, or people it does not name."""
    they = _THEY.search(raw)
    named = they and any(lexicon().tags(word) & Tag.PLURAL for word in raw[: they.start()].split())
    return bool(_MESSY.search(raw) or (they and not named))


def sendable(forms: dict[str, str], kind: FactKind) -> dict[str, str]:
    """The forms that are not empty, hold no arrow or open bracket and no strong words; "worst" only where it is the writer's own matter."""
    worst = kind in {FactKind.STANCE, FactKind.MOTIVATION, FactKind.STRENGTH}
    return {form: text for form, text in forms.items() if text and _fit_to_send(form, text) and (worst or "worst" not in text.lower())}


def _fit_to_send(form: str, text: str) -> bool:
    broken = "→" in text or " / " in text or "=" in text or text.count("(") != text.count(")")
    return not broken and not (form == "i" and text.count(" ") < 2) and not is_harsh(text)


_BREAKDOWN = LazyPattern(
    r"\b(?:signal|power|pump|engine|equipment|system|network|heart|kidney|server|brake|crop|bearing|weld|valve|motor|track|cable|hardware)"
    r" failures?\b",
    re.IGNORECASE,
)


def is_harsh(text: str) -> bool:
    """Whether words hold swearing, insults or strong self-criticism, or shout."""
    text = _BREAKDOWN.sub(lambda _: "", text)
    words = {word.strip(".,;:!?()\"'“”").lower() for word in text.replace("-", " ").split()}
    return bool(words & (cleaning().words["harsh"] | cleaning().words["mumble"])) or "?!" in text or "!!" in text or "??" in text
