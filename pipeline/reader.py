"""Plain pasted notes to structured ones: every value a stretch of the text, nothing guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.reader_company import read_company, rivals
from pipeline.reader_data import fold
from pipeline.reader_dates import find_dates, start_of_work
from pipeline.reader_facts import Told, tell
from pipeline.reader_frames import frame
from pipeline.reader_meeting import read_dialect, read_interview_date, read_kind, read_own_date, read_place
from pipeline.reader_people import Mentioned, read_people
from pipeline.reader_role import read_role
from pipeline.reader_scenario import Guess, guess_scenario
from pipeline.reader_segments import cut
from pipeline.reader_sender import read_sender
from prompts.notes import Candidate, Fact, FactKind, Interview, Notes, Recipient, ScenarioId, Span

__all__ = ["Reading", "read_text"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Notes read from pasted text; what was left out and why; what the situation was seen from."""

    notes: Notes
    left_out: tuple[Told, ...]
    guess: Guess


def read_text(text: str, *, scenario: ScenarioId | None = None, now: dt.datetime) -> Reading:
    """Notes from pasted text; `Notes.now` is set only where the text itself says when it was written.

    Args:
        text: any text.
        scenario: the situation, when the user has named it.
        now: the moment of writing, from which relative dates count where the text has no date of its own.

    Returns:
        notes whose every value is a stretch of `text` (dates: computed from one), with the spans.
    """
    shape = cut(text)
    guess = guess_scenario(text, shape)
    chosen = scenario or guess.scenario
    own_now, today = read_own_date(text, shape, now)
    sender, sender_email = read_sender(text, shape)
    elsewhere = [text[slice(*span)] for span in rivals(text, shape)]
    persons = read_people(text, shape, sender=sender, other_names=elsewhere)
    known = frozenset(word for person in persons for word in person.words) | (
        frozenset(re.findall(r"\w+", fold(text[slice(*sender)]))) if sender else frozenset()
    )
    company = read_company(text, shape, persons=known, beside=[person.name for person in persons if person.name])
    if company:
        persons = [person for person in persons if not _is_same(text, person, company)]
    header = {
        "candidate.name": sender,
        "candidate.email": sender_email,
        "company": company,
        "role": read_role(text, shape, others=[person.role for person in persons if person.role], company=company),
        "interview.kind": read_kind(text, shape),
        "interview.place": read_place(text, shape),
    }
    met = read_interview_date(text, shape, today)
    if own_now:
        header["now"] = (own_now.start, own_now.end)
    if met:
        header["interview.at"] = (met.start, met.end)
    for index, person in enumerate(persons):
        header |= {f"recipients.{index}.{key}": getattr(person, key) for key in ("name", "title", "role", "email")}
    spans = {key: Span(start=span[0], end=span[1]) for key, span in header.items() if span}
    told = tell(
        text,
        list(shape.clauses),
        scenario=chosen,
        company=text[slice(*company)] if company else None,
        persons=frozenset(word for person in persons for word in person.words),
        used=[(span.start, span.end) for span in spans.values()],
    )
    facts = [
        Fact(kind=t.kind, text=text[t.start : t.end], private=t.private, span=Span(start=t.start, end=t.end))
        for t in _deadlines(text, told, today, text[slice(*company)] if company else None)
        if t.kind
    ]

    def value(key: str) -> str | None:
        return text[spans[key].start : spans[key].end] if key in spans else None

    notes = Notes(
        scenario=chosen,
        candidate=Candidate(name=value("candidate.name"), email=value("candidate.email")),
        recipients=[_recipient(person, index, value) for index, person in enumerate(persons)],
        company=value("company"),
        role=value("role"),
        interview=Interview(kind=value("interview.kind"), at=met.value if met else None, place=value("interview.place")),
        now=start_of_work(own_now.value) if own_now else None,
        dialect=read_dialect(text),
        follow_ups_sent=_follow_ups(text) if chosen is ScenarioId.NO_RESPONSE else 0,
        facts=facts,
        source=text,
        spans=spans,
    )
    return Reading(notes, tuple(t for t in told if t.kind is None), guess)


def _recipient(person: Mentioned, index: int, value: Callable[[str], str | None]) -> Recipient:
    at = f"recipients.{index}."
    return Recipient(
        name=value(at + "name"), title=value(at + "title"), role=value(at + "role"), email=value(at + "email"), relation=person.relation
    )


def _is_same(text: str, person: Mentioned, company: tuple[int, int]) -> bool:
    return person.name is not None and fold(text[slice(*person.name)]) == fold(text[slice(*company)])


def _follow_ups(text: str) -> int:
    folded = fold(text)
    if not frame("sent").search(folded):
        return 0
    return 2 if re.search(r"\b(?:twice|two (?:emails|mails|follow-?ups|times)|second (?:chaser|follow-?up|email))\b", folded) else 1


_ASKS = re.compile(
    r"(?P<who>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,3}) (?:want|need|expect|ask|gave|give|would like|is waiting|are waiting|need)s?\b"
)
_BY = re.compile(r"\b(?:by|before|until|till|no later than)\s+(?:the\s+)?(?:(?:end of|close of|noon|midday)\s+(?:on\s+)?)?", re.IGNORECASE)
_ANSWER = re.compile(r"\b(?:answer|decid\w+|decision|reply|respond|response|sign|know|expires?|deadline|yes)\b", re.IGNORECASE)


def _hide_rival(text: str, entry: Told, company: str | None) -> Told:
    """A deadline that names the employer who set it, and it is not this one, is another offer."""
    asks = _ASKS.match(text, entry.start, entry.end) if entry.kind is FactKind.DEADLINE else None
    if asks is None or fold(asks["who"]) in {
        "they",
        "she",
        "he",
        "i",
        "we",
        "it",
        "hr",
        "need",
        "offer",
        "deadline",
        "the",
        "must",
        "have",
    }:
        return entry
    known = set(re.findall(r"\w+", fold(company or "")))
    if company is None or set(re.findall(r"\w+", fold(asks["who"]))) & known:
        return entry
    return replace(entry, kind=FactKind.OTHER_OFFER, private=True, why="another employer")


def _deadlines(text: str, told: list[Told], today: dt.date, company: str | None) -> list[Told]:
    """The date alone of an answer due elsewhere, as a public fact beside the private one that tells of the other offer."""
    told = [_hide_rival(text, entry, company) for entry in told]
    if any(entry.kind is FactKind.DEADLINE and not entry.private for entry in told):
        return told
    result: list[Told] = []
    for entry in told:
        result.append(entry)
        if entry.kind is not FactKind.OTHER_OFFER or not _ANSWER.search(text, entry.start, entry.end):
            continue
        by = _BY.search(text, entry.start, entry.end)
        dates = find_dates(text, today=today, start=by.end(), end=entry.end, past=False) if by else []
        if by and dates and dates[0].start - by.end() <= 1:
            result.append(Told(by.start(), dates[0].end, FactKind.DEADLINE))
    return result
