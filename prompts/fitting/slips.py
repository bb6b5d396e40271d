"""Small slips of jotted notes, mended before they are fitted: names without capitals, clipped words, slips of the pen."""

from __future__ import annotations

import re
from functools import cache

from prompts.fitting.text import cleaning
from prompts.fitting.words import LazyPattern, lexicon
from prompts.notes import Notes

__all__ = ["mended_note", "spelled_dates"]

_NOT_PROPER = frozenset(["excel", "python", "java", "sql", "javascript", "polish", "august"])
_WORD = LazyPattern(r"(?<![\w@./-])[a-z]{3,}(?![\w@/]|\.\w)")
_LETTERS = LazyPattern(r"([a-z])\1")
_SUFFIX = LazyPattern(r"(?:ed|ing|er|or|ery|est|ment|ful)$")
_SHORT = (
    (LazyPattern(r"\b(?:at the )?last min\b", re.IGNORECASE), "at the last minute"),
    (LazyPattern(r"\by['’]?all\b", re.IGNORECASE), "you"),
    (LazyPattern(r"\bq['’]s\b", re.IGNORECASE), "questions"),
    (LazyPattern(r"\b(\d+|two|three|four|five) (?:ppl|people|persons?|man|men) team\b", re.IGNORECASE), r"a team of \1"),
    (LazyPattern(r"(?<=\d) secs?\b"), " seconds"),
    (LazyPattern(r"\b(\d) star\b"), r"\1-star"),
    (LazyPattern(r"\bgot made\b"), "was made"),
    (LazyPattern(r"\bno shows\b"), "no-shows"),
    (LazyPattern(r"(?:(?<=, )|(?<= and ))rest (?=\w+ly\b|once\b|later\b|after\b)"), "the rest "),
    (
        LazyPattern(r"(?<!the )(?<!every )(?<!each )(?<!a )\b(night|day|week|morning|evening) before (?=w/|with\b|by\b|to\b)"),
        r"the \1 before ",
    ),
    (
        LazyPattern(r"\b(arrives?|starts?|opens?|closes?|ends?|comes?|leaves?|begins?|gets in) (\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)\b)"),
        r"\1 at \2",
    ),
    (LazyPattern(r"\bso (?:wd|would) (?=love|like|be\b)"), "so I would "),
    (
        LazyPattern(r"(?<=[a-z]) (last|past) (\d+|two|three|four|five|six|ten|twelve) (?=(?:months|years|weeks|days)\b(?:[,.;]|$))"),
        r" in the \1 \2 ",
    ),
    (LazyPattern(r"\b((?:Mr|Mrs|Ms|Dr)\.? [A-Z]\w+) (?=who\b)"), r"\1, "),
    (LazyPattern(r"\bfollows? (?:until|till)\b"), "follows by"),
    (LazyPattern(r"\b(\d{1,2})\.(0[1-9]|1[0-2])\.?(?=[\s,;]|$)(?!\s?(?:%|hours|hrs|m|k|million|kg|km)\b)"), r"\1/\2"),
    (
        LazyPattern(
            r"\b((?:his|her|their|my|your) (?:daughter|son|wife|husband|mother|mum|mom|dad|father|sister|brother|boss|kid))s "
            r"(?=[a-z]+ (?:is|was|has|had|lives?|sat|ate|slept)\b)"
        ),
        r"\1's ",
    ),
)


def mended_note(text: str, notes: Notes) -> str:
    """The note with capitals for the names that its header has and for languages, and with slips of the pen in everyday words mended."""
    for pattern, written in _SHORT:
        text = pattern().sub(written, text)
    text = spelled_dates(text)
    names = _names(notes)

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        if word in names and not lexicon().tags(word):
            return names[word]
        if word in cleaning().words["proper"] and word not in _NOT_PROPER:
            return word.capitalize()
        return _right(word) if len(word) > 6 else word

    return _WORD.sub(mended, text)


_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = ("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth")
_ORDINALS = {
    **{word: at for at, word in enumerate((*_ONES, *_TEENS), start=1)},
    "twentieth": 20,
    "thirtieth": 30,
    **{f"twenty{gap}{word}": 20 + at for at, word in enumerate(_ONES, start=1) for gap in (" ", "-")},
    **{f"thirty{gap}first": 31 for gap in (" ", "-")},
}
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SPELLED = LazyPattern(
    rf"\b(?:the )?(?P<day>(?:twenty[ -]|thirty[ -])?(?:{'|'.join((*_ONES, *_TEENS, 'twentieth', 'thirtieth'))}))"
    rf"(?P<of> of)? (?P<month>{_MONTH})\b",
    re.IGNORECASE,
)


def spelled_dates(text: str) -> str:
    """The text with dates in words in figures: "the twenty second of april" as "22 April"; a bare "second may" stays as it is."""

    def figures(match: re.Match[str]) -> str:
        day = _ORDINALS.get(match["day"].lower())
        if day is None or (day < 10 and match["month"].lower() in {"march", "may"} and not match["of"]):
            return match[0]
        return f"{day} {match['month'].capitalize()}"

    return _SPELLED.sub(figures, text)


def _names(notes: Notes) -> dict[str, str]:
    """The words of people's and the company's names, by their lower-case spelling."""
    said = " ".join([*(person.name or "" for person in notes.recipients), notes.company or ""])
    return {word.lower(): word for word in re.findall(r"[^\W\d_]+", said) if word[:1].isupper() and len(word) > 2}


@cache
def _by_skeleton() -> dict[str, list[str]]:
    """Long words of the lexicon by their letters with no letter doubled."""
    found: dict[str, list[str]] = {}
    for word in lexicon().tags_of:
        if len(word) > 6 and word.isalpha():
            found.setdefault(_LETTERS.sub(lambda match: match[1], word), []).append(word)
    return found


def _right(word: str) -> str:
    """The one known word of which this is a slip: a letter not doubled or doubled, or two neighbours changed; else the word itself."""
    if word.endswith("ies") and (single := _right(word[:-3] + "y")) != word[:-3] + "y":
        return single[:-1] + "ies"
    if lexicon().tags_of.get(word) or _SUFFIX.search(word):
        return word
    known = [
        one
        for one in _by_skeleton().get(_LETTERS.sub(lambda match: match[1], word), [])
        if "ll" not in one and "l" not in _change(word, one)
    ]
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    known += [one for one in swapped if lexicon().tags_of.get(one) and one != word]
    return known[0] if len(set(known)) == 1 else word


def _change(word: str, known: str) -> str:
    """The letters one spelling has more of than the other."""
    return "".join(char for char in set(word + known) if word.count(char) != known.count(char))
