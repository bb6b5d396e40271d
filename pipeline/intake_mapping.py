"""A parsed YAML or JSON tree to notes: friendly shapes accepted, unknown keys refused with the nearest valid name."""

from __future__ import annotations

import datetime as dt
import re

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from pipeline.errors import BadInput
from pipeline.intake_facts import facts_of, facts_of_kind
from pipeline.intake_keys import KEYS, OTHER_KEYS, key_of, kind_of
from pipeline.intake_tree import Path, Tree, TreeValue
from pipeline.intake_where import Where, keys_of, text_of, texts_of
from pipeline.reader_data import fold
from pipeline.reader_dates import impossible_date, read_date, start_of_work
from pipeline.reader_names import is_given, is_role, read_person
from pipeline.reader_scenario import name_scenario
from prompts.notes import DIALECTS, FactKind, Interview, Notes, Recipient, ScenarioId

__all__ = ["build_notes", "one_scenario", "parse_recipient"]

_INTERVIEW_KEYS = {
    "date": "at",
    "when": "at",
    "time": "at",
    "type": "kind",
    "format": "kind",
    "how": "kind",
    "where": "place",
    "location": "place",
}
_RECIPIENT_KEYS = {"job": "role", "position": "role", "job_title": "role", "mail": "email", "e_mail": "email"}
_RELATIONS = {
    "manager": "hiring_manager",
    "hiring manager": "hiring_manager",
    "hr": "recruiter",
    "panelist": "panellist",
    "panel": "panellist",
    "interviewer": "hiring_manager",
    "panel member": "panellist",
}
_PEOPLE = {"recipients", "recruiter"}


def one_scenario(values: list[str], where: str) -> ScenarioId | None:
    """The one situation these words name; None for none.

    Raises:
        BadInput: a word that names no situation, or two situations at once.
    """
    found: list[ScenarioId] = []
    for value in values:
        named = name_scenario(value)
        if named is None:
            ids = [scenario.value for scenario in ScenarioId]
            near = process.extractOne(key_of(value), ids, scorer=fuzz.ratio, score_cutoff=50)
            hint = f"did you mean '{near[0]}'? " if near else ""
            raise BadInput(f"{where}: there is no situation '{value}'; {hint}The seven are {', '.join(ids)}.")
        if named not in found:
            found.append(named)
    if len(found) > 1:
        raise BadInput(f"{where}: two situations at once ({' and '.join(s.value for s in found)}); name the one that this email is about.")
    return found[0] if found else None


def build_notes(tree: Tree, name: str, *, now: dt.datetime) -> Notes:
    """Notes from a tree.

    Args:
        tree: what the file says.
        name: the file's name, for messages.
        now: from when a date without year counts.

    Raises:
        BadInput: not a mapping, an unknown key, an impossible date, two situations, or a value of the wrong kind.
    """
    where = Where(name, tree)
    if not isinstance(tree.value, dict):
        raise BadInput(
            f"{name}: notes must be a mapping such as 'company: ...', not a {'list' if isinstance(tree.value, list) else 'single value'}."
        )
    data: dict[str, object] = {}
    people: list[dict[str, object]] = []
    facts: list[dict[str, object]] = []
    given: dict[str, str] = {}
    for key, value in tree.value.items():
        path: Path = (key,)
        field = key_of(key) if key_of(key) in KEYS else OTHER_KEYS.get(key_of(key))
        kind = None if field else kind_of(key)
        if field is None and kind is None:
            raise where.unknown(path, key, [*KEYS, *(k.value for k in FactKind)])
        if field is not None and field not in _PEOPLE:
            if field in given:
                raise BadInput(f"{where(path)}: '{key}' and '{given[field]}' say the same thing; keep one of them.")
            given[field] = key
        if value is None or value in ("", [], {}):
            continue
        if kind is not None:
            facts.extend(facts_of_kind(kind, value, path, where))
        elif field in _PEOPLE:
            people.extend(_recipients(value, path, where, recruiter=field == "recruiter"))
        elif field == "facts":
            facts.extend(facts_of(value, path, where))
        elif field is not None:
            _put(data, field, _header(field, value, path, where, now))
    data["recipients"], data["facts"] = people, facts
    try:
        return Notes.model_validate(data)
    except ValidationError as error:
        raise _refuse(error, where) from error


def _put(data: dict[str, object], field: str, value: object) -> None:
    field, _, inner = field.partition(".")
    if inner:
        value = {inner: value}
    old = data.get(field)
    data[field] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value


def _refuse(error: ValidationError, where: Where) -> BadInput:
    first = error.errors()[0]
    path: Path = tuple(part for part in first["loc"] if isinstance(part, str | int))
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "string_too_long":
        message = f"it is too long, {message[message.rfind('most') :]} are possible"
    return BadInput(
        f"{where(path)}: '{shown}' cannot be used: {message[:1].lower() + message[1:]}." if shown else f"{where(())}: {message}."
    )


