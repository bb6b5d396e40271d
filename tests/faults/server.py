"""A chat server on loopback that plays faults on cue and records what it was asked. Not a test: the tests beside it use it."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate

__all__ = ["FAULTS", "Asked", "FaultServer", "serve_faults"]

#: Seconds between two bytes of a server that trickles.
_TRICKLE_S = 0.03
_HUGE = 100_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its headers in lower case, and its body."""

    path: str
    headers: dict[str, str]
    body: dict[str, object]


@dataclass(slots=True)
class FaultServer:
    """A running server.

    Attributes:
        url: its address, up to and with `/v1`.
        plan: what each call in turn is answered with: the name of a fault, or text; the last one for ever.
        asked: every request it read.
        connections: every connection it accepted.
    """

    url: str
    plan: Sequence[str] = ()
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0


_Play = Callable[[asyncio.StreamWriter, Asked], Awaitable[None]]


def completion(text: object, *, finish: object = "stop", **message: object) -> dict[str, object]:
    """A chat completion with this text."""
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }


def _events(text: str, *, finish: str | None = "stop", done: bool = True) -> bytes:
    """A stream of events that hands over a text in pieces of a few characters, a very long one in at most 2000."""
    size = max(17, len(text) // 2000)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    rows: list[dict[str, object]] = [{"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]} for piece in pieces]
    if finish is not None:
        rows.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        rows.append({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 5}})
    lines = [f"data: {json.dumps(row)}\n\n" for row in rows]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


async def _send(
    writer: asyncio.StreamWriter,
    body: bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    length: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    head = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(body) if length is None else length}"]
    head += ["connection: close", *(f"{name.replace('_', '-')}: {value}" for name, value in (headers or {}).items())]
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    await writer.drain()


async def _answer(writer: asyncio.StreamWriter, asked: Asked, text: str) -> None:
    if asked.body.get("stream"):
        await _send(writer, _events(text), kind="text/event-stream")
    else:
        await _send(writer, json.dumps(completion(text)).encode())


def _status(status: int, message: str = "no", **headers: str) -> _Play:
    async def play(writer: asyncio.StreamWriter, _: Asked) -> None:
        await _send(writer, json.dumps({"error": {"message": message}}).encode(), status=status, headers=headers)

    return play


def _body(body: bytes, *, kind: str = "application/json", **headers: str) -> _Play:
    async def play(writer: asyncio.StreamWriter, _: Asked) -> None:
        await _send(writer, body, kind=kind, headers=headers)

    return play


def _says(value: object) -> _Play:
    return _body(json.dumps(value).encode())


def _text(text: str) -> _Play:
    async def play(writer: asyncio.StreamWriter, asked: Asked) -> None:
        await _answer(writer, asked, text)

    return play


async def _hang(_: asyncio.StreamWriter, __: Asked) -> None:
    await asyncio.sleep(3600)


