"""Runs what is planned: many units at once, each record in the log before it counts, and the first failure of the machine ends it all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from evals.results import CaseRecord
from evals.run_case import answer
from evals.run_log import RunLog
from evals.run_models import Models, NotRecorded, is_remote
from evals.run_plan import Unit
from pipeline.errors import AfterwordError

__all__ = ["Tally", "drive", "run_units"]

#: Does one unit; what it raises ends the run.
Work = Callable[[Unit], None]


@dataclass(slots=True)
class Tally:
    """How far a run is. `waiting` are the units whose provider was not asked because the run may not."""

    done: int = 0
    failed: int = 0
    waiting: list[Unit] = field(default_factory=list)


def run_units(
    units: Sequence[Unit],
    models: Models,
    log: RunLog,
    *,
    workers: int = 8,
    keep_waiting: bool = False,
    on_done: Callable[[Unit, CaseRecord | None], None] = lambda _unit, _record: None,
) -> Tally:
    """Answer and score every unit; when this returns each has a record in the log, or is among the tally's `waiting`.

    Args:
        units: what to do; what the log has finished is not looked at here.
        models: opened on first use.
        log: where records go.
        workers: calls that may be open at once to each remote model; those of this process take turns.
        keep_waiting: leave units without a recorded answer out of the log instead of recording them as failed.
        on_done: called after each unit, from any thread, with its record; None when it was left waiting.

    Raises:
        BadConfiguration: a model cannot be used at all.
        SystemFailure: the log cannot be written; what is in it stays readable.
    """
    tally, lock = Tally(), threading.Lock()

    def work(unit: Unit) -> None:
        record: CaseRecord | None = None
        try:
            record = answer(unit, models)
        except NotRecorded as error:
            if not keep_waiting:
                record = _not_recorded(unit, error)
        if record is not None:
            log.append(record)
        with lock:
            tally.done += record is not None
            tally.failed += record is not None and record.status == "failed"
            if record is None:
                tally.waiting.append(unit)
            on_done(unit, record)

    drive(units, work, workers={unit.model: workers if is_remote(unit.model) else 1 for unit in units})
    return tally


def _not_recorded(unit: Unit, error: NotRecorded) -> CaseRecord:
    case = unit.case
    head = {"key": unit.key, "case": case.id, "suite": case.suite, "scenario": case.scenario.value, "model": unit.model, "seed": unit.seed}
    return CaseRecord.model_validate({**head, "status": "failed", "why": str(error), "error_kind": "NotRecorded"})


def drive(units: Sequence[Unit], work: Work, *, workers: Mapping[str, int]) -> None:
    """Call `work` with each unit in a thread, at most `workers` of each model at once; the first exception stops the rest and is raised.

    The units go through pydantic-evals as a dataset, so that its hooks and traces (OpenTelemetry, where that is set up) see each case.
    """
    if not units:
        return
    from pydantic_evals import Case, Dataset

    stopped: list[BaseException] = []

    def guarded(unit: Unit) -> None:
        if stopped:
            return
        try:
            work(unit)
        except BaseException as error:  # the border where one failure ends the run
            stopped.append(error)
            raise

    with _pools(workers) as pools:

        async def task(unit: Unit) -> None:
            if not stopped:
                await asyncio.get_running_loop().run_in_executor(pools[unit.model], guarded, unit)

        dataset: Dataset[Unit, None, None] = Dataset(name="afterword", cases=[Case(name=unit.key, inputs=unit) for unit in units])
        asyncio.run(dataset.evaluate(task, progress=False, max_concurrency=None))
    if stopped:
        failure = stopped[0]
        if isinstance(failure, AfterwordError):
            raise failure
        raise RuntimeError(f"the runner itself failed: {type(failure).__name__}: {failure}") from failure


@contextmanager
def _pools(workers: Mapping[str, int]) -> Iterator[dict[str, ThreadPoolExecutor]]:
    """A pool of threads for each model; models of this process share one thread."""
    here = ThreadPoolExecutor(1, "afterword-here")
    pools = {name: ThreadPoolExecutor(most, "afterword-remote") if is_remote(name) else here for name, most in workers.items()}
    try:
        yield pools
    finally:
        for pool in {here, *pools.values()}:
            pool.shutdown(wait=False, cancel_futures=True)
