from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from email import message_from_string
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES

ROOT = Path(__file__).parent.parent.parent
FULL = str(EXAMPLES / "phone_interview-full.yaml")


def run(*arguments: str, stdin: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([sys.executable, "-m", "afterword", *arguments], input=data or b"", capture_output=True, cwd=ROOT, timeout=60)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _one_sentence(stderr: str) -> None:
    lines = [line for line in stderr.splitlines() if line.strip()]
    assert "Traceback" not in stderr
    assert len(lines[-1:]) == 1
    assert len(lines) <= 4, stderr


def test_draft_prints_the_email_and_nothing_else_on_standard_output() -> None:
    done = run("draft", FULL, "--model", "phrasebook")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Subject: ")
    assert "\n\nDear " in done.stdout


def test_draft_json_has_the_promised_shape() -> None:
    done = run("draft", FULL, "--model", "phrasebook", "--json")
    document = json.loads(done.stdout)
    assert list(document) == ["schema", "verdict", "scenario", "draft", "sentences", "findings", "repairs", "advice", "questions", "run"]
    assert document["schema"] == "afterword/outcome@1"
    assert document["verdict"] == "send"
    assert set(document["draft"]) == {"to", "subject", "greeting", "paragraphs", "closing", "signature", "text"}
    assert all(set(sentence) == {"text", "move", "kind", "sources"} for sentence in document["sentences"])
    assert {"model", "prompt_hash", "tokens_in", "tokens_out", "cost_usd", "seconds", "seed", "versions"} <= set(document["run"])
    assert " ".join(sentence["text"] for sentence in document["sentences"]) == " ".join(document["draft"]["paragraphs"])


def test_what_draft_writes_check_accepts(tmp_path: Path) -> None:
    letter = tmp_path / "mail.txt"
    assert run("draft", FULL, "--model", "phrasebook", "--out", str(letter)).returncode == 0
    done = run("check", str(letter), "--notes", FULL, "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["passed"] is True


def test_check_refuses_a_wrong_company_with_exit_code_1(tmp_path: Path) -> None:
    letter = tmp_path / "mail.txt"
    run("draft", FULL, "--model", "phrasebook", "--out", str(letter))
    text = letter.read_text("utf-8")
    for closing in ("\n\nKind regards", "\n\nBest regards"):
        text = text.replace(closing, " I would love to join Globex Corporation." + closing)
    assert "Globex" in text
    letter.write_text(text, encoding="utf-8")
    done = run("check", str(letter), "--notes", FULL)
    assert done.returncode == 1
    assert "Globex" in done.stdout
    assert "^^^" in done.stdout


def test_eml_opens_as_a_draft_with_the_same_text(tmp_path: Path) -> None:
    target = tmp_path / "mail.eml"
    done = run("draft", FULL, "--model", "phrasebook", "--out", str(target))
    message = message_from_string(target.read_text("utf-8"))
    assert message["X-Unsent"] == "1"
    assert str(message["Subject"]) in done.stdout.replace("\n", " ")
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().strip() in done.stdout


def test_out_keeps_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "mail.txt"
    target.write_text("precious", encoding="utf-8")
    run("draft", FULL, "--model", "phrasebook", "--out", str(target))
    assert target.read_text("utf-8").startswith("Subject: ")
    assert (tmp_path / "mail.txt~").read_text("utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mail.txt", "mail.txt~"]


BAD_NOTES = {
    "empty": (b"", 2),
    "white space": (b" \n\n", 2),
    "binary": (bytes(range(256)) * 20, 2),
    "5 MB": (b"talked about the rosters\n" * 210_000, 2),
    "unknown key": (b"scenario: phone_interview\ncompnay: Fernhill\nrole: planner\n", 2),
    "wrong YAML": (b"scenario: phone_interview\nfacts:\n  - kind: topic\n    text: 'the rosters\n", 2),
    "two scenarios": (b"scenario: [phone_interview, accept_offer]\ncompany: Fernhill\n", 2),
    "impossible date": (b"scenario: phone_interview\ncompany: Fernhill\ninterview: {at: 2026-02-31}\n", 2),
    "wrong JSON": (b'{"scenario": "phone_interview", "facts": [', 2),
}


@pytest.mark.parametrize(("content", "code"), BAD_NOTES.values(), ids=BAD_NOTES.keys())
def test_bad_notes_get_one_sentence_and_exit_code_2(content: bytes, code: int, tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_bytes(content)
    done = run("draft", str(path), "--model", "phrasebook")
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    _one_sentence(done.stderr)
    assert path.read_bytes() == content


def test_unknown_key_names_the_nearest_valid_one(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_bytes(BAD_NOTES["unknown key"][0])
    assert "company" in run("draft", str(path), "--model", "phrasebook").stderr


BAD_CALLS = {
    "missing file": (["draft", "no-such-file.md", "--model", "phrasebook"], 2, "no-such-file.md"),
    "folder": (["draft", "examples", "--model", "phrasebook"], 2, "examples"),
    "no notes": (["draft", "-", "--model", "phrasebook"], 2, ""),
    "scenario against the notes": (["draft", FULL, "--scenario", "accept_offer", "--model", "phrasebook"], 2, "accept"),
    "unknown scenario": (["draft", FULL, "--scenario", "phone"], 2, "phone_interview"),
    "bad now": (["draft", FULL, "--now", "2026-02-31", "--model", "phrasebook"], 2, "2026-02-31"),
    "unknown recipient": (["draft", FULL, "--to", "Zebedee", "--model", "phrasebook"], 2, "Zebedee"),
    "unknown model": (["draft", FULL, "--model", "opnai:x"], 2, "openai"),
    "suffix": (["draft", FULL, "--model", "phrasebook", "--out", "mail.pdf"], 2, ".eml"),
    "no folder": (["draft", FULL, "--model", "phrasebook", "--out", "no/such/folder/mail.txt"], 3, "no/such/folder"),
    "misspelt command": (["darft"], 2, "draft"),
    "unknown rule": (["rule", "LEN-lnog"], 2, "LEN-long"),
}


@pytest.mark.parametrize(("arguments", "code", "says"), BAD_CALLS.values(), ids=BAD_CALLS.keys())
def test_bad_calls_say_what_is_wrong(arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    _one_sentence(done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_exit_code_3() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "afterword", "draft", FULL, "--model", "phrasebook"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT
        )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"space" in done.stderr


def test_a_file_that_cannot_be_written_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from afterword.files import write_file
    from pipeline.errors import SystemFailure

    target = tmp_path / "mail.txt"
    target.write_text("precious", encoding="utf-8")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SystemFailure, match="No space left"):
        write_file(target, "new")
    assert target.read_text("utf-8") == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["mail.txt"]


def test_ctrl_c_at_a_question_ends_in_one_sentence_and_gives_the_answers_back(tmp_path: Path) -> None:
    notes = tmp_path / "notes.yaml"
    notes.write_text("scenario: phone_interview\nfacts:\n  - {kind: topic, text: the rosters}\n", encoding="utf-8")
    process, parent = _in_terminal(str(notes))
    seen = _read_until(parent, "name")
    os.write(parent, b"Tom Baker\n")
    seen += _read_until(parent, "leave it out")
    time.sleep(0.3)  # let the process reach its read; an interrupt just before it waits for the next key
    process.send_signal(signal.SIGINT)
    seen += _read_until(parent, "Stopped")
    assert process.wait(10) == 130
    assert process.stdout is not None
    assert process.stdout.read() == b""
    process.stdout.close()
    os.close(parent)
    assert "Tom Baker" in seen.split("Your answers")[1]
    assert "Traceback" not in seen


def test_questions_are_answered_in_a_terminal(tmp_path: Path) -> None:
    notes = tmp_path / "notes.yaml"
    notes.write_text(
        "scenario: accept_offer\ncompany: Fernhill Logistics\nfacts:\n  - {kind: topic, text: the move to the new rosters}\n",
        encoding="utf-8",
    )
    process, parent = _in_terminal(str(notes))
    _read_until(parent, "name")
    os.write(parent, b"Tom Baker\n")
    _read_until(parent, "role")
    os.write(parent, b"shift planner\n")
    out, _ = process.communicate(timeout=20)
    os.close(parent)
    text = out.decode()
    assert process.returncode == 0
    assert text.rstrip().endswith("Tom Baker")
    assert "shift planner" in text.partition("\n\n")[2]


def _in_terminal(notes: str) -> tuple[subprocess.Popen[bytes], int]:
    """A draft that may ask questions, and the terminal it asks them in."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "afterword", "draft", notes, "--model", "phrasebook"],
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=child,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell's background job ignores it otherwise
    )
    os.close(child)
    return process, parent


def _read_until(fd: int, mark: str, timeout: float = 15) -> str:
    text, end = "", time.monotonic() + timeout
    while mark not in text:
        ready, _, _ = select.select([fd], [], [], max(0, end - time.monotonic()))
        assert ready, f"{mark!r} never came; so far: {text!r}"
        try:
            text += os.read(fd, 4096).decode(errors="replace")
        except OSError:
            break
    return text


def test_notes_are_shown_with_what_is_private_and_what_is_missing() -> None:
    done = run(
        "notes",
        "-",
        stdin="Call with Nadia Rahman at Fernhill Logistics.\nRole: shift planner\n"
        "Talked about the move to an app.\nDon't mention: pay is 2k lower.\n",
    )
    assert done.returncode == 0
    assert "Nadia Rahman" in done.stdout
    assert "private" in done.stdout
    assert "name" in done.stderr


def test_notes_json_has_the_promised_shape() -> None:
    document = json.loads(run("notes", FULL, "--json").stdout)
    assert list(document) == ["schema", "notes", "questions", "ignored"]
    assert document["schema"] == "afterword/notes@1"


def test_a_new_form_can_be_filled_in_and_drafted(tmp_path: Path) -> None:
    form = run("new", "--scenario", "phone_interview").stdout
    assert "phone_interview" in form or "phone" in form.casefold()
    path = tmp_path / "notes.md"
    path.write_text(form, encoding="utf-8")
    done = run("draft", str(path), "--model", "phrasebook", "--json")
    document = json.loads(done.stdout)
    assert document["verdict"] == "refused", "an empty form has nothing to write about"
    assert document["questions"]


@pytest.mark.parametrize("command", ["draft", "notes", "check", "new", "prompt", "eval", "rule", "scenarios", "models", "doctor"])
def test_every_command_has_a_help_text(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert len(done.stdout) > 150


def test_prompt_shows_messages_with_token_counts() -> None:
    document = json.loads(run("prompt", FULL, "--model", "openai:any", "--json").stdout)
    assert [message["role"] for message in document["messages"]] == ["system", "user"]
    assert document["tokens"] == sum(message["tokens"] for message in document["messages"])


def test_shell_completion_is_offered() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "afterword"],
        env={**os.environ, "_AFTERWORD_COMPLETE": "bash_source"},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert "complete" in done.stdout
