"""The report in the terminal: models, scores, and cases by models with the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.report_shapes import Summary
from evals.report_summary import checks_of, failing, marks_of
from evals.report_text import dollars, fit_cell, percent, seconds, visible
from evals.report_words import ENDINGS, change_words, headline, model_words, situation, value_words, verdict_words
from evals.results import CaseRecord

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["MOST_CASES", "print_report", "render_terminal"]

#: Cases shown in the terminal; the page has them all.
MOST_CASES = 25

_TONES = {"failed": "bold red", "refused": "red", "asked": "cyan", "unscored": "magenta", "missed": "yellow", "fine": "green"}


def print_report(summary: Summary, console: Console, *, most_cases: int = MOST_CASES) -> None:
    """Prints the report; colours and width are the console's business."""
    for part in render_terminal(summary, most_cases=most_cases):
        console.print(part)


def render_terminal(summary: Summary, *, most_cases: int = MOST_CASES) -> list[RenderableType]:
    """The parts of the report for a rich console: head, models, scores, cases worst first, and what went wrong."""
    from rich.text import Text

    parts: list[RenderableType] = [Text(visible(headline(summary)), style="bold")]
    if summary.n:
        parts += [_models(summary), _scores(summary)]
        if summary.silent:
            parts.append(Text(fit_cell(f"Unscored in every case: {', '.join(one.name for one in summary.silent)}", 400), style="dim"))
        parts.append(_cases(summary, most_cases))
    left = len(summary.cases) - most_cases
    if left > 0:
        parts.append(Text(f"{left} better cases are not shown; the page has them all.", style="dim"))
    unmet = (f"not met  {one.metric} {one.who}: {value_words(one)}, must be {one.bound}" for one in summary.unmet)
    parts += [Text(visible(words), style="bold red") for words in unmet]
    parts += [
        Text(visible(f"worse    {one.scorer} {one.model} {one.case or situation(one.scenario)}: {change_words(one)}"), style="red")
        for one in summary.regressions[:most_cases]
    ]
    tones = {"bad": "bold red", "good": "green", "plain": ""}
    parts += [Text(visible(words), style=tones[tone]) for tone, words in verdict_words(summary)]
    return parts


def _models(summary: Summary) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(title="Models", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("model", overflow="fold")
    table.add_column("cases", overflow="fold")
    for name in ("checks passed", "marks", "unrepaired", "time", "cost"):
        table.add_column(name, justify="right", no_wrap=True)
    for model in summary.models:
        table.add_row(
            _text(visible(model.model)),
            _text(model_words(model)),
            _text(f"{percent(model.checks.value)} of {model.checks.n}"),
            _text(f"{percent(model.marks.mean)} over {model.marks.n}" if model.marks else "–"),
            _text(f"{percent(model.raw_passed.value)} of {model.raw_passed.n}"),
            _text(seconds(model.seconds_median)),
            _text(dollars(model.cost_usd)),
        )
    return table


def _scores(summary: Summary) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(title="Scores, mean and over how many", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("scorer", overflow="fold")
    for model in summary.models:
        table.add_column(_text(fit_cell(model.model, 28)), justify="right")
    for scorer in summary.graded:
        row = [_text(fit_cell(scorer.name, 40), "dim" if scorer.raw else "")]
        for model in summary.models:
            cell = summary.cell(model.model, scorer.name)
            if cell is None or cell.mean is None:
                row.append(_text("unscored" if cell and not cell.errors else "broken" if cell else "–", "magenta"))
                continue
            broken = f", {cell.errors} broken" if cell.errors else ""
            row.append(_text(f"{percent(cell.mean)} n {cell.n}{broken}", "yellow" if cell.mean < 0.8 else ""))
        table.add_row(*row)
    return table


def _cases(summary: Summary, most: int) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(title="Cases by models, worst first", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("case", overflow="fold")
    table.add_column("situation", overflow="fold")
    for model in summary.models:
        table.add_column(_text(fit_cell(model.model, 28)), overflow="fold")
    for case in summary.cases[:most]:
        cells = [_joined([_ended(record, summary) for record in case.records.get(model.model, ())]) for model in summary.models]
        table.add_row(_text(fit_cell(case.case, 60)), _text(fit_cell(situation(case.scenario), 24)), *cells)
    return table


def _ended(record: CaseRecord, summary: Summary) -> Text:
    """One record in a cell: how it ended, its checks and marks, and the checks it did not pass."""
    if record.status != "scored":
        why = f": {fit_cell(record.why, 60)}" if record.why else ""
        return _text(ENDINGS[record.status] + why, _TONES[record.status])
    if all(score.value is None for score in record.scores):
        return _text("unscored", _TONES["unscored"])
    checks, marks, missed = checks_of([record]), marks_of([record], summary.scorers), failing(record)
    said = f"{checks.hits}/{checks.n}" + (f"  {percent(marks.mean)}" if marks else "")
    if missed:
        said += "  " + fit_cell(", ".join(score.name for score in missed), 60)
    return _text(said, _TONES["missed" if missed else "fine"])


def _joined(cells: list[Text]) -> Text:
    from rich.text import Text

    return Text("\n").join(cells) if cells else Text("not run", style="dim")


def _text(text: str, style: str = "") -> Text:
    """Text that the console takes as it is: no markup in it is read."""
    from rich.text import Text

    return Text(visible(text), style=style)
