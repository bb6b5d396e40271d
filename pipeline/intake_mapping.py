"""A parsed YAML or JSON tree to notes: friendly shapes accepted, unknown keys refused with the nearest valid name."""

from __future__ import annotations

import datetime as dt
import re

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from pipeline.errors import BadInput
from pipeline.intake_tree import Path, Tree, TreeValue
from pipeline.reader_data import fold
from pipeline.reader_dates import impossible_date, read_date, start_of_work
from pipeline.reader_facts import classify, private_reason
from pipeline.reader_names import is_given, is_role, read_person
from pipeline.reader_scenario import name_scenario
from pipeline.reader_segments import cut
from prompts.notes import DIALECTS, Fact, FactKind, Interview, Notes, Recipient, ScenarioId

__all__ = ["KEYS", "build_notes", "is_known_key", "key_of", "one_scenario", "parse_recipient"]

KEYS = tuple(Notes.model_fields)
_OTHER_KEYS = {
    "recipient": "recipients",
    "to": "recipients",
    "interviewer": "recipients",
    "interviewers": "recipients",
    "hiring_manager": "recipients",
    "panel": "recipients",
    "me": "candidate",
    "from": "candidate",
    "sender": "candidate",
    "name": "candidate",
    "my_name": "candidate",
    "applicant": "candidate",
    "employer": "company",
    "organisation": "company",
    "organization": "company",
    "position": "role",
    "job": "role",
    "job_title": "role",
    "title": "role",
    "situation": "scenario",
    "today": "now",
    "date": "interview.at",
    "when": "interview.at",
    "interview_date": "interview.at",
    "interview_kind": "interview.kind",
    "place": "interview.place",
    "english": "dialect",
    "spelling": "dialect",
    "language": "dialect",
    "notes": "facts",
    "follow_ups": "follow_ups_sent",
    "email": "candidate.email",
    "recruiter": "recruiter",
}
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
_FACT_KEYS = {"fact": "text", "note": "text", "type": "kind"}
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


def key_of(word: str) -> str:
    """A key as it is compared: lower case, underscores for spaces and dashes."""
    return re.sub(r"[\s-]+", "_", fold(word).strip())


def is_known_key(word: str) -> bool:
    """Whether notes in YAML may have this key at their top."""
    key = key_of(word)
    return key in KEYS or key in _OTHER_KEYS or _kind_of(word) is not None


def _kind_of(word: str) -> FactKind | None:
    key = key_of(word)
    values = {kind.value for kind in FactKind}
    return next((FactKind(k) for k in (key, key.removesuffix("s"), key.removesuffix("ies") + "y") if k in values), None)


class _Where:
    """The file's name and lines, for messages."""

    def __init__(self, name: str, tree: Tree) -> None:
        self.name, self.tree = name, tree

    def __call__(self, path: Path) -> str:
        line = self.tree.line(path)
        return f"{self.name}, line {line}" if line else self.name

    def unknown(self, path: Path, key: str, valid: list[str]) -> BadInput:
        near = process.extractOne(key_of(key), valid, scorer=fuzz.ratio, score_cutoff=55)
        hint = f"did you mean '{near[0]}'?" if near else f"valid keys are {', '.join(valid)}."
        return BadInput(f"{self(path)}: unknown key '{key}', {hint}")


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
    where = _Where(name, tree)
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
        field = key_of(key) if key_of(key) in KEYS else _OTHER_KEYS.get(key_of(key))
        kind = None if field else _kind_of(key)
        if field is None and kind is None:
            raise where.unknown(path, key, [*KEYS, *(k.value for k in FactKind)])
        if field is not None and field not in _PEOPLE:
            if field in given:
                raise BadInput(f"{where(path)}: '{key}' and '{given[field]}' say the same thing; keep one of them.")
            given[field] = key
        if value is None or value in ("", [], {}):
            continue
        if kind is not None:
            facts.extend(_facts_of_kind(kind, value, path, where))
        elif field in _PEOPLE:
            people.extend(_recipients(value, path, where, recruiter=field == "recruiter"))
        elif field == "facts":
            facts.extend(_facts(value, path, where))
        elif field is not None:
            _put(data, field, _header(field, value, path, where, now))
    data["recipients"], data["facts"] = people, facts
    try:
        return Notes.model_validate(data)
    except ValidationError as error:
        raise _refuse(error, where, facts) from error


def _put(data: dict[str, object], field: str, value: object) -> None:
    field, _, inner = field.partition(".")
    if inner:
        value = {inner: value}
    old = data.get(field)
    data[field] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value


