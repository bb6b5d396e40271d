"""The brief: a contract applied to one set of notes. Prompt, lattice, guardrails and evals take a brief and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prompts.contract import ActRule, Contract, Essential, Move, load_contract
from prompts.fitting.deadline import fit_deadline
from prompts.fitting.deadline_own import two_dates
from prompts.fitting.text import normalise
from prompts.names import address, signature_name, spoken_titles
from prompts.notes import Fact, FactKind, Notes, Recipient, Span
from prompts.patterns import compiled

__all__ = ["Brief", "PlannedMove", "Question", "build_brief", "is_practical", "missing", "urgency", "writable_facts"]

#: The lightest and the heaviest email a plan may come to, as a share of the contract's aim.
_PLAN_ABOVE = 0.92


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the user; a blocking one must be answered before a draft is written.

    The answer fills the header field of `fields`, or becomes a fact of the first kind of `facts`.
    """

    text: str
    blocking: bool
    fields: tuple[str, ...] = ()
    facts: tuple[FactKind, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move of the contract with the public facts it may use here, best first."""

    move: Move
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a writer and a judge of one email need.

    `moves` are planned in order; `must` are the acts this email has to perform given these facts; `recipients` are
    the people greeted. `notes` holds private facts too: the guardrails need them, the prompt never shows them.
    """

    contract: Contract
    notes: Notes
    moves: tuple[PlannedMove, ...]
    must: tuple[ActRule, ...]
    recipients: tuple[Recipient, ...]
    greeting: str
    closing: str
    signature: str
    dialect: str
    now: dt.datetime | None
    questions: tuple[Question, ...] = field(default=())
    #: Texts of facts as the notes gave them, by id, before a deadline was cut to the wish in it.
    as_given: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Fact]:
        """Public facts by id, the ones an email may state."""
        return {fact.id: fact for fact in writable_facts(self.notes)}

    @property
    def private_facts(self) -> tuple[Fact, ...]:
        """Facts that must not show in the email in any form."""
        public = self.facts
        return tuple(fact for fact in self.notes.facts if fact.id not in public)


def build_brief(notes: Notes, *, contract: Contract | None = None, to: str | None = None) -> Brief:
    """The brief for these notes.

    Args:
        notes: notes with a scenario, unless `contract` is given.
        contract: used instead of the scenario's own.
        to: name (or part of it) of the one recipient to write to; everyone in the notes' first place otherwise.

    Raises:
        ValueError: no scenario and no contract; or `to` names nobody in the notes.
    """
    if contract is None:
        if notes.scenario is None:
            raise ValueError("the notes name no scenario")
        contract = load_contract(notes.scenario)
    as_given = {fact.id: fact.text for fact in notes.facts}
    notes = _with_rival_date(contract, _with_reasons_as_motives(contract, _with_own_date(contract, notes)))
    facts = writable_facts(notes)
    kinds = {fact.kind for fact in facts}
    recipients = tuple(spoken_titles(_choose_recipients(notes, to), " ".join(as_given.values())))
    titled = {person.name: person for person in recipients}
    people = [titled.get(person.name, person) for person in notes.recipients]
    if to is not None:
        people = [person.model_copy(update={"relation": _relation(person, recipients)}) for person in people]
    notes = notes.model_copy(update={"recipients": people})
    dialect = notes.dialect or "en-US"
    return Brief(
        contract=contract,
        notes=notes,
        moves=_plan(contract, facts),
        must=tuple(rule for rule in contract.must if not rule.if_facts or kinds & set(rule.if_facts)),
        recipients=recipients,
        greeting=f"Dear {address(recipients)},",
        closing="Kind regards," if dialect == "en-GB" else "Best regards,",
        signature=signature_name(notes.candidate.name),
        dialect=dialect,
        now=notes.now,
        questions=missing(contract, notes),
        as_given=as_given,
    )


#: "I would like until Wednesday the 28th": a wish for a date of one's own, whatever kind it was filed under.
_OWN_DATE = compiled(r"\b(?:until|till|'til)\b", re.IGNORECASE)


