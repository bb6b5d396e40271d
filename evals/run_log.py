"""The log of a run, `run.jsonl`: the head on the first line, then one record a line, each on the disk before it counts as finished.

A run may be killed at any moment and the disk may fill up: what is in the log by then stays readable, and a line cut short is dropped.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from evals.results import CaseRecord, RunHead
from pipeline.errors import BadInput, SystemFailure

__all__ = ["FILE_NAME", "Run", "RunLog", "read_run"]

FILE_NAME = "run.jsonl"

Line = TypeVar("Line", RunHead, CaseRecord)


@dataclass(frozen=True, slots=True)
class Run:
    """A log as read: the head, and for every key the last record written, in the order of head: model, case, seed.

    `intact` is the length in bytes up to the end of the last whole line; what follows it was cut short.
    """

    head: RunHead
    records: tuple[CaseRecord, ...]
    intact: int

    @property
    def finished(self) -> dict[str, CaseRecord]:
        """Records by key of what need not be run again: everything but what failed."""
        return {record.key: record for record in self.records if record.status != "failed"}


def read_run(folder: Path) -> Run:
    """The run in a folder, or in a log file named itself; also while it is still being written.

    Raises:
        BadInput: there is no log, its head was never written, or a line before the last one is damaged.
    """
    path = folder / FILE_NAME if folder.is_dir() else folder
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{folder} holds no run: {FILE_NAME} cannot be read ({error.strerror or error}).") from error
    intact = data.rfind(b"\n") + 1
    lines = data[:intact].splitlines()
    if not lines:
        raise BadInput(f"{path} holds no run: it ends before its first line does; start the run anew with --out.")
    head = _parse(RunHead, lines[0], path, 1)
    last: dict[str, CaseRecord] = {}
    for number, line in enumerate(lines[1:], start=2):
        record = _parse(CaseRecord, line, path, number)
        last[record.key] = record
    return Run(head, _in_order(head, last.values()), intact)


def _in_order(head: RunHead, records: Iterable[CaseRecord]) -> tuple[CaseRecord, ...]:
    """The order that an uninterrupted run on one worker would have: a report must not show who was quicker."""
    model_at = {name: at for at, name in enumerate(head.models)}
    case_at = {name: at for at, name in enumerate(head.cases)}
    return tuple(
        sorted(records, key=lambda one: (model_at.get(one.model, len(model_at)), case_at.get(one.case, len(case_at)), one.case, one.seed))
    )


def _parse(kind: type[Line], line: bytes, path: Path, number: int) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(
            f"{path}, line {number} is damaged ({where + ': ' if where else ''}{first['msg']}); the run cannot be used."
        ) from error


class RunLog:
    """The log of one run, open for writing by one process. Safe to share between threads; each `append` is on the disk when it returns.

    Threads that append at the same moment share one write and one `fsync`.
    """

    def __init__(self, folder: Path, head: RunHead | None = None) -> None:
        """Begin a log, or with no head go on with the one in the folder, cutting off a line that was cut short.

        Raises:
            BadInput: going on where there is no readable log, or beginning where there is one.
            SystemFailure: the folder cannot be written to, or another process writes this run.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self.before: Run | None = None
        self._lock = FileLock(folder / ".lock", timeout=0)
        self._file = -1
        self._condition = threading.Condition()
        self._waiting: list[bytes] = []
        self._sent = 0
        self._written = 0
        self._writing = False
        self._failure: OSError | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._open(head)
        except Timeout as error:
            raise SystemFailure(f"{folder} is being written by another run; wait for it, or choose another folder.") from error
        except OSError as error:
            self.close()
            raise _refused(self.path, error) from error
        except BadInput:
            self.close()
            raise

    def _open(self, head: RunHead | None) -> None:
        if head is None:
            run = read_run(self.folder)
            self.head, self.before, self._length = run.head, run, run.intact
            self._file = os.open(self.path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            os.ftruncate(self._file, self._length)
            os.lseek(self._file, self._length, os.SEEK_SET)
            return
        if self.path.exists() and b"\n" in self.path.read_bytes():
            raise BadInput(f"{self.folder} already holds a run; go on with it by --resume {self.folder}, or choose another folder.")
        self.head, self.before, self._length = head, None, 0
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
        self._put(_line(head))

    def append(self, record: CaseRecord) -> None:
        """Write one record and wait until it is on the disk.

        Raises:
            SystemFailure: the disk is full or gone; the log is as it was before this record.
        """
        line = _line(record)
        with self._condition:
            self._waiting.append(line)
            self._sent += 1
            mine = self._sent
            while self._written < mine and self._failure is None:
                if self._writing:
                    self._condition.wait()
                    continue
                self._write_waiting()
            if self._written < mine and self._failure is not None:
                raise _refused(self.path, self._failure) from self._failure

    def _write_waiting(self) -> None:
        """Write all that waits in one go; called with the condition held, which is let go meanwhile."""
        batch, upto = b"".join(self._waiting), self._sent
        self._waiting.clear()
        self._writing = True
        self._condition.release()
        failure: OSError | None = None
        try:
            self._put(batch)
        except OSError as error:
            failure = error
        finally:
            self._condition.acquire()
            self._writing = False
            if failure is None:
                self._written = upto
            else:
                self._failure = failure
            self._condition.notify_all()

    def _put(self, data: bytes) -> None:
        """All of it and a sync, or nothing: what was written of it is cut off again."""
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(self._file, left) :]
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._length)
            os.lseek(self._file, self._length, os.SEEK_SET)
            raise
        self._length += len(data)

    def close(self) -> None:
        """Let the folder go; nothing is waiting to be written at any time."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _line(record: RunHead | CaseRecord) -> bytes:
    return record.model_dump_json(by_alias=True).encode() + b"\n"


def _refused(path: Path, error: OSError) -> SystemFailure:
    return SystemFailure(
        f"{path} could not be written: {error.strerror or error}. What was finished is kept; make room, then --resume {path.parent}."
    )