def _header(field: str, value: TreeValue, path: Path, where: Where, now: dt.datetime) -> object:
    if field == "scenario":
        return one_scenario(texts_of(value, path, where), where(path))
    if field == "candidate":
        return (
            keys_of(value, path, where, {"name": "name", "email": "email", "mail": "email"})
            if isinstance(value, dict)
            else _candidate(text_of(value, path, where))
        )
    if field == "interview":
        return _interview(value, path, where, now)
    if field == "now":
        return start_of_work(_date(text_of(value, path, where), path, where, now))
    if field == "interview.at":
        return _date(text_of(value, path, where), path, where, now)
    if field == "dialect":
        return _dialect(text_of(value, path, where), path, where)
    if field == "spans":
        return value
    return text_of(value, path, where)


def _candidate(value: str) -> dict[str, object]:
    match = re.search(r"[\w.+-]+@[\w.-]+\w", value)
    name = (value[: match.start()] if match else value).strip(" <(,")
    return {"name": name or None, "email": match[0] if match else None}


def _dialect(value: str, path: Path, where: Where) -> str:
    key = fold(value).replace("_", "-").strip()
    if key in {"en-gb", "british", "british english", "uk", "gb", "en-uk", "uk english", "english (uk)"}:
        return "en-GB"
    if key in {"en-us", "american", "american english", "us", "usa", "us english", "english (us)"}:
        return "en-US"
    raise BadInput(f"{where(path)}: '{value}' is no spelling we know; use {' or '.join(DIALECTS)}.")


def _date(value: str, path: Path, where: Where, now: dt.datetime) -> dt.date | dt.datetime:
    wrong = impossible_date(value)
    if wrong:
        raise BadInput(f"{where(path)}: '{wrong}' is not a date that exists; write it as year-month-day, such as 2026-05-14.")
    found = read_date(value.strip(), today=now.date())
    if found is None:
        raise BadInput(
            f"{where(path)}: '{value}' is not a date that can be read with certainty; write year-month-day, such as 2026-05-14T10:30."
        )
    return found


def _interview(value: TreeValue, path: Path, where: Where, now: dt.datetime) -> dict[str, object]:
    if not isinstance(value, dict):
        text = text_of(value, path, where)
        if re.search(r"\d", text) is None and len(text) < 60:
            return {"kind": text}
        return {"at": _date(text, path, where, now)}
    names = {name: name for name in Interview.model_fields} | _INTERVIEW_KEYS
    found: dict[str, object] = dict(keys_of(value, path, where, names))
    if found.get("at") is not None:
        key = next(key for key in value if names[key_of(key)] == "at")
        found["at"] = _date(text_of(value[key], (*path, key), where), (*path, key), where, now)
    return found


def parse_recipient(text: str) -> dict[str, object]:
    """A person from one line such as "Dr Anna Kowalska, Head of Operations <anna@x.pl> (recruiter)"."""
    relation = re.search(r"[,(\s]*\b(hiring manager|recruiter|panell?ist|panel member)\b\W*$", text, re.IGNORECASE)
    body = text[: relation.start()] if relation and relation.start() > 0 else text
    if relation and relation.start() == 0:
        return {"relation": _relation(relation[1])}
    head = re.split(r"\s*[,(<]\s*", body.strip(), maxsplit=1)[0]
    if is_role(head) and not is_given(head.split()[0]):
        email = re.search(r"[\w.+-]+@[\w.-]+\w", body)
        return {"role": head, **({"email": email[0]} if email else {}), **({"relation": _relation(relation[1])} if relation else {})}
    person = read_person(body, 0, len(body))
    result: dict[str, object] = {key: body[slice(*span)] for key in ("name", "title", "role", "email") if (span := getattr(person, key))}
    rest = re.split(r"\s*[,(<]\s*", body.strip(), maxsplit=2)
    if "name" not in result and rest[0] and "@" not in rest[0]:
        result["name"] = rest[0].strip()
    if "role" not in result and len(rest) > 1 and "@" not in rest[1]:
        result["role"] = rest[1].strip(" )>,.") or None
    if relation:
        result["relation"] = _relation(relation[1])
    return result


def _relation(value: str) -> str:
    key = fold(value).replace("_", " ").strip()
    return _RELATIONS.get(key, key.replace(" ", "_"))


def _recipients(value: TreeValue, path: Path, where: Where, *, recruiter: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at = (*path, index) if isinstance(value, list) else path
        if item is None:
            continue
        if isinstance(item, dict):
            person: dict[str, object] = dict(keys_of(item, at, where, {name: name for name in Recipient.model_fields} | _RECIPIENT_KEYS))
            if isinstance(person.get("relation"), str):
                person["relation"] = _relation(str(person["relation"]))
                if person["relation"] not in {"hiring_manager", "recruiter", "panellist"}:
                    raise BadInput(
                        f"{where((*at, 'relation'))}: '{item.get('relation')}' is no relation; use hiring_manager, recruiter or panellist."
                    )
        else:
            person = parse_recipient(text_of(item, at, where))
        found.append({"relation": "recruiter", **person} if recruiter else person)
    return found
