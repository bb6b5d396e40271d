"""What stands between a browser and the page: who may ask, for what, how much and how slowly; and the headers of every answer.

A page on another site can make a browser send requests here, and a name it controls can be made to point at this machine. So a
request must name this very address (Host), must not come from another origin (Origin, Sec-Fetch-Site), must carry the key of this
run in a header that no form can set, and must be JSON. Nothing is ever changed by GET, and nothing is ever said in a URL.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

__all__ = ["BODY_S", "KEY_HEADER", "MAX_BODY", "Guard", "refusal"]

#: Bytes a request may bring; the longest notes that can be read, twice over.
MAX_BODY = 2 * 1024 * 1024
#: Seconds a client gets to hand in a body.
BODY_S = 10.0

KEY_HEADER = "x-afterword-key"
_OPEN_PATH = "/api/open"
_NO_CONTENT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": _NO_CONTENT,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), clipboard-read=(), clipboard-write=(self)",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

# The ASGI standard leaves these open mappings.
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class _Refused(Exception):
    """A request that gets no further: status and one sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def refusal(message: str) -> bytes:
    """The body of an answer that says no."""
    return json.dumps({"error": message}, ensure_ascii=False).encode()


class Guard:
    """Wraps the page's application; nothing reaches it that has not passed here."""

    def __init__(self, app: App, *, hosts: Iterable[str], key: str, max_body: int = MAX_BODY, body_s: float = BODY_S) -> None:
        """Keep what a request is measured by.

        Args:
            app: the application behind.
            hosts: the only values that a Host header may have, port included.
            key: what the header `X-Afterword-Key` of every POST must hold.
            max_body: bytes a body may have.
            body_s: seconds in which it has to be here.
        """
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._key = key.encode()
        self._max_body = max_body
        self._body_s = body_s

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            raise RuntimeError("the page speaks HTTP only")
        guarded = _with_headers(send)
        try:
            headers = _headers(scope)
            self._judge_sender(scope, headers)
            if scope["method"] in ("GET", "HEAD"):
                await self._app(scope, receive, guarded)
                return
            self._judge_post(scope, headers)
            body = await self._read(headers, receive)
        except _Refused as no:
            await _answer(guarded, no.status, str(no))
            return
        await self._app(scope, _replay(body, receive), guarded)

    def _judge_sender(self, scope: MutableMapping[str, Any], headers: dict[str, list[str]]) -> None:
        if len(headers.get("host", [])) != 1 or headers["host"][0].lower() not in self._hosts:
            raise _Refused(421, "This address is not served here; open the address that the terminal shows.")
        if any(origin not in self._origins for origin in headers.get("origin", [])):
            raise _Refused(403, "Requests from other pages are refused.")
        allowed = {"same-origin", "none"} if scope["method"] in ("GET", "HEAD") else {"same-origin"}
        if any(site not in allowed for site in headers.get("sec-fetch-site", [])):
            raise _Refused(403, "Requests from other pages are refused.")
        if scope.get("query_string"):
            raise _Refused(400, "This page takes nothing from an address.")

    def _judge_post(self, scope: MutableMapping[str, Any], headers: dict[str, list[str]]) -> None:
        if scope["method"] != "POST":
            raise _Refused(405, "Only GET and POST are answered.")
        kinds = headers.get("content-type", [])
        if len(kinds) != 1 or kinds[0].split(";")[0].strip().lower() != "application/json":
            raise _Refused(415, "Only JSON is read.")
        given = headers.get(KEY_HEADER, [""])
        if scope["path"] != _OPEN_PATH and (len(given) != 1 or not hmac.compare_digest(given[0].encode(), self._key)):
            raise _Refused(401, "Afterword was started anew, or this page was opened by hand: use the address that the terminal shows.")

    async def _read(self, headers: dict[str, list[str]], receive: Receive) -> bytes:
        """The whole body, if it is small and quick enough."""
        said = headers.get("content-length", ["0"])[0]
        if not said.isascii() or not said.isdigit() or int(said) > self._max_body:
            raise _Refused(413, "That is too much for interview notes; keep those of one interview, a page or two.")
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Refused(400, "The request ended early.")
                    body += message.get("body", b"")
                    if len(body) > self._max_body:
                        raise _Refused(413, "That is too much for interview notes; keep those of one interview, a page or two.")
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise _Refused(408, "The request took too long to arrive.") from None


def _headers(scope: MutableMapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            names = {name.decode("latin-1").lower() for name, _ in given}
            given += [(name.encode(), value.encode()) for name, value in _HEADERS.items() if name not in names]
            message = {**message, "headers": given}
        await send(message)

    return guarded


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever the client does next."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


async def _answer(send: Send, status: int, message: str) -> None:
    body = refusal(message)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