def _with_own_date(contract: Contract, notes: Notes) -> Notes:
    """The notes with the candidate's wish for a date, filed as a stance, as the first deadline, where the email names an answer date."""
    if not any("names_answer_date" in move.performs for move in contract.moves):
        return notes
    notes = notes.model_copy(update={"facts": [_only_own(fact, notes) for fact in notes.facts]})
    if both := two_dates(notes):
        return notes.model_copy(update={"facts": [both.mine, *(fact for fact in notes.facts if fact is not both.mine)]})
    own = [fact for fact in notes.facts if fact.kind is FactKind.STANCE and not fact.private and _OWN_DATE.search(fact.text)]
    if not own:
        return notes
    moved = [fact.model_copy(update={"kind": FactKind.DEADLINE}) for fact in own]
    return notes.model_copy(update={"facts": [*moved, *(fact for fact in notes.facts if fact not in own)]})


#: "they want yes/no wed 9/2, asking for tues 9/8": their date, and after it the wish for another.
_ASKED_FOR = compiled(
    r"(?<=[\w),.;–-] )(?:(?:but )?I(?:'d|’d| would| will)? (?:\w+ )?(?:like|need|want|hope|prefer|ask)\b"
    r"|(?:but )?(?:asking|hoping|will ask|ask) (?:\w+ )?for)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def _only_own(fact: Fact, notes: Notes) -> Fact:
    """Of a deadline that names their date and then the candidate's own wish, the wish, unless both dates are certain."""
    wish = _ASKED_FOR.search(fact.text) if fact.kind is FactKind.DEADLINE else None
    if wish and "wish" in fit_deadline(normalise(fact.text), notes):
        return fact
    return fact.model_copy(update={"text": wish[0]}) if wish and re.search(r"\d", wish[0]) else fact


#: Where the part of another offer begins that says by when it wants an answer.
_BY_WHEN = compiled(r"\b(?:by|until|till|before|deadline|expires?|answer|decide|reply|respond)\b[^.;]*", re.IGNORECASE)
_A_DAY = compiled(
    r"\d|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:noon|month|week)\b",
    re.IGNORECASE,
)


def _with_rival_date(contract: Contract, notes: Notes) -> Notes:
    """The notes with the date out of another offer as a deadline of its own, where the email may name it and none is noted.

    What else the offer says stays private; only the words from "by" on are taken.
    """
    if FactKind.OTHER_OFFER not in contract.allowed_private or notes.of_kind(FactKind.DEADLINE):
        return notes
    for fact in notes.facts:
        found = _BY_WHEN.search(fact.text) if fact.kind is FactKind.OTHER_OFFER else None
        if found and _A_DAY.search(found[0]) and not re.search(r"[£$€]|\d\s?k\b|\d{4,}", found[0]):
            date = Fact(id=f"{fact.id}-date", kind=FactKind.DEADLINE, text=found[0].strip(), private=False, span=_part(fact, found))
            return notes.model_copy(update={"facts": [*notes.facts, date]})
    return notes


def _part(fact: Fact, found: re.Match[str]) -> Span | None:
    """Where a part of the fact's text stands in the pasted text, when the fact was taken from it letter by letter."""
    span = fact.span
    if span is None or span.end - span.start != len(fact.text):
        return None
    return Span(start=span.start + found.start(), end=span.start + found.end())


def _with_reasons_as_motives(contract: Contract, notes: Notes) -> Notes:
    """Where the email has no place for a reason (to decline, to wait) but one for a motive, a reason is one."""
    kinds = {kind for move in contract.moves for kind in move.uses}
    if FactKind.REASON in kinds or FactKind.MOTIVATION not in kinds:
        return notes
    facts = [fact.model_copy(update={"kind": FactKind.MOTIVATION}) if fact.kind is FactKind.REASON else fact for fact in notes.facts]
    return notes.model_copy(update={"facts": facts})


def writable_facts(notes: Notes) -> list[Fact]:
    """Facts the email may state: public ones, never one filed as `private`.

    A kind in the contract's `allowed_private` stays private: the situation may use that it exists (there is another
    deadline), not what it says.
    """
    return [fact for fact in notes.facts if not fact.private and fact.kind is not FactKind.PRIVATE]


def missing(contract: Contract, notes: Notes) -> tuple[Question, ...]:
    """What to ask: at most two questions, blocking ones and the sender's name first."""
    questions: list[Question] = []
    if not notes.candidate.name:
        questions.append(Question("What is your name, as it should stand under the email?", blocking=True, fields=("candidate.name",)))
    kinds = {fact.kind for fact in writable_facts(notes)}
    absent = [essential for essential in contract.essentials if not _is_there(essential, notes, kinds)]
    for essential in sorted(absent, key=lambda essential: not essential.blocking):
        questions.append(Question(essential.question, essential.blocking, essential.fields, essential.facts))
    return tuple(questions[:2])


def _is_there(essential: Essential, notes: Notes, kinds: set[FactKind]) -> bool:
    if kinds & set(essential.facts):
        return True
    return any(getattr(notes, name) for name in essential.fields)


def _plan(contract: Contract, facts: list[Fact]) -> tuple[PlannedMove, ...]:
    """Choose the moves: required ones, then optional ones by priority while the words last."""
    by_move: dict[str, tuple[Fact, ...]] = {}
    must_acts = {rule.act for rule in contract.must}
    used: set[str] = set()
    for move in sorted(contract.moves, key=lambda move: move.priority):
        mine = sorted((fact for fact in facts if fact.kind in move.uses), key=lambda fact: move.uses.index(fact.kind))
        fresh = [fact for fact in mine if fact.id not in used]
        if move.id != "step":
            mine = fresh
            used.update(fact.id for fact in mine[:1])
        by_move[move.id] = tuple(mine)
    words = 0
    chosen: set[str] = set()
    for move in sorted(contract.moves, key=lambda move: (not move.required, urgency(move, by_move[move.id]))):
        has_facts = bool(by_move[move.id]) or not move.uses or move.factless
        needed = bool(must_acts & set(move.performs)) and has_facts
        most = contract.words.warn_above if by_move[move.id] else contract.words.aim_max
        affordable = words + move.words <= most * _PLAN_ABOVE
        if move.required or (has_facts and (needed or affordable)):
            chosen.add(move.id)
            words += move.words
    return tuple(PlannedMove(move, by_move[move.id]) for move in contract.moves if move.id in chosen)


_PRACTICAL = frozenset({FactKind.CONCERN, FactKind.PROMISE, FactKind.AVAILABILITY, FactKind.DEADLINE, FactKind.START_DATE})


def is_practical(facts: tuple[Fact, ...]) -> bool:
    """Whether a move's first fact is one the reader has to act on or plan with, worth going beyond the length aimed at."""
    return bool(facts) and facts[0].kind in _PRACTICAL


def urgency(move: Move, facts: tuple[Fact, ...]) -> int:
    """The move's priority, less urgent when the kind of fact it is best made from is absent."""
    best_kind_there = not move.uses or any(fact.kind is move.uses[0] for fact in facts)
    return move.priority if best_kind_there else move.priority + 2


def _relation(person: Recipient, greeted: Sequence[Recipient]) -> str:
    """Who is written to by name is the one whom "you" means; whoever would have been is a panellist for this email."""
    if person in greeted:
        return "hiring_manager"
    return "panellist" if person.relation == "hiring_manager" else person.relation


def _choose_recipients(notes: Notes, to: str | None) -> tuple[Recipient, ...]:
    people = notes.recipients
    if to is not None:
        wanted = to.casefold()
        people = [person for person in notes.recipients if person.name and wanted in person.name.casefold()]
        if not people:
            known = ", ".join(person.name for person in notes.recipients if person.name) or "nobody"
            raise ValueError(f"no recipient is called {to!r}; the notes name {known}")
        return tuple(people[:1])
    named = [person for person in people if person.name]
    managers = [person for person in named if person.relation == "hiring_manager"]
    return tuple((managers or named)[:3])
