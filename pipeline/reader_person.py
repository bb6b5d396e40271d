"""One person of pasted notes: the name, with the title, the job and the address that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.reader_data import fold, people
from pipeline.reader_frames import frame
from pipeline.reader_names import Name, is_role, name_at
from prompts.patterns import compiled

__all__ = [
    "EMAIL",
    "FROM",
    "HR",
    "Found",
    "Mentioned",
    "bare_name",
    "is_in_email",
    "left_edge",
    "mentions",
    "name_words",
    "person_at",
    "person_named",
    "role_before",
    "without_address",
]

Relation = Literal["hiring_manager", "recruiter", "panellist"]
Found = tuple[int, int]
FROM = compiled(r"[ \u00a0]*,?[ \u00a0]*(?:from|of|at|@)[ \u00a0]+\S", re.IGNORECASE)
_ROLE_BEFORE = compiled(r"(?:^|\b(?:the|their|a|by|with|to|is|was)[ ])(?P<role>(?:[\w&'-]+ ){0,4}?[\w&'-]+),?[ \u00a0]*$", re.IGNORECASE)
HR = compiled(r"\b(?:recruit\w*|headhunter|hr|human resources|talent|agency|people (?:team|partner|ops))\b")
#: Who heads the people department hires in her own name.
_HEAD = compiled(r"\b(?:director|chief|vp|vice president|head of (?:hr|people|human resources))\b")
_ADDRESS = compiled(r"([^\W\d_]+)\.?[ -]*$")
_LEAD = compiled(r"([^\W\d_][\w'’ªº/.-]*)\s+(?=\S)")
_TAIL = compiled(r"[ -]([^\W\d_]+)$")
EMAIL = compiled(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


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


def name_words(text: str, span: Found) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(re.findall(r"\w[\w'-]*", fold(text[slice(*span)])))


def mentions(folded: str, person: Mentioned) -> Iterator[re.Match[str]]:
    """Every place of a folded text where a person is named, by any words of the name that have three letters or more."""
    words = [word for word in person.words if len(word) > 2]
    if words:
        names = "|".join(map(re.escape, words))
        yield from re.finditer(rf"\b(?:{names})\b(?:[ -](?:{names})\b)*", folded)


def without_address(before: str) -> str:
    """The words before a name, folded, without the forms of address at their end ("copy to mrs." as "copy to ")."""
    while (last := _ADDRESS.search(before)) and last[1] in people()["titles"]:
        before = before[: last.start()]
    return before


def bare_name(text: str, span: Found) -> Found:
    """A name without forms of address before it and words of respect behind it ("Sitt Nayla Jaoudé", "Işıl Çağlar Hanım", "Kenji-san")."""
    start, end = span
    while (lead := _LEAD.match(text, start, end)) and fold(lead[1]).rstrip(".") in people()["titles"]:
        start = lead.end()
    tail = _TAIL.search(text, start, end)
    if tail and fold(tail[1]) in people()["behind_names"]:
        end = tail.start()
    return (start, end)


def is_in_email(text: str, name: Name) -> bool:
    """Whether a name is part of an email address."""
    return text[name.end : name.end + 1] == "@" or (
        text[max(0, name.start - 1) : name.start] in {"@", "."} and "@" in text[max(0, name.start - 40) : name.start]
    )


def left_edge(name: Name) -> int:
    """Where a name begins with its title."""
    return name.title[0] if name.title else name.start


def person_at(text: str, name: Name, stop: int) -> Mentioned:
    """The person of a name, with what stands beside it up to `stop`; a name in Latin letters in brackets goes before one in others."""
    latin = re.compile(r"[ ]?[(（]").match(text, name.end, stop) if not name.text[0].isascii() and not name.text[0].isupper() else None
    if latin:
        name = name_at(text, latin.end(), stop) or name
        after = re.compile(r"[)）]").match(text, name.end, stop)
        if after:
            name = replace(name, end=after.end())
            return replace(
                _person_of(text, name, stop), name=(latin.end(), after.start()), words=name_words(text, (latin.end(), after.start()))
            )
    return _person_of(text, name, stop)


def person_named(text: str, span: Found) -> Mentioned:
    """The person whose name is this stretch, with what stands beside it on its line."""
    stop = text.find("\n", span[1])
    name = name_at(text, span[0], len(text), lower=True)
    if name is None or name.end != span[1]:
        return Mentioned(span, words=name_words(text, span))
    return replace(person_at(text, name, stop if stop > 0 else len(text)), name=span)


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
            and not _is_person(text, left, right)
        ):
            role = (left, right)
    email = EMAIL.search(text, name.end, min(stop, name.end + 90))
    relation: Relation = (
        "recruiter" if role and HR.search(fold(text[slice(*role)])) and not _HEAD.search(fold(text[slice(*role)])) else "hiring_manager"
    )
    return Mentioned(
        (name.start, name.end), name.title, role, email.span() if email else None, relation, name_words(text, (name.start, name.end))
    )


def _is_person(text: str, left: int, right: int) -> bool:
    """Whether these words are the next name of a list ("Jonas Vik, Sara Lindqvist"), though the surname ends like a job."""
    name = name_at(text, left, right)
    return name is not None and name.end == right and name.score > 2 and " " in name.text


def _cut_role(text: str, left: int, right: int) -> Found:
    """A job without what follows it ("their CTO at Acme" is "CTO")."""
    value = text[left:right]
    lead = re.match(r"\s*(?:(?:the|their|a|an|our|she|he|is|was|who|who's|she's|he's)\s+)*", value, re.IGNORECASE)
    left += lead.end() if lead else 0
    if re.match(
        r"(?:for|about|on|as|re|regarding|to|with|and|plus|leads|led|runs|ran|heads|headed|chairs|chaired|manages|managed|directs|oversees|owns)\b",
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
        re.search(
            r"\b(?:asked|told|said|was|were|has|had|have|offered|offers|i|we|it|talked|showed|mentioned|wants|will|would)\b", fold(value)
        )
        is not None
        or len(value.split()) > 8
    )


def role_before(before: str, at: int) -> Found | None:
    """The job that stands before a name at `at` ("their head of care, Anna Berg"), if there is one."""
    before = re.split(r"[.!?;:,(–—]\s+(?=\S)|\(", before)[-1]
    match = _ROLE_BEFORE.search(before)
    if match is None:
        return None
    words = re.sub(r"\s+(?:is|was|being|called|named)\s*$", "", match["role"], flags=re.IGNORECASE)
    offset = at - len(before) + match.start("role")
    inner = re.search(r"(?:^|.*\b(?:the|their|a|by|with|to|is|was)\s)(?P<r>.+)$", words, re.IGNORECASE | re.DOTALL)
    if inner:
        offset += inner.start("r")
        words = inner["r"]
    behind_and = re.search(r"\band[ ](?=[A-Z])", words)
    behind_and = behind_and or re.search(r"(?<=[A-ZÀ-Þ])\w+ and[ ](?=[a-z])", words)
    if behind_and and is_role(words[behind_and.end() :]):
        offset += behind_and.end()
        words = words[behind_and.end() :]
    key = fold(words)
    if re.search(r"\b(?:job|role|position|post|vacancy|offer|today|yesterday|last|this)\b", key):
        return None
    if before.rstrip().endswith(",") and not (inner and inner.start("r")) and not words[:1].isupper():
        return None
    if key.split()[-1] in {"at", "of", "from", "for", "with", "in", "by", "and", "to"}:
        return None
    if (
        key.split()[0] in people()["titles"]
        and len(words.split()) > 1
        and words.split()[-1][:1].isupper()
        and not is_role(words.split()[-1])
    ):
        return None  # a person, and no job: "Sister Bernadette Mwale, "
    if (
        not is_role(words)
        or key in {"hiring manager", "line manager", "recruiter", "the recruiter", "manager", "interviewer"}
        or _has_verb(words)
    ):
        return None
    return (offset, offset + len(words.rstrip(" ,")))
