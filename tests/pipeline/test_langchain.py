from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import ToolCallChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from pipeline.errors import BadConfiguration, ProviderFailure
from pipeline.models import Reply, Request, Writer
from pipeline.providers import open_model
from pipeline.providers.langchain import LangChainWriter, load_chat_model
from prompts.messages import Message
from tests.afterword.fake_chat import FakeChat

KEY = "sk-secret-0123456789"
REQUEST = Request((Message("system", "Write."), Message("user", "Notes."), Message("assistant", "Draft."), Message("user", "Again.")))


class FakeModel(FakeChat):
    """Gives one answer or raises one failure, and keeps what it was asked."""

    answer: AIMessage = AIMessage("")
    failure: Exception | None = None
    asked: list[BaseMessage] = []  # noqa: RUF012

    def say(self, messages: list[BaseMessage]) -> AIMessage:
        self.asked.extend(messages)
        if self.failure:
            raise self.failure
        return self.answer


class StrictModel(FakeModel):
    """Refuses to be made without a key."""

    def __init__(self, **_: object) -> None:
        raise ValueError(f"bad key {KEY}")


def test_messages_go_in_by_role_and_text_and_tokens_come_out() -> None:
    usage = UsageMetadata(input_tokens=11, output_tokens=5, total_tokens=16)
    model = FakeModel(answer=AIMessage("hello", usage_metadata=usage), asked=[])
    assert LangChainWriter(model).complete(REQUEST) == Reply("hello", "stop", 11, 5)
    assert [(message.type, message.content) for message in model.asked] == [
        ("system", "Write."),
        ("human", "Notes."),
        ("ai", "Draft."),
        ("human", "Again."),
    ]


def test_answer_in_blocks_is_read_as_its_text() -> None:
    blocks: list[str | dict[str, object]] = [{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "hello"}]
    assert LangChainWriter(FakeModel(answer=AIMessage(content=blocks))).complete(REQUEST) == Reply("hello")


@pytest.mark.parametrize(
    ("metadata", "finish"),
    [
        ({}, "stop"),
        ({"finish_reason": "stop"}, "stop"),
        ({"finish_reason": "length"}, "length"),
        ({"stop_reason": "max_tokens"}, "length"),
        ({"finish_reason": "MAX_TOKENS"}, "length"),
        ({"finish_reason": "SAFETY"}, "refusal"),
        ({"stop_reason": "refusal"}, "refusal"),
        ({"done_reason": "length"}, "length"),
    ],
    ids=["none", "stop", "openai length", "anthropic length", "google length", "google safety", "anthropic refusal", "ollama length"],
)
def test_finish_reasons_of_all_providers_are_mapped(metadata: dict[str, str], finish: str) -> None:
    answer = AIMessage("x", response_metadata=metadata)
    assert LangChainWriter(FakeModel(answer=answer)).complete(REQUEST).finish == finish


class _StatusError(Exception):
    def __init__(self, status_code: int) -> None:
        super().__init__(f"key {KEY}")
        self.status_code = status_code


class _ReadTimeout(Exception):
    pass


@pytest.mark.parametrize(
    ("failure", "says", "retryable"),
    [
        (_StatusError(401), "refused access", False),
        (_StatusError(429), "status 429", True),
        (_StatusError(503), "status 503", True),
        (_StatusError(400), "status 400", False),
        (ConnectionError(KEY), "check the network", True),
        (_ReadTimeout(KEY), "check the network", True),
        (KeyError(KEY), "KeyError", False),
    ],
    ids=["key", "limit", "down", "bad request", "connection", "timeout", "anything"],
)
def test_every_exception_becomes_a_provider_failure_that_does_not_repeat_the_key(failure: Exception, says: str, retryable: bool) -> None:
    with pytest.raises(ProviderFailure, match=says) as caught:
        LangChainWriter(FakeModel(failure=failure)).complete(REQUEST)
    assert caught.value.retryable is retryable
    assert caught.value.__cause__ is failure
    assert KEY not in str(caught.value)


def test_class_is_made_with_its_settings() -> None:
    model = load_chat_model(f"{__name__}.FakeModel", settings={"model": "x"})
    assert getattr(model, "model", None) == "x"


