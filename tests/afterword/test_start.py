"""A command that starts from kept data says what one without it says, whatever state the cache folder is in."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from afterword import cli

_ROOT = Path(__file__).parent.parent.parent
_NOTES = _ROOT / "examples" / "notes" / "phone_interview-full.yaml"


def _draft(cache: Path) -> str:
    environment = {**os.environ, "AFTERWORD_CACHE_DIR": str(cache), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "afterword", "draft", str(_NOTES), "--model", "phrasebook"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The email of a first run, and the cache folder it left behind."""
    cache = tmp_path_factory.mktemp("cache")
    return _draft(cache), cache


def test_the_second_run_reads_what_the_first_one_kept(usual: tuple[str, Path]) -> None:
    email, cache = usual
    files = {path: path.stat().st_mtime_ns for path in cache.rglob("*.bin")}
    assert len(files) > 20
    assert _draft(cache) == email
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*.bin")} == files
    assert list(cache.rglob("*.tmp")) == []


def test_a_damaged_cache_changes_nothing_and_is_mended(usual: tuple[str, Path]) -> None:
    email, cache = usual
    damaged = sorted(cache.rglob("*.bin"))
    for at, path in enumerate(damaged):
        whole = path.read_bytes()
        path.write_bytes((b"", whole[: len(whole) // 2], whole[:-1] + b"!", b"rubbish" * 9)[at % 4])
    assert _draft(cache) == email
    assert min(path.stat().st_size for path in damaged) > 7 * 9
    assert _draft(cache) == email


def test_a_cache_that_cannot_be_written_is_no_failure(usual: tuple[str, Path], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert _draft(blocked) == usual[0]
    assert blocked.read_text("utf-8") == ""


@pytest.mark.parametrize(("name", "collects"), [("draft", False), ("check", False), ("serve", True), ("doctor", True)])
def test_only_a_command_of_a_second_goes_without_its_garbage_collected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, collects: bool
) -> None:
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")
    monkeypatch.setattr(sys, "argv", ["afterword", name])
    from prompts import kept, patterns

    monkeypatch.setattr(kept, "_folder", None)
    monkeypatch.setattr(patterns, "_file", None)
    try:
        cli.cli.get_command(click.Context(cli.cli), name)
        assert gc.isenabled() is collects
    finally:
        gc.enable()
