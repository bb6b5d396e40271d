"""Reads case files: every mistake in one ends in one sentence that names file, case and field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from evals.case_checks import CaseMistake, check_draft_case, check_email_case, check_notes_case
from evals.cases import Defect, DraftCase, NotesCase, Replace, Truth, TruthFact, TruthInterview
from evals.email_cases import EmailCase
from pipeline.errors import BadInput
from prompts.notes import Candidate, Fact, Interview, Notes, Recipient, ScenarioId

__all__ = ["CASES", "CaseError", "Loaded", "load_draft_cases", "load_email_cases", "load_notes_cases"]

#: Where the project's own cases lie.
CASES = Path(__file__).parent / "cases"

C = TypeVar("C", DraftCase, NotesCase, EmailCase)

_MODELS: tuple[type[BaseModel], ...] = (
    *(DraftCase, Defect, Replace, NotesCase, Truth, TruthFact, TruthInterview, EmailCase),
    *(Notes, Candidate, Recipient, Interview, Fact),
)


class CaseError(BadInput):
    """A case file that cannot be used; the message names file, case and field."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[C]):
    """A case, the file it stands in, whether that is held back, and the case as its author wrote it."""

    case: C
    file: str
    held: bool
    raw: Mapping[str, object]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # whichever of the two is there
    """Safe YAML that refuses a key standing twice, which would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and key.value != "<<":
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
            seen.add(str(key.value))
        result: dict[Hashable, object] = super().construct_mapping(node, deep=deep)
        return result


def load_draft_cases(path: Path = CASES / "drafts") -> list[Loaded[DraftCase]]:
    """All draft cases of a folder (with the folders in it) or of one file, in the order of the paths.

    Raises:
        CaseError: a file is not what docs/cases.md asks for, or there is no case at all.
    """
    loaded = []
    for file, number, raw in _read_all(path):
        scenario = next((part for part in reversed(file.parts[:-1]) if part in set(ScenarioId)), None)
        raw = _with_scenario(raw, scenario)
        case = _validate(DraftCase, raw, file, number)
        if scenario and case.notes.scenario != scenario:
            raise CaseError(f"{_where(file, raw, number)}: notes.scenario is {case.notes.scenario}, but the file lies under {scenario}.")
        _settle(check_draft_case, case, file, raw, number)
        loaded.append(Loaded(case, str(file), _is_held(path, file), raw))
    return _with_unique_ids(loaded)


def load_notes_cases(path: Path = CASES / "notes") -> list[Loaded[NotesCase]]:
    """All notes cases of a folder (with the folders in it) or of one file, in the order of the paths.

    Raises:
        CaseError: a file is not what docs/cases.md asks for, or there is no case at all.
    """
    loaded = []
    for file, number, raw in _read_all(path):
        case = _validate(NotesCase, raw, file, number)
        _settle(check_notes_case, case, file, raw, number)
        loaded.append(Loaded(case, str(file), _is_held(path, file), raw))
    return _with_unique_ids(loaded)


def load_email_cases(path: Path = CASES / "emails") -> list[Loaded[EmailCase]]:
    """All email cases of a folder (with the folders in it) or of one file, in the order of the paths.

    Raises:
        CaseError: a file is not what docs/cases.md asks for, or there is no case at all.
    """
    loaded = []
    for file, number, raw in _read_all(path):
        scenario = next((part for part in reversed(file.parts[:-1]) if part in set(ScenarioId)), None)
        raw = raw if scenario is None or "scenario" in raw else {**raw, "scenario": scenario}
        case = _validate(EmailCase, raw, file, number)
        if scenario and case.scenario != scenario:
            raise CaseError(f"{_where(file, raw, number)}: scenario is {case.scenario}, but the file lies under {scenario}.")
        _settle(check_email_case, case, file, raw, number)
        loaded.append(Loaded(case, str(file), _is_held(path, file), raw))
    return _with_unique_ids(loaded)


def _read_all(path: Path) -> Iterator[tuple[Path, int, Mapping[str, object]]]:
    """Every case of every file as (path to show, number in its file from 1, mapping)."""
    files = [path] if path.is_file() else sorted(file for suffix in ("*.yaml", "*.yml") for file in path.rglob(suffix))
    if not files:
        raise CaseError(f"{path}: there is no case file (.yaml) in it; docs/cases.md shows how one is written.")
    for file in files:
        shown = _shown(file)
        for number, entry in enumerate(_read_one(file, shown), start=1):
            if not isinstance(entry, dict):
                raise CaseError(
                    f"{shown}: case {number} is not a mapping of fields but {type(entry).__name__}; it begins with `- id: ...`."
                )
            yield shown, number, entry


def _read_one(file: Path, shown: Path) -> list[object]:
    try:
        data = yaml.load(file.read_text("utf-8"), Loader=_Loader)  # noqa: S506  # a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        hint = "; text with a colon, a dash or quotes in it needs quotes around it or a block `|`" if "mapping values" in str(error) else ""
        raise CaseError(f"{shown}, line {line}: this is not YAML: {error.problem}{hint}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise CaseError(f"{shown}: this cannot be read as YAML: {error}.") from error
    if data is None:
        raise CaseError(f"{shown}: there is nothing in it; it takes a list of cases.")
    return data if isinstance(data, list) else [data]


def _shown(file: Path) -> Path:
    """The path as messages show it: from the current folder on where it lies under it."""
    file = file.resolve()
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _is_held(root: Path, file: Path) -> bool:
    """Whether a file lies in a folder `held`, at or below where loading began."""
    full = Path.cwd() / file
    start = root.resolve()
    inside = full.relative_to(start).parts[:-1] if full.is_relative_to(start) and start.is_dir() else (full.parent.name,)
    return "held" in (*inside, start.name)


def _with_scenario(raw: Mapping[str, object], scenario: str | None) -> Mapping[str, object]:
    notes = raw.get("notes")
    if scenario is None or not isinstance(notes, dict) or notes.get("scenario") is not None:
        return raw
    return {**raw, "notes": {"scenario": scenario, **{key: value for key, value in notes.items() if key != "scenario"}}}


def _validate(model: type[C], raw: Mapping[str, object], file: Path, number: int) -> C:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        loc = [str(part) for part in first["loc"] if "[" not in str(part)]  # without the names of what pydantic tried
        field = ".".join(loc) or "the case"
        if first["type"] == "extra_forbidden":
            names = sorted({name for known in _MODELS for name in known.model_fields} - {loc[-1]})
            near = process.extractOne(loc[-1], names, score_cutoff=60)
            said = f"is no field{f'; did you mean {near[0]!r}?' if near else ' of the format; docs/cases.md lists them'}"
        elif first["type"] == "missing":
            said = "is missing" + ("; write null where the notes do not say" if loc[0] == "truth" and len(loc) == 2 else "")
        else:
            said = f"{_small(first['msg'])}{_seen(first['input'])}"
        raise CaseError(f"{_where(file, raw, number)}: {field} {said.rstrip('.')}.") from error


def _small(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"cannot be used: {message[:1].lower()}{message[1:]}"


def _seen(value: object) -> str:
    if isinstance(value, bool | int | float | dt.date):
        return f", not {value} (in YAML a text of this look needs quotes)"
    return f", not {value!r}" if isinstance(value, str) and len(value) <= 60 else ""


def _settle(check: Callable[[C], None], case: C, file: Path, raw: Mapping[str, object], number: int) -> None:
    try:
        check(case)
    except CaseMistake as mistake:
        raise CaseError(f"{_where(file, raw, number)}: {mistake}") from mistake


def _where(file: Path, raw: Mapping[str, object], number: int) -> str:
    name = raw.get("id")
    return f"{file}: case {name if isinstance(name, str) and name else number}"


def _with_unique_ids(loaded: list[Loaded[C]]) -> list[Loaded[C]]:
    first: dict[str, str] = {}
    for one in loaded:
        if one.case.id in first:
            raise CaseError(f"{one.file}: case {one.case.id}: id stands twice; the other one is in {first[one.case.id]}.")
        first[one.case.id] = one.file
    return loaded
