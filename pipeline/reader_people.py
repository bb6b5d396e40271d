"""The people an email may go to, as pasted notes name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part, words_of
from pipeline.reader_names import Name, find_names, is_role, name_at, read_person
from pipeline.reader_segments import Segment, Shape
from pipeline.reader_small import small_name_at, small_names
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["Found", "Mentioned", "read_people"]

Relation = Literal["hiring_manager", "recruiter", "panellist"]
Found = tuple[int, int]

_MEETING = compiled(r"\b(?:interview|call|screen|screening|zoom|panel|met|chat|assessment)\b", re.IGNORECASE)
_WITH = compiled(r"(?:\b(?:with|by|com|mit|avec|con|w)|\bw[/.]):?[ \u00a0]*$", re.IGNORECASE)
_FROM = compiled(r"[ \u00a0]*,?[ \u00a0]*(?:from|of|at|@)[ \u00a0]+\S", re.IGNORECASE)
_ROLE_BEFORE = compiled(r"(?:^|\b(?:the|their|a|by|with|to|is|was)[ ])(?P<role>(?:[\w&'-]+ ){0,4}?[\w&'-]+),?[ \u00a0]*$", re.IGNORECASE)
_LINK = compiled(
    r"[ \u00a0]*(?:\([^)\n]{0,60}\))?[ \u00a0]*(?:,|&|\+|/|;|\band\b|,[ ]*and\b|\bplus\b)[ \u00a0]*(?:also[ ])?", re.IGNORECASE
)
_HR = compiled(r"\b(?:recruit\w*|headhunter|hr|human resources|talent|agency|people (?:team|partner|ops))\b")
_PANEL = compiled(r"\bpanel")
#: A capital word behind a name makes it part of a place or an institution ("Mary Seacole Ward").
_AS_A_THING = compiled(r"[ ](?:role|position|job|post|vacancy)\b|[ ](?:[A-Z][\w'’-]+)|['’]s\b|s['’]\s")
_EMAIL = compiled(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person the notes name as an interviewer, recruiter or addressee; every value as a span."""

    name: Found | None
    title: Found | None = None
    role: Found | None = None
    email: Found | None = None
    relation: Relation = "hiring_manager"
    words: tuple[str, ...] = field(default=())
    leads: bool = False


def read_people(text: str, shape: Shape, *, sender: Found | None, other_names: Iterable[str] = ()) -> list[Mentioned]:
    """The people an email may go to, in the order of the notes; the sender and outsiders are left out.

    Args:
        text: the pasted notes.
        shape: their lines and clauses.
        sender: the candidate's own name, so that it is not taken for a recipient.
        other_names: names of organisations, which are not people.
    """
    own = set(_words(text, sender)) if sender else set()
    firms = {fold(name) for name in other_names}
    found: list[Mentioned] = []
    for person in [*_mail_other(text, shape, sender), *_labelled(text, shape), *_in_frames(text, shape)]:
        if person.words and own and (set(person.words) <= own or own <= set(person.words)):
            continue
        if person.name and fold(text[slice(*person.name)]) in firms:
            continue
        _merge(found, person)
    found.sort(key=lambda person: person.name or (0, 0))
    return _with_emails(text, _panel(text, _addressee_first(text, found)), own)


def _addressee_first(text: str, found: list[Mentioned]) -> list[Mentioned]:
    """The people with the one first whom the notes say to write to, wherever it is named again."""
    for match in frame("write_to").finditer(text):
        after = fold(text[match.end() : match.end() + 60])
        for index, person in enumerate(found):
            words = [word for word in person.words if len(word) > 2]
            if words and re.match(rf"(?:(?:dr|mrs?|ms|mme|m|frau|herr|ibu|bapak|eng)\.? )*(?:{'|'.join(map(re.escape, words))})\b", after):
                return _foremost(person, [*found[:index], *found[index + 1 :]])
        if len(found) > 1 and re.match(r"(?:her|him)\b(?!,? (?:colleague|boss|assistant|team))", after):
            near = fold(text[max(0, match.start() - 200) : match.start()])
            last = max(found, key=lambda person: max((near.rfind(word) for word in person.words if len(word) > 2), default=-1))
            if any(word in near for word in last.words if len(word) > 2):
                return _foremost(last, [person for person in found if person is not last])
    return sorted(found, key=lambda person: person.relation == "recruiter" and person.role is None)


