"""Shared by all tests: no network but loopback, and a cache folder of their own unless a test needs the model."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples" / "notes"


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine fails the test that opened it."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def allow(host: object) -> None:
        if host not in (None, "", "127.0.0.1", "localhost", "::1", b"127.0.0.1", b"localhost", b"::1"):
            raise AssertionError(f"a test tried to reach {host!r}")

    def guard(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            allow(address[0] if isinstance(address, tuple) else address)

    def guarded(self: socket.socket, address: object) -> None:
        guard(self, address)
        connect(self, address)  # type: ignore[arg-type]

    def guarded_ex(self: socket.socket, address: object) -> int:
        guard(self, address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    def guarded_look_up(host: object, *arguments: object, **options: object) -> object:
        allow(host)
        return look_up(host, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "AFTERWORD_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def examples() -> Path:
    """The folder of example notes."""
    return EXAMPLES
