"""The suite's own guard: a test reaches this machine and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

_AWAY = ("192.0.2.1", 9)


def _connect(sock: socket.socket) -> object:
    return sock.connect(_AWAY)  # type: ignore[func-returns-value]


def _connect_ex(sock: socket.socket) -> object:
    return sock.connect_ex(_AWAY)


def _look_up(_sock: socket.socket) -> object:
    return socket.getaddrinfo("example.com", 443)


def _create(_sock: socket.socket) -> object:
    return socket.create_connection(_AWAY, timeout=0.1)


@pytest.mark.parametrize("reach", [_connect, _connect_ex, _look_up, _create], ids=["connect", "connect_ex", "name", "create_connection"])
def test_nothing_beyond_this_machine_is_reached(reach: Callable[[socket.socket], object]) -> None:
    with socket.socket() as sock, pytest.raises(AssertionError, match="a test tried to reach"):
        reach(sock)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=1) as sock:
        assert sock.getpeername() == server.getsockname()
        assert socket.getaddrinfo("localhost", 80)
