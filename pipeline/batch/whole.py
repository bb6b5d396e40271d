"""`run_batch`: the whole batch in one call, with the engine that suits its model and the signals that stop it."""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from guardrails.settings import use
from pipeline.batch.cohort import part_all
from pipeline.batch.models import Hands, local_path, threads_for
from pipeline.batch.outputs import Format
from pipeline.batch.place import place_for
from pipeline.batch.progress import show_progress
from pipeline.batch.run import Batch, Progress, begin, pinned
from pipeline.batch.shapes import BatchSettings
from pipeline.batch.sources import Source
from pipeline.batch.summary import Summary, add_up, write_html, write_questions
from pipeline.batch.workers import Engine, Inline, Pool, Stop
from pipeline.providers import is_remote

__all__ = ["Plan", "finish", "led", "run_batch"]

#: Workers that share the embedded model: while some wait for it, others prepare and judge.
_LOCAL_WORKERS_PER_PROCESSOR = 2
#: Notes below which starting a second process costs more than it saves.
_FEW = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """How a batch is run; none of it changes a draft.

    Attributes:
        out: the folder of the outputs.
        form: of the outputs.
        workers: processes, or actors with `ray`; None for as many as suit.
        ray: run on Ray.
        address: of a Ray cluster; None for this machine.
        resume: False begins anew.
        journal: where to keep the journal; None for the output folder.
        cohort: whether emails to the same employer are compared and reworded.
        quiet: show no progress.
    """

    out: Path
    form: Format = "eml"
    workers: int | None = None
    ray: bool = False
    address: str | None = None
    resume: bool = True
    journal: Path | None = None
    cohort: bool = True
    quiet: bool = False


def run_batch(
    source: Source, settings: BatchSettings, plan: Plan, *, progress: Progress | None = None, stop: Stop | None = None
) -> Summary:
    """Draft all notes of a source; what was done before is not done again.

    Args:
        source: the notes.
        settings: what decides the drafts.
        plan: how and where.
        progress: is told how far it is; shown on standard error by default.
        stop: set to finish what is in flight; by default the first Ctrl-C does so, and the second ends everything.

    Raises:
        BadConfiguration: another run is at it, or the folder holds a batch with other settings.
        ProviderFailure: the model cannot be reached.
        SystemFailure: the disk is full or the folder gone; the message says where all that was finished is kept.
    """
    started = time.perf_counter()
    with ExitStack() as open_things:
        batch = open_things.enter_context(led(source, settings, plan, progress=progress, stop=stop))
        engine = open_things.enter_context(_engine(batch, plan))
        if stop is None:
            open_things.enter_context(_signals(batch, engine))
        batch.draft_all(engine)
        return finish(batch, plan, engine, started=started)


@contextmanager
def led(
    source: Source, settings: BatchSettings, plan: Plan, *, progress: Progress | None = None, stop: Stop | None = None
) -> Iterator[Batch]:
    """The batch in its folder, its journal open, with this process as the one that leads it; arguments as for `run_batch`.

    Raises:
        BadConfiguration: another run is at it, or the folder holds a batch with other settings.
        SystemFailure: the folder or the journal cannot be used.
    """
    place = place_for(plan.out, plan.journal)
    told = progress or show_progress(quiet=plan.quiet)
    with place.lead(), closing(begin(place, settings, resume=plan.resume, progress=told)) as journal:
        try:
            yield Batch(pinned(settings, journal), source, place, journal, plan.form, told, stop or Stop())
        finally:
            told.end()


def finish(batch: Batch, plan: Plan, engine: Engine | None, *, started: float | None = None) -> Summary:
    """What comes after the drafting: the comparison of cohorts, the outputs, the summary.

    Args:
        batch: drafted as far as it goes.
        plan: how and where.
        engine: drafts what is reworded; None rewords nothing.
        started: when the run began, by `time.perf_counter`.

    Raises:
        ProviderFailure: the model cannot be reached.
        SystemFailure: the disk is full or the folder gone.
    """
    if engine is not None and plan.cohort and not batch.stop.is_set():
        rules = batch.settings.rules
        with use(rules) if rules is not None else nullcontext():
            part_all(batch, engine, paid=is_remote(batch.settings.model))
    batch.write_all()
    summary = add_up(batch.journal)
    summary.failed, summary.failures = batch.failed, batch.failures
    summary.interrupted = batch.stop.is_set()
    if (left := batch.total - summary.total) > 0:  # stopped before all of the input was looked at
        summary.total += left
        summary.verdicts["open"] += left
    summary.drafted, summary.seconds = batch.drafted, time.perf_counter() - started if started is not None else 0.0
    summary.about = {name: value for name, value in batch.settings.fingerprint.items() if name in {"model", "seed", "version"}}
    write_questions(batch.journal, plan.out / "questions.csv")
    write_html(summary, plan.out / "summary.html")
    return summary


@contextmanager
def _engine(batch: Batch, plan: Plan) -> Iterator[Engine]:
    """What does the tasks, with the embedded model loaded where it is asked."""
    settings = batch.settings
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if plan.ray:
        from pipeline.batch.ray_engine import RayEngine

        with RayEngine(settings, batch.place, actors=plan.workers or processors, address=plan.address) as engine:
            yield engine
        return
    is_local = settings.model.partition(":")[0].strip() == "local"
    workers = plan.workers or processors * (_LOCAL_WORKERS_PER_PROCESSOR if is_local else 1)
    if is_local and workers > 1:
        from pipeline.batch.embedded import shared_model
        from pipeline.model_file import ensure_model

        path = local_path(settings.model) or ensure_model()
        with (
            shared_model(path, servers=processors, questions=math.ceil(workers / processors)) as address,
            closing(Pool(Hands(settings, batch.place, address=address), workers=workers)) as pool,
        ):
            yield pool
        return
    threads = threads_for(settings, workers)
    if threads == 1 and (workers == 1 or _is_small(batch.source)):
        yield Inline(Hands(settings, batch.place))
        return
    with closing(Pool(Hands(settings, batch.place, share=1 / workers), workers=workers, threads=threads)) as pool:
        yield pool


def _is_small(source: Source) -> bool:
    return source.count() < _FEW


@contextmanager
def _signals(batch: Batch, engine: Engine) -> Iterator[None]:
    """The first Ctrl-C (or a polite end from outside) finishes what is in flight; the second ends everything at once."""

    def handle(number: int, _frame: FrameType | None) -> None:
        if batch.stop.is_set():
            kill = getattr(engine, "kill", None)
            if kill is not None:
                kill()
            os._exit(130)
        batch.stop.set()
        batch.progress.say("Finishing what is in flight; once more ends it at once. Both go on from there next time.")

    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # not in the main thread: whoever called us listens there
            before[number] = signal.signal(number, handle)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
