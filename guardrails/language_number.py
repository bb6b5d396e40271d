"""LNG-grammar on number and form: "each families", "one of the lorry", "what you said have", "it make", "can you tells".

Each pattern names words that are surely nouns, and asks that what follows cannot make them a part of another ("every goods train").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.findings import Finding
from guardrails.language_words import word_list
from guardrails.lexicon import Passage, load_lines
from guardrails.text import is_quoted
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["find_number"]

_END = r"(?![\w'’-])"
_HEAD = r"(?:^|[.!?;]\s{1,3}|,\s+(?:and|but|so)\s+|\bbecause\s+)"
_ONE = compiled(
    rf"(?<![\w'’-])(?:(every|an?)|(?:of|for|from|to|in|at|with|by|about|before|after|on)\s+(each|another))\s+(?P<noun>[a-z]{{3,}}s){_END}",
)
_THIS = compiled(r"(?<![\w'’-])this\s+(?P<noun>[a-z]{3,}s)\s+(?:are|were|have|is|was)" + _END)
_ONE_OF = compiled(rf"\bone\s+of\s+(?:the|your|my|our|these|those)\s+([a-z]{{3,}}){_END}")
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "several")
_MANY = compiled(rf"(?<![\w'’-])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|several)\s+([a-z]{{3,}}){_END}")
_WHAT = compiled(
    rf"{_HEAD}what\s+(?:you|he|she|they|we|i)\s+(?:said|told\s+\w+|showed\s+\w+|described|explained|asked|wrote|built)\s+(have|are\s+still)\s+(?=\w+(?:ed|t|n|ing){_END})",
)
_LONG = compiled(
    rf"{_HEAD}(?:your|the|that|this|my|our)\s+([a-z]{{3,}})\s+(?:about|on|for|with|in|at|after|before)\s+((?:[\w-]+\s+){{1,4}}?)(have|were|are)\s+(?=\w)",
)
_MAKE = compiled(
    rf"{_HEAD}(?:it|he|she)\s+(?:also\s+|really\s+|still\s+)?(make|take|give|mean|want|seem|look|sound|depend|help|come|go|keep|show|remind|bring|work|"
    rf"know|say|feel|have|do|are|were\s+(?:a|the|so|very)){_END}",
)
_TELLS = compiled(
    r"\b(?:can|could|would|will|may|might|did|does|do)\s+(?:you|i|we|they|he|she|it)\s+(?:please\s+|kindly\s+)?([a-z]{3,}s)" + _END,
)
_WITHOUT_TO = compiled(
    rf"\bwould\s+(?:also\s+|really\s+)?(?:like|love)\s+(thank|ask|say|hear|meet|tell|know|join|see|learn|give|send|come|add){_END}",
)
_BOTH = compiled(rf"\bthe\s+both\s+(?!of{_END})[a-z]")
_YOUR = compiled(rf"{_HEAD}your\s+going\s+to\s+(?:be|need|have|see|find|want|make|get|like|hear){_END}")
#: Between a subject and a distant verb: what could open a clause of its own, and so own the verb.
_OWNERS = frozenset(
    [
        "i",
        "you",
        "we",
        "they",
        "who",
        "which",
        "that",
        "what",
        "how",
        "where",
        "when",
        "whom",
        "people",
        "children",
        "men",
        "women",
        "all",
        "both",
        "and",
        "or",
        "as",
    ]
)

_MIXED = "Let noun and verb agree: both one, or both many."
_FORM = "Use the form of the verb that goes with its subject or helper."


def find_number(part: Part, passage: Passage) -> Iterator[Finding]:
    """Slips of number and form that no reading excuses; `part` is only reported."""
    for match, seen, fix in (*_numbers(passage), *_forms(passage)):
        start, end = match.span()
        while not passage.text[start].isalpha():
            start += 1
        if not is_quoted(start, end, passage.quoted):
            quote = " ".join(passage.text[start:end].split())
            yield Finding("LNG-grammar", "error", part, start, end, f'"{quote}" {seen}.', fix)


def _numbers(passage: Passage) -> Iterator[tuple[re.Match[str], str, str]]:
    """Nouns in the wrong number after "each", "one of the" or a number."""
    text = passage.low
    for match in (*_found(_ONE, passage, "a", "an", "every", "each", "another"), *_found(_THIS, passage, "this")):
        if _is_many(match["noun"]) and _is_whole(text, match.end("noun")):
            yield match, "goes with one, and the noun is many", "Put the noun in the singular."
    for match in _found(_ONE_OF, passage, "one"):
        if _is_noun(match[1]) and _is_whole(text, match.end()):
            yield match, "speaks of several and names one", "Put the noun in the plural."
    for match in _found(_MANY, passage, *_COUNTS):
        if match[1].lower() in word_list("only_nouns") and _is_whole(text, match.end()):
            yield match, "speaks of several and names one", "Put the noun in the plural."


def _forms(passage: Passage) -> Iterator[tuple[re.Match[str], str, str]]:
    """Verbs that do not go with their subject, and forms that are none."""
    for match in _found(_LONG, passage, "have", "were", "are"):
        between = match[2].lower().split()
        is_one = match[1].lower() in word_list("single_things") - word_list("collectives")
        if is_one and not _OWNERS.intersection(between) and not between[-1].endswith(("s", "ing")):
            yield match, "has one and many together", _MIXED
    for match in (*_found(_WHAT, passage, "what"), *_found(_MAKE, passage, "it", "he", "she")):
        yield match, "has one and many together", _MIXED
    for match in _found(_TELLS, passage, "can", "could", "would", "will", "may", "might", "did", "does", "do"):
        if match[1].lower() in word_list("verbs_of_one"):
            yield match, "is not a form an English verb takes here", _FORM
    for match in (*_found(_WITHOUT_TO, passage, "would"), *_found(_BOTH, passage, "both"), *_found(_YOUR, passage, "going")):
        yield match, "is not English", "Say it as one would say it aloud."


def _found(pattern: re.Pattern[str], passage: Passage, *needed: str) -> list[re.Match[str]]:
    """The matches in a passage; none, without a search, where it has none of the needed words."""
    return [] if passage.pieces.isdisjoint(needed) else list(pattern.finditer(passage.low))


def _is_noun(word: str) -> bool:
    return word.lower() in word_list("single_things") or word.lower() in word_list("only_nouns")


def _is_many(word: str) -> bool:
    low = word.lower()
    if low in word_list("singular_in_s"):
        return False
    return any(low.endswith(end) and _is_noun(low[: -len(end)] + one) for end, one in (("s", ""), ("es", ""), ("ies", "y")))


def _is_whole(text: str, at: int) -> bool:
    """Whether the word that ends here is the whole noun: a mark follows, or a word that no noun is made with."""
    after = re.match(r"\s+([^\W\d_]+)", text[at : at + 40])
    return after is None or (after[1].lower() in load_lines("function_words") and after[1].lower() not in ("and", "or"))
