"""People whom a label or the head of a pasted mail names as those an email goes to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.reader_data import fold, labels
from pipeline.reader_frames import frame, words_of
from pipeline.reader_names import Name, find_names, name_at, read_person
from pipeline.reader_person import FROM, Found, Mentioned, is_in_email, name_words, person_at
from pipeline.reader_segments import Segment, Shape
from prompts.patterns import compiled

_OF_HR = compiled(r",? (?:from|of|in) (?:the )?(?:hr|human resources|recruit\w*|talent|personnel)\b", re.IGNORECASE)

__all__ = ["labelled_people", "mail_other"]


def labelled_people(text: str, shape: Shape) -> Iterator[Mentioned]:
    """The people of lines such as "Interviewer: Anna Berg, Head of Care"."""
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if kind not in {"recipients", "recruiter"} or not line.text:
            continue
        names = [n for n in find_names(text, line.start, line.end) if not is_in_email(text, n)]
        first = name_at(text, line.start, line.end, lower=True)
        if first is not None and (not names or names[0].start > first.start):
            names.insert(0, first)
        past = line.start
        for index, name in enumerate(names):
            if name.start < past:
                continue
            person = person_at(text, name, line.end)
            past = person.role[1] if person.role else name.end
            follows = bool(FROM.match(text, name.end, line.end)) or person.role is not None
            if line.label in words_of("soft_labels") and name.score < 1 and not follows:
                continue
            if line.label == "offered by" and name.score < 2:
                continue
            if (
                index
                and name.score < 2
                and (_after_from(text, line.start, name.start) or (person.role is None and _inside_role(text, names[index - 1], name)))
            ):
                continue
            of_hr = _OF_HR.match(text, name.end, line.end) is not None
            yield replace(person, relation="recruiter") if kind == "recruiter" or of_hr else person


def _after_from(text: str, start: int, at: int) -> bool:
    return bool(re.search(r"\b(?:from|at|of|in|for)[ \u00a0]+$", text[max(start, at - 12) : at]))


def _inside_role(text: str, before: Name, name: Name) -> bool:
    """Whether a capital word belongs to the job of the name before it ("Anna Berg, Head of Customer Care")."""
    between = text[before.end : name.start]
    return "," in between or "(" in between


def _mail_writer(text: str, row: Segment) -> Iterator[Mentioned]:
    """Who wrote a pasted mail, where it bears an address and greets somebody else."""
    side = read_person(text, row.start, row.end)
    greeting = frame("greeting").search(text)
    if side.name and side.email and greeting and fold(greeting["name"]) not in fold(text[slice(*side.name)]).split():
        yield Mentioned(side.name, side.title, side.role, side.email, "hiring_manager", name_words(text, side.name))


def mail_other(text: str, shape: Shape, sender: Found | None) -> Iterator[Mentioned]:
    """The other side of a pasted mail, once it is known which side is the candidate's."""
    rows = {line.label: line for line in shape.lines if line.own_label and line.label in {"from", "to"} and line.text}
    if "from" in rows and not (sender and any(row.start <= sender[0] < row.end for row in rows.values())):
        yield from _mail_writer(text, rows["from"])
    if sender is None or set(rows) != {"from", "to"}:
        return
    for row in rows.values():
        if not row.start <= sender[0] < row.end:
            side = read_person(text, row.start, row.end)
            if side.name:
                yield Mentioned(side.name, side.title, side.role, side.email, "hiring_manager", name_words(text, side.name))
