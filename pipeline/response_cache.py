"""Answers of models kept on disk, so that the same question is paid for once. Off for drafts unless asked for; evals turn it on.

An entry holds the answer and nothing that was sent: its name is a hash of the question, of where it was put, and of the code that
put it. Notes are private, so the folder is readable by its owner alone; what stands in the answers is as private as the emails.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from importlib import metadata
from pathlib import Path

from pipeline.models import Reply, Request, StreamingWriter, Writer

__all__ = ["MAX_BYTES", "CachedWriter", "ResponseCache", "answers_dir", "code_version", "key_of"]

#: Raised by hand when an entry's form changes; older entries are then never found.
_LAYOUT = 1
#: Size the folder may grow to; what was used longest ago goes first.
MAX_BYTES = 64 * 2**20
#: Answers stored between two looks at the folder's size.
_PRUNE_EVERY = 64
#: Seconds after which a file that was never finished is somebody's who died.
_ABANDONED_S = 3600.0
#: Of what a call is made of, that which does not change its answer.
_NOT_ASKED = frozenset({"timeout_s", "budget"})


class ResponseCache:
    """A folder of answers. Safe for many threads and processes at once: an entry appears whole or not at all."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES, clock: Callable[[], float] = time.time) -> None:
        """Make nothing yet.

        Args:
            folder: made when the first answer is stored.
            max_bytes: size the folder may grow to.
            clock: seconds since 1970.
        """
        self.folder = folder
        self._max_bytes = max_bytes
        self._clock = clock
        self._stored = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Reply | None:
        """The answer kept under a key; None without one, or where the entry is not whole."""
        path = self._path(key)
        try:
            entry = json.loads(path.read_text("utf-8"))
            fields = entry["reply"]
            is_whole = entry["layout"] == _LAYOUT and entry["key"] == key and entry["sum"] == _sum(fields)
            reply = Reply(**fields, from_cache=True) if is_whole else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if reply is not None:
            with suppress(OSError):
                os.utime(path, (self._clock(), self._clock()))
        return reply

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer; a disk that is full or may not be written to costs the entry and nothing else."""
        fields = asdict(reply)
        del fields["from_cache"]
        entry = {"layout": _LAYOUT, "key": key, "reply": fields, "sum": _sum(fields)}
        path = self._path(key)
        part = ""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # `parents` alone would let others list it
            path.parent.mkdir(exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(suffix=".part", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(entry, file, ensure_ascii=True)
            Path(part).replace(path)
        except OSError:
            if part:
                with suppress(OSError):
                    Path(part).unlink()
            return
        with self._lock:
            due = self._stored % _PRUNE_EVERY == 0
            self._stored += 1
        if due:
            self.prune()

    def prune(self) -> int:
        """How many entries were removed, those used longest ago first, to come to nine tenths of the size allowed."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        removed = 0
        if total <= self._max_bytes:
            return 0
        for _, size, path in entries:
            if total <= self._max_bytes * 0.9:
                break
            with suppress(OSError):
                path.unlink()
                removed += 1
            total -= size
        return removed

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Time of last use, size and path of each entry; files that were never finished are removed on the way."""
        for path in self.folder.glob("*/*"):
            try:
                status = path.stat()
                if path.suffix == ".json":
                    yield status.st_mtime, status.st_size, path
                elif path.suffix == ".part" and status.st_mtime < self._clock() - _ABANDONED_S:
                    path.unlink()
            except OSError:
                continue

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


class CachedWriter:
    """A writer that asks another one, and only what was not asked before. Failures, refusals and cut-off answers are never kept."""

    def __init__(self, writer: Writer, kept: ResponseCache, *, identity: Mapping[str, object]) -> None:
        """Wrap a writer.

        Args:
            writer: the one that is asked.
            kept: where answers are kept.
            identity: what decides the answer besides the request: the server's address, what a client was made with. Never a key.
        """
        self.name = writer.name
        self.base_url = str(getattr(writer, "base_url", "") or identity.get("base_url", ""))
        self.hits = 0
        self.misses = 0
        self._writer = writer
        self._kept = kept
        self._identity = dict(identity)
        self._lock = threading.Lock()

    def start(self) -> None:
        """Let the writer get ready, if it has something to do before its first call."""
        start = getattr(self._writer, "start", None)
        if start is not None:
            start()

    def remember_in(self, folder: Path) -> None:
        """Let the writer keep what it finds out about its server, if it does."""
        remember_in = getattr(self._writer, "remember_in", None)
        if remember_in is not None:
            remember_in(folder)

    def complete(self, request: Request) -> Reply:
        """The kept answer (`from_cache` is then true, and no call is counted), or a new one.

        Raises:
            ProviderFailure: as the writer does; nothing is kept then.
        """
        return self._answer(request, self._writer.complete)

    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        """As `complete`; a kept answer comes in one piece, and so does that of a writer that cannot stream.

        Raises:
            ProviderFailure: as the writer does; nothing is kept then.
        """
        writer = self._writer

        def ask(asked: Request) -> Reply:
            if isinstance(writer, StreamingWriter):
                return writer.stream(asked, on_text)
            reply = writer.complete(asked)
            on_text(reply.text)
            return reply

        reply = self._answer(request, ask)
        if reply.from_cache:
            on_text(reply.text)
        return reply

    def _answer(self, request: Request, ask: Callable[[Request], Reply]) -> Reply:
        key = key_of(self.name, request, self._identity)
        reply = self._kept.get(key)
        with self._lock:
            self.hits += reply is not None
            self.misses += reply is None
        if reply is not None:
            return reply
        reply = ask(request)
        if reply.finish == "stop" and reply.text.strip():
            self._kept.put(key, replace(reply, from_cache=False))
        return reply


def answers_dir() -> Path:
    """The folder that answers are kept in, within the user's cache."""
    from pipeline.model_file import cache_dir

    return cache_dir() / "answers"


def key_of(model: str, request: Request, identity: Mapping[str, object], *, version: str | None = None) -> str:
    """A name for a question: the same for the same bytes asked of the same place by the same code, and for nothing else.

    Args:
        model: `PROVIDER:NAME`.
        request: every part of it counts but the time it may take.
        identity: what else decides the answer.
        version: of the code; this code's own by default.
    """
    asked = {name: value for name, value in asdict(replace(request, budget=None)).items() if name not in _NOT_ASKED}
    whole = {"model": model, "identity": dict(identity), "asked": asked, "code": version or code_version(), "layout": _LAYOUT}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@cache
def code_version() -> str:
    """Afterword's version and a hash of the code and the table that put questions and read answers, with the versions of the clients."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in (*sorted((folder / "providers").glob("*.py")), folder / "models.py", folder / "data" / "providers.yaml", Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return " ".join([_version("afterword"), _version("openai"), _version("langchain-core"), digest.hexdigest()[:16]])


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def _sum(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:16]
