from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.batch_kills import Broken, Deadly, kill_and_resume, start, tree
from benchmarks.batch_notes import write_jsonl
from pipeline.batch.journal import Journal
from pipeline.batch.outputs import Format
from pipeline.batch.place import place_for
from pipeline.batch.run import Progress
from pipeline.batch.shapes import PARTS, BatchSettings, Drafted, Item, Task
from pipeline.batch.sources import open_source
from pipeline.batch.summary import Summary
from pipeline.batch.whole import Plan, run_batch
from pipeline.batch.workers import Pool, Stop
from pipeline.errors import AfterwordError, BadConfiguration, SystemFailure

PHRASEBOOK = BatchSettings(model="phrasebook")


def run(
    notes: Path,
    out: Path,
    settings: BatchSettings = PHRASEBOOK,
    *,
    stop: Stop | None = None,
    progress: Progress | None = None,
    form: Format = "eml",
    resume: bool = True,
) -> Summary:
    plan = Plan(out, form=form, workers=1, resume=resume, quiet=True)
    return run_batch(open_source(notes), settings, plan, stop=stop or Stop(), progress=progress)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "notes.jsonl", 6)


def test_second_run_drafts_nothing_and_changes_nothing(notes: Path, tmp_path: Path) -> None:
    first = run(notes, tmp_path / "out")
    before = tree(tmp_path / "out")
    second = run(notes, tmp_path / "out")
    assert (first.total, first.drafted, second.total, second.drafted) == (6, 6, 6, 0)
    assert tree(tmp_path / "out") == before
    assert len([name for name in before if name.endswith(".eml")]) == 6


def test_file_that_somebody_removed_is_written_again_without_drafting(notes: Path, tmp_path: Path) -> None:
    run(notes, tmp_path / "out")
    before = tree(tmp_path / "out")
    (tmp_path / "out/person-000003.eml").unlink()
    assert run(notes, tmp_path / "out").drafted == 0
    assert tree(tmp_path / "out") == before


def test_another_format_costs_no_draft(notes: Path, tmp_path: Path) -> None:
    run(notes, tmp_path / "out")
    assert run(notes, tmp_path / "out", form="jsonl").drafted == 0
    assert len((tmp_path / "out/drafts.jsonl").read_text("utf-8").splitlines()) == 6


def test_notes_that_came_later_are_the_only_ones_drafted(notes: Path, tmp_path: Path) -> None:
    run(notes, tmp_path / "out")
    write_jsonl(notes, 6)
    with notes.open("a", encoding="utf-8") as file:
        file.write(
            '{"id": "late", "scenario": "phone_interview", "notes": "Call with Dana Whitlock at Kelso, buyer. We spoke about Portugal."}\n'
        )
    assert run(notes, tmp_path / "out").drafted == 1


@pytest.mark.parametrize("other", [BatchSettings(model="phrasebook", seed=1), BatchSettings(model="phrasebook", scenario="no_response")])
def test_other_settings_are_refused_in_words_and_touch_nothing(notes: Path, tmp_path: Path, other: BatchSettings) -> None:
    run(notes, tmp_path / "out")
    before = tree(tmp_path / "out")
    with pytest.raises(BadConfiguration, match=r"other settings \((seed 0 then, 1 now|scenario as the notes say then, no_response now)\)"):
        run(notes, tmp_path / "out", other)
    assert tree(tmp_path / "out") == before
    assert run(notes, tmp_path / "out", other, resume=False).total == 6
    assert len(list((tmp_path / "out/.afterword").glob("journal-*.db"))) == 1


def test_notes_that_cannot_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "notes.jsonl", 2)
    with path.open("a", encoding="utf-8") as file:
        file.write(
            'not json\n{"id": "odd", "facts": [{"kind": "no such kind", "text": "x"}], "scenario": "phone_interview", "surprise": 1}\n'
        )
    summary = run(path, tmp_path / "out")
    assert (summary.verdicts["unusable"], summary.verdicts["send"]) == (2, 2)
    assert all(why for _, why in summary.unusable)
    asked = (tmp_path / "out/questions.csv").read_text("utf-8-sig")
    assert "not a JSON object" in asked


def test_stop_finishes_what_is_in_flight_and_the_next_run_the_rest(notes: Path, tmp_path: Path) -> None:
    stop = Stop()

    class Halt(Progress):
        def advance(self, count: int) -> None:
            stop.set()

    first = run(notes, tmp_path / "out", stop=stop, progress=Halt())
    assert first.interrupted
    assert (first.total, first.verdicts["open"]) == (6, 5)
    assert first.drafted == 1
    assert run(notes, tmp_path / "out").drafted == 5
    run(notes, tmp_path / "whole")
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_two_runs_at_once_are_refused(notes: Path, tmp_path: Path) -> None:
    place = place_for(tmp_path / "out")
    with place.lead(), pytest.raises(BadConfiguration, match="at this moment"):
        run(notes, tmp_path / "out")