def _foremost(person: Mentioned, others: list[Mentioned]) -> list[Mentioned]:
    """The people with the one first, and the one alone, to whom the email goes."""
    rest = [replace(one, relation="panellist") if one.relation == "hiring_manager" else one for one in others]
    return [replace(person, relation="hiring_manager"), *rest] if others else [person]


def _words(text: str, span: Found) -> tuple[str, ...]:
    return tuple(re.findall(r"\w[\w'-]*", fold(text[slice(*span)])))


def _labelled(text: str, shape: Shape) -> Iterator[Mentioned]:
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if kind not in {"recipients", "recruiter"} or not line.text:
            continue
        names = [n for n in find_names(text, line.start, line.end) if not _in_email(text, n)]
        first = name_at(text, line.start, line.end, lower=True)
        if first is not None and (not names or names[0].start > first.start):
            names.insert(0, first)
        past = line.start
        for index, name in enumerate(names):
            if name.start < past:
                continue
            person = _person(text, name, line.end)
            past = person.role[1] if person.role else name.end
            follows = bool(_FROM.match(text, name.end, line.end)) or person.role is not None
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
            yield replace(person, relation="recruiter") if kind == "recruiter" else person


def _after_from(text: str, start: int, at: int) -> bool:
    return bool(re.search(r"\b(?:from|at|of|in|for)[ \u00a0]+$", text[max(start, at - 12) : at]))


def _inside_role(text: str, before: Name, name: Name) -> bool:
    """Whether a capital word belongs to the job of the name before it ("Anna Berg, Head of Customer Care")."""
    between = text[before.end : name.start]
    return "," in between or "(" in between


def _in_email(text: str, name: Name) -> bool:
    return text[name.end : name.end + 1] == "@" or (
        text[max(0, name.start - 1) : name.start] in {"@", "."} and "@" in text[max(0, name.start - 40) : name.start]
    )


def _in_frames(text: str, shape: Shape) -> Iterator[Mentioned]:
    seen: set[int] = set()
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if not line.text or kind in {"sender", "skip", "company", "role", "recipients", "recruiter"}:
            continue
        linked = -1
        for name in _names_of(text, line):
            if name.start in seen or _in_email(text, name):
                continue
            before = text[
                max(line.start, name.start - (name.start - name.title[0] if name.title else 0) - 70) : name.title[0]
                if name.title
                else name.start
            ]
            accepted = _is_interviewer(text, line, name, before) or (linked >= 0 and _is_linked(text, linked, name))
            if not accepted or re.search(next(iter(people()["outsiders"])), fold(before)):
                continue
            seen.add(name.start)
            person = _person(text, name, line.end)
            role = person.role or _role_before(text, before, _left(name))
            linked = person.role[1] + 1 if person.role and text[person.role[1] : person.role[1] + 1] == ")" else name.end
            behind = fold(text[name.end : min(line.end, name.end + 40)])
            near = f"{fold(before[-32:])} {behind}"
            leads = bool(frame("leads_before").search(before) or frame("leads_behind").match(text, name.end, line.end))
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
        return bool(_HR.search(role))
    called = re.search(r"\b(?:recruiter|headhunter),?\s*(?:is |was |called |named |:)?\W*$", before)
    return called is not None or frame("recruiter_behind").match(behind) is not None


def _is_linked(text: str, at: int, name: Name) -> bool:
    """Whether a name goes on with a list of people: after "and" two words are enough, after a comma a known given name is asked for."""
    link = _LINK.fullmatch(text, at, _left(name))
    if link is None or not re.search(r"and|&|\+|plus", link[0], re.IGNORECASE):
        return link is not None and name.score >= 2
    return name.score >= 1 or re.match(r"\s*(?:from|at|[.,;(]|$|\n|yesterday|today|this)", text[name.end : name.end + 12]) is not None


