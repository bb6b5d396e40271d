"""Says what a fragment is: a noun phrase, a clause and whose, a verb phrase without subject, a question. Says so only when sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.fitting.phrase import AUXILIARY, OBJECT_START, Phrase, coordinated, noun_phrase, tags_at, tail_of
from prompts.fitting.text import Tok
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["Shape", "ShapeKind", "shape"]

ShapeKind = Literal["np", "ing", "clause", "past", "present", "third", "aux", "to", "adj", "pp", "wh", "whether", "question", "unknown"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a fragment is. For a clause: the words of its subject end at `verb`, the first finite verb."""

    kind: ShapeKind
    verb: int = 0
    phrase: Phrase | None = None


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
        return _wh(toks, question) if _rest_of_vp(toks) else Shape("unknown")
    if low in {"if", "whether"}:
        return Shape("whether", 1)
    if low == "being":
        return Shape("ing")
    if tags & AUXILIARY:
        return Shape("question") if _asks(toks) else Shape("aux" if _rest_of_vp(toks) else "unknown")
    if tags & Tag.SUBJ and (not tags & (Tag.DET | Tag.NUM) or after & AUXILIARY):
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
    while (tags_at(toks, index) & Tag.ADV and not tags_at(toks, index) & (Tag.BASE | Tag.PAST | Tag.THIRD)) or toks[
        min(index, len(toks) - 1)
    ].low in {"both", "all"}:
        index += 1
        if index >= len(toks):
            return Shape("unknown")
    tags = tags_at(toks, index)
    third = toks[0].low in {"he", "she", "it", "this", "that", "everyone", "everybody", "someone", "one", "nobody"}
    unknown = index + 1 < len(toks) and not tags and not third and toks[index].word.islower()
    fits = unknown or tags & (AUXILIARY | Tag.PAST) or (tags & Tag.THIRD if third else tags & Tag.BASE)
    full = len(toks) > index + (0 if tags & (Tag.PAST | Tag.BASE | Tag.THIRD) or unknown else 1)
    return Shape("clause", index) if fits and full and _rest_of_vp(toks) else Shape("unknown")


def _wh(toks: Sequence[Tok], question: bool) -> Shape:
    low, index = toks[0].low, _wh_opener(toks)
    tags = tags_at(toks, index)
    if tags & AUXILIARY:
        return _wh_helper(toks, index, question)
    if index < len(toks) and toks[index].low == "to" and tags_at(toks, index + 1) & Tag.BASE:
        return Shape("wh", index)
    inner = shape(toks[index:]) if index < len(toks) else Shape("unknown")
    verb_next = tags & (Tag.THIRD | Tag.PAST) and (not tags & Tag.PLURAL or tags_at(toks, index + 1) & (Tag.DET | Tag.POSS))
    adverbial = low in {"how", "why", "when", "where"}
    past = inner.kind == "unknown" and inner.phrase is not None and tags_at(toks, index + inner.verb) & Tag.PAST
    if (
        inner.kind == "clause"
        or (index > 1 and tags & (Tag.BASE | Tag.THIRD | Tag.PAST))
        or (low == "who" and tags & Tag.THIRD)
        or (adverbial and past)
        or (low in {"who", "what", "which"} and verb_next)
    ):
        return Shape("wh", index)
    verbal = any(tags_at(toks, at) & (AUXILIARY | Tag.BASE | Tag.THIRD | Tag.PAST) for at in range(2, len(toks)))
    plain = verbal and adverbial and len(toks) > 3 and tags & (Tag.PLURAL | Tag.DET | Tag.POSS)
    return Shape("wh", index) if plain else Shape("unknown")


def _wh_opener(toks: Sequence[Tok]) -> int:
    """How many words open the question: "how often", "which wards", "what"."""
    low, index = toks[0].low, 1
    if low not in {"how", "what", "which", "whose"}:
        return 1
    second = tags_at(toks, 1)
    if low == "how":
        measured = second & (Tag.ADJ | Tag.ADV | Tag.DET) and not second & Tag.SUBJ
        if not measured or toks[1].low in {"the", "a", "an", "this", "each", "every", "all", "some"}:
            return 1
        index = 2
    following = noun_phrase(toks, index)
    if following is not None and (low != "what" or not tags_at(toks, index) & (Tag.DET | Tag.POSS | Tag.SUBJ)):
        return following.end
    return index


def _wh_helper(toks: Sequence[Tok], index: int, question: bool) -> Shape:
    """A question word with an auxiliary right after its opener: turned round ("how do they"), or with the question word as subject."""
    low, after = toks[0].low, tags_at(toks, index + 1)
    if index == 1 and low in {"how", "why", "when", "where"} and index + 1 < len(toks):
        return Shape("question", index)
    subject = after & (Tag.SUBJ | Tag.DET | Tag.POSS | Tag.NAME)
    subject |= after & Tag.MASS if tags_at(toks, index) & Tag.MODAL and tags_at(toks, index + 2) & Tag.BASE else 0
    if subject and (index > 1 or low not in {"who", "what", "which"} or not after & Tag.PREP):
        return Shape("question", index)
    return Shape("wh", index) if low in {"who", "what", "which"} or index > 1 else Shape("question" if question else "unknown", index)


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
    end = coordinated(toks, phrase)
    plural = phrase.plural or end > phrase.end
    kind, at = tail_of(toks, end, plural)
    if not _rest_of_vp(toks):
        return Shape("unknown", at, phrase)
    if kind == "verb":
        return Shape("clause", at, phrase)
    if kind == "end":
        return Shape("np", 0, Phrase(phrase.end, phrase.head, phrase.determined, plural, phrase.singular_count))
    return Shape("unknown", at, phrase)


