"""Bands: what the examples span, and how far outside it a figure lies."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evals.article_figures import load_article_figures
from evals.figures import Figures
from evals.references import load_references

__all__ = ["Band", "all_figures", "band_of", "load_band"]


class Band(BaseModel):
    """From `low` to `high`, both inside; `slack` is how far outside a value may lie before it is worth nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    low: float
    high: float
    slack: float = Field(gt=0)
    why: str = ""

    def worth(self, value: float) -> float:
        """1 inside the band, falling evenly to 0 at `slack` outside it."""
        outside = max(self.low - value, value - self.high, 0.0)
        return max(0.0, 1.0 - outside / self.slack)

    def __str__(self) -> str:
        return f"{self.low:.3g} to {self.high:.3g}"


@cache
def all_figures() -> tuple[Figures, ...]:
    """The figures of the fourteen: our references and the article's examples."""
    return (*(reference.figures for reference in load_references().values()), *load_article_figures().emails.values())


def band_of(figure: Callable[[Figures], float], *, slack: float) -> Band:
    """The band that a figure spans over the fourteen."""
    seen = [figure(one) for one in all_figures()]
    return Band(low=min(seen), high=max(seen), slack=slack)


@cache
def _bands() -> dict[str, Band]:
    data = yaml.safe_load(resources.files("evals").joinpath("scorers", "bands.yaml").read_text("utf-8"))
    return {name: Band.model_validate(entry) for name, entry in data.items()}


def load_band(name: str) -> Band:
    """The band of that name in `evals/scorers/bands.yaml`."""
    return _bands()[name]
