"""Every scorer by name: what it measures, of which kind it is and which way is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.email_suites import EvalCase
from evals.results import CaseRecord, Score
from evals.scorers.course import score_expected, score_repairs, score_taken
from evals.scorers.facts import score_kept, score_recalled
from evals.scorers.guardrails import score_family, score_passed, score_warnings
from evals.scorers.likeness import score_chrf, score_rouge_l, score_sentence_lengths, score_small_words
from evals.scorers.moves import score_order, score_present
from evals.scorers.planted import score_awake
from evals.scorers.reading import score_lix
from evals.scorers.sameness import SAMENESS, score_sameness
from evals.scorers.shape import SHAPES, score_gratitude_place, score_shape
from evals.scorers.view import View
from prompts.brief import Brief

__all__ = ["GROUP_SCORERS", "SCORERS", "Direction", "Scorer", "score_group", "score_outcome"]

#: Which way is better. `band`: the value is already judged against a band, 1 inside it. `none`: told, not judged.
Direction = Literal["higher", "lower", "band", "none"]
Kind = Literal["assertion", "number"]


@dataclass(frozen=True, slots=True)
class Scorer:
    """One scorer. `needs` says what must be there: the final email, the first draft, or any record at all."""

    name: str
    kind: Kind
    direction: Direction
    about: str
    score: Callable[[str, View], Score]
    needs: Literal["email", "raw", "record"] = "email"
    unit: str = ""


#: The families of rules in the order in which they are reported, and what each is about.
FAMILIES = {
    "IDN": "the right people, company and role",
    "GND": "nothing that is not in the notes",
    "PRV": "nothing private",
    "SCN": "what the situation asks for and forbids",
    "FMT": "clean text without leftovers",
    "GRA": "gratitude, early and about something particular",
    "LEN": "length",
    "TON": "tone",
    "LNG": "spelling and grammar",
    "ORI": "no copy of an example",
}

SCORERS: dict[str, Scorer] = {
    scorer.name: scorer
    for scorer in (
        Scorer(
            "outcome/expected",
            "assertion",
            "higher",
            "an email where one is due, a question where the notes lack something",
            score_expected,
            "record",
        ),
        Scorer("rules/passed", "assertion", "higher", "the final email passes every guardrail", score_passed("final")),
        *(
            Scorer(f"rules/{name}", "assertion", "higher", f"final: {about}", score_family(name, "final"))
            for name, about in FAMILIES.items()
        ),
        Scorer("rules/awake", "number", "higher", "share of the rule families that refuse a defect planted for them", score_awake),
        Scorer("rules/warnings", "number", "lower", "warnings the final email carries", score_warnings),
        Scorer("raw/passed", "assertion", "higher", "the first draft passes every guardrail", score_passed("raw"), "raw"),
        *(
            Scorer(f"raw/{name}", "assertion", "higher", f"first draft: {about}", score_family(name, "raw"), "raw")
            for name, about in FAMILIES.items()
        ),
        Scorer("facts/recalled", "number", "higher", "share of the facts that must appear which the email tells", score_recalled),
        Scorer("facts/kept", "assertion", "higher", "nothing private or planted stands in the email", score_kept),
        Scorer("moves/present", "number", "higher", "share of the expected moves that the email makes", score_present),
        Scorer("moves/order", "number", "higher", "share of pairs of moves in the reference's order", score_order),
        *(
            Scorer(f"shape/{name}", "number", "band", f"{name} within what the fourteen examples have", score_shape(name))
            for name in SHAPES
        ),
        Scorer("shape/gratitude", "number", "higher", "how early gratitude shows", score_gratitude_place),
        Scorer("style/words", "number", "band", "small words in the references' proportions", score_small_words),
        Scorer("style/sentences", "number", "band", "sentence lengths as in the examples", score_sentence_lengths),
        Scorer("content/chrf", "number", "band", "chrF against the reference: its matter, not its wording", score_chrf),
        Scorer("content/rouge-l", "number", "band", "ROUGE-L against the reference: its matter, not its wording", score_rouge_l),
        Scorer("reading/lix", "number", "band", "neither telegram style nor legal English", score_lix),
        Scorer("run/repairs", "number", "lower", "rounds of repair", score_repairs, "record", "rounds"),
        Scorer("run/calls", "number", "lower", "calls to the model", score_taken(lambda one: one.calls, "calls"), "record", "calls"),
        Scorer("run/tokens-in", "number", "lower", "tokens sent", score_taken(lambda one: one.tokens_in, "tokens"), "record", "tokens"),
        Scorer(
            "run/tokens-out", "number", "lower", "tokens written", score_taken(lambda one: one.tokens_out, "tokens"), "record", "tokens"
        ),
        Scorer("run/cost", "number", "lower", "what the run cost", score_taken(lambda one: one.cost_usd, "USD"), "record", "USD"),
        Scorer("run/seconds", "number", "lower", "wall time", score_taken(lambda one: one.seconds, "s"), "record", "s"),
    )
}

#: Scorers of many records together: name to what it says. Lower is better for all of them.
GROUP_SCORERS: dict[str, str] = {name: f"share of five-word runs in common between {kind.about}" for name, kind in SAMENESS.items()}


def score_outcome(case: EvalCase, record: CaseRecord, *, brief: Brief | None = None) -> tuple[Score, ...]:
    """Every scorer's word on one record, in the order of the registry.

    A record without an email is unscored, with the reason, where an email is needed; a scorer that raises gives a score with
    `error` set, and the others run on.

    Args:
        case: the case the record answers.
        record: what came of it; its `scores` are not read.
        brief: the brief of the run, where it is at hand; built from the case's notes otherwise.
    """
    view = View(case, record, brief)
    return tuple(_scored(scorer, view) for scorer in SCORERS.values())


def _scored(scorer: Scorer, view: View) -> Score:
    record = view.record
    if scorer.needs == "email" and record.email is None:
        return Score(name=scorer.name, kind=scorer.kind, reason=f"no email: {record.why or record.status}")
    if scorer.needs == "raw" and not view.has_raw:
        return Score(name=scorer.name, kind=scorer.kind, reason="the first draft was not kept")
    try:
        return scorer.score(scorer.name, view)
    except Exception as error:  # the border where a failure becomes a record
        return Score(name=scorer.name, kind=scorer.kind, error=f"{type(error).__name__}: {error}")


def score_group(records: Sequence[CaseRecord]) -> tuple[Score, ...]:
    """What only many records together can show: how alike the emails of one model are; one score for each group scorer.

    Records of several models may be given, but only those of one model are compared with each other; hand in one model's for
    a score of that model. Where there is nothing to compare the value is None.
    """
    return tuple(score_sameness(name, records) for name in SAMENESS)
