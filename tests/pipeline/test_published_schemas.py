"""Where no real server can be had (Anthropic, Google), what is sent and what is read are held against the provider's published types.

The types are those of the provider's own package, which is generated from its interface description. This shows that the adapter
speaks the protocol; it shows nothing about the provider's servers or models.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import get_args

import pytest
from pydantic import TypeAdapter

from pipeline.errors import ProviderFailure
from pipeline.models import Reply, Request, StreamingWriter, Writer
from pipeline.providers import open_model
from prompts.messages import Message, answer_schema

KEY = "sk-secret-0123456789"
REQUEST = Request((Message("system", "Write."), Message("user", "Notes."), Message("assistant", "Draft."), Message("user", "Again.")))


class Played:
    """A server of this machine that gives one answer and keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: dict[str, object] = {}
        self.events: list[dict[str, object]] = []
        self.asked: list[tuple[str, dict[str, str], dict[str, object]]] = []

    def handler(self) -> type[BaseHTTPRequestHandler]:
        played = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                played.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                content, kind = json.dumps(played.answer).encode(), "application/json"
                if played.events:
                    named = [f"event: {event['type']}\n" if "type" in event else "" for event in played.events]
                    pairs = zip(named, played.events, strict=True)
                    content = "".join(f"{name}data: {json.dumps(event)}\n\n" for name, event in pairs).encode()
                    kind = "text/event-stream"
                self.send_response(played.status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def played() -> Iterator[tuple[Played, str]]:
    script = Played()
    server = ThreadingHTTPServer(("127.0.0.1", 0), script.handler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield script, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


Open = Callable[[str], Writer]


@pytest.fixture
def open_writer(monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)

    def opened(spec: str) -> Writer:
        model = open_model(spec)
        assert isinstance(model, Writer)
        return model

    return opened


def _message(stop_reason: str | None = "end_turn", **parts: object) -> dict[str, object]:
    anthropic_types = pytest.importorskip("anthropic.types")
    usage = {"input_tokens": 11, "output_tokens": 5, "cache_read_input_tokens": 4, "cache_creation_input_tokens": 0}
    message: dict[str, object] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-x",
        "content": [{"type": "text", "text": "Dear Ms Kelso"}],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": usage,
        **parts,
    }
    anthropic_types.Message.model_validate(message, strict=True)
    return message


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestAnthropic:
    """Against the types of the package `anthropic`."""

    def test_what_is_sent_is_a_message_request(self, played: tuple[Played, str], open_writer: Open) -> None:
        anthropic_types = pytest.importorskip("anthropic.types")
        script, url = played
        script.answer = _message()
        reply = open_writer(f"anthropic:claude-x@{url}").complete(REQUEST)
        assert reply == Reply("Dear Ms Kelso", "stop", tokens_in=15, tokens_out=5, tokens_cached=4)
        ((path, headers, body),) = script.asked
        assert path == "/v1/messages"
        assert KEY in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer "))
        assert headers["anthropic-version"]
        TypeAdapter(anthropic_types.message_create_params.MessageCreateParamsNonStreaming).validate_python(body)
        assert body["model"] == "claude-x"
        assert body["max_tokens"] == 900
        assert "temperature" not in body
        assert [entry["role"] for entry in body["messages"]] == ["user", "assistant", "user"]  # type: ignore[attr-defined]
        assert "Write." in json.dumps(body["system"])

    def test_a_schema_is_sent_as_a_tool_and_its_call_is_the_answer(self, played: tuple[Played, str], open_writer: Open) -> None:
        script, url = played
        answer = {"subject": "Thank you", "paragraphs": []}
        script.answer = _message("tool_use", content=[{"type": "tool_use", "id": "t1", "name": "answer", "input": answer}])
        reply = open_writer(f"anthropic:claude-x@{url}").complete(Request(REQUEST.messages, answer_schema()))
        assert json.loads(reply.text) == answer
        tools = script.asked[0][2]["tools"]
        assert tools[0]["name"] == "answer"  # type: ignore[index]
        assert tools[0]["input_schema"]["properties"].keys() == {"subject", "paragraphs"}  # type: ignore[index]

    def test_a_stream_of_its_published_events_is_read_piece_by_piece(self, played: tuple[Played, str], open_writer: Open) -> None:
        anthropic_types = pytest.importorskip("anthropic.types")
        script, url = played
        usage = {"input_tokens": 11, "output_tokens": 1, "cache_read_input_tokens": 4, "cache_creation_input_tokens": 0}
        begun = _message(content=[], stop_reason=None, usage=usage)
        pieces = [{"type": "text_delta", "text": text} for text in ("Dear ", "Ms ", "Kelso")]
        script.events = [
            {"type": "message_start", "message": begun},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            *({"type": "content_block_delta", "index": 0, "delta": piece} for piece in pieces),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "max_tokens", "stop_sequence": None}, "usage": usage | {"output_tokens": 5}},
            {"type": "message_stop"},
        ]
        for event in script.events:
            TypeAdapter(anthropic_types.RawMessageStreamEvent).validate_python(event)
        writer, seen = open_writer(f"anthropic:claude-x@{url}"), list[str]()
        assert isinstance(writer, StreamingWriter)
        reply = writer.stream(Request(REQUEST.messages, temperature=0.2, max_tokens=300), seen.append)
        assert seen == ["", "Dear ", "Ms ", "Kelso"]
        assert (reply.text, reply.finish, reply.tokens_in, reply.tokens_out) == ("Dear Ms Kelso", "length", 15, 5)
        body = script.asked[0][2]
        TypeAdapter(anthropic_types.message_create_params.MessageCreateParamsStreaming).validate_python(body)
        assert (body["stream"], body["max_tokens"], body["temperature"]) == (True, 300, 0.2)

    def test_every_published_stop_reason_is_one_of_our_three(self, played: tuple[Played, str], open_writer: Open) -> None:
        reasons = get_args(pytest.importorskip("anthropic.types").StopReason)
        assert len(reasons) >= 6
        script, url = played
        writer = open_writer(f"anthropic:claude-x@{url}")
        found = {}
        for reason in reasons:
            script.answer = _message(reason)
            found[reason] = writer.complete(REQUEST).finish
        expected = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "refusal"}
        assert found == {reason: expected.get(reason, "stop") for reason in reasons}

    @pytest.mark.parametrize(("status", "retryable"), [(401, False), (400, False), (529, True), (500, True)])
    def test_failures_are_ours_and_hold_no_key(self, played: tuple[Played, str], open_writer: Open, status: int, retryable: bool) -> None:
        pytest.importorskip("langchain_anthropic")
        script, url = played
        script.status = status
        script.answer = {"type": "error", "error": {"type": "x", "message": f"your key {KEY}"}}
        with pytest.raises(ProviderFailure, match=str(status)) as caught:
            open_writer(f"anthropic:claude-x@{url}").complete(Request(REQUEST.messages, timeout_s=3.0))
        assert caught.value.retryable is retryable
        assert KEY not in str(caught.value)


