"""What a draft through a server costs beyond the bare openai client: `python -m benchmarks.bench_provider`.

Both ask the same loopback server for the same answer at zero latency, in turns. Warm: many drafts in one process, for eight notes with
an answer that passes as it is, guardrails included. Cold: `afterword draft` as a process against a ten-line script. Two free processors
are needed for figures that mean something; processor times say less of the machine's load.
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
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from evals.references import load_references
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


@dataclass(frozen=True, slots=True)
class Times:
    """What one work took, run by run: seconds on the clock, and of the processor (a process's own threads and children included)."""

    wall: list[float]
    processor: list[float]

    def say(self) -> str:
        """Medians and the best, in milliseconds."""
        wall, processor = (statistics.median(times) * 1000 for times in (self.wall, self.processor))
        return f"{wall:.1f} ms (best {min(self.wall) * 1000:.1f}, processor {processor:.1f})"


@dataclass(frozen=True, slots=True)
class Case:
    """Notes, an answer of a model that passes as it is, and the prompt as it is sent."""

    name: str
    notes: Notes
    answer: str

    @property
    def prompt(self) -> tuple[str, str]:
        """System and user message."""
        system, user = build_messages(build_brief(self.notes))
        return system.content, user.content


def in_turns(runs: int, *works: Callable[[], float]) -> list[Times]:
    """Times of each work, done in turns so that a busy machine hurts them alike. A work gives the processor's seconds it took."""
    times = [Times([], []) for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, times, strict=True):
            started = time.perf_counter()
            kept.processor.append(work())
            kept.wall.append(time.perf_counter() - started)
    return times


def load_cases() -> list[Case]:
    """The notes beside this file, then the seven references, each with its own email as the answer."""
    data = yaml.safe_load(Path(__file__).with_name("provider_notes.yaml").read_text("utf-8"))
    cases = [Case("notes", Notes.model_validate(data["notes"]), json.dumps(data["answer"]))]
    for scenario, reference in load_references().items():
        paragraphs = [[sentence.model_dump(mode="json") for sentence in group] for group in reference.draft.paragraphs]
        answer = {"subject": reference.subject, "paragraphs": paragraphs}
        cases.append(Case(scenario.value, reference.notes, json.dumps(answer)))
    return cases


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--processes", type=int, default=7, help="runs of each process")
    given = parser.parse_args()
    cases = load_cases()
    for case in cases:
        with serve(case.answer) as url:
            _warm(url, case, given.runs)
    with serve(cases[0].answer) as url, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.yaml"
        path.write_text(yaml.safe_dump(cases[0].notes.model_dump(mode="json", exclude={"source", "spans"}, exclude_defaults=True)), "utf-8")
        _cold(url, path, cases[0].prompt, given.processes)


def _warm(url: str, case: Case, runs: int) -> None:
    import openai

    client = openai.OpenAI(base_url=url, api_key="none")
    writer = OpenAIWriter("m", base_url=url, key_variable=None)
    outcome = draft_email(case.notes, writer)
    if outcome.run.fallback or any(repair.by != "code" for repair in outcome.repairs) or outcome.verdict == "refused":
        print(f"warm, {case.name}: left out, since its answer is not kept as it is")
        return
    system, user = case.prompt

    def bare() -> float:
        started = time.process_time()
        client.chat.completions.create(model="m", messages=[{"role": "system", "content": system}, {"role": "user", "content": user}])
        return time.process_time() - started

    def whole() -> float:
        started = time.process_time()
        draft_email(case.notes, writer)
        return time.process_time() - started

    alone, drafted = in_turns(runs, bare, whole)
    wall, processor = (
        statistics.median(b - a for a, b in zip(one, two, strict=True)) * 1000
        for one, two in ((alone.wall, drafted.wall), (alone.processor, drafted.processor))
    )
    best = (min(drafted.wall) - min(alone.wall)) * 1000
    print(
        f"warm, {case.name}: {wall:.1f} ms beyond the bare client (of the best {best:.1f}, processor {processor:.1f}); "
        f"bare client {alone.say()}, draft {drafted.say()}"
    )
    writer.close()


def _cold(url: str, notes: Path, prompt: tuple[str, str], runs: int) -> None:
    environment = {**os.environ, "AFTERWORD_CACHE_DIR": str(notes.parent), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    script = [sys.executable, "-c", _SCRIPT, url, *prompt]
    draft = [sys.executable, "-m", "afterword", "draft", str(notes), "--model", f"openai:m@{url}"]

    def process(command: list[str]) -> Callable[[], float]:
        def run() -> float:
            before = os.times()
            subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603  (our own commands)
            after = os.times()
            return after.children_user + after.children_system - before.children_user - before.children_system

        return run

    in_turns(2, process(script), process(draft))
    alone, whole = in_turns(runs, process(script), process(draft))
    median, best = (take(whole.wall) / take(alone.wall) for take in (statistics.median, min))
    print(f"process: ten-line script {alone.say()}, afterword draft {whole.say()}, ratio {median:.2f}, of the best {best:.2f}")


if __name__ == "__main__":
    main()
