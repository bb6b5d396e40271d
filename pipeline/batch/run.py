"""The batch from end to end: take what is there, draft what is not, write it out, compare. Killed anywhere, it goes on from there."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from pipeline.batch.journal import Journal
from pipeline.batch.outputs import TABLES, Format, write_files, write_table
from pipeline.batch.place import Place
from pipeline.batch.shapes import BatchSettings, Drafted, Item, Task, task_key
from pipeline.batch.sources import Source, safe_name
from pipeline.batch.workers import Engine, Stop
from pipeline.errors import AfterwordError, BadConfiguration, ProviderFailure, SystemFailure

__all__ = ["Batch", "Progress", "begin", "pinned"]

#: Results that are committed together, and the longest they wait for that.
_TOGETHER, _WAIT_S = 64, 0.3
#: Tries of notes whose model could not be reached.
_TRIES = 4
#: Failures of a server in a row, with no draft between them, after which it is taken to be down.
_DOWN = 40
_MOST_KEPT = 200
_FILES_TOGETHER = 200


class Progress:
    """Is told how far the batch is; does nothing by itself."""

    def begin(self, total: int, done: int) -> None:
        """So many notes, so many of them drafted before."""

    def advance(self, count: int) -> None:
        """So many more were drafted."""

    def say(self, text: str) -> None:
        """Something the reader should know."""

    def stage(self, text: str, total: int | None = None) -> None:
        """What is done now, after the drafting."""

    def end(self) -> None:
        """Nothing more comes."""


@dataclass(slots=True)
class Batch:
    """One run of a batch that leads its place.

    Attributes:
        settings: what decides the drafts.
        source: the input.
        place: the folder, whose journal is open.
        journal: open.
        form: of the outputs.
        progress: is told how far it is.
        stop: set to finish what is in flight and no more.
        failed: notes that could not be drafted this time, the first ones, with the reason.
        failures: how many those are in all.
        interrupted: whether notes are left that were not tried.
        total: notes in the input.
        drafted: by this run.
    """

    settings: BatchSettings
    source: Source
    place: Place
    journal: Journal
    form: Format
    progress: Progress = field(default_factory=Progress)
    stop: Stop = field(default_factory=Stop)
    failed: list[tuple[str, str]] = field(default_factory=list)
    failures: int = 0
    interrupted: bool = False
    total: int = 0
    drafted: int = 0
    _items: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    _done: list[Drafted] = field(default_factory=list)
    _committed: float = 0.0
    _in_flight: set[str] = field(default_factory=set)
    _again: list[Task] = field(default_factory=list)
    _tries: dict[str, int] = field(default_factory=dict)
    _in_a_row: int = 0
    _fingerprint: dict[str, str] = field(default_factory=dict)

    def key(self, content: str, seed: int, *, plain: bool = False) -> str:
        """Where the draft of these notes with this seed is kept; `plain`: one in the lattice's own wordings."""
        if not self._fingerprint:
            self._fingerprint = self.settings.fingerprint
        settings = {**self._fingerprint, "model": "phrasebook"} if plain else self._fingerprint
        return task_key(content, settings, self.settings.now, seed)

    def draft_all(self, engine: Engine) -> None:
        """Draft every item that is not in the journal.

        Raises:
            ProviderFailure: the model cannot be reached at all, or refuses everything.
            SystemFailure: the disk is full or the folder gone; all that was finished is kept, here or where the message says.
        """
        self.total = self.source.count()
        with self.journal.commit():
            self.journal.forget_items()
        self.progress.begin(self.total, 0)
        tasks: Iterator[Task] = self._tasks()
        for _ in range(_TRIES):
            self._drain(engine, tasks)
            if not self._again or self.stop.is_set():
                break
            time.sleep(0.5)
            again, self._again = self._again, []
            self._in_flight.update(task.key for task in again)
            tasks = iter(again)
        for task in self._again:
            self._note_failure(task, "the model could not be reached")
        self._again = []

    def draft_again(self, engine: Engine, wanted: Mapping[int, Sequence[tuple[int, bool]]], asked: set[str]) -> None:
        """Draft some items with other seeds.

        Args:
            engine: drafts.
            wanted: by position in the input, seeds and whether the lattice's own wordings are to be taken.
            asked: takes the keys of what was tried, whether it came to a draft or not.

        Raises:
            ProviderFailure: the model cannot be reached.
            SystemFailure: the disk is full or the folder gone.
        """

        def tasks() -> Iterator[Task]:
            for position, item in enumerate(self.source.items()):
                for seed, plain in wanted.get(position, ()):
                    key = self.key(item.content, seed, plain=plain)
                    asked.add(key)
                    if key not in self._in_flight and not self.journal.has_draft(key):
                        self._in_flight.add(key)
                        yield Task(key, item, seed, plain)

        self._drain(engine, tasks())

    def write_all(self) -> None:
        """Write every file that does not stand there yet as it should, and the one table of the batch.

        Raises:
            SystemFailure: the disk is full or the folder gone.
        """
        if self.form in TABLES:
            self.progress.stage("writing")
            write_table(self.journal, self.place.out / f"drafts.{self.form}", self.form)
            return
        rows: list[tuple[int, str, str]] = []
        for position, name, key, written, size in self.journal.unwritten():
            if written != f"{key}.{self.form}" or not self._stands(name, size):
                rows.append((position, name, key))
            if len(rows) >= _FILES_TOGETHER:
                write_files(self.journal, self.place.out, self.form, rows)
                rows = []
        if rows:
            write_files(self.journal, self.place.out, self.form, rows)

    def _stands(self, name: str, size: int) -> bool:
        try:
            return (self.place.out / f"{name}.{self.form}").stat().st_size == size
        except OSError:
            return size < 0

    def _tasks(self) -> Iterator[Task]:
        """Tasks for what is new; what is known is only counted."""
        taken: set[str] = set()
        known = 0
        for position, item in enumerate(self.source.items()):
            name = self._free_name(item, position, taken)
            key = self.key(item.content, self.settings.seed)
            self._items.append((position, name, item.label, item.content, key))
            taken.add(name.casefold())
            if self.journal.has_draft(key):
                known += 1
                if len(self._items) >= _TOGETHER:
                    self.progress.advance(known)
                    known = 0
                    self._commit()
            elif key not in self._in_flight:
                self._in_flight.add(key)
                yield Task(key, item, self.settings.seed)
            if not self._items:
                taken.clear()
        self.progress.advance(known)

    def _free_name(self, item: Item, position: int, taken: set[str]) -> str:
        wanted = name = safe_name(item.name)
        tries = count(1)
        while name.casefold() in taken or self.journal.is_taken(name):
            nth = next(tries)
            name = f"{wanted}-{position + 1}" if nth == 1 else f"{wanted}-{position + 1}-{nth}"
        return name

    def _drain(self, engine: Engine, tasks: Iterator[Task]) -> None:
        """Do these tasks. Whatever goes wrong, what is in flight is finished and kept first."""
        trouble: AfterwordError | None = None
        try:
            for result in engine.run(tasks, self.stop):
                trouble = self._accept(result, trouble)
        except AfterwordError as error:
            trouble = trouble or error
        self._finish(trouble)
        # items are still to be listed when a stop came first: the next run lists them again
        self.interrupted = self.interrupted or (self.stop.is_set() and next(tasks, None) is not None)
        with suppress(SystemFailure):
            self._commit()

    def _accept(self, result: tuple[Task, Drafted] | None, trouble: AfterwordError | None) -> AfterwordError | None:
        """Take a result and commit in time; the first thing that went wrong, which stops the batch."""
        try:
            if result is not None:
                self._take(*result)
            if not isinstance(trouble, SystemFailure):
                self._commit_in_time()
        except AfterwordError as error:
            self.stop.set()
            return error if trouble is None or isinstance(error, SystemFailure) else trouble
        return trouble

    def _finish(self, trouble: AfterwordError | None) -> None:
        """Commit the rest, in the rescue file if need be, and say what went wrong."""
        try:
            self._commit()
        except SystemFailure as error:
            trouble = trouble if isinstance(trouble, SystemFailure) else error
            self.place.give_up_room()
            try:
                self._commit(write=False)
            except SystemFailure:
                trouble = SystemFailure(f"{trouble} {self._rescue()}")
            else:
                trouble = SystemFailure(f"{trouble} All that was finished is kept; make room, and the same command goes on from there.")
        if trouble is not None:
            raise trouble

    def _rescue(self) -> str:
        """Keep all that is known outside the folder; a sentence on where."""
        path = self.place.rescue
        try:
            try:
                self.journal.copy_to(path)
            except SystemFailure:
                path.unlink(missing_ok=True)
            with_rest = Journal(path)
            with with_rest.commit():
                for done in self._done:
                    with_rest.add_draft(done)
            with_rest.close()
        except (OSError, SystemFailure) as error:
            return f"What was finished could not be kept elsewhere either ({error})."
        return f"All that was finished is kept in {path}, and the next run into {self.place.out} takes it from there."

    def _take(self, task: Task, done: Drafted) -> None:
        if task.key not in self._in_flight:  # done twice by an engine that replaced a lost machine
            return
        self._in_flight.discard(task.key)
        if done.state != "failed":
            self._in_a_row = 0
            self._done.append(done)
            self.drafted += 1
            self.progress.advance(1)
            return
        if done.fatal:
            raise ProviderFailure(done.problem)
        self._in_a_row += 1
        if self._in_a_row >= _DOWN:
            raise ProviderFailure(f"{done.problem} It failed {self._in_a_row} times in a row; start again when it is back.", retryable=True)
        tries = self._tries[task.key] = self._tries.get(task.key, 0) + 1
        if done.retryable and tries < _TRIES:
            self._again.append(task)
        else:
            self._tries.pop(task.key, None)
            self._note_failure(task, done.problem)

    def _note_failure(self, task: Task, problem: str) -> None:
        self.failures += 1
        self.progress.advance(1)
        if len(self.failed) < _MOST_KEPT:
            self.failed.append((task.item.label, problem))

    def _commit_in_time(self) -> None:
        if len(self._done) + len(self._items) >= _TOGETHER or time.monotonic() - self._committed > _WAIT_S:
            self._commit()

    def _commit(self, *, write: bool = True) -> None:
        """Put what was listed and drafted into the journal, then write its files."""
        self._committed = time.monotonic()
        if not self._done and not self._items:
            return
        with self.journal.commit():
            for item in self._items:
                self.journal.add_item(*item)
            for done in self._done:
                self.journal.add_draft(done)
        fresh, self._done, self._items = self._done, [], []
        if write and fresh and self.form not in TABLES:
            rows = [(position, name, done.key) for done in fresh for position, name in self.journal.positions(done.key)]
            write_files(self.journal, self.place.out, self.form, rows)


