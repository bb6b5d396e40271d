from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from evals.results import CaseRecord, RunHead
from evals.run_log import FILE_NAME, RunLog, read_run
from pipeline.errors import BadInput, SystemFailure

HEAD = RunHead(suite="s", models=("b", "a"), cases=("two", "one"), seeds=(0, 1), started="2026-11-23T12:00:00")


def record(key: str, *, case: str = "one", model: str = "a", status: str = "scored", why: str = "", seed: int = 0) -> CaseRecord:
    fields = {"key": key, "case": case, "suite": "s", "scenario": "no_response", "model": model, "status": status, "why": why, "seed": seed}
    return CaseRecord.model_validate(fields)


def test_what_was_written_is_read_back_in_the_order_of_the_head(tmp_path: Path) -> None:
    written = [
        record("1", case="one", model="a"),
        record("2", case="two", model="a", seed=1),
        record("3", case="two", model="a"),
        record("4", model="b"),
    ]
    with RunLog(tmp_path, HEAD) as log:
        for one in written:
            log.append(one)
    run = read_run(tmp_path)
    assert run.head == HEAD
    assert [one.key for one in run.records] == ["4", "3", "2", "1"]


def test_of_two_records_with_one_key_the_later_counts_and_a_failed_one_is_not_finished(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD) as log:
        for one in (record("1", status="failed"), record("2"), record("1", why="again"), record("3", status="failed")):
            log.append(one)
    run = read_run(tmp_path)
    assert [(one.key, one.why) for one in run.records] == [("1", "again"), ("2", ""), ("3", "")]
    assert run.finished.keys() == {"1", "2"}


@pytest.mark.parametrize("cut", [1, 2, 17, 60])
def test_a_line_cut_short_is_dropped_by_readers_and_cut_off_when_the_run_goes_on(tmp_path: Path, cut: int) -> None:
    with RunLog(tmp_path, HEAD) as log:
        log.append(record("1"))
        log.append(record("2"))
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert [one.key for one in read_run(tmp_path).records] == ["1"]
    with RunLog(tmp_path) as log:
        assert log.before is not None
        assert log.before.finished.keys() == {"1"}
        log.append(record("2"))
    assert path.read_bytes() == whole


def test_every_length_of_a_log_can_be_read_from_its_first_line_on(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD) as log:
        for number in range(3):
            log.append(record(str(number), why="é" * number))
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first, len(whole) + 1):
        path.write_bytes(whole[:length])
        assert len(read_run(tmp_path).records) == whole[first:length].count(b"\n")


def test_a_damaged_line_that_is_not_the_last_is_named(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD) as log:
        log.append(record("1"))
        log.append(record("2"))
    path = tmp_path / FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b'{"key": 1}\n' + lines[2])
    with pytest.raises(BadInput, match="line 2 is damaged"):
        read_run(tmp_path)


def test_a_folder_without_a_run_and_one_whose_head_was_cut_are_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no run"):
        read_run(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(HEAD.model_dump_json(by_alias=True).encode()[:40])
    with pytest.raises(BadInput, match="holds no run"):
        read_run(tmp_path)
    with RunLog(tmp_path, HEAD) as log:
        log.append(record("1"))
    assert len(read_run(tmp_path).records) == 1


def test_a_run_that_is_there_is_neither_begun_anew_nor_written_by_two(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD), pytest.raises(SystemFailure, match="being written by another run"):
        RunLog(tmp_path)
    with pytest.raises(BadInput, match="already holds a run"):
        RunLog(tmp_path, HEAD)


def test_many_threads_append_each_record_whole_and_once(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD) as log:

        def write(at: int) -> None:
            for number in range(20):
                log.append(record(f"{at}-{number}"))

        threads = [threading.Thread(target=write, args=(at,)) for at in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {one.key for one in read_run(tmp_path).records} == {f"{at}-{i}" for at in range(16) for i in range(20)}


FULL = """
import resource, signal, sys
from pathlib import Path
from evals.run_log import RunLog
from test_run_log import HEAD, record
from pipeline.errors import SystemFailure
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
log = RunLog(Path(sys.argv[1]), HEAD)
try:
    for number in range(1000):
        log.append(record(str(number), why="x" * 100))
        print(number, flush=True)
except SystemFailure as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the file's size are POSIX")
def test_a_full_disk_ends_the_run_with_one_sentence_and_a_log_that_holds_all_that_was_finished(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f".{os.pathsep}{Path(__file__).parent}"}
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, timeout=60, env=environment)
    *numbers, said = done.stdout.splitlines()
    assert done.returncode == 3, done.stderr
    assert "could not be written: File too large" in said
    assert f"--resume {tmp_path}" in said
    assert len(numbers) > 5
    assert (tmp_path / FILE_NAME).read_bytes().endswith(b"\n")
    assert sorted(int(one.key) for one in read_run(tmp_path).records) == list(range(len(numbers)))
    with RunLog(tmp_path) as log:
        log.append(record("after"))
    assert len(read_run(tmp_path).records) == len(numbers) + 1


WRITER = """
import sys
from pathlib import Path
from evals.run_log import RunLog
from test_run_log import HEAD, record
log = RunLog(Path(sys.argv[1]), HEAD)
for number in range(100000):
    log.append(record(str(number), why="x" * 3000))
    print(number, flush=True)
"""


def test_whatever_was_said_to_be_finished_survives_a_kill(tmp_path: Path) -> None:
    dice = random.Random(7)
    for turn in range(4):
        folder = tmp_path / str(turn)
        environment = {**os.environ, "PYTHONPATH": f".{os.pathsep}{Path(__file__).parent}"}
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True, env=environment)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(dice.randint(1, 40))]
        process.kill()
        said += process.stdout.read().splitlines()
        process.wait()
        process.stdout.close()
        kept = {int(one.key) for one in read_run(folder).records}
        assert {int(line) for line in said if line.strip()} <= kept
        assert kept == set(range(len(kept)))
