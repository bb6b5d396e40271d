"""People whom the words around their names show as interviewers or recruiters: "spoke with", "led by", a job before the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part
from pipeline.reader_names import Name, find_names, name_at
from pipeline.reader_person import FROM, HR, Mentioned, is_in_email, left_edge, person_at, role_before
from pipeline.reader_segments import Segment, Shape
from pipeline.reader_small import small_name_at, small_names
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["people_in_frames"]

#: Names of one line that are looked at; a list of more is no list of interviewers.
_MOST = 100
_MEETING = compiled(r"\b(?:interview|call|screen|screening|zoom|panel|met|chat|assessment)\b", re.IGNORECASE)
_WITH = compiled(r"(?:\b(?:with|by|com|mit|avec|con|w)|\bw[/.]):?[ \u00a0]*$", re.IGNORECASE)
_LINK = compiled(
    r"[ \u00a0]*(?:\([^)\n]{0,60}\))?[ \u00a0]*(?:,|&|\+|/|;|\band\b|,[ ]*and\b|\bplus\b)[ \u00a0]*(?:also[ ])?", re.IGNORECASE
)
_PANEL = compiled(r"\bpanel")

#: A name between commas behind another is a place: "Anna Berg, St Mark's Hospital, Livingstone, has offered".
_IN_ROW = compiled(r"[A-Z][\w'’-]*, $")

#: A name with an "s" and a capital word behind it is one of a house ("St Joseph's Mission Hospital").
_OF_A_PLACE = compiled(r"['’]s?[ ][A-Z][\w'’-]+")
#: A capital word behind a name makes it part of a place or an institution ("Mary Seacole Ward").
_AS_A_THING = compiled(r"[ ](?:role|position|job|post|vacancy)\b|[ ](?:[A-Z][\w'’-]+)|['’]s\b|s['’]\s")


def people_in_frames(text: str, shape: Shape) -> Iterator[Mentioned]:
    """The people of unlabelled lines, where the words around a name say that one met them."""
    seen: set[int] = set()
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if not line.text or kind in {"sender", "skip", "company", "role", "recipients", "recruiter"}:
            continue
        linked = -1
        for name in islice(_names_of(text, line), _MOST):
            if name.start in seen or is_in_email(text, name):
                continue
            before = text[
                max(line.start, name.start - (name.start - name.title[0] if name.title else 0) - 70) : name.title[0]
                if name.title
                else name.start
            ]
            accepted = not _OF_A_PLACE.match(text, name.end) and (
                _is_interviewer(text, line, name, before) or (linked >= 0 and _is_linked(text, linked, name))
            )
            if not accepted or re.search(next(iter(people()["outsiders"])), fold(before)):
                continue
            seen.add(name.start)
            person = person_at(text, name, line.end)
            role = person.role or role_before(before, left_edge(name))
            linked = person.role[1] + 1 if person.role and text[person.role[1] : person.role[1] + 1] == ")" else name.end
            behind = fold(text[name.end : min(line.end, name.end + 40)])
            near = f"{fold(before[-32:])} {behind}"
            leads = bool(frame("leads_before").search(before) or frame("leads_behind").match(text, name.end, line.end))
            if leads and frame("only_organised").search(f"{fold(before)}|{behind}"):
                leads = False
            recruiter = not leads and _is_recruiter(fold(text[slice(*role)]) if role else "", fold(before), behind)
            yield replace(
                person,
                role=role,
                relation="recruiter" if recruiter else "panellist" if _PANEL.search(near) and not leads else "hiring_manager",
                leads=leads,
            )


def _is_recruiter(role: str, before: str, behind: str) -> bool:
    """Whether a person's job, or the words around the name, are those of a recruiter; a job that is given decides alone."""
    if role:
        return bool(HR.search(role))
    called = re.search(
        r"\b(?:recruiter|headhunter|(?:lady|man|woman|guy|person|someone|somebody|girl|colleague|one) (?:from|in|of) "
        r"(?:hr|recruit\w*|talent|human resources|personnel))(?: team| department)?,?\s*(?:is |was |called |named |:)?\W*$",
        before,
    )
    return called is not None or frame("recruiter_behind").match(behind) is not None


