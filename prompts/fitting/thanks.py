"""Thanks that the notes ask to give or to pass on, as a sentence to the reader."""

from __future__ import annotations

import re

from prompts.fitting.text import normalise
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import reader_of
from prompts.fitting.words import LazyPattern
from prompts.notes import Notes

__all__ = ["is_thanks", "thanks_in_full"]

_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sister|Herr|Frau)\.? )?(?-i:[A-ZÀ-Þ])[\w'’-]+"
    r"(?: (?:(?:van|von|de|der|al|el|bin) )?(?-i:[A-ZÀ-Þ])[\w'’-]+){0,3}"
)
_LEAD = r"(?:and |also |please |pls |kindly |do |just )*"
_PASS_ON = LazyPattern(
    rf"{_LEAD}(?:thank (?P<who>{_NAME})|(?:pass(?: on)?|give|send) (?:on )?my (?:\w+ )?thanks(?: on)? to (?P<whom>{_NAME}))"
    r"(?: (?:as well|too|also))?"
    rf"(?: for (?P<thing>[^,;.:]{{4,90}})|(?:,|;|:| -| –| —) (?P<did>(?:he|she|they) [^.;]{{6,110}}))?\.?",
    re.IGNORECASE,
)
_THANKS_FOR = LazyPattern(
    rf"{_LEAD}(?:say (?:a (?:big |huge )?)?)?(?:thanks|thank you|thank (?:her|him|them)|my thanks)"
    rf"(?: (?:again|very much|so much))? for (?P<thing>[^;:]{{4,110}}?)\.?",
    re.IGNORECASE,
)
_TO_BOTH = LazyPattern(
    rf"{_LEAD}(?:my )?thanks (?:also |again )?to (?P<you>her|him|them|{_NAME}),? and (?:to )?(?P<who>{_NAME})"
    r" for (?P<thing>[^;:.]{4,90})\.?",
    re.IGNORECASE,
)
#: Words of a thing that point to somebody, to a day or back to the note.
_OPEN = LazyPattern(
    r"\b(?:he|she|they|them|him|it|this|today|tomorrow|yesterday|email|e-mail|etc|lol|I only|offered? me|[£$€]\S*)\b|[?!()/=]",
    re.IGNORECASE,
)
_POSSESSIVE = LazyPattern(
    r"\b(?:her|his|their|the) (?=(?:time|offer|patience|kindness|help|trust|advice|quick|prompt|warm|kind|honest|patient)\b)", re.IGNORECASE
)


_BEGINS = LazyPattern(rf"{_LEAD}(?:say )?(?:thanks?\b|pass on my thanks|(?:give|send) my thanks)", re.IGNORECASE)


def is_thanks(text: str) -> bool:
    """Whether a note asks to thank somebody, and tells of no light moment."""
    return _BEGINS.match(normalise(text)) is not None


def thanks_in_full(text: str, notes: Notes) -> str:
    """The thanks as one sentence with its full stop; empty for a note that is none, or of which it is not certain for what.

    Args:
        text: the note.
        notes: its notes; who reads is thanked, anybody else is thanked through them.
    """
    text = normalise(text)
    if match := _TO_BOTH.fullmatch(text):
        you = match["you"].split()[-1].casefold()
        if you in {"her", "him", "them"} | {name.casefold() for name in reader_of(notes).names}:
            thing = _thing(match["thing"])
            return f"My thanks to you and to {match['who']} for {thing}." if thing else ""
        return ""
    if match := _PASS_ON.fullmatch(text):
        return _passed_on(match, notes)
    if match := _THANKS_FOR.fullmatch(re.sub(r", (?:I|we|she|he|they|it) .*$", "", text)):
        thing = _thing(match["thing"])
        return f"Thank you for {thing}." if thing else ""
    return ""


def _passed_on(match: re.Match[str], notes: Notes) -> str:
    who = match["who"] or match["whom"]
    reader = reader_of(notes)
    if {word.casefold().strip(".") for word in who.split()} & {name.casefold() for name in reader.names}:
        thing = _thing(match["thing"] or "")
        return f"Thank you for {thing}." if thing else ""
    if match["thing"]:
        thing = _thing(match["thing"])
        return f"Please give my thanks to {who} for {thing}." if thing else ""
    if match["did"]:
        did = match["did"]
        told = not _LOOSE_DID.search(did) and own_sentences(f"Somebody {did.split(' ', 1)[1]}.", reader)
        return f"Please give my thanks to {who}; {did}." if told else f"Please give my thanks to {who}."
    return f"Please give my thanks to {who}."


_LOOSE_DID = LazyPattern(r"\b(?:he|she|they|him|them|her)\b.*\b(?:he|she|they|him|them|her|their|his)\b|[?!()/=]|\byou\b", re.IGNORECASE)


def _thing(thing: str) -> str:
    """What one is thanked for, from the reader's side; empty where it is not certain."""
    thing = _POSSESSIVE.sub(lambda match: "your " if match[0].strip().lower() != "the" else match[0], thing.strip(" .,"))
    return "" if _OPEN.search(thing) or re.search(r"\b(?:her|his|their)\b", thing) else thing
