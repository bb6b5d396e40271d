from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.commands.check import command
from pipeline.errors import AfterwordError
from tests.conftest import EXAMPLES

NOTES = str(EXAMPLES / "phone_interview-full.yaml")
GOOD = """Subject: Meeting in person about the operations manager role

Dear Priya,

Thank you for telling me on Tuesday about the move of the returns desk into the new Leeds hall. I would start by asking the night shift what
the returns form leaves out, because they only hear about changes after they have happened.

I want this job for the chance to work where the people on the floor help to design the process. I would like to come in, meet you in person
and see the hall.

Kind regards,
Tom Hartley
"""
BAD = GOOD.replace("Dear Priya,", "Dear Prya,").replace("the night shift", "**the night shift**")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def run(text: str, *arguments: str, color: bool = False) -> Result:
    Path("mail.txt").write_bytes(text.encode())
    return CliRunner().invoke(command, ["mail.txt", "--notes", NOTES, *arguments], color=color)


def rules(result: Result) -> list[str]:
    return sorted({finding["rule"] for finding in json.loads(result.stdout)["findings"]})


def test_good_email_passes_with_the_summary_alone() -> None:
    done = run(GOOD)
    assert (done.exit_code, done.stdout) == (0, "passed: 0 errors, 0 warnings\n")


def test_finding_is_shown_with_its_line_and_a_mark_under_it() -> None:
    done = run(BAD)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "IDN-recipient" in line)
    assert lines[at].startswith("mail.txt:3:6: error IDN-recipient: ")
    assert lines[at + 1 : at + 3] == ["    Dear Prya,", "         ^^^^"]
    assert lines[-1] == "refused: 2 errors, 0 warnings"


def test_mark_stands_under_a_span_of_a_hard_wrapped_line_and_a_long_line_is_cut() -> None:
    text = BAD.replace("\n", " ").replace("  ", "\n\n")
    lines = run(text).stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "FMT-markup" in line)
    shown, marks = lines[at + 1], lines[at + 2]
    assert shown[marks.index("^") : len(marks)] == "**the night shift**"
    assert "…" in shown
    assert len(shown) <= 100


def test_colour_reaches_a_terminal_only() -> None:
    assert "\x1b[" not in run(BAD).stdout
    assert "\x1b[31m" in run(BAD, color=True).stdout


def test_no_control_character_of_the_draft_reaches_the_terminal() -> None:
    done = run(GOOD.replace("night", "ni\u202eg\x1b[2Jht"))
    assert "FMT-control" in done.stdout
    assert "\u202e" not in done.stdout
    assert "\x1b" not in done.stdout


def test_json_keeps_its_shape() -> None:
    document = json.loads(run(BAD, "--json").stdout)
    assert list(document) == ["schema", "passed", "findings", "could_not_run"]
    assert (document["schema"], document["passed"], document["could_not_run"]) == ("afterword/report@1", False, [])
    assert list(document["findings"][0]) == ["rule", "severity", "where", "start", "end", "message", "fix"]


@pytest.mark.parametrize(
    ("arguments", "found", "code"),
    [
        ([], ["FMT-markup", "IDN-recipient"], 1),
        (["--select", "FMT"], ["FMT-markup"], 1),
        (["--select", "fmt-markup,LEN"], ["FMT-markup"], 1),
        (["--select", "LEN", "--select", "IDN"], ["IDN-recipient"], 1),
        (["--ignore", "IDN"], ["FMT-markup"], 1),
        (["--ignore", "IDN-recipient, FMT"], [], 0),
        (["--select", "FMT,IDN", "--ignore", "FMT"], ["IDN-recipient"], 1),
        (["--select", "TON"], [], 0),
    ],
)
def test_rules_are_chosen_by_family_or_id(arguments: list[str], found: list[str], code: int) -> None:
    done = run(BAD, "--json", *arguments)
    assert (rules(done), done.exit_code) == (found, code)


