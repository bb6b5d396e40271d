"""Length and shape: each figure of the email against the band that the fourteen example emails span."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evals.figures import Figures, measure
from evals.results import Score
from evals.scorers.bands import band_of
from evals.scorers.view import View, number

__all__ = ["SHAPES", "Shape", "score_gratitude_place", "score_shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A figure of the body, its unit, and how far outside the band it may lie before it is worth nothing."""

    figure: Callable[[Figures], float]
    unit: str
    slack: float


#: What is compared. The slack is about as wide as the band itself, so that a near miss still counts for something.
SHAPES: dict[str, Shape] = {
    "words": Shape(lambda one: one.words, "words", 45),
    "sentences": Shape(lambda one: one.sentences, "sentences", 4),
    "paragraphs": Shape(lambda one: one.paragraphs, "paragraphs", 2),
    "spread": Shape(lambda one: one.spread, "words of standard deviation between sentences", 4),
    "pronouns": Shape(lambda one: one.pronoun_share, "of the words first-person pronouns", 0.06),
}


def score_shape(shape: str) -> Callable[[str, View], Score]:
    """1 where the figure lies in the band, falling to 0 outside it; 0 for an empty body."""
    wanted = SHAPES[shape]

    def score(name: str, view: View) -> Score:
        figures = measure(view.draft)
        if not figures.words:
            return number(name, 0.0, "the body is empty")
        value = wanted.figure(figures)
        band = band_of(wanted.figure, slack=wanted.slack)
        return number(name, band.worth(value), f"{value:.3g} {wanted.unit}; the examples have {band}")

    return score


def score_gratitude_place(name: str, view: View) -> Score:
    """1 where the first sentence shows gratitude, and less the later it comes: a half, a third, and so on; 0 where none does."""
    place = measure(view.draft).gratitude_at
    if place is None:
        return number(name, 0.0, "no sentence shows gratitude or appreciation")
    return number(name, 1 / place, f"gratitude first shows in sentence {place}")
