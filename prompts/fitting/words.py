"""The small lexicon behind `prompts.fit`: which classes a word may belong to, and the forms of verbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from prompts.fitting import conjugation
from prompts.fitting.conjugation import conjugate, plural
from prompts.kept import kept, read_text
from prompts.patterns import compiled

__all__ = ["LazyPattern", "Lexicon", "Tag", "lexicon", "named_pattern", "read_sections", "word_set"]


class Tag:
    """Word classes as bits of an int; a word usually has several."""

    NONE = 0
    DET = 1 << 0
    POSS = 1 << 1
    SUBJ = 1 << 2
    OBJ = 1 << 3
    PREP = 1 << 4
    CONJ = 1 << 5
    WH = 1 << 6
    MODAL = 1 << 7
    AUX = 1 << 8
    ADV = 1 << 9
    ADJ = 1 << 10
    NUM = 1 << 11
    COUNT = 1 << 12
    MASS = 1 << 13
    PLURAL = 1 << 14
    BASE = 1 << 15
    THIRD = 1 << 16
    PAST = 1 << 17
    PARTICIPLE = 1 << 18
    ING = 1 << 19
    NAME = 1 << 20
    NOUN = COUNT | MASS | PLURAL | NAME


_SECTION_TAGS = {
    "determiner": Tag.DET,
    "possessive": Tag.POSS,
    "subject": Tag.SUBJ,
    "object": Tag.OBJ,
    "preposition": Tag.PREP,
    "conjunction": Tag.CONJ,
    "wh": Tag.WH,
    "modal": Tag.MODAL,
    "auxiliary": Tag.AUX,
    "adverb": Tag.ADV,
    "adjective": Tag.ADJ,
    "uncountable": Tag.MASS,
    "noun": Tag.COUNT,
    "plural": Tag.PLURAL,
}
_NUMBER_WORDS = frozenset(
    [
        "zero",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "billion",
        "dozen",
        "half",
        "one",
    ]
)
_NUMBER = compiled(r"[£$€]?\d[\d.,:/–-]*(?:%|k|m|bn|x|st|nd|rd|th|s|pm|am)?\+?$", re.IGNORECASE)


#: Words whose classes are kept at hand: the same few hundred are asked for hundreds of times a draft.
_MOST_TOLD = 8192


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes and verb forms; build it with `lexicon()`."""

    tags_of: dict[str, int]
    base_of: dict[str, str]
    forms_of: dict[str, tuple[str, str, str, str]]
    sections: dict[str, frozenset[str]]
    irregular_past: frozenset[str] = field(default=frozenset())
    _told: dict[tuple[str, bool], int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def tags(self, word: str, *, first: bool = False) -> int:
        """Every class the word may belong to.

        A capital or a digit inside a word that is not at the start makes it a name; an unknown word in -s counts as a plural,
        in -ed as a past form, in -ing as a gerund.
        """
        known = self._told.get((word, first))
        if known is None:
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            known = self._told[word, first] = self._tags(word, first=first)
        return known

    def _tags(self, word: str, *, first: bool) -> int:
        low = word.lower().replace("’", "'")
        if _NUMBER.match(word) or low in _NUMBER_WORDS:
            return Tag.NUM | self.tags_of.get(low, Tag.NONE)
        known = self.tags_of.get(low, Tag.NONE)
        if word[:1].isupper() and low != "i":
            if not first or (len(word) > 1 and word.isupper()):
                return Tag.NAME | (known & (Tag.PREP | Tag.CONJ) if word.isupper() else Tag.NONE)
            return known or (Tag.NAME | self._guess(low) & (Tag.PAST | Tag.PARTICIPLE | Tag.ING))
        if any(char.isupper() or char.isdigit() for char in word[1:]) or "@" in word:
            return known | Tag.NAME
        if known:
            return known
        head, hyphen, last = low.rpartition("-")
        if hyphen and last and head:
            tail = self.tags(last)
            return tail & (Tag.NOUN | Tag.ING | Tag.PAST) | (
                Tag.ADJ if tail & (Tag.PARTICIPLE | Tag.ADJ | Tag.PREP) or not tail else Tag.NONE
            )
        return self._guess(low)

    def _guess(self, low: str) -> int:
        if low.endswith("ing") and len(low) > 4:
            return Tag.ING
        if low.endswith("ed") and len(low) > 4:
            return Tag.PAST | Tag.PARTICIPLE
        if low.endswith("ly") and len(low) > 4:
            return Tag.ADV
        if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
            singular = self.singular(low)
            return Tag.PLURAL if singular else Tag.NONE
        if low.endswith(("ness", "ity", "ment", "ship", "ism", "ance", "ence", "tion", "sion")) and len(low) > 6:
            return Tag.MASS | Tag.COUNT
        if low.endswith(("able", "ible", "ical", "ful", "less", "ous", "ive", "ary", "ial")) and len(low) > 5:
            return Tag.ADJ
        if low.endswith(("er", "or", "ist", "ian")) and len(low) > 5:
            return Tag.COUNT
        return Tag.NONE

    def singular(self, plural: str) -> str:
        """The singular a regular plural may come from (only its spelling; it need not be a known word)."""
        if plural.endswith("ies") and len(plural) > 4:
            return plural[:-3] + "y"
        if plural.endswith(("ches", "shes", "sses", "xes", "zes")):
            return plural[:-2]
        return plural[:-1] if plural.endswith("s") else ""

    def base(self, form: str) -> str:
        """The base form of a known verb form; empty if unknown."""
        return self.base_of.get(form.lower(), "")

    def ing(self, form: str) -> str:
        """The -ing form of the verb this is a form of; empty if the verb is unknown."""
        forms = self.forms_of.get(self.base(form))
        return forms[3] if forms else ""

    def among(self, section: str, word: str) -> bool:
        """Whether the word (or its singular) stands in a section of the word list."""
        low = word.lower()
        words = self.sections[section]
        return low in words or self.singular(low) in words

    def article(self, word: str) -> str:
        """The indefinite article before this word; empty where the sound is not certain."""
        low = word.lower()
        if low in self.sections["a_before_vowel"]:
            return "a"
        if low in self.sections["an_before_consonant"]:
            return "an"
        if not low[:1].isalpha():
            number = low.lstrip("£$€")
            return "" if number.startswith("1") and not number.startswith("10") else "an" if number.startswith("8") else "a"
        if word.isupper() and len(word) > 1:
            return ""
        if low.startswith(("eu", "uni", "use", "usu", "uti", "hono", "hour", "heir")):
            return "an" if low.startswith(("hono", "hour", "heir", "unin", "unim")) else "a"
        return "an" if low[0] in "aeiou" else "a"


#: The fields of a lexicon, in their order.
_Words = tuple[dict[str, int], dict[str, str], dict[str, tuple[str, str, str, str]], dict[str, frozenset[str]], frozenset[str]]


def read_sections(name: str) -> dict[str, list[str]]:
    """The lines of a file under `prompts/lexicon/`, by their `[section]`; `#` opens a comment line."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for raw in read_text("prompts", f"lexicon/{name}").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


class LazyPattern:
    """A regular expression compiled when it is first used, so that importing costs nothing."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = (pattern, flags)
        self._compiled: re.Pattern[str] | None = None

    def __call__(self) -> re.Pattern[str]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = compiled(*self._source)
        return self._compiled

    def match(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self().match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self().search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self().finditer(text)

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return self().sub(new, text)


def word_set(section: str) -> frozenset[str]:
    """The words of one section of `lexicon/words.txt`."""
    return lexicon().sections[section]


@cache
def _pattern_sources() -> dict[str, tuple[str, int]]:
    sources: dict[str, tuple[str, int]] = {}
    name, flags = "", 0
    for line in read_text("prompts", "lexicon/patterns.txt").splitlines():
        if line.startswith("== "):
            _, name, *exact = line.split()
            flags = 0 if exact else re.IGNORECASE
            sources[name] = ("", flags)
        elif name and line:
            sources[name] = (sources[name][0] + line, flags)
    return sources


class _NamedPattern(LazyPattern):
    """A pattern of `lexicon/patterns.txt`, read and compiled when it is first used."""

    def __init__(self, name: str) -> None:
        super().__init__("")
        self._name = name

    def __call__(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._source = _pattern_sources()[self._name]
        return super().__call__()


def named_pattern(name: str) -> LazyPattern:
    """The long regular expression of that name; a wrong name shows when it is first used."""
    return _NamedPattern(name)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    text = "\0".join(read_text("prompts", f"lexicon/{name}") for name in ("words.txt", "verbs.txt"))
    return Lexicon(*kept("prompts.lexicon", text, _read_lexicon, by=(__file__, conjugation.__file__)))


def _read_lexicon() -> _Words:
    sections = {key: frozenset(" ".join(lines).split()) for key, lines in read_sections("words.txt").items()}
    tags: dict[str, int] = {}
    for section, tag in _SECTION_TAGS.items():
        for word in sections[section]:
            tags[word] = tags.get(word, Tag.NONE) | tag
    for word in sections["noun"]:
        many = plural(word)
        tags[many] = tags.get(many, Tag.NONE) | Tag.PLURAL
    base_of: dict[str, str] = {}
    forms_of: dict[str, tuple[str, str, str, str]] = {}
    irregular = set()
    verbs = read_sections("verbs.txt")
    for base, past, participle, third, ing in conjugate(verbs):
        forms_of[base] = (past.split("/")[0], participle.split("/")[0], third, ing)
        for form, tag in (
            *((one, Tag.PAST) for one in past.split("/")),
            *((one, Tag.PARTICIPLE) for one in participle.split("/")),
            (third, Tag.THIRD),
            (ing, Tag.ING),
            (base, Tag.BASE),
        ):
            tags[form] = tags.get(form, Tag.NONE) | tag
            if tag == Tag.THIRD and tags.get(base, Tag.NONE) & Tag.MASS and base not in {"help", "let"}:
                tags[form] |= Tag.PLURAL
            if form not in forms_of:
                base_of[form] = base
        base_of[base] = base
        if set(past.split("/")).isdisjoint(participle.split("/")):
            irregular.update(past.split("/"))
    base_of.update({"is": "be", "am": "be", "are": "be", "were": "be", "has": "have"})
    return tags, base_of, forms_of, sections, frozenset(irregular)
