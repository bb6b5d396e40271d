"""Writes what was drafted: a file for each notes as they finish, or one table at the end. Whole, on the disk, and then under its name."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

from pipeline.batch.journal import Journal
from pipeline.batch.shapes import PARTS
from pipeline.batch.sources import import_parquet
from pipeline.errors import BadInput, SystemFailure
from pipeline.mail import Mailbox, eml_bytes

__all__ = ["FORMATS", "TABLES", "Format", "defuse", "render", "replaced", "spreadsheet", "write_files", "write_table"]

Format = Literal["eml", "txt", "json", "jsonl", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("eml", "txt", "json", "jsonl", "csv", "parquet")
#: Formats that are one file for the whole batch.
TABLES: tuple[Format, ...] = ("jsonl", "csv", "parquet")

_COLUMNS = ("id", "notes", "verdict", "to", "subject", "text", "questions", "findings", "problem")
#: What a spreadsheet takes for the beginning of a formula, in any width of type; and what it strips before it looks.
_FORMULA = frozenset("=+-@|%＝＋－＠")
_STRIPPED = "\t\r\n\v\f \u00a0\u200b\ufeff"
_ROWS_AT_ONCE = 500


def render(document: Mapping[str, object] | None, mail: Mapping[str, object] | None, form: Format) -> bytes | None:
    """The file of one outcome; None where this form has none (a refused draft is no email).

    A name that no mail header takes leaves the header out; the draft itself is never lost to it.
    """
    if document is None:
        return None
    if form == "json":
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    draft = document.get("draft")
    if not isinstance(draft, dict) or document.get("verdict") == "refused":
        return None
    subject, text = str(draft["subject"]), str(draft["text"])
    if form == "txt":
        return f"Subject: {subject}\n\n{text}".encode("utf-8", "replace")
    people = mail or {}
    sender, to = people.get("from"), people.get("to")
    boxes = [Mailbox(*box) for box in to] if isinstance(to, list) else []
    try:
        return eml_bytes(subject, text, to=boxes, sender=Mailbox(*sender) if isinstance(sender, list) else None)
    except BadInput:
        return eml_bytes(subject, text)


def write_files(journal: Journal, out: Path, form: Format, rows: Iterable[tuple[int, str, str]]) -> None:
    """Write the files of some items, all of them on the disk before the journal says so; one that stands there rightly is left.

    Args:
        journal: holds the drafts; not inside a `commit`.
        out: the batch's folder.
        form: one of the forms with a file each.
        rows: position, name and key of the draft.

    Raises:
        SystemFailure: the disk is full, or the folder gone.
    """
    ready: list[tuple[Path, Path]] = []
    written: list[tuple[int, str, int]] = []
    folders: set[Path] = set()
    try:
        try:
            if not out.is_dir():
                raise FileNotFoundError(2, "the folder is gone", str(out))
            for position, name, key in rows:
                document, mail, _ = journal.draft(key)
                content = render(document, mail, form)
                path = out / f"{name}.{form}"
                if path.exists() and not journal.was_written(position) and (content is None or path.read_bytes() != content):
                    path.replace(path.with_name(f"{path.name}~"))  # not ours: the user's, or of a batch begun anew
                    folders.add(path.parent)
                if content is not None:
                    if not path.parent.is_dir():
                        path.parent.mkdir(parents=True)
                        folders.add(path.parent.parent)
                    ready.append((_temporary(_parts(out), path.name, content), path))
                    folders.add(path.parent)
                elif path.exists():
                    path.unlink()
                    folders.add(path.parent)
                written.append((position, f"{key}.{form}", -1 if content is None else len(content)))
            while ready:
                part, path = ready[0]
                part.replace(path)
                ready.pop(0)
            for folder in folders:
                _sync_folder(folder)
        except OSError as error:
            raise SystemFailure(f"{error.filename or out} could not be written: {error.strerror or error}.") from error
    finally:
        for part, _ in ready:
            with suppress(OSError):
                part.unlink()
    with journal.commit():
        for position, mark, size in written:
            journal.set_written(position, mark, size)


def write_table(journal: Journal, path: Path, form: Format) -> None:
    """Write every item to one file, in the order of the input.

    Raises:
        SystemFailure: the disk is full, or the folder gone.
        BadConfiguration: Parquet without its package.
    """
    writers = {"jsonl": _write_lines, "csv": _write_csv, "parquet": _write_parquet}
    with replaced(path) as file:
        writers[form](journal, file)


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of another one when it is complete and on the disk, or not at all.

    Raises:
        SystemFailure: it cannot be written.
    """
    part: Path | None = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=_parts(path.parent), prefix=f".{path.name}.", delete=False) as file:
            part = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        part = None
        _sync_folder(path.parent)
    except OSError as error:
        raise SystemFailure(f"{path} could not be written: {error.strerror or error}. Nothing that stood there is lost.") from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink()


