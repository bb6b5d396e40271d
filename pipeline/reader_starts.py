"""The first day of a job: told beside pay in one breath, under another word, and not to be mistaken for a last day or a holiday."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reader_clause import Told
from pipeline.reader_data import fold
from pipeline.reader_facts import private_reason
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["place_starts"]

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    r"|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{4}-\d{2}-\d{2})"
)
_FIRST = (
    r"(?:(?:my |the )?first day|(?:i |we |to )?(?:would |will |'ll |can )?(?:start|begin|join)(?:s|ing)?(?: date| day| work)?"
    r"|date of joining|doj|commenc\w+)"
)
#: "First day August 4th", "start Monday 7 July 7.30", "joining date 15 September".
_START = compiled(
    rf"\W*(?:and |with )?{_FIRST}(?: is| was| will be| would be| on| from|:| =)*(?: the)? ?(?:[a-z]{{3,9}},? )?(?:the )?{_DAY}"
)
_BEFORE_IT = compiled(r"[,;]\s+(?:and\s+|with\s+)?(?=(?:first day|start|join|begin|date of joining|doj|commenc))", re.IGNORECASE)
#: What may part the first day from a sum of money behind it.
_COMMA = compiled(r"[,;]\s+")
#: Days of something else: of the job that ends, of leave.
_OTHER_DAY = compiled(
    r"\b(?:last (?:working )?day|notice (?:ends|period|runs)|holidays?|vacation|leave (?:booked|planned)|annual leave|booked off"
    r"|wedding|trip|(?:exams?|tests?|lessons?|graduation|appointment) (?:is|are|on))\b"
)
_LAST_DAY = compiled(r"\b(?:last (?:working )?day|notice)\b")
#: Kinds under which a first day is filed by mistake.
_TAKEN_FOR = frozenset({FactKind.OFFER, FactKind.TIMELINE, FactKind.DEADLINE, FactKind.TOPIC, FactKind.AVAILABILITY})


def place_starts(text: str, told: Sequence[Told], scenario: ScenarioId | None) -> list[Told]:
    """What is told, where a job is accepted, with the first day as such.

    A first day behind a sum of money is cut off from it, since the sum alone is private; a last day elsewhere is no start.
    """
    if scenario is not ScenarioId.ACCEPT_OFFER:
        return list(told)
    parted = [piece for one in told for piece in _parted(text, one)]
    begins = [_START.match(fold(text[one.start : one.end])) is not None and not one.private for one in parted]
    return [
        replace(one, kind=FactKind.START_DATE) if begin and one.kind in _TAKEN_FOR else _moved(text, one)
        for one, begin in zip(parted, begins, strict=True)
    ]


def _parted(text: str, one: Told) -> list[Told]:
    """A private piece about pay and the first day behind it as two."""
    said = text[one.start : one.end]
    for cut in (*_BEFORE_IT.finditer(said), *_COMMA.finditer(said)) if one.private else ():
        before, behind = said[: cut.start()], said[cut.end() :]
        is_day = _START.match(fold(behind)) and private_reason(behind, pasted=True) is None
        if is_day and private_reason(before, pasted=True) == "pay":
            first = replace(one, end=one.start + cut.start())
            return [first, Told(one.start + cut.end(), one.end, FactKind.START_DATE)]
        told = is_day is None and _START.match(fold(before)) and private_reason(before, pasted=True) is None
        if told and private_reason(behind, pasted=True) == "pay":
            rest = replace(one, start=one.start + cut.end())
            return [Told(one.start, one.start + cut.start(), FactKind.START_DATE), rest]
    return [one]


def _moved(text: str, one: Told) -> Told:
    """A day of something else, taken for the first day."""
    if one.kind is not FactKind.START_DATE or one.private:
        return one
    said = fold(text[one.start : one.end])
    if _OTHER_DAY.search(said) is None or re.search(r"\b(?:start|begin|join|first day)", said):
        return one
    if _LAST_DAY.search(said):
        return replace(one, kind=FactKind.PRIVATE, private=True, why="a day of the job that ends")
    return replace(one, kind=FactKind.OFFER)
