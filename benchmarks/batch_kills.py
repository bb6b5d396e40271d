"""Kills a batch again and again, takes it up each time, and compares it with an uninterrupted run: `python -m benchmarks.batch_kills`."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch_notes import write_jsonl
from pipeline.batch.shapes import Drafted, Task
from pipeline.errors import BadConfiguration

__all__ = ["Broken", "Deadly", "kill_and_resume", "start", "tree"]

#: What a run says of itself, and what differs from run to run.
_LEFT_OUT = ("summary.html",)


@dataclass(frozen=True)
class Deadly:
    """Makes a worker's function that ends its process when it meets the task `kill`: each time, or until `mark` stands."""

    always: bool
    mark: str

    def __call__(self) -> Callable[[Task], Drafted]:
        return self._do

    def _do(self, task: Task) -> Drafted:
        if task.key == "kill" and (self.always or not Path(self.mark).exists()):
            Path(self.mark).touch()
            os._exit(9)
        return Drafted(task.key, "drafted", {"verdict": "send"})


class Broken:
    """Makes no function: what it needs is not there."""

    def __call__(self) -> Callable[[Task], Drafted]:
        raise BadConfiguration("no such model")


def start(notes: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A batch in a process group of its own."""
    command = [sys.executable, "-m", "afterword", "batch", str(notes), "--out", str(out), "--quiet", "--model", "phrasebook", *options]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=environment)  # noqa: S603


def tree(folder: Path) -> dict[str, bytes]:
    """Every output below a folder, by its path; the journal's folder is none."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".afterword" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name not in _LEFT_OUT}


def kill_and_resume(notes: Path, out: Path, *options: str, kills: int, longest_s: float, seed: int = 1) -> int:
    """Start the batch, kill it after a random time, and so on; at last let it finish. How often it was alive when it was killed.

    Every second time only the leading process is killed, so that its workers find themselves alone.
    """
    chance = random.Random(seed)  # noqa: S311
    alive = 0
    for turn in range(kills):
        process = start(notes, out, *options)
        time.sleep(chance.uniform(0.2, longest_s))
        if process.poll() is None:
            alive += 1
        if turn % 2:
            process.kill()
        else:
            with suppress(ProcessLookupError):  # it may have finished in between
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    process = start(notes, out, *options)
    _, said = process.communicate()
    if process.returncode not in (0, 1):
        raise SystemExit(f"the last run ended with {process.returncode}: {said.decode()}")
    return alive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--notes", type=int, default=300)
    parser.add_argument("--longest", type=float, default=6.0, help="seconds until a kill, at most")
    parser.add_argument("--format", default="eml")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notes = write_jsonl(folder / "notes.jsonl", options.notes)
        whole = start(notes, folder / "whole", "--format", options.format)
        whole.communicate()
        alive = kill_and_resume(notes, folder / "killed", "--format", options.format, kills=options.kills, longest_s=options.longest)
        one, other = tree(folder / "whole"), tree(folder / "killed")
        same = one == other
        verdict = "all" if same else "NOT all"
        print(f"{options.notes} notes, {options.kills} kills, {alive} of them while it ran: {len(one)} files, {verdict} the same")
        if not same:
            print(sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:10])
            raise SystemExit(1)


if __name__ == "__main__":
    main()
