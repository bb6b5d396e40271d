"""The report for programs: one JSON object with everything the page shows, and the records themselves."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass

from evals.report_shapes import Summary

__all__ = ["SCHEMA", "render_json"]

SCHEMA = "afterword/eval-report@1"


def render_json(summary: Summary) -> str:
    """The report as JSON of schema `afterword/eval-report@1`, pure ASCII, cases worst first.

    Records stand without their `outcome` (the run's log has it). A mean over nothing is null, never 0 or NaN.
    """
    known = summary.statistics
    document = {
        "schema": SCHEMA,
        "head": summary.head.model_dump(mode="json", by_alias=True),
        "models": summary.models,
        "scorers": summary.scorers,
        "cells": [
            {"model": model, "scorer": scorer, "scenario": scenario or None, **asdict(cell)}
            for (model, scorer, scenario), cell in summary.cells.items()
        ],
        "differences": known.differences,
        "thresholds": known.judged,
        "baseline": known.baseline or None,
        "changes": known.changes,
        "remarks": known.remarks,
        "records": [
            record.model_dump(mode="json", exclude={"outcome"})
            for case in summary.cases
            for records in case.records.values()
            for record in records
        ],
    }
    return json.dumps(document, default=_plain, indent=1, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    """Shares with their interval, other dataclasses by their fields."""
    to_json = getattr(value, "to_json", None)
    if callable(to_json):
        return to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"{type(value).__name__} has no place in the report")
