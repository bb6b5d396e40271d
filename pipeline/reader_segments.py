"""Pasted text cut into labelled lines, sentences and clauses, each with its offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from pipeline.reader_data import fold, labels, people
from pipeline.reader_statements import statements
from prompts.patterns import compiled

__all__ = ["Segment", "Shape", "cut", "label_key"]

_LONGEST_ROW = 3000

_BULLET = compiled(r"[ \t]*(?:>[ \t]*)*(?:(?:[-*•·▪◦‣●○–—→⇒➤✓✔☐☑+~]|\(?\d{1,2}[.)]|\(?[a-z]\)|\[[ xX]?\])[ \t]+)*(?:\[[ xX]?\][ \t]+)?")
_BOLD_LABEL = compiled(r"(?:\*\*|__)(?P<label>[^*_\n:]{1,44})(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*[:=–-])[ \t]*\S")
_QUOTE = compiled(r"^[ \t>]+")
#: Words after which no line of notes ends by itself.
_BREAKS_OFF = compiled(
    r"(?<![\w'’-])(?:the|an?|of|and|my|our|their|his|her|its|in|at|from|which|than|or|because|whose|who|very|into|during)$", re.IGNORECASE
)
_HEADING = compiled(r"#{1,6}[ \t]+")
_LABEL = compiled(
    r"(?P<label>[^\W\d][^:=\n\t|?!.;]{0,44}?)[ \t]*(?P<sep>:|=(?!>)|\t|[ \t]?(?:->|=>|→)|[ \t][-–—][ \t])[ \t]*(?:\*\*|__)?[ \t]*(?=\S|$)"
)
_STOP = compiled(r"[.!?][ \t]+(?=\S)")
_CELL = compiled(r"(?P<label>[^\W\d][^|\n]{0,44}?)[ \t]*(?P<sep>\|)[ \t]*(?=\S)")
_BETWEEN = compiled(r"[ \t]*[|;,•][ \t]*|[.!?][ \t]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text that says one thing.

    `label` is the known label in force, folded; `own_label` says that it stands on this line and not in a heading above;
    `line` is the number of the block, `sentence` of the sentence in it; `tail` marks a clause that follows another of the
    same sentence, `fragment` a line of its own without a full stop.
    """

    start: int
    end: int
    text: str
    label: str | None = None
    own_label: bool = False
    bullet: bool = False
    line: int = 0
    sentence: int = 0
    tail: bool = False
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The cut text: lines as they stand (for headers) and the clauses of each (for facts)."""

    lines: tuple[Segment, ...]
    clauses: tuple[Segment, ...]


@cache
def label_key(words: str) -> str | None:
    """The known label that these words are, misspelt or not; None when they are none."""
    key = re.sub(r"[^\w\s-]|\b\d+$", "", fold(words)).strip()
    key = re.sub(r"^(?:the|a|an|my own|our) ", "", re.sub(r"\s+", " ", key.replace("-", " ")))
    known = labels().known
    if "/" in words and key not in known:
        return next((found for part in words.split("/") if (found := label_key(part)) in known), None)
    if not key or key in known:
        return key or None
    if key.startswith("my ") and key[3:] in known:
        return key[3:]
    own = next((label for pattern, label in labels().patterns if pattern.search(key)), None) if len(key.split()) <= 6 else None
    if own is not None or len(key) < 5:
        return own
    best = process.extractOne(key, sorted(known), scorer=fuzz.ratio, score_cutoff=86)
    return best[0] if best and len(best[0]) >= 5 and best[0][0] == key[0] else None


def cut(text: str) -> Shape:
    """Cut pasted text into lines and clauses. Every offset counts in `text`; linear in its length."""
    lines: list[Segment] = []
    section: str | None = None
    previous_end = last_start = last_end = -1
    width, prose = _wrap_width(text), _is_prose(text)
    for match in _rows(text):
        blank_before = "\n" in text[previous_end : match.start()].replace("\n", "", 1) if previous_end >= 0 else False
        previous_end = match.end()
        start, bullet, heading = _strip_marker(text, match.start(), match.end())
        end = _rstrip(text, start, match.end())
        start, end, cells = _strip_table(text, start, end)
        if start >= end:
            continue
        if section is not None and blank_before and not bullet and _labelled_kind(section) != "private":
            section = None
        pieces = _split_labels(text, start, end, cells=cells)
        key, value_start, _ = pieces[0]
        if len(pieces) == 1 and key is None and (heading or _is_bold(text, start, end)):
            key, value_start = label_key(text[start:end].strip("*_ :")), end
        if len(pieces) == 1 and key is not None and value_start >= end:
            section = key
            lines.append(Segment(start, end, "", key, True, bullet, len(lines)))
            last_start, last_end = match.start(), end
            continue
        if heading:
            section = None
        if pieces[0][0] is not None and not bullet:
            section = None
        wrapped = match.start() - last_start > 0 and _is_wrapped(text, last_start, last_end, start, match.start(), width, prose=prose)
        last_start, last_end = match.start(), end
        if lines and key is None and not bullet and not heading and not blank_before and wrapped and _may_go_on(lines[-1]):
            last = lines[-1]
            lines[-1] = replace(last, end=end, text=text[last.start : end])
            continue
        for key, piece_start, piece_end in pieces:
            lines.append(Segment(piece_start, piece_end, text[piece_start:piece_end], key or section, key is not None, bullet, len(lines)))
    lines = [replace(line, fragment=len(lines) > 3 and _is_fragment(line)) for line in lines]
    return Shape(tuple(lines), tuple(clause for line in lines if line.text for clause in _clauses(line)))


def _is_fragment(line: Segment) -> bool:
    return not line.label and 5 <= len(line.text.split()) <= 25 and line.text.rstrip()[-1:] not in ".!?"


def _rows(text: str) -> Iterator[re.Match[str]]:
    """The lines of a text; one that is as long as a page is cut at a space, so that the work stays linear in the text."""
    for row in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text):
        if row.end() - row.start() <= _LONGEST_ROW:
            yield row
        else:
            yield from re.compile(rf"\S.{{0,{_LONGEST_ROW}}}(?=\s|$)").finditer(text, row.start(), row.end())


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _strip_marker(text: str, start: int, end: int) -> tuple[int, bool, bool]:
    marker = _BULLET.match(text, start, end)
    at = marker.end() if marker else start
    bullet = bool(text[start:at].strip(" \t>"))
    heading = _HEADING.match(text, at, end)
    if heading:
        return heading.end(), False, True
    if text[at : at + 1] == "#" and re.compile(r"#\w[\w ]{1,30}:").match(text, at, end):
        at += 1
    bold = _BOLD_LABEL.match(text, at, end)
    return (bold.start("label") if bold else at, bullet, False)


def _is_bold(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    return line.startswith(("**", "__")) and line.rstrip(": ").endswith(("**", "__")) and len(line) < 60


def _labelled_kind(key: str) -> str:
    kind = labels().facts.get(key)
    return kind.value if kind else ""


def _wrap_width(text: str) -> int:
    """The width at which a text was wrapped by hand or by a mail program; 0 when its lines are notes of their own."""
    rows = [line.rstrip() for line in text.splitlines()]
    lengths = [len(row) for row in rows if row]
    width = max(lengths, default=0)
    full = sum(1 for length in lengths if length >= 0.85 * width)
    if not 45 <= width <= 110 or full < max(2, 0.4 * len(lengths)):
        return 0
    for above, row in pairwise(rows):
        if _is_open(above, row) and len(above) + 1 + len(_QUOTE.sub("", row).split(" ", 1)[0]) <= width:
            return 0
    return width


def _is_open(above: str, row: str) -> bool:
    """Whether a line ends in the middle of something and no new item follows."""
    listed = _BULLET.match(row)
    return bool(above) and bool(row) and not (listed and listed[0].strip(" \t>")) and above[-1] not in ".!?:;"


def _is_prose(text: str) -> bool:
    """Whether a text has paragraphs, and lines with a small first letter only where a long line broke off."""
    rows = [line.strip() for line in text.splitlines()]
    small = [len(above) >= 70 and _is_open(above, row) for above, row in pairwise(rows) if row and row[0].islower()]
    return bool(small) and all(small) and "" in rows and not rows[0][:1].islower()


def _may_go_on(last: Segment) -> bool:
    return bool(last.text) and last.end - last.start < 4000


def _is_wrapped(text: str, last_start: int, last_end: int, start: int, line_start: int, width: int, *, prose: bool) -> bool:
    """Whether a line is the rest of the one above: its first word would not have fitted there, or it is indented under a bullet."""
    if last_start < 0:
        return False
    word = re.compile(r"\S+").match(text, start)
    length = last_end - last_start
    if width and word is not None and length + 1 + len(word[0]) > width:
        return text[last_end - 1] not in ".!?:;" or text[start].islower()
    if prose and length >= 70 and text[start].islower() and text[last_end - 1] not in ".!?:;":
        return True
    if length > 40 and text[start].islower() and _BREAKS_OFF.search(text, max(last_start, last_end - 12), last_end):
        return True
    indent = start - line_start
    bullet = _BULLET.match(text, last_start, last_end)
    under = bullet is not None and bool(bullet[0].strip()) and indent >= bullet.end() - last_start
    return under and indent > 0 and text[start].islower()


def _strip_table(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The inside of a Markdown table's row, and whether it is one; a row of dashes is empty."""
    if text[start : start + 1] != "|" or text.count("|", start, end) < 2:
        return start, end, False
    start += 1
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in "| \t":
        end -= 1
    return (end, end, True) if not text[start:end].strip("-:| \t") else (start, end, True)