def test_journal_that_cannot_be_written_loses_no_draft(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that vanishes while drafts are made: what is finished is kept elsewhere, and comes back."""
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path / "cache"))
    out = tmp_path / "out"

    class Vanish(Progress):
        def advance(self, count: int) -> None:
            if out.exists():
                out.rename(tmp_path / "gone")

    with pytest.raises(SystemFailure, match=r"is gone.*is kept in"):
        run(notes, out, progress=Vanish())
    kept = next((tmp_path / "cache").rglob("*.db"))
    assert Journal(kept).count("drafts") >= 1
    summary = run(notes, out)
    assert summary.total == 6
    assert summary.drafted < 6
    assert not kept.exists()
    run(notes, tmp_path / "whole")
    assert tree(out) == tree(tmp_path / "whole")


def test_full_disk_keeps_what_is_finished_and_says_what_to_do(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = Journal.add_draft
    place = place_for(tmp_path / "out")

    def full(self: Journal, done: Drafted) -> None:
        if place.reserve.exists() and self.count("drafts") >= 2:
            import sqlite3

            raise sqlite3.OperationalError("database or disk is full")
        add(self, done)

    monkeypatch.setattr(Journal, "add_draft", full)
    monkeypatch.setattr("pipeline.batch.run._TOGETHER", 2)
    with pytest.raises(SystemFailure, match=r"disk is full.*make room"):
        run(notes, tmp_path / "out")
    assert Journal(place.journal).count("drafts") > 2


def _tasks() -> Iterator[Task]:
    return (Task(key, Item(key, key), 0) for key in ("a", "b", "kill", "c", "d", "e"))


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("always", [True, False], ids=["each time", "once"])
def test_worker_that_dies_costs_at_most_the_notes_that_kill_it(tmp_path: Path, always: bool, threads: int) -> None:
    pool = Pool(Deadly(always, str(tmp_path / "mark")), workers=2, threads=threads)
    done = [result[1] for result in pool.run(_tasks(), Stop()) if result is not None]
    pool.close()
    assert sorted(one.key for one in done) == ["a", "b", "c", "d", "e", "kill"]
    assert [one.key for one in done if one.state == "failed"] == (["kill"] if always else [])


def test_worker_that_cannot_begin_says_why() -> None:
    pool = Pool(Broken(), workers=2)
    with pytest.raises(AfterwordError, match="no such model"):
        list(pool.run(_tasks(), Stop()))
    pool.close()


def test_killed_again_and_again_it_writes_the_same_bytes(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 24)
    start(notes, tmp_path / "whole", "--format", "json").communicate()
    alive = kill_and_resume(notes, tmp_path / "killed", "--format", "json", kills=4, longest_s=2.5, seed=3)
    assert alive >= 1
    whole = tree(tmp_path / "whole")
    assert len(whole) == 25
    assert tree(tmp_path / "killed") == whole


def test_what_a_killed_run_left_unfinished_is_cleared_away(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 2)
    left = tmp_path / "out" / PARTS / ".person-000001.json.k1ll3d"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half an ema")
    start(notes, tmp_path / "out", "--format", "json").communicate()
    assert not left.exists()
    assert len(tree(tmp_path / "out")) == 3


def test_command_prints_one_object_and_its_exit_code(tmp_path: Path) -> None:
    notes = write_jsonl(tmp_path / "notes.jsonl", 3)
    process = start(notes, tmp_path / "out", "--json", "--workers", "1")
    said, _ = process.communicate()
    summary = json.loads(said)
    assert process.returncode == 0
    assert (summary["schema"], summary["total"], summary["drafted"]) == ("afterword/batch@1", 3, 3)


def test_ids_that_clash_with_the_name_made_for_a_second_one_all_get_their_file(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps({"id": one, "notes": "x"}) for one in ("a", "a-3", "a", "A-3", "a-3-2")), "utf-8")
    summary = run(path, tmp_path / "out", form="json")
    assert summary.total == 5
    journal = Journal(tmp_path / "out" / ".afterword" / "journal.db")
    names = [row.name.casefold() for row in journal.rows()]
    journal.close()
    assert len(set(names)) == 5


def test_file_that_stood_there_before_is_kept_beside(notes: Path, tmp_path: Path) -> None:
    run(notes, tmp_path / "first")
    name = next(path.name for path in (tmp_path / "first").glob("*.eml"))
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine", "utf-8")
    run(notes, out)
    assert (out / f"{name}~").read_text("utf-8") == "mine"
    assert (out / name).read_bytes() == (tmp_path / "first" / name).read_bytes()
    run(notes, out)
    assert [path.name for path in out.glob("*~")] == [f"{name}~"]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has such modes")
def test_journal_is_readable_by_its_owner_alone(notes: Path, tmp_path: Path) -> None:
    run(notes, tmp_path / "out")
    place = place_for(tmp_path / "out")
    place.spill("call", "reply")
    journal = Journal(place.journal)
    journal.copy_to(place.rescue)
    journal.close()
    for path in (place.journal, place.rescue, place.spilled):
        assert path.stat().st_mode & 0o077 == 0, path
        path.unlink()
