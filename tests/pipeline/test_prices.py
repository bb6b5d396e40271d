from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from importlib import metadata

import pytest

from pipeline.prices import Cost, cost_of, preload, price_source

#: A day whose prices are known, so that a price change does not break the tests.
AT = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)


def usd(model: str, tokens_in: int | None, tokens_out: int | None, cached: int | None = None, base_url: str = "") -> float | None:
    return cost_of(model, tokens_in=tokens_in, tokens_out=tokens_out, tokens_cached=cached, base_url=base_url, at=AT).usd


def test_price_is_that_of_tokens_in_cached_and_out() -> None:
    assert usd("openai:gpt-4o", 1_000_000, 0) == 2.5
    assert usd("openai:gpt-4o", 0, 1_000_000) == 10.0
    assert usd("openai:gpt-4o", 1_000_000, 0, 1_000_000) == 1.25
    assert usd("openai:gpt-4o", 1000, 100, 200) == pytest.approx(0.0008 * 2.5 + 0.0002 * 1.25 + 0.0001 * 10)


def test_price_says_where_it_comes_from_and_of_what_day() -> None:
    source = cost_of("openai:gpt-4o", tokens_in=1, tokens_out=1, at=AT).source
    assert source == price_source()
    assert re.fullmatch(rf"genai-prices {re.escape(metadata.version('genai-prices'))}, prices of 2026-\d\d-\d\d", source or "")


@pytest.mark.parametrize(
    "model",
    ["azure:gpt-4o", "groq:llama-3.3-70b-versatile", "deepseek:deepseek-chat", "openrouter:openai/gpt-4o", "anthropic:claude-sonnet-4-0"],
)
def test_other_providers_have_prices_too(model: str) -> None:
    cost = usd(model, 1000, 100)
    assert cost is not None
    assert 0.00001 < cost < 0.1


@pytest.mark.parametrize(
    ("model", "tokens_in", "tokens_out", "base_url"),
    [
        ("local", 10, 10, ""),
        ("phrasebook", 10, 10, ""),
        ("llamacpp:gpt-4o", 10, 10, ""),
        ("openai:no-such-model-anywhere", 10, 10, ""),
        ("openai:gpt-4o", None, 10, ""),
        ("openai:gpt-4o", 10, None, ""),
        ("openai:gpt-4o", 10, 10, "http://127.0.0.1:8080/v1"),
        ("openai:gpt-4o", 10, 10, "https://models.firm.example/v1"),
        ("gateway:gpt-4o", 10, 10, ""),
        ("langchain:package.Class", 10, 10, ""),
        ("", 0, 0, ""),
    ],
)
def test_unknown_price_is_none_and_never_zero(model: str, tokens_in: int | None, tokens_out: int | None, base_url: str) -> None:
    assert cost_of(model, tokens_in=tokens_in, tokens_out=tokens_out, base_url=base_url) == Cost(None, None)


def test_nonsense_counts_have_no_price_and_too_many_cached_tokens_are_cut_to_those_read() -> None:
    assert usd("openai:gpt-4o", -5, 10) is None
    assert usd("openai:gpt-4o", 1_000_000, 0, 9_000_000) == 1.25
    assert usd("openai:gpt-4o", 1_000_000, 0, -3) == 2.5


def test_known_server_at_a_named_address_has_its_own_prices() -> None:
    assert usd("openai:gpt-4o", 1_000_000, 0, base_url="https://api.openai.com/v1") == 2.5
    assert usd("azure:gpt-4o", 1_000_000, 0, base_url="https://firm.openai.azure.com/openai/v1") == 2.5
    assert usd("openai:openai/gpt-4o", 1_000_000, 0, base_url="https://openrouter.ai/api/v1") == 2.5


def test_missing_library_means_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    assert cost_of("openai:gpt-4o", tokens_in=1, tokens_out=1) == Cost()


def test_library_is_imported_for_servers_that_charge_and_for_no_others(run_python: Callable[[str], str]) -> None:
    code = "import sys; from pipeline.prices import cost_of, preload; {}; print('genai_prices' in sys.modules)"
    assert run_python(code.format("cost_of('llamacpp:m', tokens_in=1, tokens_out=1)")) == "False"
    assert run_python(code.format("preload('openai:m', 'http://127.0.0.1:1/v1')")) == "False"
    assert run_python(code.format("cost_of('openai:m', tokens_in=1, tokens_out=1)")) == "True"
    assert run_python(code.format("preload('openai:m').join()")) == "True"


def test_nothing_is_preloaded_for_a_model_of_this_machine() -> None:
    assert preload("ollama:m") is None
    assert preload("local") is None
