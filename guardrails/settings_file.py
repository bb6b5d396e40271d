"""Reads a user's `afterword.toml` and lays it over the house's settings; every mistake in it is one sentence with the nearest name."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guardrails.rules import RULES
from guardrails.settings import Level, Settings, house_settings
from prompts.contract import load_contracts

__all__ = ["RuleTable", "SettingsError", "SettingsFile", "firm_rules", "pick_rules", "read_settings", "with_choice"]

#: Families that no setting makes milder when a draft is written: who is written to, what is true, what is private.
_FIRM_FAMILIES = ("IDN", "GND", "PRV")


class SettingsError(ValueError):
    """Settings that cannot be used; the message is one sentence naming file, key and the nearest valid one."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleTable(_Strict):
    """`[rules]`: `select`, `ignore` and the keys of `severity` are rule ids and families; `threshold` takes rule ids."""

    select: list[str] | None = None
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Level] = Field(default_factory=dict)
    threshold: dict[str, dict[str, int | float]] = Field(default_factory=dict)


class SettingsFile(_Strict):
    """The whole file. `model`, `providers` (`pipeline/config.py`) and `batch` (`pipeline/batch/options.py`) are judged elsewhere."""

    rules: RuleTable = RuleTable()
    model: dict[str, object] = Field(default_factory=dict)
    providers: dict[str, object] = Field(default_factory=dict)
    batch: dict[str, object] = Field(default_factory=dict)


def read_settings(path: Path) -> Settings:
    """The house's settings with this file laid over them.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or has a key, id or value that is not valid.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: the settings could not be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: the settings are not readable text; save them as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: this is not valid TOML ({error}).") from error
    try:
        table = SettingsFile.model_validate(data).rules
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first_mistake(error)}") from error
    try:
        return _lay_over(table)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from error


def with_choice(settings: Settings, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Settings:
    """The settings with a choice made for one run: `select` takes the place of the file's choice, `ignore` is added to it.

    A rule selected by its id speaks even where the settings switch it off.

    Raises:
        SettingsError: a name is no rule and no family.
    """
    chosen, left_out = list(select), pick_rules(ignore)
    if not chosen:
        return replace(settings, ignore=settings.ignore | left_out)
    named = {name.casefold() for name in chosen}
    severity = {rule: level for rule, level in settings.severity.items() if level != "off" or rule.casefold() not in named}
    return replace(settings, select=pick_rules(chosen), ignore=left_out, severity=severity)


def pick_rules(names: Iterable[str]) -> frozenset[str]:
    """The ids these names stand for: each a rule id or a family such as LEN, in capitals or not.

    Raises:
        SettingsError: a name is neither.
    """
    ids = {rule.casefold(): [rule] for rule in RULES}
    for rule in RULES:
        ids.setdefault(rule[:3].casefold(), []).append(rule)
    picked: set[str] = set()
    for name in names:
        if name.strip().casefold() not in ids:
            raise SettingsError(f"there is no rule or family {name!r}{_nearest(name, {*RULES, *(rule[:3] for rule in RULES)})}")
        picked.update(ids[name.strip().casefold()])
    return frozenset(picked)


def firm_rules() -> frozenset[str]:
    """Rules that stay on while a draft is written: truth, privacy, identity, and what a situation requires."""
    musts = {f"SCN-{rule.act.replace('_', '-')}" for contract in load_contracts().values() for rule in contract.must}
    return frozenset(rule for rule in RULES if rule[:3] in _FIRM_FAMILIES or rule in musts)


def _lay_over(table: RuleTable) -> Settings:
    house = house_settings()
    thresholds = {rule: dict(values) for rule, values in house.thresholds.items()}
    for name, values in table.threshold.items():
        rule = _rule(name, "rules.threshold")
        if rule not in thresholds:
            raise SettingsError(
                f"rules.threshold: {rule} has no threshold of its own; what depends on the situation stands in its contract."
            )
        for key, value in values.items():
            _check_value(rule, key, value, thresholds[rule])
            thresholds[rule][key] = value
    return replace(
        house,
        thresholds=thresholds,
        select=None if table.select is None else _picked(table.select, "rules.select"),
        ignore=_picked(table.ignore, "rules.ignore"),
        severity=_severities(table.severity),
    )


def _severities(given: Mapping[str, Level]) -> dict[str, Level]:
    """Severity by rule; what is said of a rule counts for more than what is said of its family."""
    by_rule: dict[str, Level] = {}
    for name, level in sorted(given.items(), key=lambda item: len(item[0])):
        by_rule |= dict.fromkeys(_picked([name], "rules.severity"), level)
    return by_rule


def _picked(names: list[str], key: str) -> frozenset[str]:
    try:
        return pick_rules(names)
    except SettingsError as error:
        raise SettingsError(f"{key}: {error}") from error


def _rule(name: str, key: str) -> str:
    found = next((rule for rule in RULES if rule.casefold() == name.casefold()), None)
    if found is None:
        raise SettingsError(f"{key}: there is no rule {name!r}{_nearest(name, RULES)}")
    return found


def _check_value(rule: str, key: str, value: float, known: Mapping[str, float]) -> None:
    where = f"rules.threshold.{rule}"
    if key not in known:
        raise SettingsError(f"{where}: there is no threshold {key!r}{_nearest(key, known)}")
    is_share = isinstance(known[key], float)
    if is_share and not 0 <= value <= 1:
        raise SettingsError(f"{where}.{key}: {value} was given; a share between 0 and 1 is expected.")
    if not is_share and (not isinstance(value, int) or value < 0):
        raise SettingsError(f"{where}.{key}: {value} was given; a whole number from 0 on is expected.")


def _first_mistake(error: ValidationError) -> str:
    """One sentence for the first thing that breaks the schema."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in ("int", "float")]
    if first["type"] == "extra_forbidden":
        model = RuleTable if place[:-1] else SettingsFile
        return f"there is no key {'.'.join(place)!r}{_nearest(place[-1], model.model_fields)}"
    expected = {
        "literal_error": f"one of {first.get('ctx', {}).get('expected', '')} is expected",
        "list_type": "a list of rule ids is expected",
        "dict_type": "a table is expected",
        "model_type": "a table is expected",
        "string_type": "text is expected",
        "int_type": "a number is expected",
        "float_type": "a number is expected",
    }.get(first["type"], first["msg"])
    return f"{'.'.join(place)}: {first['input']!r} was given; {expected}."


def _nearest(name: str, valid: Collection[str]) -> str:
    """How a sentence about an unknown name ends: with the nearest valid one, or with all where none is near."""
    by_fold = {one.casefold(): one for one in valid}
    near = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.5)
    if near:
        return f"; did you mean {by_fold[near[0]]!r}?"
    return f"; there are: {', '.join(sorted(valid))}." if len(valid) < 40 else "; `afterword rule` lists them all."
