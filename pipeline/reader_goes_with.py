"""Clauses of pasted notes that are half a thought without the one before them, and words that only ask to tell what follows them."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.reader_clause import Told
from pipeline.reader_data import fold
from pipeline.reader_frames import frame
from pipeline.reader_segments import Segment
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["as_told", "goes_with"]

#: Characters that two clauses told as one may take.
_LONGEST = 300
#: Words at the start of a clause that mean something said just before.
_BACK = compiled(r"(?:it|they|that|this|there|he|she)\b", re.IGNORECASE)
_SO = compiled(r",? so[ ]", re.IGNORECASE)
_AND = compiled(r"(?:,|,? and)[ ]", re.IGNORECASE)
_DONE_WITH_IT = compiled(r"i(?:'ll| will| can)? .*\b(?:it|them)\b")


def as_told(clause: Segment) -> Segment:
    """A clause without the words that ask to tell it: "I'd like to thank her and say that I was impressed" says from "I was" on."""
    lead = frame("asked_to_tell").match(clause.text)
    return replace(clause, start=clause.start + lead.end(), text=clause.text[lead.end() :]) if lead else clause


def goes_with(text: str, previous: Told, entry: Told, clause: Segment, scenario: ScenarioId | None) -> bool:
    """Whether a clause is told in one with the one before it.

    That is what follows from one's work ("I was a postman, so I know every street"),
    why a reason is one ("I chose another firm, it is closer")
    and what is done with a thing just named ("she will send the contract and I will sign it").
    """
    if not clause.tail or entry.private or previous.private or previous.kind is None or entry.end - previous.start > _LONGEST:
        return False
    if entry.kind is FactKind.CONCERN and previous.kind in {FactKind.PROMISE, FactKind.STRENGTH, FactKind.TOPIC}:
        return re.match(r"(?:it|they) .*\?", clause.text) is not None and 0 < entry.start - previous.end <= 6
    between, said = text[previous.end : entry.start], fold(text[entry.start : entry.end])
    if previous.kind is FactKind.STRENGTH and entry.kind in {FactKind.STRENGTH, FactKind.MOTIVATION, None}:
        return _SO.fullmatch(between) is not None and said.startswith(("i ", "i'"))
    if previous.kind is FactKind.REASON and entry.kind in {FactKind.REASON, FactKind.TOPIC} and scenario is ScenarioId.DECLINE_OFFER:
        return _AND.fullmatch(between) is not None and _BACK.match(said) is not None
    if previous.kind is FactKind.RAPPORT and entry.kind in {FactKind.RAPPORT, FactKind.TOPIC, None}:
        # "Thank Colin, he took me round" is about Colin
        return (
            _AND.fullmatch(between) is not None and _BACK.match(said) is not None and bool(frame("thanks_to").match(text, previous.start))
        )
    if previous.kind is FactKind.PROMISE and entry.kind is FactKind.PROMISE:
        return _AND.fullmatch(between) is not None and _DONE_WITH_IT.match(said) is not None
    return False