def _is_linked(text: str, at: int, name: Name) -> bool:
    """Whether a name goes on with a list of people: after "and" two words are enough, after a comma a known given name is asked for."""
    link = _LINK.fullmatch(text, at, left_edge(name))
    if link is None or not re.search(r"and|&|\+|plus", link[0], re.IGNORECASE):
        return link is not None and name.score >= 2
    return name.score >= 1 or re.match(r"\s*(?:from|at|[.,;(]|$|\n|yesterday|today|this)", text[name.end : name.end + 12]) is not None


def _names_of(text: str, line: Segment) -> Iterator[Name]:
    """Names of a line, also those written small right after a frame such as "spoke with"."""
    known = list(find_names(text, line.start, line.end))
    if is_lower_case(text):
        known += small_names(text, line.start, line.end)
    taken = {name.start for name in known}
    for lead in re.compile(
        rf"\bit was |\b{part('talk')}(?: up)? (?:with|to|w/|w\.|w|by)[ ]+(?:the )?"
        r"|\b(?:recruiter|interviewer|hiring manager)(?: is| was|:)? |\bmet ",
        re.IGNORECASE,
    ).finditer(text, line.start, line.end):
        small = small_name_at(text, lead.end(), line.end) or name_at(text, lead.end(), line.end, lower=True)
        if small and small.start not in taken and text[small.start].islower():
            known.append(small)
            taken.add(small.start)
    return iter(sorted(known, key=lambda name: name.start))


def _is_full_name(text: str, line: Segment, name: Name) -> bool:
    """Whether a name stands for itself: a known given name or a title, and two words or more, where no place or thing is named."""
    behind = text[name.end : min(line.end, name.end + 14)]
    if name.title is None and re.search(
        r"\b(?:the|at|in|into|near|join|joining|via|for)[ ](?:the )?$",
        text[max(line.start, name.start - 12) : name.start],
        re.IGNORECASE,
    ):
        return False
    if name.score < 3 or _AS_A_THING.match(behind):
        return False
    return not (name.title is None and any(is_ordinary(word) for word in name.text.split()[1:] if word[:1].isupper() and len(word) > 3))


def _is_interviewer(text: str, line: Segment, name: Name, before: str) -> bool:
    if frame("named_thing").search(before) or (name.title is None and re.search(r"\bthe[ ]$", before, re.IGNORECASE)):
        return False
    if _is_full_name(text, line, name):
        return True
    strange = name.score >= 1 and not any(is_ordinary(word) for word in name.text.split() if len(word) > 2)
    if name.score >= 1 and frame("sure").search(before):
        return True
    follows_role = person_at(text, name, line.end).role is not None
    follows = follows_role or (bool(FROM.match(text, name.end, line.end)) and name.score >= 1)
    if (frame("maybe").search(before) or frame("sure").search(before)) and (name.score >= 2 or follows):
        return True
    alone = re.search(r"(?:^|[,|–—-][ ])$", before) and re.match(r"[ ]*(?:[,|–—(-]|$|\n)", text[name.end : line.end][:3])
    if alone and line.line < 2 and name.score >= 3 and _MEETING.search(line.text):
        return True
    if (
        _WITH.search(before)
        and strange
        and re.match(
            r",[ ](?:[A-Z]|(?:he|she|who|the|their|our|his|her)\b)|[ ](?:this|today|yesterday|on|at|from|for|about"
            r"|in)\b|[ ]\((?:she|he|who|the|our|their|head|my)\b",
            text[name.end : name.end + 12],
        )
    ):
        return not frame("not_with").search(fold(before))
    if _WITH.search(before) and name.score >= 2 and not frame("not_with").search(fold(before)):
        return True
    if (name.score >= 2 or strange) and role_before(before, left_edge(name)):
        return True
    if name.score >= 2 and (follows_role or (name.title and before.casefold().endswith("from "))):
        return True
    if name.score >= 2 and follows and re.search(r"\boffer(?: \w+){0,3} (?:from|by)[ ]$", before, re.IGNORECASE):
        return True
    if (
        name.score >= 2
        and follows
        and re.search(rf"\b{part('talk')}\b", before, re.IGNORECASE)
        and not frame("not_with").search(fold(before))
    ):
        return True
    return (
        bool(frame("says").match(text, name.end, line.end))
        and (name.score >= 2 or strange)
        and not re.search(r"\b(?:at|from|in)[ ]$", before)
        and not (_IN_ROW.search(before) and text[name.end : name.end + 2] == ", ")
    )
