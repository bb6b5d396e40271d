"""A server on loopback that gives one answer in every protocol of the table of providers. Not a test: the tests beside it use it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Answering", "serve_answer"]


@dataclass
class Answering:
    """A running server: its address without a path, what it says, and the paths it was asked for."""

    url: str
    answer: dict[str, object]
    paths: list[str] = field(default_factory=list)

    def in_protocol(self, path: str) -> dict[str, object] | None:
        """The answer as the server of this path would give it; None where there is no such server."""
        text = json.dumps(self.answer)
        if path.endswith("/chat/completions"):
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            usage = {"prompt_tokens": 50, "completion_tokens": 20, "total_tokens": 70}
            return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        if path.endswith("/v1/messages"):
            call = {"type": "tool_use", "id": "t", "name": "answer", "input": self.answer}
            message = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": [call], "stop_sequence": None}
            return {**message, "stop_reason": "tool_use", "usage": {"input_tokens": 50, "output_tokens": 20}}
        if path.endswith(":generateContent"):
            called = {"functionCall": {"name": "answer", "args": self.answer}}
            candidate = {"content": {"role": "model", "parts": [called]}, "finishReason": "STOP", "index": 0}
            usage = {"promptTokenCount": 50, "candidatesTokenCount": 20, "totalTokenCount": 70}
            return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m", "responseId": "1"}
        return None


@contextmanager
def serve_answer(answer: dict[str, object]) -> Iterator[Answering]:
    """The server, for as long as it is needed."""
    running = Answering("", answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            running.paths.append(self.path)
            said = running.in_protocol(self.path.partition("?")[0])
            content = json.dumps(said or {"error": {"message": "no such path"}}).encode()
            self.send_response(200 if said else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    running.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
