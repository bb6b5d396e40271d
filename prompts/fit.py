"""Makes the user's own words fit a sentence: each fact in the grammatical forms that `phrases/README.md` lists, when they are certain."""

from __future__ import annotations

from collections.abc import Callable

from prompts.fit_answer import fit_correction, fit_reason, fit_stance, fit_strength
from prompts.fit_flags import flags, header_slots
from prompts.fit_text import cleaning, normalise
from prompts.fit_times import fit_availability, fit_deadline, fit_start, fit_timeline
from prompts.fit_topic import fit_concern, fit_motivation, fit_offer, fit_promise, fit_rapport, fit_topic
from prompts.notes import Fact, FactKind, Notes

__all__ = ["fit", "flags", "header_slots"]

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
    forms = fitter(normalise(fact.text), notes)
    return {
        form: text for form, text in forms.items() if text and "→" not in text and text.count("(") == text.count(")") and not _harsh(text)
    }


def _harsh(text: str) -> bool:
    words = {word.strip(".,;:!?()\"'“”").lower() for word in text.replace("-", " ").split()}
    return bool(words & (cleaning().words["harsh"] | cleaning().words["mumble"])) or "?!" in text or "!!" in text or "??" in text
