"""What the writer can come for, and when, as a clause: "I can do a trial shift on Monday or Tuesday"."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_reach import Free
from prompts.fitting.expand_when import last_span
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import join, lowered_start, tokens
from prompts.fitting.voice import Reader, towards_reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, Tag, named_pattern

__all__ = ["can_come"]

_CAN = named_pattern("absence_can")


def can_come(part: str, clock: Clock, reader: Reader, free: Free) -> str:
    """What the writer can do and when: "I can do a trial shift on Monday"; empty unless it is certain."""
    match = _CAN.match(part)
    if not match:
        return ""
    helper = match["helper"].lower()
    lead = {"can": "I can", "could": "I could", "will": "I will"}.get(helper.split()[0], "")
    lead = lead or ("I would be happy to" if helper.startswith(("happy", "glad", "pleased")) else f"I am {helper}")
    words = part[match.end() :].split()
    for at in range(len(words), 0, -1):
        when = free(" ".join(words[at:])) if at < len(words) else ""
        span = last_span(" ".join(words[at:]), clock) if at < len(words) and not when else None
        when = when or (span.text if span and not span.start else "")
        rest_if = re.match(r"if (?:you|they|that|it|needed|necessary|required)\b", " ".join(words[at:]))
        if at < len(words) and not when and not rest_if:
            continue
        action = _action(" ".join(words[: at if when or rest_if else len(words)]), reader)
        tail = when or (_turned(" ".join(words[at:]), reader) if rest_if else "")
        if action and (tail or at == len(words)):
            return f"{lead} {action}{' ' + tail if tail else ''}"
    return _can_late(lead, words, clock, reader, free)


def _can_late(lead: str, words: list[str], clock: Clock, reader: Reader, free: Free) -> str:
    """A time in the middle: "come in Weds/Thurs pm to meet the team"."""
    for start in range(len(words) - 2, 0, -1):
        for end in range(len(words) - 1, start, -1):
            if words[end].lower() not in {"to", "for", "at", "if"}:
                continue
            text = " ".join(words[start:end])
            span = last_span(text, clock)
            when = span.text if span and not span.start else free(text)
            if when:
                action, rest = _action(" ".join(words[:start]), reader), _turned(" ".join(words[end:]), reader)
                return f"{lead} {action} {when} {rest}" if action and rest else ""
    return ""


_ACTIONS = frozenset(
    [
        "do",
        "come",
        "start",
        "meet",
        "talk",
        "speak",
        "visit",
        "join",
        "call",
        "travel",
        "attend",
        "stay",
        "work",
        "take",
        "make",
        "fly",
        "drive",
        "bring",
        "help",
        "cover",
        "shadow",
        "begin",
        "be",
        "pop",
    ]
)


_CLOCKED = LazyPattern(r"\d|\b(?:any|most|every|each|next|this)\b|\b(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)


def _action(text: str, reader: Reader) -> str:
    """What one can do, with its articles: "do a trial shift"; empty unless it is plain."""
    words = text.split()
    if not words or words[0].lower() not in _ACTIONS or len(words) > 9 or _CLOCKED.search(text):
        return ""
    return _turned(text, reader)


def _turned(text: str, reader: Reader) -> str:
    toks = towards_reader(lowered_start(tokens(re.sub(r"\bthe team\b|\bteam\b", "the team", text)), reader.names), reader)
    toks = with_articles(toks, head="none") if toks else None
    if not toks or any(not tags_at(toks, at) and tok.word.islower() for at, tok in enumerate(toks)):
        return ""
    last = tags_at(toks, len(toks) - 1)
    bad = last & (Tag.PREP | Tag.DET | Tag.CONJ | Tag.POSS) and toks[-1].low not in {"in", "over", "early", "earlier", "up", "by"}
    return "" if bad else join(toks)
