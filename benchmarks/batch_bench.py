"""Times batches and draws what they cost: `python -m benchmarks.batch_bench` writes docs/benchmarks.md.

Each figure is one run in a fresh process tree. Memory is the largest sum, over all its processes, of what is theirs alone plus their
share of what several have (proportional set size), looked at four times a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.batch_curves import draw
from benchmarks.batch_kills import start
from benchmarks.batch_notes import write_jsonl
from benchmarks.batch_server import serving


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was measured, and under which load others put on the machine (mean number of runnable processes when it began)."""

    model: str
    engine: str
    workers: int
    notes: int
    seconds: float
    per_second: float
    peak_mb: float
    load: float


def measure(model: str, notes: int, workers: int, *, engine: str = "local", at_once: int = 100) -> Run:
    """One batch from start to end.

    Raises:
        SystemExit: it did not draft all notes.
    """
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        spec = f"openai:m@{servers.enter_context(serving())[0]}" if model == "server" else model
        options = ["--model", spec, "--workers", str(workers), "--engine", engine, "--at-once", str(at_once)]
        path = write_jsonl(folder / "notes.jsonl", notes)
        process = start(path, folder / "out", *options, "--format", "jsonl", "--json", "--no-cohort")
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.25)
        said, _ = process.communicate()
    summary = json.loads(said)
    if summary["drafted"] != notes:
        raise SystemExit(f"{model}, {workers} workers: {summary['drafted']} of {notes} drafted")
    return Run(model, engine, workers, notes, summary["seconds"], summary["per_second"], round(peak), round(load, 1))


def _memory(session: int) -> float:
    """MB of all processes of a session."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[3]) == session:
                lines = (folder / "smaps_rollup").read_text("utf-8").splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def page(runs: list[Run]) -> str:
    """The figures as Markdown, with the drafts a second drawn as bars."""
    packages = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("pydantic", "openai", "xllamacpp", "ray", "pyarrow") if _is_there(name)
    )
    lines = [
        "# Benchmarks",
        "",
        f"Written by `python -m benchmarks.batch_bench` on {dt.date.today():%Y-%m-%d}: Python {platform.python_version()}, {packages}; "
        f"{platform.system()} {platform.machine()}, {len(os.sched_getaffinity(0))} processors. "
        "Notes are made up by `benchmarks/batch_notes.py`; the server answers after 50 ms, with 100 calls allowed at once. "
        "Seconds are from the first notes read to the summary written, start of workers included. "
        "Load is what others did on the machine when a run began: above 0 the figures are too low.",
        "",
        "![Seconds and memory over the number of notes](images/batch-costs.svg)",
        "",
        "| model | engine | workers | notes | seconds | drafts a second | | peak memory, MB | load |",
        "|---|---|--:|--:|--:|--:|---|--:|--:|",
    ]
    most = max(run.per_second for run in runs)
    for run in runs:
        bar = "█" * max(1, round(20 * run.per_second / most))
        figures = f"{run.workers} | {run.notes:,} | {run.seconds:,.1f} | {run.per_second:,.1f} | {bar} | {run.peak_mb:,.0f} | {run.load}"
        lines.append(f"| {run.model} | {run.engine} | {figures} |")
    return "\n".join(lines) + "\n"


def _is_there(name: str) -> bool:
    with suppress(metadata.PackageNotFoundError):
        return bool(metadata.version(name))
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, nargs="+", default=[10, 200, 2000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--models", nargs="+", default=["phrasebook", "local", "server"])
    parser.add_argument("--most-local", type=int, default=200, help="notes that the embedded model drafts at most")
    parser.add_argument("--ray", type=int, nargs="*", default=[1, 2], help="actors")
    parser.add_argument("--runs", type=Path, default=Path("benchmarks/batch_runs.jsonl"), help="every run ever measured is kept there")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks.md"))
    options = parser.parse_args()
    plans = [(model, "local", workers, notes) for model in options.models for notes in options.notes for workers in options.workers]
    plans = [plan for plan in plans if plan[0] != "local" or plan[3] <= options.most_local]
    plans += [("phrasebook", "ray", workers, max((n for n in options.notes if n <= 2000), default=0)) for workers in options.ray]
    plans = [plan for plan in plans if plan[3]]
    for model, engine, workers, notes in plans:
        run = measure(model, notes, workers, engine=engine)
        print(run, flush=True)
        with options.runs.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(run)) + "\n")
    kept = [Run(**json.loads(line)) for line in options.runs.read_text("utf-8").splitlines()]
    newest = {(run.model, run.engine, run.workers, run.notes): run for run in kept}
    order = sorted(newest.values(), key=lambda run: (run.engine, run.model, run.notes, run.workers))
    options.out.write_text(page(order), "utf-8")
    (options.out.parent / "images" / "batch-costs.svg").write_text(draw(order), "utf-8")


if __name__ == "__main__":
    main()
