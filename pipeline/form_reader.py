"""A filled form read back into notes."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass, field

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from pipeline.errors import BadInput
from pipeline.form_escape import join_broken, split_bars, unescape
from pipeline.form_wording import BASICS, BULLET, MARK, MARKER, wording
from pipeline.intake_mapping import one_scenario, parse_recipient
from pipeline.reader_data import fold
from pipeline.reader_dates import impossible_date, read_date, start_of_work
from pipeline.reader_facts import private_reason
from prompts.contract import load_contract
from prompts.notes import PRIVATE_KINDS, Candidate, Dialect, Fact, FactKind, Interview, Notes, Recipient, ScenarioId, Span
from prompts.patterns import compiled

__all__ = ["FormReading", "is_form", "is_private_by_default", "parse_form", "read_form", "read_recipient"]

_BOX = compiled(r"[ \t]*(?:[-*+][ \t]+)?\[(?P<tick>[^\]]?)\][ \t]*(?P<text>.+)")
_HEADING = compiled(r"#{1,6}[ \t]+(?P<text>.+?)[ \t#:]*$")


@dataclass(frozen=True, slots=True)
class FormReading:
    """Notes from a form, and the lines that were left out as (start, end, why)."""

    notes: Notes
    left_out: tuple[tuple[int, int, str], ...] = ()


def is_form(text: str) -> bool:
    """Whether a text is a form: it bears the mark, or at least two of the form's headings."""
    if text.lstrip("\ufeff \t\r\n").startswith(MARK):
        return True
    words = wording()
    known = {fold(section.heading) for section in (words.situation, words.basics, words.recipients, *words.facts.values())}
    headings = [fold(match["text"]) for line in text.splitlines()[:400] if (match := _HEADING.match(line))]
    return len([heading for heading in headings if heading in known]) > 1


def parse_form(text: str) -> Notes:
    """Notes from a filled form.

    Raises:
        BadInput: two boxes ticked, or a date that does not exist or cannot be read.
    """
    return read_form(text).notes


