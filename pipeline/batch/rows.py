"""One row of a table to an item: columns are mapped by `[batch.columns]`, or by their own names where those are fields of notes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.batch.shapes import Item
from pipeline.config import hint
from pipeline.errors import BadConfiguration
from prompts.notes import FactKind

__all__ = ["Columns", "read_columns", "row_item"]

#: Fields of notes that a column may fill. `notes` is the text itself, `id` names the output, a kind of fact adds one.
_HEADER = (
    "scenario", "company", "role", "now", "dialect",
    "candidate.name", "candidate.email",
    "recipient.name", "recipient.title", "recipient.role", "recipient.email", "recipient.relation",
    "recipients", "interview.kind", "interview.at", "interview.place", "follow_ups_sent",
)  # fmt: skip
_FACTS = tuple(f"facts.{kind.value}" for kind in FactKind)
_FIELDS = ("id", "notes", *_HEADER, *_FACTS)

#: Other headings that people give these columns, folded.
_USUAL = {
    "text": "notes", "interview notes": "notes", "note": "notes",
    "name": "candidate.name", "candidate": "candidate.name", "student": "candidate.name", "participant": "candidate.name",
    "email": "candidate.email", "situation": "scenario", "employer": "company", "organisation": "company", "organization": "company",
    "position": "role", "job": "role", "job title": "role", "interviewer": "recipient.name", "recipient": "recipient.name",
    "interviewer role": "recipient.role", "interviewer email": "recipient.email",
    "interview date": "interview.at", "date": "interview.at", "place": "interview.place", "today": "now",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns fill which field; `given` are the ones a person mapped, by field."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def given_in(self, row: Mapping[str, object]) -> bool:
        """Whether a row has one of the columns that a person mapped."""
        return any(column in row for columns in self.given.values() for column in columns)

    def field_of(self, column: str) -> str | None:
        """The field a column fills; None for a column that is not ours."""
        for name, columns in self.given.items():
            if column in columns:
                return name
        if any(column == one for columns in self.given.values() for one in columns):
            return None
        folded = re.sub(r"[\s_-]+", " ", column.strip().casefold())
        usual = _USUAL.get(folded) or next((name for name in _FIELDS if _folded(name) == folded), None)
        return None if usual in self.given else usual


def _folded(name: str) -> str:
    return name.removeprefix("facts.").replace(".", " ").replace("_", " ")


def read_columns(table: Mapping[str, object], where: str) -> Columns:
    """The mapping that `[batch.columns]` gives: field = "Column", or a list of columns for a fact.

    Args:
        table: the TOML table; `candidate.name` may stand as a nested table.
        where: the file, for messages.

    Raises:
        BadConfiguration: a field that notes do not have, or a value that names no column.
    """
    given: dict[str, tuple[str, ...]] = {}
    for name, value in _flat(table):
        if name not in _FIELDS:
            raise BadConfiguration(f"{where}: batch.columns: notes have no field {name!r}{hint(name, _FIELDS)}")
        columns = [value] if isinstance(value, str) else value
        if not isinstance(columns, list) or not columns or not all(isinstance(one, str) and one for one in columns):
            raise BadConfiguration(f"{where}: batch.columns.{name}: the name of a column is expected, in quotes.")
        if len(columns) > 1 and not name.startswith("facts."):
            raise BadConfiguration(f"{where}: batch.columns.{name}: one column is expected; only facts may come from several.")
        given[name] = tuple(columns)
    return Columns(given)


def _flat(table: Mapping[str, object], above: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        found += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return found


def row_item(row: Mapping[str, object], columns: Columns, *, number: int, source: str) -> Item:
    """The item of one row.

    Args:
        row: column to value; None and empty values count as absent.
        columns: the mapping.
        number: of the row, from 1; it names the output where there is no `id`.
        source: the file's name, for messages.
    """
    label = f"{source} row {number}"
    values: dict[str, list[object]] = {}
    for column, value in row.items():
        name = columns.field_of(str(column)) if column is not None else None
        if name is not None and value not in (None, "", [], {}):
            values.setdefault(name, []).append(value)
    wanted = str(values.pop("id", [f"row-{number:06d}"])[0])
    text = _text(values.pop("notes", [""])[0], values)
    header = _header(values)
    if not text.strip() and not header:
        return Item(wanted, label, problem=f'{label}: none of its columns holds notes; map one with [batch.columns] notes = "...".')
    return Item(wanted, label, text, json.dumps(header, ensure_ascii=False, sort_keys=True, default=str) if header else "")


def _text(notes: object, values: dict[str, list[object]]) -> str:
    """The notes as text; a list or an object in a JSON row is notes in the structured form already."""
    if isinstance(notes, str):
        return notes
    return json.dumps(notes if isinstance(notes, dict) else {"facts": notes}, ensure_ascii=False, default=str)


def _header(values: Mapping[str, list[object]]) -> dict[str, object]:
    header: dict[str, object] = {}
    facts: list[dict[str, object]] = []
    recipient: dict[str, object] = {}
    for name, found in values.items():
        group, _, part = name.partition(".")
        if group == "facts":
            facts += [{"kind": part, "text": one} for value in found for one in (value if isinstance(value, list) else [value])]
        elif group == "recipient":
            recipient[part] = found[0]
        elif part:
            group_values = header.setdefault(group, {})
            if isinstance(group_values, dict):
                group_values[part] = found[0]
        else:
            header[name] = found[0]
    if recipient:
        header["recipients"] = [recipient]
    if facts:
        header["facts"] = facts
    return header
