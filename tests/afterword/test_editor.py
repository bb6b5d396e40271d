"""`afterword notes --edit` and `--out`: the form goes to the editor or a file, comes back, and is never lost."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from afterword.commands.notes import command
from afterword.editor import edit_form
from pipeline.errors import BadConfiguration, BadInput, SystemFailure
from pipeline.intake import read_notes

NOTES = "Phone interview with Priya Nair at Bluefin Logistics, ops manager role.\n- the returns desk moves\n- salary 52k\n- Tom Baker\n"


@pytest.fixture
def notes_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    path = tmp_path / "notes.txt"
    path.write_text(NOTES, "utf-8")
    return path


def editor_that(tmp_path: Path, action: str) -> str:
    """An editor program that runs these Python lines on `form`, the path of the form."""
    script = tmp_path / "editor.py"
    script.write_text(f"import sys, pathlib\nform = pathlib.Path(sys.argv[1])\n{action}\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return f"{sys.executable} {script}"


def test_out_writes_a_form_that_reads_back_to_what_was_understood(notes_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.md"
    result = CliRunner().invoke(command, [str(notes_file), "--now", "2026-05-14", "--out", str(out)])
    assert result.exit_code == 0, result.output
    again = read_notes(out.read_text("utf-8")).notes
    assert (again.company, again.role, again.candidate.name) == ("Bluefin Logistics", "ops manager", "Tom Baker")
    assert [fact.private for fact in again.facts if "52k" in fact.text] == [True]
    assert str(out) in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_out_refuses_to_replace_a_file_and_force_keeps_the_old_one(notes_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.md"
    out.write_text("mine", "utf-8")
    refused = CliRunner().invoke(command, [str(notes_file), "--out", str(out)])
    assert isinstance(refused.exception, BadConfiguration)
    assert "--force" in str(refused.exception)
    assert out.read_text("utf-8") == "mine"
    forced = CliRunner().invoke(command, [str(notes_file), "--out", str(out), "--force"])
    assert forced.exit_code == 0
    assert (tmp_path / "form.md~").read_text("utf-8") == "mine"
    assert out.read_text("utf-8").startswith("<!-- afterword form 1 -->")


@pytest.mark.parametrize("name", ["form.json", "form", "missing/form.md"], ids=["json", "no-suffix", "no-folder"])
def test_out_refuses_a_place_that_no_form_can_go_to(notes_file: Path, tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(command, [str(notes_file), "--out", str(tmp_path / name)])
    assert isinstance(result.exception, BadConfiguration | SystemFailure)
    assert not (tmp_path / name).exists()


def test_edit_shows_what_the_user_made_of_the_form(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = "form.write_text(form.read_text('utf-8').replace('Bluefin Logistics', 'Bluefin Freight'), 'utf-8')"
    monkeypatch.setenv("EDITOR", editor_that(tmp_path, change))
    out = tmp_path / "form.md"
    result = CliRunner().invoke(command, [str(notes_file), "--edit", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "company       Bluefin Freight" in result.stdout
    assert "Bluefin Freight" in out.read_text("utf-8")


def test_edit_without_out_says_where_the_form_is(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor_that(tmp_path, "pass"))
    result = CliRunner().invoke(command, [str(notes_file), "--edit"])
    where = result.stderr.split("The form is in ")[1].split(": ")[0]
    assert read_notes(Path(where).read_text("utf-8")).notes.company == "Bluefin Logistics"


def test_a_form_that_cannot_be_read_is_kept_and_named(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil = "form.write_text(form.read_text('utf-8').replace('- Interview date:', '- Interview date: 31 February'), 'utf-8')"
    monkeypatch.setenv("EDITOR", editor_that(tmp_path, spoil))
    result = CliRunner().invoke(command, [str(notes_file), "--edit"])
    assert isinstance(result.exception, BadInput)
    assert "31 February" in str(result.exception)
    kept = str(result.exception).split("is in ")[1].split(";")[0]
    assert "31 February" in Path(kept).read_text("utf-8")


def test_an_unreadable_form_may_be_edited_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "any")
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    tries: list[str] = []

    def run(line: list[str]) -> int:
        tries.append(Path(line[-1]).read_text("utf-8"))
        Path(line[-1]).write_text(f"try {len(tries)}", "utf-8")
        return 0

    def read(text: str) -> str:
        if text != "try 2":
            raise BadInput("not yet.")
        return text

    result, path = edit_form("offered", read, may_ask=True, run=run)
    assert (result, tries) == ("try 2", ["offered", "try 1"])
    assert path.read_text("utf-8") == "try 2"


def test_whoever_does_not_want_to_edit_again_is_told_where_the_form_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "any")
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)

    def read(text: str) -> str:
        raise BadInput("never readable.")

    with pytest.raises(BadInput, match="as you left it is in") as caught:
        edit_form("offered", read, may_ask=True, run=lambda _: 0)
    assert Path(str(caught.value).split("is in ")[1].split(";")[0]).read_text("utf-8") == "offered"


@pytest.mark.parametrize(
    ("editor", "said"),
    [("no-such-editor-anywhere", "could not be started"), (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with status 3")],
    ids=["missing", "failed"],
)
def test_an_editor_that_fails_leaves_the_form_in_a_named_file(monkeypatch: pytest.MonkeyPatch, editor: str, said: str) -> None:
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(SystemFailure, match=said) as caught:
        edit_form("the form", str, may_ask=False)
    assert Path(str(caught.value).split("is in ")[1].rstrip(".")).read_text("utf-8") == "the form"


def test_without_any_editor_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR", "PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadConfiguration, match=r"--out form\.md"):
        edit_form("the form", str, may_ask=False)
