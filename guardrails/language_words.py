"""Word lists of the LNG rules, read once: misspellings, pairs of dialects, common words, and the words a brief's notes make known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from guardrails.lexicon import load_lines
from guardrails.vocabulary import bare
from prompts.brief import Brief
from prompts.kept import read_yaml
from prompts.patterns import compiled

__all__ = [
    "Spellings",
    "common_words",
    "is_dialect_word",
    "is_ordinary_word",
    "known_words",
    "load_spellings",
    "pattern",
    "rare_words",
    "word_list",
]

_WORD = compiled(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Spellings:
    """`misspelled` maps a misspelling to what is meant; the others map a spelling to the other side's."""

    misspelled: dict[str, str]
    british: dict[str, str]
    american: dict[str, str]
    ise: dict[str, str]
    ize: dict[str, str]


@cache
def _data() -> dict[str, str]:
    data = read_yaml("guardrails", "data/language/words.yaml")
    if not isinstance(data, dict):
        raise ValueError("guardrails/data/language/words.yaml: a mapping of lists is expected")
    return {str(key): str(value) for key, value in data.items()}


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words.yaml."""
    return frozenset(_data()[name].split())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A regular expression of words.yaml."""
    return compiled(_data()[name])


@cache
def load_spellings() -> Spellings:
    """The misspellings and the two dialects' pairs, all forms of the verbs in -ise and -ize among them."""
    pairs = [pair.split("=") for pair in _data()["spelling_pairs"].split()]
    verbs = [(stem + "is" + end, stem + "iz" + end) for stem in word_list("ise_verbs") for end in _VERB_ENDS]
    return Spellings(
        misspelled={wrong: right.replace("_", " ") for wrong, right in (pair.split("=") for pair in _data()["misspelled"].split())},
        british={british: american.rstrip("@") for british, american in pairs},
        american={american: british for british, american in pairs if not american.endswith("@")},
        ise=dict(verbs),
        ize={ize: ise for ise, ize in verbs},
    )


_VERB_ENDS = ("e", "es", "ed", "ing", "er", "ers", "ation", "ations", "ational", "able")


def is_dialect_word(word: str) -> bool:
    """Whether a word in small letters is a spelling of either dialect."""
    lists = load_spellings()
    return word in lists.british or word in lists.american or word in lists.ise or word in lists.ize


@cache
def common_words() -> frozenset[str]:
    """Words that emails of this kind use."""
    return load_lines("language/common")


@cache
def rare_words() -> frozenset[str]:
    """Real words that the grammar library does not know."""
    return load_lines("language/rare")


def is_ordinary_word(word: str) -> bool:
    """Whether a word in small letters is in everyday use, in this form or in the one it is made from."""
    lists = (common_words(), load_lines("language/ordinary"))
    bases = (word, *(word[: -len(end)] + other for end, other in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2))
    return any(base in words for base in bases for words in lists)


_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e")),
    *(("ly", ""), ("er", ""), ("ers", "")),
)


def known_words(brief: Brief) -> frozenset[str]:
    """Every word of the notes, private facts too, as `bare` gives it: a name or term there is no misspelling."""
    notes = brief.notes
    texts = [notes.company, notes.role, notes.interview.kind, notes.interview.place, notes.candidate.name, notes.candidate.email]
    for person in notes.recipients:
        texts += [person.name, person.title, person.role, person.email]
    texts += [fact.text for fact in notes.facts]
    return _bare_words(tuple(text for text in texts if text))


@lru_cache(maxsize=64)
def _bare_words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(bare(match[0]) for text in texts for match in _WORD.finditer(text))
