"""Drafts a batch through a server that fails every fifth call, and counts what would have been lost or paid for twice:
`python -m benchmarks.batch_faults`."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.batch_kills import start
from benchmarks.batch_notes import write_jsonl
from benchmarks.batch_server import serving


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--faults", type=float, default=0.2, help="share of calls that fail")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving(faults=options.faults) as (url, counts):
        folder = Path(name)
        notes = write_jsonl(folder / "notes.jsonl", options.notes)
        process = start(notes, folder / "out", "--model", f"openai:m@{url}", "--at-once", str(options.at_once), "--no-cohort", "--json")
        said, trouble = process.communicate()
        if not said:
            raise SystemExit(trouble.decode())
        summary = json.loads(said)
        lost = options.notes - summary["drafted"]
        twice = sum(times > 1 for times in counts.answered.values())
        kinds = ", ".join(f"{kind} {times}" for kind, times in sorted(counts.faults.items()))
        print(
            f"{options.notes:,} notes, {summary['seconds']:,.0f} s, {summary['per_second']:.1f} a second: {lost} lost; "
            f"{sum(counts.answered.values()):,} answers, {twice} of them twice; {sum(counts.faults.values()):,} faults "
            f"({kinds}); {counts.most_at_once} calls at once at most"
        )
        if lost or twice:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
