"""Turns the user's perspective towards the reader: they of the employer become you, the reader's own name too. Only when sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import Tok
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes, Recipient

__all__ = ["SOMEBODY", "Reader", "first_person", "name_to_you", "reader_of", "spoken", "towards_reader"]

_TO_YOU = {"they": "you", "them": "you", "their": "your", "theirs": "yours", "themselves": "yourselves"}
_SINGLE = {"he": "you", "she": "you", "him": "you", "her": "your", "his": "your"}
_OURS = frozenset({"we", "us", "our", "ours"})
_OUR_MEETING = frozenset({"conversation", "talk", "discussion", "call", "chat", "interview", "meeting", "shared", "common", "mutual"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who will read the email, as far as pronouns care.

    `single` where the notes know nobody else, so that "she" can only be the reader; `greeted` are the names of the one person
    greeted, also where a recruiter or a panel stands beside.
    """

    names: frozenset[str]
    single: bool
    company: str = ""
    greeted: frozenset[str] = frozenset()

    @property
    def addressed(self) -> frozenset[str]:
        """Names that are "you" in this email."""
        return self.greeted or (self.names if self.single else frozenset())


def reader_of(notes: Notes) -> Reader:
    """The reader of these notes' email."""
    named = [person for person in notes.recipients if person.name]
    first = [person for person in named if person.relation == "hiring_manager"] or named
    return Reader(
        frozenset(word for person in named for word in _names(person)),
        len(notes.recipients) == 1,
        (notes.company or "").lower(),
        frozenset(_names(first[0])) if len(first) == 1 else frozenset(),
    )


def _names(person: Recipient) -> list[str]:
    words = [word.strip(".,").lower() for word in (person.name or "").split()]
    return [
        word
        for word in words
        if len(word) > 1 and word not in {"dr", "prof", "mr", "mrs", "ms", "mx", "de", "van", "von", "der", "la", "da", "al", "bin"}
    ]


_SPEAKER = named_pattern("voice_speaker")


_SAID_LAST = LazyPattern(r"^(?P<what>.+), (?P<who>[A-Z][\w’'-]+|they|she|he) (?:said|says|told me|mentioned|explained)$")


def spoken(text: str, reader: Reader) -> tuple[str, bool]:
    """The text without "X said that" or ", X said", and whether it is certain that the reader said it."""
    text = _SAID_LAST.sub(lambda match: f"{match['who']} said {match['what']}", text)
    match = _SPEAKER.match(text)
    if not match:
        return text, True
    name = match["name"]
    if name and name[:1].isupper() and name.split()[0].lower() not in {"they", "the", "he", "she", "i", "we"}:
        mine = reader.single and all(
            part.lower() in reader.names for part in name.split() if part.lower() not in {"dr", "ms", "mr", "mrs", "prof"}
        )
        return _after(text, match), mine
    if match["they"] or (name and name.lower() == "they"):
        return _after(text, match), True
    if match["one"] or (name and name.lower() in {"he", "she"}):
        return _after(text, match), reader.single
    return _after(text, match), False


def _after(text: str, match: re.Match[str]) -> str:
    """What was said; a "how" of the reporting verb stays with it."""
    how = match[0].rstrip().endswith(" how")
    return ("how " if how else "") + text[match.end() :]


