from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.answers import JournalAnswers, KeptWriter, call_key, pack_reply, unpack_reply
from pipeline.batch.journal import Journal
from pipeline.batch.pace import Pace
from pipeline.batch.place import place_for
from pipeline.batch.shapes import Limit
from pipeline.errors import ProviderFailure, SystemFailure
from pipeline.models import Reply, Request
from prompts.messages import Message


class _Model:
    name = "openai:m"

    def __init__(self) -> None:
        self.calls = 0

    def complete(self, request: Request) -> Reply:
        self.calls += 1
        if request.messages[0].content == "fail":
            raise ProviderFailure("busy", retryable=True)
        return Reply(f"answer {self.calls}", tokens_in=7)


def ask(text: str, **more: object) -> Request:
    return Request((Message("user", text),), **more)  # type: ignore[arg-type]


def test_same_call_is_made_once_even_by_another_process(tmp_path: Path) -> None:
    place = place_for(tmp_path)
    model = _Model()
    first = KeptWriter(model, JournalAnswers(Journal(place.journal), place.spill, place.give_up_room))
    second = KeptWriter(model, JournalAnswers(Journal(place.journal), place.spill, place.give_up_room))
    assert first.complete(ask("a")) == second.complete(ask("a")) == Reply("answer 1", tokens_in=7)
    assert second.complete(ask("b")).text == "answer 2"
    assert model.calls == 2


@pytest.mark.parametrize(
    ("more", "same"), [({"timeout_s": 3.0}, True), ({"seed": 4}, False), ({"max_tokens": 5}, False), ({"schema": {"a": 1}}, False)]
)
def test_what_decides_the_answer_decides_the_call(more: dict[str, object], same: bool) -> None:
    assert (call_key("m", ask("a")) == call_key("m", ask("a", **more))) is same
    assert call_key("m", ask("a")) != call_key("other", ask("a"))


def test_failed_call_is_not_kept(tmp_path: Path) -> None:
    place = place_for(tmp_path)
    journal = Journal(place.journal)
    writer = KeptWriter(_Model(), JournalAnswers(journal, place.spill, place.give_up_room))
    with pytest.raises(ProviderFailure, match="busy"):
        writer.complete(ask("fail"))
    assert journal.count("answers") == 0


def test_answer_that_the_journal_cannot_take_is_rescued_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path / "cache"))
    place = place_for(tmp_path / "out")
    journal = Journal(place.journal)
    writer = KeptWriter(_Model(), JournalAnswers(journal, place.spill, place.give_up_room))
    (tmp_path / "out").rename(tmp_path / "moved")
    with pytest.raises(SystemFailure, match="gone"):
        writer.complete(ask("a"))
    journal.close()
    again = Journal(place_for(tmp_path / "out").journal)
    assert place.take_back(again) == 1
    assert KeptWriter(_Model(), JournalAnswers(again, place.spill, place.give_up_room)).complete(ask("a")).text == "answer 1"
    assert not place.spilled.exists()


def test_reply_of_another_version_is_read_as_far_as_it_is_known() -> None:
    assert unpack_reply(pack_reply(Reply("x", tokens_out=3))) == Reply("x", tokens_out=3)
    assert unpack_reply('{"text": "x", "colour": "red"}') == Reply("x")


def test_calls_keep_to_what_is_allowed_a_minute() -> None:
    clock = [0.0]
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    pace = Pace(Limit(calls_per_minute=60), clock=lambda: clock[0], sleep=sleep)
    for _ in range(65):
        pace.wait(100)
    assert 58 <= clock[0] <= 60
    assert max(waits) == pytest.approx(1.0)


def test_tokens_count_and_no_limit_never_waits() -> None:
    clock = [0.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    free = Pace(Limit(), clock=lambda: clock[0], sleep=sleep)
    for _ in range(100):
        free.wait(10_000)
    assert clock[0] == 0
    half = Pace(Limit(tokens_per_minute=6000), share=0.5, clock=lambda: clock[0], sleep=sleep)
    for _ in range(10):
        half.wait(500)
    assert clock[0] == pytest.approx(85, abs=6)
