from __future__ import annotations

import inspect
from pathlib import Path
from typing import Literal

import pytest

from pipeline.config import ENVIRONMENT, DraftValues, ModelSettings, read_model_settings
from pipeline.errors import BadConfiguration
from pipeline.run import draft_email


def write(folder: Path, text: str) -> Path:
    path = folder / "afterword.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold() -> None:
    settings = read_model_settings(environment={})
    assert settings == ModelSettings()
    assert (settings.name, settings.timeout_s, settings.max_calls, settings.fallback, settings.cache) == ("local", 60.0, 3, True, False)


def test_a_flag_stands_before_the_environment_before_the_file_before_the_default(tmp_path: Path) -> None:
    file = write(tmp_path, '[model]\nname = "ollama:a"\ntimeout_s = 10\nmax_calls = 5\n')
    environment = {"AFTERWORD_MODEL": "ollama:b", "AFTERWORD_TIMEOUT": "20"}
    settings = read_model_settings({"name": "ollama:c", "timeout_s": None}, environment=environment, file=file)
    assert (settings.name, settings.timeout_s, settings.max_calls, settings.max_tokens) == ("ollama:c", 20.0, 5, 900)


def test_every_setting_has_a_variable_and_every_variable_a_setting() -> None:
    assert set(ENVIRONMENT.values()) == set(ModelSettings.model_fields) - {"own"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), ("on", True), ("yes", True), ("0", False), ("False", False), ("off", False), ("no", False)],
)
def test_switches_in_the_environment_are_read_as_words(text: str, value: bool) -> None:
    assert read_model_settings(environment={"AFTERWORD_CACHE": text}).cache is value


def test_empty_variable_counts_as_not_set() -> None:
    assert read_model_settings(environment={"AFTERWORD_MODEL": " ", "AFTERWORD_TIMEOUT": ""}) == ModelSettings()


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"AFTERWORD_TIMEOUT": "soon"}, r"AFTERWORD_TIMEOUT: 'soon' was given; a valid number"),
        ({"AFTERWORD_TIMEOUT": "0"}, r"AFTERWORD_TIMEOUT: .* greater than 0"),
        ({"AFTERWORD_TIMEOUT": "nan"}, r"AFTERWORD_TIMEOUT"),
        ({"AFTERWORD_TIMEOUT": "inf"}, r"AFTERWORD_TIMEOUT"),
        ({"AFTERWORD_MAX_CALLS": "2.5"}, r"AFTERWORD_MAX_CALLS: '2.5'"),
        ({"AFTERWORD_MAX_CALLS": "-1"}, r"greater than or equal to 1"),
        ({"AFTERWORD_TEMPERATURE": "3"}, r"less than or equal to 2"),
        ({"AFTERWORD_CACHE": "perhaps"}, r"AFTERWORD_CACHE: 'perhaps'"),
        ({"AFTERWORD_TIMEOT": "20"}, r"AFTERWORD_TIMEOT means nothing .* did you mean AFTERWORD_TIMEOUT\?"),
        ({"AFTERWORD_MODLE": "local"}, r"did you mean AFTERWORD_MODEL\?"),
    ],
    ids=["word", "zero", "nan", "infinite", "half", "negative", "too hot", "no switch", "misspelt", "misspelt too"],
)
def test_wrong_value_in_the_environment_is_one_sentence(environment: dict[str, str], says: str) -> None:
    with pytest.raises(BadConfiguration, match=says) as caught:
        read_model_settings(environment=environment)
    assert str(caught.value).count("\n") == 0


