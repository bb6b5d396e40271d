"""Any notes to structured ones: YAML, JSON, the fill-in form or plain pasted text, told apart by their content."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from pipeline.errors import BadInput
from pipeline.form import is_form, print_form, read_form
from pipeline.intake_dates import doubtful_dates
from pipeline.intake_files import decode, read_bytes
from pipeline.intake_keys import is_known_key
from pipeline.intake_mapping import build_notes
from pipeline.intake_tree import read_json, read_yaml
from pipeline.reader import read_text
from pipeline.reader_facts import is_steering
from prompts.contract import load_contract
from prompts.notes import Notes, ScenarioId

__all__ = ["Ignored", "Intake", "Origin", "load_notes", "read_notes", "scenario_question", "to_form", "to_yaml"]

Origin = Literal["yaml", "json", "form", "text"]

_MOST_WORDS = 20_000
_LONGEST_WORD = 1_000


@dataclass(frozen=True, slots=True)
class Ignored:
    """A stretch of the notes that was not used, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Intake:
    """Notes, what was left out, in which form they came, and what was understood in short lines for a reader.

    `candidates` are the situations that fit where several do (the notes then name none); `warnings` are questions about
    dates on the wrong side of the moment of writing.
    """

    notes: Notes
    ignored: tuple[Ignored, ...]
    origin: Origin
    understood: tuple[str, ...]
    candidates: tuple[ScenarioId, ...] = ()
    warnings: tuple[str, ...] = ()


def scenario_question(candidates: tuple[ScenarioId, ...] = ()) -> str:
    """What to ask when the notes do not show what happened, or fit the several `candidates`."""
    titles = [f"{load_contract(one).title[:1].lower()}{load_contract(one).title[1:]}" for one in candidates or ScenarioId]
    if candidates:
        return f"The notes fit two situations; which one is this email about: {' or '.join(titles)}?"
    return f"What is the email about: {', '.join(titles)}?"


def load_notes(path: str, *, scenario: ScenarioId | None = None, now: dt.datetime | None = None) -> Intake:
    """Notes from a file, or from standard input for "-".

    Args:
        path: a file's path or "-".
        scenario: the situation the user named.
        now: see `read_notes`.

    Raises:
        BadInput: the file cannot be read or its notes cannot be used; one sentence that names the file.
    """
    name = "standard input" if path == "-" else Path(path).name or path
    return read_notes(decode(read_bytes(path), name), scenario=scenario, now=now, name=name)


def read_notes(text: str, *, scenario: ScenarioId | None = None, now: dt.datetime | None = None, name: str = "notes") -> Intake:
    """Notes from any text.

    Args:
        text: YAML, JSON, a filled form or plain text; every offset in the result counts in it.
        scenario: the situation the user named; the notes must not name another one.
        now: the moment of writing where the user named one; it replaces the notes' own. Without either, relative dates
            count from today.
        name: what messages call the notes; its suffix helps to tell the format.

    Raises:
        BadInput: empty, too long, malformed, an unknown key, two situations at once, or a date that does not exist.
    """
    text = text.removeprefix("\ufeff") if text.startswith("\ufeff") else text
    if not text.strip():
        raise BadInput(f"{name}: there is nothing in it; write down a few notes first, `afterword new` prints a form to fill in.")
    _check_size(text, name)
    clock = now or dt.datetime.now().replace(microsecond=0)
    origin = _origin(text, name)
    try:
        notes, ignored, candidates = _read(text, origin, scenario, clock, name)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{name}: {'.'.join(map(str, first['loc']))} cannot be used: {first['msg'].lower()}.") from error
    if scenario is not None and notes.scenario not in {None, scenario}:
        said = notes.scenario.value if notes.scenario else ""
        raise BadInput(
            f"{name}: two situations at once ({said} in the notes and {scenario.value} asked for); name the one that this email is about."
        )
    update: dict[str, object] = {"scenario": scenario or notes.scenario}
    if now is not None:
        update["now"] = now
    notes = notes.model_copy(update=update)
    warnings = doubtful_dates(notes, notes.now or clock)
    told = _understood(notes)
    return Intake(notes, tuple(sorted(ignored, key=lambda one: one.start)), origin, told, () if scenario else candidates, warnings)


def _check_size(text: str, name: str) -> None:
    if len(text) > 1_000_000 or len(text.split()) > _MOST_WORDS:
        raise BadInput(
            f"{name}: more than {_MOST_WORDS:,} words, which is too much for interview notes; keep those of one interview, a page or two."
        )
    if any(len(word) > _LONGEST_WORD for word in text.split()):
        raise BadInput(f"{name}: it holds a word of more than {_LONGEST_WORD:,} characters, which no note has; leave out what is not text.")
    bad = next((index for index, char in enumerate(text) if "\ud800" <= char <= "\udfff"), None)
    if bad is not None:
        raise BadInput(f"{name}: character {bad + 1} is broken; save the notes as UTF-8 text.")