def _generated(finish: str = "STOP", text: str = "Dear Ms Kelso") -> dict[str, object]:
    google_types = pytest.importorskip("google.genai.types")
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0} | ({"finishReason": finish} if finish else {})
    response: dict[str, object] = {
        "candidates": [candidate],
        "usageMetadata": {"promptTokenCount": 15, "candidatesTokenCount": 5, "totalTokenCount": 20, "cachedContentTokenCount": 4},
        "modelVersion": "gemini-x",
        "responseId": "r1",
    }
    google_types.GenerateContentResponse.model_validate(response)
    return response


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestGoogle:
    """Against the types of the package `google-genai`."""

    def test_what_is_sent_is_a_generate_content_request(self, played: tuple[Played, str], open_writer: Open) -> None:
        pytest.importorskip("langchain_google_genai")
        google_types = pytest.importorskip("google.genai.types")
        script, url = played
        script.answer = _generated()
        reply = open_writer(f"google:gemini-x@{url}").complete(REQUEST)
        assert reply == Reply("Dear Ms Kelso", "stop", tokens_in=15, tokens_out=5, tokens_cached=4)
        ((path, headers, body),) = script.asked
        assert path.endswith("/models/gemini-x:generateContent")
        assert headers["x-goog-api-key"] == KEY
        assert KEY not in path
        contents = [google_types.Content.model_validate(content) for content in body["contents"]]  # type: ignore[attr-defined]
        assert [content.role for content in contents] == ["user", "model", "user"]
        google_types.Content.model_validate(body["systemInstruction"])
        google_types.GenerationConfig.model_validate(body["generationConfig"])
        assert body["generationConfig"]["maxOutputTokens"] == 4500  # type: ignore[index]

    def test_a_stream_of_its_published_responses_is_read_piece_by_piece(self, played: tuple[Played, str], open_writer: Open) -> None:
        pytest.importorskip("langchain_google_genai")
        script, url = played
        script.events = [_generated("STOP" if last else "", text) for text, last in (("Dear ", False), ("Ms ", False), ("Kelso", True))]
        writer, seen = open_writer(f"google:gemini-x@{url}"), list[str]()
        assert isinstance(writer, StreamingWriter)
        reply = writer.stream(Request(REQUEST.messages, temperature=0.2, seed=7, max_tokens=300), seen.append)
        assert seen == ["", "Dear ", "Ms ", "Kelso"]
        assert (reply.text, reply.finish) == ("Dear Ms Kelso", "stop")
        assert reply.tokens_in == 15
        path, _, body = script.asked[0]
        assert "/models/gemini-x:streamGenerateContent" in path
        told = body["generationConfig"]
        assert isinstance(told, dict)
        assert (told["maxOutputTokens"], told["temperature"], told["seed"]) == (1500, 0.2, 7)

    def test_every_published_finish_reason_is_one_of_our_three(self, played: tuple[Played, str], open_writer: Open) -> None:
        pytest.importorskip("langchain_google_genai")
        reasons = [reason.value for reason in pytest.importorskip("google.genai.types").FinishReason]
        assert len(reasons) >= 15
        script, url = played
        writer = open_writer(f"google:gemini-x@{url}")
        found = {}
        for reason in reasons:
            script.answer = _generated(reason)
            found[reason] = writer.complete(REQUEST).finish
        refusals = {"SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII"}
        expected = {reason: "refusal" if reason in refusals else "length" if reason == "MAX_TOKENS" else "stop" for reason in reasons}
        assert found == expected
