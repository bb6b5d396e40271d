from __future__ import annotations

from pathlib import Path

import pytest

from evals.baseline import HELD, compare_runs, judge_run, read_baseline
from evals.report_files import write_reports
from evals.results import CaseRecord, RunHead, Score
from evals.run_log import RunLog
from evals.thresholds import Bound
from pipeline.errors import BadConfiguration, BadInput

HEAD = RunHead(suite="references", models=("phrasebook",), cases=("a",), started="2026-11-23T12:00:00")


def record(
    case: str = "a",
    *,
    model: str = "phrasebook",
    status: str = "scored",
    passed: float | None = 1.0,
    recalled: float | None = 0.8,
    repairs: float = 0,
    error: str | None = None,
) -> CaseRecord:
    scores = (
        Score(name="rules/TON", kind="assertion", value=passed, error=error),
        Score(name="facts/recalled", value=recalled),
        Score(name="run/repairs", value=repairs),
    )
    fields = {"key": f"{case} {model}", "case": case, "suite": "references", "scenario": "no_response", "model": model, "status": status}
    return CaseRecord.model_validate({**fields, "scores": scores})


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        (record(), set()),
        (record(passed=0), {"rules/TON"}),
        (record(passed=None), set()),
        (record(passed=None, error="it broke"), {"rules/TON"}),
        (record(recalled=0.79), set()),
        (record(recalled=0.6), {"facts/recalled"}),
        (record(recalled=1.0), set()),
        (record(repairs=1), {"run/repairs"}),
        (record(status="refused"), {"passed"}),
        (record(status="failed"), set()),
    ],
    ids=["same", "a check", "unscored", "a scorer", "a little", "a mean", "better", "repairs", "refused", "failed"],
)
def test_a_model_of_this_machine_is_worse_when_a_case_or_a_mean_is(now: CaseRecord, worse: set[str]) -> None:
    assert {change.scorer for change in compare_runs([record()], [now]) if change.verdict == "worse"} == worse


def test_one_unlucky_case_of_a_remote_model_is_no_regression_but_a_shown_fall_is() -> None:
    before = [record(f"c{at}", model="openai:x", recalled=0.8 + at % 3 / 100) for at in range(20)]
    unlucky = [record("c0", model="openai:x", passed=0, recalled=0.1), *before[1:]]
    assert not [one for one in compare_runs(before, unlucky) if one.verdict == "worse"]
    fallen = [record(f"c{at}", model="openai:x", recalled=0.7 + at % 4 / 100) for at in range(20)]
    assert [one.scorer for one in compare_runs(before, fallen) if one.verdict == "worse"] == ["facts/recalled"]


def test_cases_and_models_that_only_one_run_has_are_not_compared() -> None:
    assert compare_runs([record("a")], [record("b", passed=0)]) == ()
    assert compare_runs([record(model="local")], [record(passed=0)]) == ()


def test_bounds_are_met_not_met_or_not_judged_for_each_model() -> None:
    bounds = {"facts/recalled": Bound(at_least=0.75, why="w")}
    head = HEAD.model_copy(update={"models": ("phrasebook", "local", "none")})
    records = [record(), record("b", recalled=0.72), record(model="local", recalled=0.7)]
    assert [(one.model, one.met) for one in judge_run("references", head, records, bounds=bounds)] == [
        ("phrasebook", True),
        ("local", False),
        ("none", None),
    ]
    with pytest.raises(BadConfiguration, match="no figure 'facts/recaled'"):
        judge_run("references", head, records, bounds={"facts/recaled": Bound(at_least=1, why="w")})


def test_a_bound_may_be_set_for_an_invariant_and_for_what_many_emails_have_in_common() -> None:
    bounds = {"perturb/typos": Bound(at_least=0.9, why="w"), "same/candidates": Bound(at_most=0.5, why="w")}
    broken = record("a+typos").model_copy(update={"scores": (Score(name="perturb/typos", kind="assertion", value=0.0),)})
    assert [(one.metric, one.met) for one in judge_run("perturb", HEAD, [broken], bounds=bounds)] == [
        ("perturb/typos", False),
        ("same/candidates", None),
    ]


@pytest.mark.parametrize("suite", ["references", "cases", "perturb"])
def test_the_projects_bounds_are_on_figures_that_there_are(suite: str) -> None:
    judged = judge_run(suite, HEAD, [])
    assert len(judged) >= 3
    assert {one.met for one in judged} == {None}


def test_a_baseline_is_a_folder_its_log_or_its_report(tmp_path: Path) -> None:
    with RunLog(tmp_path, HEAD) as log:
        log.append(record())
    write_reports(tmp_path, HEAD, [record()])
    for path in (tmp_path, tmp_path / "run.jsonl", tmp_path / "report.json"):
        head, records = read_baseline(path)
        assert head == HEAD
        assert [(one.key, one.scores) for one in records] == [(record().key, record().scores)]
    (tmp_path / "other.json").write_text("{}", "utf-8")
    with pytest.raises(BadInput, match=r"other\.json is no report of a run"):
        read_baseline(tmp_path / "other.json")


def test_open_and_held_back_cases_are_judged_apart() -> None:
    head = HEAD.model_copy(update={"cases": ("a", "b"), "held": ("b",)})
    bounds = {"facts/recalled": Bound(at_least=0.75, why="w")}
    judged = judge_run("cases", head, [record("a", recalled=0.8), record("b", recalled=0.2)], bounds=bounds)
    assert [(one.part, one.value, one.met) for one in judged] == [("open", 0.8, True), ("held", 0.2, False)]
    alone = head.model_copy(update={"cases": ("b",)})
    assert [one.part for one in judge_run("cases", alone, [record("b")], bounds=bounds)] == ["held"]


def test_a_held_back_case_that_is_worse_counts_and_is_not_named() -> None:
    broken = record("b", passed=0).model_copy(update={"scores": (Score(name="rules/TON", kind="assertion", value=0, reason="its words"),)})
    (named,) = (one for one in compare_runs([record("b")], [broken]) if one.case)
    assert (named.case, named.reason) == ("b", "its words")
    (masked,) = (one for one in compare_runs([record("b")], [broken], hidden={"b"}) if one.case)
    assert (masked.case, masked.reason, masked.verdict) == (HELD, "", "worse")
