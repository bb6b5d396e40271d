"""Faults as a user meets them: a process of its own, its exit code, and what it prints where."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.faults.server import FaultServer, serve_faults
from tests.pipeline.test_run import GOOD, NOTES

ROOT = Path(__file__).parent.parent.parent
KEY = "sk-test-0123456789abcdef"
_GOOD = json.dumps(GOOD)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with serve_faults() as running:
        yield running


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notes") / "notes.yaml"
    data = NOTES.model_dump(mode="json", exclude={"source", "spans"}, exclude_defaults=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def _environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "OPENAI_API_KEY": KEY, "AFTERWORD_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}


def _draft(server: FaultServer, notes: Path, tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    server.asked.clear()
    command = [sys.executable, "-m", "afterword", "draft", str(notes), "--model", f"openai:m@{server.url}", *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=_environment(tmp_path), timeout=120)


def _is_whole_email(text: str) -> bool:
    return text.startswith("Subject: ") and "\n\nDear Nadia,\n\n" in text and text.rstrip().endswith("Tom Baker") and len(text) > 300


def test_a_good_answer_is_the_email(server: FaultServer, notes: Path, tmp_path: Path) -> None:
    server.plan = (_GOOD,)
    done = _draft(server, notes, tmp_path)
    assert done.returncode == 0, done.stderr
    assert _is_whole_email(done.stdout)
    assert "The move from paper rosters to an app has stayed with me since." in done.stdout
    assert len(server.asked) == 1
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    "fault", ["500", "401 that repeats the key", "web page", "half a stream", "hang in the body", "100 MB", "blank content"]
)
def test_a_server_that_fails_costs_one_line_and_the_phrasebook_writes(server: FaultServer, notes: Path, tmp_path: Path, fault: str) -> None:
    server.plan = (fault,)
    started = time.monotonic()
    done = _draft(server, notes, tmp_path, "--timeout", "3" if fault.startswith("hang") else "20")
    assert time.monotonic() - started < 60
    assert done.returncode == 0, done.stderr
    assert _is_whole_email(done.stdout)
    assert len([line for line in done.stderr.splitlines() if "The phrasebook wrote the email instead." in line]) == 1
    assert "Traceback" not in done.stderr
    assert KEY not in done.stderr + done.stdout
    assert len(server.asked) <= 3


@pytest.mark.parametrize(
    "fault", ["500", "404", "empty object", "truncated JSON", "half an answer that claims to be whole", "blank content"]
)
def test_without_the_phrasebook_it_is_one_sentence_and_exit_code_3(server: FaultServer, notes: Path, tmp_path: Path, fault: str) -> None:
    server.plan = (fault,)
    done = _draft(server, notes, tmp_path, "--timeout", "5", "--no-fallback")
    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("afterword: ")


def test_calls_are_bounded_by_the_option_and_counted_in_the_record(server: FaultServer, notes: Path, tmp_path: Path) -> None:
    server.plan = ("503",)
    done = _draft(server, notes, tmp_path, "--max-calls", "2", "--json")
    assert len(server.asked) == 2
    record = json.loads(done.stdout)["run"]
    assert record["model_calls"] == 2
    assert "status 503" in record["fallback"]
    assert len(done.stderr.strip().splitlines()) == 1


def test_debug_shows_a_traceback_without_the_key(server: FaultServer, notes: Path, tmp_path: Path) -> None:
    server.plan = ("401 that repeats the key",)
    command = [sys.executable, "-m", "afterword", "--debug", "draft", str(notes), "--model", f"openai:m@{server.url}", "--no-fallback"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=_environment(tmp_path), timeout=120)
    assert "Traceback" in done.stderr
    assert "AuthenticationError" in done.stderr
    assert KEY not in done.stderr


@pytest.mark.parametrize("options", [("--timeout", "0"), ("--timeout", "nan"), ("--max-calls", "0"), ("--max-calls", "x")], ids=str)
def test_a_bound_that_cannot_be_is_wrong_use(server: FaultServer, notes: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    server.plan = (_GOOD,)
    done = _draft(server, notes, tmp_path, *options)
    assert done.returncode == 2
    assert server.asked == []


def test_a_terminal_sees_the_draft_come_and_the_result_stands_on_standard_output_alone(
    server: FaultServer, notes: Path, tmp_path: Path
) -> None:
    server.asked.clear()
    server.plan = (_GOOD,)
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "afterword", "draft", str(notes), "--model", f"openai:m@{server.url}", "--no-input"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=child, cwd=tmp_path, env=_environment(tmp_path))
    os.close(child)
    seen = b""
    while select.select([parent], [], [], 60)[0]:
        try:
            piece = os.read(parent, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    assert process.stdout is not None
    result = process.stdout.read().decode()
    process.stdout.close()
    assert process.wait(60) == 0
    os.close(parent)
    assert server.asked[0].body["stream"] is True
    assert b"Thank you for talking the shift planner role through" in seen.replace(b"\r\n", b" ")
    assert _is_whole_email(result)
