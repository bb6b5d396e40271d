"""Makes the user's own words fit a sentence: each fact in the grammatical forms that `phrases/README.md` lists, when they are certain."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.fit_availability import fit_availability
from prompts.fit_correction import fit_correction
from prompts.fit_flags import flags, header_slots
from prompts.fit_motivation import fit_motivation
from prompts.fit_reason import fit_reason, fit_stance
from prompts.fit_segments import segments
from prompts.fit_side import fit_concern, fit_offer, fit_promise, fit_rapport
from prompts.fit_strength import fit_strength
from prompts.fit_text import cleaning, normalise
from prompts.fit_tidy import own_sentences
from prompts.fit_times import fit_deadline, fit_start, fit_timeline
from prompts.fit_topic import fit_topic
from prompts.fit_words import LazyPattern, Tag, lexicon
from prompts.notes import Fact, FactKind, Notes

__all__ = ["fit", "flags", "header_slots"]

#: Kinds whose notes are tried piece by piece.
_CUT = frozenset(
    {FactKind.TOPIC, FactKind.MOTIVATION, FactKind.STRENGTH, FactKind.CONCERN, FactKind.REASON, FactKind.RAPPORT, FactKind.STANCE}
)
_HEADS_FIRST = frozenset({FactKind.TOPIC, FactKind.RAPPORT})
_MESSY = LazyPattern(r"[,:;/–—=*+]|\bweak|\bbut\b|\s-\s|\b(?:he|she|him|her|his|we|us)\b", re.IGNORECASE)
_THEY = LazyPattern(r"\b(?:they|them)\b", re.IGNORECASE)

#: Kinds whose notes may stand in the email as whole sentences.
_TIDY = frozenset({FactKind.STRENGTH, FactKind.AVAILABILITY})

_FITTERS: dict[FactKind, Callable[[str, Notes], dict[str, str]]] = {
    FactKind.TOPIC: fit_topic,
    FactKind.MOTIVATION: fit_motivation,
    FactKind.STRENGTH: fit_strength,
    FactKind.CORRECTION: fit_correction,
    FactKind.CONCERN: fit_concern,
    FactKind.TIMELINE: fit_timeline,
    FactKind.DEADLINE: fit_deadline,
    FactKind.START_DATE: fit_start,
    FactKind.REASON: fit_reason,
    FactKind.OFFER: fit_offer,
    FactKind.PROMISE: fit_promise,
    FactKind.RAPPORT: fit_rapport,
    FactKind.AVAILABILITY: fit_availability,
    FactKind.STANCE: fit_stance,
}


def fit(fact: Fact, notes: Notes) -> dict[str, str]:
    """Every form this fact can take for certain, by form name.

    A form that would need a guess at grammar, at who is meant or at a date is left out; no form at all is a valid answer. Nothing is
    added but articles, small prepositions and the person speaking; numbers, names and the user's capitals stay. The forms of a
    correction never hold strong words of self-criticism, and no form of any fact holds swearing or insults.

    Args:
        fact: one fact of the notes, private or not.
        notes: its notes: recipients and company decide who "they" are, `now` and the interview resolve dates.

    Returns:
        Form name to text without end mark (but for a question's), empty for private notes.
    """
    fitter = _FITTERS.get(fact.kind)
    if fitter is None:
        return {}
    forms = _fit(fact, fitter, notes)
    tidy = own_sentences(fact.text) if fact.kind in _TIDY else ""
    if fact.kind is FactKind.REASON and forms.get("np", "")[:1].isdigit():
        del forms["np"]
    return forms | {"own": tidy} if tidy and not _harsh(tidy) and (forms or fact.kind is FactKind.AVAILABILITY) else forms


def _fit(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    text = normalise(fact.text)
    if fact.kind not in _CUT:
        return _clean(fitter(text, notes), fact.kind)
    raw = ""
    for index, piece in enumerate(segments(text, heads_first=fact.kind in _HEADS_FIRST)):
        forms = _clean(fitter(piece, notes), fact.kind)
        whole = not index or text.startswith((f"{piece} - ", f"{piece} – ", f"{piece} — "))
        raw = raw or (forms.get("raw", "") if whole and not _messy(forms.get("raw", "")) else "")
        if not text.startswith(piece.split(" ")[0]) and forms.get("np", "").startswith(("a ", "an ")):
            del forms["np"]
        named_only = index and all(word[:1].isupper() or word in {"and", "of"} for word in piece.split())
        if set(forms) - {"raw"} and not named_only:
            return forms
    return {"raw": raw} if raw else {}


def _messy(raw: str) -> bool:
    """Whether a fragment has loose ends: lists, asides, or people it does not name."""
    they = _THEY.search(raw)
    named = they and any(lexicon().tags(word) & Tag.PLURAL for word in raw[: they.start()].split())
    return bool(_MESSY.search(raw) or (they and not named))


def _clean(forms: dict[str, str], kind: FactKind) -> dict[str, str]:
    """The forms that are not empty, hold no arrow or open bracket and no strong words; "worst" only where it is the writer's own matter."""
    worst = kind in {FactKind.STANCE, FactKind.MOTIVATION, FactKind.STRENGTH}
    return {form: text for form, text in forms.items() if text and _fit_to_send(form, text) and (worst or "worst" not in text.lower())}


def _fit_to_send(form: str, text: str) -> bool:
    broken = "→" in text or " / " in text or "=" in text or text.count("(") != text.count(")")
    return not broken and not (form == "i" and text.count(" ") < 2) and not _harsh(text)


def _harsh(text: str) -> bool:
    words = {word.strip(".,;:!?()\"'“”").lower() for word in text.replace("-", " ").split()}
    return bool(words & (cleaning().words["harsh"] | cleaning().words["mumble"])) or "?!" in text or "!!" in text or "??" in text