async def _hang_mid_body(writer: asyncio.StreamWriter, _: Asked) -> None:
    body = json.dumps(completion("Dear Nadia, thank you")).encode()
    await _send(writer, body[: len(body) // 2], length=len(body))
    await asyncio.sleep(3600)


async def _hang_mid_headers(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-ty")
    await writer.drain()
    await asyncio.sleep(3600)


async def _trickle(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(_TRICKLE_S)


async def _trickle_headers(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(_TRICKLE_S)


async def _cut_body(writer: asyncio.StreamWriter, _: Asked) -> None:
    body = json.dumps(completion("Dear Nadia, thank you")).encode()
    await _send(writer, body[: len(body) // 2], length=len(body))


async def _cut_chunks(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{"choices": [{"m')
    await writer.drain()


async def _reset(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.transport.abort()


async def _no_http(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await writer.drain()


async def _huge(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {_HUGE}\r\n\r\n".encode())
    block = b" " * 1_000_000
    for _index in range(_HUGE // len(block)):
        writer.write(block)
        await writer.drain()


async def _endless(writer: asyncio.StreamWriter, _: Asked) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    line = b'data: {"choices": [{"delta": {"content": "and so on "}}]}\n\n' * 200
    while True:
        writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        await writer.drain()


async def _half_stream(writer: asyncio.StreamWriter, _: Asked) -> None:
    body = _events('{"subject": "Thank you", "paragraphs": [[{"text": "Thank you for', finish=None, done=False)
    await _send(writer, body, kind="text/event-stream")


async def _hang_mid_stream(writer: asyncio.StreamWriter, _: Asked) -> None:
    body = _events('{"subject": "Thank you", "paragraphs": [[{"text": "Thank you for', finish=None, done=False)
    await _send(writer, body, kind="text/event-stream", length=len(body) + 100)
    await asyncio.sleep(3600)


async def _leak(writer: asyncio.StreamWriter, asked: Asked) -> None:
    messages = asked.body.get("messages")
    system = str(messages[0]["content"]) if isinstance(messages, list) else ""
    canary = system.rpartition("the word ")[2].rstrip(".")
    await _answer(writer, asked, f"Dear Nadia,\n\nThank you. {'-'.join(canary.upper())}\n\nTom Baker")


_HALF = '{"subject": "The shift planner role", "paragraphs": [[{"text": "Thank you for the call on Tu'

#: Everything the server can do wrong, by name.
FAULTS: dict[str, _Play] = {
    "400": _status(400, "context length exceeded"),
    "401 that repeats the key": _status(401, "Incorrect API key provided: sk-test-0123456789abcdef"),
    "403": _status(403),
    "404": _status(404),
    "408": _status(408),
    "409": _status(409),
    "422": _status(422),
    "425": _status(425),
    "429": _status(429),
    "429 with seconds": _status(429, retry_after="0.01"),
    "429 with a date": _status(429, retry_after=formatdate(0, usegmt=True)),
    "429 with an hour": _status(429, retry_after="3600"),
    "429 with nonsense": _status(429, retry_after="soon"),
    "500": _status(500),
    "502 with a web page": _status(502, "<html><body>Bad gateway</body></html>"),
    "503": _status(503),
    "529": _status(529),
    "redirect": _status(307, location="http://127.0.0.1:9/elsewhere"),
    "redirect to itself": _status(308, location="/v1/chat/completions"),
    "204": _status(204),
    "web page": _body(b"<!doctype html><html><body>Sign in</body></html>", kind="text/html"),
    "empty body": _body(b""),
    "empty object": _says({}),
    "null": _says(None),
    "list": _says([1, 2]),
    "no choice": _says({"choices": []}),
    "choice of null": _says({"choices": [None]}),
    "message of text": _says({"choices": [{"message": "hello"}]}),
    "null content": _says(completion(None)),
    "number as content": _says(completion(7)),
    "blank content": _says(completion(" \n\t ")),
    "error with 200": _says({"error": {"message": "overloaded", "code": 529}}),
    "error of text with 200": _says({"error": "overloaded"}),
    "truncated JSON": _body(json.dumps(completion("Dear Nadia, thank you")).encode()[:90]),
    "cut body": _cut_body,
    "cut chunks": _cut_chunks,
    "reset": _reset,
    "no HTTP": _no_http,
    "half a stream": _half_stream,
    "hang": _hang,
    "hang in the headers": _hang_mid_headers,
    "hang in the body": _hang_mid_body,
    "hang in a stream": _hang_mid_stream,
    "trickle": _trickle,
    "trickle in the headers": _trickle_headers,
    "100 MB": _huge,
    "endless stream": _endless,
    "compressed bomb": _body(gzip.compress(b" " * 50_000_000), content_encoding="gzip"),
    "compressed rubbish": _body(b"not gzip at all", content_encoding="gzip"),
    "deep nesting": _body(b'{"choices": ' + b"[" * 200_000),
    "invalid UTF-8": _body(b'{"choices": [{"message": {"content": "\xff\xfe\x80"}}]}'),
    "surrogates": _says(completion("\ud800\udfff")),
    "NaN": _body(b'{"choices": [{"message": {"content": NaN}, "index": NaN}], "usage": {"prompt_tokens": Infinity}}'),
    "endless number": _body(b'{"created": ' + b"9" * 50_000 + b"}"),
    "refusal": _says(completion(None, refusal="I cannot help with that.")),
    "content filter": _says(completion(None, finish="content_filter")),
    "refusal in words": _text("I'm sorry, but I can't assist with that request."),
    "length": _says(completion(_HALF, finish="length")),
    "half an answer that claims to be whole": _text(_HALF),
    "half an email": _text("Dear Nadia,\n\nThank you for the call on Tuesday about the shift planner role. I would like to"),
    "2 MB of words": _text("and so on " * 200_000),
    "2 MB of JSON": _text('{"subject": "Thank you", "paragraphs": [[{"text": "' + "and so on " * 200_000),
    "thinking that never ends": _text("<think>The user wants an email. Let me think about"),
    "reasoning and no answer": _says(completion(None, reasoning_content="Let me think.")),
    "JSON of another shape": _text('{"email": {"to": "Nadia"}}'),
    "leaked instructions": _leak,
    "escape sequences": _text("\x1b]0;owned\x07\x1b[2J\x1b[31mDear Nadia,\n\nThank you\u202e for the call.\n\nTom"),
    "links and markup": _text(
        "**Dear Nadia**,\n\nThank you. See [my work](https://evil.example/x?y) or <img src=x onerror=alert(1)>.\n\nTom"
    ),
    "another email": _text("Dear Nadia,\n\nI gladly accept the offer of 90,000 dollars at Initech.\n\nTom Baker"),
}


async def _serve(server: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    server.connections += 1
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        asked = Asked(head[0].split(" ")[1], headers, json.loads(body or b"{}"))
        server.asked.append(asked)
        step = server.plan[min(len(server.asked), len(server.plan)) - 1]
        await (FAULTS[step](writer, asked) if step in FAULTS else _answer(writer, asked, step))
    except (ConnectionError, asyncio.IncompleteReadError, ValueError):
        return
    finally:
        writer.close()


@contextmanager
def serve_faults() -> Iterator[FaultServer]:
    """A server in a thread of its own; set its `plan` before it is asked."""
    loop = asyncio.new_event_loop()
    running = FaultServer("")
    ready = threading.Event()
    stop = asyncio.Event()

    async def main() -> None:
        tasks: set[asyncio.Task[None]] = set()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            await _serve(running, reader, writer)

        server = await asyncio.start_server(handle, "127.0.0.1", 0, limit=1_000_000)
        running.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        await stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), name="fault-server", daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield running
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
