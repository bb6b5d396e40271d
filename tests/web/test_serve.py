"""`afterword serve` as a process: what it prints, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def start(*arguments: str) -> subprocess.Popen[str]:
    program = "import sys; from afterword.commands.serve import command; command(sys.argv[1:], standalone_mode=False, obj={})"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_it_prints_its_address_answers_and_stops_at_ctrl_c() -> None:
    process = start("--port", "0", "--no-open")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.fullmatch(r"Afterword is at (http://127\.0\.0\.1:\d+/)#key=[\w-]{43}\n", line)
        assert address, line
        deadline = time.monotonic() + 10
        while True:
            try:
                with urllib.request.urlopen(address[1], timeout=2) as answer:  # noqa: S310
                    assert b"Your notes" in answer.read()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGINT)
        said, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert said == ""
    assert told.splitlines()[-1] == "Stopped. What you wrote is kept in your browser only."
    assert "Traceback" not in told


def test_it_can_be_reached_from_this_machine_only() -> None:
    from afterword.web.server import bind

    with bind(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_one_sentence() -> None:
    from afterword.web.server import bind
    from pipeline.errors import BadInput

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=rf"^Port {port} is in use[^\n]*--port[^\n]*\.$"):
            bind(port)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="only an ordinary user is refused a port below 1024")
def test_a_port_that_the_system_keeps_is_one_sentence() -> None:
    from afterword.web.server import bind
    from pipeline.errors import SystemFailure

    with pytest.raises(SystemFailure, match="Port 80 cannot be used"):
        bind(80)


def test_a_browser_is_opened_with_a_ticket_and_never_in_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from afterword.commands import serve

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not serve._has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve._has_screen()


def test_help_imports_no_server() -> None:
    program = "import sys, afterword.commands.serve; print({'starlette', 'uvicorn', 'jinja2', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
