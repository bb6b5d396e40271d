"""Shares of a count, each with how many it is over and how far it may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Share"]

#: Two-sided 95 per cent of a normal distribution.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`. Over nothing there is no share: `value` is None then, not zero."""

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise ValueError(f"{self.hits} of {self.n} is no share")

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95 per cent; it stays inside 0 to 1 and is honest for few cases."""
        if not self.n:
            return None
        share, z2 = self.hits / self.n, _Z * _Z
        middle = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z / (1 + z2 / self.n) * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n * self.n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """As "97.6 % (41 of 42, 87.7 to 99.6 %)"."""
        if self.value is None or self.interval is None:
            return "none to count"
        low, high = self.interval
        return f"{self.value:.1%} ({self.hits} of {self.n}, {low:.1%} to {high:.1%})".replace("%", " %")

    def to_json(self) -> dict[str, object]:
        """Value, counts and interval."""
        return {"value": self.value, "hits": self.hits, "n": self.n, "interval": list(self.interval) if self.interval else None}
