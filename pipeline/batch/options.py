"""What `[batch]` in afterword.toml sets: the columns of a table, and what each provider allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.rows import Columns, read_columns
from pipeline.batch.shapes import BatchSettings, Limit
from pipeline.config import read_toml
from pipeline.errors import BadConfiguration

if TYPE_CHECKING:
    from guardrails.settings import Settings as RuleSettings
    from pipeline.config import ModelSettings

__all__ = ["BatchTable", "read_batch_table", "read_settings"]

#: Calls to a remote model in flight unless somebody says otherwise.
_AT_ONCE = 8
#: How far the embedded model may stray from its likeliest wording, unless its user says otherwise.
_TEMPERATURE = 0.9
_LIMITS = ("calls_per_minute", "tokens_per_minute", "at_once")


@dataclass(frozen=True, slots=True)
class BatchTable:
    """`[batch]`: `columns`, and `limits` by provider with calls_per_minute, tokens_per_minute and at_once."""

    columns: Columns = field(default_factory=Columns)
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def read_batch_table(path: Path | None) -> BatchTable:
    """The table of a settings file; an empty one where there is no file or no table.

    Raises:
        BadConfiguration: the file cannot be read, or a key or value in the table is not valid.
    """
    if path is None:
        return BatchTable()
    table = read_toml(path).get("batch", {})
    if not isinstance(table, dict) or table.keys() - {"columns", "limits"}:
        raise BadConfiguration(f"{path}: batch: the tables batch.columns and batch.limits are expected.")
    columns, limits = table.get("columns", {}), table.get("limits", {})
    if not isinstance(columns, dict) or not isinstance(limits, dict):
        raise BadConfiguration(f"{path}: batch.columns and batch.limits are tables.")
    return BatchTable(read_columns(columns, str(path)), {name: _limit(path, name, value) for name, value in limits.items()})


def read_settings(
    table: BatchTable,
    *,
    model: str,
    seed: int,
    scenario: str | None,
    now: dt.datetime | None,
    rules: RuleSettings | None,
    calls: ModelSettings,
    at_once: int | None,
) -> BatchSettings:
    """The settings of one batch.

    Raises:
        BadConfiguration: there is no such model.
    """
    from pipeline.providers import find_provider

    prefix = model.partition(":")[0].strip()
    find_provider(prefix, settings=calls)
    allowed = table.limits.get(prefix, {})
    from guardrails.settings import house_settings

    return BatchSettings(
        model=model.strip(),
        seed=seed,
        temperature=_TEMPERATURE if calls.temperature is None else calls.temperature,
        scenario=scenario or "",
        now=now.isoformat() if now else "",
        rules=None if rules is house_settings() else rules,
        model_settings=calls,
        limit=Limit(allowed.get("calls_per_minute"), allowed.get("tokens_per_minute")),
        at_once=at_once or int(allowed.get("at_once", _AT_ONCE)),
    )


def _limit(path: Path, name: str, value: object) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise BadConfiguration(f"{path}: batch.limits.{name}: a table is expected, such as {{ calls_per_minute = 500 }}.")
    for key, number in value.items():
        if key not in _LIMITS:
            raise BadConfiguration(f"{path}: batch.limits.{name}: there is no key {key!r}; there are: {', '.join(_LIMITS)}.")
        if isinstance(number, bool) or not isinstance(number, int | float) or not number > 0:
            raise BadConfiguration(f"{path}: batch.limits.{name}.{key}: a number above 0 is expected.")
    return value
