"""Says what a fragment is: a noun phrase, a clause and whose, a verb phrase without subject, a question. Says so only when sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.fit_text import LABELS, Tok
from prompts.fit_words import Tag, lexicon

__all__ = ["Phrase", "Shape", "ShapeKind", "noun_phrase", "shape", "tags_at"]

ShapeKind = Literal["np", "ing", "clause", "past", "present", "third", "aux", "to", "adj", "pp", "wh", "whether", "question", "unknown"]
_OPENERS = Tag.DET | Tag.POSS | Tag.NUM
_OBJECT_START = Tag.DET | Tag.POSS | Tag.NUM | Tag.OBJ
_AUX = Tag.AUX | Tag.MODAL


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in a row of words: where it ends, its head, whether it is open to an article, whether it is plural."""

    end: int
    head: int
    determined: bool
    plural: bool
    singular_count: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What a fragment is. For a clause: the words of its subject end at `verb`, the first finite verb."""

    kind: ShapeKind
    verb: int = 0
    phrase: Phrase | None = None


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
    if tags & (_AUX | Tag.WH) or (tags & Tag.SUBJ and not tags & (Tag.DET | Tag.NUM)) or toks[index].low in {"that", "there"}:
        return True
    if tags & Tag.CONJ or (
        tags & Tag.PREP and not tags & Tag.NAME and (count or not tags & Tag.ADJ) and not (tags & Tag.ADJ and after & Tag.NOUN)
    ):
        return True
    if tags & Tag.DET and count:
        return True
    if tags & Tag.NUM and count and not tags & Tag.NOUN and tags_at(toks, index - 1) & Tag.NOUN:
        return not (tags_at(toks, index - 1) & Tag.NAME or toks[index - 1].low in LABELS)
    if tags & Tag.NOUN:
        return bool(count) and _verb_here(toks, index, tags, after, plural, determined)
    if tags & (Tag.ADJ | Tag.NUM | Tag.POSS):
        return False
    before = tags_at(toks, index - 1) if count else Tag.NONE
    if (
        tags & Tag.ING
        and not tags & Tag.AUX
        and (before & Tag.ADJ and not before & Tag.NOUN or (before & (Tag.COUNT | Tag.MASS) and index + 1 == len(toks)))
    ):
        return False
    if tags & (Tag.ING | Tag.PARTICIPLE):
        return not (after & (Tag.NOUN | Tag.ADJ) or (after == Tag.NONE and index + 1 < len(toks))) or bool(toks[index].post)
    if tags & Tag.ADV:
        return not (after & (Tag.ADJ | Tag.NUM) or (after & Tag.PARTICIPLE and tags_at(toks, index + 2) & Tag.NOUN))
    return bool(tags & (Tag.BASE | Tag.THIRD | Tag.PAST | Tag.OBJ))


def _verb_here(toks: Sequence[Tok], index: int, tags: int, after: int, plural: bool, determined: bool) -> bool:
    """Whether a word that could be a noun or a verb is the verb, told by what follows."""
    follows = (
        after & (Tag.DET | Tag.POSS) or (after & Tag.OBJ and not after & Tag.NOUN) or toks[index].low + " to" in _to_verbs(toks, index)
    )
    if not follows or toks[index].post or _timed(toks, index + 1):
        return False
    if tags & Tag.PLURAL and tags & Tag.THIRD and not plural:
        return True
    return bool(tags & Tag.BASE and plural) and determined is not None


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
    numbered = any(tags_at(toks, at) & Tag.NUM and not (at and toks[at - 1].low in LABELS) for at in range(first, head))
    tags = tags_at(toks, head)
    alone = tags & (Tag.ADJ | Tag.ADV | Tag.ING) and head == start
    count = bool(tags & Tag.COUNT) and not alone and not tags & (Tag.MASS | Tag.PLURAL | Tag.NAME)
    if not tags and head > first and tags_at(toks, head - 1) & Tag.PLURAL and not tags_at(toks, head - 1) & Tag.MASS:
        return None
    return Phrase(index, head, determined or numbered, plural, count)


def _coordinated(toks: Sequence[Tok], phrase: Phrase) -> int:
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


def _rest(toks: Sequence[Tok], start: int, plural: bool) -> tuple[str, int]:
    """What follows a noun phrase: ("verb", where) for a finite verb, ("end", ...) when the whole is one noun phrase, or ("unsure", ...)."""
    index, joined = start, False
    while index < len(toks):
        tags, low = tags_at(toks, index), toks[index].low
        if low in {"and", "or"} and index > start and toks[index - 1].post == "":
            following = noun_phrase(toks, index + 1)
            if following is None or tags_at(toks, index + 1) & Tag.BASE:
                return ("unsure", index)
            index, plural, joined = following.end, True, True
            continue
        if low == "being":
            return _closed(toks, index + 1)
        if toks[index - 1].post not in {"", ","} or (toks[index - 1].post == "," and not tags & (Tag.ING | Tag.PREP | Tag.WH)):
            return ("unsure", index)
        if low == "to" and tags_at(toks, index + 1) & Tag.BASE:
            return _closed(toks, index + 2)
        if tags & Tag.PREP:
            following = noun_phrase(toks, index + 1)
            if following is None and tags_at(toks, index + 1) & Tag.NUM:
                index += 2
                continue
            if following is None:
                return _loose_object(toks, index + 1)
            index = _coordinated(toks, following)
            continue
        if tags & _AUX or _finite(toks, index, tags, plural):
            return ("unsure" if joined else "verb", index)
        if tags & Tag.WH or low == "that" or (tags & Tag.SUBJ and not tags & Tag.DET):
            return _relative(toks, index)
        if tags & Tag.ING and not tags & Tag.NOUN:
            return _closed(toks, index + 1)
        if tags & Tag.ADV and index + 1 < len(toks) and tags_at(toks, index + 1) & (Tag.THIRD | Tag.PAST | Tag.BASE):
            index += 1
            continue
        if tags & Tag.ADV and index + 1 == len(toks):
            return ("end", index)
        return ("unsure", index)
    return ("end", index)


def _finite(toks: Sequence[Tok], index: int, tags: int, plural: bool) -> bool:
    after = tags_at(toks, index + 1)
    if tags & Tag.THIRD and (not tags & Tag.PLURAL or after & (Tag.DET | Tag.POSS | Tag.OBJ)) and not plural:
        return True
    if tags & Tag.PAST and (toks[index].low in lexicon().irregular_past or not tags & Tag.PARTICIPLE):
        return True
    if tags & Tag.PAST and after & (_OBJECT_START) and not toks[index].post:
        return True
    return bool(tags & Tag.BASE and plural and not tags & Tag.ADJ and (not tags & Tag.NOUN or after & (Tag.DET | Tag.POSS)))


def _loose_object(toks: Sequence[Tok], index: int) -> tuple[str, int]:
    """After a preposition that no noun phrase follows: an -ing phrase, a wh-clause or a pronoun is fine."""
    tags = tags_at(toks, index)
    if tags & (Tag.ING | Tag.WH):
        return _closed(toks, index + 1) if tags & Tag.ING else _relative(toks, index)
    if tags & Tag.OBJ:
        return _rest(toks, index + 1, True)
    if tags & Tag.ADV and index + 1 < len(toks):
        following = noun_phrase(toks, index + 1)
        return _rest(toks, following.end, following.plural) if following else ("unsure", index)
    return ("end", index) if tags & (Tag.DET | Tag.NUM) and index + 1 == len(toks) else ("unsure", index)


def _closed(toks: Sequence[Tok], index: int) -> tuple[str, int]:
    """The rest of an infinitive or -ing phrase; sure only when no finite verb of a main clause can follow."""
    while index < len(toks):
        tags, low = tags_at(toks, index), toks[index].low
        if tags & Tag.WH or low in {"that", "because", "if", "so", "when", "while"} or tags & Tag.SUBJ and not tags & (Tag.DET | Tag.OBJ):
            return _relative(toks, index)
        if tags & _AUX or (tags & Tag.THIRD and not tags & Tag.PLURAL) or low in lexicon().irregular_past or low == "but":
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
        is_aux = bool(tags & _AUX)
        verbal = is_aux or (tags & Tag.THIRD and not tags & Tag.PLURAL) or (toks[at].low in lexicon().irregular_past)
        if (
            not verbal
            and at > index
            and tags & (Tag.BASE | Tag.PAST)
            and (
                tags_at(toks, at - 1) & Tag.SUBJ
                and not tags_at(toks, at - 1) & Tag.DET
                or (tags & Tag.BASE and tags_at(toks, at - 1) & Tag.PLURAL)
            )
        ):
            verbal = True
        if verbal and not (auxiliary and at and tags_at(toks, at - 1) & (_AUX | Tag.ADV)):
            finite += 1
        auxiliary = is_aux
    return ("end", len(toks)) if finite <= 1 else ("unsure", index)


def shape(toks: Sequence[Tok], *, question: bool = False, verbal: bool = False) -> Shape:
    """What the fragment is.

    Args:
        toks: cleaned words.
        question: the note ended with a question mark.
        verbal: for a word that may be noun or verb at the start, take the verb ("design rotas" under strengths).
    """
    if not toks:
        return Shape("unknown")
    tags, low, after = tags_at(toks, 0), toks[0].low, tags_at(toks, 1)
    if low == "to" and after & Tag.BASE:
        return Shape("to")
    if tags & Tag.WH and low not in {"that"}:
        return _wh(toks, question)
    if low in {"if", "whether"}:
        return Shape("whether", 1)
    if low == "being":
        return Shape("ing")
    if tags & _AUX:
        return Shape("question") if _asks(toks) else Shape("aux" if _rest_of_vp(toks) else "unknown")
    if tags & Tag.SUBJ and (not tags & (Tag.DET | Tag.NUM) or after & _AUX):
        return _pronoun_clause(toks)
    return _content(toks, tags, after, verbal)


def _asks(toks: Sequence[Tok]) -> bool:
    after = tags_at(toks, 1)
    return (
        bool(after & Tag.SUBJ)
        or (bool(after & (Tag.DET | Tag.POSS)) and toks[0].low not in {"am", "was", "been", "have", "had", "has"})
        or (
            toks[0].low in {"is", "are", "does", "do", "will", "can", "would", "could", "did"}
            and bool(after & (Tag.PLURAL | Tag.NAME | Tag.WH))
            and not after & Tag.BASE
        )
    )


def _pronoun_clause(toks: Sequence[Tok]) -> Shape:
    index = 1
    while (
        tags_at(toks, index) & Tag.ADV
        and not tags_at(toks, index) & (Tag.BASE | Tag.PAST | Tag.THIRD)
        or toks[min(index, len(toks) - 1)].low in {"both", "all"}
    ):
        index += 1
        if index >= len(toks):
            return Shape("unknown")
    tags = tags_at(toks, index)
    third = toks[0].low in {"he", "she", "it", "this", "that", "everyone", "everybody", "someone", "one", "nobody"}
    unknown = not tags and not third and toks[index].word.islower() and index + 1 < len(toks)
    fits = unknown or tags & (_AUX | Tag.PAST) or (tags & Tag.THIRD if third else tags & Tag.BASE)
    full = len(toks) > index + (0 if tags & (Tag.PAST | Tag.BASE | Tag.THIRD) or unknown else 1)
    return Shape("clause", index) if fits and full and _rest_of_vp(toks) else Shape("unknown")


def _wh(toks: Sequence[Tok], question: bool) -> Shape:
    low, index = toks[0].low, 1
    if low in {"how", "what", "which", "whose"}:
        if (
            low == "how"
            and tags_at(toks, 1) & (Tag.ADJ | Tag.ADV | Tag.DET)
            and not tags_at(toks, 1) & Tag.SUBJ
            and toks[1].low not in {"the", "a", "an", "this", "each", "every", "all", "some"}
        ):
            index = 2
        following = noun_phrase(toks, index) if low != "how" or index == 2 else None
        if following is not None and (low != "what" or not tags_at(toks, index) & (Tag.DET | Tag.POSS | Tag.SUBJ)):
            index = following.end
    tags = tags_at(toks, index)
    if tags & _AUX and index == 1 and low in {"how", "why", "when", "where"} and index + 1 < len(toks):
        return Shape("question", index)
    if tags & _AUX:
        subject_next = tags_at(toks, index + 1) & (Tag.SUBJ | Tag.DET | Tag.POSS | Tag.NAME)
        subject_next |= tags_at(toks, index + 1) & Tag.MASS if tags & Tag.MODAL and tags_at(toks, index + 2) & Tag.BASE else 0
        if subject_next and (index > 1 or low not in {"who", "what", "which"} or not tags_at(toks, index + 1) & Tag.PREP):
            return Shape("question", index)
        return Shape("wh", index) if low in {"who", "what", "which"} or index > 1 else Shape("question" if question else "unknown", index)
    if toks[index - 1 : index] and index < len(toks) and toks[index].low == "to" and tags_at(toks, index + 1) & Tag.BASE:
        return Shape("wh", index)
    inner = shape(toks[index:]) if index < len(toks) else Shape("unknown")
    if inner.kind == "clause":
        return Shape("wh", index)
    if inner.kind == "unknown" and index > 1 and tags & (Tag.BASE | Tag.PAST | Tag.THIRD):
        return Shape("wh", index)
    if (
        inner.kind == "unknown"
        and inner.phrase is not None
        and low in {"how", "why", "when", "where"}
        and tags_at(toks, index + inner.verb) & Tag.PAST
    ):
        return Shape("wh", index)
    if low == "who" and tags & Tag.THIRD:
        return Shape("wh", index)
    if (
        low in {"who", "what", "which"}
        and tags & (Tag.THIRD | Tag.PAST)
        and (not tags & Tag.PLURAL or tags_at(toks, index + 1) & (Tag.DET | Tag.POSS))
    ):
        return Shape("wh", index)
    if index > 1 and tags & (Tag.BASE | Tag.THIRD | Tag.PAST):
        return Shape("wh", index)
    verbal = any(tags_at(toks, at) & (_AUX | Tag.BASE | Tag.THIRD | Tag.PAST) for at in range(2, len(toks)))
    return (
        Shape("wh", index)
        if verbal and low in {"how", "why", "when", "where"} and len(toks) > 3 and tags & (Tag.PLURAL | Tag.DET | Tag.POSS)
        else Shape("unknown")
    )


def _content(toks: Sequence[Tok], tags: int, after: int, verbal: bool) -> Shape:
    low = toks[0].low
    if tags & Tag.ADV and not tags & (Tag.ADJ | Tag.NOUN | Tag.BASE | Tag.DET) and len(toks) > 1:
        inner = _content(toks[1:], tags_at(toks, 1), tags_at(toks, 2), verbal)
        return inner if inner.kind in {"past", "third", "ing", "present", "adj"} else Shape("unknown")
    if tags & Tag.ING and not (tags & Tag.NOUN and not _gerund(toks, after)):
        return Shape("ing") if low != "during" and len(toks) > 0 and _rest_of_vp(toks) else Shape("unknown")
    lex = lexicon()
    relational = lex.among("relational", low) and (after & Tag.PREP)
    if relational and not tags & Tag.PREP:
        return Shape("adj")
    if tags & Tag.PREP and not tags & (Tag.NOUN | Tag.BASE) and low not in {"like"}:
        return Shape("adj" if low in {"nearer", "closer", "near"} else "pp")
    if not tags & Tag.DET:
        found = _verb_first(toks, tags, after, verbal)
        if found == "unsure":
            return Shape("unknown")
        if found:
            return Shape(found) if len(toks) > 1 and _rest_of_vp(toks) else Shape("unknown")
    phrase = noun_phrase(toks)
    if phrase is None:
        return Shape("unknown")
    end = _coordinated(toks, phrase)
    plural = phrase.plural or end > phrase.end
    kind, at = _rest(toks, end, plural)
    if kind == "verb":
        return Shape("clause", at, phrase)
    if kind == "end":
        return Shape("np", 0, Phrase(phrase.end, phrase.head, phrase.determined, plural, phrase.singular_count))
    return Shape("unknown", at, phrase)


def _gerund(toks: Sequence[Tok], after: int) -> bool:
    """Whether an -ing word that is also a noun starts an -ing phrase ("training new staff", not "training budget")."""
    if after & _OBJECT_START:
        return True
    if not after & (Tag.NOUN | Tag.ADJ) or len(toks) < 2:
        return False
    phrase = noun_phrase(toks, 1)
    return bool(phrase and phrase.end == len(toks) and phrase.plural and after & Tag.ADJ)


_LIKING = frozenset("love like want need value hope enjoy care".split())


def _verb_first(toks: Sequence[Tok], tags: int, after: int, verbal: bool) -> Literal["past", "third", "present", "unsure"] | None:
    """The kind of a verb phrase without subject that starts here, if it is one; "unsure" where noun and verb are equally likely."""
    objects = after & _OBJECT_START
    noun = tags & (Tag.NOUN | Tag.ADJ)
    to_next = len(toks) > 1 and toks[1].low == "to" and tags_at(toks, 2) & Tag.BASE
    if tags & Tag.PAST:
        if not noun or (objects and not tags & Tag.ADJ) or (verbal and not tags & Tag.ADJ):
            premodifier = tags & Tag.PARTICIPLE and not objects and not verbal and not (after & (Tag.PREP | Tag.ADV))
            return None if premodifier else "past"
        return None
    if tags & Tag.THIRD and (not tags & Tag.PLURAL or objects or to_next or (verbal and after & Tag.ADV and not after & Tag.NOUN)):
        return "third"
    liking = verbal and toks[0].low in _LIKING and len(toks) > 1 and toks[1].low not in {"of", "for", "to"}
    working = verbal and toks[0].low == "work" and len(toks) > 1 and toks[1].low in {"with", "in", "at", "on", "as"}
    if tags & Tag.BASE and (not noun or objects or to_next or liking or working or (verbal and after & Tag.WH)):
        return "present" if len(toks) > 1 else None
    if verbal and tags & (Tag.BASE | Tag.THIRD) and noun and after & Tag.PLURAL:
        return "unsure"
    return None


def _rest_of_vp(toks: Sequence[Tok]) -> bool:
    """Whether a verb phrase stays one to its end: no new main clause, no loose comma part that is no modifier."""
    depth = 0
    for index in range(1, len(toks)):
        tags, low = tags_at(toks, index), toks[index].low
        depth += toks[index - 1].pre.count("(") - toks[index - 1].post.count(")")
        if depth:
            continue
        if toks[index - 1].post.startswith((":", "!", "?")):
            return False
        if toks[index - 1].post == "," and not _continues(toks, index):
            return False
        if low == "but" and tags_at(toks, index + 1) & Tag.SUBJ and toks[index + 1].low != "i":
            return False
    return True


def _continues(toks: Sequence[Tok], index: int) -> bool:
    tags, low = tags_at(toks, index), toks[index].low
    if low in {"and", "but", "so", "which", "where", "who", "then", "including", "because", "both", "plus", "or", "mostly", "mainly", "as"}:
        return True
    if tags & (Tag.ING | Tag.PREP):
        return True
    later = [tok.low for tok in toks[index:]]
    return "and" in later[:8] or "or" in later[:8]