def defuse(cell: str) -> str:
    """A cell that a spreadsheet shows as text: an apostrophe before what it would take for a formula or a command."""
    return f"'{cell}" if cell.lstrip(_STRIPPED)[:1] in _FORMULA and cell.strip(_STRIPPED) else cell


@contextmanager
def spreadsheet(file: IO[bytes]) -> Iterator[Callable[[Iterable[str]], object]]:
    """Writes rows to a file as CSV that spreadsheets open as UTF-8, cells that they would run defused."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        text.write("\ufeff")  # tells spreadsheets that this is UTF-8
        table = csv.writer(text)
        yield lambda cells: table.writerow([defuse(cell) for cell in cells])
    finally:
        text.detach()


def _parts(folder: Path) -> Path:
    """Where unfinished files stand: in the batch's own folder, which the next run clears, and outside a batch beside the file."""
    parts = folder / PARTS
    return parts if parts.is_dir() else folder


def _temporary(folder: Path, name: str, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile("wb", dir=folder, prefix=f".{name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            part.unlink()
            raise
    return part


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder last; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _outcomes(journal: Journal) -> Iterator[tuple[str, str, dict[str, object], str]]:
    """Name, label, document and problem of every item that something came of."""
    for row in journal.rows():
        if row.state != "open":
            document, _, problem = journal.draft(journal.final(row.position))
            yield row.name, row.label, document or {}, problem


def _write_lines(journal: Journal, file: IO[bytes]) -> None:
    for name, label, document, problem in _outcomes(journal):
        line = {"id": name, "notes": label, **({"problem": problem} if problem else {}), **document}
        file.write((json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace"))


def _write_csv(journal: Journal, file: IO[bytes]) -> None:
    with spreadsheet(file) as write:
        write(_COLUMNS)
        for outcome in _outcomes(journal):
            write(_cells(*outcome).values())


def _write_parquet(journal: Journal, file: IO[bytes]) -> None:
    parquet = import_parquet()
    import pyarrow

    schema = pyarrow.schema([(name, pyarrow.string()) for name in (*_COLUMNS, "outcome")])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        rows: list[dict[str, str]] = []
        for name, label, document, problem in _outcomes(journal):
            outcome = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
            rows.append({**_cells(name, label, document, problem), "outcome": outcome})
            if len(rows) == _ROWS_AT_ONCE:
                writer.write_table(pyarrow.Table.from_pylist(rows, schema))
                rows = []
        if rows:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def _cells(name: str, label: str, document: Mapping[str, object], problem: str) -> dict[str, str]:
    draft = document.get("draft")
    email: Mapping[str, object] = draft if isinstance(draft, dict) and document.get("verdict") != "refused" else {}
    questions, findings, to = document.get("questions"), document.get("findings"), email.get("to")
    return {
        "id": name,
        "notes": label,
        "verdict": str(document.get("verdict", "")) or "none",
        "to": "; ".join(to) if isinstance(to, list) else "",
        "subject": str(email.get("subject", "")),
        "text": str(email.get("text", "")),
        "questions": "\n".join(questions) if isinstance(questions, list) else "",
        "findings": "\n".join(f"{one['rule']}: {one['message']}" for one in findings) if isinstance(findings, list) else "",
        "problem": problem,
    }
