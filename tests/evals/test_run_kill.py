"""A run that is killed or whose disk is full loses nothing and pays nothing twice; `python -m benchmarks.kill_eval` kills fifty times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.kill_eval import kill_and_resume
from evals.run_log import read_run


def test_a_run_killed_again_and_again_ends_as_one_that_nobody_killed(tmp_path: Path) -> None:
    found = kill_and_resume(tmp_path, kills=3, suite="references", workers=2, wait_ms=250, seed=11)
    assert found.kills >= 1
    assert found.units == 7
    assert (found.lost, found.changed, found.paid_again) == (0, 0, 0)
    assert found.differs == []
    assert found.asked_again <= 2 * found.kills


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited there")
def test_a_disk_that_is_full_ends_the_command_in_one_sentence_and_the_resumed_run_is_as_one_that_was_not(tmp_path: Path) -> None:
    full, whole = tmp_path / "full", tmp_path / "whole"
    stopped = _eval("--out", str(full), limit=30_000)
    assert stopped.returncode == 3, stopped.stderr
    assert "could not be written" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    before = read_run(full)
    assert 0 < len(before.finished) < 7
    assert not (full / "report.html").exists()
    assert _eval("--resume", str(full)).returncode == 0
    assert _eval("--out", str(whole)).returncode == 0
    after, other = read_run(full), read_run(whole)
    assert after.records[: len(before.records)] == before.records
    assert [(one.case, one.email) for one in after.records] == [(one.case, one.email) for one in other.records]
    thresholds = [json.loads((folder / "report.json").read_text("utf-8"))["thresholds"] for folder in (full, whole)]
    assert thresholds[0] == thresholds[1]


def _eval(*arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The whole command on the references, without the probes; `limit` is the most bytes a file may have, as on a disk that fills up."""
    code = (
        "import sys; import afterword.eval_emails as it; it._probe = lambda order: True; limit = int(sys.argv.pop(1))\n"
        "if limit: import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "from afterword.cli import main; sys.argv[0] = 'afterword'; main()"
    )
    model = [] if "--resume" in arguments else ["--model", "phrasebook"]
    command = [sys.executable, "-c", code, str(limit or 0), "eval", *model, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)
