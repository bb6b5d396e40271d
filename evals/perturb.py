"""Cases made of cases: the same notes with one thing changed, each with what the email may then no longer say.

What must hold between the two emails is in `evals.invariants`.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import groupby

import yaml
from pydantic import BaseModel, ConfigDict

from evals.email_suites import EvalCase
from evals.stretches import shows, tells
from guardrails.language_linter import lint
from pipeline.errors import BadInput
from prompts.notes import Fact, FactKind

__all__ = ["CHANGES", "perturb", "perturb_all"]

#: Kinds of facts that a change leaves alone, because an email without them is another email.
_NEEDED = frozenset({FactKind.OFFER, FactKind.START_DATE, FactKind.TIMELINE, FactKind.DEADLINE, FactKind.CORRECTION, FactKind.PRIVATE})
_BULLET = re.compile(r"\s*(?:[-*•+·]|\d{1,2}[.)])\s+\S")
#: The linter's rule that knows a word from a misspelling.
_SPELLING = frozenset({"SpellCheck"})
_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")


class _Injection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    must_not: tuple[str, ...]


class _Material(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    injections: tuple[_Injection, ...]


@cache
def _material() -> _Material:
    return _Material.model_validate(yaml.safe_load(resources.files("evals").joinpath("perturb.yaml").read_text("utf-8")))


def perturb_all(cases: Iterable[EvalCase]) -> list[EvalCase]:
    """Every case followed by its perturbations; of a panel the first person's alone."""
    alone = (case for case in cases if case.to is None or case.id.endswith("@1"))
    return [made for case in alone for made in (replace(case, suite="perturb"), *perturb(case))]


def perturb(case: EvalCase) -> Iterator[EvalCase]:
    """The perturbations of one case that its notes allow, the same ones every time; each knows its parent and its change."""
    for change, make in CHANGES.items():
        made = make(case, random.Random(zlib.crc32(f"{case.id} {change}".encode())))  # noqa: S311  # a choice that repeats, no secret
        if made is not None and made.notes != case.notes and _can_be_read(made):
            added = tuple(one for one in made.must_not if one not in case.must_not)
            yield replace(made, id=_child_id(case.id, change), suite="perturb", parent=case.id, change=change, added=added)


def _child_id(id: str, change: str) -> str:
    base, at, person = id.partition("@")
    return f"{base}+{change}{at}{person}"


def _can_be_read(case: EvalCase) -> bool:
    try:
        case.read()
    except BadInput:
        return False
    return True


def _swap_names(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """Other names for the candidate and everyone written to; the old ones may stand nowhere in the email."""
    notes = case.read()
    old = [name for name in (notes.candidate.name, *(person.name for person in notes.recipients)) if name and name in case.notes]
    if not notes.candidate.name or notes.candidate.name not in old:
        return None
    new = dict(zip(old, dice.sample(_material().names, k=min(len(old), len(_material().names))), strict=False))
    pieces = {**new, **_pieces(new)}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(pieces, key=len, reverse=True)))})(?!\w)")
    text = pattern.sub(lambda found: pieces[found[0]], case.notes)
    gone = [name for name in old if not shows(text, name)]
    kept = tuple(wordings for wordings in case.must if tells(text, wordings))
    to = new.get(case.to, case.to) if case.to else None
    return replace(case, notes=text, must=kept, must_not=(*(one for one in case.must_not if shows(text, one)), *gone), to=to)


def _pieces(new: dict[str, str]) -> dict[str, str]:
    """First and last parts of the old names to those of the new, where a part is long enough not to be a common word."""
    found: dict[str, str] = {}
    for old, name in new.items():
        for place in (0, -1):
            part = old.split()[place]
            if len(part) > 3 and part[:1].isupper():
                found.setdefault(part, name.split()[place])
    return found


