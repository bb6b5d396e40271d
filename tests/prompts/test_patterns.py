"""Kept patterns match as fresh ones do, hold nothing of a user's, and never get in the way."""

from __future__ import annotations

import marshal
import re
from pathlib import Path

import pytest

from prompts import patterns

_SAMPLES = [
    (r"\bgrateful\b", re.IGNORECASE),
    (r"(?<!not )(?P<verb>accept|decline)(?:ed|s)?(?!\w)", 0),
    (r"(?:\d[\d,.]*|two|three) (?P<unit>years?|months?)", re.IGNORECASE),
    (r"^(?=.*\bx\b)[^,;]{2,60}?,\s", re.DOTALL),
    (r"[“”\"']|[–—]|\u00e9+", 0),
]
_TEXT = "I am Grateful, not accepted; accepted three years, x, é “so”."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(patterns, "_kept", {})
    monkeypatch.setattr(patterns, "_file", None)
    monkeypatch.setattr(patterns, "_fresh", False)
    return tmp_path


def _again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a new process: nothing but the file is left."""
    monkeypatch.setattr(patterns, "_kept", {})
    patterns.keep_in(folder)


@pytest.mark.parametrize(("source", "flags"), _SAMPLES, ids=[source for source, _ in _SAMPLES])
def test_a_kept_pattern_is_the_pattern(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str, flags: int) -> None:
    patterns.keep_in(folder)
    patterns.compiled(source, flags)
    patterns.save()
    _again(folder, monkeypatch)
    monkeypatch.setattr(patterns, "_compile", None)
    kept, fresh = patterns.compiled(source, flags), re.compile(source, flags)
    assert (kept.pattern, kept.flags, kept.groups, kept.groupindex) == (fresh.pattern, fresh.flags, fresh.groups, fresh.groupindex)
    assert [match.span() for match in kept.finditer(_TEXT)] == [match.span() for match in fresh.finditer(_TEXT)]


def test_nothing_is_written_where_nobody_asked(folder: Path) -> None:
    patterns.compiled("abc")
    patterns.save()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"rubbish", marshal.dumps((("another Python", 1), {})), marshal.dumps([1, 2])])
def test_a_damaged_or_foreign_file_is_as_good_as_none(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    patterns.keep_in(folder)
    file = next(iter([folder / name for name in [patterns._file.name]])) if patterns._file else folder
    file.write_bytes(content)
    _again(folder, monkeypatch)
    found = patterns.compiled("a(b)c").search("xabcx")
    assert found is not None
    assert found.span(1) == (2, 3)


def test_damaged_code_ends_in_an_ordinary_pattern(folder: Path) -> None:
    patterns.keep_in(folder)
    patterns._kept["abc", 0] = (32, b"\x01\x00\x00\x00\x02\x00\x00\x00", 0, {}, (None,))
    assert patterns.compiled("abc").fullmatch("abc")


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path, folder: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    patterns.keep_in(blocked)
    assert patterns.compiled("abcd").fullmatch("abcd")
    patterns.save()
    assert blocked.read_text("utf-8") == ""


def test_a_pattern_that_is_none_fails_as_ever(folder: Path) -> None:
    patterns.keep_in(folder)
    with pytest.raises(re.error):
        patterns.compiled("a(b")
