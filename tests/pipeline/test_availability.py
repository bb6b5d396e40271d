from __future__ import annotations

import socket
from collections.abc import Mapping
from importlib.machinery import ModuleSpec

import pytest

from pipeline.errors import ProviderFailure
from pipeline.models import Reply, Request
from pipeline.providers.availability import Availability, is_answering, judge_provider
from pipeline.providers.table import Provider, load_providers
from pipeline.providers.trial import try_model

KEY = "sk-secret-0123456789"


def judge(provider: str, environment: Mapping[str, str], *, up: bool = False, probe: bool = False) -> tuple[Availability, list[str]]:
    asked: list[str] = []

    def answers(url: str, _timeout_s: float) -> bool:
        asked.append(url)
        return up

    return judge_provider(load_providers()[provider], environment=environment, probe=probe, answers=answers), asked


@pytest.mark.parametrize(
    ("provider", "environment", "usable", "why"),
    [
        ("phrasebook", {}, True, "ready"),
        ("openai", {}, False, "set OPENAI_API_KEY"),
        ("openai", {"OPENAI_API_KEY": " "}, False, "set OPENAI_API_KEY"),
        ("openai", {"OPENAI_API_KEY": KEY}, True, "ready (not asked: --probe)"),
        ("openai", {"OPENAI_BASE_URL": "https://models.example/v1"}, True, "ready (not asked: --probe)"),
        ("azure", {"AZURE_OPENAI_API_KEY": KEY}, False, "set AZURE_OPENAI_ENDPOINT, e.g. to https://NAME.openai.azure.com"),
        ("azure", {"AZURE_OPENAI_ENDPOINT": "https://firm.openai.azure.com"}, False, "set AZURE_OPENAI_API_KEY"),
        ("groq", {"OPENAI_API_KEY": KEY}, False, "set GROQ_API_KEY"),
        ("anthropic", {}, False, "set ANTHROPIC_API_KEY"),
        ("google", {"GEMINI_API_KEY": KEY}, True, "ready"),
        ("langchain", {}, True, "ready"),
    ],
)
def test_what_is_missing_is_said_as_something_to_do(
    provider: str, environment: dict[str, str], usable: bool, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.providers.availability.find_spec", lambda name: ModuleSpec(name, None))  # every package is installed
    found, asked = judge(provider, environment)
    assert (found.usable, found.why) == (usable, why)
    assert asked == []
    assert KEY not in str(found.to_json())


def test_package_that_is_missing_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.providers.availability.find_spec", lambda _name: None)
    assert judge("anthropic", {})[0].why == "in Afterword's folder say pip install '.[anthropic]'"
    assert judge("local", {})[0].why == "install Afterword again: the package xllamacpp is missing"
    own = Provider(id="mine", kind="langchain", says="", chat_model="my_package.Chat")
    assert judge_provider(own, environment={}).why == "install the package that has my_package"


@pytest.mark.parametrize(("up", "why"), [(True, "ready at 127.0.0.1:11434"), (False, "nothing answers at 127.0.0.1:11434: start")])
def test_server_of_this_machine_is_always_asked(up: bool, why: str) -> None:
    found, asked = judge("ollama", {}, up=up)
    assert found.usable is up
    assert found.why.startswith(why)
    assert asked == ["http://127.0.0.1:11434/v1"]


@pytest.mark.parametrize(
    ("up", "why"), [(True, "ready, api.openai.com answers"), (False, "api.openai.com cannot be reached: check the network")]
)
def test_server_elsewhere_is_asked_only_with_probe(up: bool, why: str) -> None:
    found, asked = judge("openai", {"OPENAI_API_KEY": KEY}, up=up, probe=True)
    assert (found.usable, found.why, asked) == (up, why, ["https://api.openai.com/v1"])


def test_a_listening_port_answers_and_a_closed_one_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_answering(f"http://127.0.0.1:{port}/v1", 0.5)
    assert not is_answering(f"http://127.0.0.1:{port}/v1", 0.5)
    assert not is_answering("http://127.0.0.1:99999/v1", 0.5)
    assert not is_answering("not an address", 0.5)


class Scripted:
    name = "openai:m"

    def __init__(self, answer: Reply | Exception) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def complete(self, request: Request) -> Reply:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "exit_code", "last"),
    [
        (Reply("ready", "stop", 11, 2), 0, ("token counts", True, "11 in, 2 out")),
        (Reply("\x1b[31mready\n", "stop", 11, 2), 0, ("token counts", True, "11 in, 2 out")),
        (Reply("ready"), 0, ("token counts", False, "not given; cost stays unknown")),
        (Reply("", "length", 11, 64), 0, ("token counts", True, "11 in, 64 out")),
        (Reply("", "stop", 11, 0), 3, ("token counts", True, "11 in, 0 out")),
        (ProviderFailure("openai.example refused access (status 401)."), 3, ("call", False, "openai.example refused access (status 401).")),
    ],
    ids=["answers", "answers in colour", "does not count", "thinks first", "empty", "fails"],
)
def test_tiny_call_is_made_once_and_says_what_worked(
    monkeypatch: pytest.MonkeyPatch, answer: Reply | Exception, exit_code: int, last: tuple[str, bool, str]
) -> None:
    writer = Scripted(answer)
    monkeypatch.setattr("pipeline.providers.open_model", lambda *_, **__: writer)
    trial = try_model("openai:m")
    assert (trial.exit_code, trial.passed, trial.steps[-1]) == (exit_code, exit_code == 0, last)
    assert len(writer.asked) == 1
    assert writer.asked[0].max_tokens <= 64
    assert "\x1b" not in str(trial.to_json())


def test_wrong_name_fails_before_any_call_with_the_code_of_wrong_use() -> None:
    trial = try_model("opnai:m")
    assert (trial.exit_code, trial.steps[0][:2]) == (2, ("name", False))
    assert "Did you mean openai?" in trial.steps[0][2]


def test_a_model_that_chooses_is_asked_to_choose() -> None:
    trial = try_model("phrasebook")
    assert [step[0] for step in trial.steps] == ["name", "call", "answer"]
    assert trial.passed


@pytest.mark.parametrize("address", ["http://[::1", "http://h:99999/v1", "ftp://h/v1", "http://user:sk-secret-0123456789@h/v1"])
def test_address_that_is_none_or_holds_a_key_is_said_so_and_neither_asked_nor_shown_with_its_key(address: str) -> None:
    found, asked = judge("ollama", {"OLLAMA_BASE_URL": address}, up=True)
    assert (found.usable, asked, found.address) == (False, [], "")
    assert "address of a server" in found.why
    assert KEY not in str(found.to_json())
