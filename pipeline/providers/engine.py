"""llama.cpp in this process, silenced, and kept off the network."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypedDict, cast

from pipeline.errors import ProviderFailure

__all__ = ["Engine", "Reading", "load_engine"]

#: Tokens the engine can hold; a chooser's question takes some thirty.
_CONTEXT = 512
#: More threads than this make a model so small no faster.
_MOST_THREADS = 4
#: Longest path of a socket file that every system takes.
_SOCKET_CHARS = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model expects after a text: tokens with their log probabilities, likeliest first, and how many tokens it read for that."""

    tokens: tuple[tuple[str, float], ...]
    read: int


class _Server(Protocol):
    listening_address: str

    def handle_completions(self, request: dict[str, object]) -> object: ...


class _Token(TypedDict):
    token: str
    logprob: float


class _Position(TypedDict):
    top_logprobs: list[_Token]


class _Logprobs(TypedDict):
    content: list[_Position]


class _Choice(TypedDict):
    text: str
    logprobs: _Logprobs | None


class _Timings(TypedDict):
    prompt_n: int
    predicted_n: int


class _Completion(TypedDict):
    choices: list[_Choice]
    timings: _Timings


class Engine:
    """A loaded model. The start that two texts share is read once: only what follows it costs time."""

    def __init__(self, server: _Server) -> None:
        """Keep the native server."""
        self._server = server

    def expect(self, text: str, *, top: int) -> Reading:
        """The `top` likeliest tokens after a text.

        Raises:
            ProviderFailure: llama.cpp refused the text (too long for its context).
        """
        got = self._complete({"prompt": text, "n_predict": 1, "n_probs": top, "temperature": 0.0})
        logprobs = got["choices"][0]["logprobs"]
        position = logprobs["content"][0]["top_logprobs"] if logprobs and logprobs["content"] else []
        return Reading(tuple((token["token"], token["logprob"]) for token in position), got["timings"]["prompt_n"])

    def write(self, text: str, *, tokens: int, grammar: str = "", seed: int = 0, temperature: float = 0.9) -> tuple[str, int]:
        """A continuation of `tokens` tokens, or less where a grammar ends, and how many it took.

        Raises:
            ProviderFailure: llama.cpp refused the text or the grammar.
        """
        request: dict[str, object] = {"prompt": text, "n_predict": tokens, "seed": seed, "temperature": temperature}
        request |= {"grammar": grammar} if grammar else {"ignore_eos": True}
        got = self._complete(request)
        return got["choices"][0]["text"], got["timings"]["predicted_n"]

    def _complete(self, request: dict[str, object]) -> _Completion:
        try:
            got = self._server.handle_completions({"cache_prompt": True, **request})
        except (RuntimeError, TypeError, ValueError) as error:
            raise ProviderFailure(f"The embedded model could not read a text: {error}") from error
        if not isinstance(got, dict) or "choices" not in got:
            problem = got.get("error") if isinstance(got, dict) else got
            raise ProviderFailure(f"The embedded model could not read a text: {str(problem)[:200]}")
        return cast("_Completion", got)


def load_engine(path: Path) -> Engine:
    """The model of a GGUF file, loaded (0.2 to 0.4 s for the embedded one).

    llama.cpp opens an HTTP server beside what is used here. It is bound to a socket file in a folder of our own that is removed
    at once, so nothing can reach it; on Windows to a free loopback port behind a key that nobody is told.

    Raises:
        ProviderFailure: the file is missing, no GGUF file or damaged, or xllamacpp does not run on this machine.
    """
    _require_gguf(path)
    _require_processor()
    try:
        import xllamacpp
    except ImportError as error:
        raise ProviderFailure(f"The package xllamacpp cannot be used on this machine ({error}); draft with --model phrasebook.") from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.cache_ram_mib = _CONTEXT, 1, 0
    params.n_batch = params.n_ubatch = _CONTEXT
    params.verbosity, params.warmup, params.fit_params = -1, False, False
    params.endpoint_slots, params.ui, params.n_threads_http = False, False, 1
    params.api_keys = [secrets.token_hex()]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = min(_processors(), _MOST_THREADS)
    with _hidden_address() as address:
        params.hostnames = [address]
        try:
            return Engine(cast("_Server", xllamacpp.Server(params)))
        except RuntimeError as error:
            raise ProviderFailure(
                f"{path} could not be loaded: llama.cpp refused it. It may be cut short or of a newer kind; fetch it again or name another."
            ) from error


def _require_gguf(path: Path) -> None:
    """Say what is wrong in words of our own; llama.cpp only says that it failed."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
    except OSError as error:
        raise ProviderFailure(
            f"There is no model at {path} ({error.strerror}); check the path, or leave it out for the embedded model."
        ) from error
    if magic != b"GGUF":
        raise ProviderFailure(f"{path} is not a GGUF model file; name one, or leave the path out for the embedded model.")


def _require_processor() -> None:
    """On an x86-64 processor without AVX2 the native code would end the whole process."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").partition("\n\n")[0].split()
    except OSError:
        return
    if "flags" in flags and "avx2" not in flags:
        raise ProviderFailure("This processor lacks AVX2, which the embedded model needs; draft with --model phrasebook.")


def _processors() -> int:
    """Processors this process may use and nobody else does, a container's share included: one thread too many makes each step wait."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if hasattr(os, "getloadavg"):
        with suppress(OSError):
            count -= int(os.getloadavg()[0])
    with suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("utf-8").split()
        count = min(count, int(quota) // int(period))
    return max(1, count)


@contextmanager
def _hidden_address() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="afterword-", ignore_cleanup_errors=True) as folder:
        socket = str(Path(folder) / "s.sock")
        yield "127.0.0.1" if os.name == "nt" or len(socket) > _SOCKET_CHARS else socket