@pytest.mark.parametrize(
    ("target", "extra", "says"),
    [
        ("FakeModel", None, "names no class"),
        ("no_such_package_here.Chat", None, "install the package that has no_such_package_here"),
        ("no_such_package_here.Chat", "google", r"pip install '.\[google\]'"),
        ("langchain_core.messages.AIMessage", None, "is not a LangChain chat model"),
        ("langchain_core.messages.Nothing", None, "is not a LangChain chat model"),
        (f"{__name__}.StrictModel", None, "could not be set up"),
    ],
    ids=["no package", "not installed", "extra not installed", "another class", "no class", "refuses its settings"],
)
def test_class_that_cannot_be_had_is_one_sentence(target: str, extra: str | None, says: str) -> None:
    with pytest.raises(BadConfiguration, match=says) as caught:
        load_chat_model(target, extra=extra)
    assert KEY not in str(caught.value)


def test_importing_the_adapter_does_not_import_langchain(run_python: Callable[[str], str]) -> None:
    assert run_python("import sys, pipeline.providers.langchain; print('langchain_core' in sys.modules)") == "False"


class SettableModel(FakeModel):
    """Has fields for what a call may say, under names of its own, and notes with which values it was asked."""

    num_predict: int | None = None
    temperature: float | None = None
    random_seed: int | None = Field(default=None, alias="seed")
    max_retries: int = 2
    told: list[tuple[object, ...]] = []  # noqa: RUF012

    def say(self, messages: list[BaseMessage]) -> AIMessage:
        self.told.append((self.num_predict, self.temperature, self.random_seed))
        if self.failure and self.random_seed is not None:
            raise self.failure
        return self.answer


def test_what_the_class_has_a_field_for_is_told_with_each_call_and_the_model_itself_stays_as_it_is() -> None:
    model = SettableModel(answer=AIMessage("x"), told=[])
    writer = LangChainWriter(model)
    writer.complete(Request(REQUEST.messages, max_tokens=300, temperature=0.2, seed=7))
    writer.complete(Request(REQUEST.messages, max_tokens=1500))
    assert model.told == [(300, 0.2, 7), (1500, None, None)]
    assert (model.num_predict, model.temperature, model.random_seed) == (None, None, None)


def test_what_a_caller_has_set_is_left_as_it_is() -> None:
    model = SettableModel(answer=AIMessage("x"), told=[], num_predict=70, temperature=0.9)
    LangChainWriter(model).complete(Request(REQUEST.messages, max_tokens=300, temperature=0.2, seed=7))
    assert model.told == [(70, 0.9, 7)]


def test_a_model_that_thinks_first_is_given_more_room() -> None:
    model = SettableModel(answer=AIMessage("x"), told=[])
    LangChainWriter(model, room=5).complete(Request(REQUEST.messages, max_tokens=300))
    assert model.told == [(1500, None, None)]


def test_a_class_without_such_fields_is_told_nothing() -> None:
    model = FakeModel(answer=AIMessage("x"), asked=[])
    assert LangChainWriter(model).complete(Request(REQUEST.messages, max_tokens=300, temperature=0.2, seed=7)).text == "x"


class _Refusal(Exception):
    status_code = 400


def test_a_setting_that_the_server_refuses_is_left_out_and_stays_out() -> None:
    model = SettableModel(answer=AIMessage("x"), told=[], failure=_Refusal("seed: unsupported parameter"))
    writer = LangChainWriter(model)
    assert writer.complete(Request(REQUEST.messages, max_tokens=300, seed=7)).text == "x"
    assert writer.complete(Request(REQUEST.messages, max_tokens=300, seed=7)).text == "x"
    assert model.told == [(300, None, 7), (300, None, None), (300, None, None)]


def test_a_refusal_that_names_no_setting_is_reported_after_one_call() -> None:
    model = SettableModel(told=[], failure=_Refusal("context length exceeded"))
    with pytest.raises(ProviderFailure, match="status 400"):
        LangChainWriter(model).complete(Request(REQUEST.messages, seed=7))
    assert len(model.told) == 1


def test_class_named_on_the_command_line_makes_no_retries_of_its_own_and_takes_what_a_call_says() -> None:
    writer = open_model(f"langchain:{__name__}.SettableModel:tiny")
    assert isinstance(writer, LangChainWriter)
    model = writer._chat_model
    assert isinstance(model, SettableModel)
    assert (model.model, model.max_retries) == ("tiny", 0)
    model.told.clear()
    writer.complete(Request(REQUEST.messages, max_tokens=300, temperature=0.0, seed=1))
    assert model.told == [(300, 0.0, 1)]


