"""Opens a form in the user's editor and reads it back, until it can be read or the user stops; the form is never lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import click

from pipeline.errors import BadConfiguration, BadInput, SystemFailure

__all__ = ["check_form_target", "discard", "edit_form", "write_form"]

T = TypeVar("T")

_SUFFIXES = (".md", ".markdown", ".txt")
_USUAL = ("sensible-editor", "nano", "vim", "vi", "notepad")


def check_form_target(path: Path, *, force: bool) -> None:
    """See that a form can be written there, before any work is done.

    Raises:
        BadConfiguration: it has another suffix than a text's, is a folder, or stands there already and may not be replaced.
        SystemFailure: its folder does not exist.
    """
    if path.suffix.casefold() not in _SUFFIXES:
        raise BadConfiguration(f"--out {path}: a form is a text; let its name end in {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}.")
    if path.is_dir():
        raise BadConfiguration(f"--out {path} is a folder; name a file in it.")
    if path.exists() and not force:
        raise BadConfiguration(
            f"--out {path}: there is such a file already; add --force to replace it (the old one is kept as {path.name}~)."
        )
    if not path.parent.is_dir():
        raise SystemFailure(f"--out {path}: the folder {path.parent} does not exist; create it first.")


def write_form(path: Path, text: str, *, force: bool) -> Path | None:
    """Write a form, whole or not at all; with `force` what stood there is kept with `~` at the end of its name.

    Returns:
        Where the former content was kept, or None when there was none.

    Raises:
        BadConfiguration: the file appeared in the meantime and may not be replaced.
        SystemFailure: the place cannot be written to.
    """
    from afterword.files import write_file

    check_form_target(path, force=force)
    return write_file(path, text)


def edit_form(text: str, read: Callable[[str], T], *, may_ask: bool, run: Callable[[list[str]], int] | None = None) -> tuple[T, Path]:
    """What `read` makes of the form after the user has edited it, and the file that holds the form.

    Args:
        text: the form as it is offered.
        read: reads the edited text; a `BadInput` is shown, and the user may edit again.
        may_ask: whether there is somebody to ask; otherwise the first error ends the matter.
        run: starts the editor and returns its exit status.

    Raises:
        BadConfiguration: no editor is named or found.
        BadInput: the form cannot be read and is not edited again; the message names the file that holds it.
        SystemFailure: the editor failed; the message names the file that holds the form.
    """
    command = _editor()
    path = _kept_file(text)
    while True:
        _edit(command, path, run or _run)
        edited = path.read_text("utf-8", errors="replace")
        try:
            result = read(edited)
        except BadInput as error:
            kept = f"The form as you left it is in {path}"
            if not may_ask:
                raise BadInput(f"{str(error).rstrip('.')}. {kept}; mend it there and read it with `afterword notes {path}`.") from error
            click.echo(str(error), err=True)
            try:
                again = click.confirm("Edit it again?", default=True, err=True)
            except click.Abort:
                click.echo(f"\n{kept}.", err=True)
                raise
            if not again:
                raise BadInput(f"{kept}; nothing was changed. Read it later with `afterword notes {path}`.") from error
            continue
        return result, path


def discard(path: Path) -> None:
    """Remove a form that `edit_form` left, with its folder, once it is kept elsewhere."""
    shutil.rmtree(path.parent, ignore_errors=True)


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        try:
            return shlex.split(named)
        except ValueError as error:
            raise BadConfiguration(f"The editor {named!r} in $VISUAL or $EDITOR cannot be understood: {error}.") from error
    found = next((path for name in _USUAL if (path := shutil.which(name))), None)
    if found is None:
        raise BadConfiguration(
            "No editor was found: set $VISUAL or $EDITOR, or write the form with --out form.md and edit that file yourself."
        )
    return [found]


def _kept_file(text: str) -> Path:
    """A file of its own in a folder that only the user can read."""
    try:
        path = Path(tempfile.mkdtemp(prefix="afterword-")) / "notes.md"
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise SystemFailure(f"No file could be made for the editor: {error.strerror or error}.") from error
    return path


def _edit(command: list[str], path: Path, run: Callable[[list[str]], int]) -> None:
    try:
        status = run([*command, str(path)])
    except OSError as error:
        reason = error.strerror or str(error)
        raise SystemFailure(f"The editor {command[0]} could not be started ({reason}); the form is in {path}.") from error
    if status != 0:
        raise SystemFailure(f"The editor {command[0]} ended with status {status}; the form as it stands is in {path}.")


def _run(command: list[str]) -> int:
    """Run the editor on the terminal itself where the notes or the result travel through a pipe."""
    with ExitStack() as stack:
        streams: dict[str, int] = {}
        for name, stream, mode in (("stdin", sys.stdin, "r"), ("stdout", sys.stdout, "w")):
            if not stream.isatty() and Path("/dev/tty").exists():
                try:
                    streams[name] = stack.enter_context(Path("/dev/tty").open(mode)).fileno()
                except OSError:
                    continue
        return subprocess.run(command, check=False, stdin=streams.get("stdin"), stdout=streams.get("stdout")).returncode  # noqa: S603