def _gerund(toks: Sequence[Tok], after: int) -> bool:
    """Whether an -ing word that is also a noun starts an -ing phrase ("training new staff", not "training budget")."""
    if after & OBJECT_START:
        return True
    if not after & (Tag.NOUN | Tag.ADJ) or len(toks) < 2:
        return False
    phrase = noun_phrase(toks, 1)
    return bool(phrase and phrase.end == len(toks) and phrase.plural and after & Tag.ADJ)


def _verb_first(toks: Sequence[Tok], tags: int, after: int, verbal: bool) -> Literal["past", "third", "present", "unsure"] | None:
    """The kind of a verb phrase without subject that starts here, if it is one; "unsure" where noun and verb are equally likely."""
    objects = after & OBJECT_START
    noun = tags & (Tag.NOUN | Tag.ADJ)
    to_next = lexicon().base(toks[0].low) in word_set("to_verbs") and len(toks) > 1 and toks[1].low == "to" and tags_at(toks, 2) & Tag.BASE
    if toks[0].low in word_set("labels") and after & Tag.NUM:
        return None
    that_next = tags & Tag.MASS and [tok.low for tok in toks[1:2]] == ["that"]
    if that_next and (toks[0].low == "work" or tags_at(toks, 2) & (Tag.THIRD | AUXILIARY | Tag.PAST)):
        return None
    if tags & Tag.PAST and "-" in toks[0].low and objects:
        return "past"
    if tags & Tag.PAST:
        if not noun or objects or (verbal and not tags & Tag.ADJ):
            premodifier = tags & Tag.PARTICIPLE and not objects and not verbal and not (after & (Tag.PREP | Tag.ADV))
            return None if premodifier else "past"
        return None
    if tags & Tag.THIRD and (not tags & Tag.PLURAL or objects or to_next or (verbal and after & Tag.ADV and not after & Tag.NOUN)):
        return "third"
    liking = verbal and toks[0].low in word_set("liking") and len(toks) > 1 and toks[1].low not in {"of", "for", "to"}
    working = verbal and toks[0].low == "work" and len(toks) > 1 and toks[1].low in {"with", "in", "at", "on", "as"}
    if tags & Tag.BASE and (not noun or objects or to_next or liking or working or (verbal and after & Tag.WH and not tags & Tag.MASS)):
        return "present" if len(toks) > 1 else None
    if verbal and tags & (Tag.BASE | Tag.THIRD) and noun and after & Tag.PLURAL:
        return "unsure"
    return None


def _rest_of_vp(toks: Sequence[Tok]) -> bool:
    """Whether a verb phrase stays one to its end: no new main clause, no loose comma part that is no modifier."""
    depth = 0
    for index in range(1, len(toks)):
        _tags, low = tags_at(toks, index), toks[index].low
        depth += toks[index - 1].pre.count("(") - toks[index - 1].post.count(")")
        if depth:
            continue
        if toks[index - 1].post.startswith((":", "!", "?", " ")):
            return False
        if toks[index - 1].post == "," and not _continues(toks, index):
            return False
        if low == "but" and tags_at(toks, index + 1) & Tag.SUBJ and toks[index + 1].low != "i":
            return False
    return True


def _continues(toks: Sequence[Tok], index: int) -> bool:
    tags, low = tags_at(toks, index), toks[index].low
    if low == "so":
        return bool(tags_at(toks, index + 1) & (Tag.SUBJ | Tag.DET | Tag.POSS))
    if low in {
        "and",
        "but",
        "so",
        "not",
        "rather",
        "especially",
        "even",
        "often",
        "instead",
        "which",
        "where",
        "who",
        "then",
        "including",
        "because",
        "both",
        "plus",
        "or",
        "mostly",
        "mainly",
        "as",
    }:
        return True
    if tags & (Tag.ING | Tag.PREP):
        return True
    if tags & (Tag.NUM | Tag.DET) and [tok.low for tok in toks[index + 1 : index + 3]] in (["of", "whom"], ["of", "which"]):
        return True
    if low in word_set("reduced") and tags_at(toks, index + 1) & Tag.PREP:
        return True
    later = [tok.low for tok in toks[index : index + 6]]
    listed = next((at for at, word in enumerate(later) if word in {"and", "or", "then"}), None)
    return listed is not None and not any(tags_at(toks, at) & (Tag.SUBJ | AUXILIARY) for at in range(index, index + listed))
