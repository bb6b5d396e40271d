"""Sentences and clauses of one line of notes: where one statement ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sentencex

from pipeline.reader_frames import frame
from pipeline.reader_spoken import spoken_ends
from prompts.patterns import compiled

__all__ = ["statements", "trim"]

#: Longest stretch, in characters, that still counts as one thing noted.
_LONGEST = 400
_TAIL = compiled(r"[\s,]+(?:and|but|so|uh+|um+|oh|then|because|or)$", re.IGNORECASE)
_SHARED = compiled(r",?\s+and I\s+(?:both|also|are|were|share|have|had|grew|went|come|came)\b", re.IGNORECASE)
#: What follows a comma and is a note of its own however short the words before it are.
_TERMS = compiled(r"(?:pay|salary|start(?:s|ing)?|deadline|wage|bonus|joining|notice)\b", re.IGNORECASE)
_SUBORDINATE = compiled(
    r"\W*(?:when|if|as|since|because|although|though|while|after|before|once|whenever|even|given|what|whether|that)\b", re.IGNORECASE
)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, stray marks and fillers at its ends; a question mark or closing bracket stays."""
    while True:
        before = (start, end)
        while start < end and (text[start].isspace() or text[start] in ",;:.-–—*_•|>/\"“”'…"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ',;:.-–—*_|/"“”…'):
            end -= 1
        tail = _TAIL.search(text, max(start, end - 12), end)
        if tail and tail.start() > start:
            end = tail.start()
        match = frame("filler").match(text, start, end)
        if match and match.end() < end:
            start = match.end()
        if (start, end) == before:
            return start, end


def statements(text: str) -> list[tuple[int, int, int, bool]]:
    """The clauses of a line: start, end, the number of the sentence from 1, and whether the clause follows another of its sentence."""
    found: list[tuple[int, int, int, bool]] = []
    spans: list[tuple[int, int]] = []
    at = 0
    number = 0
    for piece in _whole_words(sentencex.segment("en", text)):
        begin = text.index(piece, at)
        at = begin + len(piece)
        spans.append((begin, at))
    for begin, at in _with_titles(text, spans):
        for sentence_start, sentence_end in [end for ends in _missed_ends(text, begin, at) for end in spoken_ends(text, *ends)]:
            number += 1
            for tail, span in enumerate(_split_clauses(text, sentence_start, sentence_end)):
                start, end = trim(text, *span)
                if end - start >= 2:
                    found.append((start, end, number, tail > 0))
    return found


def _whole_words(pieces: Iterable[str]) -> list[str]:
    """The sentences, with those put together again that were parted inside a title ("Dipl.-Ing. Weber")."""
    found: list[str] = []
    for piece in pieces:
        if found and (re.search(r"\bDipl\.$", found[-1]) or _DEGREE.search(found[-1])):
            found[-1] += piece
        else:
            found.append(piece)
    return found


_DEGREE = compiled(r"\b(?:Dipl\.?|Dr|Mag|Ph|Priv)\.?-(?:Ing|Inf|Kfm|Kff|Bw|Psych|Chem|Phys|Päd|Doz)\.[ ]*$")
_MISSED = compiled(r"(?<=[A-Za-z0-9)])[.!?]+\s+(?=[A-Z\u00c0-\u00de])")
_SHORT = compiled(
    r"\b(?:Dr|Mrs?|Ms|Prof|St|Inc|Ltd|Co|Corp|ehf|hf|Engr|Sra?|Jr|No|vs|approx|dept|disc|esp|incl|resp|Rev|Hon|Mt|Gen|Col|Sgt|Capt)\.$"
)


_TITLE = compiled(r"\b(?:Dr|Mrs?|Ms|Prof|Rev|Hon|Capt|Col|Sgt|Gen|Messrs|Sra?|Engr)\.\s*$")


def _with_titles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences, with those put together that the splitter parted behind a form of address ("I also met Ms. Fujii")."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and _TITLE.search(text[found[-1][0] : found[-1][1]]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _missed_ends(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences that the splitter left together because a word before the full stop may be an abbreviation ("15 May. I ...")."""
    parts: list[tuple[int, int]] = []
    begin = start
    for match in _MISSED.finditer(text, start, end):
        if _SHORT.search(text, max(begin, match.start() - 8), match.start() + 1) or text[
            max(begin, match.start() - 2) : match.start() - 1
        ] in {" ", "."}:
            continue
        parts.append((begin, match.end()))
        begin = match.end()
    parts.append((begin, end))
    return parts


def _split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    begin = start
    for joint in frame("joint").finditer(text, start, end):
        left = text[begin : joint.start()]
        words = len(left.split())
        comma = joint[0].strip() == ","
        open_bracket = left.count("(") > left.count(")")
        shared = _SHARED.match(text, joint.start(), end) is not None
        terms = comma and _TERMS.match(text, joint.end(), end) is not None
        if words < (4 if comma and not terms else 2) or open_bracket or shared or (comma and _SUBORDINATE.match(left)):
            continue
        parts.append((begin, joint.start()))
        begin = joint.end()
    parts.append((begin, end))
    return [piece for part in parts for item in _listed(text, *part) for piece in _cap(text, *item)]


def _listed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of notes written as one long list with commas; anything else whole."""
    commas = [match.span() for match in re.compile(r",\s+").finditer(text, start, end)]
    words = len(text[start:end].split())
    if len(commas) < 4 or not 2.5 <= words / (len(commas) + 1) <= 9 or re.search(r",?\s(?:and|or)\s+\S+(?:\s\S+)?\W*$", text[start:end]):
        return [(start, end)]
    edges = [start, *(edge for span in commas for edge in span), end]
    return [(edges[index], edges[index + 1]) for index in range(0, len(edges), 2)]


def _cap(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces of at most _LONGEST characters, cut at a comma or a space."""
    pieces: list[tuple[int, int]] = []
    while end - start > _LONGEST:
        stop = max(text.rfind(", ", start + 80, start + _LONGEST), -1)
        if stop < 0:
            stop = text.rfind(" ", start + 80, start + _LONGEST)
        if stop < 0:
            stop = start + _LONGEST
        pieces.append((start, stop))
        start = stop
    pieces.append((start, end))
    return pieces