def begin(
    place: Place, settings: BatchSettings, *, resume: bool, progress: Progress, clock: Callable[[], dt.datetime] = dt.datetime.now
) -> Journal:
    """The journal of a batch, opened; with what was rescued, if anything was.

    Args:
        place: the folder, led by this process.
        settings: must be those that the journal was begun with.
        resume: False sets what is there aside and begins anew.
        progress: is told what was found.
        clock: the moment that notes without one count from.

    Raises:
        BadConfiguration: the journal was begun with other settings.
        SystemFailure: it cannot be used.
    """
    if not resume:
        _set_aside(place.journal)
    journal = Journal(place.journal)
    place.keep_room()
    back = place.take_back(journal)
    if back:
        progress.say(f"{back:,} drafts and answers that an earlier run had to keep elsewhere are back.")
    told = journal.meta("settings")
    if told is None:
        with journal.commit():
            journal.set_meta("settings", json.dumps(settings.fingerprint))
            journal.set_meta("now", settings.now or clock().replace(microsecond=0).isoformat())
            journal.set_meta("secret", secrets.token_hex(16))
        return journal
    before: dict[str, str] = json.loads(told)
    other = [
        f"{name} {before.get(name, 'none')} then, {value} now" for name, value in settings.fingerprint.items() if before.get(name) != value
    ]
    if settings.now and settings.now != journal.meta("now"):
        other.append(f"--now {journal.meta('now')} then, {settings.now} now")
    if other:
        journal.close()
        raise BadConfiguration(
            f"{place.out} holds a batch drafted with other settings ({'; '.join(other)}). Name another --out, or --no-resume to begin anew."
        )
    done = journal.count("drafts")
    if done:
        progress.say(f"Going on where the last run ended: {done:,} drafts are there and will not be done again.")
    return journal


def pinned(settings: BatchSettings, journal: Journal) -> BatchSettings:
    """The settings with what the journal decides: the moment that notes without one count from, and the secret of its calls."""
    return replace(settings, now=journal.meta("now") or "", secret=bytes.fromhex(journal.meta("secret") or ""))


def _set_aside(path: Path) -> None:
    """Rename a journal, so that nothing in it counts and nothing is lost."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    for suffix in ("", "-wal", "-shm"):
        piece = path.with_name(path.name + suffix)
        if piece.exists():
            piece.replace(aside.with_name(aside.name + suffix))
