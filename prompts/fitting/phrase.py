"""Noun phrases in a row of words: where one begins, its head, where it ends, and what may follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prompts.fitting.text import Tok
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["AUXILIARY", "OBJECT_START", "Phrase", "coordinated", "noun_phrase", "tags_at", "tail_of"]

OBJECT_START = Tag.DET | Tag.POSS | Tag.NUM | Tag.OBJ
AUXILIARY = Tag.AUX | Tag.MODAL


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in a row of words: where it ends, its head, whether it is open to an article, whether it is plural."""

    end: int
    head: int
    determined: bool
    plural: bool
    singular_count: bool


def tags_at(toks: Sequence[Tok], index: int) -> int:
    """Word classes of one word; none beyond the end."""
    if not 0 <= index < len(toks):
        return Tag.NONE
    word = toks[index].word
    possessive = len(word) > 2 and (word.endswith(("'s", "’s")) or (word.endswith(("s'", "s’"))))
    if possessive:
        return Tag.POSS
    return lexicon().tags(word, first=index == 0)


def _stops(toks: Sequence[Tok], index: int, count: int, plural: bool, determined: bool) -> bool:
    """Whether a noun phrase ends before this word. `count` words of it have been read since the determiner."""
    tags = tags_at(toks, index)
    after = tags_at(toks, index + 1)
    if tags & Tag.ADJ and count and index + 1 < len(toks) and toks[index + 1].low == "enough":
        return True
    if tags & (AUXILIARY | Tag.WH) or (tags & Tag.SUBJ and not tags & (Tag.DET | Tag.NUM)) or toks[index].low in {"that", "there"}:
        return True
    if tags & Tag.CONJ or (
        tags & Tag.PREP and not tags & Tag.NAME and (count or not tags & Tag.ADJ) and not (tags & Tag.ADJ and after & Tag.NOUN)
    ):
        return True
    if tags & Tag.DET and count:
        return True
    if tags & Tag.NUM and count and not tags & Tag.NOUN and tags_at(toks, index - 1) & Tag.NOUN:
        return not (tags_at(toks, index - 1) & Tag.NAME or toks[index - 1].low in word_set("labels"))
    if tags & Tag.NOUN:
        return bool(count) and _verb_here(toks, index, tags, after, plural, determined)
    if tags & (Tag.ADJ | Tag.NUM | Tag.POSS):
        return False
    before = tags_at(toks, index - 1) if count else Tag.NONE
    if (
        tags & Tag.ING
        and not tags & Tag.AUX
        and ((before & Tag.ADJ and not before & Tag.NOUN) or (before & (Tag.COUNT | Tag.MASS) and index + 1 == len(toks)))
    ):
        return False
    if tags & (Tag.ING | Tag.PARTICIPLE):
        return not (after & (Tag.NOUN | Tag.ADJ) or (after == Tag.NONE and index + 1 < len(toks))) or bool(toks[index].post)
    if (
        tags & Tag.BASE
        and determined
        and not tags & Tag.PREP
        and after & (Tag.COUNT | Tag.PLURAL)
        and not after & (Tag.DET | Tag.PREP | Tag.POSS)
    ):
        return not tags_at(toks, index - 1) & (Tag.DET | Tag.POSS | Tag.NUM)
    if tags & Tag.ADV:
        return not (after & (Tag.ADJ | Tag.NUM) or (after & Tag.PARTICIPLE and tags_at(toks, index + 2) & Tag.NOUN))
    return bool(tags & (Tag.BASE | Tag.THIRD | Tag.PAST | Tag.OBJ))


