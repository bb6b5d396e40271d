"""Text without characters that steer a screen: escape sequences, control characters, and marks that turn the direction of a line."""

from __future__ import annotations

import re

from guardrails.fixes import shown_spaces

__all__ = ["without_steering"]

_ESCAPES = re.compile("(?:\x1b\\[|\x9b)[0-9;:?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?|\x1b[@-Z\\\\^_]?")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def without_steering(text: str) -> tuple[str, int]:
    """The text and how many such characters or sequences were left out. Joiners, which Persian and emoji need, stay."""
    text = shown_spaces(text.replace("\r\n", "\n"))
    text, sequences = _ESCAPES.subn("", text)
    text, single = _HIDDEN.subn("", text)
    return text, sequences + single
