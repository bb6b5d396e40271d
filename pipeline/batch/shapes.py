"""What goes through a batch: one item per notes, the settings of all of them, and what came of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from guardrails.settings import Settings as RuleSettings
    from pipeline.config import ModelSettings

__all__ = ["FOLDER", "PARTS", "BatchSettings", "Drafted", "Item", "Limit", "State", "Task", "task_key"]

#: The folder of a batch inside its output folder.
FOLDER = ".afterword"
#: Where a file stands until it is complete, so that nothing of a killed run is left among the outputs.
PARTS = f"{FOLDER}/parts"
#: `drafted`: there is an outcome, whatever its verdict. `unusable`: these notes cannot be read. `failed`: to be tried again.
State = Literal["drafted", "unusable", "failed"]


@dataclass(frozen=True, slots=True)
class Item:
    """The notes of one person.

    Attributes:
        name: what the output is called, without suffix; unique in the batch, safe as a file's path.
        label: what messages call it: the file, or the row.
        text: the notes; empty where the columns say it all.
        header: a JSON object of fields given beside the text, or empty.
        suffix: of the file the text came from, which helps to tell its format; empty for a row.
        problem: why there are no notes here (a file that cannot be read, a row that is no object); empty otherwise.
    """

    name: str
    label: str
    text: str = ""
    header: str = ""
    suffix: str = ""
    problem: str = ""

    @property
    def content(self) -> str:
        """A hash of all that decides the draft; two items with the same notes share it."""
        return _hash([self.suffix, self.text, self.header, self.problem])


@dataclass(frozen=True, slots=True)
class Limit:
    """What a provider allows: calls and tokens a minute; None is no limit."""

    calls_per_minute: float | None = None
    tokens_per_minute: float | None = None


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What decides the drafts. Everything here goes to the workers; what is not in `fingerprint` changes no draft.

    Attributes:
        model: `PROVIDER:NAME`.
        seed: of every draft.
        temperature: of the embedded model.
        scenario: the situation of all notes that name none, or empty.
        now: ISO time taken for now where the notes name none.
        rules: the rules' settings in force; None for the house's own.
        model_settings: addresses and limits of the model's calls; None for the defaults.
        limit: what the provider allows.
        at_once: calls to a remote model in flight, all workers together.
        secret: makes the calls of a draft the same each time it is taken up; the journal's own.
    """

    model: str = "local"
    seed: int = 0
    temperature: float = 0.9
    scenario: str = ""
    now: str = ""
    rules: RuleSettings | None = None
    model_settings: ModelSettings | None = None
    limit: Limit = field(default_factory=Limit)
    at_once: int = 8
    secret: bytes = field(default=b"", repr=False)

    @property
    def fingerprint(self) -> dict[str, str]:
        """Every setting that changes a draft, in words a reader can compare."""
        calls = self.model_settings.model_dump_json(exclude={"name", "timeout_s", "cache", "temperature"}) if self.model_settings else ""
        return {
            "model": self.model,
            "seed": str(self.seed),
            "temperature": f"{self.temperature:g}",
            "scenario": self.scenario or "as the notes say",
            "rules": _hash(_plain(asdict(self.rules)))[:12] if self.rules is not None else "the house's own",
            "calls": _hash(calls)[:12] if calls else "usual",
            "version": _version(),
        }


@dataclass(frozen=True, slots=True)
class Task:
    """An item to draft with a seed.

    `key` is where the journal keeps what comes of it; `plain` takes the lattice's own wordings, whatever the model.
    """

    key: str
    item: Item
    seed: int
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of one task; plain values, for the journal and for other machines.

    Attributes:
        key: the task's.
        state: see `State`.
        document: the object that `draft --json` prints, without its times; None where there is none.
        mail: for a mail file: `{"from": [name, address] or None, "to": [[name, address], ...], "candidate": [name, address]}`.
        problem: why there is no outcome; one sentence.
        company: the employer, folded, for the comparison of a cohort.
        day: the interview's day as an ordinal; 0 where the notes name none.
        runs: hashes of the body's word runs that count in that comparison.
        seconds: time it took.
        retryable: for `failed`: whether another try may help.
        fatal: for `failed`: whether every other notes would fail alike (a wrong key, a model that is not there).
    """

    key: str
    state: State
    document: dict[str, object] | None = None
    mail: dict[str, object] | None = None
    problem: str = ""
    company: str = ""
    day: int = 0
    runs: tuple[int, ...] = ()
    seconds: float = 0.0
    retryable: bool = False
    fatal: bool = False

    def to_json(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Drafted:
        """What `to_json` wrote."""
        data = json.loads(line)
        return cls(**{**data, "runs": tuple(data["runs"])})


def task_key(content: str, settings: dict[str, str], now: str, seed: int) -> str:
    """Where the journal keeps the draft of these notes under these settings with this seed."""
    return _hash([content, settings, now, seed])


@cache
def _version() -> str:
    try:
        return metadata.version("afterword")
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"


def _plain(value: object) -> object:
    """A value whose JSON is the same in every process: sets have no order."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else value


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]
