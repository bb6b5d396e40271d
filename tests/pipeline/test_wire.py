"""What is read of an answer, whole or streamed, and where reading stops."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pipeline.errors import ProviderFailure
from pipeline.providers.wire import LONGEST_TEXT, longest_text, read_body, read_events


def _event(text: str = "", *, reasoning: str = "", finish: str | None = None) -> bytes:
    delta = {"content": text, "reasoning_content": reasoning}
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': delta, 'finish_reason': finish}]})}\n\n".encode()


def _body(text: str, **message: object) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, **message}}
    return json.dumps({"choices": [choice]}).encode()


def test_more_tokens_may_be_more_text_up_to_a_bound() -> None:
    assert longest_text(900) == 41_600
    assert longest_text(900) < longest_text(4500) < longest_text(10**9) == LONGEST_TEXT


def test_stream_is_read_no_further_than_its_text_may_be_long() -> None:
    taken: list[int] = []

    def chunks() -> Iterator[bytes]:
        for number in range(1000):
            taken.append(number)
            yield _event("word " * 100)

    with pytest.raises(ProviderFailure, match="srv sent far more than an email"):
        read_events(chunks(), "srv", most=5_000)
    assert len(taken) == 11


def test_text_as_long_as_it_may_be_is_taken() -> None:
    stream = [*[_event("word " * 100)] * 10, _event(finish="stop")]
    assert read_events(stream, "srv", most=5_000).text == "word " * 1000
    assert read_body(_body("word " * 1000), "srv", most=5_000).text == "word " * 1000


def test_thinking_that_a_server_sends_apart_does_not_count() -> None:
    stream = [*[_event(reasoning="hm " * 1000)] * 50, _event("Dear Ms Kelso"), _event(finish="stop")]
    assert read_events(stream, "srv", most=1_000).text == "Dear Ms Kelso"


@pytest.mark.parametrize(
    "body",
    [
        _body("word " * 1001),
        _body("", tool_calls=[{"function": {"name": "answer", "arguments": "word " * 1001}}]),
        _event("word " * 1001) + _event(finish="stop"),
    ],
    ids=["text", "arguments of a tool call", "stream that nobody asked for"],
)
def test_whole_answer_that_is_longer_is_a_failure_that_is_not_tried_again(body: bytes) -> None:
    with pytest.raises(ProviderFailure, match="far more than an email") as caught:
        read_body(body, "srv", most=5_000)
    assert not caught.value.retryable


def test_a_stream_hands_over_no_empty_piece_which_would_mean_that_it_begins_anew() -> None:
    pieces: list[str] = []
    stream = [_event("Dear "), _event(reasoning="hm"), _event("Ms Kelso"), _event(finish="stop")]
    assert read_events(stream, "srv", on_text=pieces.append).text == "Dear Ms Kelso"
    assert pieces == ["Dear ", "Ms Kelso"]
