"""Reads the truth cases: good emails with their notes, and planted defects as the smallest change of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from guardrails.text import sentence_spans
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Notes

__all__ = ["DATA", "Case", "Defect", "brief_of", "draft_of", "load_cases", "load_defects"]

DATA = Path(__file__).parent / "data" / "truth"


@dataclass(frozen=True)
class Case:
    """A good email for some notes."""

    id: str
    brief: Brief
    email: str


@dataclass(frozen=True)
class Defect:
    """A good email with one thing changed, and the rules of which one must speak."""

    id: str
    case: Case
    email: str
    rules: tuple[str, ...]
    changed: str


def draft_of(email: str) -> Draft:
    """A draft from "Subject: ...", greeting, paragraphs, closing and signature, parted by empty lines."""
    blocks = [block.strip() for block in email.strip().split("\n\n")]
    subject, greeting, *paragraphs, end = blocks
    closing, _, signature = end.partition("\n")
    return Draft(
        subject=subject.removeprefix("Subject: "),
        greeting=greeting,
        paragraphs=tuple(tuple(Sentence(text=text[start:end]) for start, end in sentence_spans(text)) for text in paragraphs),
        closing=closing,
        signature=signature,
    )


def brief_of(notes: dict[str, object]) -> Brief:
    """The brief of some notes."""
    return build_brief(Notes.model_validate(notes))


@cache
def _read(name: str) -> list[dict[str, object]]:
    data = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(data, list)
    return data


@cache
def load_cases(name: str) -> tuple[Case, ...]:
    """The good emails of a file."""
    return tuple(Case(str(one["id"]), brief_of(one["notes"]), str(one["email"])) for one in _read(name))  # type: ignore[arg-type]


@cache
def load_defects(name: str) -> tuple[Defect, ...]:
    """The planted defects of a file."""
    defects = []
    for one, case in zip(_read(name), load_cases(name), strict=True):
        entries = one["defects"]
        assert isinstance(entries, list)
        for index, (find, replace, rules) in enumerate(entries):
            assert find in case.email, f"{case.id}: {find!r}"
            named = (rules,) if isinstance(rules, str) else tuple(rules)
            defects.append(Defect(f"{case.id}-{index}-{named[0]}", case, case.email.replace(find, replace), named, replace))
    return tuple(defects)
