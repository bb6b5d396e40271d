"""Plain pasted notes to structured ones: every value a stretch of the text, nothing guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.reader_addressee import said_addressee
from pipeline.reader_aside import without_asides
from pipeline.reader_capitals import with_capitals
from pipeline.reader_chat import read_chat
from pipeline.reader_clause import Told
from pipeline.reader_company import read_company, rivals
from pipeline.reader_data import LOOSE_ACCENT, fold
from pipeline.reader_dates import start_of_work
from pipeline.reader_frames import frame
from pipeline.reader_meeting import read_dialect, read_interview_date, read_kind, read_own_date, read_place
from pipeline.reader_offerer import those_who_offered
from pipeline.reader_opinion import opinion
from pipeline.reader_people import in_order, read_people, with_titles
from pipeline.reader_person import Mentioned
from pipeline.reader_rivals import hide_rivals
from pipeline.reader_role import read_role, without_doing
from pipeline.reader_scenario import Guess, guess_scenario
from pipeline.reader_segments import cut
from pipeline.reader_sender import read_sender
from pipeline.reader_tell import tell
from pipeline.tagger import tag
from pipeline.tagger_settled import settle_company, settle_people, settle_role, settle_sender, settle_situation
from prompts.notes import Candidate, Fact, Interview, Notes, Recipient, ScenarioId, Span
from prompts.patterns import compiled

__all__ = ["Reading", "read_text"]

#: Marks of full width, as East Asian keyboards set them, and the plain ones.
_WIDE = str.maketrans("（）：；，。！？［］＝" + LOOSE_ACCENT, "():;,.!?[]='")
#: An accent that has no letter of its own ("ọ̀") is no end of a word.
_LOOSE = compiled(r"(?<=[^\W\d_])[\u0300-\u036f]+")
#: A word longer than any address, or a gap wider than a column.
_ENDLESS = compiled(r"(?:[^\W_]|['’-]){61,}|[^\S\n]{41,}")

#: Of a paste that is longer than twice this, the characters at its beginning and end that are read, a dozen pages, and what parts them.
_FIRST, _LAST = 30_000, 6_000
_GAP = "\n\n"


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
        notes whose every value is a stretch of `text` (dates: computed from one; names: with the capitals they need), with the spans.
    """
    skipped = _middle(text)
    if skipped:
        start, end = skipped
        return _around(text, start, end, read_text(f"{text[:start]}{_GAP}{text[end:]}", scenario=scenario, now=now))
    source, text = text, _without_endless(text)
    tagged = tag(text)
    chat = read_chat(text)
    text = chat.text if chat else text
    shape = cut(text)
    own_now, today = read_own_date(text, shape, now)
    guess = settle_situation(text, guess_scenario(text, shape, today=today))
    chosen = scenario or guess.scenario
    sender, sender_email = read_sender(text, shape, called=chat.writer if chat else None)
    seen = opinion(text, shape, writer=chat.writer if chat else None)
    said, sender = sender, settle_sender(text, seen.name(sender, "sender") or (chat.named if chat else None), tagged)
    elsewhere = [text[slice(*span)] for span in rivals(text, shape)]
    persons = read_people(text, shape, sender=sender, other_names=elsewhere)
    known = frozenset(word for person in persons for word in person.words) | (
        frozenset(re.findall(r"\w+", fold(text[slice(*sender)]))) if sender else frozenset()
    )
    company = read_company(text, shape, persons=known, beside=[person.name for person in persons if person.name])
    company = seen.name(company, "company", not_these=[span for span in (sender, *(one.name for one in persons)) if span])
    addressed = said_addressee(text, persons, not_these=[sender] if sender else [])
    not_firms = [span for span in (sender, addressed and addressed.name) if span]
    not_firms += [span for span in rivals(text, shape) if company and span != company]
    company = settle_company(text, company, tagged, not_these=not_firms)
    everybody = seen.persons(persons, not_these=[span for span in (said, sender, company) if span])
    names = [span for span in (sender, company) if span]
    persons = in_order(text, without_asides(text, everybody, not_these=names), likely=seen.first)
    persons = without_asides(text, settle_people(text, persons, tagged, not_these=names), not_these=names)
    persons = with_titles(text, those_who_offered(text, persons, chosen, not_these=names))
    if company:
        persons = [person for person in persons if not _is_same(text, person, company)]
    jobs = [person.role for person in persons if person.role]
    header = {
        "candidate.name": sender,
        "candidate.email": sender_email,
        "company": company,
        "role": without_doing(text, settle_role(text, read_role(text, shape, others=jobs, company=company), tagged, not_these=jobs)),
        "interview.kind": read_kind(text, shape),
        "interview.place": read_place(text, shape),
    }
    met = read_interview_date(text, shape, today, latest=now.date() if own_now is None else today)
    if own_now:
        header["now"] = (own_now.start, own_now.end)
    if met:
        header["interview.at"] = (met.start, met.end)
    spans = {key: Span(start=span[0], end=span[1]) for key, span in header.items() if span} | _people_spans(persons)
    told = tell(
        text,
        list(shape.clauses),
        scenario=chosen,
        company=text[slice(*company)] if company else None,
        persons=frozenset(word for person in (*persons, *everybody) for word in person.words),
        used=[(span.start, span.end) for span in spans.values()],
        others=chat.others if chat else (),
    )
    told = hide_rivals(text, told, today, company=text[slice(*company)] if company else None, scenario=chosen, persons=known)
    hidden = _hidden(text, persons, told)
    if hidden and len(hidden) < len(persons):
        persons = [person for index, person in enumerate(persons) if index not in hidden]
        spans = {key: span for key, span in spans.items() if not key.startswith("recipients.")} | _people_spans(persons)
    facts = [
        Fact(kind=t.kind, text=source[t.start : t.end], private=t.private, span=Span(start=t.start, end=t.end)) for t in told if t.kind
    ]

    def value(key: str) -> str | None:
        if key not in spans:
            return None
        said = source[spans[key].start : spans[key].end]
        if key.endswith(".name"):
            return with_capitals(said)
        return with_capitals(said, person=False) if key == "company" or key.endswith(".title") else said

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
        source=source,
        spans=spans,
    )
    return Reading(notes, tuple(t for t in told if t.kind is None), guess)


