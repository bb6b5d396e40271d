"""Things of a jotted list as they stand in a sentence: "chat at end" as "the chat at the end" or "a chat at the end"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompts.fitting.phrase import AUXILIARY, tags_at
from prompts.fitting.text import Tok, join, tokens
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["Item", "hung_thing", "is_thing", "item_of"]

_AFTERWARDS = frozenset({"after", "afterwards", "outside", "inside", "before", "upstairs", "first", "again", "online"})
_LOOSE = LazyPattern(r"[()\[\]{}<>\\|=@#*_…→•?\"“”/!:;]|\.\.|\b(?:tbh|lol|idk|etc|ok|nope|yes|maybe|somehow|apparently)\b", re.IGNORECASE)
_STOPS = Tag.WH | Tag.CONJ
_DURATION = LazyPattern(r"(?<=\w) (?:about )?\d+ ?(?:min|mins|minutes|h|hours?|hrs)$")
#: People from outside, of whom one is met: "with an angry customer"; all others are the employer's own: "with the crew".
_BARE_AFTER = frozenset(["as", "per", "like", "via", "than", "without"])
_WHOSE = frozenset({"her", "his", "their", "our", "its", "my", "there", "that", "this"})
_EVERY = LazyPattern(r"(?<=[a-z]) (?:a|per|each|every) (?:day|week|night|month|year|shift|hour)$")
_MOST_WORDS = 13


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of a list: its words without an article, the article it would take, and whether it is plural or counted."""

    words: str
    known: str
    one: str
    plural: bool
    counted: bool
    head: str

    @property
    def the(self) -> str:
        """The thing as known: "the chat at the end"."""
        return f"{self.known}{self.words}"

    @property
    def a(self) -> str:
        """The thing as new: "a chat at the end"."""
        return f"{self.one}{self.words}"


def item_of(text: str) -> Item | None:
    """One thing with what belongs to it, with the articles it lacks; None unless it is one for certain.

    Args:
        text: the words between two marks of a list, seen from the reader's side.
    """
    text = _DURATION.sub("", text.strip(" ,.;"))
    if every := _EVERY.search(text):
        item = item_of(text[: every.start()])
        return replace(item, words=item.words + every[0]) if item else None
    if not text or _LOOSE.search(text):
        return None
    toks = tokens(text)
    if not 1 <= len(toks) <= _MOST_WORDS or any(tok.post or tok.pre for tok in toks):
        return None
    chunks = _chunks(toks)
    if chunks is None:
        return None
    head, tails = chunks[0], chunks[1:]
    lead = ""
    if head and head[0].low in {"only", "just", "about", "over", "nearly", "almost"} and len(head) > 1:
        lead, head = head[0].word + " ", head[1:]
    if not is_thing(head, opens=True):
        return None
    words = join(head)
    for chunk in tails:
        hung = hung_thing(chunk)
        if hung is None:
            return None
        words += " " + hung
    return _item(head, words, lead)


def _item(head: Sequence[Tok], words: str, lead: str) -> Item:
    tags, last = tags_at(head, 0), head[0] if _numbers(head) else head[-1]
    determined = bool(tags & (Tag.DET | Tag.POSS)) or last.low.endswith(("'s", "’s")) or any(t.low.endswith(("'s", "’s")) for t in head)
    counted = bool(tags & Tag.NUM) and not tags & Tag.DET and not _measure(head)
    number = lexicon().tags(last.word)
    if number & Tag.ING and not number & Tag.NOUN and len(head) > 1:
        number = lexicon().tags(head[-2].word)
        determined = determined or not number & Tag.NOUN
    plural = bool(number & Tag.PLURAL)
    name = last.word[:1].isupper() and last.word[1:].islower() and len(head) == 1
    bare = determined or name or (len(head) == 1 and last.word.isupper())
    same = head[0].low == "same"
    the = "" if bare or (counted and not plural) else "the "
    one = "" if determined or counted or plural or name or last.word.isupper() or _mass(head) else lexicon().article(head[0].word) + " "
    if same:
        the = one = "the "
    if head[0].low in word_set("superlative"):
        the = one = "the "
    return Item(lead + words, "" if lead else the, "" if lead else one.lstrip(), plural, counted, last.low)


def _mass(head: Sequence[Tok]) -> bool:
    tags = lexicon().tags(head[-1].word)
    return bool(tags & Tag.MASS) and not tags & Tag.COUNT


def _chunks(toks: Sequence[Tok]) -> list[list[Tok]] | None:
    """The words cut before each preposition; None where a verb or pronoun shows that they are more than a thing."""
    chunks: list[list[Tok]] = [[]]
    for at, tok in enumerate(toks):
        tags = tags_at(toks, at)
        last = at + 1 == len(toks)
        if last and tok.low in _AFTERWARDS and at:
            chunks.append([tok])
            continue
        missed = tok.low == "near" and not last and toks[at + 1].low in {"miss", "misses"}
        if tags & Tag.PREP and at and not last and (not tags & Tag.NOUN or _goes_round(toks, at)) and not missed:
            chunks.append([tok])
            continue
        if (tags & (AUXILIARY | _STOPS) and tok.low != "and") or tok.low in _WHOSE:
            return None
        if at and tags & Tag.THIRD and not last and tok.low in word_set("moving_verbs") and tags_at(toks, at + 1) & Tag.PREP:
            return None
        if (tags & Tag.SUBJ and not tags & (Tag.DET | Tag.NUM)) or (tags & Tag.OBJ and not tags & (Tag.DET | Tag.POSS)):
            return None
        chunks[-1].append(tok)
    return chunks if all(chunks) else None


