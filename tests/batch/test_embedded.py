from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.batch_kills import tree
from benchmarks.batch_notes import write_jsonl
from pipeline.batch.shapes import BatchSettings
from pipeline.batch.sources import open_source
from pipeline.batch.whole import Plan, run_batch
from pipeline.batch.workers import Stop

pytestmark = pytest.mark.model


def test_shared_model_writes_what_a_model_of_ones_own_writes(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 8)
    settings = BatchSettings(model="local")
    for name, workers in (("own", 1), ("shared", 3)):
        summary = run_batch(open_source(notes), settings, Plan(tmp_path / name, workers=workers, quiet=True), stop=Stop())
        assert (summary.total, summary.failures) == (8, 0)
    assert tree(tmp_path / "own") == tree(tmp_path / "shared")
