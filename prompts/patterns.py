"""Regular expressions of the project's own data, kept compiled between runs: a thousand of them are a third of a second otherwise.

Only fixed patterns go through here, never one that is built from somebody's notes: what is kept on disk says nothing about a user.
Python compiles a pattern to a row of numbers and builds the matcher from it; the numbers are what is kept, under this very Python's
version. Whatever is unexpected (another Python, a damaged file, a changed standard library) ends in an ordinary `re.compile`.
"""

from __future__ import annotations

import importlib
import marshal
import os
import re
import sys
import tempfile
import zlib
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["compiled", "keep_in", "save"]

#: Flags, code, number of groups, groups by name, names by group.
_Entry = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

_CHECKSUM_BYTES = 4
#: A file that has grown beyond this, by patterns that are no longer in use, is begun anew.
_MAX_BYTES = 24_000_000

_kept: dict[tuple[str, int], _Entry] = {}
_fresh = False
_file: Path | None = None


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for a pattern that is the same in every run; from the kept ones where there is one.

    Args:
        pattern: a fixed regular expression, never made from notes.
        flags: as for `re.compile`.
    """
    global _fresh
    if _file is None:
        return re.compile(pattern, flags)
    flags = int(flags)
    entry = _kept.get((pattern, flags))
    if entry is None:
        with suppress(Exception):  # private parts of the standard library: anything may have changed
            entry = _compile(pattern, flags)
            _kept[pattern, flags] = entry
            _fresh = True
    if entry is not None:
        with suppress(Exception):
            return _build(pattern, entry)
    return re.compile(pattern, flags)


def keep_in(folder: Path) -> None:
    """Use the patterns kept in a folder, and keep new ones for `save`. Call it before anything is matched; not safe between threads."""
    global _file
    _file = folder / f"patterns-{sys.implementation.cache_tag}.bin"
    with suppress(OSError, ValueError, EOFError, TypeError):
        whole = _file.read_bytes()
        payload = memoryview(whole)[_CHECKSUM_BYTES:]
        if len(whole) > _MAX_BYTES or int.from_bytes(whole[:_CHECKSUM_BYTES], "little") != zlib.crc32(payload):
            return
        header, entries = marshal.loads(payload)  # noqa: S302  (numbers and strings of our own, checked by the matcher)
        if header == _header() and isinstance(entries, dict):
            _kept.update(entries)


def save() -> None:
    """Write what was compiled anew, atomically; nothing happens where the folder cannot be written."""
    global _fresh
    if _file is None or not _fresh:
        return
    _fresh = False
    with suppress(OSError, ValueError):
        _file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_file.parent, prefix="patterns-", suffix=".tmp")
        with os.fdopen(handle, "wb") as out:
            payload = marshal.dumps((_header(), _kept))
            out.write(zlib.crc32(payload).to_bytes(_CHECKSUM_BYTES, "little") + payload)
        Path(name).replace(_file)


def _header() -> tuple[str, int]:
    engine: Any = importlib.import_module("_sre")
    return sys.version, engine.MAGIC


def _compile(pattern: str, flags: int) -> _Entry:
    """What `re.compile` does up to the point where it builds the matcher."""
    library: Any = re
    parsed = library._parser.parse(pattern, flags)
    code = library._compiler._code(parsed, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, index in state.groupdict.items():
        names[index] = name
    return flags | state.flags, array("I", code).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def _build(pattern: str, entry: _Entry) -> re.Pattern[str]:
    engine: Any = importlib.import_module("_sre")
    flags, code, groups, by_name, names = entry
    numbers = array("I")
    numbers.frombytes(code)
    built: re.Pattern[str] = engine.compile(pattern, flags, numbers.tolist(), groups, by_name, names)
    return built
