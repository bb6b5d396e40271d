"""Records the cassettes anew: `make record`. Starts a real llama.cpp server with the embedded model on this machine, and asks it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from evals.llama_server import MODEL, start_server

__all__ = ["CASSETTES", "FOLDER_VARIABLE", "MODEL", "RECORDED_IN", "RECORD_VARIABLE"]

TESTS = Path(__file__).resolve().parent
#: Folder that is recorded into; the tests replay from the repository's own where it is not set.
FOLDER_VARIABLE = "AFTERWORD_RECORD_FOLDER"
CASSETTES = Path(os.environ.get(FOLDER_VARIABLE) or TESTS / "cassettes")
#: Address of a server to record from; the tests replay what is on disk where it is not set.
RECORD_VARIABLE = "AFTERWORD_RECORD_URL"
#: Modules whose tests replay recordings: each test that asks for `cassette` has one of its own name.
RECORDED_IN = tuple(sorted((TESTS / "pipeline").glob("test_cassettes*.py")))
#: Tokens of text and answer that fit; one test sends more than that.
CONTEXT = 4096


def main() -> int:
    """Exit status of the tests that record. The recordings of before are replaced only when all of them have succeeded."""
    server = start_server(context=CONTEXT)
    os.environ[RECORD_VARIABLE] = server.address
    # A client that is thrown away leaves its connection to the collector, which only a real server makes visible.
    quiet = ["-W", "ignore::pytest.PytestUnraisableExceptionWarning", "-W", "ignore::ResourceWarning"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER_VARIABLE] = folder
        status = int(pytest.main(["-q", "-p", "no:cacheprovider", *quiet, *map(str, RECORDED_IN)]))
        if status:
            print("The recordings were left as they were.", file=sys.stderr)
            return status
        CASSETTES.mkdir(exist_ok=True)
        for old in CASSETTES.glob("*.yaml"):
            old.unlink()
        for new in sorted(Path(folder).glob("*.yaml")):
            shutil.copyfile(new, CASSETTES / new.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
