"""A fact in whole sentences of its own, where its kind allows them to stand in an email by themselves."""

from __future__ import annotations

import re

from prompts.fitting.expand_bits import without_asides
from prompts.fitting.expand_motive import is_jotted
from prompts.fitting.note import OWN_MATTERS, WHY, is_written_out, most_words, note_text
from prompts.fitting.sendable import is_harsh
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import reader_of
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind, Notes, ScenarioId

__all__ = ["door_to_reader", "whole_sentences"]

#: What a whole sentence of each kind has to say, and what it may not, before it can stand in an email by itself.
_OWN_MUST = {
    FactKind.AVAILABILITY: LazyPattern(r"^(?:I|My|You|We|There|It|On|In|From|Until|After|At|Before|If|As|Because|The|Please)\b"),
    FactKind.PROMISE: LazyPattern(
        r"^(?:I|We) (?:will|can|am going to|shall|am (?:happy|glad|willing|ready) to|"
        r"have (?:signed|returned|sent|posted|filled|read|checked|scanned|booked))\b|^I know .* if you would like\b"
    ),
    FactKind.STANCE: LazyPattern(r"\bI (?:would|'d|will|could|want|think|believe)\b|\bMy (?:first|next|advice|plan|idea|guess|hunch)\b"),
    FactKind.STRENGTH: LazyPattern(r"\b(?:I|my|My|me|we|our)\b"),
    FactKind.MOTIVATION: LazyPattern(r"\b(?:I|my|My|me|you|your|You|Your)\b"),
}
_OWN_NEVER = {
    FactKind.AVAILABILITY: LazyPattern(r"\b(?:are bad|fine|ok)\b"),
    FactKind.TOPIC: LazyPattern(
        r"^(?!We (?:also |mainly |mostly )?(?:talked|spoke|discussed)|I (?:really |very much )?(?:enjoyed|liked|loved|admired|appreciated"
        r"|was (?:impressed|struck|moved|glad|happy|pleased|touched)))(?:We|I|That|It|What)\b|^\w+:|\basked\b|^[^I].*\b(?:my|I)\b"
    ),
    FactKind.MOTIVATION: named_pattern("own_motive_private"),
    FactKind.RAPPORT: named_pattern("rapport_private"),
    FactKind.CORRECTION: named_pattern("own_failure"),
    FactKind.REASON: named_pattern("reason_household"),
    FactKind.STRENGTH: named_pattern("own_failure"),
}

#: What a reason for a no must not say, even where the note tells it in a whole sentence.
_COMPLAINT = LazyPattern(
    r"[£$€]|\b(?:pay|salary|wage|money|badly|terrible|awful|boring|unfair|rude|worse|worst|hate[ds]?|dislike[ds]?"
    r"|disappoint\w+|too (?:low|small|junior)"
    r"|not enough|do not (?:trust|like|believe))\b",
    re.IGNORECASE,
)

#: A thing told by "what", with its list: no sentence.
_WHAT = LazyPattern(r"(?:what|how) [^,.]*:", re.IGNORECASE)
_SILENT = LazyPattern(
    r"\b(?:does|do|did) not (?:say|mention|state|tell|show|make (?:it )?clear)\b|\bis (?:not clear|silent)\b", re.IGNORECASE
)
_HEDGED = LazyPattern(r"\bI (?:think|guess|suppose)\.", re.IGNORECASE)


