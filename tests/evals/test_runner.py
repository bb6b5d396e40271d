from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evals.email_suites import EvalCase, load_suite
from evals.results import RunHead, Score
from evals.run_case import answer
from evals.run_cost import estimate
from evals.run_log import RunLog, read_run
from evals.run_models import Limiter, Models, Pending
from evals.run_plan import Unit, plan
from evals.run_suite import Order, order_of, report_run, run_suite
from evals.runner import drive, run_units
from evals.scorers import SCORERS
from pipeline.config import ModelSettings
from pipeline.errors import BadConfiguration, BadInput, ProviderFailure, SystemFailure
from pipeline.models import Reply, Request
from pipeline.providers import open_model

REMOTE = "openai:stand-in@http://127.0.0.1:9/v1"


@pytest.fixture(scope="module")
def cases() -> list[EvalCase]:
    return load_suite("references")


class Remote:
    """Stands for a provider: answers with a reference of the right situation, or fails as told; knows what it was asked."""

    name = "openai:stand-in"
    base_url = ""

    def __init__(self, *, fails: int = 0) -> None:
        self.asked: list[Request] = []
        self.fails = fails
        self.lock = threading.Lock()

    def complete(self, request: Request) -> Reply:
        with self.lock:
            self.asked.append(request)
            if len(self.asked) <= self.fails:
                raise ProviderFailure("the stand-in is down", retryable=False)
        text = "".join(message.content for message in request.messages)
        for case in load_suite("references"):
            if str(case.read().company) in text:
                return Reply(case.reference.text, tokens_in=900, tokens_out=200)
        raise AssertionError("asked about nobody")


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    stand_in, real = Remote(), open_model
    monkeypatch.setattr("evals.run_models.open_model", lambda spec, **given: stand_in if spec == REMOTE else real(spec, **given))
    return stand_in


def head(cases: list[EvalCase], *models: str) -> RunHead:
    return RunHead(suite="references", models=models, cases=tuple(case.id for case in cases), started="2026-11-23")


def test_keys_are_the_same_for_the_same_work_and_for_nothing_else(cases: list[EvalCase]) -> None:
    units = plan(cases, ["local", "phrasebook"], [0, 1])
    assert len({unit.key for unit in units}) == len(units) == 28
    assert [unit.key for unit in units] == [unit.key for unit in plan(load_suite("references"), ["local", "phrasebook"], [0, 1])]


def test_every_unit_of_a_model_of_this_machine_is_answered_and_scored(tmp_path: Path, cases: list[EvalCase]) -> None:
    with RunLog(tmp_path, head(cases, "phrasebook")) as log:
        tally = run_units(plan(cases[:2], ["phrasebook"], [0]), Models(live=False, answers=tmp_path / "a"), log)
    records = read_run(tmp_path).records
    assert (tally.done, tally.failed, tally.waiting) == (2, 0, [])
    assert [record.status for record in records] == ["scored", "scored"]
    assert all(record.email and len(record.scores) > 20 for record in records)


def test_a_remote_model_is_not_asked_unless_the_run_is_live_and_then_once(tmp_path: Path, cases: list[EvalCase], remote: Remote) -> None:
    units, answers = plan(cases[:3], [REMOTE], [0]), tmp_path / "answers"
    with RunLog(tmp_path / "1", head(cases, REMOTE)) as log:
        silent = Models(live=False, answers=answers)
        run_units(units, silent, log)
    assert remote.asked == []
    assert [(one.status, one.error_kind) for one in read_run(tmp_path / "1").records] == [("failed", "NotRecorded")] * 3
    assert len(silent.pending) == 3
    with RunLog(tmp_path / "2", head(cases, REMOTE)) as log:
        run_units(units, Models(live=True, answers=answers), log)
    first = read_run(tmp_path / "2").records
    calls = len(remote.asked)
    assert [one.status for one in first] == ["scored"] * 3
    assert not any(one.cached for one in first)
    with RunLog(tmp_path / "3", head(cases, REMOTE)) as log:
        run_units(units, Models(live=False, answers=answers), log)
    again = read_run(tmp_path / "3").records
    assert len(remote.asked) == calls
    assert all(one.cached for one in again)
    assert [(one.email, one.raw, one.calls, one.tokens_in) for one in again] == [
        (one.email, one.raw, one.calls, one.tokens_in) for one in first
    ]
    assert "Subject: " in str(first[0].raw)


def test_a_failed_case_is_run_again_and_a_finished_one_is_not(tmp_path: Path, remote: Remote) -> None:
    remote.fails = 2
    order = Order("references", (REMOTE,), live=True, answers=tmp_path / "answers", workers=1)
    out = tmp_path / "run"
    run_suite(order, out)
    before = {one.case: one for one in read_run(out).records}
    failed = [name for name, one in before.items() if one.status == "failed"]
    assert len(failed) == 2
    assert "the stand-in is down" in before[failed[0]].why
    asked = len(remote.asked)
    seen: list[str] = []
    run_suite(order_of(out, order), out, resume=True, on_done=lambda unit, record: seen.append(unit.case.id) if record else None)
    after = {one.case: one for one in read_run(out).records}
    assert sorted(seen) == sorted(failed)
    assert len(remote.asked) - asked <= 2 * 3
    assert {one.status for one in after.values()} == {"scored"}
    assert all(after[name] == one for name, one in before.items() if name not in failed)
    assert report_run(out).n == 7


