"""Whether the email makes the moves its situation asks for, and makes them in the order of the reference."""

from __future__ import annotations

from itertools import combinations

from evals.results import Score
from evals.scorers.view import View, number, unscored
from guardrails.acts import find_acts
from guardrails.gratitude import has_gratitude
from prompts.brief import PlannedMove

__all__ = ["score_order", "score_present"]


def score_present(name: str, view: View) -> Score:
    """The share of the expected moves that the email makes.

    Expected are the planned moves that are required, must happen given these notes, or have a fact to tell. A move is made when
    a sentence does it, when its acts are performed, or when one of its facts is told and nothing else is asked of it.
    """
    expected = [item for item in view.brief.moves if _is_expected(item, view)]
    performed = set(find_acts(view.draft, view.brief))
    if any(has_gratitude(sentence.text) for sentence in view.draft.sentences):
        performed.add("gratitude")
    mapped = {sentence.move for sentence in view.draft.sentences}
    told = {fact for sentence in view.draft.sentences for fact in sentence.facts}
    lacking = [item.move.id for item in expected if not _is_made(item, mapped, performed, told)]
    made = len(expected) - len(lacking)
    return number(name, made / len(expected), f"{made} of {len(expected)} moves" + (f"; lacking: {', '.join(lacking)}" if lacking else ""))


def score_order(name: str, view: View) -> Score:
    """The share of pairs of moves, among those that email and reference both make, which stand in the reference's order."""
    wanted = list(dict.fromkeys(view.case.reference.moves))
    here = [move for move in dict.fromkeys(sentence.move for sentence in view.draft.sentences) if move in wanted]
    pairs = list(combinations(here, 2))
    if not pairs:
        if not here:
            return number(name, 0.0, "it makes none of the reference's moves")
        return unscored(name, "it makes only one of the reference's moves")
    wrong = [(one, other) for one, other in pairs if wanted.index(one) > wanted.index(other)]
    reason = f"{len(pairs) - len(wrong)} of {len(pairs)} pairs in order" + "".join(f"; {one} before {other}" for one, other in wrong[:3])
    return number(name, (len(pairs) - len(wrong)) / len(pairs), reason)


def _is_expected(item: PlannedMove, view: View) -> bool:
    needed = {rule.act for rule in view.brief.must}
    return item.move.required or bool(needed & set(item.move.performs)) or bool(item.facts)


def _is_made(item: PlannedMove, mapped: set[str], performed: set[str], told: set[str]) -> bool:
    if item.move.id in mapped:
        return True
    if item.move.performs:
        return set(item.move.performs) <= performed
    return any(fact.id in told for fact in item.facts)