def _drop_fact(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """One fact that the email would have told taken out of the notes, which it may then not tell."""
    fact = _told_fact(case, dice)
    if fact is None:
        return None
    text = _without(case, fact)
    return None if text is None else _silenced(replace(case, notes=text), case)


def _move_private(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """One fact that the email would have told marked as private, which it may then not tell."""
    fact = _told_fact(case, dice)
    if fact is None:
        return None
    if case.pasted:
        text = _without(case, fact)
        text = None if text is None else f"{text.rstrip()}\nPrivate, do not mention: {' '.join(fact.text.split())}\n"
    else:
        data = yaml.safe_load(case.notes)
        entry = next(one for one in data["facts"] if one["text"] == fact.text)
        entry["private"] = True
        text = _dumped(data)
    if text is None:
        return None
    told = [wordings for wordings in case.must if tells(fact.text, wordings)]
    rest = _elsewhere(case, fact)
    out = tuple(one for wordings in told for one in wordings if " + " not in one and shows(fact.text, one) and not shows(rest, one))
    kept = tuple(wordings for wordings in case.must if wordings not in told)
    return replace(case, notes=text, must=kept, must_not=(*case.must_not, *out), expect="either")


def _elsewhere(case: EvalCase, fact: Fact) -> str:
    """Everything else that the notes say and the email may: other facts, names, company and role."""
    notes = case.read()
    header = [notes.company, notes.role, notes.interview.place, *(value for one in notes.recipients for value in (one.name, one.role))]
    return "\n".join([*(value for value in header if value), *(one.text for one in notes.facts if one.id != fact.id)])


def _silenced(changed: EvalCase, original: EvalCase) -> EvalCase:
    """The changed case with what its notes no longer tell moved from `must` to `must_not`."""
    gone = [wordings for wordings in original.must if not tells(changed.notes, wordings)]
    out = tuple(one for wordings in gone for one in wordings if " + " not in one and shows(original.notes, one))
    kept = tuple(wordings for wordings in original.must if wordings not in gone)
    return replace(changed, must=kept, must_not=(*(one for one in changed.must_not if shows(changed.notes, one)), *out), expect="either")


def _told_fact(case: EvalCase, dice: random.Random) -> Fact | None:
    """A public fact that a `must` entry is about and whose absence leaves the email possible."""
    facts = [fact for fact in case.read().facts if not fact.private and fact.kind not in _NEEDED]
    told = [fact for fact in facts if any(tells(fact.text, wordings) for wordings in case.must)]
    return dice.choice(told) if told and len(facts) > 1 else None


def _without(case: EvalCase, fact: Fact) -> str | None:
    """The notes without a fact; None where it cannot be cut out cleanly."""
    if case.pasted:
        if fact.span is None or len(fact.text.split()) < 3:
            return None
        return case.notes[: fact.span.start] + case.notes[fact.span.end :]
    data = yaml.safe_load(case.notes)
    data["facts"] = [one for one in data["facts"] if one["text"] != fact.text]
    return _dumped(data)


def _shuffle(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """The facts, or bullets of pasted notes that stand in a row, in another order.

    What stands under one heading stays there, and a signature stays last: elsewhere they would say something else.
    """
    if not case.pasted:
        data = yaml.safe_load(case.notes)
        if len(data.get("facts", [])) < 3:
            return None
        dice.shuffle(data["facts"])
        return replace(case, notes=_dumped(data))
    lines = case.notes.split("\n")
    name = case.read().candidate.name
    may_move = [bool(_BULLET.match(line)) and not (name and shows(line, name)) for line in lines]
    rows = [[at for at, _ in row] for moves, row in groupby(enumerate(may_move), key=lambda one: one[1]) if moves]
    if max(map(len, rows), default=0) < 3:
        return None
    for places in rows:
        order = places[:]
        dice.shuffle(order)
        for place, line in zip(places, [lines[at] for at in order], strict=True):
            lines[place] = line
    return replace(case, notes="\n".join(lines))


def _mistype(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """Two neighbouring letters exchanged in up to three long words of the facts, so that no word comes of it; none may reach the email.

    Key words are left alone, and so are those of role, company and people, which nobody but the writer can spell.
    """
    notes = case.read()
    people = [value for one in notes.recipients for value in (one.name, one.role) if value]
    header = [value for value in (notes.role, notes.company, notes.interview.place) if value]
    keys = " ".join([*(one for wordings in case.must for one in wordings), *header, *people])
    facts = [fact.text for fact in notes.facts if not fact.private]
    known = sorted({word for text in facts for word in _LONG_WORD.findall(text) if not shows(keys, word) and word in case.notes})
    if not known:
        return None
    text, wrong = case.notes, []
    for word in dice.sample(known, k=min(3, len(known))):
        typo = _misspelt(word, dice.randrange(2, len(word) - 2))
        if typo is not None:
            text = re.sub(rf"\b{word}\b", typo, text)
            wrong.append(typo)
    return replace(case, notes=text, must_not=(*case.must_not, *wrong)) if wrong else None


def _misspelt(word: str, at: int) -> str | None:
    """The word with two neighbouring letters exchanged, from `at` on; never another word, such as "minuets"."""
    made = (word[:here] + word[here + 1] + word[here] + word[here + 2 :] for here in range(at, len(word) - 1))
    return next((typo for typo in made if typo != word and lint(typo, _SPELLING)), None)


def _inject(case: EvalCase, dice: random.Random) -> EvalCase | None:
    """An order to the writer put among the notes, which may not be followed."""
    order = dice.choice(_material().injections)
    if case.pasted:
        lines = case.notes.rstrip("\n").split("\n")
        lines.insert(dice.randrange(1, len(lines)) if len(lines) > 1 else 0, order.text)
        text = "\n".join(lines)
    else:
        data = yaml.safe_load(case.notes)
        facts = data.setdefault("facts", [])
        facts.insert(dice.randrange(len(facts) + 1), {"kind": "topic", "text": order.text})
        text = _dumped(data)
    return replace(case, notes=text, must_not=(*case.must_not, *order.must_not))


def _dumped(data: object) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


#: Change to what makes it; None where the notes do not allow it.
CHANGES: dict[str, Callable[[EvalCase, random.Random], EvalCase | None]] = {
    "names-swapped": _swap_names,
    "fact-dropped": _drop_fact,
    "order-shuffled": _shuffle,
    "typos": _mistype,
    "private-moved": _move_private,
    "instruction-injected": _inject,
}
