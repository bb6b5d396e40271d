"""The batch on a Ray cluster: two nodes on this machine, one of them killed in the middle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch_kills import tree
from benchmarks.batch_notes import write_jsonl
from pipeline.batch.run import Progress
from pipeline.batch.shapes import BatchSettings
from pipeline.batch.sources import open_source
from pipeline.batch.whole import Plan, run_batch

pytestmark = [pytest.mark.filterwarnings("ignore")]

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytest.importorskip("ray.data")

_NOTES = 48


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two nodes with two processors each."""
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    path = str(Path(__file__).resolve().parents[2])
    os.environ["PYTHONPATH"] = os.pathsep.join([path, os.environ.get("PYTHONPATH", "")])
    small = {"num_cpus": 2, "object_store_memory": 100_000_000, "include_dashboard": False}
    two = Cluster(initialize_head=True, head_node_args=small)
    yield two
    ray.shutdown()
    two.shutdown()  # type: ignore[no-untyped-call, unused-ignore]


class _Killer(Progress):
    """Kills a node when so many notes are drafted, and counts."""

    def __init__(self, kill: Any, after: int) -> None:
        self._kill, self._after = kill, after
        self.drafted = 0
        self.killed_at: int | None = None

    def advance(self, count: int) -> None:
        self.drafted += count
        if self.killed_at is None and self.drafted >= self._after:
            self.killed_at = self.drafted
            self._kill()


def test_every_note_is_drafted_once_when_one_of_two_nodes_is_killed(cluster: Any, tmp_path: Path) -> None:
    second = cluster.add_node(num_cpus=2, object_store_memory=100_000_000)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
    cluster.wait_for_nodes()
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    notes = write_jsonl(tmp_path / "notes.jsonl", _NOTES)
    settings = BatchSettings(model="phrasebook")
    killer = _Killer(lambda: cluster.remove_node(second, allow_graceful=False), after=8)
    summary = run_batch(
        open_source(notes), settings, Plan(tmp_path / "ray", ray=True, workers=3, quiet=True, cohort=False), progress=killer
    )
    assert killer.killed_at is not None
    assert killer.killed_at < _NOTES
    assert len([node for node in ray.nodes() if node["Alive"]]) == 1
    assert (summary.total, summary.verdicts["open"], summary.failures) == (_NOTES, 0, 0)
    assert summary.drafted == _NOTES
    run_batch(open_source(notes), settings, Plan(tmp_path / "here", workers=1, quiet=True, cohort=False))
    assert tree(tmp_path / "ray") == tree(tmp_path / "here")
