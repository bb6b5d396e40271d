"""People the notes name only in passing: to be thanked or greeted too, met on a tour, still to come, or silent in a corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.reader_addressee import said_addressee
from pipeline.reader_data import fold_in_place
from pipeline.reader_frames import frame
from pipeline.reader_person import Found, Mentioned, mentions, without_address
from prompts.patterns import compiled

__all__ = ["without_asides"]

#: How far around a name is looked, in characters, and how many of its mentions.
_BACK, _AHEAD, _MOST = 110, 80, 6
_SENTENCE = compiled(r"[.!?;](?=\s)|\n")
_ABBREVIATED = compiled(r"\b(?:dr|mr|mrs|ms|mx|prof|ing|eng|st|sr|sra|dipl)\.$")


def without_asides(text: str, found: Sequence[Mentioned], *, not_these: Sequence[Found] = ()) -> list[Mentioned]:
    """The people an email is written to, without those whom the notes only ask to thank or mention; all of them where nobody else is left.

    Args:
        text: the pasted notes.
        found: the people they name.
        not_these: the sender's and the employer's names.
    """
    folded = fold_in_place(text)
    if len(found) < 2:
        return list(found)
    aside = [person for person in found if _is_aside(folded, person)]
    if not aside or len(aside) == len(found):
        return list(found)
    kept = [person for person in found if person not in aside]
    said = said_addressee(text, found, not_these=not_these)
    if said in aside and not any(_is_sure(before, behind) for before, behind in _mentions(folded, said)):
        return list(found)
    return [replace(kept[0], relation="hiring_manager") if kept[0].relation == "panellist" else kept[0]] if len(kept) == 1 else kept


def _is_aside(folded: str, person: Mentioned) -> bool:
    """Whether the first mention of a person is one in passing and no other one is of a talk."""
    mentions = list(islice(_mentions(folded, person), _MOST))
    if not mentions or person.leads or not (_in_passing(*mentions[0]) or any(_is_sure(*mention) for mention in mentions)):
        return False
    return not any(frame("talked_with").search(before) and not _in_passing(before, behind) for before, behind in mentions)


def _in_passing(before: str, behind: str) -> bool:
    if frame("aside_before").search(before) or frame("aside_behind").match(behind) or _is_sure(before, behind):
        return True
    return frame("yet_to_come").search(before) is not None and frame("met_with").search(before) is None


def _is_sure(before: str, behind: str) -> bool:
    """Whether somebody is to be thanked or greeted beside the one to write to."""
    if frame("aside_surely").search(before):
        return True
    return frame("to_thank").search(before) is not None and frame("as_well").match(behind) is not None


def _mentions(folded: str, person: Mentioned) -> Iterator[tuple[str, str]]:
    """What stands before and behind each mention of a person, in its sentence; forms of address are left out."""
    for match in mentions(folded, person):
        before = folded[max(0, match.start() - _BACK) : match.start()]
        for stop in reversed(list(_SENTENCE.finditer(before))):
            if not _ABBREVIATED.search(before[: stop.end()]):
                before = before[stop.end() :]
                break
        yield without_address(before), folded[match.end() : match.end() + _AHEAD]