def test_variables_of_others_are_left_alone() -> None:
    environment = {"AFTERWORD_CACHE_DIR": "/x", "AFTERWORD_COMPLETE_SHELL_THING": "1", "HOME": "/x", "_AFTERWORD_COMPLETE": "x"}
    assert read_model_settings(environment=environment) == ModelSettings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[modle]\nname = 'local'", r"there is no table 'modle'; did you mean 'model'\?"),
        ("[model]\ntimeout = 10", r"there is no key 'model.timeout'; did you mean 'timeout_s'\?"),
        ("[model]\nzzz = 10", r"there is no key 'model.zzz'; there are: name, base_url"),
        ("[model]\nname = 3", r"model.name: 3 was given; a valid string"),
        ("[model]\ntimeout_s = true", r"model.timeout_s: True was given; a number"),
        ("[model]\nfallback = 'maybe'", r"model.fallback: 'maybe'"),
        ("[model]\napi_key = 'sk-1'", r"a key is never kept in a file"),
        ("model = 'local'", r"model: 'local' was given; a table is expected"),
        ("[model", r"not valid TOML"),
        ("[providers.openai]\nbase_url = 'https://x.example/v1'", r"a provider of that name already"),
        ("[providers.gate]\nbase_ulr = 'https://x.example/v1'", r"no key 'base_ulr'; did you mean 'base_url'\?"),
        ("[providers.gate]\nbase_url = 'x.example'", r"providers.gate.base_url: an address such as"),
        ("[providers.gate]\nbase_url = 'https://u:p@x.example/v1'", r"a key does not belong in the address"),
        ("[providers.gate]\nkey_variable = 'K'", r"either base_url or chat_model"),
        ("[providers.gate]\nbase_url = 'https://x.example'\nkey = 'sk-1'", r"a key is never kept in a file"),
        ("[providers.gate]\nbase_url = 'https://x.example'\nsupports = ['json_shema']", r"no 'json_shema'; did you mean 'json_schema'\?"),
        ("[providers.'a b']\nbase_url = 'https://x.example'", r"letters, digits"),
        ("providers = 1", r"a table is expected"),
    ],
)
def test_wrong_file_is_one_sentence_that_names_the_place(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BadConfiguration, match=says) as caught:
        read_model_settings(environment={}, file=path)
    assert str(caught.value).startswith(str(path))
    assert "sk-1" not in str(caught.value)


def test_file_with_every_table_is_read_and_the_rules_are_left_to_others(tmp_path: Path) -> None:
    text = (
        "[rules]\nignore = ['TON']\n[model]\nname = 'gate:large'\nfallback = false\ntemperature = 0\n"
        "[providers.gate]\nbase_url = 'https://models.firm.example/v1/'\nkey_variable = 'FIRM_KEY'\nsupports = ['json_schema']\n"
        "[providers.mine]\nchat_model = 'my_package.Chat'\n"
    )
    settings = read_model_settings(environment={}, file=write(tmp_path, text))
    assert (settings.name, settings.fallback, settings.temperature) == ("gate:large", False, 0.0)
    gate, mine = settings.providers["gate"], settings.providers["mine"]
    assert (gate.kind, gate.base_url, gate.key_variable, gate.supports) == (
        "openai",
        "https://models.firm.example/v1",
        "FIRM_KEY",
        frozenset({"json_schema"}),
    )
    assert (mine.kind, mine.chat_model) == ("langchain", "my_package.Chat")
    assert list(settings.providers)[-2:] == ["gate", "mine"]


def test_unknown_flag_is_named() -> None:
    with pytest.raises(BadConfiguration, match="did you mean 'timeout_s'"):
        read_model_settings({"timeout": 3}, environment={})


def test_wrong_flag_is_named_as_it_was_written() -> None:
    with pytest.raises(BadConfiguration, match=r"^--timeout: -1\.0 was given; greater than 0\.$"):
        read_model_settings({"timeout_s": -1.0}, environment={})


@pytest.mark.parametrize(
    ("fallback", "when", "told"),
    [(True, "always", "always"), (True, "unusable", "unusable"), (False, "always", "never"), (False, "unusable", "never")],
)
def test_a_draft_is_told_every_setting_of_its_calls(fallback: bool, when: Literal["unusable", "always"], told: str) -> None:
    settings = ModelSettings(timeout_s=7, max_calls=2, max_tokens=300, temperature=0.4, fallback=fallback, constrained=True)
    bounds = {"timeout_s": 7.0, "max_calls": 2, "max_tokens": 300, "temperature": 0.4}
    assert settings.for_draft(when=when) == {**bounds, "fallback": told, "constrained": True}


def test_settings_without_a_word_are_what_a_draft_takes_without_them() -> None:
    defaults = {name: one.default for name, one in inspect.signature(draft_email).parameters.items()}
    assert {name: defaults[name] for name in DraftValues.__annotations__} == ModelSettings().for_draft(when="unusable")


def test_misspelled_table_names_the_nearest_of_all_tables(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="no table 'bach'; did you mean 'batch'"):
        read_model_settings(environment={}, file=write(tmp_path, "[bach]"))