def _refuse(error: ValidationError, where: _Where, facts: list[dict[str, object]]) -> BadInput:
    first = error.errors()[0]
    path: Path = tuple(part for part in first["loc"] if isinstance(part, str | int))
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "string_too_long":
        message = f"it is too long, {message[message.rfind('most') :]} are possible"
    return BadInput(
        f"{where(path)}: '{shown}' cannot be used: {message[:1].lower() + message[1:]}." if shown else f"{where(())}: {message}."
    )


def _text(value: TreeValue, path: Path, where: _Where) -> str:
    if isinstance(value, str | bool):
        return str(value)
    raise BadInput(f"{where(path)}: '{path[-1]}' must be plain text.")


def _texts(value: TreeValue, path: Path, where: _Where) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [_text(item, (*path, index), where) for index, item in enumerate(items) if item is not None]


def _header(field: str, value: TreeValue, path: Path, where: _Where, now: dt.datetime) -> object:
    if field == "scenario":
        return one_scenario(_texts(value, path, where), where(path))
    if field == "candidate":
        return (
            _keys(value, path, where, {"name": "name", "email": "email", "mail": "email"})
            if isinstance(value, dict)
            else _candidate(_text(value, path, where))
        )
    if field == "interview":
        return _interview(value, path, where, now)
    if field == "now":
        return start_of_work(_date(_text(value, path, where), path, where, now))
    if field == "interview.at":
        return _date(_text(value, path, where), path, where, now)
    if field == "dialect":
        return _dialect(_text(value, path, where), path, where)
    if field == "spans":
        return value
    return _text(value, path, where)


def _keys(value: TreeValue, path: Path, where: _Where, names: dict[str, str]) -> dict[str, TreeValue]:
    if not isinstance(value, dict):
        raise BadInput(f"{where(path)}: '{path[-1]}' must be a mapping with {', '.join(sorted(set(names.values())))}.")
    result: dict[str, TreeValue] = {}
    for key, inner in value.items():
        name = names.get(key_of(key))
        if name is None and inner is None and " " in key:
            raise BadInput(f"{where((*path, key))}: '{key}' is read as a key; put quotes around a text that holds a comma.")
        if name is None:
            raise where.unknown((*path, key), key, sorted(set(names.values())))
        if name in result:
            raise BadInput(f"{where((*path, key))}: '{name}' is given twice; keep one of them.")
        if inner is not None:
            result[name] = inner
    return result


def _candidate(value: str) -> dict[str, object]:
    match = re.search(r"[\w.+-]+@[\w.-]+\w", value)
    name = (value[: match.start()] if match else value).strip(" <(,")
    return {"name": name or None, "email": match[0] if match else None}


def _dialect(value: str, path: Path, where: _Where) -> str:
    key = fold(value).replace("_", "-").strip()
    if key in {"en-gb", "british", "british english", "uk", "gb", "en-uk", "uk english", "english (uk)"}:
        return "en-GB"
    if key in {"en-us", "american", "american english", "us", "usa", "us english", "english (us)"}:
        return "en-US"
    raise BadInput(f"{where(path)}: '{value}' is no spelling we know; use {' or '.join(DIALECTS)}.")


def _date(value: str, path: Path, where: _Where, now: dt.datetime) -> dt.date | dt.datetime:
    wrong = impossible_date(value)
    if wrong:
        raise BadInput(f"{where(path)}: '{wrong}' is not a date that exists; write it as year-month-day, such as 2026-05-14.")
    found = read_date(value.strip(), today=now.date())
    if found is None:
        raise BadInput(
            f"{where(path)}: '{value}' is not a date that can be read with certainty; write year-month-day, such as 2026-05-14T10:30."
        )
    return found


def _interview(value: TreeValue, path: Path, where: _Where, now: dt.datetime) -> dict[str, object]:
    if not isinstance(value, dict):
        text = _text(value, path, where)
        if re.search(r"\d", text) is None and len(text) < 60:
            return {"kind": text}
        return {"at": _date(text, path, where, now)}
    names = {name: name for name in Interview.model_fields} | _INTERVIEW_KEYS
    found: dict[str, object] = dict(_keys(value, path, where, names))
    if found.get("at") is not None:
        key = next(key for key in value if names[key_of(key)] == "at")
        found["at"] = _date(_text(value[key], (*path, key), where), (*path, key), where, now)
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