def test_a_run_that_nobody_confirmed_asks_nobody_and_says_what_it_would_have_come_to(tmp_path: Path, remote: Remote) -> None:
    order = Order("references", ("phrasebook", REMOTE), live=True, answers=tmp_path / "answers")
    said: list[str] = []

    def refuse(what: object) -> bool:
        said.append(str(what))
        return False

    with pytest.raises(BadInput, match="Nothing was asked of any provider"):
        run_suite(order, tmp_path / "run", confirm=refuse)
    assert remote.asked == []
    assert said == ["7 to 21 calls to providers: the price of openai:stand-in is not known."]
    assert {one.model for one in read_run(tmp_path / "run").records} == {"phrasebook"}


def test_a_run_begun_with_other_code_or_models_is_not_gone_on_with(tmp_path: Path, cases: list[EvalCase]) -> None:
    with RunLog(tmp_path, head(cases, "phrasebook")):
        pass
    with pytest.raises(BadInput, match="begun with other code"):
        order_of(tmp_path, Order("references", ()))
    run_suite(Order("references", ("phrasebook",)), tmp_path / "new")
    with pytest.raises(BadConfiguration, match="leave --model out"):
        order_of(tmp_path / "new", Order("references", ("local",)))


CASE = """
id: phone-soup
hand: plain
why: facts in bullets
kinds: full
scenario: phone_interview
now: 2026-03-04T09:00
notes: |
  phone call on 3 march with Torvald Berge (head of kitchens) at Fjell Canteens, menu planner
  - the soup comes back untouched every Wednesday
  - I planned lunches for 420 children in Mwanza
  - I want to plan for people who did not choose to be hungry
  Halima Nassor
must: [[soup]]
"""


def test_an_invariant_that_held_in_the_baseline_s_log_and_holds_no_more_is_worse(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(CASE, "utf-8")
    run_suite(Order("perturb", ("phrasebook",), cases=tmp_path / "mine.yaml"), tmp_path / "before")
    run = read_run(tmp_path / "before")
    with RunLog(tmp_path / "now", run.head) as log:
        for one in run.records:
            log.append(one.model_copy(update={"status": "refused"}) if one.case.endswith("+order-shuffled") else one)
    assert report_run(tmp_path / "before", baseline=tmp_path / "before").regressions == ()
    worse = {change.scorer for change in report_run(tmp_path / "now", baseline=tmp_path / "before").regressions if change.case}
    assert worse == {"perturb/order-shuffled"}


def test_the_first_failure_of_the_machine_stops_the_rest(cases: list[EvalCase]) -> None:
    done: list[str] = []

    def work(unit: Unit) -> None:
        if len(done) == 3:
            raise SystemFailure("the disk is full")
        done.append(unit.key)

    with pytest.raises(SystemFailure, match="the disk is full"):
        drive(plan(cases, ["phrasebook"], range(10)), work, workers={"phrasebook": 1})
    assert len(done) == 3


@pytest.mark.parametrize(("model", "most"), [(REMOTE, 5), ("phrasebook", 1)], ids=["remote", "here"])
def test_so_many_units_are_open_at_once_and_no_more(model: str, most: int, cases: list[EvalCase]) -> None:
    lock, now, seen = threading.Lock(), [0], [0]

    def work(_unit: Unit) -> None:
        with lock:
            now[0] += 1
            seen[0] = max(seen[0], now[0])
        time.sleep(0.01)
        with lock:
            now[0] -= 1

    drive(plan(cases, [model], range(5)), work, workers={model: most})
    assert seen[0] == most


def test_calls_begin_no_faster_than_the_rate_allows() -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    limiter = Limiter(60, clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        limiter.wait()
    now[0] += 10
    limiter.wait()
    assert slept == [1.0, 1.0]
    with pytest.raises(ValueError, match="above 0"):
        Limiter(0)


def test_an_estimate_prices_what_is_known_and_names_what_is_not() -> None:
    known = estimate([Pending("openai:gpt-4o", 4000)] * 10)
    assert known.least_usd > 0
    assert known.most_usd > 3 * known.least_usd
    assert str(known).startswith("10 to 30 calls to providers: about ")
    assert "the price of ollama:x is not known" in str(estimate([Pending("ollama:x", 4000)]))


def test_a_case_whose_scorer_breaks_keeps_its_email(tmp_path: Path, cases: list[EvalCase], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_name: str, _view: object) -> Score:
        raise ZeroDivisionError("planted")

    monkeypatch.setitem(SCORERS, "reading/lix", replace(SCORERS["reading/lix"], score=breaks))
    record = answer(plan(cases[:1], ["phrasebook"], [0])[0], Models(live=False, answers=tmp_path))
    assert (record.status, bool(record.email)) == ("scored", True)
    assert [score.name for score in record.scores if score.error] == ["reading/lix"]


def test_a_word_of_a_judge_takes_one_call() -> None:
    assert str(estimate([Pending("ollama:x", 400)] * 3, most_calls=1)).startswith("3 calls to providers")
    assert str(estimate([Pending("ollama:x", 400)] * 3)).startswith("3 to 9 calls to providers")


@pytest.mark.parametrize("settings", [None, ModelSettings(timeout_s=7, max_tokens=123, temperature=0.5)], ids=["none", "the user's"])
def test_a_model_is_called_as_the_settings_say(
    cases: list[EvalCase], remote: Remote, tmp_path: Path, settings: ModelSettings | None
) -> None:
    unit = plan(cases[:1], [REMOTE], [0])[0]
    assert answer(unit, Models(live=True, answers=tmp_path, settings=settings)).status == "scored"
    asked, wanted = remote.asked[0], settings or ModelSettings()
    assert (asked.max_tokens, asked.temperature) == (wanted.max_tokens, wanted.temperature)
    assert asked.budget is not None
    assert asked.budget.timeout_s == wanted.timeout_s
