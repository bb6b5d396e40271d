"""Asks for facts in other words, where no wording of the lattice takes them as they stand."""

from __future__ import annotations

import re

from prompts.brief import Brief
from prompts.lattice import Lattice
from prompts.notes import Fact, FactKind

__all__ = ["find_rewording"]

#: Acts whose fact, when the notes have one, must stand in the email: leaving it out would change what the email says.
_ESSENTIAL = {"correction", "names_answer_date"}


def find_rewording(brief: Brief, lattice: Lattice) -> tuple[str, ...]:
    """Questions, two at most, for facts that a required move rests on and that no wording takes as they stand."""
    planned = {planned.move.id: planned for planned in brief.moves}
    asked = []
    for node in lattice.nodes:
        move, facts = planned[node.move].move, planned[node.move].facts
        best = [fact for fact in facts if move.uses and fact.kind is move.uses[0]]
        best = [fact for fact in best if fact.kind is not FactKind.DEADLINE or _has_date(fact)]
        stated = {name for option in node.options for sentence in option.sentences for name in sentence.facts}
        unused = best and _ESSENTIAL & set(move.performs) and not stated & {fact.id for fact in best}
        if facts and (unused or not node.options):
            asked.append(f"Please put this as one plain sentence that could stand in the email: “{(best or list(facts))[0].text}”")
    return tuple(asked[:2])


def _has_date(fact: Fact) -> bool:
    """Whether a deadline names a day at all; "no date was named" does not."""
    return bool(re.search(r"\d|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri)s?\b", fact.text, re.IGNORECASE))
