"""The same command line over every provider that can run here: only what follows `--model` changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from afterword.commands.draft import command
from pipeline.model_file import model_path
from pipeline.providers.table import Provider, load_providers
from prompts.draft import Answer
from tests.afterword.every_protocol import Answering, serve_answer
from tests.pipeline.test_run import GOOD
from tests.pipeline.test_run import NOTES as SHORT_NOTES

ROOT = Path(__file__).parent.parent.parent
NOTES = ROOT / "examples" / "notes" / "phone_interview-full.yaml"
TOP = {"schema", "verdict", "scenario", "draft", "sentences", "findings", "repairs", "advice", "questions", "run"}
#: Generous: on a busy machine with two cores even the smallest model takes a minute to read the prompt.
TIMEOUT_S = 240


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real llama.cpp server in this process."""
    if model_path() is None:
        pytest.skip("the embedded model is not here; `make model` fetches it")
    from evals.llama_server import start_server

    running = start_server(context=8192)
    yield running.address
    running.stop()


def draft(model: str, tmp_path: Path, *more: str) -> tuple[int, dict[str, object], str]:
    code = "from afterword.cli import main; main()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AFTERWORD_MODEL", "OPENAI_"))}
    environment |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    done = subprocess.run(
        [sys.executable, "-c", code, "draft", str(NOTES), "--json", "--timeout", str(TIMEOUT_S), "--model", model, *more],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S + 60,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def judge(document: dict[str, object], model: str) -> dict[str, object]:
    """The run's record, after the outcome was found to be a whole one."""
    assert set(document) == TOP
    assert document["schema"] == "afterword/outcome@1"
    assert document["verdict"] in {"send", "hold"}
    assert document["scenario"] == "phone_interview"
    email = document["draft"]
    assert isinstance(email, dict)
    assert 45 <= len(str(email["text"]).split()) <= 200
    assert "Priya" in email["greeting"]
    run = document["run"]
    assert isinstance(run, dict)
    assert run["model"] == model
    return run


@pytest.mark.model
def test_the_embedded_model_writes_a_whole_outcome(tmp_path: Path) -> None:
    code, document, _ = draft("local", tmp_path)
    assert code == 0
    assert judge(document, "local")["cost_usd"] == 0.0


def test_the_phrasebook_writes_a_whole_outcome(tmp_path: Path) -> None:
    code, document, _ = draft("phrasebook", tmp_path)
    assert code == 0
    assert judge(document, "phrasebook")["fallback"] == ""


def test_a_chat_model_of_langchain_writes_a_whole_outcome(tmp_path: Path) -> None:
    code, document, _ = draft("langchain:fake_chat.FakeChat", tmp_path)
    assert code == 0
    run = judge(document, "langchain:fake_chat.FakeChat")
    assert run["fallback"] == ""
    assert run["cost_usd"] is None
    assert run["tokens_in"] == 50 * int(str(run["model_calls"]))


_SLOW = pytest.mark.skipif(
    not os.environ.get("AFTERWORD_SLOW_TESTS"), reason="takes minutes: AFTERWORD_SLOW_TESTS=1 runs it, and `make conformance` does the like"
)


@_SLOW
@pytest.mark.model
@pytest.mark.parametrize("more", [(), ("--constrained",)], ids=["free writing", "lattice"])
def test_a_server_of_llama_cpp_writes_a_whole_outcome(server: str, tmp_path: Path, more: tuple[str, ...]) -> None:
    model = "llamacpp:SmolLM2-135M-Instruct"
    code, document, _ = draft(f"{model}@{server}/v1", tmp_path, "--max-calls", "1", *more)
    assert code == 0
    run = judge(document, model)
    assert run["model_calls"] == 1
    assert run["cost_usd"] is None
    if more:
        assert run["fallback"] == ""
        assert document["repairs"] == []


@_SLOW
@pytest.mark.model
def test_the_messages_interface_writes_a_whole_outcome(server: str, tmp_path: Path) -> None:
    pytest.importorskip("langchain_anthropic")
    code, document, _ = draft(f"anthropic:SmolLM2-135M-Instruct@{server}", tmp_path, "--max-calls", "1")
    assert code == 0
    assert judge(document, "anthropic:SmolLM2-135M-Instruct")["model_calls"] == 1


@pytest.mark.parametrize("model", ["llamacpp:m@http://127.0.0.1:9/v1", "openai:m@http://127.0.0.1:9/v1"])
def test_a_server_that_is_not_there_is_stood_in_for_by_the_phrasebook_with_one_line(tmp_path: Path, model: str) -> None:
    code, document, says = draft(model, tmp_path)
    assert code == 0
    run = judge(document, model.partition("@")[0])
    assert "could not be reached" in str(run["fallback"])
    assert "The phrasebook wrote the email instead." in says
    assert len([line for line in says.splitlines() if "phrasebook" in line]) == 1


@pytest.fixture(scope="module")
def answering() -> Iterator[Answering]:
    with serve_answer(dict(GOOD)) as running:
        yield running


@pytest.fixture
def short_notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.yaml"
    data = SHORT_NOTES.model_dump(mode="json", exclude={"source", "spans"}, exclude_defaults=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


#: Every provider that a server can be asked in the name of; `local` and `phrasebook` ask none, `langchain` is any class.
_SERVED = [row for row in load_providers().values() if row.kind == "openai" or row.chat_model]


def _spec(row: Provider, url: str) -> str:
    return f"{row.id}:m@{url}/v1" if row.kind == "openai" else f"{row.id}:m@{url}"


def test_most_providers_of_the_table_are_asked_in_the_loop() -> None:
    assert len(_SERVED) == len(load_providers()) - 3 == 13


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("row", _SERVED, ids=[row.id for row in _SERVED])
def test_the_same_command_line_and_answer_give_the_same_email_from_every_provider(
    row: Provider, answering: Answering, short_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the word after `--model` differs from one provider to the next."""
    if row.chat_model:
        pytest.importorskip(row.chat_model.partition(".")[0])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path / "cache"))
    if row.key_variable:
        monkeypatch.setenv(row.key_variable, "sk-test-0123456789abcdef")
    answering.paths.clear()
    done = CliRunner().invoke(command, [str(short_notes), "--json", "--seed", "0", "--model", _spec(row, answering.url)])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert set(document) == TOP
    assert document["verdict"] == "send"
    given = Answer.model_validate(GOOD)
    assert [sentence["text"] for sentence in document["sentences"]] == [said.text for group in given.paragraphs for said in group]
    run = document["run"]
    assert (run["model"], run["model_calls"], run["fallback"]) == (f"{row.id}:m", 1, "")
    assert (run["tokens_in"], run["tokens_out"]) == (50, 20)
    assert len(answering.paths) == 1
    assert "sk-test" not in done.output
