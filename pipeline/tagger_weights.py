"""The tagger's weights as they are stored: a chain of labels over words, and a regression that tells the situation."""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from prompts.kept import kept, read_text

__all__ = ["Table", "TaggerFile", "Weights", "pack_table", "weights"]

_NONE = 128


class Table(BaseModel):
    """Rows of weights by feature name: a signed byte per label, times the label's scale."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    labels: list[str]
    scales: list[float]
    names: str
    rows: str


class TaggerFile(BaseModel):
    """The file of weights; `steps` is what it is worth to go from one label to another, [from, to]."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    digest: str
    words: Table
    steps: list[list[float]]
    situations: Table
    bias: list[float]


class Weights:
    """The weights ready for use; `words` and `situations` give a feature's row of bytes around 128."""

    def __init__(self, file: TaggerFile) -> None:
        self.digest = file.digest
        self.labels = list(file.words.labels)
        self.scales = list(file.words.scales)
        self.words = _rows(file.words)
        self.steps = [[math.exp(max(-20.0, min(20.0, value))) for value in row] for row in file.steps]
        self.scenarios = list(file.situations.labels)
        self.scenario_scales = list(file.situations.scales)
        self.situations = _rows(file.situations)
        self.bias = list(file.bias)

    @classmethod
    def unpacked(cls, state: Mapping[str, object]) -> Weights:
        """Weights that were read before, from their attributes."""
        made = cls.__new__(cls)
        vars(made).update(state)
        return made


def pack_table(labels: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Table:
    """The table of these rows, each as long as `labels`; rows that round to nothing are left out."""
    scales = [max((abs(row[at]) for row in rows.values()), default=0.0) / 127 or 1.0 for at in range(len(labels))]
    kept_rows = {}
    for name in sorted(rows):
        row = bytes(round(value / scale) + _NONE for value, scale in zip(rows[name], scales, strict=True))
        if any(byte != _NONE for byte in row):
            kept_rows[name] = row
    return Table(
        labels=list(labels),
        scales=[round(scale, 8) for scale in scales],
        names=_packed("\0".join(kept_rows).encode("utf-8")),
        rows=_packed(b"".join(kept_rows.values())),
    )


def _packed(data: bytes) -> str:
    return base64.b85encode(zlib.compress(data, 9)).decode("ascii")


def _rows(table: Table) -> dict[str, bytes]:
    names = zlib.decompress(base64.b85decode(table.names)).decode("utf-8").split("\0")
    data, width = zlib.decompress(base64.b85decode(table.rows)), len(table.labels)
    return {name: data[at * width : (at + 1) * width] for at, name in enumerate(names)}


@cache
def weights() -> Weights:
    """The weights that come with the program."""
    text = read_text("pipeline", "data/tagger_weights.json")
    return Weights.unpacked(
        kept("pipeline.tagger_weights", text, lambda: vars(Weights(TaggerFile.model_validate_json(text))), by=(__file__,))
    )
