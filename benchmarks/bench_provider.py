"""What a draft through a server costs beyond the bare openai client: `python -m benchmarks.bench_provider`.

Both ask the same loopback server for the same answer at zero latency. Warm: many drafts in one process, guardrails included and on
their own. Cold: `afterword draft` as a process against a ten-line script, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from guardrails.check import check
from pipeline.answer import read_answer
from pipeline.providers.openai_compat import OpenAIWriter
from pipeline.run import draft_email
from prompts.brief import build_brief
from prompts.messages import build_messages
from prompts.notes import Notes

ROOT = Path(__file__).parent.parent

_SCRIPT = """
import sys, openai
client = openai.OpenAI(base_url=sys.argv[1], api_key="none")
answer = client.chat.completions.create(
    model="m",
    messages=[{"role": "system", "content": sys.argv[2]}, {"role": "user", "content": sys.argv[3]}],
)
print(answer.choices[0].message.content)
"""


@contextmanager
def serve(text: str) -> Iterator[str]:
    """The address of a server that answers every call with this text at once."""
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    body = json.dumps({"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
            self.wfile.write(head.encode() + body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()


def medians(runs: int, *works: Callable[[], object]) -> list[float]:
    """Median milliseconds of each work, done in turns so that a busy machine hurts them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, times, strict=True):
            started = time.perf_counter()
            work()
            kept.append((time.perf_counter() - started) * 1000)
    return [statistics.median(kept) for kept in times]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    data = yaml.safe_load(Path(__file__).with_name("provider_notes.yaml").read_text("utf-8"))
    notes, answer = Notes.model_validate(data["notes"]), json.dumps(data["answer"])
    brief = build_brief(notes)
    system, user = (message.content for message in build_messages(brief))
    with serve(answer) as url, tempfile.TemporaryDirectory() as folder:
        _warm(url, notes, answer, (system, user), runs)
        path = Path(folder) / "notes.yaml"
        path.write_text(yaml.safe_dump(data["notes"]), encoding="utf-8")
        _cold(url, path, (system, user), runs)


def _warm(url: str, notes: Notes, answer: str, prompt: tuple[str, str], runs: int) -> None:
    import openai

    client = openai.OpenAI(base_url=url, api_key="none")
    writer = OpenAIWriter("m", base_url=url, key_variable=None)
    draft, brief = read_answer(answer, build_brief(notes)), build_brief(notes)
    outcome = draft_email(notes, writer)
    if outcome.repairs or outcome.verdict != "send":
        raise SystemExit("The answer was not kept as it is: these figures mean nothing.")

    def bare() -> object:
        messages = [{"role": "system", "content": prompt[0]}, {"role": "user", "content": prompt[1]}]
        return client.chat.completions.create(model="m", messages=messages)  # type: ignore[arg-type]

    alone, whole, checks = medians(runs, bare, lambda: draft_email(notes, writer), lambda: check(draft, brief))
    print(f"warm: bare client {alone:.1f} ms, draft {whole:.1f} ms, overhead {whole - alone:.1f} ms, of which guardrails {checks:.1f} ms")


def _cold(url: str, notes: Path, prompt: tuple[str, str], runs: int) -> None:
    environment = {**os.environ, "AFTERWORD_CACHE_DIR": str(notes.parent), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    script = [sys.executable, "-c", _SCRIPT, url, *prompt]
    draft = [sys.executable, "-m", "afterword", "draft", str(notes), "--model", f"openai:m@{url}"]

    def process(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603  (our own commands)

    medians(2, process(script), process(draft))
    alone, whole = medians(max(5, runs // 2), process(script), process(draft))
    print(f"process: ten-line script {alone:.0f} ms, afterword draft {whole:.0f} ms, ratio {whole / alone:.2f}")


if __name__ == "__main__":
    main()