def _read(
    text: str, origin: Origin, scenario: ScenarioId | None, clock: dt.datetime, name: str
) -> tuple[Notes, list[Ignored], tuple[ScenarioId, ...]]:
    if origin == "form":
        form = read_form(text, name=name, now=clock)
        notes, steering = _without_steering(form.notes, text)
        return notes, [*(Ignored(*one) for one in form.left_out), *steering], ()
    if origin == "text":
        reading = read_text(text, scenario=scenario, now=clock)
        return reading.notes, [Ignored(told.start, told.end, told.why) for told in reading.left_out], reading.guess.candidates
    tree = read_json(text, name) if origin == "json" else read_yaml(text, name)
    return *_without_steering(build_notes(tree, name, now=clock), text), ()


def _without_steering(notes: Notes, text: str) -> tuple[Notes, list[Ignored]]:
    """Notes without facts that give orders to a writer."""
    kept, ignored = [], []
    for fact in notes.facts:
        why = None if fact.private else is_steering(fact.text)
        if why != "an instruction, not a note":
            kept.append(fact)
            continue
        at = fact.span.start if fact.span else max(text.find(fact.text), 0)
        ignored.append(Ignored(at, fact.span.end if fact.span else min(at + len(fact.text), len(text)), why))
    return notes.model_copy(update={"facts": kept}), ignored


def _origin(text: str, name: str) -> Origin:
    """The format, by content first and by the file's suffix where the content does not tell."""
    suffix = Path(name).suffix.lower()
    start = text.lstrip()
    if start.startswith("{") and (suffix == ".json" or re.match(r"\{\s*(?:[\"'}]|$)", start)):
        return "json"
    if is_form(text):
        return "form"
    if suffix in {".yaml", ".yml"}:
        return "yaml"
    if suffix == ".json":
        return "json"
    return "yaml" if _is_yaml(text) else "text"


def _is_yaml(text: str) -> bool:
    """Whether the top of a text is a YAML mapping of fields, and not notes in the manner "Role: nurse".

    Two signs are asked for: at least two known keys, written as YAML keys (small letters), and a nested block, a list or
    nothing but keys.
    """
    rows = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if rows and rows[0].strip() == "---":
        rows = rows[1:]
    top = [line for line in rows if not line[:1].isspace() and not line.startswith("- ")]
    keys = [match[1] for line in top if (match := re.match(r"[\"']?([a-z][a-z_]*)[\"']?:(?:\s|$)", line))]
    known = [key for key in keys if is_known_key(key)]
    if len(known) < 2 and not (known and len(keys) == len(top) == 1):
        return False
    nested = any(re.match(r"\s+[\w\"'-]", line) for line in rows) or any(re.match(r"- \S", line) for line in rows)
    block = any(re.match(r"(?:facts|recipients|interview|candidate):\s*(?:$|[\[{#])", line) for line in top)
    return (
        (nested and len(keys) == len(top))
        or block
        or (len(keys) == len(top) == len(rows) and any(key in {"scenario", "facts", "recipients"} for key in known))
    )


def _understood(notes: Notes) -> tuple[str, ...]:
    """Short lines on what was read."""
    lines: list[str] = []
    if notes.scenario:
        lines.append(f"Situation: {load_contract(notes.scenario).title}")
    for label, value in (("From", notes.candidate.name), ("Company", notes.company), ("Role", notes.role)):
        if value:
            lines.append(f"{label}: {value}")
    for person in notes.recipients:
        name = " ".join(part for part in (person.title, person.name) if part) or "no name"
        detail = ", ".join(part for part in (person.role, "" if person.relation == "hiring_manager" else person.relation) if part)
        lines.append(f"To: {name}" + (f" ({detail})" if detail else ""))
    met = ", ".join(part for part in (notes.interview.kind, _day(notes.interview.at), notes.interview.place) if part)
    if met:
        lines.append(f"Interview: {met}")
    for fact in notes.facts:
        lines.append(f"{'Private, ' if fact.private else ''}{fact.kind.value.replace('_', ' ')}: {fact.text}")
    return tuple(lines)


def _day(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else value.isoformat()


def to_yaml(notes: Notes) -> str:
    """Notes as YAML that `read_notes` reads back to the same notes."""
    data = notes.model_dump(mode="json", exclude_defaults=True)
    data["facts"] = [{**fact.model_dump(mode="json", exclude_none=True), "private": fact.private} for fact in notes.facts]
    for person, dumped in zip(notes.recipients, data.get("recipients", []), strict=False):
        dumped["relation"] = person.relation
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


def to_form(notes: Notes) -> str:
    """Notes as a filled form that `read_notes` reads back; ids, spans and source are not kept."""
    return print_form(notes)
