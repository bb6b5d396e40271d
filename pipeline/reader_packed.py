"""Rows of weights as a file holds them, signed bytes in text, and how the program's own files of weights are read."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from prompts.kept import kept, read_text

__all__ = ["compressed", "data_digest", "decompressed", "own_weights", "pack", "rows_of", "summed"]

T = TypeVar("T")

#: The byte of a weight that is 0.
_NONE = 128


def pack(rows: Sequence[Sequence[float]]) -> tuple[list[float], str]:
    """The scale of each column, and the rows as bytes around 128, compressed, as text."""
    scales = [max(map(abs, column)) / 127 or 1.0 for column in zip(*rows, strict=True)]
    return scales, compressed(bytes(round(value / scale) + _NONE for row in rows for value, scale in zip(row, scales, strict=True)))


def rows_of(names: Sequence[str], packed: str, width: int) -> dict[str, bytes]:
    """The row of weights, as bytes around 128, of each name."""
    data = decompressed(packed)
    return {name: data[at * width : (at + 1) * width] for at, name in enumerate(names)}


def summed(rows: Sequence[bytes], scales: Sequence[float]) -> list[float]:
    """The weights of some rows added up, a sum for each column."""
    if not rows:
        return [0.0] * len(scales)
    none = _NONE * len(rows)
    return [scale * (sum(column) - none) for scale, column in zip(scales, zip(*rows, strict=True), strict=True)]


def compressed(data: bytes) -> str:
    """Bytes as short text."""
    return base64.b85encode(zlib.compress(data, 9)).decode("ascii")


def decompressed(text: str) -> bytes:
    """What `compressed` made the text of."""
    return zlib.decompress(base64.b85decode(text))


def data_digest(parts: Sequence[str]) -> str:
    """What tells whether weights were trained on these texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def own_weights(name: str, kind: type[T], read: Callable[[str], T], *, by: str) -> T:
    """The weights of `data/{name}.json`, from their kept form where there is one.

    Args:
        name: the file's, without its ending.
        kind: the class of the weights; its attributes are all there is to them.
        read: makes them of the file's text.
        by: `__file__` of the module that `kind` stands in.
    """
    text = read_text("pipeline", f"data/{name}.json")
    made = kind.__new__(kind)
    vars(made).update(kept(f"pipeline.{name}", text, lambda: vars(read(text)), by=(by, __file__)))
    return made
