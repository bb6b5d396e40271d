"""Talks to a recorded llama.cpp server. Recorded by `make record` from a real one; nothing here is made by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import vcr
import yaml
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from pipeline.errors import ProviderFailure
from pipeline.models import Request
from pipeline.providers import open_model
from pipeline.providers.openai_compat import OpenAIWriter
from prompts.messages import Message
from tests.record import MODEL, RECORD_VARIABLE

CASSETTES = Path(__file__).parent.parent / "cassettes"
_KEPT_HEADERS = {"content-type"}
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


def _without_machine(response: dict[str, object]) -> dict[str, object]:
    """A response without the headers that describe a machine or a moment."""
    headers = response["headers"]
    assert isinstance(headers, dict)
    response["headers"] = {name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}
    return response


def _without_headers(request: vcr.request.Request) -> vcr.request.Request:
    """A request without keys, cookies and what describes this machine; its port is the same in every recording."""
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in _KEPT_HEADERS}
    request.uri = f"http://127.0.0.1:8080{request.path}"
    return request


def _recorder() -> vcr.VCR:
    return vcr.VCR(
        cassette_library_dir=str(CASSETTES),
        record_mode="once" if os.environ.get(RECORD_VARIABLE) else "none",
        match_on=("method", "path", "body"),
        before_record_request=_without_headers,
        before_record_response=_without_machine,
    )


def _name(request: pytest.FixtureRequest) -> str:
    return f"{request.node.name}.yaml"


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[Cassette]:
    """The recording named after the test; it must be there, and be played to its end."""
    with _recorder().use_cassette(_name(request)) as tape:
        yield tape
    if not os.environ.get(RECORD_VARIABLE):
        assert tape.all_played, f"only {tape.play_count} of {len(tape)} recorded answers were asked for"


@pytest.fixture
def writer() -> OpenAIWriter:
    model = open_model(f"openai:{MODEL}@{os.environ.get(RECORD_VARIABLE) or 'http://127.0.0.1:8080/v1'}")
    assert isinstance(model, OpenAIWriter)
    return model


def test_server_answers_in_the_schema_it_is_given(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES, _SCHEMA, max_tokens=200, temperature=0.0, seed=1))
    answer = json.loads(reply.text)
    assert set(answer) == {"subject", "sentence"}
    assert answer["subject"] == "Thank you"
    assert 0 < len(answer["sentence"]) <= 60
    assert reply.finish == "stop"
    assert reply.tokens_in is not None
    assert reply.tokens_out is not None
    assert 20 < reply.tokens_in < 80
    assert 10 < reply.tokens_out < 80


def test_server_that_is_cut_off_says_so(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES, max_tokens=5, temperature=0.0, seed=1))
    assert reply.finish == "length"
    assert reply.tokens_out == 5


def test_server_without_a_schema_answers_in_plain_text(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES[1:], max_tokens=60, temperature=0.0, seed=1))
    assert reply.text
    assert not reply.text.startswith("{")


def test_text_too_long_for_the_server_is_a_provider_failure(cassette: Cassette, writer: OpenAIWriter) -> None:
    with pytest.raises(ProviderFailure, match=r"status 400\): request \(\d+ tokens\) exceeds") as caught:
        writer.complete(Request((Message("user", "word " * 1500),), max_tokens=5))
    assert not caught.value.retryable


def test_schema_the_server_cannot_read_is_left_out_and_the_answer_still_comes(cassette: Cassette, writer: OpenAIWriter) -> None:
    reply = writer.complete(Request(_MESSAGES[1:], {"$ref": "#/definitions/nothing"}, max_tokens=5, temperature=0.0, seed=1))
    assert reply.tokens_out == 5
    assert len(cassette) == 2


_RECORDED = sorted(name for name in list(globals()) if name.startswith("test_"))


def test_changed_prompt_is_not_answered_with_an_old_recording(writer: OpenAIWriter) -> None:
    if os.environ.get(RECORD_VARIABLE):
        pytest.skip("recording")
    changed = (_MESSAGES[0], Message("user", _MESSAGES[1].content + " Briefly."))
    with _recorder().use_cassette("test_server_that_is_cut_off_says_so.yaml") as tape:
        with pytest.raises(CannotOverwriteExistingCassetteException):
            writer.complete(Request(changed, max_tokens=5, temperature=0.0, seed=1))
        assert tape.play_count == 0
        writer.complete(Request(_MESSAGES, max_tokens=5, temperature=0.0, seed=1))
        assert tape.play_count == 1


def test_every_cassette_belongs_to_a_test_and_every_such_test_has_one() -> None:
    assert len(_RECORDED) == 5
    assert sorted(path.stem for path in CASSETTES.iterdir()) == _RECORDED


def test_no_cassette_holds_a_key_a_cookie_or_a_path_of_a_machine() -> None:
    for path in CASSETTES.glob("*.yaml"):
        for entry in yaml.safe_load(path.read_text("utf-8"))["interactions"]:
            assert set(map(str.lower, entry["request"]["headers"])) <= _KEPT_HEADERS
            assert set(map(str.lower, entry["response"]["headers"])) <= _KEPT_HEADERS
        text = path.read_text("utf-8").lower()
        assert not [word for word in ("bearer", "sk-", ".gguf", "/home/", "/root/", "/tmp/", "cookie") if word in text]
