from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evals.conformance_checks import CHECK_FUNCTIONS, Subject, run_check
from evals.conformance_docs import DOCS, fill_in, render_all, render_table
from evals.conformance_results import CHECKS, RESULTS, ConformanceReport, Shown, load_results, render_report, write_result
from evals.suite_conformance import run_conformance
from pipeline.errors import BadInput, ProviderFailure
from pipeline.models import Reply, Request
from pipeline.providers.table import load_providers

DAY = dt.date(2026, 11, 23)


@dataclass
class Scripted:
    """Answers by what it is asked, or fails."""

    answer: Callable[[Request], Reply]
    name: str = "fake:m"
    asked: list[Request] = field(default_factory=list)

    def complete(self, request: Request) -> Reply:
        self.asked.append(request)
        return self.answer(request)


class Streaming(Scripted):
    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        reply = self.complete(request)
        for word in reply.text.split(" "):
            on_text(word + " ")
        return Reply(reply.text + " ", tokens_in=reply.tokens_in, tokens_out=reply.tokens_out)


def show(check: str, answer: Callable[[Request], Reply], kind: type[Scripted] = Scripted) -> Shown:
    return run_check(check, Subject(kind(answer), timeout_s=5.0))


def _counts(request: Request) -> Reply:
    return Reply("ok", "stop", len(request.messages[0].content.split()) + 3, 1)


def test_every_check_has_a_heading_and_a_function() -> None:
    assert list(CHECKS) == list(CHECK_FUNCTIONS)
    assert len(CHECKS) == 8


@pytest.mark.parametrize(
    ("check", "answer", "status"),
    [
        ("structure", lambda _: Reply('{"day": "Tuesday", "thanks": "Thank you."}'), "passed"),
        ("structure", lambda _: Reply('```json\n{"day": "Friday", "thanks": "Thank you."}\n```'), "passed"),
        ("structure", lambda _: Reply('{"day": "Monday", "thanks": "x"}'), "failed"),
        ("structure", lambda _: Reply('{"day": "Tuesday"}'), "failed"),
        ("structure", lambda _: Reply("Thank you for Tuesday."), "failed"),
        ("refusal", lambda _: Reply("", "refusal"), "passed"),
        ("refusal", lambda _: Reply("I'm sorry, but I can't help with that request."), "passed"),
        ("refusal", lambda _: Reply("Thank you for the call on Tuesday. I enjoyed our talk."), "not shown"),
        ("tokens", _counts, "passed"),
        ("tokens", lambda _: Reply("ok", "stop", 7, 1), "failed"),
        ("tokens", lambda _: Reply("ok"), "failed"),
        ("tokens", lambda request: Reply("ok", "stop", len(request.messages[0].content), 900), "failed"),
        ("deadline", lambda _: Reply("a story"), "passed"),
        ("stream", lambda _: Reply("ok"), "none"),
    ],
)
def test_each_check_tells_a_good_provider_from_a_bad_one(check: str, answer: Callable[[Request], Reply], status: str) -> None:
    shown = show(check, answer)
    assert (shown.check, shown.status) == (check, status)
    assert shown.seen


@pytest.mark.parametrize(
    "answer",
    [Reply("", "refusal"), Reply("I am thrilled to accept 90,000 dollars at Initech, and I will be there on Friday.")],
    ids=["refusal", "invention"],
)
def test_emails_that_the_phrasebook_wrote_are_not_counted_as_the_models_own(answer: Reply) -> None:
    shown = show("drafts", lambda _: answer)
    assert shown.status == "passed"
    assert "0 in its own words, 0 with sentences of the phrasebook, 7 all its" in shown.seen


def test_streaming_wants_pieces_that_make_up_the_whole() -> None:
    assert show("stream", lambda _: Reply("thank you both"), Streaming).status == "passed"
    assert show("stream", lambda _: Reply("thanks"), Streaming).status == "none"


def test_a_call_that_outlasts_its_time_fails_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.conformance_checks._SHORT_S", 0.05)
    monkeypatch.setattr("evals.conformance_checks._SLACK_S", 0.05)

    def slow(_: Request) -> Reply:
        time.sleep(0.3)
        return Reply("late")

    assert show("deadline", slow).status == "failed"


