"""Whether a batch of the embedded model beats one sequence at a time: `python -m benchmarks.batch_local`.

One sequence at a time is what a program of ten lines would do: the model loaded once, one draft after the other with every processor,
nothing kept between them but the loaded model. The batch starts its workers and its shared model, with an empty store of answers.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from itertools import islice
from pathlib import Path

from afterword.api import draft
from benchmarks.batch_kills import start
from benchmarks.batch_notes import people, write_jsonl


def one_at_a_time(count: int) -> float:
    """Drafts a minute of a plain loop, the first one (which loads the model) left out."""
    found = ({key: value for key, value in person.items() if key != "id"} for person in people(count + 1))
    texts = [json.dumps(person, ensure_ascii=False) for person in islice(found, count + 1)]
    draft(texts[0], model="local")
    began = time.perf_counter()
    for text in texts[1:]:
        draft(text, model="local")
    return 60 * count / (time.perf_counter() - began)


def as_batch(count: int, workers: int) -> float:
    """Drafts a minute of `afterword batch`, from the first notes read to the summary written.

    Raises:
        SystemExit: it did not draft all notes.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = ["--model", "local", "--workers", str(workers), "--no-cohort", "--json", "--format", "jsonl"]
        process = start(write_jsonl(folder / "notes.jsonl", count), folder / "out", *options)
        said, trouble = process.communicate()
    if not said:
        raise SystemExit(trouble.decode())
    summary = json.loads(said)
    if summary["drafted"] != count:
        raise SystemExit(f"{summary['drafted']} of {count} drafted")
    return 60 * float(summary["per_second"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alone", type=int, default=40, help="notes drafted one at a time")
    parser.add_argument("--notes", type=int, default=200, help="notes of the batch")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    alone = one_at_a_time(options.alone)
    batch = as_batch(options.notes, options.workers)
    print(f"one at a time: {alone:.0f} drafts a minute over {options.alone} notes")
    print(f"batch of {options.notes}, {options.workers} workers: {batch:.0f} drafts a minute, {batch / alone:.2f} times as many")


if __name__ == "__main__":
    main()
