"""The people an email may go to, as pasted notes name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.reader_addressed import labelled_people, mail_other
from pipeline.reader_addressee import said_addressee
from pipeline.reader_data import fold, people
from pipeline.reader_interviewer import people_in_frames
from pipeline.reader_person import EMAIL, Found, Mentioned, name_words
from pipeline.reader_segments import Shape

__all__ = ["in_order", "read_people", "with_titles"]


def read_people(text: str, shape: Shape, *, sender: Found | None, other_names: Iterable[str] = ()) -> list[Mentioned]:
    """The people an email may go to, in the order of the notes; the sender and outsiders are left out.

    Args:
        text: the pasted notes.
        shape: their lines and clauses.
        sender: the candidate's own name, so that it is not taken for a recipient.
        other_names: names of organisations, which are not people.
    """
    own = set(name_words(text, sender)) if sender else set()
    firms = {fold(name) for name in other_names}
    found: list[Mentioned] = []
    for person in [*mail_other(text, shape, sender), *labelled_people(text, shape), *people_in_frames(text, shape)]:
        if person.words and own and (set(person.words) <= own or own <= set(person.words)):
            continue
        if person.name and fold(text[slice(*person.name)]) in firms:
            continue
        _merge(found, person)
    return _with_emails(text, in_order(text, found), own)


def in_order(text: str, found: list[Mentioned], *, likely: Callable[[Mentioned], float] | None = None) -> list[Mentioned]:
    """The people as the notes name them, the one to write to first.

    Args:
        text: the pasted notes.
        found: the people.
        likely: how likely the mail goes to a person, where no word of the notes says to whom.
    """
    return _panel(text, _addressee_first(text, sorted(found, key=lambda person: person.name or (0, 0)), likely))


_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \u00a0]+$")


def with_titles(text: str, found: list[Mentioned]) -> list[Mentioned]:
    """The people, each with the form of address that stands right before the name, where none was seen yet ("From: Mr Tilley")."""
    return [one if one.title or one.name is None else replace(one, title=_title_before(text, one.name[0])) for one in found]


def _title_before(text: str, at: int) -> Found | None:
    match = _WORD_BEFORE.search(text, max(0, at - 16), at)
    if match is None or not match[1][0].isupper() or fold(match[1]) not in people()["titles"]:
        return None
    return match.start(), match.start() + len(match[0].rstrip())


def _addressee_first(text: str, found: list[Mentioned], likely: Callable[[Mentioned], float] | None) -> list[Mentioned]:
    """The people with the one first whom the notes say to write to, wherever it is named again."""
    said = said_addressee(text, found)
    if said is not None:
        return _foremost(said, [person for person in found if person is not said])
    found = sorted(found, key=lambda person: person.relation == "recruiter" and person.role is None)
    best = max(found, key=likely, default=None) if likely else None
    if best is None or likely is None or likely(best) <= likely(found[0]) or _in_one_list(text, found[0], best):
        return found
    return _foremost(best, [person for person in found if person is not best])


def _in_one_list(text: str, first: Mentioned, other: Mentioned) -> bool:
    """Whether one line lists both, the first at its head behind a label: who is named first there is written to first."""
    if first.name is None or other.name is None or "\n" in text[first.name[0] : other.name[0]]:
        return False
    start = (first.title or first.name)[0]
    row = text[text.rfind("\n", 0, start) + 1 : start]
    return re.fullmatch(r"\W*(?:\d{1,2}\W+)?(?:[^\W\d_]+ ?){1,3}\s?[:=–—-]\s*", row) is not None


def _foremost(person: Mentioned, others: list[Mentioned]) -> list[Mentioned]:
    """The people with the one first, and the one alone, to whom the email goes."""
    rest = [replace(one, relation="panellist") if one.relation == "hiring_manager" else one for one in others]
    return [replace(person, relation="hiring_manager"), *rest] if others else [person]


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
    for match in EMAIL.finditer(text):
        local = fold(match[0].split("@")[0])
        if match.span() in taken or any(len(word) > 2 and word in local for word in own):
            continue
        for index, person in enumerate(found):
            if person.email is None and any(len(word) > 2 and word in local for word in person.words):
                found[index] = replace(person, email=match.span())
                break
    return found
