"""The counts and means of a run: every kind of ending and of silence is told apart."""

from __future__ import annotations

import random

import pytest

from evals.report_files import FILES
from evals.report_shapes import Interval, Judged, Statistics
from evals.report_summary import failing, is_raw, summarise
from evals.report_words import verdict_words
from evals.results import CaseRecord, Score, Status
from evals.scorers import SCORERS
from evals.shares import Share
from tests.evals.report_records import make_head, make_records


def record(case: str, status: Status = "scored", *scores: Score, model: str = "m", **more: object) -> CaseRecord:
    fields = {
        "key": f"{model}{case}",
        "case": case,
        "suite": "s",
        "scenario": "no_response",
        "model": model,
        "status": status,
        "scores": scores,
    }
    return CaseRecord.model_validate({**fields, **more})


def check(value: float | None, name: str = "rules/passed") -> Score:
    return Score(name=name, kind="assertion", value=value)


def mark(value: float | None, name: str = "facts/recalled", error: str | None = None) -> Score:
    return Score(name=name, value=value, error=error)


def test_endings_unscored_and_broken_scores_are_counted_apart() -> None:
    records = [
        record("a", "scored", mark(0.5), check(1.0)),
        record("b", "scored", mark(None)),
        record("c", "asked", why="no date"),
        record("d", "refused"),
        record("e", "failed"),
        record("f", "scored", mark(None, error="boom"), check(0.0)),
    ]
    model = summarise(make_head(("m",), 6), records).models[0]
    assert (model.n, model.scored, model.asked, model.refused, model.failed) == (6, 3, 1, 1, 1)
    assert (model.unscored, model.broken_scores) == (1, 1)
    assert model.passed == Share(3, 4)
    assert model.checks == Share(1, 2)
    assert model.marks == Interval(0.5, 1)


def test_unscored_and_broken_are_left_out_of_a_mean_and_counted() -> None:
    records = [record(str(i), "scored", one) for i, one in enumerate((mark(1.0), mark(0.5), mark(None), mark(None, error="boom")))]
    cell = summarise(make_head(("m",), 4), records).cell("m", "facts/recalled")
    assert cell is not None
    assert (cell.mean, cell.n, cell.unscored, cell.errors) == (0.75, 2, 1, 1)


def test_a_scorer_without_any_value_has_no_mean_and_is_silent() -> None:
    summary = summarise(make_head(("m",), 1), [record("a", "scored", mark(None), check(1.0))])
    cell = summary.cell("m", "facts/recalled")
    assert cell is not None
    assert cell.mean is None
    assert [scorer.name for scorer in summary.silent] == ["facts/recalled"]
    assert [scorer.name for scorer in summary.graded] == ["rules/passed"]


def test_cases_stand_worst_first_by_ending_then_checks_then_marks() -> None:
    records = [
        record("fine", "scored", check(1.0), mark(0.9)),
        record("low", "scored", check(1.0), mark(0.2)),
        record("missed", "scored", check(0.0), mark(1.0)),
        record("asked", "asked"),
        record("refused", "refused"),
        record("failed", "failed"),
    ]
    summary = summarise(make_head(("m",), 6), records)
    assert [case.case for case in summary.cases] == ["failed", "refused", "asked", "missed", "low", "fine"]


@pytest.mark.parametrize(("value", "rightly", "first"), [(1.0, 1, "missed"), (0.0, 0, "asked"), (None, 0, "asked")])
def test_asking_counts_as_right_only_where_a_check_says_so(value: float | None, rightly: int, first: str) -> None:
    records = [record("asked", "asked", check(value, "outcome/expected")), record("missed", "scored", check(0.0))]
    summary = summarise(make_head(("m",), 2), records)
    assert summary.models[0].asked_rightly == rightly
    assert summary.cases[0].case == first


def test_the_order_of_records_changes_nothing() -> None:
    models = ("local", "phrasebook")
    records = make_records(models, 20)
    mixed = random.Random(1).sample(records, len(records))
    first, second = summarise(make_head(models, 20), records), summarise(make_head(models, 20), mixed)
    assert first.cases == second.cases
    assert first.models == second.models
    assert {key: (cell.n, cell.unscored, cell.errors) for key, cell in first.cells.items()} == {
        key: (cell.n, cell.unscored, cell.errors) for key, cell in second.cells.items()
    }


def test_of_two_records_with_one_key_the_later_counts() -> None:
    summary = summarise(make_head(("m",), 1), [record("a", "failed"), record("a", "scored", check(1.0))])
    assert (summary.models[0].n, summary.models[0].scored) == (1, 1)


def test_a_model_that_answered_nothing_stays_in_the_report() -> None:
    summary = summarise(make_head(("m", "silent"), 1), [record("a")])
    assert [(model.model, model.n) for model in summary.models] == [("m", 1), ("silent", 0)]
    assert summary.models[1].passed == Share(0, 0)


