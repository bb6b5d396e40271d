"""A model's server on this machine that answers after a while, and now and then not at all; it counts what would have to be paid for."""

from __future__ import annotations

import hashlib
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Counts", "serving"]


class Counts:
    """What the server saw. `answered` is by the hash of the messages: an answer given twice to the same call is paid for twice."""

    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.most_at_once = 0
        self.at_once = 0
        self.lock = threading.Lock()


def answer_text(messages: list[dict[str, str]]) -> str:
    """A plain and passable email as an answer, out of the facts that the messages list."""
    told = messages[-1]["content"]
    found = re.search(r"\b(f\d+)\b", told)
    fact = found[1] if found else "f1"
    sentences = [{"text": "Thank you for the time you gave me.", "move": "thank", "kind": "courtesy", "facts": []}]
    sentences.append({"text": "I enjoyed our talk.", "move": "recall", "kind": "fact", "facts": [fact]})
    return json.dumps({"subject": "Thank you", "paragraphs": [sentences]})


@contextmanager
def serving(*, delay_s: float = 0.05, faults: float = 0.0, seed: int = 1) -> Iterator[tuple[str, Counts]]:
    """The server's address up to `/v1`, and its counts.

    Args:
        delay_s: seconds before each answer.
        faults: share (0 to 1) of calls that fail, before anything is answered: 429, 500, 503, a closed connection.
        seed: of the faults.
    """
    counts = Counts()
    chance = random.Random(seed)  # noqa: S311

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with counts.lock:
                counts.at_once += 1
                counts.most_at_once = max(counts.most_at_once, counts.at_once)
                fault = chance.choice(("429", "500", "503", "closed")) if chance.random() < faults else ""
            try:
                time.sleep(delay_s)
                self._answer(body, fault)
            finally:
                with counts.lock:
                    counts.at_once -= 1

        def _answer(self, body: dict[str, object], fault: str) -> None:
            if fault:
                with counts.lock:
                    counts.faults[fault] += 1
                if fault == "closed":
                    self.close_connection = True
                    self.connection.close()
                    return
                self._send(int(fault), {"error": {"message": "busy"}}, {"Retry-After": "0"} if fault == "429" else {})
                return
            messages = body["messages"]
            assert isinstance(messages, list)
            text = answer_text(messages)
            with counts.lock:
                counts.answered[hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()] += 1
            usage = {"prompt_tokens": 700, "completion_tokens": 120, "total_tokens": 820}
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            self._send(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}, {})

        def _send(self, status: int, data: dict[str, object], headers: dict[str, str]) -> None:
            payload = json.dumps(data).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(payload)
            except OSError:
                pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", counts
    finally:
        server.shutdown()
        server.server_close()
