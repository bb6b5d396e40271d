"""How far a batch is, on standard error: a bar with rate and time left in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TextIO

from pipeline.batch.run import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

__all__ = ["show_progress"]

#: Seconds between two lines where there is no terminal.
_EVERY_S = 30.0


def show_progress(stream: TextIO = sys.stderr, *, quiet: bool = False) -> Progress:
    """A progress that suits the stream."""
    if quiet:
        return Progress()
    return _Bar() if stream.isatty() else _Lines(stream)


class _Lines(Progress):
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._total = self._done = 0
        self._started = self._told = time.monotonic()

    def begin(self, total: int, done: int) -> None:
        self._total, self._done = total, done
        self._started = self._told = time.monotonic()

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if now - self._told >= _EVERY_S and self._done:
            self._told = now
            rate = self._done / (now - self._started)
            left = max(0, self._total - self._done) / rate
            self.say(f"{self._done:,} of {self._total:,}, {rate:,.1f} a second, {_clock(left)} left")

    def say(self, text: str) -> None:
        print(text, file=self._stream, flush=True)

    def stage(self, text: str, total: int | None = None) -> None:
        self.say(f"{text[:1].upper()}{text[1:]} ...")
        self._total, self._done = total or 0, 0
        self._started = self._told = time.monotonic()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


class _Bar(Progress):
    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def _open(self) -> RichProgress:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress
            from rich.text import Text

            class Rate(ProgressColumn):
                def render(self, task) -> Text:  # type: ignore[no-untyped-def]
                    return Text(f"{task.finished_speed or task.speed or 0:,.1f}/s")

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
            self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=60)
            self._bar.start()
        return self._bar

    def begin(self, total: int, done: int) -> None:
        bar = self._open()
        self._task = bar.add_task("drafting", total=total, completed=done)

    def advance(self, count: int) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)

    def say(self, text: str) -> None:
        if self._bar is None:
            print(text, file=sys.stderr, flush=True)
        else:
            self._bar.console.print(text, markup=False, highlight=False)

    def stage(self, text: str, total: int | None = None) -> None:
        bar = self._open()
        if self._task is not None:
            bar.remove_task(self._task)
        self._task = bar.add_task(text, total=total)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