def test_a_run_without_records_has_a_summary() -> None:
    summary = summarise(make_head((), 0), [])
    assert (summary.models, summary.cases, summary.n) == ((), (), 0)


@pytest.mark.parametrize(
    ("scores", "repairs", "status", "passed"),
    [
        ((), [], "scored", 1),
        ((), [{"round": 1, "by": "code", "rules": []}], "scored", 0),
        ((), [], "refused", 0),
        ((check(0.0, "raw/LEN"),), [], "scored", 0),
        ((check(1.0, "raw/LEN"), check(None, "raw/GRA")), [{"round": 1}], "scored", 1),
    ],
    ids=["unrepaired", "repaired", "refused", "raw check says no", "raw check says yes"],
)
def test_the_first_draft_passes_when_its_checks_say_so_or_nobody_mended_it(
    scores: tuple[Score, ...], repairs: list[object], status: Status, passed: int
) -> None:
    summary = summarise(make_head(("m",), 1), [record("a", status, *scores, outcome={"repairs": repairs})])
    assert summary.models[0].raw_passed == Share(passed, 1)


def test_scorers_of_the_first_draft_are_known_by_name() -> None:
    raw = {name for name in SCORERS if is_raw(name)}
    assert raw == {name for name, scorer in SCORERS.items() if scorer.needs == "raw"}
    assert len(raw) == 11
    assert not is_raw("drawn/LEN")


def test_a_missed_check_on_the_first_draft_fails_nobody() -> None:
    scores = (check(0.0, "raw/LEN"), check(0.0, "rules/LEN"), check(None, "rules/GRA"), mark(0.0))
    assert [score.name for score in failing(record("a", "scored", *scores))] == ["rules/LEN"]


def test_numbers_beyond_one_are_measures_and_unknown_ones_within_are_graded() -> None:
    scores = (Score(name="words", value=92.0), Score(name="likeness", value=0.4), Score(name="run/seconds", value=0.4))
    summary = summarise(make_head(("m",), 1), [record("a", "scored", *scores)])
    assert {scorer.name: scorer.graded for scorer in summary.scorers} == {"words": False, "likeness": True, "run/seconds": False}


def test_the_statistics_interval_goes_before_the_plain_one() -> None:
    known = Statistics(intervals={("m", "rules/passed", ""): Interval(1.0, 2, 0.4, 0.9)})
    records = [record("a", "scored", check(1.0)), record("b", "scored", check(1.0))]
    plain, better = summarise(make_head(("m",), 2), records), summarise(make_head(("m",), 2), records, known)
    cells = [summary.cell("m", "rules/passed") for summary in (plain, better)]
    assert [(round(cell.low or 0, 2), cell.high) for cell in cells if cell] == [(0.34, 1.0), (0.4, 0.9)]


def test_cost_is_over_the_cases_whose_cost_is_known() -> None:
    records = [record("a", cost_usd=0.01), record("b", cost_usd=None), record("c", cost_usd=0.02)]
    model = summarise(make_head(("m",), 3), records).models[0]
    assert (round(model.cost_usd or 0, 4), model.priced) == (0.03, 2)


@pytest.mark.parametrize(("options", "shown"), [({}, ["open"]), ({"part": "held"}, ["held", "open"])], ids=["both", "held alone"])
def test_a_held_back_case_counts_in_every_mean_and_is_shown_only_where_asked_for(options: dict[str, str], shown: list[str]) -> None:
    head = make_head(("m",), 2).model_copy(update={"cases": ("open", "held"), "held": ("held",), "options": options})
    summary = summarise(head, [record("open", "scored", check(1.0)), record("held", "refused", check(0.0), why="its own secret")])
    assert sorted(one.case for one in summary.cases) == shown
    assert (summary.models[0].n, summary.models[0].refused) == (2, 1)
    cell = summary.cell("m", "rules/passed")
    assert cell is not None
    assert (cell.mean, cell.n) == (0.5, 2)
    for render in FILES.values():
        assert ("its own secret" in render(summary)) is (shown != ["open"])


def test_bounds_that_had_nothing_to_count_are_not_called_met() -> None:
    silent = Judged("facts/kept", "at least 1", None, None, "m")
    said = [words for _, words in verdict_words(summarise(make_head(("m",), 1), [record("a", "failed")], Statistics(judged=(silent,))))]
    assert "Every threshold is met." not in said
    met = Judged("facts/kept", "at least 1", 1.0, True, "m")
    told = verdict_words(summarise(make_head(("m",), 1), [record("a", "scored", check(1.0))], Statistics(judged=(met, silent))))
    assert ("good", "Every threshold is met.") in told
