"""Plain pasted notes to structured ones: every value a stretch of the text, nothing guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.reader_data import fold, labels
from pipeline.reader_dates import When, find_dates, start_of_work
from pipeline.reader_facts import Told, tell
from pipeline.reader_header import read_company, read_kind, read_place, read_role, rivals
from pipeline.reader_people import Mentioned, read_people, read_sender
from pipeline.reader_scenario import Guess, guess_scenario
from pipeline.reader_segments import Shape, cut
from prompts.notes import Candidate, Dialect, Fact, FactKind, Interview, Notes, Recipient, ScenarioId, Span

__all__ = ["Reading", "read_text"]

_MEETING = re.compile(r"\b(?:interview\w*|spoke|spoken|talked|call(?:ed)?|chat(?:ted)?|met|meeting|screen\w*|phone\w*|zoom|panel|assess?ment|selection|round|on-?site|today|yesterday|day was|notes)\b")
_LATER = re.compile(r"\b(?:hear|get back|next round|second round|next step|deadline|answer|decide|decision|start(?:ing|s)?|by|until|before|reply|expires|available|free|offer(?:ed)?|since|follow[- ]?up|chas\w+|emailed|applied|first day|join\w*|let me know|due)\b")
_SENT = re.compile(r"\b(?:i(?:'ve| have)?|already) (?:already |also |\w+ly )?(?:sent|emailed|chased|nudged|followed up|wrote|written|pinged|messaged|asked)\b(?! (?:a |the |my )?(?:cv|application|resume|portfolio))")
_BRITISH = re.compile(r"\b\w*(?:colour|favour|behaviour|labour|neighbour|organis|recognis|apologis|realis|analys(?:e|ing)|specialis|programme|centre|theatre|travell|modell|enrol\b|fulfil\b|licence|cv\b|fortnight|whilst|uni\b|maths)\w*")
_AMERICAN = re.compile(r"\b\w*(?:color|favorite|behavior|labor\b|neighbor|organiz|recogniz|apologiz|realiz|analyz|specializ|program\b|center|theater|traveling|resume\b|gotten|math\b|grad school)\w*")


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
    own_now, today = _own_date(text, shape, now)
    sender, sender_email = read_sender(text, shape)
    elsewhere = [text[slice(*span)] for span in rivals(text, shape)]
    persons = read_people(text, shape, sender=sender, other_names=elsewhere)
    known = frozenset(word for person in persons for word in person.words) | (frozenset(re.findall(r"\w+", fold(text[slice(*sender)]))) if sender else frozenset())
    company = read_company(text, shape, persons=known, beside=[person.name for person in persons if person.name])
    if company:
        persons = [person for person in persons if not _is_same(text, person, company)]
    header = {"candidate.name": sender, "candidate.email": sender_email, "company": company, "role": read_role(text, shape, others=[person.role for person in persons if person.role], company=company),
              "interview.kind": read_kind(text, shape), "interview.place": read_place(text, shape)}
    met = _interview_date(text, shape, today)
    if met:
        header["interview.at"] = (met.start, met.end)
    for index, person in enumerate(persons):
        header |= {f"recipients.{index}.{key}": getattr(person, key) for key in ("name", "title", "role", "email")}
    spans = {key: Span(start=span[0], end=span[1]) for key, span in header.items() if span}
    told = tell(text, list(shape.clauses), scenario=chosen, company=text[slice(*company)] if company else None, persons=frozenset(word for person in persons for word in person.words), used=[(span.start, span.end) for span in spans.values()])
    facts = [Fact(kind=t.kind, text=text[t.start : t.end], private=t.private, span=Span(start=t.start, end=t.end)) for t in _deadlines(text, told, today, text[slice(*company)] if company else None) if t.kind]

    def value(key: str) -> str | None:
        return text[spans[key].start : spans[key].end] if key in spans else None

    notes = Notes(
        scenario=chosen,
        candidate=Candidate(name=value("candidate.name"), email=value("candidate.email")),
        recipients=[_recipient(person, index, value) for index, person in enumerate(persons)],
        company=value("company"),
        role=value("role"),
        interview=Interview(kind=value("interview.kind"), at=met.value if met else None, place=value("interview.place")),
        now=own_now,
        dialect=_dialect(text),
        follow_ups_sent=_follow_ups(text) if chosen is ScenarioId.NO_RESPONSE else 0,
        facts=facts,
        source=text,
        spans=spans,
    )
    return Reading(notes, tuple(t for t in told if t.kind is None), guess)


def _recipient(person: Mentioned, index: int, value: Callable[[str], str | None]) -> Recipient:
    at = f"recipients.{index}."
    return Recipient(name=value(at + "name"), title=value(at + "title"), role=value(at + "role"), email=value(at + "email"), relation=person.relation)


def _is_same(text: str, person: Mentioned, company: tuple[int, int]) -> bool:
    return person.name is not None and fold(text[slice(*person.name)]) == fold(text[slice(*company)])


def _own_date(text: str, shape: Shape, now: dt.datetime) -> tuple[dt.datetime | None, dt.date]:
    """When the text says it was written (a labelled line), and the day from which its relative dates count."""
    mail_date: dt.date | None = None
    has_mail = any(line.own_label and line.label == "from" for line in shape.lines)
    for line in shape.lines:
        field = labels().fields.get(line.label or "")
        if not line.own_label or not line.text:
            continue
        if field == "now" or (has_mail and line.label in {"date", "sent"}):
            found = find_dates(text, today=now.date(), start=line.start, end=line.end)
            if found and found[0].exact and field == "now":
                value = found[0].value
                return start_of_work(value), found[0].day
            if found and found[0].exact:
                mail_date = mail_date or found[0].day
    said = re.search(r"\b(?:today is|today's|written on|notes? (?:from|of|taken on|written))\s*:?\s+", text, re.IGNORECASE)
    if said:
        found = find_dates(text, today=now.date(), start=said.end(), end=said.end() + 40)
        if found and found[0].exact and found[0].start - said.end() < 3:
            return None, found[0].day
    return None, mail_date or now.date()


def _interview_date(text: str, shape: Shape, today: dt.date) -> When | None:
    """The day they met: a labelled date, else the one past date that stands beside a word for meeting."""
    day_first = None if _dialect(text) is None else _dialect(text) == "en-GB"
    has_mail = any(line.own_label and line.label == "from" for line in shape.lines)
    for line in shape.lines:
        if line.own_label and line.text and labels().fields.get(line.label or "") == "interview.at" and not (has_mail and line.label == "date"):
            dates = find_dates(text, today=today, start=line.start, end=line.end, day_first=day_first)
            if dates and len({when.day for when in dates}) == 1:
                return max(dates, key=lambda when: isinstance(when.value, dt.datetime))
    found: list[tuple[int, When]] = []
    for index, clause in enumerate(shape.clauses):
        if clause.own_label and labels().fields.get(clause.label or "") in {"sender", "skip", "now"} or has_mail and clause.label in {"date", "sent"}:
            continue
        for when in find_dates(text, today=today, start=clause.start, end=clause.end, day_first=day_first):
            around = fold(clause.text)
            close = fold(text[max(clause.start, when.start - 28) : when.start])
            if when.day > today or (_LATER.search(close) and not re.search(r"\b(?:interview\w*|spoke|met|call|assessment \w+)\W+(?:was )?(?:on )?(?:the )?$", close)):
                continue
            if _MEETING.search(around) or (index == 0 and len(clause.text) < 100) or (index < 5 and when.exact and len(clause.text) < 45):
                found.append((2 * bool(_MEETING.search(around)) + (index == 0) - 2 * bool(_LATER.search(around)), when))
    if not found:
        return None
    best = max(score for score, _ in found)
    top = [when for score, when in found if score == best]
    if len({when.day for when in top}) > 1:
        return None
    return max(top, key=lambda when: isinstance(when.value, dt.datetime)) if best >= 0 else None


def _dialect(text: str) -> Dialect | None:
    """The spelling of the notes where all tell-tale words agree; else None."""
    folded = fold(text)
    british, american = bool(_BRITISH.search(folded)), bool(_AMERICAN.search(folded))
    if british == american:
        return None
    return "en-GB" if british else "en-US"


def _follow_ups(text: str) -> int:
    folded = fold(text)
    if not _SENT.search(folded):
        return 0
    return 2 if re.search(r"\b(?:twice|two (?:emails|mails|follow-?ups|times)|second (?:chaser|follow-?up|email))\b", folded) else 1


_ASKS = re.compile(r"(?P<who>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,3}) (?:want|need|expect|ask|gave|give|would like|is waiting|are waiting|need)s?\b")
_BY = re.compile(r"\b(?:by|before|until|till|no later than)\s+(?:the\s+)?(?:(?:end of|close of|noon|midday)\s+(?:on\s+)?)?", re.IGNORECASE)
_ANSWER = re.compile(r"\b(?:answer|decid\w+|decision|reply|respond|response|sign|know|expires?|deadline|yes)\b", re.IGNORECASE)


def _hide_rival(text: str, entry: Told, company: str | None) -> Told:
    """A deadline that names the employer who set it, and it is not this one, is another offer."""
    asks = _ASKS.match(text, entry.start, entry.end) if entry.kind is FactKind.DEADLINE else None
    if asks is None or fold(asks["who"]) in {"they", "she", "he", "i", "we", "it", "hr", "need", "offer", "deadline", "the", "must", "have"}:
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