def towards_reader(toks: Sequence[Tok], reader: Reader, *, ours: bool = False) -> list[Tok] | None:
    """The words seen from the reader's side.

    "they", "their" and "them" without an earlier plural noun they could mean are the employer: you, your. "their" and "them" after people
    ("how nurses plan their week") stay. The name of the only recipient becomes "you".

    Args:
        toks: cleaned words, contractions written out.
        reader: who reads the email.
        ours: whether "we" and "our" may mean writer and reader together.

    Returns:
        None when it is not certain who is meant.
    """
    out = name_to_you(list(toks), reader)
    if out is None:
        return None
    converted = kept = False
    for index, tok in enumerate(out):
        if tok.low in _TO_YOU:
            side = _antecedent(out, index)
            if side == "unsure" or (side == "people" and tok.low in {"they", "theirs"} and not _subject_clause(out, index)):
                return None
            if side == "inner":
                continue
            if side == "people":
                kept = True
            else:
                out[index] = replace(tok, word=_TO_YOU[tok.low])
                converted = True
        elif tok.low in _SINGLE:
            if any(before.low in SOMEBODY for before in out[:index]):
                continue
            word = _one_person(out, index, reader)
            if word is None:
                return None
            out = _agree(out, index, word)
            converted = True
        elif tok.low in _OURS and not ours and not (index + 1 < len(out) and out[index + 1].low in _OUR_MEETING):
            return None
    if {"they", "them"} <= {tok.low for tok in toks}:
        return None
    said_you = any(tok.low in {"you", "your"} for tok in toks)
    return None if (converted and kept and not _only_possessive(out)) or (converted and said_you) else out


def _only_possessive(toks: Sequence[Tok]) -> bool:
    return not any(tok.low in {"they", "them"} for tok in toks)


def _antecedent(toks: Sequence[Tok], index: int) -> str:
    """Who a "they" may be: the employer ("none"), people named before it in the text ("people"), or unclear."""
    people = things = False
    if toks[index].low != "they" and _inside_clause(toks, index):
        return "inner"
    if index and tags_at(toks, index - 1) & (Tag.AUX | Tag.MODAL) and toks[index].low == "they":
        return "none"
    contact = toks[index].low == "they" and index and tags_at(toks, index - 1) & Tag.PLURAL and not toks[index - 1].post
    # "the tomatoes they grow": the noun right before cannot be who grows them
    for at in range(index - 1 if contact else index):
        tags = tags_at(toks, at)
        if (lexicon().among("person", toks[at].low) or lexicon().among("person", toks[at].low + "s")) and (
            tags & Tag.PLURAL
            or toks[at].low in {"everyone", "everybody", "someone", "anyone", "staff", "who"}
            or (at and toks[at - 1].low in {"a", "an", "each", "every", "any", "no"})
        ):
            people = True
        elif tags & Tag.PLURAL and not tags & (Tag.MASS | Tag.THIRD) and not _is_quantity(toks, at):
            things = True
        elif toks[at].low in {"each", "every", "who"} or (
            toks[at].low in word_set("group") and at and tags_at(toks, at - 1) & (Tag.DET | Tag.NOUN)
        ):
            people = True
    if toks[index].low in {"you", "your"}:
        return "none"
    earlier = any(tok.low in {"you", "your"} for tok in toks[:index])
    if not people and not things:
        return "none"
    if earlier and people and toks[index].low == "they":
        return "unsure"
    if people and not things and not (index and toks[index - 1].low in {"and", "but", ",", "so"}):
        return "people"
    return "unsure"


_OPENERS = frozenset({"that", "who", "which", "where", "when", "whose", "while", "before", "after", "until", "if"})


def _inside_clause(toks: Sequence[Tok], index: int) -> bool:
    """Whether "their" or "them" stands in a clause that hangs on a plural noun before it ("teams that watch their own code")."""
    if not index or toks[index - 1].low in _OPENERS:
        return False
    openers = [at for at in range(1, index) if toks[at].low in _OPENERS]
    return bool(openers) and any(tags_at(toks, at) & Tag.PLURAL and not _is_quantity(toks, at) for at in range(openers[-1]))


def _is_quantity(toks: Sequence[Tok], at: int) -> bool:
    return toks[at].low in {"years", "months", "weeks", "days", "hours", "minutes", "times", "percent", "things", "ways"}


def _subject_clause(toks: Sequence[Tok], index: int) -> bool:
    """Whether "they" stands in a clause of its own after the people it means ("nurses say they lose an hour")."""
    if index and toks[index - 1].low in {"what", "how", "why", "when", "where", "that", "if", "because", "whether"}:
        return True
    return index > 1 and bool(tags_at(toks, index - 1) & (Tag.BASE | Tag.PAST)) and bool(tags_at(toks, index - 2) & Tag.PLURAL)


