"""Puts in the articles that telegraphic notes leave out, where they are certain, and says when they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.text import Tok
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["with_articles"]


def with_articles(
    toks: Sequence[Tok],
    *,
    head: Literal["the", "a", "none"] = "the",
    objects: Literal["the", "a"] = "a",
    otherwise: Literal["the", "a", ""] = "",
) -> list[Tok] | None:
    """The words with missing articles put in.

    A bare singular noun that can be counted gets `head` at the start of the fragment, `objects` after a verb, "the" after a
    preposition when it names a place or group that the situation makes definite ("for the sales team").

    Args:
        toks: cleaned words.
        head: the article at the start of the fragment.
        objects: the article after a verb.
        otherwise: the article where none is certain, for jottings that leave all of them out; "" is for none.

    Returns:
        None when an article is missing and neither is certain; a fragment that has articles elsewhere is trusted as it is.
    """
    trusted = any(tags_at(toks, at) & Tag.DET and tok.low in {"a", "an", "the"} for at, tok in enumerate(toks))
    out: list[Tok] = []
    index = 0
    while index < len(toks):
        phrase = noun_phrase(toks, index) if _may_start(toks, index) else None
        if phrase is None:
            out.append(toks[index])
            index += 1
            continue
        named = bool(index) and toks[index].word[:1].isupper() and not (otherwise and toks[index].word.isupper() and phrase.head > index)
        if phrase.singular_count and not named and not phrase.determined and not _plural_inside(toks, index, phrase.head):
            article = _article(toks, index, phrase.head, head, objects)
            if otherwise and index and toks[index - 1].low in {"with", "without"} and _pair(toks, phrase.head) not in word_set("the_pairs"):
                article = lexicon().article(toks[index].word) or "the"
            elif otherwise and not article and index and _pair(toks, phrase.head) in word_set("the_pairs"):
                article = "the"
            if article is None and otherwise and _wants_one(toks, index):
                is_one = otherwise == "a" or (index and toks[index - 1].low in {"is", "was", "be", "been"})
                article = lexicon().article(toks[index].word) if is_one else otherwise
            if article is None and not trusted:
                return None
            if article:
                out.append(Tok(article, toks[index].pre))
                out.append(replace(toks[index], pre=""))
                index += 1
        out.extend(toks[index : phrase.end])
        index = phrase.end
    return out


def _wants_one(toks: Sequence[Tok], index: int) -> bool:
    """Whether what stands before a bare noun lets an article follow: a verb, a preposition, a conjunction or nothing."""
    if not index:
        return True
    before, low = tags_at(toks, index - 1), toks[index - 1].low
    return low not in {"than", "as", "like", "per", "more", "one", "any", "no"} and not before & (
        Tag.DET | Tag.NUM | Tag.ADJ | Tag.POSS | Tag.MODAL
    )


def _plural_inside(toks: Sequence[Tok], start: int, head: int) -> bool:
    """Whether the last word may be a verb after a plural ("let others finish")."""
    return bool(start and tags_at(toks, head) & Tag.BASE) and any(
        tags_at(toks, at) & Tag.PLURAL and not tags_at(toks, at) & Tag.MASS for at in range(start, head)
    )


def _may_start(toks: Sequence[Tok], index: int) -> bool:
    tags = tags_at(toks, index)
    if (
        tags & (Tag.AUX | Tag.MODAL | Tag.WH)
        or (tags & Tag.PREP and not tags & Tag.NOUN)
        or (tags & Tag.SUBJ and not tags & (Tag.DET | Tag.NUM))
    ):
        return False
    if tags & Tag.ADV and not tags & (Tag.ADJ | Tag.NOUN):
        return False
    if tags & Tag.PAST and tags_at(toks, index + 1) & Tag.OBJ and not tags & Tag.ADJ:
        return False
    if index and tags & Tag.PARTICIPLE and tags_at(toks, index - 1) & Tag.AUX and not tags & Tag.ADJ:
        return False
    if (
        index
        and tags & Tag.BASE
        and (
            (tags_at(toks, index - 1) & (Tag.SUBJ | Tag.MODAL | Tag.ADV) and toks[index - 1].low not in {"this", "that"})
            or toks[index - 1].low == "to"
        )
    ):
        return bool(toks[index - 1].low == "to" and tags & Tag.NOUN and index > 1 and any(tok.low == "from" for tok in toks[:index]))
    if not index and tags & (Tag.PAST | Tag.ING | Tag.THIRD) and not tags & (Tag.NOUN | Tag.ADJ):
        return False
    return not (tags & Tag.ING and not tags & (Tag.NOUN | Tag.ADJ))


def _is_time_or_place(toks: Sequence[Tok], start: int, head: int) -> bool:
    """Whether a phrase says when or where to without an article: "last week", "night" behind "last", "home"."""
    if toks[start].low in {"last", "next"} and toks[head].low in word_set("times"):
        return True
    if not start:
        return False
    if toks[start - 1].low in {"last", "next", "this"} and toks[head].low in word_set("times") | {"night"}:
        return True
    return start == head and toks[head].low in word_set("whereto")


def _article(toks: Sequence[Tok], start: int, head: int, at_start: str, objects: str) -> str | None:
    """The article for a bare noun phrase; "" when it needs none, None when unsure."""
    before = toks[start - 1] if start else None
    if _is_time_or_place(toks, start, head):
        return ""
    if before is None:
        return "" if at_start == "none" else at_start if at_start == "the" else _indefinite(toks, start, head)
    low, tags = before.low, tags_at(toks, start - 1)
    if tags & Tag.AUX and low not in {"have", "had", "has"}:
        return "" if toks[head].low == "way" else None
    if low in {"whether", "how", "that", "because", "if", "when", "where", "why", "although"}:
        return "the"
    if low in {"and", "or", "&"} or before.post == ",":
        return "" if start > 1 else None
    if low in {"to", "from"} and _paired(toks, start, head):
        return ""
    if low == "of":
        return _after_of(toks, start, head)
    if tags & Tag.PREP:
        return _after_preposition(toks, start, head)
    compound = tags & Tag.NOUN and tags & (Tag.BASE | Tag.THIRD) and not tags & (Tag.PAST | Tag.ING)
    if compound and start > 1 and toks[start - 2].low != "to" and tags_at(toks, start - 2) & (Tag.PREP | Tag.DET | Tag.POSS | Tag.ADJ):
        return None
    if (
        start == head
        and toks[head].low in {"school", "college", "university"}
        and lexicon().base(low) in {"finish", "leave", "start", "attend"}
    ):
        return ""
    if tags & (Tag.PAST | Tag.ING | Tag.BASE | Tag.THIRD) or low in {"have", "had", "has"}:
        return "the" if objects == "the" else _indefinite(toks, start, head)
    return None


def _paired(toks: Sequence[Tok], start: int, head: int) -> bool:
    """Whether the noun stands in "from paper to app", or after "to" in a fixed phrase."""
    pair = any(tok.low == "from" for tok in toks[:start]) and any(tok.low == "to" for tok in toks[start - 1 :])
    return pair or (toks[start - 1].low == "to" and toks[head].low in {"work", "school"})


def _after_of(toks: Sequence[Tok], start: int, head: int) -> str | None:
    if start > 1 and toks[start - 2].low in word_set("of_one_thing"):
        return None
    return "the" if start == head and toks[head].low in {"team", "department", "ward", "office"} else ""


def _after_preposition(toks: Sequence[Tok], start: int, head: int) -> str | None:
    noun = toks[head].low
    if toks[start - 1].low in word_set("free_prepositions") or (noun in word_set("bare_place") and start == head):
        return ""
    return "the" if noun in word_set("institution") or _pair(toks, head) in word_set("the_pairs") else None


def _pair(toks: Sequence[Tok], head: int) -> str:
    return "_".join(tok.low for tok in toks[max(0, head - 1) : head + 1])


def _indefinite(toks: Sequence[Tok], start: int, head: int) -> str | None:
    if toks[start].low in lexicon().sections["superlative"] or _pair(toks, head) in word_set("the_pairs"):
        return "the"
    if start < head and toks[start].word[:1].isupper() and toks[start].word[1:].islower():
        return "the"
    if tags_at(toks, start) & Tag.NAME and toks[start].word.isupper():
        return lexicon().article(toks[start].word) or None
    return lexicon().article(toks[start].word) or None
