"""Every fault on the first call, on a later one and on every one: always a typed error or a whole email, in time, within the bound."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guardrails.check import CHECKS, check
from guardrails.findings import Check, Report
from pipeline import repair, run
from pipeline.errors import AfterwordError
from pipeline.outcome import Outcome
from pipeline.providers.openai_compat import OpenAIWriter
from pipeline.run import draft_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft
from prompts.lattice import build_lattice
from tests.faults.server import FAULTS, FaultServer, serve_faults
from tests.pipeline.test_run import GOOD, NOTES

KEY = "sk-test-0123456789abcdef"
#: Seconds a draft may take here, and what a loaded machine may add for the work that is no call.
DEADLINE_S = 0.7
SLACK_S = 4.0
MAX_CALLS = 3

_GOOD = json.dumps(GOOD)
_INVENTED = _GOOD.replace("60 drivers", "85 drivers")
#: What each call is answered with, by when the fault comes; None stands for the fault.
_PLANS: dict[str, tuple[str | None, ...]] = {"first": (None, _GOOD), "later": (_INVENTED, None, _GOOD), "every": (None,)}


def _plan(when: str, fault: str) -> tuple[str, ...]:
    return tuple(fault if step is None else step for step in _PLANS[when])


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """A server, after a first draft has loaded what every draft needs, so that no measured one waits for it."""
    with serve_faults() as running:
        running.plan = (_INVENTED,)
        writer = OpenAIWriter("m", base_url=running.url, key_variable=None)
        draft_email(NOTES, writer, max_calls=1)
        writer.close()
        yield running


@pytest.fixture(autouse=True, scope="module")
def _remembered() -> Iterator[None]:
    """The few drafts of these tests come up hundreds of times; what the guardrails and the lattice make of them is worked out once."""
    reports: dict[object, Report] = {}
    lattice = build_lattice(build_brief(NOTES))

    def remembered(draft: Draft, brief: Brief, *, checks: tuple[Check, ...] = CHECKS) -> Report:
        key = (draft, len(checks))
        if key not in reports:
            reports[key] = check(draft, brief, checks=checks)
        return reports[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in (run, repair):
            patch.setattr(module, "check", remembered)
        patch.setattr(run, "build_lattice", lambda _: lattice)
        yield


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


_WRITERS: list[OpenAIWriter] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _WRITERS:
        _WRITERS.pop().close()


def _writer(server: FaultServer, sleep: Callable[[float], None] = lambda _: None) -> OpenAIWriter:
    server.asked.clear()
    _WRITERS.append(OpenAIWriter("m", base_url=server.url, sleep=sleep))
    return _WRITERS[-1]


def _is_whole(outcome: Outcome) -> None:
    """An email that passes every rule, with all its parts, and nothing in it that a terminal would obey."""
    assert outcome.verdict == "send"
    assert outcome.draft is not None
    assert check(outcome.draft, outcome.brief).passed
    text = outcome.draft.text
    assert text.startswith("Dear Nadia,")
    assert text.rstrip().endswith("Tom Baker")
    assert len(outcome.draft.sentences) >= 3
    assert not [char for char in text if char != "\n" and not char.isprintable()]
    assert "evil.example" not in text


def test_the_matrix_has_at_least_two_dozen_kinds() -> None:
    assert len(FAULTS) >= 24


@pytest.mark.parametrize("when", _PLANS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_a_whole_email_in_time_and_within_the_calls(server: FaultServer, fault: str, when: str) -> None:
    writer = _writer(server)
    server.plan = _plan(when, fault)
    started = time.monotonic()
    outcome = draft_email(NOTES, writer, timeout_s=DEADLINE_S, max_calls=MAX_CALLS, fallback="always")
    assert time.monotonic() - started < DEADLINE_S + SLACK_S
    _is_whole(outcome)
    assert 1 <= len(server.asked) <= MAX_CALLS
    assert outcome.run.model_calls == len(server.asked)
    said = " ".join(outcome.remarks) + json.dumps(outcome.to_json())
    assert KEY not in said
    assert "\n" not in "".join(outcome.remarks)
    if when == "every" and not outcome.repairs:
        assert outcome.run.fallback == "", "a draft that nothing replaced was the model's own"


@pytest.mark.parametrize("fault", FAULTS)
def test_without_the_phrasebook_a_fault_is_a_typed_error_in_one_sentence_or_a_whole_email(server: FaultServer, fault: str) -> None:
    writer = _writer(server)
    server.plan, met = (fault,), server.connections
    failure: AfterwordError | None = None
    try:
        outcome = draft_email(NOTES, writer, timeout_s=DEADLINE_S, max_calls=MAX_CALLS, fallback="never")
    except AfterwordError as error:
        failure = error
    if failure is None:
        _is_whole(outcome)
    else:
        assert failure.exit_code in {2, 3}
        assert str(failure).endswith(".")
        assert "\n" not in str(failure)
        assert KEY not in str(failure) + repr(failure.__cause__)
    assert len(server.asked) <= MAX_CALLS
    # on a machine under load the time may be up when the server has the connection and not yet the request
    assert server.asked or (failure is not None and server.connections > met)


_STREAMED = [
    "half a stream", "hang in a stream", "trickle", "endless stream", "cut chunks", "empty object", "web page", "500", "null content",
    "2 MB of words", "2 MB of JSON", "leaked instructions", "escape sequences", "links and markup", "thinking that never ends",
    "truncated JSON", "surrogates",
]  # fmt: skip


@pytest.mark.parametrize("when", ["first", "every"])
@pytest.mark.parametrize("fault", _STREAMED)
def test_a_fault_while_streaming_shows_nothing_unsafe_and_ends_in_a_whole_email(server: FaultServer, fault: str, when: str) -> None:
    writer = _writer(server)
    server.plan = _plan(when, fault)
    events: list[tuple[str, str]] = []
    outcome = draft_email(NOTES, writer, timeout_s=DEADLINE_S, fallback="always", on_event=lambda kind, text: events.append((kind, text)))
    _is_whole(outcome)
    assert len(server.asked) <= MAX_CALLS
    assert all(asked.body.get("stream") is True for asked in server.asked)
    shown = "".join(text for kind, text in events if kind == "text")
    assert not [char for char in shown if char != "\n" and not char.isprintable()]
    assert "evil.example" not in shown
    assert "<" not in shown
    assert events[-1] == ("stage", "done")


@pytest.mark.parametrize("is_streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("fault", ["2 MB of words", "2 MB of JSON"])
def test_an_answer_far_longer_than_an_email_is_given_up_long_before_the_time_is_over(fault: str, is_streamed: bool) -> None:
    with serve_faults() as server:
        writer = _writer(server)
        server.plan = (fault,)
        started = time.process_time()
        outcome = draft_email(NOTES, writer, fallback="always", on_event=(lambda *_: None) if is_streamed else None)
        assert time.process_time() - started < 8.0
        _is_whole(outcome)
        assert "sent far more than an email" in outcome.run.fallback
        assert len(server.asked) == 1


@pytest.mark.parametrize("fault", ["400", "401 that repeats the key", "403", "404"])
def test_what_no_second_try_can_mend_is_not_tried_again_with_the_same_call(server: FaultServer, fault: str) -> None:
    writer = _writer(server)
    server.plan = (fault,)
    draft_email(NOTES, writer, fallback="always")
    bodies = [json.dumps(asked.body, sort_keys=True) for asked in server.asked]
    assert len(bodies) == len(set(bodies))
    assert len(bodies) == (2 if fault == "400" else 1)


@pytest.mark.parametrize(
    ("fault", "least_s"), [("429 with seconds", 0.01), ("429 with a date", 0.0), ("503", 0.25), ("reset", 0.25)], ids=str
)
def test_the_wait_between_two_tries_is_what_the_server_asks_or_a_jittered_step(server: FaultServer, fault: str, least_s: float) -> None:
    slept: list[float] = []
    writer = _writer(server, slept.append)
    server.plan = (fault, _GOOD)
    outcome = draft_email(NOTES, writer)
    assert outcome.run.fallback == ""
    assert len(server.asked) == 2
    assert len(slept) == 1
    assert least_s <= slept[0] <= max(least_s, 0.5 if least_s == 0.25 else least_s)


def test_a_redirect_is_not_followed_to_another_address(server: FaultServer) -> None:
    with serve_faults() as other:
        other.plan = (_GOOD,)
        writer = _writer(server)
        server.plan = ("redirect",)
        outcome = draft_email(NOTES, writer, fallback="always")
        assert "sends its visitors on to 127.0.0.1 (status 307)" in outcome.run.fallback
        assert other.asked == []


def test_a_smaller_bound_is_kept_as_well(server: FaultServer) -> None:
    for bound in (1, 2):
        writer = _writer(server)
        server.plan = ("500",)
        outcome = draft_email(NOTES, writer, max_calls=bound, fallback="always")
        assert len(server.asked) == bound
        assert outcome.run.model_calls == bound


def test_what_was_found_out_about_a_server_is_remembered_for_the_next_run(server: FaultServer, tmp_path: Path) -> None:
    first = _writer(server)
    first.remember_in(tmp_path)
    server.plan = ("422", _GOOD)
    assert draft_email(NOTES, first).verdict == "send"
    assert "response_format" in server.asked[0].body
    second = _writer(server)
    second.remember_in(tmp_path)
    server.plan = (_GOOD,)
    assert draft_email(NOTES, second).verdict == "send"
    assert [("response_format" in asked.body) for asked in server.asked] == [False]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"x": 1}', "\x00\xff"], ids=repr)
def test_a_damaged_memory_is_an_empty_one(server: FaultServer, tmp_path: Path, damage: str) -> None:
    (tmp_path / "models.json").write_text(damage, encoding="utf-8")
    writer = _writer(server)
    writer.remember_in(tmp_path)
    server.plan = (_GOOD,)
    assert draft_email(NOTES, writer).verdict == "send"
    assert "response_format" in server.asked[0].body