def _left(name: Name) -> int:
    return name.title[0] if name.title else name.start


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
    follows_role = _person(text, name, line.end).role is not None
    follows = follows_role or (bool(_FROM.match(text, name.end, line.end)) and name.score >= 1)
    if (frame("maybe").search(before) or frame("sure").search(before)) and (name.score >= 2 or follows):
        return True
    alone = re.search(r"(?:^|[,|–—-][ ])$", before) and re.match(r"[ ]*(?:[,|–—(-]|$|\n)", text[name.end : line.end][:3])
    if alone and line.line < 2 and name.score >= 3 and _MEETING.search(line.text):
        return True
    if (
        _WITH.search(before)
        and strange
        and re.match(
            r",[ ][A-Z]|[ ](?:this|today|yesterday|on|at|from|for|about|in)\b|[ ]\((?:she|he|who|the|our|their|head|my)\b",
            text[name.end : name.end + 12],
        )
    ):
        return not frame("not_with").search(fold(before))
    if _WITH.search(before) and name.score >= 2 and not frame("not_with").search(fold(before)):
        return True
    if (name.score >= 2 or strange) and _role_before(text, before, _left(name)):
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
    )


def _person(text: str, name: Name, stop: int) -> Mentioned:
    latin = re.compile(r"[ ]?[(（]").match(text, name.end, stop) if not name.text[0].isascii() and not name.text[0].isupper() else None
    if latin:
        name = name_at(text, latin.end(), stop) or name
        after = re.compile(r"[)）]").match(text, name.end, stop)
        if after:
            name = replace(name, end=after.end())
            return replace(
                _person_of(text, name, stop), name=(latin.end(), after.start()), words=_words(text, (latin.end(), after.start()))
            )
    return _person_of(text, name, stop)


def _person_of(text: str, name: Name, stop: int) -> Mentioned:
    role: Found | None = None
    beside = frame("beside").match(text, name.end, stop)
    if beside:
        group = next(key for key in ("b", "c", "d") if beside[key])
        left, right = _cut_role(text, *beside.span(group))
        first, comma, _ = text[left:right].partition(",")
        if comma:
            right = left + len(first) if is_role(first) else left
        if (
            left < right
            and (is_role(text[left:right]) or fold(text[left:right]) in people()["recruiter_words"])
            and not _has_verb(text[left:right])
        ):
            role = (left, right)
    email = _EMAIL.search(text, name.end, min(stop, name.end + 90))
    relation: Relation = "recruiter" if role and _HR.search(fold(text[slice(*role)])) else "hiring_manager"
    return Mentioned(
        (name.start, name.end), name.title, role, email.span() if email else None, relation, _words(text, (name.start, name.end))
    )


def _cut_role(text: str, left: int, right: int) -> Found:
    """A job without what follows it ("their CTO at Acme" is "CTO")."""
    value = text[left:right]
    lead = re.match(r"\s*(?:(?:the|their|a|an|our|she|he|is|was|who|who's|she's|he's)\s+)*", value, re.IGNORECASE)
    left += lead.end() if lead else 0
    if re.match(
        r"(?:for|about|on|as|re|regarding|to|leads|led|runs|ran|heads|headed|chairs|chaired|manages|managed|directs|oversees|owns)\b",
        text[left:right],
        re.IGNORECASE,
    ):
        return left, left
    cut = re.search(
        r"\s+(?:at|from|and|who|in charge|about|on|with|for|yesterday|today|this|last|via|then|I|we)\s|\s*<|\s[–—-]\s|\s*@",
        text[left:right],
    )
    right = left + cut.start() if cut else right
    while right > left and not text[right - 1].isalnum():
        right -= 1
    return left, right


