"""Shows a draft on standard error while a model writes it, and takes it away again when the email itself is about to be printed."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

import click

__all__ = ["LiveText", "live_text"]

_VOID = {"again": "trying again", "mending": "not yet right, asking for changes", "phrasebook": "the phrasebook takes over"}


class LiveText:
    """What has been shown so far. Everything it is told was cleaned of control characters by the pipeline."""

    def __init__(self, stream: TextIO, *, columns: int) -> None:
        """Show nothing yet.

        Args:
            stream: a terminal.
            columns: its width.
        """
        self._stream = stream
        self._columns = max(20, columns)
        self._lines = 0
        self._column = 0

    def __call__(self, kind: str, text: str) -> None:
        """Show one event of `draft_email`."""
        if kind == "text":
            self._write(text)
        elif kind == "stage" and text in _VOID:
            self.clear()
            self._write(f"({_VOID[text]})\n")
        elif kind == "stage" and text == "done":
            self.clear()

    def clear(self) -> None:
        """Take away what was shown."""
        if self._lines or self._column:
            self._stream.write("\r" + (f"\x1b[{self._lines}A" if self._lines else "") + "\x1b[J")
            self._stream.flush()
        self._lines = self._column = 0

    def _write(self, text: str) -> None:
        """Words wrapped by hand, so that the number of lines to take away is known."""
        pieces: list[str] = []
        for index, line in enumerate(text.split("\n")):
            if index:
                pieces.append("\n")
                self._lines, self._column = self._lines + 1, 0
            for word in line.split():
                if self._column and self._column + 1 + len(word) >= self._columns:
                    pieces.append("\n")
                    self._lines, self._column = self._lines + 1, 0
                pieces.append((" " if self._column else "") + word[: self._columns - 1])
                self._column += len(pieces[-1])
        self._stream.write(click.style("".join(pieces), dim=True))
        self._stream.flush()


def live_text() -> LiveText | None:
    """One for standard error; None where that is no terminal that can take lines away."""
    if not sys.stderr.isatty():
        return None
    return LiveText(sys.stderr, columns=shutil.get_terminal_size().columns)
