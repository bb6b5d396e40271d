from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.batch_notes import people
from guardrails.settings import house_settings
from pipeline.batch.cohort import Member, alike_pairs
from pipeline.batch.shapes import BatchSettings, Item, Task
from pipeline.batch.task import Drafter
from pipeline.batch.whole import Plan, run_batch
from pipeline.providers import open_model

RUNS = st.lists(st.frozensets(st.integers(0, 30), max_size=12), max_size=12)


@given(RUNS, st.sampled_from([0.3, 0.5, 0.7, 1.0]))
def test_pairs_are_those_that_comparing_all_with_all_finds(runs: list[frozenset[int]], most: float) -> None:
    members = [Member(at, f"n{at}", f"k{at}", at % 9, one, f"k{at}") for at, one in enumerate(runs)]
    slow = []
    for (one, a), (two, b) in combinations(enumerate(runs), 2):
        if a and b and abs(members[one].day - members[two].day) <= 7:
            share = len(a & b) / min(len(a), len(b))
            if share >= most:
                slow.append((one, two, share))
    assert alike_pairs(members, most) == slow


class _Same:
    """Notes of up to six people who say the same of the same employer."""

    def __init__(self, count: int) -> None:
        first = next(people(1))
        self._all = [
            {**first, "candidate": {"name": f"{name} Aguirre"}} for name in ("Ines", "Mei", "Jonas", "Hana", "Elif", "Leila")[:count]
        ]

    def count(self) -> int:
        return len(self._all)

    def items(self) -> Iterator[Item]:
        for at, one in enumerate(self._all):
            told = {name: value for name, value in one.items() if name != "id"}
            yield Item(f"p{at}", f"row {at}", header=json.dumps(told))


def test_emails_that_read_alike_are_reworded_until_none_is(tmp_path: Path) -> None:
    """Alike at first, since wordings are few for one set of facts; a lower limit makes sure of it."""
    house = house_settings()
    strict = replace(house, thresholds={**house.thresholds, "ORI-sibling": {**house.thresholds["ORI-sibling"], "warn_from_share": 0.3}})
    settings = BatchSettings(model="phrasebook", rules=strict)
    summary = run_batch(_Same(6), settings, Plan(tmp_path / "out", workers=1, quiet=True))
    left = run_batch(_Same(6), settings, Plan(tmp_path / "raw", workers=1, quiet=True, cohort=False))
    assert summary.alike_count > 0
    assert summary.reworded > 0
    assert len(summary.still_alike) < summary.alike_count
    assert left.reworded == 0
    bodies = {path.read_bytes() for path in (tmp_path / "out").glob("*.eml")}
    assert len(bodies) == 6


def test_same_notes_twice_are_one_person_and_no_pair(tmp_path: Path) -> None:
    class Twice(_Same):
        def items(self) -> Iterator[Item]:
            (one,) = super().items()
            yield one
            yield Item("again", "row 2", header=one.header)

        def count(self) -> int:
            return 2

    summary = run_batch(Twice(1), BatchSettings(model="phrasebook"), Plan(tmp_path / "out", workers=1, quiet=True))
    assert (summary.total, summary.drafted, summary.alike_count) == (2, 1, 0)
    assert (tmp_path / "out/p0.eml").read_bytes() == (tmp_path / "out/again.eml").read_bytes()


def test_runs_leave_out_names_and_what_the_notes_say() -> None:
    drafter = Drafter(BatchSettings(model="phrasebook"), lambda seed: open_model("phrasebook", seed=seed))
    done = [drafter.draft(Task(item.name, item, 0)) for item in _Same(2).items()]
    assert len(done) == 2
    assert all(one.state == "drafted" and len(one.runs) > 20 for one in done)
    assert done[0].company == done[1].company != ""
