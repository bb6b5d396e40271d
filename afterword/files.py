"""Writes an outcome to a file: whole or not at all, and never over something without keeping it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from pipeline.errors import BadConfiguration, SystemFailure
from pipeline.outcome import Outcome

__all__ = ["check_target", "render", "write_file"]

_SUFFIXES = (".txt", ".eml", ".json")


def check_target(path: Path) -> None:
    """See that a draft can be written there, before any work is done.

    Raises:
        BadConfiguration: the suffix is none of .txt, .eml, .json, or the place is a folder.
        SystemFailure: the folder does not exist or cannot be written to.
    """
    if path.suffix.casefold() not in _SUFFIXES:
        raise BadConfiguration(f"--out {path}: the name must end in {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}.")
    if path.is_dir():
        raise BadConfiguration(f"--out {path} is a folder; name a file in it.")
    folder = path.parent
    if not folder.is_dir():
        raise SystemFailure(f"--out {path}: the folder {folder} does not exist; create it first.")
    if not os.access(folder, os.W_OK):
        raise SystemFailure(f"--out {path}: the folder {folder} cannot be written to; choose another place.")


def render(outcome: Outcome, suffix: str) -> str:
    """The outcome as the text of a .txt, .eml or .json file.

    Raises:
        BadInput: as .eml, a name, address or subject is not fit for a mail header.
        ValueError: there is no draft, and the suffix is not .json.
    """
    if suffix == ".json":
        return json.dumps(outcome.to_json(), ensure_ascii=False, indent=2) + "\n"
    draft = outcome.draft
    if draft is None:
        raise ValueError("an outcome without a draft has only a .json form")
    if suffix == ".txt":
        return f"Subject: {draft.subject}\n\n{draft.text}"
    from pipeline.mail import eml_bytes, mailboxes

    sender, recipients = mailboxes(outcome.brief)
    return eml_bytes(draft.subject, draft.text, to=recipients, sender=sender).decode("ascii")


def write_file(path: Path, text: str) -> Path | None:
    """Write atomically, line ends as they are in `text`; what stood there is kept beside it with `~` at the end.

    Returns:
        Where the former content was kept, or None when there was none.

    Raises:
        SystemFailure: the disk is full, or the place cannot be written to; nothing is left behind.
    """
    kept: Path | None = None
    temporary: str | None = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False, newline="") as file:
            temporary = file.name
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and path.read_bytes() != text.encode("utf-8"):
            kept = path.with_name(path.name + "~")
            path.replace(kept)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise SystemFailure(f"{path} could not be written: {error.strerror or error}. Nothing that stood there is lost.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    return kept
