"""Reads the input of a batch as a stream: a folder of notes, JSONL, CSV or Parquet. Nothing is held but the item at hand."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Protocol

from pipeline.batch.rows import Columns, row_item
from pipeline.batch.shapes import FOLDER, Item
from pipeline.errors import BadInput, SystemFailure
from pipeline.intake_files import decode, read_bytes
from prompts.patterns import compiled

__all__ = ["Source", "import_parquet", "open_source", "safe_name"]

#: Files of a folder that are read as notes.
_NOTES = frozenset({".txt", ".md", ".yaml", ".yml", ".json", ".text", ".markdown"})
_TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
#: Endings of the files that are written: a folder of such a name would stand where one belongs.
_OUTPUTS = frozenset({".eml", ".txt", ".json"})
_LEFT_OUT = frozenset({"readme.md", "readme.txt"})
#: A cell of a CSV file may hold whole notes.
_LONGEST_CELL = 1_000_000
#: What is wrong with a row whose notes would be cut at their first comma.
_TOO_MANY = "it has more cells than the heading; a cell with commas or line ends in it stands in quotation marks."
_UNSAFE = compiled(r"[^\w.@+-]+")
#: File names that Windows keeps for itself.
_DEVICES = compiled(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


class Source(Protocol):
    """An input that can be counted and read, again and again, in the same order."""

    def count(self) -> int:
        """How many notes there are."""
        ...

    def items(self) -> Iterator[Item]:
        """The notes, one by one; what cannot be read is an item with its `problem`."""
        ...


def open_source(path: Path, columns: Columns | None = None, *, out: Path | None = None) -> Source:
    """The input at a path, known by its suffix.

    Args:
        path: a folder or a table.
        columns: which columns of a table fill which field.
        out: the folder of the outputs: one below `path` is not read, for what stands there are emails.

    Raises:
        BadInput: there is nothing there, it is no folder, JSONL, CSV or Parquet file, or an output would take its place.
    """
    if out is not None:
        _keep_apart(path, out)
    if path.is_dir():
        return _Folder(path, out)
    if not path.exists():
        raise BadInput(f"{path}: there is no such file or folder; check the path.")
    suffix = path.suffix.casefold()
    kinds: dict[str, Callable[[Path, Columns], Source]] = {
        ".jsonl": _Lines,
        ".ndjson": _Lines,
        ".csv": _Csv,
        ".tsv": _Csv,
        ".parquet": _Parquet,
    }
    if suffix not in kinds:
        raise BadInput(f"{path}: a batch is a folder of notes or a {', '.join(_TABLES)} file; for one set of notes use `afterword draft`.")
    return kinds[suffix](path, columns or Columns())


class _Folder:
    """Every notes file below a folder, in the order of their paths. Hidden files and read-me files are left out."""

    def __init__(self, folder: Path, out: Path | None = None) -> None:
        self._folder = folder
        self._out = out

    def count(self) -> int:
        return sum(len(names) for _, names in self._folders())

    def items(self) -> Iterator[Item]:
        for folder, names in self._folders():
            stems = [Path(name).stem.casefold() for name in names]
            alike = {stem for stem, next_stem in pairwise(stems) if stem == next_stem}
            for name in names:
                path = folder / name
                inner = path.relative_to(self._folder)
                wanted = inner if Path(name).stem.casefold() in alike else inner.with_suffix("")
                label = _shown(inner.as_posix())
                try:
                    if path.exists() and not path.is_file():  # a pipe would be waited for, and a device read, for ever
                        raise BadInput(f"{label}: this is not a file; put the notes themselves there.")
                    text = decode(read_bytes(str(path)), label)
                except BadInput as error:
                    yield Item(wanted.as_posix(), label, problem=_shown(str(error)))
                else:
                    yield Item(wanted.as_posix(), label, text, suffix=path.suffix.casefold())

    def _folders(self) -> Iterator[tuple[Path, list[str]]]:
        """Each folder with the names of its notes, sorted so that names with the same stem stand together."""

        def give_up(error: OSError) -> None:
            raise error

        try:
            for root, folders, names in os.walk(self._folder, onerror=give_up):
                folders[:] = sorted(name for name in folders if not name.startswith(".") and not self._has_outputs(Path(root, name)))
                kept = [name for name in names if Path(name).suffix.casefold() in _NOTES and not name.startswith(".")]
                kept = [name for name in kept if name.casefold() not in _LEFT_OUT]
                kept.sort(key=lambda name: (Path(name).stem.casefold(), name))
                yield Path(root), kept
        except OSError as error:
            raise SystemFailure(f"{error.filename or self._folder} could not be read: {error.strerror or error}.") from error

    def _has_outputs(self, folder: Path) -> bool:
        """Whether this is the folder of a batch's outputs, this one's or another's."""
        return (folder / FOLDER).is_dir() or (self._out is not None and self._out.exists() and self._out.samefile(folder))


