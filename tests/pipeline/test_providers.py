from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

import pytest

from pipeline.config import ModelSettings, OwnProvider
from pipeline.errors import BadConfiguration
from pipeline.models import Writer
from pipeline.providers import find_provider, open_model, read_target
from pipeline.providers.local import LocalChooser
from pipeline.providers.openai_compat import OpenAIWriter
from pipeline.providers.phrasebook import PhrasebookChooser
from pipeline.providers.table import SUPPORTS, load_providers
from pipeline.response_cache import CachedWriter


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("local", "local"),
        (" local ", "local"),
        ("local:/models/x.gguf", "local:/models/x.gguf"),
        ("phrasebook", "phrasebook"),
    ],
)
def test_choosers_are_opened_without_loading_anything(spec: str, name: str) -> None:
    model = open_model(spec)
    assert isinstance(model, LocalChooser | PhrasebookChooser)
    assert not isinstance(model, Writer)
    assert model.name == name


@pytest.mark.parametrize(
    ("spec", "name", "address", "key_variable"),
    [
        ("openai:gpt-x", "openai:gpt-x", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ("openai:gpt-x@http://127.0.0.1:8080/v1", "openai:gpt-x", "http://127.0.0.1:8080/v1", "OPENAI_API_KEY"),
        ("openai:team@home/m@https://models.example/v1", "openai:team@home/m", "https://models.example/v1", "OPENAI_API_KEY"),
        ("ollama:llama3.2:3b", "ollama:llama3.2:3b", "http://127.0.0.1:11434/v1", None),
        ("llamacpp:m", "llamacpp:m", "http://127.0.0.1:8080/v1", "LLAMA_API_KEY"),
        ("openrouter:meta/llama", "openrouter:meta/llama", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ("together:meta/llama", "together:meta/llama", "https://api.together.ai/v1", "TOGETHER_API_KEY"),
        ("deepseek:deepseek-chat", "deepseek:deepseek-chat", "https://api.deepseek.com", "DEEPSEEK_API_KEY"),
        ("mistral:large", "mistral:large", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        ("lmstudio:m", "lmstudio:m", "http://127.0.0.1:1234/v1", None),
        ("vllm:org/m", "vllm:org/m", "http://127.0.0.1:8000/v1", "VLLM_API_KEY"),
    ],
)
def test_servers_are_opened_by_name_and_address(spec: str, name: str, address: str, key_variable: str | None) -> None:
    model = open_model(spec)
    assert isinstance(model, OpenAIWriter)
    assert (model.name, model.base_url, model._key_variable) == (name, address, key_variable)


def test_address_from_the_environment_replaces_the_providers_own_and_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9999/v1")
    model = open_model("openai:m")
    assert isinstance(model, OpenAIWriter)
    assert model.base_url == "http://127.0.0.1:9999/v1"
    assert model._key() == "none"


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("", "There is no provider ''"),
        ("opnai:gpt-x", "Did you mean openai"),
        ("phrase-book", "Did you mean phrasebook"),
        ("zzz:m", "There are: local, phrasebook, openai"),
        ("openai", "needs the name of a model"),
        ("openai:", "needs the name of a model"),
        ("openai:@http://127.0.0.1/v1", "needs the name of a model before the address"),
        ("openai:m@http://", "not the address of a server"),
        ("langchain:Chat", "names no class"),
    ],
)
def test_name_that_stands_for_no_model_is_one_helpful_sentence(spec: str, says: str) -> None:
    with pytest.raises(BadConfiguration, match=says):
        open_model(spec)


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("https://firm.openai.azure.com", "https://firm.openai.azure.com/openai/v1"),
        ("https://firm.openai.azure.com/", "https://firm.openai.azure.com/openai/v1"),
        ("https://firm.openai.azure.com/openai/v1/", "https://firm.openai.azure.com/openai/v1"),
    ],
    ids=["bare", "slash", "whole"],
)
def test_azure_is_found_by_its_endpoint_and_always_wants_its_key(monkeypatch: pytest.MonkeyPatch, endpoint: str, address: str) -> None:
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", endpoint)
    monkeypatch.delenv("AZURE_OPENAI_API_KEY", raising=False)
    model = open_model("azure:mails")
    assert isinstance(model, OpenAIWriter)
    assert model.base_url == address
    with pytest.raises(BadConfiguration, match="AZURE_OPENAI_API_KEY"):
        model._key()


def test_azure_without_an_endpoint_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_OPENAI_ENDPOINT", raising=False)
    with pytest.raises(BadConfiguration, match=r"set AZURE_OPENAI_ENDPOINT=https://NAME\.openai\.azure\.com"):
        open_model("azure:mails")


def test_address_of_the_settings_stands_before_the_environments_and_behind_the_names_own() -> None:
    settings = ModelSettings(base_url="http://127.0.0.1:7000/v1")
    environment = {"OPENAI_BASE_URL": "http://127.0.0.1:6000/v1"}
    assert read_target("openai:m", environment=environment).base_url == "http://127.0.0.1:6000/v1"
    assert read_target("openai:m", settings=settings, environment=environment).base_url == "http://127.0.0.1:7000/v1"
    assert read_target("openai:m@http://127.0.0.1:5000/v1", settings=settings).base_url == "http://127.0.0.1:5000/v1"


