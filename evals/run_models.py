"""The models of a run: opened once, answers of remote ones kept on disk, and never asked faster than allowed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import ModelSettings
from pipeline.errors import ProviderFailure
from pipeline.models import Chooser, Reply, Request, Writer
from pipeline.providers import open_model, read_target
from pipeline.response_cache import CachedWriter, ResponseCache

if TYPE_CHECKING:
    from pipeline.providers.engine import Engine

__all__ = ["Limiter", "Models", "NotRecorded", "Pending", "is_remote"]

#: Room for recorded answers; one is about 4 kB.
_ROOM = 2**30


class NotRecorded(ProviderFailure):
    """A question whose answer is not recorded, in a run that may not ask."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that would have to be put to a provider: to which model, and how long it is, in characters."""

    model: str
    characters: int


def is_remote(spec: str) -> bool:
    """Whether a model is asked over a connection, so that its answers are recorded."""
    return spec.strip().partition(":")[0] not in {"local", "phrasebook"}


class Limiter:
    """Lets so many calls a minute begin, evenly spread; safe to share between threads."""

    def __init__(
        self, per_minute: float, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take a rate above 0.

        Raises:
            ValueError: the rate is not above 0.
        """
        if not per_minute > 0:
            raise ValueError("a rate must be above 0")
        self._gap = 60.0 / per_minute
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next call may begin."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next)
            self._next = at + self._gap
        if at > now:
            self._sleep(at - now)


class _Limited:
    """A writer that waits for its provider's turn before each call."""

    def __init__(self, writer: Writer, limiter: Limiter) -> None:
        self.name = writer.name
        self._writer = writer
        self._limiter = limiter

    def complete(self, request: Request) -> Reply:
        self._limiter.wait()
        return self._writer.complete(request)


class _Silent:
    """Stands for a provider that may not be asked."""

    def __init__(self, name: str, pending: list[Pending]) -> None:
        self.name = name
        self._pending = pending

    def complete(self, request: Request) -> Reply:
        self._pending.append(Pending(self.name, sum(len(message.content) for message in request.messages)))
        raise NotRecorded(f"{self.name} has no recorded answer to this; --live asks for it")


@dataclass(frozen=True)
class Models:
    """Opens the models of a run.

    Attributes:
        live: whether providers may be asked; recorded answers are used either way.
        answers: folder of recorded answers.
        rates: provider to the calls a minute that may begin.
        settings: addresses and providers of the user's own.
        pending: the questions that were not put because the run is not live.
    """

    live: bool
    answers: Path
    rates: Mapping[str, float] = field(default_factory=dict)
    settings: ModelSettings | None = None
    pending: list[Pending] = field(default_factory=list)
    _open: dict[tuple[str, int], Writer | Chooser] = field(default_factory=dict)
    _limiters: dict[str, Limiter] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, spec: str, seed: int) -> Writer | Chooser:
        """The model; a remote one is the same for all seeds, the embedded one is loaded once for all of them.

        Raises:
            BadConfiguration: there is no such model.
        """
        with self._lock:
            key = (spec, 0 if is_remote(spec) else seed)
            if key not in self._open:
                self._open[key] = self._opened(spec, seed)
            return self._open[key]

    def _opened(self, spec: str, seed: int) -> Writer | Chooser:
        if not is_remote(spec):
            return self._opened_here(spec, seed)
        model = open_model(spec, seed=seed, settings=self.settings)
        if not isinstance(model, Writer):
            return model
        target = read_target(spec, settings=self.settings)
        writer: Writer = model if self.live else _Silent(model.name, self.pending)
        if self.live and target.provider.id in self.rates:
            writer = _Limited(writer, self._limiter(target.provider.id))
        return CachedWriter(writer, ResponseCache(self.answers, max_bytes=_ROOM), identity={"model": spec, "address": target.base_url})

    def _opened_here(self, spec: str, seed: int) -> Writer | Chooser:
        prefix, _, name = spec.strip().partition(":")
        if prefix != "local":
            return open_model(spec, seed=seed)
        from pipeline.providers.local import LocalChooser

        return LocalChooser(Path(name).expanduser() if name else None, seed=seed, load=_engine)

    def _limiter(self, provider: str) -> Limiter:
        """One for all models of a provider."""
        return self._limiters.setdefault(provider, Limiter(self.rates[provider]))


@cache
def _engine(path: Path) -> Engine:
    """The embedded model, loaded once for all seeds; whoever uses it sees to it that nobody else does at the time."""
    from pipeline.providers.engine import load_engine

    return load_engine(path)
