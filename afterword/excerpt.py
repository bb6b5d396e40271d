"""A line of a text with a mark under a span of it, aligned as a terminal shows it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

__all__ = ["Excerpt", "cell_width", "excerpt"]

_TAB = "    "
_REACH = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`line` and `column` count from 1, the column in characters; `shown` is the line as printed, `marks` the line under it."""

    line: int
    column: int
    shown: str
    marks: str


def excerpt(text: str, start: int, end: int, *, width: int) -> Excerpt:
    """The line on which a span begins, cut around the span where it is wider than `width` columns, with carets under the span.

    Args:
        text: any text; control and direction characters in it are shown as `<U+202E>`, so that none reaches the terminal.
        start: first character of the span.
        end: the character after it; what lies on later lines is not shown.
        width: columns of the terminal, 20 at least.
    """
    if "\r" in text:
        text = text.replace("\r", " " if "\n" in text else "\n")
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", start)
    right = len(text) if right < 0 else right
    width = max(width, 20)
    head, tail = max(left, start - _REACH * width), min(right, start + _REACH * width)  # of an endless line, what can be shown at all
    cells = [_shown(char) for char in text[head:tail]]
    widths = [1 if cell.isascii() and len(cell) == 1 else sum(map(cell_width, cell)) for cell in cells]
    first, last = start - head, min(end, tail) - head
    low, high = _window(widths, first, last, width - 2)
    before = "…" if low or head > left else ""
    after = "…" if high < len(cells) or tail < right else ""
    last = max(min(last, high), first + 1)
    pad = len(before) + sum(widths[low:first])
    marks = " " * pad + "^" * max(1, sum(widths[first:last]))
    return Excerpt(text.count("\n", 0, start) + 1, start - left + 1, before + "".join(cells[low:high]) + after, marks)


def cell_width(char: str) -> int:
    """Columns a character takes: 2 for wide ones (East Asian, emoji), 0 for those that join the one before, else 1."""
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _shown(char: str) -> str:
    if char.isprintable() or char in "\u00a0\u202f\u2009\u3000":
        return char
    if char == "\t":
        return _TAB
    return f"<U+{ord(char):04X}>"


def _window(widths: list[int], first: int, last: int, room: int) -> tuple[int, int]:
    """Which characters to show: all when they fit, else the span with as much as fits around it, two thirds of it before."""
    if sum(widths) <= room:
        return 0, len(widths)
    high = first
    used = 0
    while high < last and used + widths[high] <= room:
        used += widths[high]
        high += 1
    low = first
    ahead = (room - used) * 2 // 3
    while low > 0 and widths[low - 1] <= ahead:
        low -= 1
        ahead -= widths[low]
        used += widths[low]
    while high < len(widths) and used + widths[high] <= room:
        used += widths[high]
        high += 1
    while low > 0 and used + widths[low - 1] <= room:
        low -= 1
        used += widths[low]
    while low < first and widths[low] == 0:  # a mark that has lost its letter
        low += 1
    return low, high