def test_provider_of_the_users_own_is_opened_like_any_other_and_keeps_its_key() -> None:
    settings = ModelSettings(own={"gateway": OwnProvider(base_url="https://models.firm.example/v1", key_variable="FIRM_KEY")})
    model = open_model("gateway:large", settings=settings)
    assert isinstance(model, OpenAIWriter)
    assert (model.name, model.base_url, model._key_variable) == ("gateway:large", "https://models.firm.example/v1", "FIRM_KEY")
    with pytest.raises(BadConfiguration, match="FIRM_KEY"):
        model._key()
    with pytest.raises(BadConfiguration, match="Did you mean gateway"):
        open_model("gatewy:large", settings=settings)
    with pytest.raises(BadConfiguration, match="There is no provider 'gateway'"):
        open_model("gateway:large")


_EXTRAS = [row.id for row in load_providers().values() if row.extra]


@pytest.mark.parametrize("provider", _EXTRAS)
def test_provider_whose_extra_is_missing_names_it(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = find_provider(provider)
    monkeypatch.setitem(sys.modules, row.chat_model.partition(".")[0], None)
    monkeypatch.setattr("pipeline.providers.find_spec", lambda _name: None)
    with pytest.raises(BadConfiguration, match=rf"pip install '.\[{row.extra}\]'"):
        open_model(f"{row.id}:some-model")


@pytest.mark.parametrize("provider", _EXTRAS)
def test_provider_whose_key_is_missing_names_its_variable(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = find_provider(provider)
    if not importlib.util.find_spec(row.chat_model.partition(".")[0]):
        pytest.skip("its package is not installed here")
    for name in (row.key_variable or "", *row.key_aliases, row.url_variable or ""):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(BadConfiguration, match=f"set the environment variable {row.key_variable}"):
        open_model(f"{row.id}:some-model")


def test_every_row_of_the_table_says_how_it_is_opened() -> None:
    rows = load_providers()
    named = "local phrasebook openai azure ollama vllm llamacpp lmstudio openrouter groq together deepseek mistral anthropic google"
    assert list(rows) == [*named.split(), "langchain"]
    for row in rows.values():
        assert row.says
        assert bool(row.extra) == bool(row.chat_model)
        assert (row.supports or frozenset()) <= set(SUPPORTS)
        assert row.kind != "openai" or row.base_url or (row.url_variable and row.url_example)
        assert row.kind == "openai" or not row.base_url


def test_rows_are_as_frozen_as_the_settings() -> None:
    with pytest.raises(ValueError, match="frozen"):
        find_provider("openai").base_url = "http://elsewhere"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        ModelSettings().timeout_s = 1.0  # type: ignore[misc]


def test_opening_the_embedded_model_imports_no_sdk_and_reads_no_table(run_python: Callable[[str], str]) -> None:
    heavy = "{'openai', 'langchain_core', 'tiktoken', 'rich', 'xllamacpp', 'filelock', 'subprocess', 'yaml', 'pipeline.providers.table'}"
    code = f"import sys; from pipeline.providers import open_model; open_model('local'); print(sorted({heavy} & set(sys.modules)))"
    assert run_python(code) == "[]"


def test_answers_are_kept_only_where_the_settings_say_so() -> None:
    assert isinstance(open_model("ollama:m", settings=ModelSettings()), OpenAIWriter)
    kept = open_model("ollama:m", settings=ModelSettings(cache=True))
    assert isinstance(kept, CachedWriter)
    assert kept.name == "ollama:m"
    assert isinstance(open_model("phrasebook", settings=ModelSettings(cache=True)), PhrasebookChooser)


@pytest.mark.parametrize("provider", ["openai:x", "ollama:x", "anthropic:x"])
@pytest.mark.parametrize("address", ["http://[::1/v1", "http://127.0.0.1:99999/v1", "http://user:sk-secret-0123456789@127.0.0.1/v1"])
def test_address_that_is_none_or_holds_a_key_is_one_sentence_without_the_key(provider: str, address: str) -> None:
    with pytest.raises(BadConfiguration, match="the address of a server") as caught:
        open_model(f"{provider}@{address}")
    assert "sk-secret" not in str(caught.value)


def test_answers_of_a_server_that_is_said_to_take_something_else_are_kept_apart() -> None:
    def identity(*supports: str) -> object:
        own = OwnProvider(base_url="https://models.firm.example/v1", supports=frozenset(supports))
        model = open_model("gate:m", settings=ModelSettings(cache=True, own={"gate": own}))
        assert isinstance(model, CachedWriter)
        return model._identity

    assert identity("json_schema") != identity("json_schema", "bounds")
    assert identity("json_schema", "bounds") == identity("bounds", "json_schema")
