"""Knows clean wording when it sees it: a noun phrase with all that hangs on it, or a whole sentence, kept as the user wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.fitting.finite import INDEFINITE, OPENERS, hides_verb, np_or_clause
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, lowered_start, sentences, spelled_numbers, tokens
from prompts.fitting.voice import Reader, name_to_you, towards_reader
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["Plain", "anchored", "plain_of", "reader_did"]

_MOST_WORDS = 34
_OTHERS = frozenset({"they", "them", "their", "theirs", "themselves"})
_ONE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times", "percent"})
_THIN = frozenset({"thing", "things", "stuff", "bit", "bits", "lot", "lots", "one", "ones", "something", "anything"})


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that stand as they are: a noun phrase, or a clause with the place of its first finite verb."""

    kind: Literal["np", "clause"]
    toks: tuple[Tok, ...]
    verb: int = 0

    @property
    def text(self) -> str:
        """The words as text."""
        return join(self.toks)

    @property
    def first(self) -> str:
        """The first word in lower case."""
        return self.toks[0].low

    def has(self, words: frozenset[str]) -> bool:
        """Whether any of the words stands in it."""
        return any(tok.low in words for tok in self.toks)


def plain_of(text: str, reader: Reader) -> Plain | None:
    """The text as a noun phrase or clause that needs no change but the reader's name; None unless it is one for certain.

    Args:
        text: one normalised sentence without its lead-in.
        reader: who reads the email; their name and an unmistakable "they" become "you".
    """
    if len(sentences(text)) != 1 or any(mark in text for mark in ':;()/→=*?!"“”') or " - " in text or "–" in text or "—" in text:
        return None
    toks = lowered_start(tokens(text.rstrip(". ")), reader.names)
    if not 2 <= len(toks) <= _MOST_WORDS:
        return None
    turned = anchored(toks, reader)
    if not turned or _clipped(turned):
        return None
    turned = spelled_numbers(turned)
    found = np_or_clause(turned)
    if found is None:
        return None
    kind, at = found
    if kind == "np":
        if not tags_at(turned, 0) & (Tag.DET | Tag.POSS | Tag.NUM | Tag.PLURAL | Tag.ADJ) and not _plural_head(turned):
            return None
        return Plain("np", tuple(turned)) if not hides_verb(turned) and _rich(turned) and _closed_commas(turned) else None
    return Plain("clause", tuple(turned), at) if _whole_clause(turned, at) else None


def anchored(toks: Sequence[Tok], reader: Reader) -> list[Tok] | None:
    """The words seen from the reader's side; a pronoun that points back to words of the text itself stays.

    Returns:
        None when it is not certain who is meant.
    """
    theirs = next((index for index, tok in enumerate(toks) if tok.low in _OTHERS), None)
    hers = next((index for index, tok in enumerate(toks) if tok.low in _ONE), None)
    inside = (theirs is not None and _plural_before(toks, theirs)) or (hers is not None and _person_before(toks, hers))
    turned = None if inside else towards_reader(toks, reader, ours=True)
    if turned is not None:
        return turned
    named = name_to_you(list(toks), reader)
    if named is None:
        return None
    for index, tok in enumerate(named):
        if tok.low in _OTHERS and not _plural_before(named, index):
            return None
        before = named[index - 1].low if index else ""
        if tok.low == "they" and (
            before in {"that", "which", "who"} or (index and tags_at(named, index - 1) & Tag.NOUN and before != "time")
        ):
            return None
        if tok.low in _ONE and not _person_before(named, index):
            return None
    return named


def reader_did(text: str, reader: Reader) -> str:
    """What the only reader did or is, told of them by name or as "she": "you also started at a counter"; empty if not certain."""
    if len(sentences(text)) != 1 or any(mark in text for mark in ':;()/→=*?"“”'):
        return ""
    told = lowered_start(tokens(text.rstrip(".! ")), reader.names)
    toks = anchored(told, reader)
    if (
        not toks
        or not (toks[0].low == "you" if reader.single else toks[0].low in reader.names)
        or told[0].low in {"they", "you"}
        or not 3 <= len(toks) <= _MOST_WORDS
        or toks[0].post
    ):
        return ""
    verb = next((at for at in range(1, min(4, len(toks))) if not tags_at(toks, at) & Tag.ADV or tags_at(toks, at) & Tag.BASE), 0)
    if (
        not verb
        or not tags_at(toks, verb) & (Tag.BASE | Tag.PAST | Tag.THIRD | AUXILIARY)
        or any(tok.low in {"i", "me", "mine", "myself", "they"} for tok in toks)
    ):
        return ""
    return join(toks) if _whole_clause(toks, verb) else ""


