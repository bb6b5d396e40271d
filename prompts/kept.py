"""What is made of the project's own data files, kept between runs: word lists and cues cost more to read than to use.

Only what follows from our own files goes through here, never anything of somebody's notes. A kept form names all it was made from:
the text of the data, the code that read it and this very Python. Where one of them has changed, or the file is damaged, or there is
no folder that can be used, it is made anew. As a library Afterword keeps nothing; only the command line asks for it.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, TypeVar

from prompts import patterns

__all__ = ["keep_in", "kept", "read_text", "read_yaml"]

T = TypeVar("T")

_CHECKSUM_BYTES = 4

_folder: Path | None = None


def keep_in(folder: Path) -> None:
    """Keep parsed data and compiled patterns in a folder from now on, and use those kept there. Call it before any data is read."""
    global _folder
    _folder = folder / f"kept-{sys.implementation.cache_tag}"
    patterns.keep_in(folder)


def kept(name: str, source: str, build: Callable[[], T], *, by: tuple[str, ...] = ()) -> T:
    """What `build` makes, from the kept form where that was made from the same source by the same code.

    Args:
        name: the kept form's own, the same in every run; a slash in it becomes a dot.
        source: all data that `build` reads.
        build: makes the value out of dicts, lists, tuples, sets, strings and numbers; a value of other things is not kept.
        by: `__file__` of each module whose code decides the value.
    """
    if _folder is None:
        return build()
    stamp = _stamp(source, by)
    path = _folder / f"{name.replace('/', '.')}.bin"
    with suppress(OSError, ValueError, EOFError, TypeError):
        whole = path.read_bytes()
        payload = memoryview(whole)[_CHECKSUM_BYTES:]
        if int.from_bytes(whole[:_CHECKSUM_BYTES], "little") == zlib.crc32(payload):
            made_of, value = marshal.loads(payload)  # noqa: S302  (our own file, whole by its checksum)
            if made_of == stamp:
                found: T = value
                return found
    value = build()
    _write(path, stamp, value)
    return value


def read_text(package: str, name: str) -> str:
    """The text of a data file of a room."""
    return resources.files(package).joinpath(name).read_text("utf-8")


def read_yaml(package: str, name: str, *, scalars: Literal["typed", "text"] = "typed") -> object:
    """What a YAML file of a room holds; the caller may keep and change it.

    Args:
        package: the room.
        name: the file's path in it.
        scalars: "text" keeps every scalar a string, so that the word "no" stays a word.

    Raises:
        OSError: there is no such file.
        ValueError: it is not YAML; the message names the file.
    """
    text = read_text(package, name)

    def parse() -> object:
        import yaml

        kind = "SafeLoader" if scalars == "typed" else "BaseLoader"
        try:
            return yaml.load(text, Loader=getattr(yaml, f"C{kind}", None) or getattr(yaml, kind))  # noqa: S506  (makes plain values only)
        except yaml.YAMLError as error:
            raise ValueError(f"{package}/{name}: {error}") from error

    return kept(f"{package}.{name}.{scalars}", text, parse)


def _stamp(source: str, by: tuple[str, ...]) -> bytes:
    found = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for path in by:
        found.update(_digest_of(path))
    found.update(source.encode("utf-8", "surrogatepass"))
    return found.digest()


@cache
def _digest_of(path: str) -> bytes:
    """A hash of a module's source; of its name where the source is not to be had."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        content = path.encode("utf-8", "surrogateescape")
    return hashlib.blake2b(content, digest_size=16).digest()


def _write(path: Path, stamp: bytes, value: object) -> None:
    """Atomic; nothing happens where the folder cannot be written or the value is of another kind."""
    with suppress(OSError, ValueError):
        payload = marshal.dumps((stamp, value))  # type: ignore[arg-type]  # what is of another kind raises ValueError
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="kept-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(zlib.crc32(payload).to_bytes(_CHECKSUM_BYTES, "little") + payload)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
