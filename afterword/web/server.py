"""Runs the page's server on a loopback address until it is stopped, and closes on clients that take too long."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.errors import BadInput, SystemFailure

if TYPE_CHECKING:
    from afterword.web.guard import Guard

__all__ = ["ADDRESS", "DEFAULT_PORT", "HEAD_S", "bind", "hosts_of", "make_server"]

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8717
#: Seconds a client gets to hand in the head of a request, from the moment it connects or its last answer ended.
HEAD_S = 10.0
#: Bytes that a request's head may have, and connections at a time.
_MAX_HEAD = 16 * 1024
_MAX_CONNECTIONS = 64


def bind(port: int) -> socket.socket:
    """A socket on this machine's own address; port 0 takes any that is free.

    Raises:
        BadInput: something else uses the port.
        SystemFailure: the system allows no such port.
    """
    # With the protocol named, asyncio lets answers go at once; without, each waits 40 ms for the browser's receipt.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise BadInput(
                f"Port {port} is in use, perhaps by another `afterword serve`; name another with --port, or 0 for any."
            ) from error
        raise SystemFailure(f"Port {port} cannot be used ({error.strerror or error}); name another with --port, or 0 for any.") from error
    return listening


def hosts_of(port: int) -> tuple[str, ...]:
    """The Host headers by which this server may be asked."""
    return (f"{ADDRESS}:{port}", f"localhost:{port}")


def make_server(app: Guard, *, head_s: float = HEAD_S) -> uvicorn.Server:
    """A server that logs nothing and waits for nobody; `serve(sockets=[...])` or `run(sockets=[...])` starts it."""
    config = uvicorn.Config(
        app,
        http=_patient(head_s),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(head_s) or 1,
        timeout_graceful_shutdown=1,
        limit_concurrency=_MAX_CONNECTIONS,
        h11_max_incomplete_event_size=_MAX_HEAD,
    )
    return uvicorn.Server(config)


def _patient(head_s: float) -> type[H11Protocol]:
    """The protocol with a limit on how long the head of a request may take, which uvicorn has not."""

    class Patient(H11Protocol):
        """Closes a connection whose next request's head has not arrived in time."""

        _deadline: asyncio.TimerHandle | None = None
        _seen: object = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not self._seen:
                self._seen = self.cycle
                self._stop()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._stop()
            self._deadline = self.loop.call_later(head_s, self._give_up)

        def _stop(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                self.transport.close()

    return Patient