def _split_labels(text: str, start: int, end: int, *, cells: bool = False) -> list[tuple[str | None, int, int]]:
    """(label, value start, value end) of each labelled part of a line; one unlabelled part when it has none."""
    first = (_CELL if cells else _LABEL).match(text, start, end)
    key = _accept(first) if first else None
    parts: list[tuple[str | None, int, int]] = []
    value_start = first.end() if first and key else start
    for joint in _BETWEEN.finditer(text, value_start, end):
        more = _LABEL.match(text, joint.end(), end)
        again = _accept(more) if more and more["sep"].strip() in {":", "=", "->", "=>"} else None
        if more is not None and again is not None and (again in labels().fields or joint[0].strip() != ","):
            parts.extend(_end_label(text, key, value_start, max(value_start, joint.start() + (joint[0][0] in ".!?")), first=not parts))
            key, value_start = again, more.end()
    parts.extend(_end_label(text, key, value_start, end, first=not parts))
    return parts


def _end_label(text: str, key: str | None, start: int, end: int, *, first: bool) -> list[tuple[str | None, int, int]]:
    """A label inside a sentence, or one of a header, holds to the end of that sentence only."""
    stop = next((match for match in _STOP.finditer(text, start, end) if not _abbreviated(text, start, match.start())), None)
    if (
        key is None
        or stop is None
        or (first and (key in labels().facts or _field(key) in {"plain", "scenario", "interview.at", "subject"}))
    ):
        return [(key, start, end)]
    return [(key, start, stop.start()), (None, stop.end(), end)]


