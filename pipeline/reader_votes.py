"""Names that the notes speak for, with weights; the most spoken for wins, a tie leaves the question open."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.reader_data import labels
from pipeline.reader_segments import Segment, Shape

__all__ = ["Stretch", "Vote", "label_value", "value_span", "winner"]

Stretch = tuple[int, int]

#: Names that are counted; a page holds fewer.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Vote:
    """A stretch that may be the name, and how much speaks for it."""

    span: Stretch
    weight: int


def label_value(shape: Shape, field: str) -> Segment | None:
    """The first line under a label of this field; None when there is none."""
    rows = [line for line in shape.lines if line.own_label and line.text and labels().fields.get(line.label or "") == field]
    return rows[0] if rows else None


def winner(votes: dict[str, list[Vote]]) -> Stretch | None:
    """The name with the most votes; a shorter form of a name votes for the longer one."""
    totals: Counter[str] = Counter()
    for key, cast in votes.items():
        totals[key] += sum(vote.weight for vote in cast)
    for name, _ in totals.most_common()[_MOST:]:
        del totals[name]
    for short in list(totals):
        longer = [key for key in totals if key != short and re.search(rf"\b{re.escape(short)}\b", key)]
        if len(longer) == 1:
            totals[longer[0]] += totals.pop(short)
    ranked = totals.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 2):
        return None
    return min((vote.span for vote in votes[ranked[0][0]]), default=None)


def value_span(text: str, row: Segment) -> Stretch:
    """The value of a labelled line, without quotes and closing marks."""
    left, right = row.start, row.end
    while left < right and text[left] in " \t*_\"'“‘":
        left += 1
    while right > left and text[right - 1] in " \t*_\"'”’.,;":
        if text[right - 1] == "." and re.search(r"\b(?:Inc|Ltd|Co|ehf|hf|S\.A|B\.V)\.$", text[left:right]):
            break
        right -= 1
    return left, right