def whole_sentences(fact: Fact, notes: Notes) -> str:
    """The fact in whole sentences, where its kind allows them to stand by themselves."""
    text = note_text(fact, notes)
    if _offered(fact, notes):
        text = _IF_THEY.sub("if you", text)
    if why := WHY.get(fact.kind):
        written_out = is_written_out(fact) and not (why == "reason" and _COMPLAINT.search(text))
        if not written_out and is_jotted(text, why, notes):
            return ""
        text = without_asides(text)
        if _WHAT.match(text):
            return ""
    if fact.kind is FactKind.CONCERN and not _SILENT.search(text):
        return ""
    if fact.kind is FactKind.TOPIC and " = " in fact.text:
        return ""
    words = own_sentences(
        text,
        reader_of(notes),
        they="others" if fact.kind in OWN_MATTERS and not _offered(fact, notes) else "you",
        most=most_words(fact.kind),
    )
    words = words or _as_written(text, fact, notes)
    if words and fact.kind is FactKind.CONCERN:
        words += " Could you tell me?"
    must, never = _OWN_MUST.get(fact.kind), _OWN_NEVER.get(fact.kind)
    if not words or is_harsh(words) or _HEDGED.search(words) or (must and not must.search(words)) or (never and never.search(words)):
        return ""
    return words


#: Help or a later meeting that is offered to the reader: "they" in it is who reads.
_OFFERED = LazyPattern(r"\b(?:I (?:can|could|will|would|am (?:happy|glad|willing|ready))|if they)\b", re.IGNORECASE)


#: A later meeting with those who read: "would love to work with them another time".
_MEETS_THEM = LazyPattern(
    r"(?<=\bwould )(?P<says>(?:\w+ ){0,4}?(?:work|meet|talk|stay in (?:touch|contact)"
    r"|speak|keep in touch)(?: up)?(?: (?:with|to|for))?) them\b",
    re.IGNORECASE,
)


def door_to_reader(fact: Fact, notes: Notes) -> Fact:
    """A wish of somebody who says no, to meet or work with "them" later, told to the reader; any other fact as it is."""
    if notes.scenario is not ScenarioId.DECLINE_OFFER or fact.kind is not FactKind.STANCE or _ONE.search(fact.text):
        return fact
    text = _MEETS_THEM.sub(lambda match: f"{match['says']} you", fact.text)
    return fact if text == fact.text else fact.model_copy(update={"text": text, "span": None})


_ONE = LazyPattern(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)


_IF_THEY = LazyPattern(r"\bif they\b", re.IGNORECASE)


def _offered(fact: Fact, notes: Notes) -> bool:
    """Whether a note on what one could still do for them speaks of the reader as "they": in a refusal, nobody else is meant."""
    offers = notes.scenario is ScenarioId.DECLINE_OFFER and fact.kind in {FactKind.PROMISE, FactKind.STANCE}
    return offers and _OFFERED.search(fact.text) is not None and not _ONE.search(fact.text)


_SOMEBODY = LazyPattern(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b", re.IGNORECASE)
_NAMED_BEFORE = LazyPattern(
    r"\b(?:boys?|girls?|m[ae]n|wom[ae]n|child(?:ren)?|friends?|mother|father|son|daughter|brother|sister|customers?|patients?|clients?|guests?"
    r"|students?|pupils?|colleagues?|people|farmers?|users?|residents?|drivers?|players?|teams?)\b.*?\b(?:he|she|him|her|his|they|them|their)\b",
    re.IGNORECASE,
)
_PLAIN = LazyPattern(r"[A-Z](?:(?! - | – | — |[/;:()=+]|\.\.).)+\.")
_MINE = frozenset({FactKind.STRENGTH, FactKind.PROMISE, FactKind.MOTIVATION, FactKind.REASON})


def _as_written(text: str, fact: Fact, notes: Notes) -> str:
    """A plain written-out sentence about the writer's own doings as it stands, where nobody in it can be taken for the reader."""
    text = text if text.endswith(".") else f"{text}."
    if fact.kind not in _MINE or not _PLAIN().fullmatch(text) or not is_written_out(fact):
        return ""
    someone = _SOMEBODY.search(text)
    read = {word.casefold() for word in re.findall(r"\w+", text)} & {name.casefold() for name in reader_of(notes).names}
    if (
        read
        or (someone and not _NAMED_BEFORE.search(text))
        or len(text.split()) > most_words(fact.kind)
        or not text.startswith(("I ", "My ", "In ", "At ", "For "))
    ):
        return ""
    return text