def _verb_here(toks: Sequence[Tok], index: int, tags: int, after: int, plural: bool, determined: bool) -> bool:
    """Whether a word that could be a noun or a verb is the verb, told by what follows."""
    follows = (
        after & (Tag.DET | Tag.POSS) or (after & Tag.OBJ and not after & Tag.NOUN) or toks[index].low + " to" in _to_verbs(toks, index)
    )
    if _stays(toks, index, plural):
        return True
    relative = toks[index + 1].low == "that" if index + 1 < len(toks) and not determined else False
    if not follows or relative or toks[index].post or _timed(toks, index + 1):
        return False
    if tags & Tag.PLURAL and tags & Tag.THIRD and not plural:
        return True
    return bool(tags & Tag.BASE and plural) and determined is not None


def _stays(toks: Sequence[Tok], index: int, plural: bool) -> bool:
    """Whether a verb of remaining stands here with what something remains ("the library stays open")."""
    remains = lexicon().base(toks[index].low) in {"stay", "remain", "look", "feel", "seem"}
    return remains and not plural and bool(tags_at(toks, index) & Tag.THIRD and tags_at(toks, index + 1) & Tag.ADJ)


def _timed(toks: Sequence[Tok], index: int) -> bool:
    """Whether "every week" or "this year" begins here, which may follow a noun as well as a verb."""
    if toks[index].low not in {"every", "each", "this", "that", "all", "most", "a", "the", "last"} or index + 1 >= len(toks):
        return False
    return toks[index + 1].low in {
        "day",
        "week",
        "month",
        "year",
        "morning",
        "night",
        "evening",
        "time",
        "shift",
        "quarter",
        "term",
        "season",
        "summer",
        "winter",
        "spring",
    }


def _to_verbs(toks: Sequence[Tok], index: int) -> frozenset[str]:
    if index + 1 < len(toks) and toks[index + 1].low == "to" and tags_at(toks, index + 2) & Tag.BASE:
        return frozenset({"needs to", "wants to", "has to", "hopes to", "need to", "want to"})
    return frozenset()


def noun_phrase(toks: Sequence[Tok], start: int = 0) -> Phrase | None:
    """The noun phrase that begins at `start`, without what modifies it from behind; None if none is sure to begin there."""
    index, determined = start, False
    while tags_at(toks, index) & (Tag.DET | Tag.POSS) and not (tags_at(toks, index) & Tag.NUM):
        determined = True
        index += 1
    first, head, plural = index, -1, False
    while index < len(toks) and not _stops(toks, index, index - first, plural, determined):
        tags = tags_at(toks, index)
        if tags & Tag.POSS:
            determined, plural, head = True, False, -1
        elif (
            tags & Tag.NOUN
            or tags == Tag.NONE
            or tags & Tag.ING
            or (tags & Tag.ADJ and determined and not tags_at(toks, index + 1) & Tag.NOUN and head < 0)
        ):
            head, plural = index, bool(tags & Tag.PLURAL) and not tags & Tag.NAME
        elif tags & Tag.NUM and head >= 0:
            head = index
        elif tags & Tag.NUM:
            determined = determined or toks[index].word[:1] in "£$€"
        index += 1
        if toks[index - 1].post:
            break
    if head < 0 or head != index - 1:
        if (
            head < 0
            and determined
            and index == first
            and tags_at(toks, start) & Tag.DET
            and toks[start].low in {"this", "that", "these", "those", "all", "most", "some"}
        ):
            return None
        return None
    numbered = any(tags_at(toks, at) & Tag.NUM and not (at and toks[at - 1].low in word_set("labels")) for at in range(first, head))
    tags = tags_at(toks, head)
    alone = tags & (Tag.ADJ | Tag.ADV | Tag.ING) and head == start
    count = bool(tags & Tag.COUNT) and not alone and not tags & (Tag.MASS | Tag.PLURAL | Tag.NAME)
    if toks[head].low in word_set("moving_verbs") and head > first and tags_at(toks, index) & Tag.PREP:
        return None
    if not tags and head > first and tags_at(toks, head - 1) & Tag.PLURAL and not tags_at(toks, head - 1) & Tag.MASS:
        return None
    return Phrase(index, head, determined or numbered, plural, count)


