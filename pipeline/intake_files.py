"""Notes from a file or standard input: bytes to text, with one clear sentence for everything that can be wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.errors import BadInput

__all__ = ["decode", "read_bytes", "read_text_file"]

_MOST_BYTES = 1_000_000


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises:
        BadInput: no name, missing, a folder, not readable, or larger than 1 MB.
    """
    if not path:
        raise BadInput("The name of the file is empty; name a file, or use - to read from standard input.")
    try:
        if path == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput(f"{path}: there is no such file; check the path, or use - to read from standard input.") from error
    except IsADirectoryError as error:
        raise BadInput(f"{path}: this is a folder, not a file; name one file in it.") from error
    except PermissionError as error:
        raise BadInput(f"{path}: this file may not be read by you; change its permissions or copy it.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{path!r}: the file could not be read ({reason}); check the path.") from error
    if len(data) > _MOST_BYTES:
        raise BadInput(f"{_shown(path)}: more than 1 MB, which is too much here; keep what belongs to one interview, a page or two.")
    return data


def read_text_file(path: str) -> str:
    """The text of a file, or of standard input for "-".

    Raises:
        BadInput: it cannot be read, is empty, too large or not text.
    """
    return decode(read_bytes(path), _shown(path))


def _shown(path: str) -> str:
    return "standard input" if path == "-" else path


def decode(data: bytes, name: str) -> str:
    """Text of these bytes: UTF-8 (with or without mark), UTF-16 with its mark, else Windows or ISO Latin where that makes sense.

    Raises:
        BadInput: empty, or not text.
    """
    if not data.strip():
        raise BadInput(f"{name}: it is empty; write something in it first (`afterword new` prints a form for notes).")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _text(data, encoding, name)
    if b"\x00" in data:
        raise BadInput(f"{name}: this is not a text file; save it as plain text (UTF-8).")
    try:
        return _text(data, "utf-8", name)
    except BadInput:
        text = data.decode("cp1252", errors="replace")
        odd = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\t\n\r\f"))
        letters = sum(1 for char in text if char.isalnum() or char.isspace())
        if odd or letters < 0.75 * len(text) or data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
            raise
        return text


def _text(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: this is not readable text; save it as plain text (UTF-8).") from error
    if data.startswith((b"%PDF", b"{\\rtf")) or sum(1 for char in text if char < " " and char not in "\t\n\r\f\x0b") > max(
        2, len(text) // 100
    ):
        raise BadInput(f"{name}: this is not a plain text file; save it as plain text (UTF-8).")
    return text
