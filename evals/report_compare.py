"""A draft beside its reference: which words differ, and which words of the notes each sentence rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from evals.report_text import visible
from evals.results import CaseRecord

__all__ = ["Comparison", "Marked", "compare", "mark_sources"]

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SUBJECT = re.compile(r"\ASubject:[^\n]*\n?")

#: A shared stretch shorter than this many letters, between two that differ, says nothing and only breaks up the picture.
_SHORT = 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The stretches of words that only the draft has, those that only the reference has, and the share of words in common."""

    only_draft: tuple[Span, ...]
    only_reference: tuple[Span, ...]
    shared: float


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of the draft (characters `start` to `end`), what it is for, and the words of the notes behind it."""

    start: int
    end: int
    kind: str
    quotes: tuple[tuple[str, str], ...]


def compare(draft: str, reference: str) -> Comparison:
    """Word-level differences of two emails, letter case and punctuation aside; spans are characters of each text.

    Subject lines are compared with each other only, and so are the texts below them.
    """
    ours, theirs = list(_WORD.finditer(draft)), list(_WORD.finditer(reference))
    kept_ours, kept_theirs = [False] * len(ours), [False] * len(theirs)
    cuts = (_subject_words(draft, ours), _subject_words(reference, theirs))
    for (a, b), (c, d) in (((0, cuts[0]), (0, cuts[1])), ((cuts[0], len(ours)), (cuts[1], len(theirs)))):
        words = [w.group().casefold() for w in ours[a:b]], [w.group().casefold() for w in theirs[c:d]]
        for i, j, length in _shared(*words):
            kept_ours[a + i : a + i + length] = [True] * length
            kept_theirs[c + j : c + j + length] = [True] * length
    total = len(ours) + len(theirs)
    shared = (sum(kept_ours) + sum(kept_theirs)) / total if total else 1.0
    return Comparison(_runs(ours, kept_ours), _runs(theirs, kept_theirs), shared)


def _subject_words(text: str, words: list[re.Match[str]]) -> int:
    """How many of the words stand in the subject line; 0 where there is none."""
    line = _SUBJECT.match(text)
    return sum(word.start() < line.end() for word in words) if line else 0


def _shared(a: list[str], b: list[str]) -> list[tuple[int, int, int]]:
    """The stretches two lists of words share, in order, without those too short to tell anything."""
    found = []
    for op in Indel.opcodes(a, b):
        if op.tag != "equal":
            continue
        length = op.src_end - op.src_start
        at_edge = op.src_start == 0 or op.src_end == len(a) or op.dest_start == 0 or op.dest_end == len(b)
        if at_edge or len(" ".join(a[op.src_start : op.src_end])) >= _SHORT:
            found.append((op.src_start, op.dest_start, length))
    return found


def _runs(words: list[re.Match[str]], kept: list[bool]) -> tuple[Span, ...]:
    runs: list[Span] = []
    before = True
    for word, same in zip(words, kept, strict=True):
        if not same:
            runs.append((word.start(), word.end()) if before else (runs.pop()[0], word.end()))
        before = same
    return tuple(runs)


def mark_sources(record: CaseRecord, text: str) -> tuple[Marked, ...]:
    """The sentences of the record's outcome as they stand in `text`, in order; one that is not found is left out."""
    marked, at = [], 0
    for sentence in _dicts((record.outcome or {}).get("sentences")):
        said = visible(str(sentence.get("text", "")))
        start = text.find(said, at) if said else -1
        if start < 0:
            continue
        at = start + len(said)
        quotes = tuple((visible(str(s.get("kind", ""))), visible(str(s.get("quote", "")))) for s in _dicts(sentence.get("sources")))
        marked.append(Marked(start, at, visible(str(sentence.get("kind", ""))), quotes))
    return tuple(marked)


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, (list, tuple)) else []
