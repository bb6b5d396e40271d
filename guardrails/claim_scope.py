"""What a sentence says as the writer's own plan or judgement, which states nothing that the notes would have to have."""

from __future__ import annotations

import re

from prompts.patterns import compiled

__all__ = ["is_planned", "sentence_after", "sentence_before"]

_PLAN = compiled(
    r"\b(?:I|we|one|you|they|he|she|that|it|which|this|who)\s+(?:\w+\s+){0,2}(?:would|could|might|should)\b|\bI['\u2019]d\b"
    r"|\b(?:would|could|might|should)\s+(?:\w+\s+){0,2}(?:be|take|make|mean|tell|show|need|have|give|ask|start|begin|work|follow|try|test)\b"
    r"|\bmy\s+(?:first|own|next)\s+(?:step|move|instinct|thought|question|guess|week|idea|answer|plan|choice)\b"
    r"|\b(?:what|where|how)\s+I(?:['\u2019]d|\s+would)\b|\bif\s+I\s+(?:were|joined|had|could|started)\b|\b(?:made|makes|set|left|got)\s+me\s+(?:wonder|think)\w*|\bI\s+(?:wonder|suspect|think|imagine|picture|believe)\b",
    re.IGNORECASE,
)
_ENDS = compiled(r"[.!?\u2026](?=\s)|\n")
#: What is arranged, not thought: a day beside these is a date.
_ARRANGED = compiled(
    r"\b(?:start|starting|join|begin|meet|call|ring|speak|talk|come|visit|hear|answer|reply|decide|decision|reach|send|let\s+you|confirm|return|"
    r"deliver|available|free|interview\w*|appointment|until|till|by)\b",
    re.IGNORECASE,
)
_REACH = 160


def sentence_before(text: str, at: int) -> str:
    """What stands in the same sentence before a place."""
    return _ENDS.split(text[max(0, at - _REACH) : at])[-1]


def sentence_after(text: str, at: int) -> str:
    """What stands in the same sentence behind a place."""
    return _ENDS.split(text[at : at + _REACH])[0]


def is_planned(text: str, at: int, *, is_date: bool = False) -> bool:
    """Whether a place belongs to a plan or judgement of the writer; with `is_date`, to one that arranges nothing."""
    before = sentence_before(text, at)
    plan = _PLAN.search(before)
    return plan is not None and not (is_date and _ARRANGED.search(before))
