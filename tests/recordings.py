"""How recordings of real servers are made, named, replayed and judged. `make record` makes them all anew."""

from __future__ import annotations

import ast
import contextlib
import getpass
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import vcr
import yaml
from vcr.cassette import Cassette

from tests.record import CASSETTES, MODEL, RECORD_VARIABLE, RECORDED_IN

__all__ = [
    "CASSETTES",
    "MODEL",
    "PATIENCE_S",
    "RECORDED_IN",
    "RECORD_VARIABLE",
    "faults_of",
    "is_recording",
    "play",
    "recorded_tests",
    "recorder",
    "server_url",
    "suspicious",
]

#: Seconds a recorded call may take: recording is done by small machines, at times busy ones; replaying takes none.
PATIENCE_S = 900.0
#: Headers that are kept, of what was sent and of what came; all others may describe a key, a machine or a moment.
_KEPT_HEADERS = frozenset({"content-type"})
#: Parts of llama.cpp's answers that say how fast this machine is.
_TIMINGS = re.compile(rb',"timings":\{[^{}]*\}')
_SECRETS = {
    "a key": re.compile(r"(?i)\b(?:sk|pk|rk|gsk|xai|hf|ghp|r8)[-_][A-Za-z0-9_-]{8,}|AIza[\w-]{20,}|eyJ[\w-]{10,}\.[\w-]+"),
    "an authorization": re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/-]{6,}|authorization|x-api-key|set-cookie|\bcookie\b"),
    "a path": re.compile(r"(?i)(?:/(?:home|root|users|tmp|var|mnt|opt|work)/|[A-Z]:\\\\|\.gguf)"),
    "another address": re.compile(r"\b(?!127\.0\.0\.1\b)(?:\d{1,3}\.){3}\d{1,3}\b"),
    "the speed of a machine": re.compile(r"\"timings\"|per_second"),
}


def is_recording() -> bool:
    """Whether tests ask a real server and keep what it says."""
    return bool(os.environ.get(RECORD_VARIABLE))


def server_url() -> str:
    """The server's address, without a path: a real one's while recording."""
    return os.environ.get(RECORD_VARIABLE) or "http://127.0.0.1:8080"


def recorder(folder: Path = CASSETTES) -> vcr.VCR:
    """Replays a request only to the same method, path and body; records only while `make record` runs."""
    return vcr.VCR(
        cassette_library_dir=str(folder),
        record_mode="once" if is_recording() else "none",
        match_on=("method", "path", "body"),
        before_record_request=_without_machine,
        before_record_response=_bare,
        decode_compressed_response=True,
    )


@contextlib.contextmanager
def play(name: str, folder: Path = CASSETTES) -> Iterator[Cassette]:
    """The recording of a name; it must be there, and be played to its end."""
    with recorder(folder).use_cassette(f"{name}.yaml") as tape:
        yield tape
    if not is_recording():
        assert tape.all_played, f"only {tape.play_count} of {len(tape)} recorded answers were asked for: `make record` records them anew"


def recorded_tests() -> list[str]:
    """Names of the tests that replay a recording, read from their modules' text."""
    return sorted(
        node.name
        for path in RECORDED_IN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and _replays(node)
    )


def _replays(test: ast.FunctionDef) -> bool:
    return "cassette" in {argument.arg for argument in test.args.args}


def faults_of(folder: Path, names: list[str]) -> list[str]:
    """What is wrong with a folder of recordings: files no test replays, tests without a file, secrets, headers, empty ones."""
    found = {path.stem: path for path in folder.iterdir()}
    faults = [f"{name}: no test replays it" for name in sorted(found.keys() - set(names))]
    faults += [f"{name}: there is no recording; `make record` makes one" for name in sorted(set(names) - found.keys())]
    for name, path in sorted(found.items()):
        text = path.read_text("utf-8")
        interactions = yaml.safe_load(text)["interactions"]
        if not interactions:
            faults.append(f"{name}: it holds nothing")
        for entry in interactions:
            headers = {header.lower() for side in ("request", "response") for header in entry[side]["headers"]}
            faults += [f"{name}: the header {header}" for header in sorted(headers - _KEPT_HEADERS)]
        faults += [f"{name}: {what}" for what in suspicious(text)]
    return faults


def suspicious(text: str) -> list[str]:
    """What a recording must not hold and this text does: keys, names and paths of a machine, addresses, speeds."""
    found = [what for what, pattern in _SECRETS.items() if pattern.search(text)]
    own = {socket.gethostname(), str(Path.home()), *(value for name, value in os.environ.items() if name.endswith("_API_KEY"))}
    with contextlib.suppress(OSError, KeyError):
        own.add(getpass.getuser())
    own = {word for word in own if len(word) > 5}
    return found + [f"{word!r}, which is of this machine" for word in sorted(own) if word in text]


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[Cassette]:
    """The recording named after the test."""
    with play(str(request.node.name)) as tape:
        yield tape


def _without_machine(request: vcr.request.Request) -> vcr.request.Request:
    """A request without keys, cookies and what describes this machine; its port is the same in every recording."""
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in _KEPT_HEADERS}
    request.uri = f"http://127.0.0.1:8080{request.path}"
    return request


def _bare(response: dict[str, object]) -> dict[str, object]:
    """A response without the headers and the timings that describe a machine."""
    headers, body = response["headers"], response["body"]
    assert isinstance(headers, dict)
    assert isinstance(body, dict)
    response["headers"] = {name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}
    content = body.get("string")
    if isinstance(content, bytes):
        body["string"] = _TIMINGS.sub(b"", content)
    elif isinstance(content, str):
        body["string"] = _TIMINGS.sub(b"", content.encode()).decode()
    return response
