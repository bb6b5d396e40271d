"""A real llama.cpp server with the embedded model, in this process: for recordings, for conformance, for tests."""

from __future__ import annotations

import sys
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


def start_server(*, context: int = 4096, slots: int = 1) -> LlamaServer:
    """A server on a free port of this machine; its interfaces are OpenAI's (`/v1/chat/completions`) and Anthropic's (`/v1/messages`).

    Args:
        context: tokens of text and answer that fit, for each slot.
        slots: calls that are answered at once.

    Raises:
        ProviderFailure: the embedded model cannot be fetched.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(ensure_model(progress=sys.stderr))
    params.model_alias = {MODEL}
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.n_ctx, params.n_parallel, params.verbosity, params.warmup = context * slots, slots, -1, False
    params.hostnames = ["127.0.0.1"]
    server = xllamacpp.Server(params)
    return LlamaServer(server, str(server.listening_address))


def describe_server() -> str:
    """What answers, in words: "llama.cpp (xllamacpp 2026.10.11549) with SmolLM2-135M-Instruct"."""
    return f"llama.cpp (xllamacpp {metadata.version('xllamacpp')}) with {MODEL}"
