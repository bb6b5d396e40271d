"""The small pattern language of the cues, and the index that tries a pattern only where its rarest word stands.

A pattern is a row of elements separated by spaces, read over the plain tokens of a sentence:

    word          that word                       a|b|c_d     one of them; `_` joins words
    accept~       accept, accepts, accepted, accepting
    {glad}        one of a class in lexicon.yaml  /re/        a token that matches (inside a class only)
    x?            x or nothing                    ..  ...     up to 4 words without a comma; up to 8 with commas
    !a|b          not followed by                 <a|b        not preceded by
    ^  $          start of the sentence; end of a clause

A cue may ask for several patterns in one sentence, in whatever order, joined by ` & `; the first one is the place that is shown.
` & !a|b` asks that none of these words stands in the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from guardrails.acts_data import load_data, load_words
from guardrails.acts_tokens import Row
from prompts.kept import kept, read_text
from prompts.patterns import compiled

__all__ = ["Pattern", "matches", "read_pattern"]

_GAPS = {"..": r"(?:\w\S* ){0,4}?", "...": r"(?:(?:\w\S*|,) ){0,8}?"}


@dataclass(slots=True)
class Pattern:
    """One cue. `anchors` are words of which one must be in the sentence; the regex is built on first use."""

    source: str
    anchors: frozenset[str]
    _regex: re.Pattern[str] | None = field(default=None, repr=False)
    _needs: tuple[frozenset[str], ...] | None = field(default=None, repr=False)

    def may_match(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a sentence of these words holds one for every element that the pattern cannot do without.

        Most patterns fail here, and their regular expressions are then never built: that is half of a first check's time.
        """
        if self._needs is None:
            self._needs = tuple(needed for part in self.source.split() if (needed := _needed(part)))
        return not any(needed.isdisjoint(words) for needed in self._needs)

    @property
    def regex(self) -> re.Pattern[str]:
        """The pattern over a row's text."""
        if self._regex is None:
            self._regex = compiled("(?<= )" + "".join(_element(part) for part in self.source.split()))
        return self._regex


def read_pattern(source: str) -> Pattern:
    """A pattern with its anchors.

    Raises:
        ValueError: it has no word to find it by, or names an unknown class.
    """
    known = _known_anchors().get(source)
    return Pattern(source, frozenset(_find_anchors(source) if known is None else known))


#: The files whose cues are read in every run.
_CUES = ("commitments.yaml", "warmth.yaml", "faults.yaml")


@cache
def _known_anchors() -> dict[str, list[str] | None]:
    """The anchors of every cue of the data files, kept between runs: to find them takes longer than to try the cues."""
    names = (*_CUES, "lexicon.yaml", "words.yaml")
    text = "\0".join(read_text("guardrails", f"data/acts/{name}") for name in names)
    return kept(
        "guardrails.cues", text, lambda: dict(_anchored(part) for part in _parts([load_data(name) for name in _CUES])), by=(__file__,)
    )


def _parts(data: object) -> Iterator[str]:
    """Every pattern in lists and mappings of cues; what else stands there is no harm."""
    if isinstance(data, str):
        yield from data.split(" & ")
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _parts(value)


def _anchored(source: str) -> tuple[str, list[str] | None]:
    try:
        return source, _find_anchors(source)
    except (ValueError, IndexError):
        return source, None


def _find_anchors(source: str) -> list[str]:
    best: tuple[int, int, list[str]] | None = None
    for part in source.split():
        if part in _GAPS or part in "^$" or part[0] in "!<" or _is_optional(part):
            continue
        options = _options(part)
        if any(option.startswith("/") for option in options):
            continue
        anchors = [max(option.split(), key=lambda word: (word not in load_words("anchorless"), len(word))) for option in options]
        rank = (sum(anchor in load_words("anchorless") for anchor in anchors), len(anchors), anchors)
        if best is None or rank[:2] < best[:2]:
            best = rank
    if best is None:
        raise ValueError(f"the cue {source!r} has no word to find it by")
    return best[2]


def matches(pattern: Pattern, row: Row) -> list[tuple[int, int]]:
    """First and last token (exclusive) of each match in the row."""
    if pattern.anchors.isdisjoint(row.words) or not pattern.may_match(row.words):
        return []
    found: list[tuple[int, int]] = []
    for match in pattern.regex.finditer(row.text):
        first = bisect_left(row.at, match.start())
        found.append((first, max(first + 1, bisect_left(row.at, match.end()))))
    return found


def _is_optional(part: str) -> bool:
    return len(part) > 1 and part.endswith("?")


@cache
def _needed(part: str) -> frozenset[str]:
    """Words of which a sentence must hold one for this element to match; empty when it can do without any."""
    if part in _GAPS or part in "^$" or part[0] in "!<" or _is_optional(part):
        return frozenset()
    options = _options(part)
    if any(option.startswith("/") for option in options):
        return frozenset()
    return frozenset(max(option.split(), key=len) for option in options)


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(value).split()) for name, value in load_data("lexicon.yaml").items()}


@cache
def _options(part: str) -> tuple[str, ...]:
    """The plain wordings of an element; words inside one are separated by spaces."""
    if part.startswith("/"):
        return (part,)
    options: list[str] = []
    for option in part.split("|"):
        if option.startswith("{"):
            name = option.strip("{}")
            if name not in _classes():
                raise ValueError(f"unknown class {{{name}}} in a cue")
            for member in _classes()[name]:
                options += _options(member)
        elif option.endswith("~"):
            options += _inflect(option[:-1].replace("_", " "))
        else:
            options.append(option.replace("_", " "))
    return tuple(options)


def _inflect(verb: str) -> list[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeou" else verb + "s"
    past = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else stem + "ed"
    return [verb, third, past, stem + "ing"]


def _element(part: str) -> str:
    if part in _GAPS:
        return _GAPS[part]
    if part == "^":
        return r"(?<=^ )"
    if part == "$":
        return r"(?=[,;:.!?()] |\Z)"
    if part[0] == "!":
        return f"(?!{_group(part[1:])})"
    if part[0] == "<":
        return "".join(f"(?<! {re.escape(option)} )" for option in _options(part[1:]))
    if _is_optional(part):
        return f"(?:{_group(part[:-1])})?"
    return _group(part)


def _group(part: str) -> str:
    options = sorted(_options(part), key=len, reverse=True)
    return "(?:" + "|".join((option[1:-1] if option.startswith("/") else re.escape(option)) + " " for option in options) + ")"
