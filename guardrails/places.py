"""Finds where the parts of a draft stand in the text it was read from, so that a finding can be shown, or mended, in place."""

from __future__ import annotations

from guardrails.findings import Finding
from prompts.draft import Draft, Part

__all__ = ["Places"]


class Places:
    """The places of one draft's parts in its text.

    Parsing loses white space and moves quoted mail below the signature, but keeps every other character of a sentence, a greeting
    or a line of the signature. So each of these is looked up without its white space, from where the one before it ended.
    """

    def __init__(self, text: str, draft: Draft) -> None:
        """Look every part up; takes time in proportion to the text."""
        self._text = text
        self._draft = draft
        self._at = [index for index, char in enumerate(text) if not char.isspace()]
        self._bare = "".join(text[index] for index in self._at)
        self._found: dict[Part, list[int | None]] = {}
        cursor = self._look_up("subject", [(0, draft.subject)], 0)
        cursor = self._look_up("greeting", [(0, draft.greeting)], cursor)
        cursor = self._look_up("body", [(start, sentence.text) for start, _, sentence in draft.sentence_spans()], cursor)
        cursor = self._look_up("closing", [(0, draft.closing)], cursor)
        self._look_up("signature", _lines(draft.signature), cursor)

    def span(self, finding: Finding) -> tuple[int, int] | None:
        """Start and end of a finding in the text; None for something absent or a place that was not found."""
        if finding.end <= finding.start:
            return None
        inside = [place for place in self._found[finding.where][finding.start : finding.end] if place is not None]
        return (inside[0], inside[-1] + 1) if inside else None

    def part(self, part: Part) -> tuple[int, int] | None:
        """Start and end of a whole part in the text; None when it is empty or was not found."""
        inside = [place for place in self._found[part] if place is not None]
        return (min(inside), max(inside) + 1) if inside else None

    def _look_up(self, part: Part, pieces: list[tuple[int, str]], cursor: int) -> int:
        """Note the place of every character of the part's pieces; returns where the last one ended."""
        places: list[int | None] = [None] * len(self._draft.part(part))
        self._found[part] = places
        for start, piece in pieces:
            wanted = [index for index, char in enumerate(piece) if not char.isspace()]
            bare = "".join(piece[index] for index in wanted)
            at = self._bare.find(bare, cursor) if bare else -1
            if at < 0 and bare:  # a postscript stands below the signature, and quoted mail may stand anywhere
                at = self._bare.rfind(bare) if part in ("closing", "signature") else self._bare.find(bare)
            if at < 0:
                continue
            for offset, index in enumerate(wanted):
                places[start + index] = self._at[at + offset]
            cursor = at + len(bare)
        return cursor


def _lines(text: str) -> list[tuple[int, str]]:
    pieces = []
    at = 0
    for line in text.split("\n"):
        pieces.append((at, line))
        at += len(line) + 1
    return pieces