def _abbreviated(text: str, start: int, at: int) -> bool:
    """Whether the full stop at this place belongs to a title or an abbreviation."""
    word = re.search(r"([^\W\d_]+)$", text[max(start, at - 12) : at])
    if word is None:
        return False
    key = fold(word[1])
    short = len(key) <= 2 or (len(key) <= 4 and key in people()["titles"])
    return text[at] == "." and (short or key in {"inc", "ltd", "ehf", "corp", "pvt", "engr", "capt", "madam"})


def _field(key: str) -> str:
    return labels().fields.get(key, "")


def _accept(match: re.Match[str]) -> str | None:
    label = match["label"].strip("*_ ")
    if len(label.split()) > 6 or label[-1:].isdigit():
        return None
    key = label_key(label)
    if key not in labels().known:
        return None
    exact = fold(label) in labels().known
    if match["sep"].strip() not in {":", "=", "->", "=>", "→", "|"} and (
        len(label.split()) > (2 if exact else 4) or (label[:1].islower() and not exact)
    ):
        return None
    return key


def _clauses(line: Segment) -> list[Segment]:
    return [
        replace(line, start=line.start + start, end=line.start + end, text=line.text[start:end], sentence=sentence, tail=tail)
        for start, end, sentence, tail in statements(line.text)
    ]
