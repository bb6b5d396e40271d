"""Two clauses that are one fact: what they asked or need, and what the writer has to say to it."""

from __future__ import annotations

import re

from pipeline.reader_clause import Told
from pipeline.reader_segments import Segment
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["joined_kind"]

#: Longest fact, in characters, that two clauses may make.
_LONGEST = 280
#: "She asked if I can weld" and "I said yes, I have done it for years".
_ASKED = compiled(
    r"\b(?:asked|wanted to know|wondered)(?: me)?(?: also| too)? (?:if|whether) (?:i|i['’]d"
    r"|i['’]m)\b(?! (?:had|have) (?:any |other )*questions)",
    re.IGNORECASE,
)
_YES = compiled(
    r"(?:and |so )?i (?:said|told \w+|answered|replied|could say)(?: to \w+)?,? (?:yes\b|sure\b|of course|i (?:do|can|have|am|did)\b)",
    re.IGNORECASE,
)
#: "She asked about my time at Medivet" and "I did that for three years".
_OF_MY_TIME = compiled(
    r"\b(?:asked|wanted to (?:know|hear))(?: me)? (?:about|for) my (?:time|work|job|years|stint|experience) (?:on|at|in|with|as)\b",
    re.IGNORECASE,
)
_SO_LONG = compiled(
    r"(?:and )?i(?:['’]ve| have)? (?:did|done|was|been|worked|do|spent)(?: (?:that|it|this|there|on it|at it"
    r"|in it))+ for \S+(?: \S+)? (?:years?|months?|seasons?)\W*$",
    re.IGNORECASE,
)
#: What they need or what was done that day, and words that mean things only beside it.
_NEED = compiled(
    r"\b(?:need|needs|want|wants|look(?:s|ing)? for|short of|lack|lacks|are after|is after|struggl\w+ (?:with"
    r"|to))\b|^we (?:did|had|went through|started with)\b",
    re.IGNORECASE,
)
_HANGS = compiled(
    r"i(?:['’]ve| have|['’]m| am)? .*?(?:\b(?:\d[\d,.]*|hundreds|dozens|thousands|lots|plenty|both|one|it|that)\W*$"
    r"|\b(?:the (?:\w+ )?ones|all of (?:them|the \w+ ones)|(?:both|most|each) of them)\b)",
    re.IGNORECASE,
)
#: What they do besides, without naming them again: "They are opening a clinic and | need somebody".
_THEY = compiled(r"(?:they|she|he|the [\w-]+)\b", re.IGNORECASE)
_GOES_ON = compiled(
    r"(?:also )?(?:need|needs|want|wants|have|has|run|runs|use|uses|plan|plans|hope|hopes|look|looks|are|is"
    r"|will|serve|serves|work|works)\b",
    re.IGNORECASE,
)
_AND = compiled(r"[ ,]+and[ ]+", re.IGNORECASE)
_NEAR = compiled(r"[ ,.;]*(?:and|so|but)?[ ]*", re.IGNORECASE)


def joined_kind(text: str, previous: Told, entry: Told, clause: Segment) -> FactKind | None:
    """The kind of the fact that a clause makes together with the one before it; None where each stands for itself.

    Args:
        text: the pasted notes.
        previous: the fact before the clause.
        entry: what the clause is by itself.
        clause: the clause.
    """
    if previous.kind is not FactKind.TOPIC or previous.private or entry.private or entry.end - previous.start > _LONGEST:
        return None
    between, before = text[previous.end : entry.start], text[previous.start : previous.end]
    if not _NEAR.fullmatch(between):
        return None
    if (
        clause.tail
        and _AND.fullmatch(between)
        and _THEY.match(before)
        and _GOES_ON.match(clause.text)
        and entry.kind in {None, FactKind.TOPIC}
    ):
        return FactKind.TOPIC
    if entry.kind not in {None, FactKind.STRENGTH, FactKind.TOPIC, FactKind.AVAILABILITY}:
        return None
    if _ASKED.search(before) and _YES.match(clause.text):
        return FactKind.STRENGTH
    if _OF_MY_TIME.search(before) and _SO_LONG.match(clause.text):
        return FactKind.STRENGTH
    if entry.kind is FactKind.STRENGTH and _NEED.search(before) and _HANGS.match(clause.text):
        return FactKind.STRENGTH
    return None