@dataclass(slots=True)
class _State:
    name: str
    now: dt.datetime
    ticked: list[str] = field(default_factory=list)
    header: dict[str, object] = field(default_factory=dict)
    people: list[dict[str, object]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    left_out: list[tuple[int, int, str]] = field(default_factory=list)


def read_form(text: str, *, name: str = "form", now: dt.datetime | None = None) -> FormReading:
    """Notes from a filled form, and what was left out. Raises as `parse_form`."""
    state = _State(name, now or dt.datetime.now())
    section: str | FactKind | None = ""
    for number, start, line in join_broken(_lines(_without_comments(text))):
        heading = _HEADING.match(line)
        if heading:
            section = _which(heading["text"])
            if section is None and heading["text"] and number > 1:
                state.left_out.append((start, start + len(line), "a section that the form does not know"))
            continue
        if line.lstrip().startswith(">"):
            continue
        _read_line(section, line, start, number, state)
    notes = _finish(text, state)
    return FormReading(notes, tuple(state.left_out))


def _lines(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for number, match in enumerate(re.finditer(r"[^\n]*(?:\n|$)", text), 1):
        line = match[0].rstrip("\r\n")
        if line.strip():
            found.append((number, match.start(), line))
    return found


def _without_comments(text: str) -> str:
    """The text with comments blanked out, so that offsets stay."""
    return re.sub(r"(?<!\\)<!--.*?(?:-->|$)", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)


def _which(heading: str) -> str | FactKind | None:
    words = wording()
    table: dict[str, str | FactKind] = {
        fold(words.situation.heading): "situation",
        "situation": "situation",
        "scenario": "situation",
        fold(words.basics.heading): "basics",
        "basics": "basics",
    }
    table |= {
        fold(words.recipients.heading): "recipients",
        "recipients": "recipients",
        "recipient": "recipients",
        "interviewers": "recipients",
        fold(words.title): "",
    }
    for kind, section in words.facts.items():
        table |= {fold(one): kind for one in (section.heading, *section.also)}
    key = re.sub(r"\s+", " ", fold(heading)).strip(" :*_")
    if key.startswith(("private", "confidential")):
        return FactKind.PRIVATE
    if key in table:
        return table[key]
    best = process.extractOne(key, list(table), scorer=fuzz.ratio, score_cutoff=82)
    return table[best[0]] if best else None


def _read_line(section: str | FactKind | None, line: str, start: int, number: int, state: _State) -> None:
    where = f"{state.name}, line {number}"
    if section == "situation":
        _read_box(line, where, state)
        return
    indent = BULLET.match(line)
    at = indent.end() if indent else 0
    value = line[at:].strip()
    if not value or value in {"-", "*", "+"} or re.fullmatch(r"[-*_]{3,}", line.strip()):
        return
    if section == "basics":
        _read_basic(value, where, start, start + len(line), state)
    elif section == "recipients":
        state.people.append(read_recipient(value))
    elif isinstance(section, FactKind):
        continued = line[:1] in " \t" and at == len(line) - len(line.lstrip()) and bool(state.facts) and state.facts[-1].kind is section
        _read_fact(section, line, start, at, state, continued=continued)
    else:
        state.left_out.append((start, start + len(line), "it stands outside the form's sections"))


def _read_box(line: str, where: str, state: _State) -> None:
    box = _BOX.match(line)
    text = box["text"] if box else BULLET.sub("", line, count=1).strip()
    if box and not box["tick"].strip():
        return
    named = re.search(r"\((\w+)\)\s*$", text)
    name = (
        named[1]
        if named and named[1] in {one.value for one in ScenarioId}
        else next((one.value for one in ScenarioId if fold(load_contract(one).title) == fold(text).strip()), text)
    )
    if one_scenario([name], where):
        state.ticked.append(name)


def _read_basic(value: str, where: str, start: int, end: int, state: _State) -> None:
    label, colon, rest = value.partition(":")
    keys = {fold(one): key for one, key in BASICS.items()} | {
        "name": "candidate.name",
        "email": "candidate.email",
        "job": "role",
        "date": "interview.at",
        "today's date": "now",
    }
    best = process.extractOne(fold(label).strip(" *_"), list(keys), scorer=fuzz.ratio, score_cutoff=80) if colon else None
    if best is None:
        state.left_out.append((start, end, "a line of the basics that the form does not know"))
        return
    key, rest = keys[best[0]], rest.strip()
    if not rest:
        return
    if key in {"interview.at", "now"}:
        state.header[key] = _date(rest, where, state.now)
    elif key == "dialect":
        state.header[key] = _dialect(rest, where)
    elif key == "follow_ups_sent":
        number = re.search(r"\d+", rest)
        state.header[key] = int(number[0][:9]) if number else {"one": 1, "once": 1, "two": 2, "twice": 2, "three": 3}.get(fold(rest), 0)
    else:
        state.header[key] = unescape(rest)


def _date(value: str, where: str, now: dt.datetime) -> dt.date | dt.datetime:
    with contextlib.suppress(ValueError):
        return dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
    wrong = impossible_date(value)
    found = None if wrong else read_date(value, today=now.date())
    if found is None:
        said = f"'{wrong}' is not a date that exists" if wrong else f"'{value}' is not a date that can be read with certainty"
        raise BadInput(f"{where}: {said}; write it as year-month-day, such as 2026-05-14.")
    return found


def _dialect(value: str, where: str) -> Dialect:
    key = fold(value)
    if key in {"en-gb", "uk", "gb"} or "brit" in key:
        return "en-GB"
    if key in {"en-us", "us", "usa"} or "americ" in key:
        return "en-US"
    raise BadInput(f"{where}: '{value}' is no spelling we know; write British or American.")


def read_recipient(value: str) -> dict[str, object]:
    """The fields of a person from one line: "Dr Anna Berg, head of care <a@x.org>" or "name: ... | title: ... | role: ..."."""
    if re.match(r"(?:name|title|role|email|relation):", value):
        parts = [part.partition(":") for part in split_bars(value)]
        return {key.strip(): unescape(inner.strip()) for key, _, inner in parts if inner.strip()}
    return parse_recipient(unescape(value))


def _read_fact(kind: FactKind, line: str, start: int, at: int, state: _State, *, continued: bool) -> None:
    end = len(line.rstrip())
    marker = MARKER.search(line, at, end)
    if marker:
        end = marker.start()
    text = unescape(line[at:end].strip())
    if not text.strip():
        return
    mark = marker["mark"].casefold() if marker else ""
    if continued and state.facts[-1].span:
        last = state.facts.pop()
        begin = last.span.start if last.span else start
        text, private = f"{last.text} {text}", last.private or mark == "private"
    else:
        begin = start + line.index(line[at:].strip()[:1], at)
        private = mark == "private" or (mark == "" and is_private_by_default(kind, text))
    state.facts.append(Fact(kind=kind, text=text[:2000], private=private, span=Span(start=begin, end=start + end)))


def is_private_by_default(kind: FactKind, text: str) -> bool:
    """Whether a fact without a mark is private: by its section, or because it speaks of pay and the like."""
    return kind in PRIVATE_KINDS or private_reason(text, pasted=False) is not None


def _finish(text: str, state: _State) -> Notes:
    scenario = one_scenario(state.ticked, state.name)
    header = state.header
    for index, fact in enumerate(state.facts, 1):
        fact.id = f"f{index}"
    now = header.get("now")
    if isinstance(now, dt.date):
        now = start_of_work(now)
    try:
        return Notes.model_validate(
            {
                "scenario": scenario,
                "candidate": Candidate.model_validate({"name": header.get("candidate.name"), "email": header.get("candidate.email")}),
                "recipients": [Recipient.model_validate(person) for person in state.people],
                "company": header.get("company"),
                "role": header.get("role"),
                "interview": Interview.model_validate({key: header.get(f"interview.{key}") for key in ("kind", "at", "place")}),
                "now": now,
                "dialect": header.get("dialect"),
                "follow_ups_sent": header.get("follow_ups_sent", 0),
                "facts": state.facts,
                "source": text,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{state.name}: {'.'.join(map(str, first['loc']))} cannot be used: {first['msg'].lower()}.") from error
