"""What is kept of our own data is what would be read, and whatever is wrong with it ends in reading it anew."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from prompts import kept, patterns

_VALUE = {"words": frozenset({"a", "é"}), "rows": [("x", 1, 2.5, None, True)], "bytes": b"\x00\xff"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder in use, forgotten after the test."""
    for name in ("_kept", "_file", "_fresh"):
        monkeypatch.setattr(patterns, name, {"_kept": {}, "_file": None, "_fresh": False}[name])
    monkeypatch.setattr(kept, "_folder", None)
    kept.keep_in(tmp_path)
    return tmp_path


def _never() -> object:
    raise AssertionError("it was made anew")


def _file(folder: Path) -> Path:
    files = list(folder.glob("kept-*/*.bin"))
    assert len(files) == 1
    return files[0]


def test_a_kept_value_is_not_made_again(folder: Path) -> None:
    assert kept.kept("a/b", "source", lambda: _VALUE) == _VALUE
    assert kept.kept("a/b", "source", _never) == _VALUE


def test_another_source_makes_the_value_anew(folder: Path) -> None:
    kept.kept("one", "source", lambda: 1)
    assert kept.kept("one", "source, edited", lambda: 2) == 2
    assert kept.kept("one", "source, edited", _never) == 2


def test_other_code_makes_the_value_anew(folder: Path, tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("one", "utf-8")
    kept.kept("one", "source", lambda: 1, by=(str(code),))
    assert kept.kept("one", "source", _never, by=(str(code),)) == 1
    code.write_text("two", "utf-8")
    kept._digest_of.cache_clear()
    assert kept.kept("one", "source", lambda: 2, by=(str(code),)) == 2


def test_another_python_makes_the_value_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.kept("one", "source", lambda: 1)
    monkeypatch.setattr(sys, "version", "another")
    assert kept.kept("one", "source", lambda: 2) == 2


@pytest.mark.parametrize("at", [0, 3, 4, 9, 30, -1], ids=lambda at: f"byte {at}")
def test_one_changed_byte_makes_the_value_anew(folder: Path, at: int) -> None:
    kept.kept("one", "source", lambda: _VALUE)
    content = bytearray(_file(folder).read_bytes())
    content[at] ^= 0x55
    _file(folder).write_bytes(bytes(content))
    assert kept.kept("one", "source", lambda: "anew") == "anew"
    assert kept.kept("one", "source", _never) == "anew"


@pytest.mark.parametrize(
    "content",
    [b"", b"abc", b"\0" * 50, zlib.crc32(b"").to_bytes(4, "little"), zlib.crc32(b"i\x01\0\0\0").to_bytes(4, "little") + b"i\x01\0\0\0"],
    ids=["empty", "short", "zeros", "no value", "another value"],
)
def test_a_damaged_file_makes_the_value_anew(folder: Path, content: bytes) -> None:
    kept.kept("one", "source", lambda: 1)
    _file(folder).write_bytes(content)
    assert kept.kept("one", "source", lambda: 2) == 2


def test_a_cut_file_makes_the_value_anew(folder: Path) -> None:
    kept.kept("one", "source", lambda: _VALUE)
    whole = _file(folder).read_bytes()
    for length in range(len(whole)):
        _file(folder).write_bytes(whole[:length])
        assert kept.kept("one", "source", lambda: "anew") == "anew"


def test_nothing_is_written_where_nobody_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_folder", None)
    monkeypatch.chdir(tmp_path)
    assert kept.kept("one", "source", lambda: 1) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    monkeypatch.setattr(kept, "_folder", blocked / "kept")
    assert kept.kept("one", "source", lambda: 1) == 1
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_value_of_another_kind_is_handed_over_and_not_kept(folder: Path) -> None:
    value = object()
    assert kept.kept("one", "source", lambda: value) is value
    assert list(folder.glob("kept-*/*")) == []


def test_a_failure_to_make_the_value_is_the_callers(folder: Path) -> None:
    with pytest.raises(AssertionError, match="made anew"):
        kept.kept("one", "source", _never)


def test_many_processes_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from prompts import kept; kept.keep_in(Path(sys.argv[1]))\n"
        "for turn in range(30):\n"
        "    source = str(turn % 3)\n"
        "    assert kept.kept('one', source, lambda: [source] * 5000) == [source] * 5000\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    running = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path(kept.__file__).parent.parent)}) for _ in range(6)]
    assert [process.wait(60) for process in running] == [0] * 6
    assert [file.name for file in tmp_path.glob("kept-*/*")] == ["one.bin"]


def test_yaml_is_read_as_typed_values_or_as_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "read_text", lambda _package, _name: "{a: no, b: 1.5, c: [x]}")
    for _ in range(2):
        assert kept.read_yaml("prompts", "x.yaml") == {"a": False, "b": 1.5, "c": ["x"]}
        assert kept.read_yaml("prompts", "x.yaml", scalars="text") == {"a": "no", "b": "1.5", "c": ["x"]}


def test_an_edited_data_file_is_seen_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ["a: 1"]
    monkeypatch.setattr(kept, "read_text", lambda _package, _name: text[0])
    assert kept.read_yaml("prompts", "x.yaml") == {"a": 1}
    text[0] = "a: 2"
    assert kept.read_yaml("prompts", "x.yaml") == {"a": 2}


def test_broken_yaml_names_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "read_text", lambda _package, _name: "a: [")
    with pytest.raises(ValueError, match=r"prompts/x\.yaml"):
        kept.read_yaml("prompts", "x.yaml")
