from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest

from pipeline.errors import BadConfiguration
from pipeline.models import Writer
from pipeline.providers import PROVIDERS, open_model
from pipeline.providers.local import LocalChooser
from pipeline.providers.openai_compat import OpenAIWriter
from pipeline.providers.phrasebook import PhrasebookChooser


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
        ("llamacpp:m", "llamacpp:m", "http://127.0.0.1:8080/v1", None),
        ("openrouter:meta/llama", "openrouter:meta/llama", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    ],
)
def test_servers_are_opened_by_name_and_address(spec: str, name: str, address: str, key_variable: str | None) -> None:
    model = open_model(spec)
    assert isinstance(model, OpenAIWriter)
    assert (model.name, model._base_url, model._key_variable) == (name, address, key_variable)


def test_address_from_the_environment_replaces_the_providers_own_and_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9999/v1")
    model = open_model("openai:m")
    assert isinstance(model, OpenAIWriter)
    assert model._base_url == "http://127.0.0.1:9999/v1"
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


@pytest.mark.parametrize("provider", [row for row in PROVIDERS if row.extra], ids=lambda row: row.id)
def test_provider_whose_extra_is_missing_names_it(provider: object) -> None:
    row = next(row for row in PROVIDERS if row is provider)
    if importlib.util.find_spec(row.chat_model.partition(".")[0]):
        pytest.skip("its package is installed here")
    with pytest.raises(BadConfiguration, match=rf"pip install 'afterword\[{row.extra}\]'"):
        open_model(f"{row.id}:some-model")


def test_every_row_of_the_table_can_be_opened_or_says_what_it_needs() -> None:
    assert len({row.id for row in PROVIDERS}) == len(PROVIDERS) >= 10
    for row in PROVIDERS:
        assert bool(row.base_url) + bool(row.chat_model) <= 1
        assert not row.chat_model or row.extra
        assert row.says


def test_opening_the_embedded_model_imports_no_sdk(run_python: Callable[[str], str]) -> None:
    heavy = "{'openai', 'langchain_core', 'tiktoken', 'rich', 'xllamacpp', 'filelock', 'subprocess'}"
    code = f"import sys; from pipeline.providers import open_model; open_model('local'); print(sorted({heavy} & set(sys.modules)))"
    assert run_python(code) == "[]"
