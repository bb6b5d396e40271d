"""A bar on standard error while a run goes on: how far it is, how fast, and how it ends so far. Plain lines where nobody watches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from evals.results import CaseRecord
from evals.run_plan import Unit

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Shown", "show_progress"]

#: Seconds between two lines where standard error is no terminal.
_EVERY_S = 20.0


class Shown:
    """What is shown of a run: `begin` once it is known how much there is, then `done` after each unit."""

    def __init__(self, bar: Progress | None, say: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._bar = bar
        self._task: TaskID | None = None
        self._say = say
        self._clock = clock
        self._began = self._said = clock()
        self._finished = self._done = self._total = self._failed = 0
        self._lock = threading.Lock()

    def begin(self, finished: int, total: int) -> None:
        """So many of so many were finished before."""
        self._finished, self._total, self._began = finished, total, self._clock()
        if finished:
            self._say(f"{finished} of {total} were finished before and are not run again.")
        if self._bar is not None:
            self._task = self._bar.add_task("emails", total=total, completed=finished, rate="", failed="")

    def done(self, _unit: Unit, record: CaseRecord | None) -> None:
        """One more; None for one that waits for its provider to be asked."""
        if record is None:
            return
        with self._lock:
            self._done += 1
            self._failed += record.status == "failed"
            rate = self._done / max(1e-9, self._clock() - self._began)
            failed = f"{self._failed} failed" if self._failed else ""
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, advance=1, rate=_rate(rate), failed=failed)
            elif self._clock() - self._said > _EVERY_S:
                self._said = self._clock()
                self._say(f"{self._finished + self._done} of {self._total} emails, {_rate(rate)}{', ' + failed if failed else ''}")


def _rate(per_second: float) -> str:
    return f"{per_second:.1f} a second" if per_second >= 1 else f"{per_second * 60:.0f} a minute"


@contextmanager
def show_progress(stream: TextIO, say: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic) -> Iterator[Shown]:
    """A live bar on a terminal, now and then a line anywhere else.

    Args:
        stream: standard error.
        say: prints a line on it.
        clock: seconds.
    """
    if not stream.isatty():
        yield Shown(None, say, clock)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[rate]}", style="dim"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}", style="red"),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        yield Shown(bar, say, clock)
