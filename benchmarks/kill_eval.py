"""Kills a live eval run again and again and looks at what is lost or paid for twice: `python -m benchmarks.kill_eval --kills 50`.

The provider is a slow server on this machine that writes down every call. A run is killed (SIGKILL) at a random moment, its log is read,
it is gone on with by `--resume`, killed again, and at last left to finish. It is then held against a run that nobody killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.slow_server import started
from evals.run_log import FILE_NAME, read_run

__all__ = ["Found", "kill_and_resume"]


@dataclass(slots=True)
class Found:
    """What came of it. `torn` logs ended in half a line; `lost` and `changed` are finished cases that later were gone or other."""

    kills: int = 0
    before_log: int = 0
    torn: int = 0
    units: int = 0
    lost: int = 0
    changed: int = 0
    paid_again: int = 0
    asked_again: int = 0
    calls: int = 0
    calls_unkilled: int = 0
    differs: list[str] = field(default_factory=list)


def kill_and_resume(
    folder: Path, *, kills: int, suite: str = "cases", seeds: int = 1, workers: int = 8, wait_ms: float = 300, seed: int = 0
) -> Found:
    """Kill a run so many times, let it finish, and compare.

    Args:
        folder: an empty one.
        kills: how often.
        suite: of emails.
        seeds: for each case.
        workers: calls at once.
        wait_ms: how long the server takes for a call.
        seed: decides the moments.
    """
    found, dice = Found(), random.Random(seed)  # noqa: S311
    killed, calls = folder / "killed", folder / "calls"
    common = ["--live", "--yes", "--workers", str(workers)]
    with started(calls, wait_ms) as url:
        options = ["--suite", suite, "--model", f"openai:slow@{url}", "--seeds", str(seeds)]
        finished: dict[str, str] = {}
        while True:
            begun = (killed / FILE_NAME).exists() and b"\n" in (killed / FILE_NAME).read_bytes()
            how = ["--resume", str(killed)] if begun else [*options, "--out", str(killed)]
            process = _start([*how, *common], folder)
            if found.kills >= kills:
                process.wait(600)
                break
            _kill_at_random(process, killed / FILE_NAME, dice)
            if process.returncode != -signal.SIGKILL:
                if process.returncode not in (0, 1):
                    raise SystemExit((folder / "said").read_text("utf-8", errors="replace")[-2000:])
                break
            found.kills += 1
            _look(killed, finished, found)
        _look(killed, finished, found)
        spent = calls.read_text("utf-8").split("\n")
        calls.write_text("", "utf-8")
        unkilled = folder / "unkilled"
        _start([*options, "--out", str(unkilled), *common], folder, answers="answers-2").wait(600)
        _compare(killed, unkilled, found)
        _count(spent, calls.read_text("utf-8").split("\n"), found)
    return found


def _start(arguments: list[str], folder: Path, *, answers: str = "answers") -> subprocess.Popen[bytes]:
    """The command line as a user would start it, with recorded answers of its own; without the probes, which take their time."""
    code = (
        "import sys; import afterword.eval_emails as it; it._probe = lambda order: True; import pipeline.response_cache as cache; "
        "from pathlib import Path; where = Path(sys.argv.pop(1)); cache.answers_dir = lambda: where; "
        "from afterword.cli import main; sys.argv[0] = 'afterword'; main()"
    )
    with (folder / "said").open("ab") as said:
        command = [sys.executable, "-c", code, str(folder / answers), "eval", *arguments]
        environment = {**os.environ, "AFTERWORD_TIMEOUT": "3600"}  # a draft that ran out of time on a busy machine would be another one
        return subprocess.Popen(command, stdout=said, stderr=said, env=environment)  # noqa: S603


def _kill_at_random(process: subprocess.Popen[bytes], log: Path, dice: random.Random) -> None:
    """Now and then while it starts, mostly within a second and a half of the log's first growth."""
    size = log.stat().st_size if log.exists() else 0
    if dice.random() > 0.1:
        while process.poll() is None and (not log.exists() or log.stat().st_size <= size):
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 1.5))
    else:
        time.sleep(dice.uniform(0, 3))
    if process.poll() is None:
        process.kill()
    process.wait()


