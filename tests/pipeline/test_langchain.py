from __future__ import annotations

from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata

from pipeline.errors import BadConfiguration, ProviderFailure
from pipeline.models import Reply, Request
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
