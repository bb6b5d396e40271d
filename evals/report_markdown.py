"""The report for a pull request: Markdown that folds, and stays under the size such a comment may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.report_shapes import Cell, Change, Summary
from evals.report_summary import checks_of, failing, marks_of
from evals.report_text import dollars, fit_cell, in_markdown, percent, seconds
from evals.report_words import ENDINGS, change_words, headline, model_words, situation, title, verdict_words
from evals.results import CaseRecord

__all__ = ["MOST_BYTES", "render_markdown"]

#: The whole text stays below this many bytes of UTF-8; comments on the common hosts take 65,536 characters.
MOST_BYTES = 60_000

_TONES = {"bad": "🔴", "good": "🟢", "plain": "⚪"}


def render_markdown(summary: Summary, *, most_bytes: int = MOST_BYTES) -> str:
    """The report as Markdown, regressions first and open, the rest folded; what finds no room is counted, not dropped silently."""
    worse = {(change.model, change.scorer, change.scenario) for change in summary.regressions if not change.case}
    parts = [f"## {in_markdown(title(summary))}", in_markdown(headline(summary)) + "."]
    parts += ["\n".join(f"- {_TONES[tone]} {in_markdown(words)}" for tone, words in verdict_words(summary))]
    if summary.n:
        parts.append(_models(summary))
        if summary.regressions:
            parts.append(_rows("Worse than the baseline", _CHANGES, map(_change, summary.regressions), most_bytes // 4, opened=True))
        if summary.unmet:
            rows = [(one.metric, one.who, percent(one.value), one.bound) for one in summary.unmet]
            parts.append(_rows("Thresholds not met", ("figure", "model", "value", "must be"), rows, most_bytes // 8, opened=True))
        parts.append(_rows(*_scores(summary, worse), most_bytes // 4))
        left = most_bytes - sum(len(part.encode()) + 2 for part in parts) - 500
        parts.append(_rows("Cases by models, worst first", *_cases(summary), max(0, left)))
    return "\n\n".join(part for part in parts if part) + "\n"


_CHANGES = ("figure", "model", "where", "now")


def _change(change: Change) -> tuple[str, ...]:
    where = change.case or (situation(change.scenario) if change.scenario else "all cases")
    return f"🔻 {change.scorer}", change.model, where, change_words(change)


def _models(summary: Summary) -> str:
    head = ("model", "cases", "checks passed", "marks", "pass unrepaired", "time a case", "cost")
    rows = [
        (
            model.model,
            model_words(model),
            f"{percent(model.checks.value)} of {model.checks.n}",
            f"{percent(model.marks.mean)} over {model.marks.n}" if model.marks else "–",
            f"{percent(model.raw_passed.value)} of {model.raw_passed.n}",
            seconds(model.seconds_median),
            dollars(model.cost_usd),
        )
        for model in summary.models[:20]
    ]
    return "\n".join([_line(head), _line(["---"] * len(head), raw=True), *map(_line, rows)])


def _scores(summary: Summary, worse: set[tuple[str, str, str]]) -> tuple[str, Sequence[str], Iterable[Sequence[str]]]:
    rows = []
    for scorer in summary.graded:
        cells = [(model.model, summary.cell(model.model, scorer.name)) for model in summary.models]
        marks = ("🔻 " if (model, scorer.name, "") in worse else "" for model, _ in cells)
        rows.append((scorer.name, *(mark + _cell(cell) for mark, (_, cell) in zip(marks, cells, strict=True))))
    return "Scores, mean and over how many", ("scorer", *(model.model for model in summary.models)), rows


def _cell(cell: Cell | None) -> str:
    if cell is None or cell.mean is None:
        return "–"
    ends = f" ({percent(cell.low)} to {percent(cell.high)})" if cell.low is not None and cell.high is not None else ""
    return f"{percent(cell.mean)}{ends}, n {cell.n}" + (f", {cell.errors} broken" if cell.errors else "")


def _cases(summary: Summary) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    worse = {(change.case, change.model) for change in summary.regressions if change.case}
    rows = (
        (
            case.case,
            situation(case.scenario),
            *(
                ("🔻 " if (case.case, model.model) in worse else "")
                + ("; ".join(_ended(record, summary) for record in case.records.get(model.model, ())) or "not run")
                for model in summary.models
            ),
        )
        for case in summary.cases
    )
    return ("case", "situation", *(model.model for model in summary.models)), rows


def _ended(record: CaseRecord, summary: Summary) -> str:
    if record.status != "scored":
        return f"{ENDINGS[record.status]}{': ' + fit_cell(record.why, 80) if record.why else ''}"
    if all(score.value is None for score in record.scores):
        return "unscored"
    checks, marks = checks_of([record]), marks_of([record], summary.scorers)
    missed = ", ".join(score.name for score in failing(record)[:6])
    return f"{checks.hits}/{checks.n}" + (f", {percent(marks.mean)}" if marks else "") + (f" ({missed})" if missed else "")


def _rows(name: str, head: Sequence[str], rows: Iterable[Sequence[str]], budget: int, *, opened: bool = False) -> str:
    """A folded table with as many rows as fit into `budget` bytes, and how many did not; nothing for no rows."""
    lines = [_line(head), _line(["---"] * len(head), raw=True)]
    used, left, count = sum(len(line.encode()) for line in lines), 0, 0
    for row in rows:
        line = _line(row)
        count += 1
        used += len(line.encode()) + 1
        if left or used > budget:
            left += 1
        else:
            lines.append(line)
    if not count:
        return ""
    more = f"\n\n{left} more stand in the full report." if left else ""
    summary = f"<details{' open' if opened else ''}><summary>{in_markdown(name)} ({count})</summary>"
    return "\n".join([summary, "", *lines]) + f"{more}\n\n</details>"


def _line(cells: Sequence[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else in_markdown(fit_cell(cell, 160)) for cell in cells) + " |"
