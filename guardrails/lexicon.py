"""Wordings as data: the YAML lists under `guardrails/data/`, compiled once and looked up in a text.

A file holds lists by name; a list holds patterns by level, one a line, in a small notation that reads like prose:

    i [really|badly] need this (job|role)      [..] may be absent, (a|b) is a choice of words or phrases
    we ... by friday                           ... stands for up to four words of the same sentence
    apolog*                                    a word that begins so
    i am {very} sorry                          {very} is a choice named under `sets:`

Matching ignores case, the shape of quotes and a comma between two words. Each pattern is tried only when a word it cannot do
without stands in the text, so a list may be long.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from guardrails.text import MAX_EMAIL_CHARS, flat, is_quoted, paragraphs, quoted_spans
from prompts.kept import kept, read_text, read_yaml
from prompts.patterns import compiled

__all__ = ["Hit", "Lexicon", "Passage", "load_lexicons", "load_lines"]

_TOKEN = compiled(r"\s*(\.\.\.|[()\[\]|]|\{\w+\}|[^\s()\[\]|{}]+)")
_PIECE = compiled(r"[^\W_]+")
_GAP = r"(?:,?\s+[\w'’$€£%&/.:-]*[\w'’%]){0,4}?"
_SEP = r",?\s+"
_NEGATION = compiled(
    r"\b(?:not|never|no(?!\s+(?:idea|doubt))|without|nor|neither|hardly|cannot|rather than|instead of|far from|less than|"
    r"\w+n't)(?:\s+[\w'-]+){0,2}[\s,]*$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text made ready for lookups: the text, its flat form, the word pieces in it and its quoted spans.

    A text of several paragraphs has each of them in `blocks`, with where it begins. Paragraphs come from a cache, and with them
    what was found there: between two keystrokes most of an email stays as it was.
    """

    text: str
    low: str
    pieces: frozenset[str]
    quoted: list[tuple[int, int]]
    blocks: tuple[tuple[int, Passage], ...] = ()
    seen: dict[tuple[Lexicon, bool, bool], tuple[Hit, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Passage:
        """Prepare a text of any content."""
        if len(text) > MAX_EMAIL_CHARS:
            return cls._new(text, ())
        blocks = paragraphs(text)
        return cls._new(text, tuple((at, _prepare(block)) for at, block in blocks)) if len(blocks) > 1 else _prepare(text)

    @classmethod
    def _new(cls, text: str, blocks: tuple[tuple[int, Passage], ...]) -> Passage:
        low = flat(text)
        pieces = frozenset().union(*(block.pieces for _, block in blocks)) if blocks else frozenset(_PIECE.findall(low))
        return cls(text, low, pieces, quoted_spans(text), blocks)

    def is_negated(self, start: int) -> bool:
        """Whether a negation stands within three words before this place, in the same clause."""
        return _NEGATION.search(self.low, max(0, start - 40), start) is not None


@lru_cache(maxsize=512)
def _prepare(text: str) -> Passage:
    return Passage._new(text, ())


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a list's pattern stands; `level` is the key it was listed under."""

    start: int
    end: int
    level: str


#: Regular expression, level, and groups of words: of each one must be there. The first narrows most.
_Entry = tuple[str, str, tuple[tuple[str, ...], ...]]
#: The same while a pattern is read.
_Groups = tuple[frozenset[str], ...]


class _Pattern:
    """A pattern and its regular expression, compiled when it is first tried: most never are."""

    def __init__(self, source: str, level: str, needed: tuple[tuple[str, ...], ...]) -> None:
        self.source = source
        self.level = level
        self._needed = tuple(frozenset(words) for words in needed)

    def can_stand_in(self, pieces: frozenset[str]) -> bool:
        """Whether words it cannot do without are all there."""
        return all(not words.isdisjoint(pieces) for words in self._needed)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return compiled(rf"(?<!\w){self.source}(?!\w)")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """One list: patterns by level, and the `unless` patterns within which nothing is found."""

    by_piece: dict[str, list[_Pattern]] = field(default_factory=dict)
    always: list[_Pattern] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[_Entry]) -> Lexicon:
        """A list of these patterns, each looked for where one of its words stands, or everywhere when it has none."""
        lexicon = cls()
        for regex, level, groups in entries:
            pattern = _Pattern(regex, level, groups[1:])
            for piece in groups[0] if groups else ():
                lexicon.by_piece.setdefault(piece, []).append(pattern)
            if not groups:
                lexicon.always.append(pattern)
        return lexicon

    def find(self, passage: Passage, *, negatable: bool = False, quotes: bool = False) -> list[Hit]:
        """Places where a pattern stands, in order; of overlapping ones the first and longest.

        Args:
            passage: where to look.
            negatable: leave out what stands under a negation ("I am not desperate").
            quotes: also look inside double quotation marks.
        """
        if passage.blocks:
            return [
                Hit(at + hit.start, at + hit.end, hit.level)
                for at, block in passage.blocks
                for hit in self.find(block, negatable=negatable, quotes=quotes)
            ]
        key = (self, negatable, quotes)
        if key not in passage.seen:
            passage.seen[key] = tuple(self._look(passage, negatable=negatable, quotes=quotes))
        return list(passage.seen[key])

    def _look(self, passage: Passage, *, negatable: bool, quotes: bool) -> list[Hit]:
        candidates = self._candidates(passage.pieces)
        found = [
            Hit(match.start(), match.end(), pattern.level)
            for pattern in candidates
            if pattern.level != "unless"
            for match in pattern.regex.finditer(passage.low)
        ]
        if not found:
            return []
        excused = [match.span() for pattern in candidates if pattern.level == "unless" for match in pattern.regex.finditer(passage.low)]
        if excused:
            found = _outside(found, excused)
        if negatable:
            found = [hit for hit in found if not passage.is_negated(hit.start)]
        if not quotes and passage.quoted:
            found = [hit for hit in found if not is_quoted(hit.start, hit.end, passage.quoted)]
        return _first_and_longest(found)

    def _candidates(self, pieces: frozenset[str]) -> Iterable[_Pattern]:
        seen: dict[int, _Pattern] = {}
        for piece in self.by_piece.keys() & pieces:
            for pattern in self.by_piece[piece]:
                if pattern.can_stand_in(pieces):
                    seen[id(pattern)] = pattern
        return [*self.always, *seen.values()]


def _outside(hits: list[Hit], excused: list[tuple[int, int]]) -> list[Hit]:
    """Hits that touch no excused span; both are walked once."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(excused):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    starts = [start for start, _ in merged]
    kept = []
    for hit in hits:
        index = bisect_left(starts, hit.end) - 1
        if index < 0 or merged[index][1] <= hit.start:
            kept.append(hit)
    return kept


def _first_and_longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.level)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


@cache
def load_lexicons(name: str) -> dict[str, Lexicon]:
    """All lists of `guardrails/data/<name>.yaml` by name.

    Raises:
        ValueError: the file is not lists of patterns by level, or a pattern is malformed; the message names file and pattern.
    """
    text = read_text("guardrails", f"data/{name}.yaml")
    lists = kept(f"guardrails.lists.{name}", text, lambda: _read_lists(name), by=(__file__,))
    return {key: Lexicon.of(entries) for key, entries in lists.items()}


def _read_lists(name: str) -> dict[str, list[_Entry]]:
    data = read_yaml("guardrails", f"data/{name}.yaml")
    if not isinstance(data, dict):
        raise ValueError(f"guardrails/data/{name}.yaml: a mapping of lists is expected")
    sets = {key: str(value) for key, value in data.pop("sets", {}).items()}
    lists: dict[str, list[_Entry]] = {}
    for key, levels in data.items():
        if not isinstance(levels, dict):
            raise ValueError(f"guardrails/data/{name}.yaml: {key}: patterns by level are expected")
        lists[key] = [
            _read_pattern(pattern, str(level), sets, f"guardrails/data/{name}.yaml: {key}.{level}")
            for level, patterns in levels.items()
            for pattern in str(patterns).splitlines()
        ]
    return lists


@cache
def load_lines(name: str) -> frozenset[str]:
    """The words of `guardrails/data/<name>.txt`, lower case; `#` begins a comment."""
    text = read_text("guardrails", f"data/{name}.txt")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].lower().split())


def _read_pattern(pattern: str, level: str, sets: dict[str, str], where: str) -> _Entry:
    try:
        parser = _Parser(pattern, sets)
    except (KeyError, IndexError) as error:
        raise ValueError(f"{where}: malformed pattern {pattern!r}: {error}") from error
    return parser.regex, level, tuple(tuple(sorted(group)) for group in sorted(parser.groups, key=_weight, reverse=True))


class _Parser:
    """Turns one pattern into a regular expression and finds the groups of words of which one each must be there."""

    def __init__(self, pattern: str, sets: dict[str, str]) -> None:
        expanded = re.sub(r"\{(\w+)\}", lambda match: f"({sets[match[1]]})", pattern.lower())
        self._tokens = [match[1] for match in _TOKEN.finditer(expanded)]
        self._at = 0
        self.regex, self.groups = self._alternatives("")
        if self._at != len(self._tokens):
            raise IndexError("unbalanced brackets")

    def _alternatives(self, closing: str) -> tuple[str, _Groups]:
        options = [self._sequence(closing)]
        while self._at < len(self._tokens) and self._tokens[self._at] == "|":
            self._at += 1
            options.append(self._sequence(closing))
        if closing:
            if self._tokens[self._at] != closing:
                raise IndexError(f"{closing} is missing")
            self._at += 1
        if not closing:
            return options[0]
        groups: _Groups = ()
        if all(option[1] for option in options):
            groups = (frozenset().union(*(max(option[1], key=_weight) for option in options)),)
        return "|".join(sorted((option[0] for option in options), key=len, reverse=True)), groups

    def _sequence(self, closing: str) -> tuple[str, _Groups]:
        parts: list[str] = []
        groups: list[frozenset[str]] = []
        started = False
        glued = True
        while self._at < len(self._tokens) and self._tokens[self._at] not in ("|", closing or "\0"):
            part = self._tokens[self._at]
            self._at += 1
            if part == "[":
                inner, _ = self._alternatives("]")
                parts.append(f"(?:{_SEP}(?:{inner}))?" if started else f"(?:(?:{inner}){_SEP})?")
                continue
            if part == "...":
                parts.append(_GAP)
                glued = False
                continue
            if part == "(":
                inner, needed = self._alternatives(")")
                item = f"(?:{inner})"
            elif part in ")]":
                raise IndexError(f"unexpected {part}")
            else:
                item, needed = _word(part)
            parts.append((_SEP if started or not glued else "") + item)
            started = True
            groups += [group for group in needed if group not in groups]
        return "".join(parts), tuple(groups)


def _word(token: str) -> tuple[str, _Groups]:
    if token.endswith("*"):
        return re.escape(token[:-1]) + r"\w*", ()
    return re.escape(token), tuple(frozenset([piece]) for piece in _PIECE.findall(token))


def _weight(anchors: frozenset[str]) -> float:
    """How well a choice of words narrows the search: long words and few of them are rare."""
    return min(map(len, anchors)) - 0.05 * len(anchors)
