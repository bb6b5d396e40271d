"""Puts "the" and "a" where a jotting leaves them out inside its words: after verbs, after prepositions, at the start of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.phrase import AUXILIARY, Phrase, noun_phrase, tags_at
from prompts.fitting.text import Tok, cleaning
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["filled", "longest"]

#: Prepositions after which a bare noun stays bare ("by bus", "as usual", "without notice").
_BARE_AFTER = frozenset({"as", "by", "per", "like", "plus", "via", "vs", "versus", "without", "than", "of", "including", "between", "re"})
#: Verbs whose bare object is a new thing: "has a new app", "needs a licence".
_NEW_THING = frozenset(
    {"have", "need", "want", "build", "open", "hire", "get", "find", "become", "make", "create", "set", "add", "buy", "plan", "seek", "be"}
)
_NEW_WORDS = frozenset(
    {"new", "second", "third", "fourth", "single", "angry", "small", "big", "large", "different", "possible", "separate", "proper"}
)
_ALL_OF_IT = frozenset({"all", "most", "half"})


def filled(toks: Sequence[Tok], begin: int = 0) -> list[Tok] | None:
    """The words from `begin` on with the articles a sentence would have; None where "own" does not say whose."""
    out: list[Tok] = []
    index = begin
    while index < len(toks):
        if toks[index].low == "own" and not _owned(toks, index):
            if index and not tags_at(toks, index - 1) & Tag.PREP:
                return None
            out.append(Tok("your", toks[index].pre))
            out.append(replace(toks[index], pre=""))
            index += 1
            continue
        phrase = longest(toks, index) if _opens(toks, index) else None
        if phrase is None:
            out.append(toks[index])
            index += 1
            continue
        article = _article(toks, index, phrase)
        if article:
            out.append(Tok(article, toks[index].pre))
            out.append(replace(toks[index], pre=""))
            out.extend(toks[index + 1 : phrase.end])
        else:
            out.extend(toks[index : phrase.end])
        index = phrase.end
    return out


def longest(toks: Sequence[Tok], start: int = 0) -> Phrase | None:
    """The longest noun phrase that begins at `start`; what describes it may follow ("no users trained")."""
    for end in range(len(toks), start, -1):
        phrase = noun_phrase(toks[:end], start)
        if phrase is not None:
            return phrase
    return None


def _owned(toks: Sequence[Tok], index: int) -> bool:
    return (bool(index) and bool(tags_at(toks, index - 1) & Tag.POSS)) or (toks[index - 1].low in {"on", "of"} and index + 1 == len(toks))


def _opens(toks: Sequence[Tok], index: int) -> bool:
    """Whether a noun phrase may open here."""
    tags = tags_at(toks, index)
    before = tags_at(toks, index - 1)
    if tags & (AUXILIARY | Tag.WH | Tag.CONJ) or (tags & Tag.PREP and not tags & Tag.NOUN):
        return False
    if tags & Tag.SUBJ and not tags & (Tag.DET | Tag.NUM):
        return False
    if tags & Tag.ADV and not tags & (Tag.ADJ | Tag.NOUN):
        return False
    if index and toks[index - 1].low == "own":
        return False
    if index and before & (Tag.DET | Tag.POSS | Tag.NUM) and not before & (Tag.SUBJ | Tag.OBJ):
        return False
    if (
        index
        and tags & Tag.BASE
        and (toks[index - 1].low == "to" or before & (Tag.MODAL | Tag.SUBJ))
        and toks[index - 1].low not in {"this", "that"}
    ):
        return False
    if tags & (Tag.PAST | Tag.PARTICIPLE) and not tags & Tag.NOUN and not tags_at(toks, index + 1) & Tag.NOUN:
        return False
    if tags & Tag.THIRD and tags & Tag.PLURAL and before & Tag.NOUN:
        return False
    if tags & Tag.BASE and before & Tag.PLURAL and tags_at(toks, index + 1) & (Tag.OBJ | Tag.DET | Tag.POSS):
        return False
    return not tags & Tag.ING or (bool(tags & Tag.NOUN) and not tags_at(toks, index + 1) & (Tag.DET | Tag.POSS))


def _article(toks: Sequence[Tok], start: int, phrase: Phrase) -> str:
    """The article that a bare noun phrase needs here; empty for none."""
    head = toks[phrase.head]
    if phrase.determined or phrase.plural or not _countable(toks, start, phrase):
        return ""
    low = head.low
    if tags_at(toks, phrase.end - 1) & Tag.NUM or (tags_at(toks, phrase.end) & Tag.NUM and low in word_set("labels") | word_set("times")):
        return ""
    if toks[start].low in {"last", "next", "every", "each"} and low in word_set("times"):
        return ""
    if not start:
        return _first(toks, start)
    if low in word_set("whereto") and start == phrase.head:
        return ""
    before, tags = toks[start - 1], tags_at(toks, start - 1)
    if before.low in _ALL_OF_IT:
        return "the"
    if before.low in {"and", "or"}:
        return ""
    if before.low in _BARE_AFTER:
        return ""
    if tags & Tag.PREP or before.low in {"off", "out", "up", "down", "back"}:
        return (
            ""
            if (low in word_set("bare_place") and start == phrase.head) or _month_or_name(toks, start)
            else _after_preposition(toks, start, phrase)
        )
    if (tags & (Tag.PAST | Tag.ING | Tag.BASE | Tag.THIRD) and not tags & Tag.NOUN) or tags & Tag.AUX or _verb_here(toks, start):
        new = lexicon().base(before.low) in _NEW_THING or tags & Tag.AUX
        return lexicon().article(toks[start].word) if new and toks[start].low not in word_set("superlative") else "the"
    if before.low in {"that", "how", "why", "where", "when", "because", "whether", "if"}:
        return "the"
    return ""


def _verb_here(toks: Sequence[Tok], start: int) -> bool:
    """Whether the word before is a verb after its plural subject ("islands lose late boat")."""
    tags = tags_at(toks, start - 1)
    return bool(tags & Tag.BASE and start > 1 and tags_at(toks, start - 2) & Tag.PLURAL)


def _after_preposition(toks: Sequence[Tok], start: int, phrase: Phrase) -> str:
    paired = toks[start - 1].low in {"from", "to"} and any(tok.low == "from" for tok in toks[:start]) and start == phrase.head
    if paired or (toks[start - 1].low in {"on", "in", "at"} and phrase.head == start and tags_at(toks, start) & Tag.MASS):
        return ""
    if toks[start].low in _NEW_WORDS and toks[start - 1].low in {"with", "for"}:
        return lexicon().article(toks[start].word)
    return "the"


def _first(toks: Sequence[Tok], start: int) -> str:
    low = toks[start].low
    if low in _NEW_WORDS:
        return lexicon().article(toks[start].word)
    return "the"


def _countable(toks: Sequence[Tok], start: int, phrase: Phrase) -> bool:
    """Whether the phrase is one thing that can be counted, or a kind of thing made definite by what follows."""
    head = toks[phrase.head]
    if head.low in cleaning().words["proper"] or (
        tags_at(toks, phrase.head) & Tag.NAME and not head.word[1:].isupper() and head.word[:1].isupper()
    ):
        return False
    if head.word.isupper() or _month_or_name(toks, phrase.head):
        return False
    tags = lexicon().tags(head.word)
    if head.low == "back":
        return False
    asked = start and toks[start - 1].low in {"how", "why", "where", "when", "whether"} and tags & Tag.COUNT and not tags & Tag.PLURAL
    if phrase.singular_count or asked:
        return True
    made = tags & Tag.COUNT and tags & Tag.MASS and not tags & Tag.PLURAL and head.low not in word_set("bare_place")
    plain = not tags_at(toks, start) & Tag.ADJ or (not start and "-" in toks[start].word)
    return bool(made and start < phrase.head and toks[start].word.islower() and plain)


def _month_or_name(toks: Sequence[Tok], at: int) -> bool:
    return toks[at].word[:1].isupper() and toks[at].word[1:].islower() and at > 0 and not tags_at(toks, at + 1) & Tag.COUNT
