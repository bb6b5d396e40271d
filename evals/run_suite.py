"""A suite of emails from its name to its report: what is recorded first, then what is missing, if it may be asked, then the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from evals.baseline import compare_runs, judge_run, read_baseline
from evals.email_suites import EvalCase, Part, load_suite
from evals.invariants import with_invariants
from evals.report_files import write_reports
from evals.report_shapes import Summary
from evals.results import CaseRecord
from evals.run_cost import Estimate, estimate
from evals.run_log import RunLog, read_run
from evals.run_models import Models
from evals.run_plan import Unit, code_hash, make_head, plan
from evals.runner import run_units
from evals.statistics import analyse
from pipeline.config import ModelSettings
from pipeline.errors import BadConfiguration, BadInput, SystemFailure
from pipeline.providers import open_model

__all__ = ["Order", "Progress", "order_of", "report_run", "run_suite"]

#: Called after each unit with its record; None when its provider would have to be asked.
Progress = Callable[[Unit, CaseRecord | None], None]


@dataclass(frozen=True)
class Order:
    """What to run. Suite, models, seeds, cases, part and article stay as they are when a run is gone on with; the rest may differ.

    Attributes:
        suite: `references`, `cases` or `perturb`.
        models: `PROVIDER:NAME` each.
        seeds: how many seeds each case is answered with, from 0 on.
        cases: a file or folder of one's own cases.
        article: the article's text, whose examples join the references.
        part: the open cases, those held back, or both.
        workers: calls open at once to each remote model.
        live: whether providers may be asked for what is not recorded.
        rates: provider to the calls a minute.
        answers: folder of recorded answers.
        settings: of the models.
    """

    suite: str
    models: tuple[str, ...]
    seeds: int = 1
    cases: Path | None = None
    article: Path | None = None
    part: Part = "both"
    workers: int = 8
    live: bool = False
    rates: Mapping[str, float] = field(default_factory=dict)
    answers: Path = Path("answers")
    settings: ModelSettings | None = None

    def load(self) -> list[EvalCase]:
        """The cases.

        Raises:
            BadInput: they cannot be used.
        """
        return load_suite(self.suite, path=self.cases, article=self.article, part=self.part)

    def options(self) -> dict[str, str]:
        """What the log keeps so that the run can be gone on with."""
        named = {"cases": self.cases, "article": self.article}
        part = {} if self.part == "both" else {"part": self.part}
        return {name: str(value) for name, value in named.items() if value is not None} | part


def run_suite(
    order: Order,
    out: Path,
    *,
    resume: bool = False,
    now: dt.datetime | None = None,
    confirm: Callable[[Estimate], bool] = lambda _estimate: True,
    on_start: Callable[[int, int], None] = lambda _finished, _total: None,
    on_done: Progress = lambda _unit, _record: None,
) -> None:
    """Run or go on with a suite until each of its units has a record in the log in `out`.

    Args:
        order: what to run; for `resume` it has come from `order_of`.
        out: folder of the run.
        resume: go on with the run that is there.
        now: when the run began.
        confirm: asked before the first call to a provider that is not on record, with what they will come to.
        on_start: called once with how many units are finished and how many there are.
        on_done: called after each unit, from any thread.

    Raises:
        BadConfiguration: a model cannot be used at all.
        BadInput: cases or log cannot be used; or nobody confirmed.
        SystemFailure: the log cannot be written.
    """
    for spec in order.models:
        open_model(spec, settings=order.settings)
    cases = order.load()
    seeds = range(order.seeds)
    head = make_head(
        order.suite,
        cases,
        order.models,
        seeds,
        live=order.live,
        started=now or dt.datetime.now(dt.UTC),
        options=order.options(),
    )
    with RunLog(out, None if resume else head) as log:
        units = plan(cases, order.models, seeds)
        finished = log.before.finished if log.before is not None else {}
        left = [unit for unit in units if unit.key not in finished]
        on_start(len(units) - len(left), len(units))
        recorded = Models(live=False, answers=order.answers, settings=order.settings)
        tally = run_units(left, recorded, log, workers=order.workers, keep_waiting=order.live, on_done=on_done)
        if not tally.waiting:
            return
        if not confirm(estimate(recorded.pending)):
            raise BadInput(f"Nothing was asked of any provider. What needed no asking is kept; go on with --resume {out} --live.")
        models = Models(live=True, answers=order.answers, rates=order.rates, settings=order.settings)
        run_units(tally.waiting, models, log, workers=order.workers, on_done=on_done)


def order_of(out: Path, order: Order) -> Order:
    """The order of the run in a folder, with what may differ taken from `order`.

    Raises:
        BadInput: there is no run, or the code or its data have changed since it began.
    """
    head = read_run(out).head
    if head.code_hash != code_hash():
        raise BadInput(
            f"{out} was begun with other code or data, so that its figures and new ones would not compare; begin a new run "
            "(recorded answers are used again where the question is the same)."
        )
    if order.models and order.models != head.models:
        raise BadConfiguration(f"--resume goes on with the models of that run ({', '.join(head.models)}); leave --model out.")
    options = head.options
    return replace(
        order,
        suite=head.suite,
        models=head.models,
        seeds=len(head.seeds),
        cases=Path(options["cases"]) if "cases" in options else None,
        article=Path(options["article"]) if "article" in options else None,
        part=cast("Part", options.get("part", "both")),
    )


def report_run(out: Path, *, baseline: Path | None = None) -> Summary:
    """The report of a run's log, with its figures judged; written to its folder.

    Raises:
        BadInput: log or baseline cannot be read.
        SystemFailure: the report cannot be written.
    """
    run = read_run(out)
    head, records = run.head, run.records
    earlier = read_baseline(baseline) if baseline is not None else None
    if head.suite == "perturb":  # what holds between two records is no part of the log
        named = head.options.get("cases")
        cases = load_suite("perturb", path=Path(named) if named else None)
        records = with_invariants(cases, records)
        earlier = (earlier[0], with_invariants(cases, earlier[1])) if earlier else None
    statistics = replace(
        analyse(head, records),
        judged=judge_run(head.suite, head, records),
        changes=compare_runs(earlier[1], records, hidden=head.hidden) if earlier else (),
        baseline=f"{baseline.name}, {earlier[0].started}" if earlier and baseline else "",
    )
    if earlier and earlier[0].prompt_hashes != head.prompt_hashes:
        changed = [name for name, value in head.prompt_hashes.items() if earlier[0].prompt_hashes.get(name) != value]
        remark = f"Contract or guidance changed since the baseline: {', '.join(changed)}."
        statistics = replace(statistics, remarks=(*statistics.remarks, remark))
    try:
        return write_reports(out, head, records, statistics)
    except OSError as error:
        raise SystemFailure(f"{out}: the report cannot be written there ({error.strerror or error}); the run's log is whole.") from error