def _has_verb(value: str) -> bool:
    return (
        bool(re.search(r"\b(?:asked|told|said|was|were|had|have|i|we|it|talked|showed|mentioned|wants|will|would)\b", fold(value)))
        or len(value.split()) > 8
    )


def _role_before(text: str, before: str, at: int) -> Found | None:
    before = re.split(r"[.!?;:,(–—]\s+(?=\S)|\(", before)[-1]
    match = _ROLE_BEFORE.search(before)
    if match is None:
        return None
    words = match["role"]
    offset = at - len(before) + match.start("role")
    inner = re.search(r"(?:^|.*\b(?:the|their|a|by|with|to|is|was)\s)(?P<r>.+)$", words, re.IGNORECASE | re.DOTALL)
    if inner:
        offset += inner.start("r")
        words = inner["r"]
    key = fold(words)
    if re.search(r"\b(?:job|role|position|post|vacancy|offer|today|yesterday|last|this)\b", key):
        return None
    if before.rstrip().endswith(",") and not (inner and inner.start("r")) and not words[:1].isupper():
        return None
    if key.split()[-1] in {"at", "of", "from", "for", "with", "in", "by", "and", "to"}:
        return None
    if (
        not is_role(words)
        or key in {"hiring manager", "line manager", "recruiter", "the recruiter", "manager", "interviewer"}
        or _has_verb(words)
    ):
        return None
    return (offset, offset + len(words.rstrip(" ,")))


def _merge(found: list[Mentioned], person: Mentioned) -> None:
    """Add a person, or complete the one already there under a longer or shorter form of the same name."""
    for index, known in enumerate(found):
        a, b = set(known.words), set(person.words)
        if a and b and (a <= b or b <= a):
            longer = person if len(person.words) > len(known.words) else known
            found[index] = Mentioned(
                longer.name,
                known.title or person.title,
                known.role or person.role,
                known.email or person.email,
                "recruiter"
                if "recruiter" in {known.relation, person.relation}
                else known.relation
                if known.relation != "hiring_manager"
                else person.relation,
                longer.words,
                known.leads or person.leads,
            )
            return
    found.append(person)


def _panel(text: str, found: list[Mentioned]) -> list[Mentioned]:
    """Several people of whom one is on a panel, or whom one led: all but the recruiter and the leader are."""
    leaders = [person for person in found if person.leads]
    if len(found) > 1 and len(leaders) == 1 and re.search(r"\bass?es?sment|\bselection\b", fold(text)):
        return [replace(one, relation="panellist") if one.relation == "hiring_manager" and not one.leads else one for one in found]
    if len(found) > 1 and re.search(r"\bpanel(?! (?:beat|van|show|data))", fold(text)):
        return [person if person.relation == "recruiter" else replace(person, relation="panellist") for person in found]
    return found


def _with_emails(text: str, found: list[Mentioned], own: set[str]) -> list[Mentioned]:
    """Give each person the address whose local part holds the name."""
    taken = {person.email for person in found if person.email}
    for match in _EMAIL.finditer(text):
        local = fold(match[0].split("@")[0])
        if match.span() in taken or any(len(word) > 2 and word in local for word in own):
            continue
        for index, person in enumerate(found):
            if person.email is None and any(len(word) > 2 and word in local for word in person.words):
                found[index] = replace(person, email=match.span())
                break
    return found


def _mail_writer(text: str, row: Segment) -> Iterator[Mentioned]:
    """Who wrote a pasted mail, where it bears an address and greets somebody else."""
    side = read_person(text, row.start, row.end)
    greeting = frame("greeting").search(text)
    if side.name and side.email and greeting and fold(greeting["name"]) not in fold(text[slice(*side.name)]).split():
        yield Mentioned(side.name, side.title, side.role, side.email, "hiring_manager", _words(text, side.name))


def _mail_other(text: str, shape: Shape, sender: Found | None) -> Iterator[Mentioned]:
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
                yield Mentioned(side.name, side.title, side.role, side.email, "hiring_manager", _words(text, side.name))
