"""An HTTP connection that ends: no answer longer than a bound, none read past the draft's time, no detour to another address."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpx2

from pipeline.budget import Budget

__all__ = ["LONGEST_ANSWER", "TooLong", "limits", "make_client"]

#: Bytes of an answer that are read: an email has a few thousand, a reasoning model's stream a few million.
LONGEST_ANSWER = 16_000_000
#: The same for a compressed answer, which unpacks to a thousand times as much.
_LONGEST_PACKED = 128_000

#: The budget of the draft that the calling thread works for.
limits: ContextVar[Budget | None] = ContextVar("limits", default=None)


class TooLong(httpx2.ReadError):
    """The answer is longer than any email could be."""


class _Stream(httpx2.SyncByteStream):
    """A body that is cut at its bound."""

    def __init__(self, inner: httpx2.SyncByteStream, budget: Budget | None, most: int) -> None:
        self._inner = inner
        self._budget = budget
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        left = self._most
        for chunk in self._inner:
            left -= len(chunk)
            if left < 0:
                raise TooLong("the answer is too long")
            if self._budget is not None and not self._budget.left_s:
                raise httpx2.ReadTimeout("the draft's time has passed")
            yield chunk

    def close(self) -> None:
        self._inner.close()


class _Client(httpx2.Client):
    """A client whose answers are bounded."""

    def send(self, request: httpx2.Request, *, stream: bool = False, **options: Any) -> httpx2.Response:  # the base class's own options
        response = super().send(request, stream=True, **options)
        packed = response.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}
        inner = response.stream
        if isinstance(inner, httpx2.SyncByteStream) and not response.is_stream_consumed:
            response.stream = _Stream(inner, limits.get(), _LONGEST_PACKED if packed else LONGEST_ANSWER)
        if not stream:
            try:
                response.read()
            except BaseException:
                response.close()
                raise
        return response


def make_client(*, is_https: bool, is_here: bool) -> httpx2.Client:
    """A client for one server.

    Redirects are not followed: notes go to the address their user named and to no other.

    Args:
        is_https: whether certificates will be looked at; loading them takes some twenty milliseconds.
        is_here: whether the server is on this machine; a proxy of the environment is used only where it is not.
    """
    verify: ssl.SSLContext | bool = _certificates() if is_https else False
    return _Client(verify=verify, follow_redirects=False, trust_env=not is_here, headers={"accept-encoding": "identity"})


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that are trusted, loaded once a process."""
    return httpx2.create_ssl_context()
