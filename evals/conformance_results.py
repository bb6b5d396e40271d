"""What a conformance run showed of one provider: the record that is kept, and the table that the docs show of all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.errors import BadInput, SystemFailure

__all__ = ["CHECKS", "RESULTS", "ConformanceReport", "Shown", "load_results", "render_report", "write_result"]

RESULTS = Path(__file__).parent / "conformance"

#: Every check, in order, with its heading.
CHECKS: Mapping[str, str] = {
    "drafts": "seven drafts",
    "structure": "structured output",
    "stream": "streaming",
    "refusal": "refusal",
    "long_notes": "long notes",
    "names": "Unicode names",
    "deadline": "deadline",
    "tokens": "token counts",
}

#: A server's address: it says something of somebody's machine or network and nothing of the provider.
_ADDRESS = re.compile(r"(?i)\bhttps?://\S*[\w/]|(?:\b(?:\d{1,3}\.){3}\d{1,3}\b|\blocalhost\b|\[[0-9a-f:]*:[0-9a-f:]*\])(?::\d+)?")

#: `passed`, `failed`; `none`: the provider has no such thing; `not shown`: it never came to it.
Status = Literal["passed", "failed", "none", "not shown"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Shown(_Record):
    """What one check showed."""

    check: str
    status: Status
    seen: str
    seconds: float = 0.0

    @field_validator("seen")
    @classmethod
    def _without_address(cls, seen: str) -> str:
        return _ADDRESS.sub("the server", seen)


class ConformanceReport(_Record):
    """One run against one model. `mode`: the model writes freely, or chooses out of the lattice."""

    schema_: Literal["afterword/conformance@1"] = Field(default="afterword/conformance@1", alias="schema")
    provider: str
    model: str
    mode: Literal["free", "lattice"]
    server: str = Field(default="", description="What answered, in words; without an address.")
    date: str
    versions: dict[str, str] = Field(default_factory=dict)
    timeout_s: float = Field(default=60.0, description="Seconds a draft was given.")
    max_calls: int = Field(default=3, description="Calls a draft was given.")
    checks: tuple[Shown, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return bool(self.checks) and all(shown.status != "failed" for shown in self.checks)

    def to_json(self) -> dict[str, object]:
        """The object that is stored."""
        return self.model_dump(by_alias=True)


def render_report(report: ConformanceReport) -> str:
    """The report for people."""
    rows = [f"{report.model} ({report.mode}), {report.date}{f', {report.server}' if report.server else ''}"]
    rows += [f"  {CHECKS[shown.check]:20}{shown.status:12}{shown.seconds:7.1f} s  {shown.seen}" for shown in report.checks]
    rows.append("Conforms." if report.passed else "Does not conform.")
    return "\n".join(rows)


def write_result(report: ConformanceReport, folder: Path = RESULTS) -> Path:
    """Store a result in place of the one of the same provider and mode.

    Raises:
        SystemFailure: the folder cannot be written to.
    """
    path = folder / f"{report.provider}-{report.mode}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise SystemFailure(f"{path}: the result cannot be written there ({error.strerror or error}).") from error
    return path


def load_results(folder: Path = RESULTS) -> Sequence[ConformanceReport]:
    """Every stored result, by file name.

    Raises:
        BadInput: a file is no such result.
    """
    results = []
    for path in sorted(folder.glob("*.json")):
        try:
            results.append(ConformanceReport.model_validate_json(path.read_text("utf-8")))
        except (OSError, ValidationError) as error:
            raise BadInput(f"{path.name}: this is not the result of a conformance run ({type(error).__name__}).") from error
    return results
