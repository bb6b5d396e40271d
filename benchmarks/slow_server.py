"""A server that speaks just enough of the OpenAI chat interface: it waits, answers with the email it was given, and writes down each call.

`python -m benchmarks.slow_server --wait-ms 50 --answer FILE --log FILE` prints its port. In the log each call has two lines, when it
came ("> HASH") and when its answer had been handed over ("< HASH"), where HASH is of the body of the call.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["serve", "started"]


@contextmanager
def started(log: Path, wait_ms: float) -> Iterator[str]:
    """The address, up to `/v1`, of such a server in a process of its own.

    Args:
        log: where it writes each call down.
        wait_ms: how long it takes for a call.
    """
    command = [sys.executable, "-m", "benchmarks.slow_server", "--wait-ms", str(wait_ms), "--log", str(log)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
    finally:
        server.kill()
        server.communicate()


async def serve(wait_s: float, answer: str, log: Path | None, port: int = 0) -> None:
    """Serve until killed."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if log else -1
    reply = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "slow",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 200, "total_tokens": 1100},
    }
    body = json.dumps(reply).encode()
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)

    def note(mark: str, name: str) -> None:
        if out >= 0:
            os.write(out, f"{mark} {name}\n".encode())

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(line.split(b":")[1]) for line in request.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
                )
                asked = await reader.readexactly(length)
                name = hashlib.sha256(asked).hexdigest()[:16] if out >= 0 else ""
                note(">", name)
                await asyncio.sleep(wait_s)
                writer.write(head + body)
                await writer.drain()
                note("<", name)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", port, limit=2**22, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wait-ms", type=float, default=50)
    parser.add_argument("--answer", type=Path, help="the answer's text")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    answer = args.answer.read_text("utf-8") if args.answer else "Thank you for the call on Tuesday. It was a pleasure."
    asyncio.run(serve(args.wait_ms / 1000, answer, args.log, args.port))


if __name__ == "__main__":
    main()
