"""Knows clean wording when it sees it: a noun phrase with all that hangs on it, or a whole sentence, kept as the user wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from prompts.fit_phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fit_shape import shape
from prompts.fit_text import Tok, join, lowered_start, sentences, spelled_numbers, tokens
from prompts.fit_voice import Reader, name_to_you, towards_reader
from prompts.fit_words import Tag, lexicon, word_set

__all__ = ["Plain", "anchored", "has_verb", "hides_verb", "plain_of", "reader_did"]

_MOST_WORDS = 34
_RELATIVE = frozenset({"that", "who", "which", "where", "when", "whose", "whom"})
_OPENERS = _RELATIVE | frozenset({"what", "how", "why", "because", "while", "if", "unless", "although", "though", "whether", "whereas"})
_SOFT = frozenset({"before", "after", "until", "till", "since", "as", "once", "than", "like", "so", "and", "or", "but", "then", "not"})
_PEOPLE = frozenset({"nobody", "everyone", "everybody", "anyone", "anybody", "someone", "somebody", "nothing", "everything"})
_PRONOUNS = frozenset({"i", "you", "we", "they", "he", "she", "it"}) | _PEOPLE
_OWN = frozenset({"i", "me", "my", "mine", "myself"})
_OTHERS = frozenset({"they", "them", "their", "theirs", "themselves"})
_ONE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times", "percent"})
_ADVERBS = frozenset({"only", "also", "still", "now", "never", "always", "often", "already", "just", "really"})
_CAUSING = frozenset({"let", "letting", "make", "making", "help", "helping", "watch", "watching", "have"})
_PARTICLES = frozenset({"up", "out", "down", "off", "away", "back"})
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
    if len(sentences(text)) != 1 or any(mark in text for mark in ":;()/→=*?!\"“”") or " - " in text or "–" in text or "—" in text:
        return None
    toks = lowered_start(tokens(text.rstrip(". ")), reader.names)
    if not 2 <= len(toks) <= _MOST_WORDS:
        return None
    turned = anchored(toks, reader)
    if not turned or _clipped(turned):
        return None
    turned = spelled_numbers(turned)
    found = _np(turned)
    if found is None:
        return None
    kind, at = found
    if kind == "np":
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
        if tok.low == "they" and (before in {"that", "which", "who"} or (index and tags_at(named, index - 1) & Tag.NOUN and before != "time")):
            return None
        if tok.low in _ONE and not _person_before(named, index):
            return None
    return named


def has_verb(toks: Sequence[Tok]) -> bool:
    """Whether a finite verb stands in the words, from the third on."""
    return any(_finite(toks, at) for at in range(2, len(toks)))


def reader_did(text: str, reader: Reader) -> str:
    """What the only reader did or is, told of them by name or as "she": "you also started at a counter"; empty if not certain."""
    if len(sentences(text)) != 1 or any(mark in text for mark in ":;()/→=*?\"“”"):
        return ""
    told = lowered_start(tokens(text.rstrip(".! ")), reader.names)
    toks = anchored(told, reader)
    if not toks or not (toks[0].low == "you" if reader.single else toks[0].low in reader.names) or told[0].low in {"they", "you"} or not 3 <= len(toks) <= _MOST_WORDS or toks[0].post:
        return ""
    verb = next((at for at in range(1, min(4, len(toks))) if not tags_at(toks, at) & Tag.ADV or tags_at(toks, at) & Tag.BASE), 0)
    if not verb or not tags_at(toks, verb) & (Tag.BASE | Tag.PAST | Tag.THIRD | AUXILIARY) or any(tok.low in {"i", "me", "mine", "myself", "they"} for tok in toks):
        return ""
    return join(toks) if _whole_clause(toks, verb) else ""


def _plural_before(toks: Sequence[Tok], index: int) -> bool:
    return any(
        (tags_at(toks, at) & Tag.PLURAL and not tags_at(toks, at) & Tag.NAME and toks[at].low not in _SPANS)
        or toks[at].low in _PEOPLE | word_set("group") | {"every", "each"}
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


def _rich(toks: Sequence[Tok]) -> bool:
    """Whether the phrase says something: two words of content or more, none of them a stand-in at the start."""
    phrase = noun_phrase(toks)
    if phrase and toks[phrase.head].low in _THIN:
        return False
    light = Tag.DET | Tag.POSS | Tag.PREP | Tag.CONJ | AUXILIARY | Tag.SUBJ | Tag.WH
    return sum(1 for at, tok in enumerate(toks) if not tags_at(toks, at) & light or tags_at(toks, at) & Tag.NOUN or tok.word[:1].isupper()) > 1


def _closed_commas(toks: Sequence[Tok]) -> bool:
    """Whether each comma is followed by what belongs to the phrase, and none by a fresh sentence or a loose name for it."""
    for at in range(1, len(toks)):
        if toks[at - 1].post != ",":
            continue
        low, tags = toks[at].low, tags_at(toks, at)
        next_tags = tags_at(toks, at + 1)
        if low in {"and", "but", "or"} and next_tags & (Tag.SUBJ | AUXILIARY | Tag.PAST) and not next_tags & (Tag.DET | Tag.WH):
            return False
        if low in {"and", "or"} and at + 1 < len(toks) and toks[at + 1].low not in _OPENERS and _starts_clause(toks, at + 1):
            return False
        if low in _OPENERS or low in {"and", "or", "not", "but", "even", "especially", "including", "then"} or tags & (Tag.PREP | Tag.ING):
            continue
        listed = [tok.low for tok in toks[at : at + 7]]
        if not ({"and", "or"} & set(listed)) or _starts_clause(toks, at):
            return False
    return True


def _starts_clause(toks: Sequence[Tok], at: int) -> bool:
    return shape(toks[at:]).kind in {"clause", "question"}


def _np(toks: Sequence[Tok]) -> tuple[Literal["np", "clause"], int] | None:
    """What begins with the noun phrase at the start: all of it a noun phrase, or a clause and where its verb is."""
    end = _head_end(toks)
    if not end:
        moving = next((at for at in range(2, min(len(toks) - 1, 7)) if toks[at].low in word_set("moving_verbs") and not toks[at - 1].post), 0)
        opened = tags_at(toks, 0) & (Tag.DET | Tag.POSS) and tags_at(toks, moving - 1) & Tag.NOUN and not tags_at(toks, moving - 1) & Tag.PLURAL
        return ("clause", moving) if moving and opened and tags_at(toks, moving + 1) & Tag.PREP else None
    if end >= len(toks):
        return ("np", 0)
    at = _main_verb(toks, end)
    if at == -1:
        return None
    if at and at + 1 == len(toks) and tags_at(toks, at - 1) & Tag.PLURAL and tags_at(toks, at - 2) & Tag.COUNT:
        return ("np", 0)
    if at:
        return ("clause", at)
    return ("np", 0) if _may_follow(toks, end) else None


def _head_end(toks: Sequence[Tok]) -> int:
    """Where the first noun phrase ends; 0 when none with a determiner, number or plural begins here."""
    tags = tags_at(toks, 0)
    if tags & (Tag.PREP | AUXILIARY | Tag.WH) or toks[0].low in word_set("vague") | {"there", "this", "that", "it", "what", "my", "our"}:
        return 0
    opened = bool(tags & (Tag.DET | Tag.POSS | Tag.NUM))
    contact = next(
        (
            at
            for at in range(2, min(len(toks), 7))
            if opened and toks[at - 1].low in {"way", "moment", "day", "reason"} and not toks[at - 1].post and tags_at(toks, at) & (Tag.NAME | Tag.DET | Tag.POSS)
        ),
        0,
    )
    if len(toks) > 3 and toks[1].low == "of" and tags & (Tag.NUM | Tag.DET):
        return _counted_end(toks)
    toks = _nouns_for_verbs(toks)
    phrase = noun_phrase(toks)
    if phrase and phrase.determined:
        early = next((at for at in range(2, phrase.end) if tags_at(toks, at) & Tag.THIRD and _finite(toks, at)), 0)
        if early:
            return early
    if phrase is None and opened and not contact:
        adverb = next((at for at in range(2, min(len(toks), 7)) if toks[at].low in _ADVERBS), 0)
        phrase = noun_phrase(toks[:adverb]) if adverb else None
        return adverb if phrase and phrase.end == adverb else 0
    if phrase is None:
        return contact
    if contact and contact < phrase.end:
        return contact
    end = phrase.end
    if end + 2 < len(toks) and not toks[end].post and tags_at(toks, end) & Tag.NOUN and toks[end + 1].low in _RELATIVE:
        subject = _finite(toks, end + 2) or (tags_at(toks, end + 2) & Tag.THIRD and not tags_at(toks, end + 2) & Tag.NOUN)
        bare = not opened and tags_at(toks, end) & Tag.PLURAL and not lexicon().among("person", toks[0].low)
        if subject or bare:
            return end + 1
    bare_plural = phrase.plural and not tags & (Tag.NAME | Tag.ING | Tag.PAST) and not (tags & Tag.BASE and not tags & Tag.NOUN)
    return phrase.end if opened or bare_plural else 0


def hides_verb(toks: Sequence[Tok]) -> bool:
    """Whether what looks like a row of nouns may be a sentence: "the team visits schools", "the pilot started in two wards"."""
    phrase = noun_phrase(toks)
    if phrase is None:
        return False
    rows = range(2, phrase.end)
    third = any(
        tags_at(toks, at) & Tag.THIRD and tags_at(toks, at + 1) & (Tag.PLURAL | Tag.MASS) and tags_at(toks, at - 1) & Tag.COUNT for at in rows if at < phrase.head
    )
    return third or (phrase.end < len(toks) and not toks[phrase.end - 1].post and _finite(toks, phrase.end) and tags_at(toks, phrase.end) & Tag.PAST > 0)


def _counted_end(toks: Sequence[Tok]) -> int:
    """Where "three of your vans" ends, before a verb that may look like a noun."""
    inner = noun_phrase(toks, 2)
    if inner is None:
        return 0
    plural = next((at for at in range(3, inner.end) if tags_at(toks, at) & Tag.PLURAL and tags_at(toks, at + 1) & Tag.BASE), 0)
    return plural + 1 if plural else inner.end if inner.plural else 0


def _nouns_for_verbs(toks: Sequence[Tok]) -> list[Tok]:
    """The words with a noun in place of a verb that stands between a determiner and a noun ("the new triage desk")."""
    out = list(toks)
    for at in range(1, min(len(toks) - 1, 6)):
        tags, before = tags_at(toks, at), tags_at(out, at - 1)
        free = tags & (Tag.BASE | Tag.THIRD) and not tags & (Tag.NOUN | Tag.ADJ | AUXILIARY | Tag.PREP | Tag.ADV) and not toks[at].post
        if free and before & (Tag.DET | Tag.POSS | Tag.ADJ) and not before & (Tag.SUBJ | Tag.PLURAL) and tags_at(toks, at + 1) & Tag.COUNT:
            out[at] = replace(toks[at], word="system")
    return out


def _may_follow(toks: Sequence[Tok], end: int) -> bool:
    tags, low = tags_at(toks, end), toks[end].low
    if toks[end - 1].post == "," or tags & (Tag.PREP | Tag.ING | Tag.SUBJ | Tag.NAME | Tag.DET | Tag.POSS) or low in _OPENERS | {"and", "or", "to"}:
        return True
    if tags & Tag.PARTICIPLE:
        return bool(tags_at(toks, end + 1) & Tag.PREP)
    return bool(tags & Tag.PLURAL) or (bool(tags & Tag.ADJ) and not tags & Tag.BASE)


def _main_verb(toks: Sequence[Tok], end: int) -> int:
    """The finite verb that no relative or other subordinate clause asks for; 0 if there is none, -1 if that is not certain."""
    hard = soft = 0
    opened = bare = False
    index = end
    if not toks[end - 1].post and tags_at(toks, end) & (Tag.DET | Tag.POSS | Tag.NAME | Tag.PLURAL) and not tags_at(toks, end) & Tag.PREP:
        hard, opened = 1, True
    while index < len(toks):
        low = toks[index].low
        if low in _OPENERS and not (low == "that" and tags_at(toks, index - 1) & Tag.PREP):
            hard, opened = hard + 1, True
        elif low in _SOFT:
            soft = 1
        elif low in _PRONOUNS and not (toks[index - 1].low in _OPENERS | _SOFT) and not _takes_object(toks, index - 1):
            hard, opened = hard + 1, True
        elif low in _CAUSING:
            bare = True
        elif _finite(toks, index):
            if bare and not tags_at(toks, index) & AUXILIARY:
                bare = False
            elif hard:
                hard -= 1
            elif soft and (opened or _clause_after_soft(toks, index)):
                soft = 0
            else:
                return -1 if opened else index
            while index + 1 < len(toks) and tags_at(toks, index + 1) & (AUXILIARY | Tag.ADV) and not tags_at(toks, index + 1) & Tag.DET:
                index += 1
        index += 1
    return 0


def _takes_object(toks: Sequence[Tok], index: int) -> bool:
    """Whether a pronoun after this word is its object and opens no clause."""
    tags = tags_at(toks, index)
    return bool(tags & (Tag.PREP | Tag.PAST | Tag.BASE | Tag.THIRD)) and not tags & Tag.NOUN


def _clause_after_soft(toks: Sequence[Tok], index: int) -> bool:
    """Whether the nearest "before", "after", "as" opens a clause that this verb belongs to."""
    for at in range(index - 1, 0, -1):
        if toks[at].low in {"before", "after", "until", "till", "since", "as", "once", "than", "so"}:
            return not all(tags_at(toks, between) & Tag.NUM for between in range(at + 1, index))
        if tags_at(toks, at) & Tag.PREP:
            return False
    return False


def _finite(toks: Sequence[Tok], index: int) -> bool:
    """Whether a word is a finite verb beyond doubt."""
    tags, low = tags_at(toks, index), toks[index].low
    before = tags_at(toks, index - 1)
    if toks[index - 1].low == "to" or low in {"being", "been"}:
        return False
    if tags & AUXILIARY:
        return not tags & Tag.NOUN or low in {"can", "will", "may", "might", "must"}
    if before & (Tag.DET | Tag.POSS | Tag.ADJ | AUXILIARY) and not before & (Tag.NOUN | Tag.SUBJ | Tag.WH | Tag.ADV):
        return False
    if tags & Tag.THIRD and not tags & (Tag.PLURAL | Tag.NOUN):
        return True
    known = not tags or tags & (Tag.BASE | Tag.THIRD)
    if index + 1 < len(toks) and known and toks[index + 1].low in _PARTICLES and not tags & Tag.ADJ:
        return True
    after = tags_at(toks, index + 1)
    if tags & Tag.THIRD and after & (Tag.DET | Tag.POSS | Tag.NUM) and before & Tag.COUNT and not before & Tag.PLURAL:
        return True
    if tags & Tag.PAST and lexicon().base(low) in word_set("happens") and before & Tag.NOUN and after & (Tag.PREP | Tag.ADV):
        return index + 1 < len(toks) and toks[index + 1].low != "by"
    if low in lexicon().irregular_past and not tags & (Tag.NOUN | Tag.ADJ):
        return not tags & Tag.PARTICIPLE or not before & AUXILIARY
    if tags & Tag.PAST and toks[index - 1].low in _ADVERBS and toks[0].low in {"your", "my", "our"}:
        return True
    if tags & Tag.PAST and not tags & (Tag.NOUN | Tag.ADJ):
        return not tags & Tag.PARTICIPLE or bool(after & (Tag.DET | Tag.POSS | Tag.OBJ) or before & Tag.SUBJ)
    subject = before & (Tag.PLURAL | Tag.SUBJ) and not before & Tag.ADJ
    if tags & Tag.BASE and subject and not tags & Tag.PREP:
        return bool(not tags & (Tag.NOUN | Tag.ADJ) or (before & Tag.SUBJ and not before & Tag.DET) or after & (Tag.DET | Tag.POSS | Tag.NUM))
    return bool(tags & Tag.BASE and not tags & (Tag.NOUN | Tag.ADJ | Tag.PREP | Tag.ADV) and after & (Tag.DET | Tag.POSS))


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
        if low not in _OPENERS | {"and", "not", "or", "but", "even", "especially"} and not tags_at(toks, at) & (Tag.PREP | Tag.ING):
            return False
    return True

