"""Finds the finite verbs of a row of words, and tells by them a noun phrase with all that hangs on it from a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.text import Tok
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["INDEFINITE", "OPENERS", "has_verb", "head_end", "hides_verb", "is_finite", "np_or_clause"]

_RELATIVE = frozenset({"that", "who", "which", "where", "when", "whose", "whom"})
OPENERS = _RELATIVE | frozenset({"what", "how", "why", "because", "while", "if", "unless", "although", "though", "whether", "whereas"})
_SOFT = frozenset({"before", "after", "until", "till", "since", "as", "once", "than", "like", "so", "and", "or", "but", "then", "not"})
INDEFINITE = frozenset({"nobody", "everyone", "everybody", "anyone", "anybody", "someone", "somebody", "nothing", "everything"})
_PRONOUNS = frozenset({"i", "you", "we", "they", "he", "she", "it"}) | INDEFINITE
_CAUSING = frozenset({"let", "letting", "make", "making", "help", "helping", "watch", "watching", "have"})
_PARTICLES = frozenset({"up", "out", "down", "off", "away", "back"})
_ADVERBS = frozenset({"only", "also", "still", "now", "never", "always", "often", "already", "just", "really"})


def np_or_clause(toks: Sequence[Tok]) -> tuple[Literal["np", "clause"], int] | None:
    """What begins with the noun phrase at the start: all of it a noun phrase, or a clause and where its verb is."""
    end = head_end(toks)
    if not end:
        moving = next(
            (at for at in range(2, min(len(toks) - 1, 7)) if toks[at].low in word_set("moving_verbs") and not toks[at - 1].post), 0
        )
        opened = (
            tags_at(toks, 0) & (Tag.DET | Tag.POSS) and tags_at(toks, moving - 1) & Tag.NOUN and not tags_at(toks, moving - 1) & Tag.PLURAL
        )
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


def head_end(toks: Sequence[Tok]) -> int:
    """Where the first noun phrase ends; 0 when none with a determiner, number or plural begins here."""
    tags = tags_at(toks, 0)
    if tags & (Tag.PREP | AUXILIARY | Tag.WH) or toks[0].low in word_set("vague") | {"there", "this", "that", "it", "what", "my", "our"}:
        return 0
    opened = bool(tags & (Tag.DET | Tag.POSS | Tag.NUM))
    contact = next(
        (
            at
            for at in range(2, min(len(toks), 7))
            if opened
            and toks[at - 1].low in {"way", "moment", "day", "reason"}
            and not toks[at - 1].post
            and tags_at(toks, at) & (Tag.NAME | Tag.DET | Tag.POSS)
        ),
        0,
    )
    if len(toks) > 3 and toks[1].low == "of" and tags & (Tag.NUM | Tag.DET):
        return _counted_end(toks)
    toks = _nouns_for_verbs(toks)
    phrase = noun_phrase(toks)
    if phrase and phrase.determined:
        early = next((at for at in range(2, phrase.end) if tags_at(toks, at) & Tag.THIRD and is_finite(toks, at)), 0)
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
        subject = is_finite(toks, end + 2) or (tags_at(toks, end + 2) & Tag.THIRD and not tags_at(toks, end + 2) & Tag.NOUN)
        bare = not opened and tags_at(toks, end) & Tag.PLURAL and not lexicon().among("person", toks[0].low)
        if subject or bare:
            return end + 1
    bare_plural = phrase.plural and not tags & (Tag.NAME | Tag.ING | Tag.PAST) and not (tags & Tag.BASE and not tags & Tag.NOUN)
    bare_mass = tags_at(toks, phrase.head) & Tag.MASS and not tags & (Tag.ADJ | Tag.ING | Tag.PAST | Tag.BASE | Tag.NAME)
    return phrase.end if opened or bare_plural or bare_mass else 0


def hides_verb(toks: Sequence[Tok]) -> bool:
    """Whether what looks like a row of nouns may be a sentence: "the team visits schools", "the pilot started in two wards"."""
    phrase = noun_phrase(toks)
    if phrase is None:
        return False
    rows = range(2, phrase.end)
    third = any(
        tags_at(toks, at) & Tag.THIRD and tags_at(toks, at + 1) & (Tag.PLURAL | Tag.MASS) and tags_at(toks, at - 1) & Tag.COUNT
        for at in rows
        if at < phrase.head
    )
    return third or (
        phrase.end < len(toks)
        and head_end(toks) >= phrase.end
        and not toks[phrase.end - 1].post
        and is_finite(toks, phrase.end)
        and tags_at(toks, phrase.end) & Tag.PAST > 0
    )


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
    if (
        toks[end - 1].post == ","
        or tags & (Tag.PREP | Tag.ING | Tag.SUBJ | Tag.NAME | Tag.DET | Tag.POSS)
        or low in OPENERS | {"and", "or", "to"}
    ):
        return True
    if tags & Tag.PARTICIPLE:
        return bool(tags_at(toks, end + 1) & Tag.PREP)
    return bool(tags & Tag.PLURAL) or (bool(tags & Tag.ADJ) and not tags & Tag.BASE)


def _main_verb(toks: Sequence[Tok], end: int) -> int:
    """The finite verb that no relative or other subordinate clause asks for; 0 if there is none, -1 if that is not certain."""
    hard = soft = 0
    opened = bare = False
    index = end
    if (
        not toks[end - 1].post
        and not is_finite(toks, end)
        and tags_at(toks, end) & (Tag.DET | Tag.POSS | Tag.NAME | Tag.PLURAL)
        and not tags_at(toks, end) & Tag.PREP
    ):
        hard, opened = 1, True
    while index < len(toks):
        low = toks[index].low
        if low in OPENERS and not (low == "that" and tags_at(toks, index - 1) & Tag.PREP):
            hard, opened = hard + 1, True
        elif low in _SOFT:
            soft = 1
        elif low in _PRONOUNS and toks[index - 1].low not in OPENERS | _SOFT and not _takes_object(toks, index - 1):
            hard, opened = hard + 1, True
        elif low in _CAUSING:
            bare = True
        elif is_finite(toks, index):
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


def is_finite(toks: Sequence[Tok], index: int) -> bool:
    """Whether a word is a finite verb beyond doubt."""
    tags, low = tags_at(toks, index), toks[index].low
    before = tags_at(toks, index - 1)
    if toks[index - 1].low == "to" or low in {"being", "been"}:
        return False
    if tags & AUXILIARY:
        return not tags & Tag.NOUN or low in {"can", "will", "may", "might", "must"}
    if before & (Tag.DET | Tag.POSS | Tag.ADJ | AUXILIARY) and not before & (Tag.NOUN | Tag.SUBJ | Tag.WH | Tag.ADV):
        return False
    if toks[index - 1].low in {"of", "on", "in", "for", "with", "about", "at", "from"} and tags & Tag.THIRD and index + 1 == len(toks):
        return False
    if tags & Tag.THIRD and not tags & (Tag.PLURAL | Tag.NOUN):
        return True
    return _told_by_neighbours(toks, index) or _past(toks, index) or _plain_verb(toks, index)


def _told_by_neighbours(toks: Sequence[Tok], index: int) -> bool:
    """Whether a word that may be a noun is shown to be the verb by the word before or after it."""
    tags, before, after = tags_at(toks, index), tags_at(toks, index - 1), tags_at(toks, index + 1)
    known = not tags or tags & (Tag.BASE | Tag.THIRD)
    if index + 1 < len(toks) and known and toks[index + 1].low in _PARTICLES and not tags & Tag.ADJ:
        return True
    if tags & Tag.THIRD and toks[index - 1].low in _ADVERBS:
        return True
    return bool(tags & Tag.THIRD and after & (Tag.DET | Tag.POSS | Tag.NUM) and before & Tag.COUNT and not before & Tag.PLURAL)


def _past(toks: Sequence[Tok], index: int) -> bool:
    """Whether a past form is a finite verb and no participle."""
    tags, low = tags_at(toks, index), toks[index].low
    before, after = tags_at(toks, index - 1), tags_at(toks, index + 1)
    if tags & Tag.PAST and lexicon().base(low) in word_set("happens") and before & Tag.NOUN and after & (Tag.PREP | Tag.ADV):
        return index + 1 < len(toks) and toks[index + 1].low != "by"
    if low in lexicon().irregular_past and not tags & (Tag.NOUN | Tag.ADJ):
        return not tags & Tag.PARTICIPLE or not before & AUXILIARY
    if tags & Tag.PAST and toks[index - 1].low in _ADVERBS and toks[0].low in {"your", "my", "our"}:
        return True
    if tags & Tag.PAST and not tags & (Tag.NOUN | Tag.ADJ):
        return not tags & Tag.PARTICIPLE or bool(after & (Tag.DET | Tag.POSS | Tag.OBJ) or before & Tag.SUBJ)
    return False


def _plain_verb(toks: Sequence[Tok], index: int) -> bool:
    """Whether a base form is the verb of a subject before it."""
    tags, before, after = tags_at(toks, index), tags_at(toks, index - 1), tags_at(toks, index + 1)
    subject = before & (Tag.PLURAL | Tag.SUBJ) and not before & Tag.ADJ
    if tags & Tag.BASE and subject and not tags & Tag.PREP:
        return bool(
            not tags & (Tag.NOUN | Tag.ADJ) or (before & Tag.SUBJ and not before & Tag.DET) or after & (Tag.DET | Tag.POSS | Tag.NUM)
        )
    return bool(tags & Tag.BASE and not tags & (Tag.NOUN | Tag.ADJ | Tag.PREP | Tag.ADV) and after & (Tag.DET | Tag.POSS))


def has_verb(toks: Sequence[Tok]) -> bool:
    """Whether a finite verb stands in the words, from the third on."""
    return any(is_finite(toks, at) for at in range(2, len(toks)))
