"""Talks to a recorded llama.cpp server, its OpenAI interface. Recorded by `make record`; nothing here is made by hand."""

from __future__ import annotations

import json

import pytest
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from pipeline.errors import ProviderFailure
from pipeline.models import Request
from pipeline.providers import open_model
from pipeline.providers.openai_compat import OpenAIWriter
from prompts.messages import Message
from tests.recordings import MODEL, PATIENCE_S, cassette, is_recording, recorder, server_url

__all__ = ["cassette"]

_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"subject": {"enum": ["Thank you", "Complaint"]}, "sentence": {"type": "string", "maxLength": 60}},
    "required": ["subject", "sentence"],
    "additionalProperties": False,
}
_MESSAGES = (
    Message("system", "You write short, warm emails after job interviews. Answer in JSON."),
    Message("user", "Thank Ms Kelso for the call on Tuesday."),
)


@pytest.fixture
def writer() -> OpenAIWriter:
    model = open_model(f"llamacpp:{MODEL}@{server_url()}/v1")
    assert isinstance(model, OpenAIWriter)
    return model


def test_server_answers_in_the_schema_it_is_given(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES, _SCHEMA, max_tokens=200, temperature=0.0, seed=1, timeout_s=PATIENCE_S))
    answer = json.loads(reply.text)
    assert set(answer) == {"subject", "sentence"}
    assert answer["subject"] == "Thank you"
    assert 0 < len(answer["sentence"]) <= 60
    assert reply.finish == "stop"
    assert reply.tokens_in is not None
    assert reply.tokens_out is not None
    assert 20 < reply.tokens_in < 80
    assert 10 < reply.tokens_out < 80


def test_server_writes_only_what_a_grammar_allows(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(
        Request(
            _MESSAGES,
            grammar='root ::= "Thank you for " ("the call" | "your time") "."',
            max_tokens=40,
            temperature=0.0,
            seed=1,
            timeout_s=PATIENCE_S,
        )
    )
    assert reply.text in {"Thank you for the call.", "Thank you for your time."}
    assert reply.finish == "stop"


def test_server_streams_its_answer_piece_by_piece_and_counts_at_the_end(cassette: Cassette, writer: OpenAIWriter) -> None:
    pieces: list[str] = []
    reply = writer.stream(Request(_MESSAGES[1:], max_tokens=20, temperature=0.0, seed=1, timeout_s=PATIENCE_S), pieces.append)
    assert len(pieces) > 3
    assert pieces[0] == ""
    assert "".join(pieces) == reply.text
    assert reply.tokens_out is not None
    assert 5 < reply.tokens_out <= 20
    assert reply.tokens_in is not None


def test_server_that_is_cut_off_says_so(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES, max_tokens=5, temperature=0.0, seed=1, timeout_s=PATIENCE_S))
    assert reply.finish == "length"
    assert reply.tokens_out == 5


def test_server_without_a_schema_answers_in_plain_text(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES[1:], max_tokens=30, temperature=0.0, seed=1, timeout_s=PATIENCE_S))
    assert reply.text
    assert not reply.text.startswith("{")


def test_text_too_long_for_the_server_is_a_provider_failure(cassette: Cassette, writer: OpenAIWriter) -> None:
    with pytest.raises(ProviderFailure, match=r"status 400\): request \(\d+ tokens\) exceeds") as caught:
        writer.complete(Request((Message("user", "word " * 5000),), max_tokens=5, timeout_s=PATIENCE_S))
    assert not caught.value.retryable


def test_schema_the_server_cannot_read_is_left_out_and_the_answer_still_comes(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(
        Request(_MESSAGES[1:], {"$ref": "#/definitions/nothing"}, max_tokens=5, temperature=0.0, seed=1, timeout_s=PATIENCE_S)
    )
    assert reply.tokens_out == 5
    assert len(cassette) == 2


def test_changed_prompt_is_not_answered_with_an_old_recording(writer: OpenAIWriter) -> None:
    if is_recording():
        pytest.skip("recording")
    changed = (_MESSAGES[0], Message("user", _MESSAGES[1].content + " Briefly."))
    with recorder().use_cassette("test_server_that_is_cut_off_says_so.yaml") as tape:
        with pytest.raises(CannotOverwriteExistingCassetteException):
            writer.complete(Request(changed, max_tokens=5, temperature=0.0, seed=1, timeout_s=PATIENCE_S))
        assert tape.play_count == 0
        writer.complete(Request(_MESSAGES, max_tokens=5, temperature=0.0, seed=1, timeout_s=PATIENCE_S))
        assert tape.play_count == 1
