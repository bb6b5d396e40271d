"""A whole draft, from the command line to its outcome, with a recorded llama.cpp server. Recorded by `make record`.

The prompt is sent, and compared with the recorded one, as it is: a change to it makes the recording stale, and these tests say so.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from afterword.commands.draft import command
from tests.recordings import CASSETTES, MODEL, PATIENCE_S, cassette, is_recording, recorder, server_url

__all__ = ["cassette"]

NOTES = Path(__file__).parent.parent.parent / "examples" / "notes" / "phone_interview-full.yaml"
_STALE = "the prompt is not the recorded one: look at what changed, then record it anew with `make record`"


@pytest.fixture(autouse=True)
def _the_same_each_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine's, no memory of an earlier server, and a canary that does not change."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("LLAMA_API_KEY", raising=False)
    monkeypatch.setattr("prompts.messages._process_secret", lambda: b"recorded canary.")


def draft(*more: str, notes: Path = NOTES) -> dict[str, object]:
    """The outcome of one command line; a prompt that was not recorded fails the test."""
    model = f"llamacpp:{MODEL}@{server_url()}/v1"
    limits = ("--max-calls", "1", "--timeout", str(PATIENCE_S), "--temperature", "0")
    done = CliRunner().invoke(command, [str(notes), "--json", "--model", model, *limits, *more])
    if isinstance(done.exception, CannotOverwriteExistingCassetteException):
        pytest.fail(_STALE)
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return document


def test_whole_draft_goes_from_the_command_line_to_its_outcome(cassette: Cassette) -> None:
    document = draft()
    assert (document["schema"], document["verdict"], document["scenario"]) == ("afterword/outcome@1", "send", "phone_interview")
    email, run = document["draft"], document["run"]
    assert isinstance(email, dict)
    assert isinstance(run, dict)
    assert email["greeting"].startswith("Dear ")
    assert 45 <= len(" ".join(email["paragraphs"]).split()) <= 170
    assert (run["model"], run["model_calls"], run["cost_usd"]) == (f"llamacpp:{MODEL}", 1, None)
    assert 1000 < run["tokens_in"] < 3000
    assert 20 < run["tokens_out"] <= 900
    sent = json.loads(cassette.requests[0].body)
    system, user = (message["content"] for message in sent["messages"])
    assert "Never write the word" in system
    assert "Priya" in user
    assert sent["response_format"]["json_schema"]["schema"]["properties"]["paragraphs"]["minItems"] == 1
    assert "Never write the word" not in json.dumps(document)


@pytest.mark.parametrize("change", ["the instructions", "the notes"])
def test_changed_prompt_makes_the_recording_of_a_whole_draft_stale(change: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if is_recording():
        pytest.skip("recording")
    path = NOTES
    if change == "the instructions":
        monkeypatch.setattr("prompts.messages.system_prompt", lambda: "You write emails.")
    else:
        notes = yaml.safe_load(NOTES.read_text("utf-8"))
        notes["facts"][0]["text"] += " indeed"
        path = tmp_path / "notes.yaml"
        path.write_text(yaml.safe_dump(notes), "utf-8")
    name = "test_whole_draft_goes_from_the_command_line_to_its_outcome.yaml"
    assert (CASSETTES / name).is_file()
    with recorder().use_cassette(name) as tape, pytest.raises(pytest.fail.Exception, match="make record"):
        draft(notes=path)
    assert tape.play_count == 0