class _Lines:
    """JSONL: an object on each line."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._path, self._columns = path, columns

    def count(self) -> int:
        with _opened(self._path) as file:
            return sum(1 for line in file if line.strip())

    def items(self) -> Iterator[Item]:
        number = 0
        with _opened(self._path) as file:
            for at, line in enumerate(file, 1):
                if line.strip():
                    number += 1
                    yield self._item(line, at, number)

    def _item(self, line: bytes, at: int, number: int) -> Item:
        label = f"{self._path.name} line {at}"
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            return Item(f"row-{number:06d}", label, problem=f"{label}: this is not a JSON object; each line holds one.")
        if not isinstance(row, dict):
            return Item(f"row-{number:06d}", label, problem=f"{label}: this is not a JSON object; each line holds one.")
        if isinstance(row.get("facts"), list) and not self._columns.given_in(row):
            name = str(row.pop("id", None) or f"row-{number:06d}")
            return Item(name, label, header=json.dumps(row, ensure_ascii=False, sort_keys=True))
        return replace(row_item(row, self._columns, number=number, source=self._path.name), label=label)


class _Csv:
    """CSV with a heading; commas, semicolons or tabs, told by the heading."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._path, self._columns = path, columns
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))

    def count(self) -> int:
        return sum(1 for _ in self._rows())

    def items(self) -> Iterator[Item]:
        for number, row in enumerate(self._rows(), 1):
            left_over = row.pop(None, ())
            item = row_item(row, self._columns, number=number, source=self._path.name)
            yield replace(item, text="", header="", problem=f"{item.label}: {_TOO_MANY}") if any(left_over) else item

    def _rows(self) -> Iterator[dict[Any, Any]]:  # as csv has it: text by heading, and a list under None
        """The rows; cells that no heading stands over are under None."""
        encoding = _encoding(self._path)
        try:
            with self._path.open(encoding=encoding, errors="replace", newline="") as file:
                heading = file.readline()
                file.seek(0)
                delimiter = max(",;\t", key=heading.count)
                rows = csv.DictReader(file, delimiter=delimiter, skipinitialspace=delimiter == ",", strict=True)
                try:
                    for row in rows:
                        if any(row.values()):
                            yield dict(row)
                except csv.Error as error:
                    raise BadInput(f"{self._path}: {_csv_problem(rows.reader.line_num, str(error))}") from error
        except OSError as error:
            raise SystemFailure(f"{self._path} could not be read: {error.strerror or error}.") from error


class _Parquet:
    """A Parquet file, read some rows at a time; needs the extra `parquet`."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._path, self._columns = path, columns

    def count(self) -> int:
        return int(self._file().metadata.num_rows)

    def items(self) -> Iterator[Item]:
        number = 0
        for batch in self._file().iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield row_item(row, self._columns, number=number, source=self._path.name)

    def _file(self) -> Any:  # pyarrow has no types
        parquet = import_parquet()
        import pyarrow

        try:
            return parquet.ParquetFile(self._path)
        except (OSError, pyarrow.ArrowException) as error:
            raise BadInput(f"{self._path}: this is not a Parquet file that can be read ({str(error).splitlines()[0]}).") from error


def _keep_apart(path: Path, out: Path) -> None:
    """Refuse an output folder in which emails would be written over the notes themselves."""
    here = out.resolve()
    if path.is_dir() and path.resolve() == here:
        raise BadInput(f"--out {out} is the folder of the notes, which the emails would be written over; name another one.")
    if path.is_file() and path.resolve().parent == here and (path.stem.casefold() == "drafts" or path.name.casefold() == "questions.csv"):
        raise BadInput(f"--out {out}: {path.name} there would be written over; name another folder.")


def import_parquet() -> ModuleType:
    """The module `pyarrow.parquet`.

    Raises:
        BadConfiguration: it is not installed.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        from pipeline.errors import BadConfiguration

        raise BadConfiguration("Parquet files need pyarrow: install afterword with its extra `parquet`.") from error
    module: ModuleType = pyarrow.parquet
    return module


def safe_name(name: str) -> str:
    """A name as a relative path that every system takes, and that stays below the folder it is put in.

    What had to be changed is told apart by a piece of its hash: two ids never become one file.
    """
    parts = []
    *folders, last = name.replace("\\", "/").split("/")
    for part in (*folders, last):
        cleaned = _UNSAFE.sub("_", part).strip(". ")[:100]
        is_like_output = part is not last and Path(cleaned).suffix.casefold() in _OUTPUTS
        if cleaned != part or not cleaned or _DEVICES.match(cleaned) or is_like_output:
            cleaned = f"{cleaned or 'notes'}-{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
        parts.append(cleaned)
    return "/".join(parts)


def _shown(text: str) -> str:
    """A file's name, or a sentence with one in it, as it may be printed: names may hold line ends, escape sequences and broken letters."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _csv_problem(line: int, said: str) -> str:
    """What is wrong with a CSV file, and where. A stray quotation mark would put two people's notes into one email."""
    if "field larger" in said:
        return f"a cell at line {line} has more than {_LONGEST_CELL:,} characters; one row holds the notes of one interview."
    if "unexpected end" in said:
        return 'a quotation mark is opened and never closed; one that belongs to a text is written twice ("").'
    return f'a quotation mark stands where none can, at line {line} or above; one that belongs to a text is written twice ("").'


def _encoding(path: Path) -> str:
    """UTF-8 where the file is that, with or without its mark; else the encoding that spreadsheets write."""
    with _opened(path) as file:
        start = file.read(3)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.readline():
                chunk.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise SystemFailure(f"{path} could not be read: {error.strerror or error}.") from error
