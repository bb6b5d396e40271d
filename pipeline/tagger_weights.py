"""The tagger's weights as they are stored: a chain of labels over words, and a regression that tells the situation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.reader_packed import compressed, decompressed, own_weights, pack, rows_of

__all__ = ["Table", "TaggerFile", "Weights", "pack_table", "weights"]


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


def pack_table(labels: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Table:
    """The table of these rows, each as long as `labels`; rows that round to nothing are left out."""
    scales = pack(list(rows.values()))[0] or [1.0] * len(labels)
    names = [name for name in sorted(rows) if any(round(value / scale) for value, scale in zip(rows[name], scales, strict=True))]
    _, packed = pack([rows[name] for name in names])
    return Table(
        labels=list(labels),
        scales=[round(scale, 8) for scale in scales],
        names=compressed("\0".join(names).encode("utf-8")),
        rows=packed,
    )


def _rows(table: Table) -> dict[str, bytes]:
    return rows_of(decompressed(table.names).decode("utf-8").split("\0"), table.rows, len(table.labels))


@cache
def weights() -> Weights:
    """The weights that come with the program."""
    return own_weights("tagger_weights", Weights, lambda text: Weights(TaggerFile.model_validate_json(text)), by=__file__)
