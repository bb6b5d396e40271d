"""Puts in the articles of things behind prepositions and of the first object, in a clause that is otherwise whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.items import hung_thing, is_thing
from prompts.fitting.phrase import AUXILIARY, tags_at
from prompts.fitting.text import Tok, join, tokens
from prompts.fitting.words import Tag, word_set

__all__ = ["with_hung_articles", "with_object_article"]

_JOINTS = Tag.WH | Tag.CONJ


def with_hung_articles(text: str) -> str:
    """A clause with the article of each bare thing behind a preposition: "walked me to door" as "walked me to the door".

    Args:
        text: a plain clause without marks that were not understood.
    """
    end_mark = text[-1:] if text.endswith((".", "?")) else ""
    toks = tokens(text)
    out: list[str] = []
    at = 0
    while at < len(toks):
        tok = toks[at]
        end = _thing_end(toks, at + 1) if tok.low in word_set("article_after") and not tok.post and at else 0
        filled = ""
        if end and tok.low == "to" and tags_at(toks, at + 1) & Tag.BASE:
            end = 0
        if end and tok.low == "of" and toks[at - 1].low in {"half", "most", "all", "part", "end", "start", "middle", "rest"}:
            out.append("of the")
            at += 1
            continue
        if end:
            run = [Tok(word.word) for word in toks[at + 1 : end]]
            paired = tok.low == "to" and any(word.low == "from" for word in toks[:at])
            paired = (
                paired or "and" in {word.low for word in run} or (end < len(toks) and toks[end].low in {"and", "or"} and not run[-1].post)
            )
            if not paired and f"{tok.low}_{join(run).lower()}" not in word_set("bare_phrases") and not _opens_no_thing(tags_at(run, 0)):
                filled = hung_thing([Tok(tok.word), *run]) or ""
        if filled:
            out.append(tok.pre + filled + toks[end - 1].post)
            at = end
        else:
            out.append(str(tok))
            at += 1
    told = " ".join(out)
    return told if told.endswith(end_mark) else told + end_mark


def _opens_no_thing(tags: int) -> bool:
    return bool(tags & (Tag.DET | Tag.POSS | Tag.NUM)) or (bool(tags & Tag.BASE) and not tags & Tag.NOUN)


def _thing_end(toks: Sequence[Tok], start: int) -> int:
    """Where the bare thing ends that begins here; 0 where none begins for certain."""
    if start >= len(toks) or toks[start].word[:1].isupper() or tags_at(toks, start) & (Tag.DET | Tag.POSS | Tag.NUM | Tag.OBJ | Tag.SUBJ):
        return 0
    end = start
    while end < len(toks) and end < start + 4:
        tags = tags_at(toks, end)
        if tags & (AUXILIARY | _JOINTS | Tag.DET | Tag.POSS) or (tags & Tag.PREP and not tags & Tag.NOUN):
            break
        if tags & Tag.ADV and not tags & (Tag.NOUN | Tag.ADJ):
            break
        if end > start and (
            toks[end].low in {"first", "again", "myself", "last", "next"} or (tags & (Tag.PAST | Tag.THIRD) and not tags & Tag.NOUN)
        ):
            break
        end += 1
        if toks[end - 1].post:
            break
    run = [Tok(tok.word) for tok in toks[start:end]]
    return end if run and tags_at(run, len(run) - 1) & Tag.COUNT and is_thing(run) else 0


def with_object_article(text: str) -> str:
    """A clause of intention with the article of its bare object: "I would pull the soot load history"."""
    match = re.match(r"(?P<lead>(?:[A-Z][\w ]+, )?I would (?:first |also |start by )?(?P<verb>[a-z]+)) (?=[a-z])", text)
    if not match or (match["verb"] in _NO_OBJECT):
        return text
    toks = tokens(text[match.end() :])
    end = _thing_end(toks, 0)
    run = [Tok(tok.word) for tok in toks[:end]]
    if (
        end < 2
        or tags_at(run, end - 1) & Tag.PLURAL
        or tags_at(run, 0) & (Tag.PREP | Tag.BASE) & ~Tag.NOUN
        or run[-1].low in word_set("article_after")
    ):
        return text
    return f"{match[0]}the {text[match.end() :]}"


_NO_OBJECT = frozenset(
    [
        "be",
        "go",
        "start",
        "begin",
        "look",
        "work",
        "talk",
        "come",
        "stay",
        "like",
        "want",
        "need",
        "have",
        "make",
        "take",
        "get",
        "become",
        "think",
        "say",
        "ask",
    ]
)
