"""OpenAI's Batch API by its files: requests written, answers read, at half the price. Nothing is sent from here.

The request file has a line for each call: `custom_id`, `method`, `url` and `body`; at most 50,000 lines and 200 MB a file. The answer
file has, in any order, a line for each `custom_id` with `response` (`status_code` and `body`, a chat completion) or `error`.
Source: OpenAI's guide "Batch API" and its API reference, "The request input object" and "The request output object" (read 2026-11-23).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.batch.answers import AnswerStore, call_key, pack_reply, unpack_reply
from pipeline.batch.journal import Journal
from pipeline.batch.outputs import replaced
from pipeline.batch.shapes import BatchSettings, Drafted, Task
from pipeline.batch.task import Drafter
from pipeline.batch.whole import Plan, finish, led
from pipeline.batch.workers import Stop
from pipeline.errors import AfterwordError, BadConfiguration, BadInput, ProviderFailure, SystemFailure, UnusableOutput
from pipeline.models import Reply, Request
from pipeline.providers import find_provider
from pipeline.providers.traits import Traits
from pipeline.providers.wire import read_completion

if TYPE_CHECKING:
    from pipeline.batch.sources import Source
    from pipeline.batch.summary import Summary

__all__ = ["Later", "ask_later", "read_answers", "request_line"]

_URL = "/v1/chat/completions"
_MOST_LINES, _MOST_BYTES = 50_000, 200_000_000
#: What a draft says whose answer is still to come.
_WAITING = "its answer is still to come"


def ask_later(source: Source, settings: BatchSettings, plan: Plan, *, request: Path | None, answers: tuple[Path, ...]) -> Summary:
    """Take in the answers there are, draft what they suffice for, and write a request for each call that has none.

    Args:
        source: the notes.
        settings: of the batch; the model must be one of OpenAI's.
        plan: how and where; one process.
        request: where to write what is still to be asked; None writes nothing, and then the lattice mends what a model would.
        answers: files that the Batch API gave, output and error files alike.

    Raises:
        BadConfiguration: another model than OpenAI's.
        BadInput: an answer file is none.
        SystemFailure: a file cannot be written.
    """
    prefix, _, model = settings.model.partition(":")
    if prefix not in {"openai", "azure"} or not model:
        raise BadConfiguration(f"The Batch API is OpenAI's; --model {settings.model} is asked another way. Name --model openai:NAME.")
    started = time.perf_counter()
    with ExitStack() as open_things:
        batch = open_things.enter_context(led(source, settings, plan))
        progress = batch.progress
        for path in answers:
            taken, refused = read_answers(path, batch.journal)
            progress.say(f"{path.name}: {taken:,} answers taken" + (f", {refused:,} calls failed and are asked again." if refused else "."))
        lines = open_things.enter_context(_Requests(request, model.partition("@http")[0])) if request is not None else None
        store, hand_on = _Direct(batch.journal), lines.add if lines is not None else None
        batch.draft_all(_Alone(Drafter(batch.settings, lambda _seed: Later(settings.model, store, hand_on)).draft))
        if lines is not None and lines.count:
            progress.say(f"{lines.count:,} requests written to {', '.join(map(str, lines.paths))}; upload them with the purpose `batch`.")
        return finish(batch, plan, None, started=started)


class _Waiting(AfterwordError):
    """A draft cannot go on: the answer to its call is still to come."""


class Later:
    """The writer of one draft that has only the answers that were kept. What it lacks is handed on, and the draft waits."""

    def __init__(self, name: str, store: AnswerStore, hand_on: Callable[[str, Request], None] | None) -> None:
        """Keep where answers are and where requests go; None makes no request."""
        self.name = name
        self._store, self._hand_on = store, hand_on
        self._answered = 0

    def complete(self, request: Request) -> Reply:
        """The kept answer.

        Raises:
            UnusableOutput: there is none to a further call, and none is to be asked for: the rules' own wordings mend the draft.
        """
        call = call_key(self.name, request)
        kept = self._store.get(call)
        if kept is not None:
            self._answered += 1
            return unpack_reply(kept)
        if self._hand_on is None and self._answered:
            raise UnusableOutput("The Batch has no answer to this call.")
        if self._hand_on is not None:
            self._hand_on(call, request)
        raise _Waiting(_WAITING)


def request_line(call: str, request: Request, model: str) -> dict[str, object]:
    """A line of the request file; its body is that of a call to OpenAI."""
    body = Traits.known(find_provider("openai").supports).settings(request, model=model, stream=False)
    return {"custom_id": call, "method": "POST", "url": _URL, "body": body}


def read_answers(path: Path, journal: Journal) -> tuple[int, int]:
    """Take the answers of a file into the journal; how many there were, and how many calls had failed.

    Raises:
        BadInput: the file cannot be read, or a line of it is no answer of the Batch API.
        SystemFailure: the journal cannot be written.
    """
    taken = refused = 0
    try:
        with path.open(encoding="utf-8") as file, journal.commit():
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                call, reply = _answer(line, f"{path} line {number}")
                if reply is None:
                    refused += 1
                else:
                    taken += 1
                    journal.add_answer(call, pack_reply(reply))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the answers could not be read ({error}).") from error
    return taken, refused


def _answer(line: str, where: str) -> tuple[str, Reply | None]:
    """The call and its reply; None for a call that failed."""
    try:
        data = json.loads(line)
        call = data["custom_id"]
        response, error = data.get("response"), data.get("error")
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadInput(f"{where}: this is not an answer of the Batch API; it has no custom_id.") from problem
    if not isinstance(call, str):
        raise BadInput(f"{where}: this is not an answer of the Batch API; its custom_id is no text.")
    if error or not isinstance(response, dict) or response.get("status_code") != 200:
        return call, None
    body = response.get("body")
    try:
        return call, read_completion(body, where) if isinstance(body, dict) else None
    except ProviderFailure:  # no completion: as good as a failed call
        return call, None


class _Requests:
    """Request files: `FILE`, and `FILE` with -2, -3 ... before its suffix where one cannot hold them all."""

    def __init__(self, path: Path, model: str) -> None:
        self._path, self._model = path, model
        self._stack = ExitStack()
        self._file: IO[bytes] | None = None
        self._lines = self._bytes = 0
        self._written: set[str] = set()
        self.paths: list[Path] = []

    def __enter__(self) -> _Requests:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    @property
    def count(self) -> int:
        """Requests written."""
        return len(self._written)

    def add(self, call: str, request: Request) -> None:
        """Write a request, unless it is there already."""
        if call in self._written:
            return
        line = (json.dumps(request_line(call, request, self._model), ensure_ascii=False) + "\n").encode("utf-8", "replace")
        if self._file is None or self._lines >= _MOST_LINES or self._bytes + len(line) > _MOST_BYTES:
            number = len(self.paths) + 1
            path = self._path if number == 1 else self._path.with_name(f"{self._path.stem}-{number}{self._path.suffix}")
            self._file = self._stack.enter_context(replaced(path))
            self.paths.append(path)
            self._lines = self._bytes = 0
        self._file.write(line)
        self._written.add(call)
        self._lines += 1
        self._bytes += len(line)


class _Direct:
    """The journal's answers, read by the leading process itself."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def get(self, call: str) -> str | None:
        return self._journal.answer(call)

    def put(self, call: str, reply: str) -> None:
        raise SystemFailure(f"No call is made here, so there is no answer to keep for {call} ({len(reply)} characters).")


def _at_half_price(done: Drafted) -> Drafted:
    """A draft whose cost is what a Batch takes: half of what the same calls cost one by one."""
    run = (done.document or {}).get("run")
    if not isinstance(run, dict) or not run.get("cost_usd"):
        return done
    halved = {**run, "cost_usd": round(run["cost_usd"] / 2, 8), "prices": f"{run.get('prices')}, halved for a Batch"}
    return replace(done, document={**(done.document or {}), "run": halved})


class _Alone:
    """One task after the other; what waits for its answer is left open, not tried again."""

    def __init__(self, draft: Callable[[Task], Drafted]) -> None:
        self._draft = draft

    def run(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Drafted] | None]:
        for task in tasks:
            done = self._draft(task)
            yield None if done.problem == _WAITING else (task, _at_half_price(done))
            if stop.is_set():
                return