def _recipients(value: TreeValue, path: Path, where: _Where, *, recruiter: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at = (*path, index) if isinstance(value, list) else path
        if item is None:
            continue
        if isinstance(item, dict):
            person: dict[str, object] = dict(_keys(item, at, where, {name: name for name in Recipient.model_fields} | _RECIPIENT_KEYS))
            if isinstance(person.get("relation"), str):
                person["relation"] = _relation(str(person["relation"]))
                if person["relation"] not in {"hiring_manager", "recruiter", "panellist"}:
                    raise BadInput(
                        f"{where((*at, 'relation'))}: '{item.get('relation')}' is no relation; use hiring_manager, recruiter or panellist."
                    )
        else:
            person = parse_recipient(_text(item, at, where))
        found.append({"relation": "recruiter", **person} if recruiter else person)
    return found


def _facts(value: TreeValue, path: Path, where: _Where) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            kind = _kind_of(key)
            if kind is None:
                raise where.unknown((*path, key), key, [k.value for k in FactKind])
            found.extend(_facts_of_kind(kind, inner, (*path, key), where))
        return found
    if isinstance(value, str):
        return [_from_line(clause.text) for clause in cut(value).clauses]
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at: Path = (*path, index)
        if isinstance(item, dict):
            found.extend(_fact(item, at, where))
        elif item is not None:
            found.append(_from_line(_text(item, at, where)))
    return found


def _from_line(text: str) -> dict[str, object]:
    """A fact given as bare text: "topic: the move", or a sentence whose kind is seen from its words."""
    head, colon, rest = text.partition(":")
    kind = _kind_of(head) if colon and rest.strip() else None
    if kind is not None:
        return _with_privacy({"kind": kind.value, "text": rest.strip()})
    reason = private_reason(text, pasted=True)
    seen = classify(text, bullet=True) or FactKind.TOPIC
    return {"kind": (FactKind.PRIVATE if reason else seen).value, "text": text, "private": True if reason else None}


def _fact(item: dict[str, TreeValue], at: Path, where: _Where) -> list[dict[str, object]]:
    names = {name: name for name in Fact.model_fields} | _FACT_KEYS
    if "kind" not in {names.get(key_of(key)) for key in item}:
        kinds = [(key, kind) for key in item if _tells(key, item[key], names) and (kind := _kind_of(key))]
        if len(kinds) == 1 or (kinds and len(kinds) == len(item)):
            rest = {key: value for key, value in item.items() if key not in {key for key, _ in kinds}}
            extra: dict[str, object] = dict(_keys(rest, at, where, names))
            return [{**fact, **extra} for key, kind in kinds for fact in _facts_of_kind(kind, item[key], (*at, key), where)]
    fact: dict[str, object] = dict(_keys(item, at, where, names))
    kind = _kind_of(str(fact.get("kind", "")))
    if "kind" not in fact:
        raise BadInput(f"{where(at)}: this fact has no kind; add 'kind:' with one of {', '.join(k.value for k in FactKind)}.")
    if kind is None:
        near = process.extractOne(key_of(str(fact["kind"])), [k.value for k in FactKind], scorer=fuzz.ratio, score_cutoff=50)
        hint = f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(k.value for k in FactKind)}."
        raise BadInput(f"{where((*at, 'kind'))}: there is no kind of fact '{fact['kind']}', {hint}")
    return [_with_privacy({**fact, "kind": kind.value})]


def _tells(key: str, value: TreeValue, names: dict[str, str]) -> bool:
    """Whether a key of a fact is a kind with its text; "private" is one only with words other than yes and no."""
    if key_of(key) == "private":
        return not isinstance(value, bool) and fold(str(value)) not in {"true", "false", "yes", "no", "none", "0", "1", "on", "off"}
    return names.get(key_of(key)) is None


def _facts_of_kind(kind: FactKind, value: TreeValue, path: Path, where: _Where) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at: Path = (*path, index) if isinstance(value, list) else path
        if isinstance(item, dict):
            fact = _keys(item, at, where, {name: name for name in Fact.model_fields} | _FACT_KEYS)
            found.append(_with_privacy({"kind": kind.value, **fact}))
        elif item is not None:
            found.append(_with_privacy({"kind": kind.value, "text": _text(item, at, where)}))
    return found


def _with_privacy(fact: dict[str, object]) -> dict[str, object]:
    """Pay, leverage and whatever was said in confidence stay private unless the notes say `private: false`.

    A better answer or a piece of the candidate's own work may well be about pay: that is their trade, not their salary.
    """
    why = private_reason(str(fact.get("text", "")), pasted=False) if fact.get("private") is None else None
    trade = fact.get("kind") in {FactKind.CORRECTION.value, FactKind.STRENGTH.value} and why == "pay"
    return {**fact, "private": True} if why and not trade else fact
