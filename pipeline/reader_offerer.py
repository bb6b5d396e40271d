"""Who made the offer: a yes or no goes to that one, and not to everybody whom the notes name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reader_addressee import said_addressee
from pipeline.reader_frames import frame
from pipeline.reader_person import Found, Mentioned
from prompts.notes import ScenarioId
from prompts.patterns import compiled

__all__ = ["those_who_offered"]

_DECISIONS = frozenset({ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK})
_THANKED = compiled(r"\bthank\w*(?: \w+){0,3} (?:Mr |Mrs |Ms |Dr )?$", re.IGNORECASE)
#: How far around a name is looked, in characters.
_NEAR = 90


def those_who_offered(
    text: str, found: Sequence[Mentioned], scenario: ScenarioId | None, *, not_these: Sequence[Found] = ()
) -> list[Mentioned]:
    """The people an answer to an offer is written to: those who made it, where the notes say who did; else all.

    Args:
        text: the pasted notes.
        found: the people they name.
        scenario: the situation, when known.
        not_these: the sender's and the employer's names.
    """
    if scenario not in _DECISIONS or len(found) < 2:
        return list(found)
    said = said_addressee(text, found, not_these=not_these)
    thanked = said is not None and said.name is not None and _THANKED.search(text[max(0, said.name[0] - _NEAR) : said.name[0]])
    if said is not None and not thanked:
        return list(found)
    made = [person for person in found if person.name and _offered(text, *person.name, title=person.title)]
    if not made or len(made) == len(found):
        return list(found)
    linked = [person for person in found if person in made or any(_beside(text, one, person) for one in made)]
    return [replace(linked[0], relation="hiring_manager"), *linked[1:]] if linked[0].relation == "panellist" else linked


def _offered(text: str, start: int, end: int, *, title: Found | None) -> bool:
    start = title[0] if title else start
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return bool(frame("offered_before").search(before) or frame("offered_behind").match(behind))


def _beside(text: str, one: Mentioned, other: Mentioned) -> bool:
    """Whether two names stand side by side: "offered by Anna Berg and Tom Hill"."""
    if not one.name or not other.name:
        return False
    between = text[one.name[1] : other.title[0] if other.title else other.name[0]]
    return one.name[1] < other.name[0] and re.fullmatch(r"[ ]*(?:\([^)\n]{0,40}\))?,?[ ]*(?:and|&|\+)[ ]+", between) is not None
