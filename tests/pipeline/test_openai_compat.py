from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx2
import openai
import pytest

from pipeline.errors import AfterwordError, BadConfiguration, ProviderFailure
from pipeline.models import Reply, Request
from pipeline.providers.openai_compat import OpenAIWriter, translate
from prompts.messages import Message

KEY = "sk-secret-0123456789"
MESSAGES = (Message("system", "Write an email."), Message("user", "Notes."))
REQUEST = Request(MESSAGES, {"type": "object"}, seed=7, temperature=0.2)


def _answer(text: str | None = "{}", finish: str = "stop", refusal: str | None = None) -> httpx2.Response:
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, "refusal": refusal}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }
    return httpx2.Response(200, json=body)


def _error(status: int, message: str = "no", headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message}}, headers=headers)


class _Server:
    """Answers with what it was given, in order; keeps what was asked."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[httpx2.Request] = []
        self.slept: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(request.content) for request in self.asked]

    def writer(self, base_url: str = "https://models.example/v1", **options: object) -> OpenAIWriter:
        client = httpx2.Client(transport=httpx2.MockTransport(self))
        return OpenAIWriter("m", base_url=base_url, http_client=client, sleep=self.slept.append, jitter=lambda: 1.0, **options)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def test_messages_schema_and_limits_are_sent_and_the_answer_comes_back_with_its_tokens() -> None:
    server = _Server(_answer("hello"))
    assert server.writer().complete(REQUEST) == Reply("hello", "stop", 11, 5)
    assert server.bodies() == [
        {
            "model": "m",
            "messages": [{"role": "system", "content": "Write an email."}, {"role": "user", "content": "Notes."}],
            "max_tokens": 900,
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": True}},
            "temperature": 0.2,
            "seed": 7,
        }
    ]
    assert str(server.asked[0].url) == "https://models.example/v1/chat/completions"


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (_answer("half", "length"), Reply("half", "length", 11, 5)),
        (_answer(None, "content_filter"), Reply("", "refusal", 11, 5)),
        (_answer(None, "stop", refusal="I cannot."), Reply("", "refusal", 11, 5)),
        (_answer("done", "something_new"), Reply("done", "stop", 11, 5)),
        (httpx2.Response(200, json={"choices": [{"message": {"content": "bare"}}]}), Reply("bare")),
    ],
    ids=["length", "content filter", "refusal", "unknown reason", "no usage, no reason"],
)
def test_finish_reasons_are_mapped(answer: httpx2.Response, reply: Reply) -> None:
    assert _Server(answer).writer().complete(REQUEST) == reply


@pytest.mark.parametrize(
    ("refusal", "gone", "instead"),
    [
        ("response_format is not supported", "response_format", None),
        ("Bad Request", "response_format", None),
        ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", "max_tokens", "max_completion_tokens"),
        ("'temperature' does not support 0.2", "temperature", None),
        ("seed: extra inputs are not permitted", "seed", None),
    ],
    ids=["schema", "no reason given", "new name of the limit", "temperature", "seed"],
)
def test_setting_the_server_refuses_is_left_out_and_stays_out(refusal: str, gone: str, instead: str | None) -> None:
    server = _Server(_error(400, refusal), _answer("one"), _answer("two"))
    writer = server.writer()
    assert [writer.complete(REQUEST).text, writer.complete(REQUEST).text] == ["one", "two"]
    first, *later = server.bodies()
    assert gone in first
    for body in later:
        assert gone not in body
        assert instead is None or body[instead] == 900


def test_refusal_that_names_no_setting_ends_the_call() -> None:
    server = _Server(*[_error(400, "context too long")] * 3)
    with pytest.raises(ProviderFailure, match=r"models\.example refused the call \(status 400\): context too long"):
        server.writer().complete(REQUEST)
    assert len(server.asked) == 2


def test_busy_server_is_asked_again_after_the_time_it_names() -> None:
    server = _Server(_error(429, headers={"retry-after": "3"}), _error(503), _answer("late"))
    assert server.writer().complete(REQUEST).text == "late"
    assert server.slept == [3.0, 1.0]


@pytest.mark.parametrize("headers", [{"retry-after": "3600"}, {"retry-after": "15"}], ids=["an hour", "longer than the call may take"])
def test_server_that_asks_for_too_long_a_wait_is_reported_at_once(headers: dict[str, str]) -> None:
    server = _Server(_error(429, headers=headers))
    with pytest.raises(ProviderFailure, match="over its limit") as caught:
        server.writer().complete(Request(MESSAGES, timeout_s=10.0))
    assert caught.value.retryable
    assert server.slept == []


@pytest.mark.parametrize(
    ("answer", "says", "retryable"),
    [
        (_error(401, f"Incorrect API key provided: {KEY}"), "check the key in OPENAI_API_KEY", False),
        (_error(403), "refused access", False),
        (_error(404), "does not know the model m", False),
        (httpx2.ReadTimeout("slow"), "did not answer in time", True),
        (httpx2.ConnectTimeout("slow"), "did not answer in time", True),
        (httpx2.Response(200, text="<html>hello</html>", headers={"content-type": "text/html"}), "other than a chat completion", False),
        (httpx2.Response(200, json={"choices": []}), "other than a chat completion", False),
        (httpx2.Response(200, json={"error": "x"}), "other than a chat completion", False),
        (httpx2.Response(200, text="{", headers={"content-type": "application/json"}), "breaks off or is damaged", True),
        (httpx2.TooManyRedirects("round"), "models.example", True),
    ],
    ids=[
        "key",
        "forbidden",
        "model",
        "read timeout",
        "connect timeout",
        "web page",
        "no choice",
        "error with 200",
        "broken JSON",
        "redirects",
    ],
)
def test_failures_are_one_sentence_and_never_repeat_the_key(answer: httpx2.Response | Exception, says: str, retryable: bool) -> None:
    with pytest.raises(ProviderFailure, match=says) as caught:
        _Server(*[answer] * 4).writer().complete(REQUEST)
    assert caught.value.retryable is retryable
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unreachable_server_is_retried_and_then_reported() -> None:
    server = _Server(*[httpx2.ConnectError("refused")] * 4)
    with pytest.raises(ProviderFailure, match="could not be reached") as caught:
        server.writer().complete(REQUEST)
    assert caught.value.retryable
    assert len(server.asked) == 4


def _every(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _every(child)


_URL = httpx2.Request("POST", "https://models.example/v1")


def _make(kind: type[Exception]) -> Exception:
    """An instance of any exception of the SDK, made without running constructors that want what only the SDK has."""
    error = kind.__new__(kind)
    Exception.__init__(error, "boom")
    response = httpx2.Response(getattr(kind, "status_code", 500), request=_URL)
    for name, value in {
        "message": "boom",
        "body": None,
        "request": _URL,
        "response": response,
        "status_code": response.status_code,
    }.items():
        if not hasattr(error, name):
            setattr(error, name, value)
    return error


_SDK_ERRORS = sorted(set(_every(openai.OpenAIError)) | set(_every(httpx2.HTTPError)), key=lambda kind: kind.__name__)


def test_the_sdk_has_the_exceptions_that_are_walked_here() -> None:
    names = {kind.__name__ for kind in _SDK_ERRORS}
    assert {"APIConnectionError", "RateLimitError", "AuthenticationError", "ContentFilterFinishReasonError", "ReadTimeout"} <= names
    assert len(names) >= 25


@pytest.mark.parametrize("kind", _SDK_ERRORS, ids=lambda kind: kind.__name__)
def test_no_exception_of_the_sdk_slips_through(kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    writer = _Server().writer()

    def fail(*_: object, **__: object) -> None:
        raise _make(kind)

    monkeypatch.setattr(openai.OpenAI, "post", fail)
    with pytest.raises(ProviderFailure) as caught:
        writer.complete(REQUEST)
    assert isinstance(caught.value.__cause__, kind)


def test_translate_keeps_what_a_caller_treats_differently() -> None:
    def say(kind: type[Exception]) -> AfterwordError:
        return translate(_make(kind), server="s", model="m", key_variable=None)

    kinds = (openai.RateLimitError, openai.InternalServerError, openai.APITimeoutError, openai.AuthenticationError, openai.NotFoundError)
    assert [getattr(say(kind), "retryable", None) for kind in kinds] == [True, True, True, False, False]


def test_missing_key_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    server = _Server()
    with pytest.raises(BadConfiguration, match="set the environment variable OPENAI_API_KEY"):
        server.writer().complete(REQUEST)
    assert server.asked == []


@pytest.mark.parametrize(
    ("base_url", "options", "sent"),
    [
        ("https://models.example/v1", {}, f"Bearer {KEY}"),
        ("http://127.0.0.1:8080/v1", {}, f"Bearer {KEY}"),
        ("http://models.example/v1", {}, "Bearer none"),
        ("http://localhost:8080/v1", {"key_variable": None}, "Bearer none"),
    ],
    ids=["https", "this machine", "plain http elsewhere", "no key wanted"],
)
def test_key_goes_only_where_it_is_wanted_and_safe(base_url: str, options: dict[str, object], sent: str) -> None:
    server = _Server(_answer())
    server.writer(base_url, **options).complete(REQUEST)
    assert server.asked[0].headers["authorization"] == sent


@pytest.mark.parametrize("address", ["", "models.example/v1", "ftp://models.example", "http://", "http:///v1"], ids=str)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadConfiguration, match="not the address of a server"):
        OpenAIWriter("m", base_url=address)


def test_key_is_in_no_repr_of_the_writer() -> None:
    server = _Server(_answer())
    writer = server.writer()
    writer.complete(REQUEST)
    assert KEY not in repr(writer) + repr(vars(writer))


def test_importing_the_adapter_does_not_import_the_sdk(run_python: Callable[[str], str]) -> None:
    assert run_python("import sys, pipeline.providers.openai_compat; print('openai' in sys.modules)") == "False"