class StreamingModel(FakeModel):
    """Hands its answer over in pieces; breaks off after them where it is told to."""

    pieces: tuple[str, ...] = ("Dear ", "Ms ", "Kelso")
    breaks: bool = False
    calls_tool: bool = False
    read: list[str] = []  # noqa: RUF012

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **_: object
    ) -> Iterator[ChatGenerationChunk]:
        self.asked.extend(messages)
        for index, piece in enumerate(self.pieces):
            self.read.append(piece)
            call = ToolCallChunk(name=None if index else "answer", args=piece, id=None if index else "1", index=0)
            chunk = AIMessageChunk(content="", tool_call_chunks=[call]) if self.calls_tool else AIMessageChunk(content=piece)
            yield ChatGenerationChunk(message=chunk)
        if self.breaks:
            raise ConnectionError(KEY)
        usage = UsageMetadata(input_tokens=11, output_tokens=5, total_tokens=16)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage, response_metadata={"finish_reason": "stop"}))


def streamed(model: StreamingModel, request: Request = REQUEST) -> tuple[Reply, list[str]]:
    pieces: list[str] = []
    writer: Writer = LangChainWriter(model, sleep=lambda _: None)
    assert isinstance(writer, LangChainWriter)
    return writer.stream(request, pieces.append), pieces


def test_streamed_answer_comes_piece_by_piece_and_whole_with_its_counts() -> None:
    reply, pieces = streamed(StreamingModel(asked=[], read=[]))
    assert pieces == ["", "Dear ", "Ms ", "Kelso"]
    assert reply == Reply("Dear Ms Kelso", "stop", 11, 5)


def test_streamed_tool_call_is_the_answer() -> None:
    reply, pieces = streamed(StreamingModel(asked=[], read=[], calls_tool=True, pieces=('{"subject": ', '"Thanks"}')))
    assert pieces == ["", '{"subject": ', '"Thanks"}']
    assert reply.text == '{"subject": "Thanks"}'


def test_stream_that_breaks_off_begins_anew_and_is_at_last_a_failure_without_the_key() -> None:
    model = StreamingModel(asked=[], read=[], breaks=True)
    with pytest.raises(ProviderFailure, match="check the network") as caught:
        streamed(model)
    assert KEY not in str(caught.value)
    assert model.read == ["Dear ", "Ms ", "Kelso"] * 4


def test_stream_that_does_not_end_is_not_read_to_its_end() -> None:
    model = StreamingModel(asked=[], read=[], pieces=("and so on " * 1000,) * 50)
    with pytest.raises(ProviderFailure, match="far more than an email"):
        streamed(model, Request(REQUEST.messages, max_tokens=100))
    assert 1 < len(model.read) < 10


def test_whole_answer_that_is_far_too_long_is_a_failure_too() -> None:
    with pytest.raises(ProviderFailure, match="far more than an email"):
        LangChainWriter(FakeModel(answer=AIMessage("and so on " * 20_000))).complete(REQUEST)


class ToolModel(FakeModel):
    """Takes tools, as far as it is known before a call is made; notes for each call whether it had one."""

    refusal: Exception | None = None
    had_tools: list[bool] = []  # noqa: RUF012

    def bind_tools(self, tools: Sequence[object], **_: object) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=tools)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        self.had_tools.append("tools" in kwargs)
        if self.refusal and "tools" in kwargs:
            raise self.refusal
        return super()._generate(messages, stop, run_manager)


@pytest.mark.parametrize(
    "refusal", [NotImplementedError(), TypeError("no argument 'tools'"), _Refusal("no tools")], ids=["no code", "no argument", "status 400"]
)
def test_model_that_turns_out_to_take_no_tools_answers_without_them_from_then_on(refusal: Exception) -> None:
    model = ToolModel(answer=AIMessage("x"), refusal=refusal, had_tools=[])
    writer = LangChainWriter(model)
    request = Request(REQUEST.messages, schema={"type": "object"})
    assert [writer.complete(request).text, writer.complete(request).text] == ["x", "x"]
    assert model.had_tools == [True, False, False]


def test_fault_in_reading_an_answer_is_reported_at_once_and_not_laid_to_the_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_answer: AIMessage) -> Reply:
        raise TypeError("a bug of ours")

    monkeypatch.setattr("pipeline.providers.langchain.read_message", broken)
    model = ToolModel(answer=AIMessage("x"), had_tools=[])
    with pytest.raises(ProviderFailure, match=r"cannot be read \(TypeError\)"):
        LangChainWriter(model).complete(Request(REQUEST.messages, schema={"type": "object"}))
    assert model.had_tools == [True]
