"""Slips of the fingers in ordinary words of the facts, put right before the email is worded; only what is certain.

The notes themselves stay as they are: a fact's span and the text it was read from still show what was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from guardrails.language_linter import lint
from guardrails.language_words import common_words, is_dialect_word, is_ordinary_word, load_spellings, rare_words
from guardrails.lexicon import load_lines
from prompts.brief import Brief, build_brief
from prompts.fitting.words import lexicon
from prompts.notes import Fact, Notes

__all__ = ["respelt", "respelt_brief"]

#: A word in small letters that is no part of a link, a file name, a compound or a handle.
_WORD = re.compile(r"(?<![\w@./\\#'’-])[a-z]{5,}(?![\w@/\\-]|\.\w|['’]\w)")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Letters of the shortest word in which a lost or a stray letter is sure.
_MIN_LETTERS = 6
_SPELLING = frozenset({"SpellCheck"})


def respelt(notes: Notes) -> Notes:
    """The notes with certain misspellings in their public facts put right; the same notes where there is none.

    A word is put right where it is in small letters, no dictionary knows it, nothing else in the notes is spelt so, and exactly one
    everyday word is one slip away: two letters changed over, a letter doubled or not doubled, a letter lost or put in. Names, the role,
    the company and their like stay as they are, and so does every word that the notes use twice.
    """
    held = _held(notes)
    said = Counter(word.lower() for fact in notes.facts for word in _ANY_WORD.findall(fact.text))
    facts = [fact if fact.private else _respelt_fact(fact, said, held) for fact in notes.facts]
    return notes if facts == notes.facts else notes.model_copy(update={"facts": facts})


def respelt_brief(notes: Notes, *, to: str | None = None) -> Brief:
    """The brief of the notes with certain misspellings put right; `as_given` has the facts as they were typed.

    Raises:
        ValueError: as `prompts.brief.build_brief`.
    """
    return replace(build_brief(respelt(notes), to=to), as_given={fact.id: fact.text for fact in notes.facts})


def _held(notes: Notes) -> frozenset[str]:
    """The words, in small letters, of names, roles and titles, and all that have a capital somewhere in the pasted text."""
    texts = [notes.company, notes.role, notes.interview.place, notes.candidate.name]
    for person in notes.recipients:
        texts += [person.name, person.title, person.role, person.email]
    words = {word.lower() for text in texts for word in _ANY_WORD.findall(text or "")}
    return frozenset(words | {word.lower() for word in _ANY_WORD.findall(notes.source or "") if word[:1].isupper()})


def _respelt_fact(fact: Fact, said: Counter[str], held: frozenset[str]) -> Fact:
    def right(match: re.Match[str]) -> str:
        word = match[0]
        if word in load_spellings().misspelled:
            return _right(word)
        return word if word in held else _right(word) if said[word] < 2 else _right_again(word)

    text = _WORD.sub(right, fact.text)
    return fact if text == fact.text else fact.model_copy(update={"text": text})


@lru_cache(maxsize=20_000)
def _right(word: str) -> str:
    """The one everyday word that this one misspells; the word itself where that is not certain."""
    listed = load_spellings().misspelled.get(word)
    if listed is not None:
        return word if " " in listed else listed
    if word in load_lines("language/ordinary") or word in common_words() or word in lexicon().tags_of:
        return word
    if word in rare_words() or is_dialect_word(word):
        return word
    meant = _meant(word)
    return meant if meant and not _is_known(word) and _is_known(meant) else word


def _right_again(word: str) -> str:
    """The same of a word that the notes use more than once: only two letters changed over in a long one are a slip still."""
    right = _right(word)
    return right if len(word) > _MIN_LETTERS and word != right and sorted(word) == sorted(right) else word


def _is_everyday(word: str) -> bool:
    return is_ordinary_word(word) or word in common_words() or word in lexicon().tags_of


def _meant(word: str) -> str:
    """The only everyday word one slip away; letters changed over before letters doubled, these before letters lost; else empty."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    if found := {one for one in swapped if one != word and _is_everyday(one)}:
        return found.pop() if len(found) == 1 else ""
    doubled = {word[:at] + word[at] + word[at:] for at in range(len(word))}
    single = {word[:at] + word[at + 1 :] for at in range(len(word) - 1) if word[at] == word[at + 1]}
    if found := {one for one in doubled | single if one in common_words() and len(one) >= _MIN_LETTERS}:
        return found.pop() if len(found) == 1 else ""
    one_off = {one for one in (*_shorter(word), *_longer(word), *_changed(word)) if _is_everyday(one)}
    found = {one for one in one_off if len(one) != len(word)}
    sure = len(one_off) == len(found) == 1 and found <= common_words() and len(min(found)) >= _MIN_LETTERS
    return found.pop() if sure else ""


def _shorter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _longer(word: str) -> Iterator[str]:
    """One letter more; at the end only an "e", for a word of another language may well do without the end of ours ("familia")."""
    yield from (word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in _LETTERS)
    yield word + "e"


def _changed(word: str) -> Iterator[str]:
    return (word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in _LETTERS if letter != word[at])


def _is_known(word: str) -> bool:
    """Whether the grammar library's dictionary has the word; one that cannot be asked is taken to have it."""
    try:
        return not lint(word, _SPELLING)
    except ImportError:
        return True