def _look(folder: Path, finished: dict[str, str], found: Found) -> None:
    """Read the log of a killed run: all that was finished before must still be there, and the same."""
    path = folder / FILE_NAME
    if not path.exists() or b"\n" not in path.read_bytes():
        found.before_log += 1
        return
    found.torn += not path.read_bytes().endswith(b"\n")
    now = {key: record.model_dump_json() for key, record in read_run(folder).finished.items()}
    found.lost += len(finished.keys() - now.keys())
    found.changed += sum(now[key] != text for key, text in finished.items() if key in now)
    lines = [json.loads(line) for line in path.read_bytes().splitlines(keepends=True)[1:] if line.endswith(b"\n")]
    found.paid_again = sum(many - 1 for many in Counter(one["key"] for one in lines if one["status"] != "failed").values())
    finished.update(now)


def _compare(killed: Path, unkilled: Path, found: Found) -> None:
    """Record by record, all but the time it took and what came from the records of answers."""
    a, b = ({record.key: record for record in read_run(folder).records} for folder in (killed, unkilled))
    found.units = len(b)
    for key in sorted(a.keys() | b.keys()):
        if key not in a or key not in b:
            found.differs.append(f"{key}: only in one")
            continue
        ours, theirs = _told(a[key]), _told(b[key])
        found.differs += [f"{key}: {name}: {ours[name]!r} / {theirs[name]!r}"[:600] for name in ours if ours[name] != theirs[name]]


def _told(record: object) -> dict[str, object]:
    document: dict[str, object] = json.loads(record.model_dump_json())  # type: ignore[attr-defined]
    for name in ("seconds", "cached", "key", "model"):
        document.pop(name)
    scores, outcome = document["scores"], document["outcome"]
    assert isinstance(scores, list)
    document["scores"] = [score for score in scores if not score["name"].startswith("run/")]
    if isinstance(outcome, dict):
        outcome.pop("run")
    return document


def _count(killed: list[str], unkilled: list[str], found: Found) -> None:
    """Calls that the server answered; those of a killed run beyond one each were in flight when it was killed."""
    answered = Counter(line[2:] for line in killed if line.startswith("<"))
    found.calls = sum(answered.values())
    found.asked_again = sum(many - 1 for many in answered.values())
    found.calls_unkilled = sum(line.startswith("<") for line in unkilled)


def main() -> None:
    """Command line; exit code 1 when anything was lost, changed, paid again or differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--suite", default="references")
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    found = Found()
    turn = 0
    while found.kills < args.kills:
        with tempfile.TemporaryDirectory() as folder:
            one = kill_and_resume(Path(folder), kills=args.kills - found.kills, suite=args.suite, seeds=args.seeds, seed=args.seed + turn)
        turn += 1
        print(f"run {turn}: {one}", file=sys.stderr, flush=True)
        for name in ("kills", "before_log", "torn", "units", "lost", "changed", "paid_again", "asked_again", "calls", "calls_unkilled"):
            setattr(found, name, getattr(found, name) + getattr(one, name))
        found.differs += one.differs
        if not one.kills:
            break
    print(
        f"{found.kills} kills ({found.before_log} before the log began, {found.torn} left half a line); {found.units} cases in {turn} runs"
    )
    print(f"finished cases lost {found.lost}, changed {found.changed}, run twice {found.paid_again}")
    print(f"records that differ from a run nobody killed: {len(found.differs)}")
    print(
        f"answers given by the server: {found.calls}, of which {found.asked_again} a second time (in flight at a kill); "
        f"{found.calls_unkilled} in the run nobody killed"
    )
    sys.exit(1 if found.lost or found.changed or found.paid_again or found.differs or not found.units else 0)


if __name__ == "__main__":
    main()
