"""The figures a suite must reach, held as data in `evals/thresholds.yaml`: a bound is met, not met, or not judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, model_validator

from evals.shares import Share
from pipeline.errors import BadConfiguration

__all__ = ["FILE", "Bound", "Judgement", "Thresholds", "judge", "load_thresholds"]

FILE = Path(__file__).parent / "thresholds.yaml"


class Bound(BaseModel):
    """One figure's bound, inclusive; `why` says where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: float | None = None
    at_most: float | None = None
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("exactly one of at_least and at_most is needed")
        return self

    def holds(self, value: float) -> bool:
        """Whether a value is within the bound."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"


class Thresholds(RootModel[dict[str, dict[str, Bound]]]):
    """Suite to metric to bound."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One bound held against one part's figure; `met` is None where there was nothing to count."""

    part: str
    metric: str
    bound: Bound
    value: float | None
    met: bool | None

    @property
    def verdict(self) -> str:
        """In words."""
        return {True: "met", False: "NOT MET", None: "not judged"}[self.met]

    def to_json(self) -> dict[str, object]:
        """All of it, the bound as the data file has it."""
        bound = self.bound.model_dump(exclude_none=True)
        return {"part": self.part, "metric": self.metric, **bound, "value": self.value, "met": self.met}


def load_thresholds(suite: str, path: Path = FILE) -> Mapping[str, Bound]:
    """The bounds of a suite by metric; empty when the file has none for it.

    Raises:
        BadConfiguration: the file is missing, is not YAML, or breaks the schema; the message names file and key.
    """
    try:
        return Thresholds.model_validate(yaml.safe_load(path.read_text("utf-8"))).root.get(suite, {})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfiguration(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    except (OSError, yaml.YAMLError) as error:
        raise BadConfiguration(f"{path} cannot be read as thresholds: {error}") from error


def judge(part: str, metrics: Mapping[str, Share | float | None], bounds: Mapping[str, Bound]) -> list[Judgement]:
    """Every bound held against a part's figures.

    Raises:
        BadConfiguration: a bound is set for a figure that the suite does not have.
    """
    judged = []
    for metric, bound in bounds.items():
        if metric not in metrics:
            raise BadConfiguration(f"{FILE.name}: there is no figure {metric!r} in this suite; there are: {', '.join(metrics)}.")
        figure = metrics[metric]
        value = figure.value if isinstance(figure, Share) else figure
        judged.append(Judgement(part, metric, bound, value, None if value is None else bound.holds(value)))
    return judged