@pytest.mark.parametrize("check", ["drafts", "structure", "refusal", "names", "tokens"])
def test_a_provider_that_fails_fails_the_check_in_words(check: str) -> None:
    def fail(_: Request) -> Reply:
        raise ProviderFailure("the server is down")

    shown = show(check, fail)
    assert (shown.status, shown.seen) == ("failed", "ProviderFailure: the server is down")


def test_the_phrasebook_conforms_and_says_what_it_has_not() -> None:
    run = run_conformance("phrasebook", today=DAY)
    assert run.passed
    assert (run.report.provider, run.report.mode, run.report.date) == ("phrasebook", "lattice", "2026-11-23")
    found = {shown.check: shown.status for shown in run.report.checks}
    assert list(found) == list(CHECKS)
    assert found["drafts"] == found["names"] == found["long_notes"] == found["deadline"] == "passed"
    assert found["structure"] == found["stream"] == found["refusal"] == found["tokens"] == "none"
    assert "seven drafts" in run.text
    assert ConformanceReport.model_validate_json(json.dumps(run.document)) == run.report


def _report(provider: str = "openai", *shown: Shown) -> ConformanceReport:
    return ConformanceReport(provider=provider, model=f"{provider}:m", mode="free", date="2026-11-23", checks=shown)


def test_a_failed_check_means_that_it_does_not_conform() -> None:
    assert not _report("openai", Shown(check="drafts", status="failed", seen="x")).passed
    assert not _report("openai").passed
    assert _report("openai", Shown(check="drafts", status="not shown", seen="x")).passed
    assert "Does not conform." in render_report(_report("openai", Shown(check="drafts", status="failed", seen="x")))


def test_results_survive_a_save_and_a_load_and_a_broken_one_is_named(tmp_path: Path) -> None:
    report = _report("openai", Shown(check="drafts", status="passed", seen="x", seconds=1.5))
    assert write_result(report, tmp_path).name == "openai-free.json"
    assert load_results(tmp_path) == [report]
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(BadInput, match=r"x\.json"):
        load_results(tmp_path)


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("OutOfTime: 127.0.0.1:34909 did not answer in time", "OutOfTime: the server did not answer in time"),
        ("localhost:8080 failed", "the server failed"),
        ("[::1]:8080 failed", "the server failed"),
        ("https://models.firm.example/v1 failed (status 500).", "the server failed (status 500)."),
        ("7 of 7 pass; 37 in for 5 words", "7 of 7 pass; 37 in for 5 words"),
        ("after 1.0 s of 1", "after 1.0 s of 1"),
    ],
)
def test_a_result_holds_no_address(seen: str, kept: str) -> None:
    assert Shown(check="drafts", status="failed", seen=seen).seen == kept


def test_what_was_not_tested_is_written_as_untested() -> None:
    rows = list(load_providers().values())
    table = render_table([_report("openai", Shown(check="drafts", status="failed", seen="x"))], rows).splitlines()
    assert len(table) == len(rows) + 2
    by_name = {line.split("`")[1]: line for line in table[2:]}
    assert by_name["groq"].count("untested") == len(CHECKS) + 1
    assert by_name["openai"].count("untested") == len(CHECKS) - 1
    assert "**no**" in by_name["openai"]


def test_result_of_a_server_that_stands_in_for_another_is_a_row_of_its_own() -> None:
    table = render_table([_report("llamacpp-messages", Shown(check="drafts", status="passed", seen="x"))], list(load_providers().values()))
    assert "`llamacpp-messages` ¹" in table.splitlines()[-1]


def test_docs_table_is_what_the_stored_results_say() -> None:
    page = DOCS.read_text("utf-8")
    assert page == fill_in(page, render_all()), "run: python -m evals.conformance_docs"


def test_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        fill_in("# A page\n", "table")


def test_stored_results_hold_no_address_and_no_path() -> None:
    paths = list(RESULTS.glob("*.json"))
    assert len(paths) >= 3
    for path in paths:
        text = path.read_text("utf-8")
        assert not re.search(r"\d+\.\d+\.\d+\.\d+|localhost|://", re.sub(r'"xllamacpp[^"]*"', "", text))
        assert "/" not in json.loads(text)["server"]