def is_thing(toks: Sequence[Tok], *, opens: bool = False) -> bool:
    """Whether the words are a noun with what stands before it; a verb anywhere makes them no thing.

    Args:
        toks: the words, without preposition.
        opens: whether they open a thing, which a bare number cannot.
    """
    if not toks or not all(_belongs(toks, at, opens=opens) for at in range(len(toks))):
        return False
    last_tags = lexicon().tags(toks[-1].word)
    if toks[-1].low in {"move", "miss"}:
        return len(toks) > 1
    if last_tags & Tag.NUM:
        labelled = len(toks) > 1 and toks[-2].low in word_set("labels")
        return (len(toks) == 1 and not opens) or labelled or _numbers(toks)
    return bool(last_tags & (Tag.NOUN | Tag.ING)) or (not last_tags and toks[-1].word.isalpha())


def _goes_round(toks: Sequence[Tok], at: int) -> bool:
    """Whether "round" or "past" is a preposition here: "walk round control room"."""
    return toks[at].low in {"round", "past"} and toks[at - 1].low in {"walk", "tour", "look", "trip", "ride", "drive", "wander"}


def _belongs(toks: Sequence[Tok], at: int, *, opens: bool) -> bool:
    """Whether the word may stand here in a thing."""
    tok, last, begun = toks[at], at + 1 == len(toks), at > 0
    named = not at and not opens and tok.word[:1].isupper()
    tags, before, after = Tag.NAME if named else tags_at(toks, at), tags_at(toks, at - 1), tags_at(toks, at + 1)
    if tok.low == "and":
        return begun and not last and bool(before & (Tag.NOUN | Tag.NUM))
    if (tok.low in {"near", "more"} and not last and begun) or (tok.low == "back" and after & Tag.NOUN):
        return True
    owner = tok.low.endswith(("'s", "’s"))
    second = tags & (Tag.DET | Tag.POSS) and not tags & Tag.NUM and begun and not before & Tag.CONJ and not owner
    if second or (tags & Tag.ADV and not tags & (Tag.ADJ | Tag.NOUN | Tag.DET)):
        return False
    if tags & Tag.NUM and begun and before & Tag.NOUN and not last and toks[at - 1].low not in {"and", "same", "only"}:
        return _numbers(toks)
    return not _verbal(tok, (tags, before, after), last=last, begun=begun, alone=len(toks) < 2)


def _verbal(tok: Tok, classes: tuple[int, int, int], *, last: bool, begun: bool, alone: bool) -> bool:
    """Whether a word is a verb here, by its classes and those of the words before and after it."""
    tags, before, after = classes
    if tags & Tag.BASE and before & Tag.PLURAL and not before & Tag.MASS and last and begun:
        return True
    if tags & Tag.THIRD and not tags & Tag.PLURAL:
        return True
    done = tags & (Tag.PAST | Tag.PARTICIPLE) and not tags & (Tag.NOUN | Tag.ADJ)
    if done and (last or (begun and not after & Tag.NOUN) or not tags & Tag.PARTICIPLE):
        return True
    if tags & Tag.BASE and not tags & (Tag.NOUN | Tag.ADJ) and not (begun and tok.low in {"move", "miss"}):
        return True
    return bool(tags & Tag.ING and not tags & Tag.NOUN and last and (alone or not begun))


def _numbers(toks: Sequence[Tok]) -> bool:
    """Whether the words name things by number: "pipes 141 and 136"."""
    if len(toks) < 2:
        return False
    rest = [tok for tok in toks[1:] if tok.low != "and"]
    return bool(tags_at(toks, 0) & Tag.PLURAL) and all(tags_at([tok], 0) & Tag.NUM for tok in rest)


def hung_thing(chunk: Sequence[Tok]) -> str | None:
    """A preposition with its thing, which gets its article; None where that is no thing."""
    low, rest = chunk[0].low, list(chunk[1:])
    if not rest:
        return chunk[0].word if low in _AFTERWARDS else None
    if rest[0].low == "own" and low in {"with", "on", "in"}:
        return None
    if not is_thing(rest):
        return None
    head, first = rest[-1], tags_at(rest, 0)
    tags = lexicon().tags(head.word)
    single = (bool(tags & Tag.COUNT) and not tags & (Tag.PLURAL | Tag.MASS | Tag.NAME)) or (not tags and head.word.islower())
    determined = first & (Tag.DET | Tag.POSS | Tag.NUM) and rest[0].low != "28m" and not _measure(rest)
    name = head.word[:1].isupper() or (rest[0].word[:1].isupper() and rest[0].word[1:].islower())
    article = ""
    if single and not determined and not name and low not in _BARE_AFTER and not (low == "of" and len(rest) == 1 and tags & Tag.MASS):
        if rest[0].low in {"last", "next", "every", "each", "half", "same"}:
            article = "the " if rest[0].low == "same" else ""
        elif low in {"with", "by", "for", "from", "to"} and head.low in word_set("outsider"):
            article = lexicon().article(rest[0].word) + " "
        elif low == "by" and not any(head.low.endswith(end) for end in ("er", "or", "ist", "ian", "man", "chef", "crew", "team", "head")):
            article = ""
        elif low == "of":
            article = "the " if head.low in word_set("of_the_place") else ""
        elif head.low in word_set("bare_place") and len(rest) == 1 and head.low not in {"end", "yard"}:
            article = ""
        else:
            article = "the "
    if rest[0].low == "same":
        article = "the "
    return f"{chunk[0].word} {article}{join(rest)}"


def _measure(toks: Sequence[Tok]) -> bool:
    """Whether a number before the noun measures it rather than counts: "28m training tower"."""
    return bool(
        len(toks) > 1 and toks[0].word[:1].isdigit() and toks[0].word[-1:].isalpha() and not lexicon().tags(toks[-1].word) & Tag.PLURAL
    )