def _middle(text: str) -> tuple[int, int] | None:
    """What lies between the first and the last pages of a paste that is longer than notes are; None where it is not."""
    if len(text) <= 2 * (_FIRST + _LAST):
        return None
    start, end = text.rfind("\n", 0, _FIRST), text.find("\n", len(text) - _LAST)
    return (start if start > _FIRST // 2 else _FIRST, end if 0 <= end < len(text) - _LAST // 2 else len(text) - _LAST)


def _around(text: str, start: int, end: int, reading: Reading) -> Reading:
    """What was read of a text without its middle, with every offset as in the whole text."""

    def at(place: int) -> int:
        return place if place <= start else place + end - start - len(_GAP)

    notes = reading.notes
    facts = [fact.model_copy(update={"span": Span(start=at(fact.span.start), end=at(fact.span.end))}) for fact in notes.facts if fact.span]
    spans = {key: Span(start=at(span.start), end=at(span.end)) for key, span in notes.spans.items()}
    left_out = [replace(told, start=at(told.start), end=at(told.end)) for told in reading.left_out]
    left_out.append(Told(start, end, None, why="so long a paste is read at its beginning and its end only"))
    return replace(reading, notes=notes.model_copy(update={"facts": facts, "spans": spans, "source": text}), left_out=tuple(left_out))


def _without_endless(text: str) -> str:
    """The text, of the same length, with plain marks and with words and gaps of no end blotted out, on which patterns grow slow."""
    plain = _LOOSE.sub(lambda match: LOOSE_ACCENT * len(match[0]), text.translate(_WIDE))
    return _ENDLESS.sub(lambda match: "¤" * len(match[0]), plain)


def _people_spans(persons: list[Mentioned]) -> dict[str, Span]:
    found = {f"recipients.{i}.{key}": getattr(one, key) for i, one in enumerate(persons) for key in ("name", "title", "role", "email")}
    return {key: Span(start=span[0], end=span[1]) for key, span in found.items() if span}


def _hidden(text: str, persons: list[Mentioned], told: list[Told]) -> list[int]:
    """The numbers of the people who are named in private remarks and nowhere else."""
    private = [(entry.start, entry.end) for entry in told if entry.private]
    rest = ""
    found: list[int] = []
    for index, person in enumerate(persons):
        words = [word for word in person.words if len(word) > 2]
        if person.name is None or not words or not any(start <= person.name[0] < end for start, end in private):
            continue
        rest = rest or fold(_without(text, private))
        if re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", rest) is None:
            found.append(index)
    return found


def _without(text: str, stretches: list[tuple[int, int]]) -> str:
    rest = list(text)
    for start, end in stretches:
        rest[start:end] = " " * (end - start)
    return "".join(rest)


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
