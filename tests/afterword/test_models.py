from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterword.commands.draft import command as draft_command
from afterword.commands.models import command
from afterword.options import read_call_options
from pipeline.errors import BadConfiguration
from pipeline.providers.table import load_providers


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for row in load_providers().values():
        for name in (row.key_variable, row.url_variable, *row.key_aliases):
            if name:
                monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pipeline.providers.availability.is_answering", lambda _url, _timeout_s: False)


def test_list_names_every_provider_once_and_says_what_each_needs() -> None:
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 0
    for name in load_providers():
        assert done.stdout.count(f"\n  {name} ") == 1
    assert "set GROQ_API_KEY" in done.stdout
    assert "now it is local" in done.stderr


def test_list_as_json_holds_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "gsk_zebra_crossing_42")
    done = CliRunner().invoke(command, ["--json"])
    document = json.loads(done.stdout)
    assert (document["schema"], document["default"]) == ("afterword/models@1", "local")
    rows = {row["id"]: row for row in document["models"]}
    assert list(rows) == list(load_providers())
    assert (rows["groq"]["usable"], rows["deepseek"]["usable"], rows["ollama"]["usable"]) == (True, False, False)
    assert "zebra" not in done.output


def test_provider_of_the_users_own_is_listed_and_the_models_default_is_the_files(tmp_path: Path) -> None:
    text = '[model]\nname = "gateway:large"\n[providers.gateway]\nbase_url = "https://models.firm.example/v1"\nkey_variable = "FIRM_KEY"\n'
    (tmp_path / "afterword.toml").write_text(text, encoding="utf-8")
    document = json.loads(CliRunner().invoke(command, ["--json"]).stdout)
    assert document["default"] == "gateway:large"
    assert document["models"][-1]["id"] == "gateway"
    assert document["models"][-1]["why"] == "set FIRM_KEY"


@pytest.mark.parametrize(("spec", "code", "says"), [("phrasebook", 0, "ok  answer"), ("phrasbook", 2, "Did you mean phrasebook?")])
def test_check_says_what_worked_and_ends_with_its_code(spec: str, code: int, says: str) -> None:
    done = CliRunner().invoke(command, ["--check", spec])
    assert (done.exit_code, says in done.stdout) == (code, True)


def test_check_of_a_server_that_is_not_there_ends_with_the_code_of_a_failed_call() -> None:
    done = CliRunner().invoke(command, ["--check", "llamacpp:m", "--base-url", "http://127.0.0.1:9/v1", "--json"])
    assert done.exit_code == 3
    document = json.loads(done.stdout)
    assert (document["passed"], document["steps"][-1]["step"]) == (False, "call")


def test_model_of_the_file_is_taken_where_neither_flag_nor_environment_names_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[model]\nname = "nosuch:x"\n', encoding="utf-8")

    def named(*arguments: str) -> str:
        with draft_command.make_context("draft", list(arguments)) as context:
            return str(context.params["model"])

    assert named() == "local"
    assert named("--config", str(other)) == "nosuch:x"
    (tmp_path / "afterword.toml").write_text('[model]\nname = "phrasebook"\n', encoding="utf-8")
    assert named() == "phrasebook"
    monkeypatch.setenv("AFTERWORD_MODEL", "ollama:b")
    assert named() == "ollama:b"
    assert named("--model", "ollama:c") == "ollama:c"


def test_call_options_are_read_into_one_frozen_set_of_settings() -> None:
    settings = read_call_options(None, name="ollama:a", timeout_s=9.0, max_calls=None, fallback=False, cache=None)
    assert (settings.name, settings.timeout_s, settings.max_calls, settings.fallback, settings.cache) == ("ollama:a", 9.0, 3, False, False)
    with pytest.raises(BadConfiguration, match="--timeout"):
        read_call_options(None, timeout_s=0.0)