def coordinated(toks: Sequence[Tok], phrase: Phrase) -> int:
    """Where the row of noun phrases ends that begins with this one ("rota, handover and training")."""
    end = phrase.end
    while end < len(toks):
        at = end
        if toks[at - 1].post not in {"", ","}:
            break
        if toks[at].low in {"and", "or", "&", "plus"}:
            at += 1
        elif toks[at - 1].post != ",":
            break
        following = noun_phrase(toks, at)
        if following is None:
            break
        end = following.end
    return end


def tail_of(toks: Sequence[Tok], start: int, plural: bool) -> tuple[str, int]:
    """What follows a noun phrase.

    Returns:
        ("verb", where) for a finite verb, ("end", where) when the whole is one noun phrase, ("unsure", where) otherwise.
    """
    index, joined = start, False
    while index < len(toks):
        tags = tags_at(toks, index)
        after = _joined(toks, index) if index > start else 0
        if after:
            index, plural, joined = after, True, True
            continue
        if _broken(toks, index, tags):
            return ("unsure", index)
        if tags & Tag.PREP and not _infinitive(toks, index):
            following = noun_phrase(toks, index + 1)
            if following is None and not tags_at(toks, index + 1) & Tag.NUM:
                return _loose_object(toks, index + 1)
            if toks[index].low in {"after", "before", "since", "until", "as", "once"} and _verbal(toks, following):
                return _relative(toks, index + 1)
            index = coordinated(toks, following) if following else index + 2
            continue
        if toks[index].low in {"just", "recently", "already", "never", "always", "once", "still"} and tags_at(toks, index + 1) & Tag.PAST:
            return ("unsure" if joined else "verb", index + 1)
        if tags & Tag.ADV and tags_at(toks, index + 1) & (Tag.THIRD | Tag.PAST | Tag.BASE):
            index += 1
            continue
        return _last_part(toks, index, plural, joined)
    return ("end", index)


def _verbal(toks: Sequence[Tok], phrase: Phrase | None) -> bool:
    """Whether a finite verb follows a noun phrase, so that both make a clause."""
    if phrase is None or phrase.end >= len(toks):
        return False
    tags = tags_at(toks, phrase.end)
    return bool(tags & AUXILIARY) or _finite(toks, phrase.end, tags, phrase.plural)


def _joined(toks: Sequence[Tok], index: int) -> int:
    """Where a noun phrase ends that "and" adds here; 0 if none does."""
    if toks[index].low not in {"and", "or"} or toks[index - 1].post or tags_at(toks, index + 1) & Tag.BASE:
        return 0
    following = noun_phrase(toks, index + 1)
    return following.end if following else 0


def _infinitive(toks: Sequence[Tok], index: int) -> bool:
    return toks[index].low == "to" and bool(tags_at(toks, index + 1) & Tag.BASE)


def _broken(toks: Sequence[Tok], index: int, tags: int) -> bool:
    """Whether punctuation before this word cuts the phrase in a way that is not understood."""
    mark = toks[index - 1].post
    return mark not in {"", ","} or (mark == "," and not tags & (Tag.ING | Tag.PREP | Tag.WH)) or toks[index].low in {"and", "or"}


def _last_part(toks: Sequence[Tok], index: int, plural: bool, joined: bool) -> tuple[str, int]:
    """What stands after a noun phrase and its prepositional phrases."""
    tags, low = tags_at(toks, index), toks[index].low
    if low == "being" or (tags & Tag.ING and not tags & Tag.NOUN):
        return _closed(toks, index + 1)
    if _infinitive(toks, index):
        return _closed(toks, index + 2)
    if tags & AUXILIARY or _finite(toks, index, tags, plural):
        return ("unsure" if joined else "verb", index)
    if tags & Tag.WH or low == "that" or (tags & Tag.SUBJ and not tags & Tag.DET):
        return _relative(toks, index)
    if tags & Tag.ADJ and index + 2 < len(toks) and toks[index + 1].low == "enough" and toks[index + 2].low in {"that", "to", "for"}:
        return _closed(toks, index + 3) if toks[index + 2].low == "to" else _relative(toks, index + 2)
    return ("end", index) if tags & Tag.ADV and index + 1 == len(toks) else ("unsure", index)


