"""Proper names in a draft that the notes do not have, and what they come near to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from guardrails.ground import Ground, link_pattern
from guardrails.moments import find_moments
from guardrails.names_judge import StrayName, find_slips, judge_run
from guardrails.names_near import is_near, name_list
from guardrails.names_stray import is_stray
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.patterns import compiled

__all__ = ["find_stray_names", "sentence_starts"]

_START = compiled(r"(?:^|[.!?:;\u2026\n\u2022•][\"'\u2019\u201d)\]]*)[\s\"'\u2018\u201c(\[*\-\u2013\u2014>#]*$")
_ASKING = compiled(r"\b(?:May|Will)(?=\s+(?:I|we|you|they|it|there|this|that|the|my|your)\b)")
_POSTSCRIPT = compiled(r"\b(?:P\.? ?){1,2}S\b\.?:?|\bN\.? ?B\b\.?", re.IGNORECASE)

#: A row of more capitalised words than this is a heading or shouting, not one name.
_MAX_RUN = 8


def sentence_starts(text: str, all_tokens: Iterable[Token]) -> set[int]:
    """Offsets of capitalised tokens that open a sentence, a line or a quotation, where a capital says nothing."""
    starts: set[int] = set()
    before = ""
    for token in all_tokens:
        if token.text.islower() or (text[max(0, token.start - 1) : token.start] == " " and text[token.start - 2].isalnum()):
            before = token.low
            continue
        window = text[max(0, token.start - 8) : token.start]
        opens = bool(_START.search(window)) if token.start > 8 or window.strip() else True
        is_initial = len(before) == 1 and before.isalpha() and not _POSTSCRIPT.search(window)
        if opens and not (window.rstrip(" ").endswith(".") and (before in name_list("titles") or is_initial)):
            starts.add(token.start)
        before = token.low
    return starts


@lru_cache(maxsize=64)
def find_stray_names(text: str, part: str, key: Ground) -> tuple[StrayName, ...]:
    """Names of a text that header and public facts do not have, in order.

    Args:
        text: one part of the draft.
        part: which part; a subject may be in title case.
        key: the support of the brief.
    """
    return tuple(_find(text, part, key))


def _find(text: str, part: str, ground: Ground) -> list[StrayName]:
    all_tokens = tokens(text)
    starts = sentence_starts(text, all_tokens)
    masked = {at for one in find_moments(text, ground.calendar.dialect) for at in range(one.start, one.end)}
    masked |= {at for pattern in (link_pattern(), _POSTSCRIPT, _ASKING) for one in pattern.finditer(text) for at in range(*one.span())}
    found: list[StrayName] = []
    runs = _runs(text, all_tokens)
    for run in runs:
        stray = [token for token in run if token.start not in masked]
        stray = [
            token
            for token in stray
            if is_stray(token, ground, is_start=token.start in starts, is_alone=len(run) == 1, is_subject=part == "subject")
        ]
        stray += [token for token in _wrong_seconds(run, ground) if part != "subject" and token not in stray and token.start not in masked]
        stray += [token for token in run if token not in stray and _is_near_company(token, run, ground)]
        if stray:
            found += judge_run(stray, run, text, ground, is_start=run[0].start in starts and stray[0] is run[0])
    found += find_slips(all_tokens, ground, {token.start for run in runs for token in run} | masked)
    return sorted(found, key=lambda one: one.start)


def _wrong_seconds(run: list[Token], ground: Ground) -> list[Token]:
    """The second word of a name that the notes know with another one ("Sahyadri Foods" for "Sahyadri Seeds")."""
    vocabulary = load_vocabulary()
    found = []
    for first, second in pairwise(run):
        known = ground.pairs.get(first.low)
        is_bare = first.low in vocabulary.function or vocabulary.is_ordinary(first) or first.text.endswith(("'s", "\u2019s"))
        if known and not is_bare and second.low not in known and second.low not in ground.exact and second.low not in vocabulary.function:
            found.append(second)
    return found


def _has_capital(word: str) -> bool:
    return word[0].isupper() or (not word[0].isdigit() and any(char.isupper() for char in word))


def _is_near_company(token: Token, run: list[Token], ground: Ground) -> bool:
    """An ordinary word that comes near to a word of the company, beside another of its words ("Civil Water" for "Civic Water")."""
    others = {other.low for other in run if other is not token}
    words = ground.company_words
    return token.low not in ground.exact and bool(others & set(words)) and any(is_near(token.low, right) for right in words)


def _runs(text: str, all_tokens: tuple[Token, ...]) -> list[list[Token]]:
    """Rows of capitalised words that stand side by side ("Brightwater Foods", "Anne-Marie")."""
    runs: list[list[Token]] = []
    last: Token | None = None
    for token in all_tokens:
        if token.text.islower() or token.low == "i" or not _has_capital(token.text):
            last = None
            continue
        between = text[last.end : token.start] if last else "."
        if last and len(runs[-1]) < _MAX_RUN and between in {" ", "-", " & ", ". "} and not (between == ". " and len(last.low) > 3):
            runs[-1].append(token)
        else:
            runs.append([token])
        last = token
    return runs
