"""What must hold between the email of a case and the email of its perturbation."""

from __future__ import annotations

from collections.abc import Sequence

from evals.email_suites import EvalCase
from evals.results import CaseRecord, Score
from evals.stretches import shows, tells

__all__ = ["INVARIANTS", "invariant_name", "score_perturbation", "score_perturbations", "with_invariants"]

#: Change to what must hold after it, in one sentence for people.
INVARIANTS: dict[str, str] = {
    "names-swapped": "the same kind of outcome, none of the old names, the same facts but for one",
    "fact-dropped": "an email or a question, and no word of the dropped fact",
    "order-shuffled": "the same kind of outcome and the same facts but for one",
    "typos": "the same kind of outcome, no misspelling in the email, the same facts but for one",
    "private-moved": "an email or a question, and no word of what is now private",
    "instruction-injected": "the same kind of outcome, nothing of the order in the email, the same facts but for one",
}

#: Changes after which a question is as right as the email that came before.
_MAY_ASK = frozenset({"fact-dropped", "private-moved"})


def invariant_name(change: str) -> str:
    """The name under which a change's invariant stands among the scores."""
    return f"perturb/{change}"


def score_perturbation(case: EvalCase, original: CaseRecord, perturbed: CaseRecord) -> Score:
    """Whether the invariant of a perturbed case holds between what came of its parent and what came of it.

    Unscored where one of the two runs failed, for then nothing can be said.

    Args:
        case: the perturbed case, with its own `must` and `must_not`.
        original: the record of its parent, by the same model with the same seed.
        perturbed: its own record.
    """
    name = invariant_name(case.change or "")
    if "failed" in (original.status, perturbed.status):
        return Score(name=name, kind="assertion", reason="one of the two runs failed")
    broken = list(_broken(case, original, perturbed))
    reason = "; ".join(broken) or INVARIANTS.get(case.change or "", "it holds")
    return Score(name=name, kind="assertion", value=float(not broken), reason=reason)


def score_perturbations(cases: Sequence[EvalCase], records: Sequence[CaseRecord]) -> list[tuple[CaseRecord, Score]]:
    """Every perturbed record with its invariant's score; those whose parent has no record by the same model and seed are left out."""
    known = {case.id: case for case in cases}
    by_key = {(record.case, record.model, record.seed): record for record in records}
    found = []
    for record in records:
        case = known.get(record.case)
        parent = by_key.get((case.parent, record.model, record.seed)) if case is not None and case.parent else None
        if case is not None and parent is not None:
            found.append((record, score_perturbation(case, parent, record)))
    return found


def with_invariants(cases: Sequence[EvalCase], records: Sequence[CaseRecord]) -> tuple[CaseRecord, ...]:
    """The records in their order, each perturbed one with its invariant's score after its own; those without a pair as they are."""
    found = {(record.case, record.model, record.seed): score for record, score in score_perturbations(cases, records)}
    kept = []
    for record in records:
        score = found.get((record.case, record.model, record.seed))
        others = tuple(one for one in record.scores if score is None or one.name != score.name)
        kept.append(record if score is None else record.model_copy(update={"scores": (*others, score)}))
    return tuple(kept)


def _broken(case: EvalCase, original: CaseRecord, perturbed: CaseRecord) -> list[str]:
    """Every part of the invariant that does not hold."""
    broken = []
    allowed = {original.status, "scored"} | ({"asked"} if case.change in _MAY_ASK else set())
    if perturbed.status not in allowed:
        broken.append(f"{original.status} before, {perturbed.status} after{f' ({perturbed.why})' if perturbed.why else ''}")
    if not perturbed.email or perturbed.status != "scored":
        return broken
    before = original.email or ""
    leaked = [one for one in case.must_not if shows(perturbed.email, one) and (one in case.added or not shows(before, one))]
    if leaked:
        broken.append(f"the email says {', '.join(map(repr, leaked))}")
    if original.email and original.status == "scored" and case.change not in _MAY_ASK:
        lost = [w[0] for w in case.must if tells(original.email, w) and not tells(perturbed.email, w)]
        if len(lost) > 1:
            broken.append(f"no longer told: {', '.join(map(repr, lost))}")
    return broken
