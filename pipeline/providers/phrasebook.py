"""The phrasebook: the lattice without a model. The fallback, and the baseline that every model must beat."""

from __future__ import annotations

import random
from collections.abc import Sequence

__all__ = ["PhrasebookChooser", "rng_at"]


class PhrasebookChooser:
    """Chooses by chance alone. The same seed, text and alternatives give the same choice, whatever was asked before."""

    name = "phrasebook"

    def __init__(self, seed: int = 0) -> None:
        """Keep the seed; nothing is loaded."""
        self._seed = seed
        self.tokens_in = 0
        self.tokens_out = 0

    def choose(self, text: str, alternatives: Sequence[str]) -> int:
        """Index of one alternative, each as likely as the next."""
        return rng_at(self._seed, text, alternatives).randrange(len(alternatives))


def rng_at(seed: int, text: str, alternatives: Sequence[str]) -> random.Random:
    """Randomness that depends on the seed and on the place in the email alone, so that a choice can be repeated on its own."""
    return random.Random(repr((seed, text, tuple(alternatives))))  # noqa: S311
