"""Holds one reading of notes against the truth: every field and fact, what leaked, what was asked. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

from evals.cases import Truth, TruthFact
from evals.wording import Verdict, compare, holds, plain
from prompts.brief import build_brief, missing
from prompts.contract import load_contract
from prompts.notes import Fact, FactKind, Notes, Recipient, ScenarioId

__all__ = ["FIELDS", "FactSeen", "FieldSeen", "ReadingJudged", "judge_reading"]

#: The fields with one value each, in the order of the report.
FIELDS = ("scenario", "recipient", "sender", "company", "role", "interview kind", "interview at")

#: What the notes' header calls a field, by which questions to the user name it.
_HEADER = {"recipient": "recipients", "sender": "candidate.name", "company": "company", "role": "role"}


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """One field of one case: what became of it, what was found, what is true; `asked` when the user is asked for it instead."""

    verdict: Verdict
    found: str | None
    truth: tuple[str, ...]
    asked: bool = False

    def to_json(self) -> dict[str, object]:
        """All of it."""
        return {"verdict": self.verdict.value, "found": self.found, "truth": list(self.truth), "asked": self.asked}


@dataclass(frozen=True, slots=True)
class FactSeen:
    """One true fact and how it was read: as which kind (None: not at all) and whether as private."""

    kind: str
    private: bool
    contains: tuple[str, ...]
    found_kind: str | None = None
    found_private: bool = False

    @property
    def right(self) -> bool:
        """Kind and privacy are right. A private fact may be filed under the kind `private` whatever it is about."""
        if self.found_kind is None or self.private != self.found_private:
            return False
        return self.found_kind == self.kind or (self.private and FactKind.PRIVATE.value in (self.found_kind, self.kind))

    @property
    def counted_as(self) -> str | None:
        """The kind it was found as, for precision."""
        return self.kind if self.right else self.found_kind

    def to_json(self) -> dict[str, object]:
        """All of it."""
        found = {"found_kind": self.found_kind, "found_private": self.found_private, "right": self.right}
        return {"kind": self.kind, "private": self.private, "contains": list(self.contains), **found}


@dataclass(frozen=True, slots=True)
class ReadingJudged:
    """What became of one reading.

    `people` are the verdicts on all recipients found or missing; `unlisted` counts public facts that no true fact accounts
    for, by kind; `leaks` are private stretches that stand in a public fact.
    """

    fields: dict[str, FieldSeen]
    people: tuple[Verdict, ...] = ()
    facts: tuple[FactSeen, ...] = ()
    unlisted: dict[str, int] = field(default_factory=dict)
    leaks: tuple[str, ...] = ()

    @property
    def wrong_names(self) -> tuple[str, ...]:
        """The names that would stand wrongly in the greeting or under the email."""
        named = (self.fields.get("recipient"), self.fields.get("sender"))
        return tuple(one.found or "" for one in named if one and one.verdict in {Verdict.WRONG, Verdict.INVENTED})

    def to_json(self) -> dict[str, object]:
        """All of it."""
        return {
            "fields": {name: one.to_json() for name, one in self.fields.items()},
            "facts": [one.to_json() for one in self.facts],
            "unlisted": self.unlisted,
            "leaks": list(self.leaks),
            "wrong_names": list(self.wrong_names),
        }


def judge_reading(notes: Notes, truth: Truth) -> ReadingJudged:
    """A reading held against the truth.

    The recipient is the one whom the email would greet first. A fact is found when some fact read holds all of its key words;
    of several, the one that is right counts.
    """
    contract = load_contract(notes.scenario or truth.scenario or ScenarioId.PHONE_INTERVIEW)
    greeted = next(iter(build_brief(notes, contract=contract).recipients), None)
    asked = {name for question in missing(contract, notes) for name in question.fields}
    fields = {
        "scenario": _judge_scenario(notes.scenario, truth.scenario),
        "recipient": _judge_recipient(greeted, truth.recipients[0] if truth.recipients else []),
        "sender": _judge_words(notes.candidate.name, truth.candidate),
        "company": _judge_words(notes.company, truth.company),
        "role": _judge_words(notes.role, truth.role),
    }
    fields = {name: _mark_asked(one, _HEADER.get(name) in asked) for name, one in fields.items()}
    if "kind" in truth.interview.model_fields_set:
        fields["interview kind"] = _judge_kind(notes.interview.kind, truth.interview.kind)
    if "at" in truth.interview.model_fields_set:
        fields["interview at"] = _judge_moment(notes.interview.at, truth.interview.at)
    facts = tuple(_see_fact(fact, notes.facts) for fact in truth.facts)
    return ReadingJudged(fields, _judge_people(notes.recipients, truth.recipients), facts, _unlisted(notes, truth), _leaks(notes, truth))


def _judge_scenario(found: ScenarioId | None, truth: ScenarioId | None) -> FieldSeen:
    wanted = (truth.value,) if truth else ()
    if found is None:
        return FieldSeen(Verdict.MISSING if truth else Verdict.ABSENT, None, wanted, asked=True)
    verdict = Verdict.RIGHT if found == truth else Verdict.WRONG if truth else Verdict.INVENTED
    return FieldSeen(verdict, found.value, wanted)


def _judge_words(found: str | None, truth: Sequence[str]) -> FieldSeen:
    return FieldSeen(compare(found, truth), found, tuple(truth))


def _judge_recipient(found: Recipient | None, truth: Sequence[str]) -> FieldSeen:
    name, title = (found.name, found.title) if found else (None, None)
    return FieldSeen(compare(name, truth, title=title), name, tuple(truth))


def _mark_asked(seen: FieldSeen, asked: bool) -> FieldSeen:
    return FieldSeen(seen.verdict, seen.found, seen.truth, seen.asked or (asked and seen.found is None))


def _judge_kind(found: str | None, truth: Sequence[str]) -> FieldSeen:
    """The reader keeps the words as written ("phone screen"), so a word for the true kind inside them is right."""
    verdict = compare(found, truth)
    if found and any(_names_kind(found, one) for one in truth):
        verdict = Verdict.RIGHT
    return FieldSeen(verdict, found, tuple(truth))


def _names_kind(found: str, kind: str) -> bool:
    words = f" {_spaced(found)} "
    return any(f" {_spaced(word)} " in words for word in (kind, *_kind_words().get(_spaced(kind), ())))


def _spaced(words: str) -> str:
    return " ".join(plain(words).replace("_", " ").replace("-", " ").split())


@cache
def _kind_words() -> dict[str, tuple[str, ...]]:
    """The words for each kind of meeting, from `evals/interview_kinds.yaml`."""
    text = resources.files("evals").joinpath("interview_kinds.yaml").read_text("utf-8")
    return {_spaced(kind): tuple(words) for kind, words in yaml.safe_load(text).items()}


def _judge_moment(found: dt.date | None, truth: dt.date | None) -> FieldSeen:
    """The day, and the time where the truth has one; the right day without its time is a part of the truth."""
    shown, wanted = (found.isoformat() if found else None), ((truth.isoformat(),) if truth else ())
    if found is None or truth is None:
        none = Verdict.MISSING if truth else Verdict.ABSENT
        return FieldSeen(none if found is None else Verdict.INVENTED, shown, wanted)
    if _day(found) != _day(truth):
        return FieldSeen(Verdict.WRONG, shown, wanted)
    if isinstance(truth, dt.datetime) and truth != found:
        return FieldSeen(Verdict.WRONG if isinstance(found, dt.datetime) else Verdict.PARTIAL, shown, wanted)
    return FieldSeen(Verdict.RIGHT, shown, wanted)


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _judge_people(found: Sequence[Recipient], truth: Sequence[Sequence[str]]) -> tuple[Verdict, ...]:
    """Everybody, in any order: a person found is right, partial or invented, a person not found is missing."""
    left = list(truth)
    verdicts = []
    for person in found:
        if not person.name:
            continue
        scored = [(compare(person.name, names, title=person.title), names) for names in left]
        best = next((pair for wanted in (Verdict.RIGHT, Verdict.PARTIAL) for pair in scored if pair[0] is wanted), None)
        verdicts.append(best[0] if best else Verdict.INVENTED)
        if best:
            left.remove(best[1])
    return (*verdicts, *(Verdict.MISSING for _ in left))


def _see_fact(truth: TruthFact, found: Sequence[Fact]) -> FactSeen:
    seen = [
        FactSeen(truth.kind.value, truth.private, tuple(truth.contains), fact.kind.value, fact.private)
        for fact in found
        if holds(fact.text, truth.contains)
    ]
    fallback = seen[0] if seen else FactSeen(truth.kind.value, truth.private, tuple(truth.contains))
    return next((one for one in seen if one.right), fallback)


def _unlisted(notes: Notes, truth: Truth) -> dict[str, int]:
    """Public facts that hold no true fact's key words."""
    extra = [f for f in notes.facts if not f.private and not any(holds(f.text, one.contains) for one in truth.facts)]
    return dict(Counter(fact.kind.value for fact in extra))


def _leaks(notes: Notes, truth: Truth) -> tuple[str, ...]:
    public = [fact.text for fact in notes.facts if not fact.private]
    secrets = [[words] for words in truth.must_not_public] + [list(fact.contains) for fact in truth.facts if fact.private]
    leaked = [" ... ".join(keys) for keys in secrets if any(holds(text, keys) for text in public)]
    return tuple(dict.fromkeys(leaked))