@pytest.mark.parametrize("place", ["mail/afterword.toml", "afterword.toml", "config/afterword/afterword.toml", "other.toml"])
def test_settings_are_found_here_above_at_home_or_where_they_are_named(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[rules]\nignore = ["IDN"]\n[rules.severity]\nFMT-markup = "warning"\n', encoding="utf-8")
    named = ["--config", str(path.absolute())] if path.name == "other.toml" else []
    Path("mail").mkdir(exist_ok=True)
    monkeypatch.chdir("mail")
    done = run(BAD, "--json", *named)
    assert done.exit_code == 0
    assert [(finding["rule"], finding["severity"]) for finding in json.loads(done.stdout)["findings"]] == [("FMT-markup", "warning")]


def test_the_nearest_settings_count_and_flags_count_for_more() -> None:
    Path("config/afterword").mkdir(parents=True)
    Path("config/afterword/afterword.toml").write_text('[rules]\nselect = ["TON"]\n', encoding="utf-8")
    assert rules(run(BAD, "--json")) == []
    Path("afterword.toml").write_text('[rules]\nselect = ["IDN"]\n', encoding="utf-8")
    assert rules(run(BAD, "--json")) == ["IDN-recipient"]
    assert rules(run(BAD, "--json", "--select", "FMT")) == ["FMT-markup"]


@pytest.mark.parametrize("arguments", [["--select", "LEN-lnog"], ["--ignore", "LEN-lnog"], ["--config", "none.toml"]])
def test_wrong_choice_is_one_sentence_and_exit_code_2(arguments: list[str]) -> None:
    done = run(BAD, *arguments)
    assert isinstance(done.exception, AfterwordError)
    assert done.exception.exit_code == 2
    assert "LEN-long" in str(done.exception) or "none.toml" in str(done.exception)
    assert done.stdout == ""


def test_fix_prints_a_diff_that_can_be_applied() -> None:
    done = run(BAD, "--fix")
    assert done.exit_code == 0
    assert Path("mail.txt").read_text("utf-8") == BAD
    assert "-Dear Prya,\n+Dear Priya,\n" in done.stdout
    Path("fix.diff").write_text(done.stdout, encoding="utf-8")
    subprocess.run(["git", "apply", "-p0", "fix.diff"], check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(Path.cwd().parent)})
    assert Path("mail.txt").read_text("utf-8") == GOOD
    assert "Mended: IDN-recipient, FMT-markup." in done.stderr


def test_fix_leaves_what_it_cannot_mend_and_says_so() -> None:
    done = run(GOOD.replace("Leeds hall", "Paris hall"), "--fix")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Nothing could be mended" in done.stderr
    assert "Left to you: error GND-name" in done.stderr


def test_fix_writes_a_new_file_and_nothing_over_an_old_one_without_force() -> None:
    assert run(BAD, "--fix", "--out", "new.txt").exit_code == 0
    assert Path("new.txt").read_text("utf-8") == GOOD
    Path("new.txt").write_text("precious", encoding="utf-8")
    done = run(BAD, "--fix", "--out", "new.txt")
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert Path("new.txt").read_text("utf-8") == "precious"
    assert run(BAD, "--fix", "--out", "new.txt", "--force").exit_code == 0
    assert Path("new.txt").read_text("utf-8") == GOOD
    assert Path("new.txt~").read_text("utf-8") == "precious"


def test_fix_with_json_prints_the_report_of_the_mended_email() -> None:
    done = run(BAD, "--fix", "--json", "--out", "new.txt")
    assert json.loads(done.stdout)["findings"] == []


@pytest.mark.parametrize("arguments", [["--out", "x.txt"], ["--force"], ["--fix", "--json"], ["--fix", "--force"], ["--fix", "--out", "."]])
def test_flags_that_do_not_go_together_are_wrong_use(arguments: list[str]) -> None:
    done = run(BAD, *arguments)
    assert done.exit_code == 2
    assert not Path("x.txt").exists()


def test_line_ends_and_the_rest_of_the_text_survive_a_fix() -> None:
    text = BAD.replace("\n", "\r\n")
    run(text, "--fix", "--out", "new.txt")
    assert Path("new.txt").read_bytes() == GOOD.replace("\n", "\r\n").encode()


def test_no_settings_file_is_read_where_there_is_none() -> None:
    Path("mail.txt").write_text(GOOD, encoding="utf-8")
    probe = (
        "import os, sys\nos._exit = lambda code: (_ for _ in ()).throw(SystemExit(code))\n"
        f"sys.argv = ['afterword', 'check', 'mail.txt', '--notes', {NOTES!r}]\n"
        "from afterword.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('tomllib', 'guardrails.rules', 'guardrails.settings_file') if name in sys.modules])"
    )
    root = str(Path(__file__).parent.parent.parent)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root})
    assert done.stdout.splitlines() == ["passed: 0 errors, 0 warnings", "[]"]
