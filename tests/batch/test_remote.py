"""Batches through a server on this machine that is slow and fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.batch_notes import write_jsonl
from benchmarks.batch_server import serving
from pipeline.batch.shapes import BatchSettings
from pipeline.batch.sources import open_source
from pipeline.batch.whole import Plan, run_batch
from pipeline.batch.workers import Stop
from pipeline.errors import ProviderFailure


def test_server_that_fails_every_fifth_time_loses_no_notes_and_is_paid_once(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 30)
    with serving(faults=0.2) as (url, counts):
        settings = BatchSettings(model=f"openai:m@{url}", at_once=10)
        summary = run_batch(open_source(notes), settings, Plan(tmp_path / "out", workers=2, quiet=True), stop=Stop())
        first = sum(counts.answered.values())
        again = run_batch(open_source(notes), settings, Plan(tmp_path / "out", workers=2, quiet=True), stop=Stop())
    assert (summary.total, summary.failures, summary.verdicts["open"]) == (30, 0, 0)
    assert sum(counts.faults.values()) > 0
    assert set(counts.answered.values()) == {1}
    assert first >= 30
    assert (again.drafted, sum(counts.answered.values())) == (0, first)


def test_server_that_is_down_stops_the_batch_and_the_next_run_goes_on(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 3)
    with serving(faults=1.0) as (url, counts):
        settings = BatchSettings(model=f"openai:m@{url}", at_once=4)
        summary = run_batch(open_source(notes), settings, Plan(tmp_path / "out", workers=1, quiet=True), stop=Stop())
    assert summary.failures == 3
    assert summary.verdicts["open"] == 3
    assert not counts.answered


def test_model_that_nobody_has_stops_at_once(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 3)
    settings = BatchSettings(model="openai:m@http://127.0.0.1:9/v1", at_once=2)
    summary = run_batch(open_source(notes), settings, Plan(tmp_path / "out", workers=1, quiet=True), stop=Stop())
    assert summary.failures == 3
    with pytest.raises(ProviderFailure, match="key"):
        run_batch(open_source(notes), BatchSettings(model="openai:m"), Plan(tmp_path / "key", workers=1, quiet=True), stop=Stop())
