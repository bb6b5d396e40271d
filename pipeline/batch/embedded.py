"""The embedded model for all workers, in one process: llama.cpp's own server, which works on several questions in one go.

There is a server for each processor, with one thread each, and all of them map the same file, so that its weights are in memory once.
One server with more threads would be held up at every layer as soon as anything else wants a processor, and the workers do.
Workers ask over socket files of ours, behind a key. What it said to a question is kept in the journal: the same words stand before
a fork in many drafts, and a question that was asked before costs nothing. Answers do not depend on what else is asked at the time
(measured: equal to the last bit with 1 to 16 questions at once), so a draft comes out the same whoever else is drafted beside it.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import ProviderFailure, SystemFailure

if TYPE_CHECKING:
    from pipeline.batch.journal import Journal

__all__ = ["Address", "SharedServer", "shared_model"]

#: Tokens that each question may take, the opening included.
_CONTEXT = 512
_MAGIC = b"GGUF"
#: Questions kept in a worker before they are written to the journal, and kept at hand.
_WRITTEN_TOGETHER, _AT_HAND = 32, 4_000
#: Questions kept in the journal; about 1 kB each.
_MOST_KEPT = 100_000
_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the servers listen, socket files or `host:port`, and their key."""

    places: tuple[str, ...]
    key: str


@contextmanager
def shared_model(path: Path, *, servers: int, questions: int) -> Iterator[Address]:
    """The model, loaded and listening.

    Args:
        path: a GGUF file.
        servers: one for each processor to be used.
        questions: how many each works on at once.

    Raises:
        ProviderFailure: the file is no model, or the package does not run here.
    """
    _require_gguf(path)
    key = secrets.token_hex()
    with tempfile.TemporaryDirectory(prefix="afterword-", ignore_cleanup_errors=True) as folder:
        running = []
        places = []
        for number in range(servers):
            own = str(Path(folder) / f"{number}.sock")
            server = _load(path, "127.0.0.1" if os.name == "nt" else own, key, questions)
            running.append(server)
            places.append(own if os.name != "nt" else str(server.listening_address).rpartition("/")[2])
        try:
            yield Address(tuple(places), key)
        finally:
            running.clear()


class _Listening(Protocol):
    listening_address: str


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ProviderFailure(f"There is no model at {path} ({error.strerror}).") from error
    if magic != _MAGIC:
        raise ProviderFailure(f"{path} is not a GGUF model file.")


def _load(path: Path, host: str, key: str, questions: int) -> _Listening:
    try:
        import xllamacpp
    except ImportError as error:
        raise ProviderFailure(f"The package xllamacpp cannot be used on this machine ({error}); draft with --model phrasebook.") from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel, params.n_ctx, params.cache_ram_mib = questions, _CONTEXT * questions, 0
    params.n_batch = params.n_ubatch = _CONTEXT
    params.verbosity, params.warmup, params.fit_params = -1, False, False
    params.endpoint_slots, params.ui, params.n_threads_http = False, False, questions + 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.api_keys, params.hostnames = [key], [host]
    try:
        return cast("_Listening", xllamacpp.Server(params))
    except RuntimeError as error:
        raise ProviderFailure(f"{path} could not be loaded: llama.cpp refused it.") from error


class SharedServer:
    """The server as an engine asks it, from a worker; one thread at a time."""

    listening_address = ""

    def __init__(self, address: Address, journal: Journal) -> None:
        """Connect when first asked."""
        self._address = address
        self._journal = journal
        self._connections: list[http.client.HTTPConnection | None] = [None] * len(address.places)
        self._turn = os.getpid()
        self._at_hand: dict[str, bytes] = {}
        self._new: list[tuple[str, bytes]] = []

    def handle_completions(self, request: dict[str, object]) -> object:
        """What llama.cpp answers, or answered before.

        Raises:
            RuntimeError: it cannot be reached.
        """
        question = json.dumps([request["prompt"], request.get("n_probs"), request.get("n_predict")], ensure_ascii=False)
        kept = self._at_hand.get(question) or self._journal.reading(question)
        if kept is not None:
            return _completion(json.loads(zlib.decompress(kept)))
        answer = self._ask(request)
        tokens = _tokens(answer)
        if tokens is not None:
            self._keep(question, zlib.compress(json.dumps(tokens, ensure_ascii=False).encode(), 1))
        return answer

    def _keep(self, question: str, packed: bytes) -> None:
        if len(self._at_hand) >= _AT_HAND:
            self._at_hand.clear()
        self._at_hand[question] = packed
        self._new.append((question, packed))
        if len(self._new) >= _WRITTEN_TOGETHER:
            with suppress(SystemFailure):  # it would only have saved time
                if self._journal.count("readings") < _MOST_KEPT:
                    with self._journal.commit():
                        self._journal.add_readings(self._new)
            self._new = []

    def _ask(self, request: dict[str, object]) -> object:
        body = json.dumps(request)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._address.key}"}
        self._turn += 1
        at = self._turn % len(self._connections)
        for attempt in (1, 2):
            connection = self._connections[at] or _connect(self._address.places[at])
            self._connections[at] = connection
            try:
                connection.request("POST", "/v1/completions", body, headers)
                answer: object = json.loads(connection.getresponse().read())
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self._connections[at] = None
                if attempt == 2:
                    raise RuntimeError(f"the embedded model's server cannot be reached ({error})") from error
                continue
            except ValueError as error:
                raise RuntimeError("the embedded model's server gave no JSON") from error
            return answer
        raise AssertionError("unreachable")


class _Unix(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_TIMEOUT_S)
        self.sock.connect(self._path)


def _connect(place: str) -> http.client.HTTPConnection:
    if "/" in place or "\\" in place:
        return _Unix(place)
    return http.client.HTTPConnection(place, timeout=_TIMEOUT_S)


def _tokens(answer: object) -> list[list[object]] | None:
    """The likeliest tokens of an answer; None where it is none."""
    try:
        content = answer["choices"][0]["logprobs"]["content"]  # type: ignore[index]
        return [[one["token"], one["logprob"]] for one in content[0]["top_logprobs"]]
    except (KeyError, IndexError, TypeError):
        return None


def _completion(tokens: list[list[object]]) -> dict[str, object]:
    """An answer as the server gives it; nothing was read for it."""
    top = [{"token": token, "logprob": value} for token, value in tokens]
    content = [{"top_logprobs": top}]
    return {"choices": [{"text": "", "logprobs": {"content": content}}], "timings": {"prompt_n": 0, "predicted_n": 0}}
