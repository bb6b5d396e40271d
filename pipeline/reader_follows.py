"""Clauses that speak of the one before them: what was done already, in what words a reason is to be given, what goes on with it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.reader_clause import CONFESSED, Told
from pipeline.reader_data import fold
from pipeline.reader_facts import private_reason
from pipeline.reader_frames import frame
from pipeline.reader_segments import Segment
from pipeline.reader_sure import FELT
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["DONE", "leans_back", "promise_kept", "said_late", "wishes_it", "worded_reason"]

#: Why a promise that was kept is none any more.
DONE = "it is done already"
#: Longest fact, in characters, that still grows by the clause behind it.
_LONGEST = 260
_THINKS = frozenset({ScenarioId.TIME_TO_THINK, ScenarioId.DECLINE_OFFER})
#: The thing just named is told of once more: "It had 4 members in September and 31 by the summer."
_IT = compiled(
    r"(?:it|they) (?:now )?(?:had|has|have|was|were|went|grew|got|rose|fell|came|saw|cut|took|brought|ran|runs|made|saved|is|are)\b",
    re.IGNORECASE,
)
#: What the writer did of the same thing: "I did 40 of those sessions at CareLoop".
_THOSE = compiled(
    r"(?:and )?i (?:\w+ ){1,4}?(?:of )?(?:those|these|the same|one of them|the very same|just that|exactly that)\b", re.IGNORECASE
)
#: A wish for something that only the words before it name.
_WISH = compiled(
    r"(?:i(?:'d|’d| would| do|'m|’m| am)? )?(?:really |very much |so |just |also )*(?:like|love|want|wanted"
    r"|hope|keen|happy|eager|excited)\b"
    r"(?: [\w'’-]+){1,6}? (?:it|that|this|them|there)\b(?:,? (?:too|one day|some day|haha|lol))?\W*$",
    re.IGNORECASE,
)
_READY = compiled(r"i(?:'m|’m| am| feel) (?:now |really |more than )?ready (?:to|for)\b", re.IGNORECASE)
_CAME_OF_IT = compiled(r"(?:we|it|they|that|sales|waste|complaints|sickness|errors|turnover) (?:[\w'’-]+ ){1,5}?(?:by )?\d", re.IGNORECASE)
_AND = compiled(r"[ ,]+(?:and|then|and then)[ ]+", re.IGNORECASE)
_DID = compiled(r"\b(?:i|my|told|ran|led|set up|built|started|made)\b", re.IGNORECASE)


def promise_kept(previous: Told, clause: Segment) -> bool:
    """Whether "and I did, on the 6th" says that the promise before it is kept."""
    return previous.kind is FactKind.PROMISE and not previous.private and frame("done_already").fullmatch(clause.text) is not None


#: "I should have said that", behind what should have been said.
_LATE = compiled(
    r"\W*(?:and |but |so )?(?:(?:that|this)(?:'s|’s| is| was)? (?:just |exactly )?(?:what|the (?:one|thing|example)) (?:that )?"
    r"i (?:should|could|wanted to) (?:have )?(?:said|told|say|given|mentioned|used)"
    r"|i (?:should|could|ought to) have (?:said|told (?:her|him|them)|mentioned|given|used) (?:that|this|so|it|that one))\W*$",
    re.IGNORECASE,
)
_SAYABLE = frozenset({FactKind.STRENGTH, FactKind.TOPIC, FactKind.STANCE})


def said_late(text: str, told: list[Told], scenario: ScenarioId | None) -> list[Told]:
    """What is told, after a bad interview, with what "I should have said that" speaks of as the answer now given."""
    found: list[Told] = []
    for one in told:
        if scenario is ScenarioId.BAD_INTERVIEW and found and _LATE.match(text[one.start : one.end]) and not one.private:
            if found[-1].kind in _SAYABLE and not found[-1].private:
                found[-1] = replace(found[-1], kind=FactKind.CORRECTION)
            found.append(Told(one.start, one.end, None, why="it speaks of the one before"))
            continue
        if scenario is ScenarioId.BAD_INTERVIEW and found and _puts_right(text, found[-1], one):
            found[-1] = replace(found[-1], end=one.end, kind=FactKind.CORRECTION)
            continue
        found.append(one)
    return found


#: "It should be 98", right behind "I said 90 percent": the two are one correction.
_RIGHT_ONE = compiled(
    r"(?:but |and )?(?:it|that|the (?:right|correct) (?:answer|one|figure|number)) (?:should(?:'ve| have)?|is|was|must|ought)\b",
    re.IGNORECASE,
)
_SAID = compiled(r"(?:and |so |then |but )?I (?:said|gave|named|told \w+|wrote|put)\b", re.IGNORECASE)
_MINOR = compiled(r"[,;]? (?:and |but |when |while |although |though )?", re.IGNORECASE)


def _puts_right(text: str, before: Told, one: Told) -> bool:
    """Whether a clause of the same sentence says what the answer before it should have been."""
    both = before.kind is one.kind is FactKind.CORRECTION or "should" in text[one.start : one.end]
    return (
        both
        and not before.private
        and not one.private
        and _SAID.match(text, before.start, before.end) is not None
        and _RIGHT_ONE.match(text, one.start, one.end) is not None
        and _MINOR.fullmatch(text, before.end, one.start) is not None
    )


def worded_reason(text: str, clause: Segment, scenario: ScenarioId | None) -> Told | None:
    """The reason in the words it is to be given in: `just put "a few things to settle here first"`."""
    match = frame("just_put").search(text, clause.start, min(len(text), clause.end + 2)) if scenario in _THINKS else None
    match = match or (frame("just_say").match(text, clause.start, clause.end) if scenario in _THINKS else None)
    if match is None or (match.start() - clause.start > 12) or private_reason(match["say"], pasted=True):
        return None
    if re.match(r"(?:i|we) (?!have|need|want|would|must)|yes\b|no\b", fold(match["say"])) or not re.search(
        r"[a-z] [a-z]", fold(match["say"])
    ):
        return None
    return Told(match.start("say"), match.end("say"), FactKind.REASON)


def wishes_it(previous: Told, entry: Told, clause: Segment) -> bool:
    """Whether a clause wishes for what the fact before it names: "... a free clinic and I would really like to be part of it"."""
    if previous.kind not in {FactKind.TOPIC, FactKind.STRENGTH, FactKind.MOTIVATION} or entry.kind not in {
        None,
        FactKind.MOTIVATION,
        FactKind.PRIVATE,
    }:
        return False
    return clause.tail and bool(_WISH.match(clause.text) or (previous.kind is FactKind.MOTIVATION and _READY.match(clause.text)))


def _grew(previous: Told, clause: Segment, between: str) -> bool:
    """Whether a clause tells what came of the work before it: "I started one in Lahti and we threw away 30 percent less"."""
    return previous.kind is FactKind.STRENGTH and _AND.fullmatch(between) is not None and _CAME_OF_IT.match(clause.text) is not None


def leans_back(text: str, previous: Told, entry: Told, clause: Segment) -> bool:
    """Whether a clause is only understood together with the fact before it, and tells more of the same."""
    felt = entry.private and entry.why == FELT and wishes_it(previous, entry, clause)
    if entry.why == CONFESSED:
        return False
    if previous.kind is None or previous.private or (entry.private and not felt) or entry.end - previous.start > _LONGEST:
        return False
    between = text[previous.end : entry.start]
    if "\n" in between.strip(" ") or len(between) > 8:
        return False
    if clause.tail and (wishes_it(previous, entry, clause) or _grew(previous, clause, between)):
        return True
    if clause.tail and previous.kind is FactKind.STANCE and entry.kind is FactKind.STANCE:
        return (
            bool(_AND.fullmatch(between) or between.strip() == ",")
            and re.match(r"(?:i|it|we)\b(?! (?:am|would love))", fold(clause.text)) is not None
        )
    if clause.tail:
        goes_on = previous.kind is FactKind.CORRECTION and entry.kind in {None, FactKind.TOPIC, FactKind.STRENGTH}
        joined = _AND.fullmatch(between) or between.strip() == ","
        return bool(goes_on and joined) and re.match(r"(?:(?:and )?since then )?(?:i|we)\b", fold(clause.text)) is not None
    if entry.kind in {FactKind.TIMELINE, FactKind.DEADLINE, FactKind.CONCERN, FactKind.PROMISE, FactKind.CORRECTION}:
        return False
    if _THOSE.match(clause.text):
        return previous.kind in {FactKind.MOTIVATION, FactKind.TOPIC, FactKind.STRENGTH}
    return (
        previous.kind is FactKind.STRENGTH
        and _IT.match(clause.text) is not None
        and _DID.search(text, previous.start, previous.end) is not None
        and "?" not in clause.text
    )
