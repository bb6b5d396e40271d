"""LNG by the grammar library (harper): which of its remarks on spelling and grammar are certain; see docs/decisions/0005-harper.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from guardrails.findings import Finding, Severity
from guardrails.language_linter import lint
from guardrails.language_words import common_words, is_dialect_word, is_ordinary_word, rare_words, word_list
from guardrails.text import is_quoted, paragraphs, quoted_spans
from guardrails.vocabulary import bare
from prompts.draft import Part
from prompts.patterns import compiled

if TYPE_CHECKING:
    from harper import Lint

__all__ = ["find_by_library"]

_SPELLING = "SpellCheck"

#: A longer text is no email; what stands after this is not read by the library, so that its time stays bounded.
MAX_CHARS = 6_000
#: Letters of the shortest word that is called misspelled beside a word that is not common.
_MIN_TYPO = 6

_SURROGATE = compiled("[\ud800-\udfff\x00]")
_TYPED = compiled(r"[A-Za-z]+(?:'[a-z]+)?")
_CLAUSE_START = compiled(r"(?:^|[;:,—–(]|\b(?:and|but|because|so|that|when|while|since|before|after|what|which|where|how))$", re.IGNORECASE)


def find_by_library(part: Part, text: str, known: frozenset[str]) -> Iterator[Finding]:
    """Misspelled words and slips of grammar that the library sees.

    Raises:
        ImportError: the library is not installed; the check then could not run, and the draft is blocked.
    """
    if not text.strip():
        return
    for at, paragraph in paragraphs(text[:MAX_CHARS]):
        yield from (one.moved(at) for one in _in_paragraph(part, paragraph, known))


@lru_cache(maxsize=256)
def _in_paragraph(part: Part, text: str, known: frozenset[str]) -> tuple[Finding, ...]:
    found = lint(_SURROGATE.sub("\ufffd", text), word_list("certain") | word_list("doubtful") | {_SPELLING})
    quoted = quoted_spans(text)
    findings = [
        _spelling(part, text, one, known) if rule == _SPELLING else _grammar(part, text, rule, one, known)
        for rule, one in sorted(found, key=lambda pair: (pair[1].span.start, pair[0]))
        if not is_quoted(one.span.start, one.span.end, quoted)
    ]
    return tuple(one for one in findings if one)


def _spelling(part: Part, text: str, one: Lint, known: frozenset[str]) -> Finding | None:
    """A misspelled word; None for a name, a term of the notes, the other dialect, or a word nothing common is near to."""
    start, end = one.span.start, one.span.end
    word = text[start:end].replace("’", "'")
    low = word.lower()
    if not _TYPED.fullmatch(word) or bare(word) in known or is_dialect_word(low) or low in common_words():
        return None
    if word != low and (word[1:] != low[1:] or part == "subject" or not _opens_sentence(text, start)):
        return None
    suggestions = [suggestion.replacement_text for suggestion in one.suggestions]
    severity: Severity = "error"
    meant = _meant(low, suggestions, is_capital=word != low)
    if meant is None and word == low and low not in rare_words():
        meant = next((one for one in suggestions[:1] if _is_typo(low, one)), None)
        severity = "warning" if meant and _is_other_letter(low, meant) else "error"
    if meant is None:
        return None
    right = meant[:1].upper() + meant[1:] if word != low else meant
    return Finding(
        "LNG-spelling", severity, part, start, end, f'"{word}" is no English word the notes or the dictionary know.', f'Write "{right}".'
    )


def _meant(low: str, suggestions: list[str], *, is_capital: bool) -> str | None:
    """The common word one slip of the fingers away, the library's first choice first; None when that is not sure."""
    for suggestion in suggestions:
        target = suggestion.lower()
        if target in common_words() and target[:1] == low[:1] and _is_slip(low, target, is_capital=is_capital):
            return suggestion
    return None


def _is_typo(low: str, target: str) -> bool:
    """Whether a word in small letters is one slip away from an ordinary word that is not a common one: longer words only."""
    short = min(len(low), len(target))
    if not (is_ordinary_word(target) and target[0] == low[0] and short >= _MIN_TYPO and _is_slip(low, target, is_capital=False)):
        return False
    return short > _MIN_TYPO or sorted(low) == sorted(target) or _without_doubles(low) == _without_doubles(target)


def _is_other_letter(low: str, target: str) -> bool:
    """Whether one letter stands for another of a different sound, as it may in a word that no dictionary has."""
    return (
        len(low) == len(target)
        and sorted(low) != sorted(target)
        and _skeleton(low) != _skeleton(target)
        and _sounded(low) != _sounded(target)
    )


def _is_slip(low: str, target: str, *, is_capital: bool) -> bool:
    """Whether two spellings differ by one slip: letters swapped, doubled, dropped or put in, or a vowel taken for another."""
    from rapidfuzz.distance import OSA

    edits = OSA.distance(low, target, score_cutoff=2)
    short = min(len(low), len(target))
    if edits > 2 or short < 4 or (edits == 2 and short < 9):
        return False
    if sorted(low) == sorted(target):
        return True
    if _without_doubles(low) == _without_doubles(target):
        return short >= (6 if is_capital else 4)
    if _skeleton(low) == _skeleton(target):
        return short >= (8 if is_capital else 6)
    if _sounded(low) == _sounded(target):
        return short >= (7 if is_capital else 5)
    ending = low[len(target) :] if low.startswith(target) else target[len(low) :] if target.startswith(low) else ""
    return not ending and edits == 1 and short >= (9 if is_capital else 6 if len(low) != len(target) else 7)


def _without_doubles(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _sounded(word: str) -> str:
    return re.sub(r"[csz]+", "s", _without_doubles(word).replace("ph", "f"))


def _skeleton(word: str) -> str:
    return re.sub(r"[aeiouy]+", "a", _without_doubles(word))


def _grammar(part: Part, text: str, rule: str, one: Lint, known: frozenset[str]) -> Finding | None:
    start, end = one.span.start, one.span.end
    seen = " ".join(text[start:end].split())
    if not seen or (seen[:1].isupper() and bare(seen) in known):
        return None
    if rule in word_list("clause_bound") and (not _binds(text, start) or seen.lower() in word_list("past_as_present")):
        return None
    right = one.suggestions[0].replacement_text.strip() if one.suggestions else ""
    fix = f'Write "{right}".' if right else "Take it out, or put it another way."
    return Finding("LNG-grammar", "error" if rule in word_list("certain") else "warning", part, start, end, f'"{seen}": {one.message}', fix)


def _binds(text: str, verb: int) -> bool:
    """Whether the pronoun before this verb begins its clause, and no wish or condition lets the verb stand so."""
    sentence = max(text.rfind(mark, 0, verb) for mark in ".?!\n") + 1
    before = text[sentence:verb].strip()
    pronoun = before.rfind(" ") + 1
    if {word.lower() for word in re.findall(r"\w+", before)} & word_list("subjunctive"):
        return False
    return _CLAUSE_START.search(before[:pronoun].rstrip()) is not None


def _opens_sentence(text: str, start: int) -> bool:
    return start == 0 or text[max(0, start - 8) : start].rstrip()[-1:] in ".?!" or text[start - 1] == "\n"
