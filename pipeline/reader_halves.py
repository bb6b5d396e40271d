"""Clauses of which only a part is the fact: a reason behind its decision, a purpose behind its date, an answer behind a confession."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.reader_clause import KEPT_OUT, UNCLEAR, Told
from pipeline.reader_data import fold
from pipeline.reader_facts import classify, private_reason
from pipeline.reader_frames import frame
from pipeline.reader_segments import Segment
from pipeline.reader_sure import FELT
from prompts.notes import PRIVATE_KINDS, FactKind, ScenarioId

__all__ = ["answered", "good_point", "only_reason", "split_purpose", "split_reason"]

#: What the writer sets down as a good point.
_PLUS = re.compile(r"(?:^|\n)[ \t]*\+[ \t]+$")


#: What is waited for elsewhere is nobody's business here.
_ELSEWHERE = re.compile(
    r"\b(?:an)?other (?:\w+ )?(?:school|company|firm|place|employer|offer|job|interview|hospital|process"
    r"|application|team|shop|hotel|one)s?\b"
    r"|\b(?:interview|interviews|final round|second (?:visit|round|interview|offer)|trial (?:day|shift)) "
    r"(?:at|with|for|on|elsewhere|somewhere)\b"
    r"|\bwaiting (?:for|to hear|on)\b|\bhear(?:ing)? (?:back )?from\b|\belsewhere\b",
    re.IGNORECASE,
)


def split_reason(clause: Segment, entry: Told, scenario: ScenarioId | None, company: str | None) -> Told | None:
    """The public first half of "I need until Friday because my wife is ill", whose second half is private."""
    joint = re.search(r",?\s+(?:because|cause|since|due to|as my|as i|coz|cos|bc)\b", clause.text, re.IGNORECASE)
    if not entry.private or entry.why == KEPT_OUT or clause.label or joint is None:
        return None
    left = clause.text[: joint.start()]
    kind = classify(left, scenario=scenario, company=company)
    if kind is None or kind in PRIVATE_KINDS or private_reason(left, pasted=True):
        return None
    return Told(clause.start, clause.start + joint.start(), kind)


def answered(clause: Segment, entry: Told) -> Told:
    """What stands behind "I blanked on it" on the same line is the answer."""
    unclear = entry.kind is None and entry.why == UNCLEAR and len(clause.text.split()) > 3
    return replace(entry, kind=FactKind.CORRECTION, why="") if unclear else entry


def good_point(text: str, clause: Segment, entry: Told) -> Told:
    """A line that begins with a plus sign is one, whatever the classifier feels about it."""
    felt = entry.private and entry.why == FELT and not clause.tail
    plus = felt and _PLUS.search(text[max(0, clause.start - 6) : clause.start])
    return Told(clause.start, clause.end, FactKind.TOPIC) if plus else entry


def only_reason(clause: Segment, entry: Told, scenario: ScenarioId | None) -> Told:
    """A reason without the decision in front of it: "I must decline, because I stay here" is a reason from "because" on."""
    if scenario is not ScenarioId.DECLINE_OFFER or entry.kind is not FactKind.REASON or entry.private:
        return entry
    joint = frame("decision_first").match(clause.text)
    return replace(entry, start=clause.start + joint.end()) if joint else entry


def split_purpose(clause: Segment, entry: Told, scenario: ScenarioId | None) -> tuple[Told, Told | None]:
    """The date asked for and, apart, what the time is for: "until Monday, to read the contract"."""
    if scenario is not ScenarioId.TIME_TO_THINK or entry.kind is not FactKind.DEADLINE or entry.private:
        return entry, None
    joints = frame("purpose").finditer(clause.text)
    joint = next((one for one in joints if re.search(r"\d|day|week|until|till", fold(clause.text[: one.start()]))), None)
    if joint is None:
        return entry, None
    start = clause.start + joint.end()
    reason = private_reason(clause.text[joint.end() :], pasted=True)
    if reason is None and _ELSEWHERE.search(clause.text, joint.end()):
        reason = "another employer"
    private = reason not in {None, "family"}
    return replace(entry, end=clause.start + joint.start()), Told(
        start, clause.end, FactKind.REASON, private, reason or "" if private else ""
    )
