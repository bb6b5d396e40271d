"""A second opinion on names and situations: trained scorers that know nothing of the rules.

The weights in `data/reader_names.json` and `data/reader_situation.json` are one logistic regression per label over features that are
there or not, trained by `python -m evals.train_ranker` on the open notes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.reader_packed import own_weights, rows_of, summed

__all__ = ["Ranker", "RankerFile", "ranker"]


class RankerFile(BaseModel):
    """The weights as stored: bytes packed by `reader_packed.pack`, one signed byte per label and feature, times `scales` of the label."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    digest: str
    labels: list[str]
    bias: list[float]
    scales: list[float]
    features: list[str]
    weights: str


class Ranker:
    """A row of weights by feature."""

    def __init__(self, file: RankerFile) -> None:
        self.digest = file.digest
        self.labels = tuple(file.labels)
        self._bias = file.bias
        self._scales = file.scales
        self._rows = rows_of(file.features, file.weights, len(self.labels))

    def score(self, features: Iterable[str], *, value: float = 1.0) -> dict[str, float]:
        """The likelihood, from 0 to 1, of each label; they do not sum to 1.

        Args:
            features: what is there.
            value: what each counts.
        """
        rows = [row for name in features if (row := self._rows.get(name))]
        points = [bias + value * one for bias, one in zip(self._bias, summed(rows, self._scales), strict=True)]
        return {label: 1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for label, one in zip(self.labels, points, strict=True)}


@cache
def ranker(name: str) -> Ranker:
    """The scorer that comes with the program under this name: "names" or "situation"."""
    return own_weights(f"reader_{name}", Ranker, lambda text: Ranker(RankerFile.model_validate_json(text)), by=__file__)
