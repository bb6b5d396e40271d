"""The fill-in form: a Markdown page derived from a scenario's contract, printed empty or filled, and read back."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from pipeline.form_escape import escape
from pipeline.form_reader import FormReading, is_form, is_private_by_default, parse_form, read_form, read_recipient
from pipeline.form_wording import BASIC_HINTS, BASICS, MARK, MARKER, Section, wording
from prompts.contract import Contract, load_contract
from prompts.notes import Fact, FactKind, Notes, Recipient, ScenarioId

__all__ = ["MARK", "FormReading", "blank_form", "is_form", "parse_form", "print_form", "read_form"]


def blank_form(scenario: ScenarioId | None) -> str:
    """The empty form; with a scenario, only the sections that its contract can use, the essential ones first."""
    return _page(scenario, Notes(scenario=scenario), hints=True)


def print_form(notes: Notes, *, ask: bool = False, remarks: Sequence[str] = ()) -> str:
    """Notes as a filled form that reads back to the same notes.

    Facts come out sorted by kind, in their own order within a kind, and are numbered anew; spans and the pasted source are
    not kept.

    Args:
        notes: what was understood.
        ask: whether the empty sections that the situation can use stand there too, with their hints.
        remarks: lines shown at the top, never read back.
    """
    return _page(notes.scenario if ask else None, notes, hints=ask, remarks=remarks)


def _page(ask: ScenarioId | None, notes: Notes, *, hints: bool, remarks: Sequence[str] = ()) -> str:
    words = wording()
    parts = [MARK, f"# {words.title}"]
    if hints:
        parts.append(f"> {words.intro}")
    if remarks:
        parts.append("\n".join(f"> {escape(' '.join(remark.split()))}" for remark in remarks))
    parts.append(_situation(notes.scenario, hints=hints))
    parts.append(_basics(notes, hints=hints))
    people = [_recipient_line(person) for person in notes.recipients]
    parts.append(_section(words.recipients, people, hints=hints))
    asked = _asked_kinds(load_contract(ask)) if ask else list(words.facts)
    kinds = [*asked, *(kind for kind in words.facts if kind not in asked)]
    for kind in kinds:
        lines = [_fact_line(fact) for fact in notes.facts if fact.kind is kind]
        if lines or (hints and kind in asked):
            hint = _essential_hint(ask, kind) or words.facts[kind].hint
            parts.append(_section(words.facts[kind].model_copy(update={"hint": hint}), lines, hints=hints))
    return "\n\n".join(parts) + "\n"


def _situation(scenario: ScenarioId | None, *, hints: bool) -> str:
    words = wording().situation
    rows = [f"- [{'x' if scenario is one else ' '}] {load_contract(one).title} ({one.value})" for one in ScenarioId]
    return "\n".join([f"## {words.heading}", *([f"> {words.hint}"] if hints else []), *rows])


def _basics(notes: Notes, *, hints: bool) -> str:
    values = {
        "candidate.name": notes.candidate.name,
        "candidate.email": notes.candidate.email,
        "company": notes.company,
        "role": notes.role,
        "interview.at": notes.interview.at.isoformat() if notes.interview.at else None,
        "interview.kind": notes.interview.kind,
        "interview.place": notes.interview.place,
        "now": notes.now.isoformat() if notes.now else None,
        "dialect": notes.dialect,
        "follow_ups_sent": str(notes.follow_ups_sent) if notes.follow_ups_sent else None,
    }
    rows: list[str] = []
    for label, key in BASICS.items():
        value = values[key]
        rows.append(f"- {label}: {escape(value)}" if value else f"- {label}:")
        if hints and label in BASIC_HINTS:
            rows.append(f"> {BASIC_HINTS[label]}")
    return "\n".join([f"## {wording().basics.heading}", *rows])


def _section(words: Section, lines: list[str], *, hints: bool) -> str:
    rows = [f"- {line}" for line in lines] or ["- "]
    return "\n".join([f"## {words.heading}", *([f"> {words.hint}"] if hints and words.hint else []), *rows])


def _recipient_line(person: Recipient) -> str:
    """The plain line where it reads back as the same person, else one with every field named."""
    parts = [person.name or "", f", {person.role}" if person.role else "", f" <{person.email}>" if person.email else ""]
    mark = "" if person.relation == "hiring_manager" else f" ({person.relation})"
    plain = " ".join(filter(None, [person.title, "".join(parts)])).strip() + mark
    if plain and escape(plain) == plain and _reads_as(plain, person):
        return plain
    fields = {"name": person.name, "title": person.title, "role": person.role, "email": person.email, "relation": person.relation}
    return " | ".join(f"{key}: {escape(value).replace('|', chr(92) + '|')}" for key, value in fields.items() if value)


def _reads_as(line: str, person: Recipient) -> bool:
    try:
        return not line.startswith(("-", "*", "+", "[", ">")) and Recipient.model_validate(read_recipient(line)) == person
    except ValidationError:
        return False


def _fact_line(fact: Fact) -> str:
    text = escape(fact.text, broken=True)
    text = f"\\{text}" if text in {"-", "*", "+"} else text
    ends_in_mark = MARKER.search(text) is not None
    if fact.private == is_private_by_default(fact.kind, fact.text) and not ends_in_mark:
        return text
    return f"{text} ({'private' if fact.private else 'may be mentioned'})"


def _asked_kinds(contract: Contract) -> list[FactKind]:
    """Kinds of fact that a contract can use: essential ones, then by the order of its moves, then private ones."""
    essential = [kind for one in contract.essentials for kind in one.facts[:1]]
    moves = sorted(contract.moves, key=lambda move: move.priority)
    used = [kind for move in moves for kind in move.uses]
    order = [*essential, *used, *contract.allowed_private, FactKind.PRIVATE]
    return list(dict.fromkeys(order))


def _essential_hint(scenario: ScenarioId | None, kind: FactKind) -> str:
    if scenario is None or kind is FactKind.STANCE:
        return ""
    return next((one.question for one in load_contract(scenario).essentials if one.facts[:1] == (kind,)), "")
