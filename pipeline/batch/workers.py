"""Several processes on this machine, each with one task or, where a remote model is waited for, several at once.

A process that dies is replaced and its tasks are done again, one at a time, so that a task that kills its worker is told apart.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from pipeline.batch.shapes import Drafted, Task
from pipeline.errors import SystemFailure

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

__all__ = ["Draft", "Engine", "Inline", "Pool", "Stop"]

#: Does one task.
Draft = Callable[[Task], Drafted]

#: Tasks that wait in a worker beside those it is doing, so that it never waits for the next.
_AHEAD = 1
#: Deaths of a worker that a task may be present at.
_MOST_DEATHS = 2
#: Deaths of workers, one after the other with no task done between them, after which something is wrong with the machine.
_MOST_IN_A_ROW = 10
#: Tasks after which a worker is replaced, so that nothing it keeps can pile up.
_TASKS_PER_PROCESS = 20_000
#: Tasks after which all that a worker has loaded is taken to stay, and is no more looked through for garbage: a twelfth of its time.
_WARM = 16
_TICK_S = 0.25


class Stop:
    """Whether to take on nothing new. Set by a signal, read by everybody."""

    def __init__(self) -> None:
        """Not stopped."""
        self._event = threading.Event()

    def set(self) -> None:
        """Take on nothing new from now on."""
        self._event.set()

    def is_set(self) -> bool:
        """Whether to finish."""
        return self._event.is_set()


class Engine(Protocol):
    """Does tasks, somewhere."""

    def run(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Drafted] | None]:
        """Each task with what came of it, as they finish; None now and then while nothing does.

        Tasks are taken from the iterator as they can be done. After `stop` those in flight are finished and no more are taken.
        """
        ...


class Inline:
    """One task after the other in this process."""

    def __init__(self, make: Callable[[], Draft]) -> None:
        """Keep how to make the function that does a task."""
        self._make = make
        self._draft: Draft | None = None

    def run(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Drafted] | None]:
        """See `Engine`."""
        draft = self._draft = self._draft or self._make()
        for task in tasks:
            yield task, draft(task)
            if stop.is_set():
                return


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    tasks: dict[str, Task] = field(default_factory=dict)
    taken: int = 0
    retiring: bool = False


class Pool:
    """Worker processes that are started anew when they die."""

    def __init__(self, make: Callable[[], Draft], *, workers: int, threads: int = 1) -> None:
        """Start nothing yet.

        Args:
            make: called once in each process; must be picklable.
            workers: processes.
            threads: tasks that each does at once.
        """
        self._make, self._count, self._threads = make, workers, threads
        self._workers: list[_Worker] = []
        #: Tasks whose worker died, with the number of deaths they saw.
        self._suspects: deque[Task] = deque()
        self._deaths: dict[str, int] = {}
        self._in_a_row = 0

    def run(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Drafted] | None]:
        """See `Engine`. The processes stay for a further run, until `close`."""
        ended = False
        while len(self._workers) < self._count:
            self._workers.append(self._start())
        while True:
            if stop.is_set():
                ended = True
            elif not ended or self._suspects:
                ended = not self._feed(tasks, stop) or ended
            if ended and not any(worker.tasks for worker in self._workers) and (stop.is_set() or not self._suspects):
                self._suspects.clear()
                return
            yield from self._collect()

    def close(self) -> None:
        """End all workers, now."""
        for worker in self._workers:
            with suppress(OSError):
                worker.connection.close()
        for worker in self._workers:
            worker.process.join(1.0)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join(1.0)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers = []

    def kill(self) -> None:
        """End all workers without asking."""
        for worker in self._workers:
            worker.process.kill()

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._make, self._threads), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _feed(self, source: Iterator[Task], stop: Stop) -> bool:
        """Give out tasks while workers have room. False when there are no more."""
        if self._suspects:
            # one at a time, and nothing beside it: if a worker dies now, it is this task
            if not any(worker.tasks for worker in self._workers):
                self._give(self._workers[0], self._suspects.popleft())
            return True
        room = self._threads + _AHEAD
        while not stop.is_set():
            able = [worker for worker in self._workers if len(worker.tasks) < room and not worker.retiring]
            if not able:
                return True
            task = next(source, None)
            if task is None:
                return False
            self._give(min(able, key=lambda worker: len(worker.tasks)), task)
        return True

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.tasks[task.key] = task
        worker.taken += 1
        worker.retiring = worker.taken >= _TASKS_PER_PROCESS
        with suppress(OSError):  # a worker that just died is met in `_collect`
            worker.connection.send(task)

    def _collect(self) -> Iterator[tuple[Task, Drafted] | None]:
        ready = wait([worker.connection for worker in self._workers], _TICK_S)
        if not ready:
            yield None
        for at, worker in enumerate(self._workers):
            if worker.connection not in ready:
                continue
            try:
                done = worker.connection.recv()
            except (EOFError, OSError):
                yield from self._bury(at)
                continue
            if isinstance(done, BaseException):
                raise done
            task = worker.tasks.pop(done.key)
            self._deaths.pop(done.key, None)
            self._in_a_row = 0
            yield task, done
            if worker.retiring and not worker.tasks:
                self._replace(at)

    def _replace(self, at: int) -> None:
        worker = self._workers[at]
        self._workers[at] = self._start()
        with suppress(OSError):
            worker.connection.close()
        worker.process.join(5.0)

    def _bury(self, at: int) -> Iterator[tuple[Task, Drafted]]:
        """Take the tasks of a dead worker back, and start another; a task that was there each time is given up."""
        worker = self._workers[at]
        alone = len(worker.tasks) == 1 and sum(len(one.tasks) for one in self._workers) == 1
        self._replace(at)
        self._in_a_row += 1
        if self._in_a_row > _MOST_IN_A_ROW:
            raise SystemFailure(f"One worker after the other was ended (exit code {worker.process.exitcode}); is there enough memory?")
        for task in worker.tasks.values():
            deaths = self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
            if alone and deaths >= _MOST_DEATHS:
                problem = (
                    f"{task.item.label}: the process that worked on these notes was ended {deaths} times (exit {worker.process.exitcode})."
                )
                yield task, Drafted(task.key, "failed", problem=problem)
            else:
                self._suspects.append(task)


def _work(connection: Connection, make: Callable[[], Draft], threads: int) -> None:
    """A worker's life: tasks in, results out, until the leader is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, AttributeError):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        draft = make()
    except BaseException as error:
        with suppress(OSError, EOFError):
            connection.recv()
            connection.send(error)
        os._exit(1)
    lock = threading.Lock()
    turns = count(1)

    def do(task: Task) -> None:
        done = draft(task)
        with lock, suppress(OSError):
            connection.send(done)
            if next(turns) == _WARM:
                gc.collect()
                gc.freeze()

    with suppress(EOFError, OSError):
        if threads == 1:
            while True:
                do(connection.recv())
        with ThreadPoolExecutor(threads) as pool:  # when the leader is gone, what is in flight is still finished: it may have been paid for
            while True:
                pool.submit(do, connection.recv())
    os._exit(0)
