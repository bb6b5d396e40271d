"""A real llama.cpp server with the embedded model: in this process for recordings, conformance and tests, as a command for evals.

`python -m evals.llama_server --port 8091` serves until it is stopped.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from importlib import metadata

from pipeline.model_file import ensure_model

__all__ = ["MODEL", "LlamaServer", "describe_server", "start_server"]

#: The name the server gives its model, so that no path of this machine gets into a recording.
MODEL = "SmolLM2-135M-Instruct"


class LlamaServer:
    """A running server; it ends with the process, or with `stop`."""

    def __init__(self, inner: object, address: str) -> None:
        """Keep the library's own server alive."""
        self._inner: object | None = inner
        self.address = address

    def stop(self) -> None:
        """Let go of the server, which ends it."""
        self._inner = None


def start_server(*, context: int = 4096, slots: int = 1, port: int = 0, threads: int = 1) -> LlamaServer:
    """A server on this machine; its interfaces are OpenAI's (`/v1/chat/completions`) and Anthropic's (`/v1/messages`).

    Args:
        context: tokens of text and answer that fit, for each slot.
        slots: calls that are answered at once.
        port: where it listens; a free one where 0.
        threads: that read and write; with one of them the same question gets the same answer, also on a busy machine.

    Raises:
        ProviderFailure: the embedded model cannot be fetched.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(ensure_model(progress=sys.stderr))
    params.model_alias = {MODEL}
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.n_ctx, params.n_parallel, params.verbosity, params.warmup = context * slots, slots, -1, False
    params.hostnames, params.port = ["127.0.0.1"], port
    server = xllamacpp.Server(params)
    return LlamaServer(server, str(server.listening_address))


def describe_server(*, threads: int | None = None) -> str:
    """What answers, in words: "llama.cpp (xllamacpp 2026.10.11549) with SmolLM2-135M-Instruct, 1 thread"."""
    by = "" if threads is None else ", 1 thread" if threads == 1 else f", {threads} threads"
    return f"llama.cpp (xllamacpp {metadata.version('xllamacpp')}) with {MODEL}{by}"


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM comes; the address goes to standard output."""
    parser = argparse.ArgumentParser(prog="python -m evals.llama_server", description=describe_server())
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--slots", type=int, default=1, help="calls answered at once")
    parser.add_argument("--threads", type=int, default=1, help="threads that read and write")
    parser.add_argument("--context", type=int, default=8192, help="tokens of text and answer that fit a call")
    given = parser.parse_args(arguments)
    stopped = threading.Event()
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, lambda *_: stopped.set())
    server = start_server(context=given.context, slots=given.slots, port=given.port, threads=given.threads)
    print(f"openai:{MODEL}@{server.address}/v1", flush=True)
    stopped.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
