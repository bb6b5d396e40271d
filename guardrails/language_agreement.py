"""LNG-grammar on subject and verb: "the crews uses", "each driver bring", where a clause begins and nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from guardrails.findings import Finding
from guardrails.language_words import word_list
from guardrails.lexicon import Passage
from guardrails.text import is_quoted
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["find_agreement"]

#: Before a clause: the start of a sentence, a mark, or a word that opens one. A subject after "of" or "and" may be part of a longer one.
_START = r"(?:^|[.!?;:,(\n\u2013\u2014]\s{0,3}|\b(?:because|since|where|when|why|how|while|as|so|but|after)\s+)"
_CLAUSE = rf"(?:{_START}|\b(?:that|what|if|whether|until|before|though|although)\s+)"
_MANY = r"(?:the|your|our|my|these|those|all|both|many|most|some|few|several|such)\s+(?:(?:your|the|my|our|other|new|young|old)\s+)?"
_ADVERB = r"(?:(?:also|really|often|always|still|just|only|never|all)\s+)?"
_WORD_END = r"(?![\w'\u2019-])"
#: After a verb that may be a noun too: what no noun has after it.
_AFTER_VERB = (
    r"(?=\s+(?:me|us|you|it|them|the|an?|to|that|with|well|for|from|at|each|every|so|very|not|like|as|my|your|their|this|how|what|sense|"
    r"hard|good|great)\b)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    sure, doubtful, many, things = (_choice(name) for name in ("verbs_of_one", "verbs_or_nouns", "verbs_of_many", "single_things"))
    return (
        compiled(
            rf"{_CLAUSE}{_MANY}(?P<noun>[a-z]{{3,}}s|people|children|women|men)\s+{_ADVERB}(?P<verb>(?:{sure}){_WORD_END}|(?:{doubtful}){_AFTER_VERB})",
            re.IGNORECASE,
        ),
        compiled(rf"{_START}(?:each|every|this)\s+(?P<noun>[a-z]{{3,}})\s+(?P<verb>{many}){_WORD_END}", re.IGNORECASE),
        compiled(
            rf"{_START}(?:the|your|my|our|this|that)\s+(?P<noun>{things})\s+{_ADVERB}(?P<verb>(?:{many}|make){_WORD_END})", re.IGNORECASE
        ),
    )


def _choice(name: str) -> str:
    return "|".join(sorted(word_list(name), key=lambda word: (-len(word), word)))


def find_agreement(part: Part, passage: Passage) -> Iterator[Finding]:
    """A plural subject with the verb of one, or one with the verb of many, next to each other at the head of a clause."""
    many, *ones = _patterns()
    for match in many.finditer(passage.text):
        if (
            match["noun"].islower()
            and not _is_singular(match["noun"])
            and match["noun"] not in word_list("shops_in_s")
            and not _is_quoted(match, passage)
        ):
            yield _finding(part, match)
    for one in ones:
        for match in one.finditer(passage.text):
            noun = match["noun"]
            if noun.islower() and (not noun.endswith("s") or _is_singular(noun)) and not _is_quoted(match, passage):
                yield _finding(part, match)


def _is_quoted(match: re.Match[str], passage: Passage) -> bool:
    return is_quoted(match.start("noun"), match.end("verb"), passage.quoted)


def _finding(part: Part, match: re.Match[str]) -> Finding:
    message = f'"{match["noun"]} {match["verb"]}" has one and many together.'
    fix = "Let noun and verb agree: both one, or both many."
    return Finding("LNG-grammar", "error", part, match.start("noun"), match.end("verb"), message, fix)


def _is_singular(noun: str) -> bool:
    """Whether a word in -s is one thing ("process", "logistics", "bus") or no noun."""
    return noun.endswith(("ss", "us", "is", "ics", "ous")) or noun in word_list("singular_in_s")