def _plural_before(toks: Sequence[Tok], index: int) -> bool:
    # "the tomatoes they grow": the noun right before cannot be who grows them
    if toks[index].low == "they" and index and tags_at(toks, index - 1) & Tag.PLURAL and not toks[index - 1].post:
        index -= 1
    return any(
        (tags_at(toks, at) & Tag.PLURAL and not tags_at(toks, at) & Tag.NAME and toks[at].low not in _SPANS)
        or toks[at].low in INDEFINITE | word_set("group") | {"every", "each"}
        for at in range(index)
    )


def _person_before(toks: Sequence[Tok], index: int) -> bool:
    return any(
        lexicon().among("person", toks[at].low)
        or lexicon().among("person", toks[at].low + "s")
        or toks[at].low in word_set("person_noun")
        or (tags_at(toks, at) & Tag.COUNT and toks[at].low.endswith(("or", "er", "ist", "ian", "ee", "man", "woman")) and at < index - 1)
        or toks[at].low == "who"
        or (tags_at(toks, at) & Tag.NAME and toks[at].word[1:].islower())
        for at in range(index)
    )


def _clipped(toks: Sequence[Tok]) -> bool:
    """Whether the words are telegraphic: a bare noun that can be counted where a sentence would give it an article."""
    for index in range(1, len(toks)):
        before = toks[index - 1]
        if not tags_at(toks, index - 1) & (Tag.PREP | Tag.PAST | Tag.THIRD | Tag.AUX) or before.low in {"as", "by", "per", "like", "than"}:
            continue
        if tags_at(toks, index - 1) & Tag.PAST and tags_at(toks, index - 2) & (Tag.DET | Tag.POSS | Tag.ADJ):
            continue
        if tags_at(toks, index) & Tag.NOUN and not tags_at(toks, index) & (Tag.DET | Tag.ADV):
            phrase = noun_phrase(toks, index)
            if phrase and phrase.singular_count and not phrase.determined and toks[phrase.head].low not in word_set("bare_place"):
                return before.low not in {"of", "from", "to", "at", "in", "on", "with", "without", "for", "into"}
    return False


def _plural_head(toks: Sequence[Tok]) -> bool:
    phrase = noun_phrase(toks)
    return phrase is not None and (phrase.plural or bool(tags_at(toks, phrase.end) & Tag.PLURAL))


def _rich(toks: Sequence[Tok]) -> bool:
    """Whether the phrase says something: two words of content or more, none of them a stand-in at the start."""
    phrase = noun_phrase(toks)
    if phrase and toks[phrase.head].low in _THIN:
        return False
    light = Tag.DET | Tag.POSS | Tag.PREP | Tag.CONJ | AUXILIARY | Tag.SUBJ | Tag.WH
    return (
        sum(1 for at, tok in enumerate(toks) if not tags_at(toks, at) & light or tags_at(toks, at) & Tag.NOUN or tok.word[:1].isupper()) > 1
    )


def _closed_commas(toks: Sequence[Tok]) -> bool:
    """Whether each comma is followed by what belongs to the phrase, and none by a fresh sentence or a loose name for it."""
    for at in range(1, len(toks)):
        if toks[at - 1].post != ",":
            continue
        low, tags = toks[at].low, tags_at(toks, at)
        next_tags = tags_at(toks, at + 1)
        if low in {"and", "but", "or"} and next_tags & (Tag.SUBJ | AUXILIARY | Tag.PAST) and not next_tags & (Tag.DET | Tag.WH):
            return False
        if low in {"and", "or"} and at + 1 < len(toks) and toks[at + 1].low not in OPENERS and _starts_clause(toks, at + 1):
            return False
        if low in OPENERS or low in {"and", "or", "not", "but", "even", "especially", "including", "then"} or tags & (Tag.PREP | Tag.ING):
            continue
        listed = [tok.low for tok in toks[at : at + 7]]
        if not ({"and", "or"} & set(listed)) or _starts_clause(toks, at):
            return False
    return True


def _starts_clause(toks: Sequence[Tok], at: int) -> bool:
    return shape(toks[at:]).kind in {"clause", "question"}


def _whole_clause(toks: Sequence[Tok], verb: int) -> bool:
    """Whether a clause runs to its end without a second sentence behind a comma."""
    if verb + 1 >= len(toks) or any(tok.post for tok in toks[:verb]):
        return False
    for at in range(verb + 1, len(toks)):
        if toks[at - 1].post and toks[at - 1].post != ",":
            return False
        if toks[at - 1].post != ",":
            continue
        low = toks[at].low
        if low in {"and", "but", "so"} and (tags_at(toks, at + 1) & (Tag.SUBJ | Tag.DET | Tag.POSS | Tag.NAME | Tag.PLURAL)):
            return False
        if low not in OPENERS | {"and", "not", "or", "but", "even", "especially"} and not tags_at(toks, at) & (Tag.PREP | Tag.ING):
            return False
    return True
