"""Records the cassettes anew: `make record`. Starts a real llama.cpp server with the embedded model on this machine, and asks it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.model_file import ensure_model

ROOT = Path(__file__).parent.parent
#: Address of a server to record from; the tests replay what is on disk where it is not set.
RECORD_VARIABLE = "AFTERWORD_RECORD_URL"
#: The name the server gives its model, so that no path of this machine gets into a recording.
MODEL = "SmolLM2-135M-Instruct"


def main() -> int:
    """Exit status of the tests that record."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(ensure_model(progress=sys.stderr))
    params.model_alias = {MODEL}
    params.n_ctx, params.n_parallel, params.verbosity, params.warmup = 1024, 1, -1, False
    params.hostnames = ["127.0.0.1"]
    server = xllamacpp.Server(params)
    os.environ[RECORD_VARIABLE] = f"{server.listening_address}/v1"
    for old in (ROOT / "tests" / "cassettes").glob("*.yaml"):
        old.unlink()
    return int(pytest.main(["-q", str(ROOT / "tests" / "pipeline" / "test_cassettes.py")]))


if __name__ == "__main__":
    raise SystemExit(main())
