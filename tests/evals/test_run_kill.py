"""A live run killed at random moments loses nothing and pays for nothing twice; `python -m benchmarks.kill_eval` does it fifty times."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kill_eval import kill_and_resume


def test_a_run_killed_again_and_again_ends_as_one_that_nobody_killed(tmp_path: Path) -> None:
    found = kill_and_resume(tmp_path, kills=3, suite="references", workers=2, wait_ms=250, seed=11)
    assert found.kills >= 1
    assert found.units == 7
    assert (found.lost, found.changed, found.paid_again) == (0, 0, 0)
    assert found.differs == []
    assert found.asked_again <= 2 * found.kills