def _finite(toks: Sequence[Tok], index: int, tags: int, plural: bool) -> bool:
    after = tags_at(toks, index + 1)
    if tags & Tag.THIRD and (not tags & Tag.PLURAL or after & (Tag.DET | Tag.POSS | Tag.OBJ)) and not plural:
        return True
    if tags & Tag.PAST and (toks[index].low in lexicon().irregular_past or not tags & Tag.PARTICIPLE):
        return True
    if tags & Tag.PAST and after & (OBJECT_START) and not toks[index].post:
        return True
    if _stays(toks, index, plural):
        return True
    if toks[index].low in {"led", "amounted", "came"} and index + 1 < len(toks) and toks[index + 1].low == "to":
        return True
    return bool(tags & Tag.BASE and plural and not tags & Tag.ADJ and (not tags & Tag.NOUN or after & (Tag.DET | Tag.POSS)))


def _loose_object(toks: Sequence[Tok], index: int) -> tuple[str, int]:
    """After a preposition that no noun phrase follows: an -ing phrase, a wh-clause or a pronoun is fine."""
    tags = tags_at(toks, index)
    if tags & (Tag.ING | Tag.WH):
        return _closed(toks, index + 1) if tags & Tag.ING else _relative(toks, index)
    if tags & Tag.OBJ:
        return tail_of(toks, index + 1, True)
    if tags & Tag.ADV and index + 1 < len(toks):
        following = noun_phrase(toks, index + 1)
        return tail_of(toks, following.end, following.plural) if following else ("unsure", index)
    return ("end", index) if tags & (Tag.DET | Tag.NUM) and index + 1 == len(toks) else ("unsure", index)


def _closed(toks: Sequence[Tok], index: int) -> tuple[str, int]:
    """The rest of an infinitive or -ing phrase; sure only when no finite verb of a main clause can follow."""
    while index < len(toks):
        tags, low = tags_at(toks, index), toks[index].low
        if tags & Tag.WH or low in {"that", "because", "if", "so", "when", "while"} or (tags & Tag.SUBJ and not tags & (Tag.DET | Tag.OBJ)):
            return _relative(toks, index)
        if tags & AUXILIARY or (tags & Tag.THIRD and not tags & Tag.PLURAL) or low in lexicon().irregular_past or low == "but":
            return ("unsure", index)
        index += 1
    return ("end", index)


def _relative(toks: Sequence[Tok], index: int) -> tuple[str, int]:
    """A relative or reported clause to the end; unsure when a second finite verb might belong to a main clause."""
    finite, auxiliary = 0, False
    for at in range(index, len(toks)):
        tags = tags_at(toks, at)
        if toks[at].low in {"but", "because", "so"} and at > index:
            return ("unsure", at)
        is_aux = bool(tags & AUXILIARY)
        verbal = is_aux or (tags & Tag.THIRD and not tags & Tag.PLURAL) or (toks[at].low in lexicon().irregular_past)
        if (
            not verbal
            and at > index
            and tags & (Tag.BASE | Tag.PAST)
            and (
                (tags_at(toks, at - 1) & Tag.SUBJ and not tags_at(toks, at - 1) & Tag.DET)
                or (tags & Tag.BASE and tags_at(toks, at - 1) & Tag.PLURAL)
            )
        ):
            verbal = True
        if verbal and not (auxiliary and at and tags_at(toks, at - 1) & (AUXILIARY | Tag.ADV)):
            finite += 1
        auxiliary = is_aux
    return ("end", len(toks)) if finite <= 1 else ("unsure", index)
