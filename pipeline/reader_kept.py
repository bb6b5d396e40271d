"""Stretches of pasted notes that the writer keeps back as a whole: paragraphs, lists, and columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.reader_data import fold
from pipeline.reader_frames import frame
from pipeline.reader_marks import marked
from pipeline.reader_segments import Segment
from pipeline.reader_statements import trim
from prompts.notes import ScenarioId
from prompts.patterns import compiled

__all__ = ["cut_at", "kept_back"]

Stretch = tuple[int, int]

_DECISIONS = frozenset({ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK})
_CELLS = compiled(r"[ \t]*\|[ \t]*|\t+|[ ]{3,}")
_ROW = compiled(r"[^\n]*")
_BLANK = compiled(r"\n[ \t>]*\n")
_PLUS, _MINUS = re.compile(r"(?m)^[ \t]*\+[ \t]+\S"), re.compile(r"(?m)^[ \t]*[-–—][ \t]+\S[^\n]*")
#: Clauses before a word such as "none of that" that it covers where the notes have no paragraphs.
_BACK = 3


def kept_back(text: str, clauses: Sequence[Segment], scenario: ScenarioId | None) -> list[Stretch]:
    """Stretches that the notes mark as private by a word before, above or behind them.

    Args:
        text: the pasted notes.
        clauses: their clauses.
        scenario: what speaks against an offer is private where an offer is decided on.
    """
    found = [*_behind(text, clauses), *_ahead(text), *_columns(text), *marked(text, clauses)]
    if scenario in _DECISIONS:
        found += _under(text, frame("against_heading"))
        if _PLUS.search(text):
            found += [match.span() for match in _MINUS.finditer(text)]
    return [*found, *_under(text, frame("kept_heading"))]


def cut_at(clauses: Sequence[Segment], stretches: Sequence[Stretch], text: str) -> list[Segment]:
    """The clauses, cut where such a stretch begins or ends inside one."""
    found: list[Segment] = []
    for clause in clauses:
        edges = {edge for span in stretches for edge in span if clause.start < edge < clause.end}
        for left, right in zip([clause.start, *sorted(edges)], [*sorted(edges), clause.end], strict=True) if edges else ():
            left, right = trim(text, left, right)
            if right - left >= 2:
                found.append(replace(clause, start=left, end=right, text=text[left:right]))
        if not edges:
            found.append(clause)
    return found


def _behind(text: str, clauses: Sequence[Segment]) -> Iterator[Stretch]:
    """What stands before "none of that is for him": its paragraph, or a few clauses where there are no paragraphs."""
    for index, clause in enumerate(clauses):
        if not frame("none_of_it").search(fold(clause.text)):
            continue
        gaps = [match.end() for match in _BLANK.finditer(text, 0, clause.start)]
        line = next(other for other in clauses if other.line == clause.line)
        few = clauses[max(0, index - _BACK)].start
        if gaps:
            start = gaps[-1] if clause.start - gaps[-1] < 1500 else max(gaps[-1], few)
        else:
            start = line.start if "\n" in text.strip() and line is not clause else few
        yield start, clause.end


def _ahead(text: str) -> Iterator[Stretch]:
    """What stands behind "what she need not know:": the rest of the line, or the lines below it to the next empty one."""
    single = "\n" not in text.strip()
    for match in frame("kept_lead").finditer(text):
        row = _ROW.match(text, match.end())
        end = row.end() if row else match.end()
        if not text[match.end() : end].strip():
            yield match.start(), _to_gap(text, end)
        elif (
            single or end - match.end() > 700 or text[text.rfind("\n", 0, match.start() + 1) + 1 : match.start() + 1].strip(" \t>*•-(.!?\n")
        ):
            yield match.start(), _statements(text, match.end(), end)
        else:
            yield match.start(), _wrapped(text, match.start(), end)


def _wrapped(text: str, start: int, end: int) -> int:
    """The end of a line, or of the lines that go on with it: a long one before a small letter."""
    while end - start >= 70 and text[end - 1] not in ".!?:;" and text[end + 1 : end + 2].islower():
        row = _ROW.match(text, end + 1)
        if row is None or row.end() <= end + 1:
            break
        start, end = end + 1, row.end()
    return end


def _statements(text: str, start: int, end: int) -> int:
    """The end of the sentence and of those behind it that go on with the same list."""
    for stop in re.compile(r"[.!?](?=\s)\s*").finditer(text, start, end):
        if not re.compile(r"(?:that|and|also|nor|or|neither|plus)\b", re.IGNORECASE).match(text, stop.end()):
            return stop.start()
    return end


def _to_gap(text: str, start: int) -> int:
    gap = _BLANK.search(text, start + 1)
    heading = re.compile(r"\n[ \t]*(?:#|[A-Z][^\n.!?]{1,40}:[ \t]*(?=\n|$))").search(text, start + 1)
    ends = [match.start() for match in (gap, heading) if match]
    return min(ends, default=len(text))


def _under(text: str, heading: re.Pattern[str]) -> Iterator[Stretch]:
    """The lines below a heading that stands alone, to an empty line or the next heading of one or two words."""
    for match in heading.finditer(text):
        end = _to_gap(text, match.end())
        other = re.compile(r"\n[ \t]*(?:(?-i:[A-Z]{2,}(?: [A-Z]{2,})?)|[A-Za-z]+:)[ \t]*(?=\n|$)").search(text, match.end(), end)
        yield match.start(), other.start() if other else end


def _columns(text: str) -> Iterator[Stretch]:
    """The cells below a head such as "only me"."""
    rows = list(re.finditer(r"[^\n]+", text))
    for index, row in enumerate(rows):
        heads = _cells(row)
        private = [at for at, (left, right) in enumerate(heads) if frame("kept_column").fullmatch(fold(text[left:right]).strip(" *_:#"))]
        if len(heads) < 2 or not private or len(private) == len(heads):
            continue
        yield row.span()
        for below, above in zip(rows[index + 1 :], rows[index:], strict=False):
            cells = _cells(below)
            if len(cells) < 2 or _BLANK.search(text, above.end(), below.start()):
                break
            yield from (cells[at] for at in private if at < len(cells))


def _cells(row: re.Match[str]) -> list[Stretch]:
    left, right = row.span()
    line = row[0]
    start = left + len(line) - len(line.lstrip(" \t|"))
    stop = right - (len(line) - len(line.rstrip(" \t|")))
    edges = [start]
    for gap in _CELLS.finditer(row.string, start, stop):
        edges += [gap.start(), gap.end()]
    edges.append(stop)
    return [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
