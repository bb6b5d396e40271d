"""The bare thing or span of years that opens a jotted motive or reason, made part of a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fitting.expand_bits import Bit
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.text import tokens
from prompts.fitting.whole_clause import Clause, motive_words
from prompts.fitting.withhold import POINTS_BACK, Why
from prompts.fitting.words import Tag, lexicon

__all__ = ["led_in", "named_thing"]

_IT_IS_A = frozenset({"move", "drive", "commute", "journey", "step", "decision", "change"})


def led_in(pairs: list[tuple[Bit, Clause]], kind: Why) -> list[tuple[Bit, Clause]]:
    """The pieces with a span of years or a bare thing at their head made part of the sentence."""
    bit, head = pairs[0]
    follow = pairs[1][1] if len(pairs) > 1 else None
    if head.role == "years" and follow is not None and follow.role == "clause":
        if follow.text.startswith("I "):
            return [(bit, replace(follow, text=f"after {head.text}, {follow.text}", changed=True)), *pairs[2:]]
        return [(bit, Clause(f"I have {head.text} behind me", "clause", True)), *pairs[1:]]
    if head.role != "thing" or follow is None:
        return pairs
    named = named_thing(head.text)
    if follow.role == "which" and named:
        return [(bit, Clause(f"{named} {follow.text.removeprefix('which ')}", "clause", True)), *pairs[2:]]
    if follow.role != "clause":
        return pairs
    if kind == "reason":
        return _told_by_reason(pairs)
    employer = _employer(head.text)
    if employer:
        return [(bit, Clause(f"you are {employer}", "clause", True)), *pairs[1:]]
    toks = tokens(head.text)
    if {"get", "chance", "opportunity"} & {toks[0].low} or any(tok.low in {"i", "they"} for tok in toks):
        head_text = re.sub(r"^(?:the )?chance to ", "I would have the chance to ", head.text)
        return [(bit, Clause(head_text, "clause", True)), *pairs[1:]] if head_text != head.text else pairs
    first = tags_at(toks, 0)
    known = all(tags_at(toks, at) for at in range(len(toks)))
    if (
        named
        and known
        and 2 <= len(toks) <= 8
        and not first & (Tag.NUM | Tag.ADV | Tag.ING | Tag.PREP)
        and toks[0].low not in {"home", "first", "last", "same", "half"}
    ):
        return [(bit, Clause(f"I like {named}", "clause", True)), *pairs[1:]]
    return pairs


def _employer(text: str) -> str:
    """What the employer is said to be: "small team" as "a small team", "only clinic with evening hours" as "the only clinic ..."."""
    toks = tokens(text)
    head = next((at for at, tok in enumerate(toks[:4]) if tok.low in motive_words()["employer"]), None)
    phrase = noun_phrase(toks)
    if (
        head is None
        or (len(toks) > 1 and (phrase is None or phrase.head != head))
        or any(tags_at(toks, at) & (Tag.PREP | Tag.POSS | Tag.NUM | Tag.WH) for at in range(head + 1))
    ):
        return ""
    after = toks[head + 1].low if head + 1 < len(toks) else ""
    if after and not (tags_at(toks, head + 1) & Tag.PREP or after in {"that", "which", "where"} or tags_at(toks, head + 1) & Tag.ING):
        return ""
    first = toks[0].low
    if first in {"the", "a", "an"}:
        return "" if first == "the" and toks[1].low not in {"only", "first", "last", "biggest", "oldest"} else text
    if first.endswith("er") and tags_at(toks, 0) & Tag.ADJ and first not in {"proper"}:
        return ""
    article = "the" if first in {"only", "first", "last", "biggest", "largest", "oldest", "smallest", "best"} else lexicon().article(first)
    return f"{article} {text}" if article else ""


def _told_by_reason(pairs: list[tuple[Bit, Clause]]) -> list[tuple[Bit, Clause]]:
    """A bare thing at the head of a reason: said with "it is", or left out where the rest says what matters."""
    bit, head = pairs[0]
    toks = tokens(head.text)
    phrase = noun_phrase(toks)
    if phrase and toks[phrase.head].low in _IT_IS_A and phrase.head and not phrase.determined:
        article = lexicon().article(toks[0].word)
        return [(bit, Clause(f"it is {article} {head.text}", "clause", True)), *pairs[1:]] if article else pairs
    if len(toks) == 1 and pairs[1][1].text.startswith("I ") and not POINTS_BACK.search(pairs[1][1].text):
        return [(bit, replace(pairs[1][1], changed=True)), *pairs[2:]]
    return pairs


def named_thing(text: str) -> str:
    """The thing with "the" where it can have one."""
    toks = tokens(text)
    phrase = noun_phrase(toks)
    if phrase is None:
        return ""
    return text if phrase.determined or not phrase.singular_count or toks[0].word[:1].isupper() else f"the {text}"
