"""Talks to a recorded llama.cpp server, its Messages interface, as Anthropic's package does. Recorded by `make record`."""

from __future__ import annotations

import pytest
from vcr.cassette import Cassette

from pipeline.config import ModelSettings
from pipeline.errors import ProviderFailure
from pipeline.models import Request, Writer
from pipeline.providers import open_model
from prompts.messages import Message
from tests.recordings import MODEL, PATIENCE_S, cassette, server_url

__all__ = ["cassette"]

pytest.importorskip("langchain_anthropic")

_MESSAGES = (
    Message("system", "You write short, warm emails after job interviews."),
    Message("user", "Say thank you in three words, and nothing else."),
)


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Writer:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    model = open_model(f"anthropic:{MODEL}@{server_url()}", settings=ModelSettings(max_tokens=100, timeout_s=PATIENCE_S))
    assert isinstance(model, Writer)
    return model


def test_messages_interface_answers_in_text_and_counts_tokens(cassette: Cassette, writer: Writer) -> None:
    reply = writer.complete(Request(_MESSAGES, max_tokens=200, timeout_s=PATIENCE_S))
    assert reply.text
    assert reply.finish in {"stop", "length"}
    assert reply.tokens_in is not None
    assert reply.tokens_out is not None
    assert 20 < reply.tokens_in < 80
    assert 0 < reply.tokens_out <= 500


def test_messages_interface_that_refuses_a_text_too_long_is_a_provider_failure(cassette: Cassette, writer: Writer) -> None:
    with pytest.raises(ProviderFailure, match="status 400") as caught:
        writer.complete(Request((Message("user", "word " * 5000),), max_tokens=5, timeout_s=PATIENCE_S))
    assert not caught.value.retryable
