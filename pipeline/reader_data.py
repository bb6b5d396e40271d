"""The reader's word lists, loaded once from `pipeline/data/`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from prompts.kept import read_text, read_yaml
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = [
    "LOOSE_ACCENT",
    "Labels",
    "Private",
    "Situation",
    "Steering",
    "cues",
    "ends_of",
    "fold",
    "fold_in_place",
    "given_names",
    "labels",
    "load_data",
    "people",
    "private_cues",
    "situations",
    "steering",
]

_T = TypeVar("_T")
_WEIGHTS = {"strong": 4, "good": 2, "weak": 1}
#: A letter that stands for an accent without a letter of its own, of the same length and part of the word; folding drops it.
LOOSE_ACCENT = "\u02c8"
_STRAIGHT: dict[int, str | None] = str.maketrans(
    {LOOSE_ACCENT: None, "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """Lower case, no accents, straight quotes and plain dashes: for comparing only; offsets do not carry over."""
    return _folded(text) if len(text) <= _SHORT else _fold(text)


def fold_in_place(text: str) -> str:
    """As `fold`, each character by itself and of the same length, so that offsets carry over; what would grow ("ß", "…") stays."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(one if len(one := fold(char)) == 1 else char for char in text)


#: Texts up to this length, in characters, are folded once: a clause is compared with hundreds of patterns.
_SHORT = 400


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.replace("`", "'").casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
    return _BEYOND_LATIN.sub(_without_marks, decomposed).casefold()


#: Where accents that combine with letters may stand.
_BEYOND_LATIN = compiled(r"[^\x00-\u02ff]+")


def _without_marks(match: re.Match[str]) -> str:
    return "".join(char for char in match[0] if not unicodedata.combining(char))


def ends_of(text: str, first: int, last: int) -> str:
    """The text, or of a longer one that many characters at its beginning and at its end, with a line break between."""
    return text if len(text) <= first + last else f"{text[:first]}\n{text[-last:]}"


def load_data(name: str, kind: type[_T]) -> _T:
    """A data file of this room, checked against a type."""
    return TypeAdapter(kind).validate_python(read_yaml("pipeline", f"data/{name}", scalars="text"))


@dataclass(frozen=True, slots=True)
class Labels:
    """Folded label to header field, folded label to kind of fact, and (pattern, known label) of labels in people's own words."""

    fields: dict[str, str]
    facts: dict[str, FactKind]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Every label."""
        return frozenset(self.fields) | frozenset(self.facts)


@dataclass(frozen=True, slots=True)
class Situation:
    """How one situation is named and how notes show it."""

    names: frozenset[str]
    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    decision: bool


@dataclass(frozen=True, slots=True)
class Situations:
    """All situations, and the signs of a meeting that went well."""

    by_id: dict[ScenarioId, Situation]
    positive: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Private:
    """Signs of what stays out of the email, as (why, pattern)."""

    strong: tuple[tuple[str, re.Pattern[str]], ...]
    plain: tuple[tuple[str, re.Pattern[str]], ...]
    work_money: re.Pattern[str]
    offer_money: re.Pattern[str]
    refers_back: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Steering:
    """Signs of orders to a writer: attacks, and mere wishes of style."""

    attack: tuple[re.Pattern[str], ...]
    style: tuple[re.Pattern[str], ...]


@cache
def labels() -> Labels:
    """The labels of `labels.yaml`; where a word is listed twice, the field wins."""
    data = load_data("labels.yaml", _LabelFile)
    fields = {fold(word): name for name, words in data.fields.items() for word in words}
    facts = {fold(word): FactKind(kind) for kind, words in data.facts.items() for word in words if fold(word) not in fields}
    return Labels(fields, facts, tuple((compiled(pattern), label) for pattern, label in data.patterns))


class _LabelFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    fields: dict[str, list[str]]
    facts: dict[str, list[str]]
    patterns: list[tuple[str, str]]


@cache
def situations() -> Situations:
    """The signs of `situations.yaml`."""
    data = load_data("situations.yaml", dict[str, dict[str, list[str] | str] | list[str]])
    by_id: dict[ScenarioId, Situation] = {}
    for scenario in ScenarioId:
        entry = data[scenario.value]
        if not isinstance(entry, dict):
            raise ValueError(f"pipeline/data/situations.yaml: {scenario.value} is not a mapping")
        names = entry["names"]
        by_id[scenario] = Situation(
            names=frozenset(fold(str(name)) for name in (names if isinstance(names, list) else [])),
            strong=_patterns(entry.get("strong", [])),
            weak=_patterns(entry.get("weak", [])),
            decision=entry.get("decision") == "true",
        )
    return Situations(by_id, _patterns(data["positive"]))


def _patterns(entries: object) -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(str(entry)) for entry in entries) if isinstance(entries, list) else ()


@cache
def cues() -> dict[FactKind, tuple[tuple[int, re.Pattern[str]], ...]]:
    """(weight, pattern) by kind, in the order that settles equal sums."""
    data = load_data("cues.yaml", dict[FactKind, dict[str, list[str]]])
    return {
        kind: tuple((_WEIGHTS[name], compiled(entry)) for name, entries in levels.items() for entry in entries)
        for kind, levels in data.items()
    }


@cache
def private_cues() -> Private:
    """The signs of `private.yaml`."""
    data = load_data("private.yaml", dict[str, dict[str, list[str]] | str])

    def level(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        entry = data[name]
        return tuple((why, compiled(p)) for why, ps in entry.items() for p in ps) if isinstance(entry, dict) else ()

    return Private(
        strong=level("strong"),
        plain=level("plain"),
        work_money=compiled(str(data["work_money"])),
        offer_money=compiled(str(data["offer_money"])),
        refers_back=compiled(str(data["refers_back"])),
    )


@cache
def steering() -> Steering:
    """The signs of `steering.yaml`."""
    data = load_data("steering.yaml", dict[str, list[str]])
    return Steering(_patterns(data["attack"]), _patterns(data["style"]))


@cache
def people() -> dict[str, frozenset[str]]:
    """The word sets of `people.yaml`, folded; `outsiders` is a set of one pattern."""
    data = load_data("people.yaml", dict[str, list[str] | str])
    sets = {
        name: frozenset(fold(word) for word in entry) if isinstance(entry, list) else frozenset([entry]) for name, entry in data.items()
    }
    return sets | {"role_heads": sets["role_heads"] | _lines("role_heads.txt")}


@cache
def given_names() -> frozenset[str]:
    """Given names of many countries, folded."""
    return _lines("given_names.txt")


def _lines(name: str) -> frozenset[str]:
    return frozenset(line for line in read_text("pipeline", f"data/{name}").splitlines() if line and not line.startswith("#"))
