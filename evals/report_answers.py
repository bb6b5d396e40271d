"""One answer as the page shows it: the draft, what its checks said, and where it differs from its reference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.report_compare import compare, mark_sources
from evals.report_shapes import Scorer, Summary
from evals.report_summary import asked_rightly, checks_of, failing, marks_of
from evals.report_text import fit_cell, percent, visible
from evals.report_words import ENDINGS, situation
from evals.results import CaseRecord, Score

__all__ = ["Answer", "CaseView", "Remark", "view_cases", "view_marks"]

#: A mark between 0 and 1 below this is told with its reason.
_LOW = 0.8

#: First drafts are left out of the page once those before have this many characters; the run's log has them all.
_RAW_BUDGET = 400_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What a scorer held against an answer. `tone`: "fail" a check not passed, "low" a low mark, "broken" no score at all."""

    tone: str
    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One record for the page.

    `tone` is its ending or, where an email came, "good", "mixed" or "bare" (unscored); "fine" is asking where that is right.
    `worth` is the figure shown, 0 to 1: its marks, or the share of its checks where it has none.
    """

    id: str
    model: int
    name: str
    seed: int
    tone: str
    short: str
    long: str
    why: str
    email: str
    raw: str
    remarks: tuple[Remark, ...]
    unscored: int
    worth: float


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case: its answers by the index of their model; `problem` when any of them is not simply good."""

    id: str
    case: str
    scenario: str
    label: str
    answers: Mapping[int, tuple[Answer, ...]]
    problem: bool
    worse: bool
    tones: str
    keys: tuple[float, ...]


def view_cases(summary: Summary) -> tuple[CaseView, ...]:
    """All cases, worst first, with ids that are safe in a page whatever the cases are called."""
    worse = {(change.case, change.model) for change in summary.regressions if change.case}
    graded = {scorer.name: scorer for scorer in summary.scorers}
    index = {model.model: i for i, model in enumerate(summary.models)}
    left = [_RAW_BUDGET]
    views = []
    for number, case in enumerate(summary.cases):
        answers = {
            index[model]: tuple(
                _answer(r, f"a{number}-{index[model]}-{i}", index[model], summary, graded, left) for i, r in enumerate(records)
            )
            for model, records in case.records.items()
        }
        tones = sorted({one.tone for group in answers.values() for one in group})
        keys = tuple(_sort_key(answers.get(i, ())) for i in range(len(summary.models)))
        problem = any(tone not in {"good", "fine"} for tone in tones)
        hit = any((case.case, model) in worse for model in case.records)
        views.append(
            CaseView(f"case-{number}", case.case, case.scenario, situation(case.scenario), answers, problem, hit, " ".join(tones), keys)
        )
    return tuple(views)


def view_marks(summary: Summary, references: Mapping[str, str]) -> str:
    """For the page's script: by the id of each answer, the stretches to mark in its draft and in its reference, and sources.

    JSON without `<`, so that it can stand in a page. `d`: only in the draft, `r`: only in the reference, `s`: sentences as
    [start, end, what it is, [[kind of fact, words of the notes], ...]]. Places are UTF-16 code units, as scripts count.
    """
    index = {model.model: i for i, model in enumerate(summary.models)}
    marks: dict[str, object] = {}
    for number, case in enumerate(summary.cases):
        reference = visible(references.get(case.scenario, "")).strip()
        for model, records in case.records.items():
            for i, record in enumerate(records):
                if record.email:
                    marks[f"a{number}-{index[model]}-{i}"] = _marks(record, reference)
    return json.dumps(marks, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _marks(record: CaseRecord, reference: str) -> dict[str, object]:
    draft = visible(record.email or "").strip()
    ours, theirs = _utf16(draft), _utf16(reference)
    found: dict[str, object] = {}
    if reference:
        both = compare(draft, reference)
        found = {"d": [[ours(a), ours(b)] for a, b in both.only_draft], "r": [[theirs(a), theirs(b)] for a, b in both.only_reference]}
        found["w"] = round(both.shared * 100)
    sources = mark_sources(record, draft)
    if sources:
        found["s"] = [[ours(m.start), ours(m.end), m.kind, [list(quote) for quote in m.quotes]] for m in sources]
    return found


class _utf16:
    """Places in a text as a script counts them: characters beyond the basic plane are two."""

    def __init__(self, text: str) -> None:
        self._wide = [i for i, char in enumerate(text) if ord(char) > 0xFFFF]

    def __call__(self, at: int) -> int:
        return at + sum(i < at for i in self._wide)


def _answer(record: CaseRecord, name: str, model: int, summary: Summary, scorers: Mapping[str, Scorer], left: list[int]) -> Answer:
    remarks = tuple(_remarks(record, scorers))
    checks, marks = checks_of([record]), marks_of([record], summary.scorers)
    tone: str = record.status
    short = long = ENDINGS[record.status]
    if asked_rightly(record):
        tone, long = "fine", "asked, as the case wants"
    elif record.status == "scored":
        unscored = all(score.value is None for score in record.scores)
        tone = "bare" if unscored else "mixed" if failing(record) or any(r.tone == "broken" for r in remarks) else "good"
        short = "unscored" if unscored else f"{percent(marks.mean)}" if marks else f"{checks.hits}/{checks.n}"
        long = f"{checks.hits} of {checks.n} checks passed" + (f", marks {percent(marks.mean)}" if marks else "")
    email, raw = visible(record.email or "").strip(), visible(record.raw or "").strip()
    keep = raw if raw != email and left[0] >= len(raw) else ""
    left[0] -= len(keep)
    silent = sum(score.value is None and score.error is None for score in record.scores)
    worth = marks.mean if marks else checks.value or 0.0
    return Answer(name, model, record.model, record.seed, tone, short, long, record.why, email, keep, remarks, silent, worth)


def _remarks(record: CaseRecord, scorers: Mapping[str, Scorer]) -> Iterator[Remark]:
    for score in record.scores:
        scorer = scorers[score.name]
        if score.error is not None:
            yield Remark("broken", score.name, "could not be scored", fit_cell(score.error, 160))
        elif score.value is None or scorer.raw or not scorer.graded:
            continue
        elif score.kind == "assertion" and score.value < 1:
            yield Remark("fail", score.name, "not passed", fit_cell(score.reason, 160))
        elif _low(score):
            yield Remark("low", score.name, percent(score.value), fit_cell(score.reason, 120))


def _low(score: Score) -> bool:
    return score.kind == "number" and score.value is not None and score.value < _LOW


def _sort_key(answers: tuple[Answer, ...]) -> float:
    """For sorting by one model's column: endings first, then the figure shown."""
    order = {"failed": 0.0, "refused": 1.0, "asked": 2.0, "fine": 2.5, "bare": 3.0}
    worst = [order.get(one.tone, 4.0) + (one.worth if one.tone in {"good", "mixed"} else 0) for one in answers]
    return round(min(worst), 3) if worst else -1.0
