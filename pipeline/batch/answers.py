"""A paid model whose answers are kept before they are used: the same call is never made, and never paid for, twice."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Protocol

from pipeline.batch.pace import Pace
from pipeline.errors import SystemFailure
from pipeline.models import Reply, Request

if TYPE_CHECKING:
    from pipeline.batch.journal import Journal
    from pipeline.models import Writer

__all__ = ["AnswerStore", "JournalAnswers", "KeptWriter", "call_key", "pack_reply", "unpack_reply"]


class AnswerStore(Protocol):
    """Where answers are kept."""

    def get(self, call: str) -> str | None:
        """The answer to a call made before."""
        ...

    def put(self, call: str, reply: str) -> None:
        """Keep an answer for good.

        Raises:
            SystemFailure: it could not be kept anywhere.
        """
        ...


class JournalAnswers:
    """The answers in a journal on this machine, shared by the threads of a worker; those it cannot take go to `rescue`."""

    def __init__(self, journal: Journal, rescue: Callable[[str, str], None], make_room: Callable[[], bool]) -> None:
        """Take over an open journal.

        Args:
            journal: this worker's own connection.
            rescue: keeps an answer elsewhere when the journal cannot be written any more.
            make_room: frees room on a full disk; False when there was none to free.
        """
        self._journal = journal
        self._rescue = rescue
        self._make_room = make_room
        self._lock = threading.Lock()

    def get(self, call: str) -> str | None:
        """The answer to a call made before."""
        with self._lock:
            return self._journal.answer(call)

    def put(self, call: str, reply: str) -> None:
        """Keep an answer; see `AnswerStore`."""
        try:
            self._put(call, reply)
        except SystemFailure:
            if not (self._make_room() and self._fits(call, reply)):
                self._rescue(call, reply)
            raise

    def _fits(self, call: str, reply: str) -> bool:
        with suppress(SystemFailure):
            self._put(call, reply)
            return True
        return False

    def _put(self, call: str, reply: str) -> None:
        with self._lock, self._journal.commit():
            self._journal.add_answer(call, reply)


class KeptWriter:
    """A writer as any other; what it was asked before it does not ask again."""

    def __init__(self, writer: Writer, store: AnswerStore, pace: Pace | None = None) -> None:
        """Wrap a writer.

        Args:
            writer: makes the calls.
            store: keeps the answers.
            pace: holds calls back to what the provider allows.
        """
        self.name = writer.name
        self._writer = writer
        self._store = store
        self._pace = pace

    def complete(self, request: Request) -> Reply:
        """The kept answer, or the writer's, kept before it is returned.

        Raises:
            ProviderFailure: the server could not be reached, refused or timed out.
            SystemFailure: the answer could not be kept; it is in the rescue file.
        """
        call = call_key(self.name, request)
        kept = self._store.get(call)
        if kept is not None:
            return unpack_reply(kept)
        if self._pace is not None:
            self._pace.wait(_weight(request))
        reply = self._writer.complete(request)
        self._store.put(call, pack_reply(reply))
        return reply


def call_key(model: str, request: Request) -> str:
    """A hash of all that decides an answer; neither deadline nor budget does."""
    told = {
        "model": model,
        "messages": [[message.role, message.content] for message in request.messages],
        "schema": request.schema,
        "grammar": request.grammar,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def pack_reply(reply: Reply) -> str:
    """A reply as JSON."""
    return json.dumps(asdict(reply), ensure_ascii=False)


def unpack_reply(text: str) -> Reply:
    """What `pack_reply` wrote, by this version or another: what this one does not know is left out."""
    known = {field.name for field in fields(Reply)}
    return Reply(**{name: value for name, value in json.loads(text).items() if name in known})


def _weight(request: Request) -> float:
    """About how many tokens a call takes: four characters a token, and a third of the longest answer."""
    return sum(len(message.content) for message in request.messages) / 4 + request.max_tokens / 3
