"""Plain tables for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from evals.shares import Share

__all__ = ["excerpt", "percent", "render_table"]


def render_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell; the first one to the left, the others to the right. A zero shows as a dot."""
    cells = [list(map(str, head)), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = []
    for row in cells:
        first, *rest = (cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        lines.append("  ".join((first, *rest)).rstrip())
    return "\n".join(lines)


def percent(share: Share) -> str:
    """A share for a table: "97.6 %", or a dash where there is nothing to count."""
    return "-" if share.value is None else f"{share.value * 100:.1f} %"


def excerpt(text: str, *, width: int = 110, lines: int = 6) -> str:
    """The beginning of a text, wrapped and indented for a list."""
    wrapped = textwrap.wrap(" ".join(text.split()), width)
    kept = wrapped[:lines] + (["..."] if len(wrapped) > lines else [])
    return "\n".join(f"    {line}" for line in kept)


def _cell(value: object) -> str:
    return "." if value == 0 and isinstance(value, int) else str(value)
