"""Marks of secrecy inside running words, and how far each one reaches: back to its remark or on to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reader_frames import frame
from pipeline.reader_segments import Segment

__all__ = ["marked"]

#: Words beside a mark that are not yet a remark of their own ("and please", "for now").
_FEW = 2
#: From how many words on what stands beyond a mark is told for itself, and not the rest of its remark.
_ENOUGH = 4


def marked(text: str, clauses: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """The stretches that a mark keeps back, each with its mark.

    "This nobody must learn" reaches back to the start of its clause, or over the clause before where nothing precedes it;
    "please leave out that" reaches on to the end of its clause, or over the next one where nothing follows.

    Args:
        text: the pasted notes.
        clauses: their clauses.
    """
    for index, clause in enumerate(clauses):
        closed = -1
        for match in frame("mark_back").finditer(clause.text):
            closed = match.end()
            before, after = clause.text[: match.start()].split(), clause.text[match.end() :].split()
            earlier = clauses[index - 1] if index and len(before) <= _FEW else None
            start = earlier.start if earlier is not None and _near(text, earlier, clause) else clause.start
            yield start, clause.start + match.end() if len(after) >= _ENOUGH else clause.end
        for match in frame("mark_ahead").finditer(clause.text):
            before, after = clause.text[: match.start()].split(), clause.text[match.end() :].split()
            if not after and match.end() <= closed:
                continue
            later = clauses[index + 1] if index + 1 < len(clauses) and not after else None
            end = later.end if later is not None and _near(text, clause, later) else clause.end
            yield clause.start + match.start() if len(before) >= _ENOUGH else clause.start, end


def _near(text: str, left: Segment, right: Segment) -> bool:
    """Whether no empty line stands between two clauses."""
    return text[left.end : right.start].count("\n") < 2