#: Before "she" or "he", these say that somebody else than the reader is meant ("the quietest of us", "one of them").
SOMEBODY = frozenset({"us", "ourselves", "one", "someone", "somebody", "anyone", "another", "who", "whoever", "them", "everyone", "others"})


def _one_person(toks: Sequence[Tok], index: int, reader: Reader) -> str | None:
    if not reader.single or any(lexicon().among("person", tok.low) for tok in toks[:index]):
        return None
    if any(tags_at(toks, at) & Tag.NAME and not toks[at].word.isupper() for at in range(index)):
        return None
    low = toks[index].low
    if low == "her" and not tags_at(toks, index + 1) & (Tag.NOUN | Tag.ADJ | Tag.POSS) and index + 1 < len(toks):
        return None
    if low == "her" and index + 1 >= len(toks):
        return "you"
    return _SINGLE[low]


def name_to_you(toks: list[Tok], reader: Reader) -> list[Tok] | None:
    """The only recipient's name as "you" and "your"; None where the name stands in a way that cannot be turned."""
    if not reader.addressed:
        return toks
    index = 0
    while index < len(toks):
        word = toks[index].word.replace("’", "'")
        bare = word.removesuffix("'s").lower().strip(".,")
        if word[:1].isupper() and bare in reader.addressed and bare != reader.company:
            while index and toks[index - 1].low in {"dr", "dr.", "ms", "ms.", "mr", "mr.", "mrs", "mrs.", "prof", "prof."}:
                del toks[index - 1]
                index -= 1
            while index + 1 < len(toks) and word == bare.capitalize() and toks[index + 1].low.removesuffix("'s") in reader.addressed:
                word = toks[index + 1].word.replace("’", "'")
                toks[index] = replace(toks[index], word=word, post=toks[index + 1].post)
                del toks[index + 1]
            if word.endswith("'s"):
                toks[index] = replace(toks[index], word="your")
            else:
                toks = _agree(toks, index, "you")
        index += 1
    return toks


def _agree(toks: list[Tok], index: int, word: str) -> list[Tok]:
    """The word put in place of a singular subject, and the verb after it brought into line."""
    out = list(toks)
    out[index] = replace(out[index], word=word)
    if word != "you":
        return out
    out = [replace(tok, word="yourself") if tok.low in {"himself", "herself"} else tok for tok in out]
    at = index + 1
    while tags_at(out, at) & Tag.ADV and not tags_at(out, at) & Tag.THIRD:
        at += 1
    if at < len(out):
        fixed = {
            "is": "are",
            "was": "were",
            "has": "have",
            "does": "do",
            "isn't": "aren't",
            "wasn't": "weren't",
            "hasn't": "haven't",
            "doesn't": "don't",
        }.get(out[at].low)
        if not fixed and tags_at(out, at) & Tag.THIRD and lexicon().base(out[at].low) and not tags_at(out, at) & Tag.PAST:
            fixed = lexicon().base(out[at].low)
        if fixed:
            out[at] = replace(out[at], word=fixed)
    return out


def first_person(toks: Sequence[Tok]) -> list[Tok] | None:
    """A verb phrase in the third person with "I" before it: "speaks Portuguese" to "I speak Portuguese"; None if the verb is unknown."""
    lead = 0
    while tags_at(toks, lead) & Tag.ADV and not tags_at(toks, lead) & (Tag.THIRD | Tag.BASE):
        lead += 1
    if lead >= len(toks):
        return None
    fixed = {"is": "am", "are": "am", "has": "have", "does": "do", "were": "was"}.get(toks[lead].low) or lexicon().base(toks[lead].low)
    if not fixed:
        return None
    return [Tok("I"), *toks[:lead], replace(toks[lead], word=fixed), *toks[lead + 1 :]]
