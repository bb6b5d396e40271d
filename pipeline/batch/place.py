"""The folder of a batch beside its outputs: the journal, locks, room kept for bad times, and where things go when it is gone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.batch.journal import Journal
from pipeline.batch.shapes import FOLDER, PARTS
from pipeline.errors import BadConfiguration, SystemFailure
from pipeline.model_file import cache_dir

__all__ = ["FOLDER", "Place", "place_for"]

#: Room set aside so that what is in flight can still be kept when the disk is full.
_RESERVE_BYTES = 4_000_000
#: Longest wait for the last calls of a run whose leader was killed.
_ORPHANS_S = 300.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch keeps what it must not lose. Plain paths: workers get it too."""

    out: Path
    journal: Path

    @property
    def rescue(self) -> Path:
        """Where a copy goes when the journal cannot be written: in the user's cache, by the batch's own path."""
        name = hashlib.sha256(str(self.journal.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return cache_dir() / "batches" / f"{name}.db"

    @property
    def spilled(self) -> Path:
        """Where single answers go, line by line, when the journal cannot be written."""
        return self.rescue.with_suffix(".jsonl")

    @property
    def reserve(self) -> Path:
        """The file that is given up when the disk is full."""
        return self.journal.with_name("reserve")

    def keep_room(self) -> None:
        """Set room aside.

        Raises:
            SystemFailure: the disk is too full to begin.
        """
        try:
            if not self.reserve.exists() or self.reserve.stat().st_size != _RESERVE_BYTES:
                with self.reserve.open("wb") as file:
                    file.write(b"\0" * _RESERVE_BYTES)
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise SystemFailure(
                f"{self.reserve} could not be written ({error.strerror or error}): there is too little room for a batch."
            ) from error

    def give_up_room(self) -> bool:
        """Free the room set aside; False where there was none."""
        try:
            self.reserve.unlink()
        except OSError:
            return False
        return True

    def spill(self, call: str, reply: str) -> None:
        """Keep one answer outside the journal.

        Raises:
            SystemFailure: it cannot be kept there either.
        """
        try:
            self.spilled.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.spilled, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(json.dumps([call, reply], ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SystemFailure(f"An answer could be kept neither in {self.journal} nor in {self.spilled}: {error}.") from error

    def take_back(self, journal: Journal) -> int:
        """Add what was rescued to the journal, and remove it there; how many drafts and answers came back."""
        back = 0
        if self.rescue.exists():
            back += sum(journal.take_from(self.rescue))
            self.rescue.unlink()
        if self.spilled.exists():
            with journal.commit():
                for line in self.spilled.read_text("utf-8").splitlines():
                    with suppress(ValueError):  # a line cut short by a second failure
                        call, reply = json.loads(line)
                        back += journal.answer(call) is None
                        journal.add_answer(call, reply)
            self.spilled.unlink()
        return back

    @contextmanager
    def lead(self) -> Iterator[None]:
        """Be the one process that leads this batch, after the workers of any run before have ended.

        Raises:
            BadConfiguration: another run is at it.
            SystemFailure: workers of an earlier run do not end.
        """
        folder = self.journal.parent
        try:
            with FileLock(folder / "lead.lock", timeout=0):
                with ExitStack() as orphans:
                    for path in sorted(folder.glob("worker-*.lock")):
                        orphans.enter_context(FileLock(path, timeout=_ORPHANS_S))
                        path.unlink(missing_ok=True)
                self._clear_parts()
                yield
        except Timeout as error:
            if "worker-" in str(error.lock_file):
                raise SystemFailure(f"A worker of an earlier run is still at it ({error.lock_file}); end it, and start again.") from error
            raise BadConfiguration(
                f"Another `afterword batch` is writing to {self.out} at this moment; wait for it, or name another folder."
            ) from error

    def _clear_parts(self) -> None:
        """Remove the unfinished files of a run that was killed; nobody else is writing here now."""
        parts = self.out / PARTS
        shutil.rmtree(parts, ignore_errors=True)
        with suppress(OSError):  # unfinished files stand among the outputs then
            parts.mkdir(parents=True, exist_ok=True)

    def be_worker(self) -> FileLock:
        """A lock held for as long as this worker lives."""
        lock = FileLock(self.journal.with_name(f"worker-{os.getpid()}.lock"), timeout=_ORPHANS_S)
        with suppress(OSError, Timeout):
            lock.acquire()
        return lock


def place_for(out: Path, journal: Path | None = None) -> Place:
    """The place of a batch, its folders made.

    Raises:
        SystemFailure: they cannot be made or written to.
    """
    place = Place(out, journal or out / FOLDER / "journal.db")
    try:
        out.mkdir(parents=True, exist_ok=True)
        place.journal.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemFailure(f"--out {out}: the folder cannot be made ({error.strerror or error}); choose another place.") from error
    if not os.access(out, os.W_OK) or not os.access(place.journal.parent, os.W_OK):
        raise SystemFailure(f"--out {out}: the folder cannot be written to; choose another place.")
    return place
