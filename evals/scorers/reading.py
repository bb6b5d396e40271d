"""How hard the email is to read: LIX, words a sentence plus the percentage of words of more than six letters (Björnsson, 1968)."""

from __future__ import annotations

from evals.results import Score
from evals.scorers.bands import load_band
from evals.scorers.view import View, number
from guardrails.text import words

__all__ = ["lix", "score_lix"]

_LONG = 6


def lix(text: str, sentences: int) -> float:
    """LIX of a text of so many sentences; 0 for an empty one. It needs no syllables, so a name from anywhere counts rightly."""
    spoken = words(text)
    if not spoken or not sentences:
        return 0.0
    return len(spoken) / sentences + 100 * sum(len(word.text) > _LONG for word in spoken) / len(spoken)


def score_lix(name: str, view: View) -> Score:
    """LIX in its band: neither telegram style nor legal English."""
    if not words(view.draft.body):
        return number(name, 0.0, "the body is empty")
    value = lix(view.draft.body, len(view.draft.sentences))
    band = load_band("reading/lix")
    return number(name, band.worth(value), f"LIX {value:.0f}; {band} reads easily")
