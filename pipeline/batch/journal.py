"""The batch's memory on disk: one SQLite file in WAL mode. What is in it is never drafted, and never paid for, again.

A commit is on the disk before anything that rests on it happens: an answer before it is used, a draft before its file is written.
Workers on this machine open the same file and add the answers they get; everything else is written by the one process that leads.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.shapes import Drafted
from pipeline.errors import SystemFailure

__all__ = ["Journal", "Row", "unpack"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, verdict TEXT NOT NULL, company TEXT NOT NULL, day INTEGER NOT NULL, runs BLOB NOT NULL,
    seconds REAL NOT NULL, facts TEXT NOT NULL, document BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, label TEXT NOT NULL, content TEXT NOT NULL,
    base TEXT NOT NULL, final TEXT NOT NULL, written TEXT NOT NULL DEFAULT '', size INTEGER NOT NULL DEFAULT -1);
CREATE INDEX IF NOT EXISTS items_base ON items (base);
CREATE TABLE IF NOT EXISTS answers (call TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS readings (question TEXT PRIMARY KEY, tokens BLOB NOT NULL) WITHOUT ROWID;
"""
#: Seconds a writer waits for another one.
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """An item with what came of it. `facts` holds what the summary needs (rules, questions, cost, problem)."""

    position: int
    name: str
    label: str
    state: str
    verdict: str
    seconds: float
    facts: dict[str, object]


class Journal:
    """An open journal. One connection, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises:
            SystemFailure: it cannot be written, or is no journal.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make_private(path)
            self._db = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA cache_size=-4000")
            self._db.executescript(_SCHEMA)
            self._inode = path.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            raise SystemFailure(f"The batch's journal {path} cannot be used: {error}. Name another folder, or --journal FILE.") from error

    def close(self) -> None:
        """Close the file; what is committed stays."""
        with suppress(sqlite3.Error):
            self._db.close()

    @contextmanager
    def commit(self) -> Iterator[None]:
        """Everything written inside is there together or not at all, and on the disk afterwards.

        Raises:
            SystemFailure: the disk is full, or the file is gone.
        """
        self.check_there()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise SystemFailure(f"The batch's journal {self.path} could not be written: {error}.") from error
        self.check_there()

    def check_there(self) -> None:
        """See that the file still stands where it was: one whose folder was removed can be written to, and nobody would ever find it.

        Raises:
            SystemFailure: it is gone.
        """
        try:
            gone = self.path.stat().st_ino != self._inode
        except OSError:
            gone = True
        if gone:
            raise SystemFailure(f"The batch's journal {self.path} is gone; was its folder moved or unmounted?")

    # What the batch is

    def meta(self, name: str) -> str | None:
        """A value noted about the whole batch."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        """Note a value; inside `commit`."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # Items

    def forget_items(self) -> None:
        """Forget which items there are, as the input is read anew; inside `commit`. What was written of them is kept aside."""
        self._db.execute("DROP TABLE IF EXISTS before")
        self._db.execute("CREATE TABLE before AS SELECT name, content, final, written, size FROM items")
        self._db.execute("CREATE UNIQUE INDEX before_name ON before (name)")
        self._db.execute("DELETE FROM items")

    def is_taken(self, name: str) -> bool:
        """Whether an item has this name already, in capitals or not."""
        return self._db.execute("SELECT 1 FROM items WHERE name = ?", (name,)).fetchone() is not None

    def add_item(self, position: int, name: str, label: str, content: str, key: str) -> None:
        """Note an item; inside `commit`. What an earlier run wrote for the same notes under the same name still counts."""
        self._db.execute(
            "INSERT INTO items (position, name, label, content, base, final, written, size) SELECT ?, ?, ?, ?, ?, ?,"
            " coalesce((SELECT written FROM before WHERE name = ?2), ''), coalesce((SELECT size FROM before WHERE name = ?2), -1)",
            (position, name, label, content, key, key),
        )

    def set_final(self, position: int, key: str) -> None:
        """Say which draft is the item's last word; inside `commit`."""
        self._db.execute("UPDATE items SET final = ? WHERE position = ?", (key, position))

    def unwritten(self) -> Iterator[tuple[int, str, str, str, int]]:
        """Position, name, final key, key last written and its size, of every item that is drafted, in order."""
        last = -1
        while True:
            rows = self._db.execute(
                "SELECT i.position, i.name, i.final, i.written, i.size FROM items i JOIN drafts d ON d.key = i.final"
                " WHERE i.position > ? ORDER BY i.position LIMIT 500",
                (last,),
            ).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]

    def set_written(self, position: int, key: str, size: int) -> None:
        """Note that the item's file stands there; inside `commit`."""
        self._db.execute("UPDATE items SET written = ?, size = ? WHERE position = ?", (key, size, position))

    def was_written(self, position: int) -> bool:
        """Whether the item's file was written by this batch."""
        row = self._db.execute("SELECT written FROM items WHERE position = ?", (position,)).fetchone()
        return bool(row and row[0])

    def positions(self, key: str) -> list[tuple[int, str]]:
        """Position and name of the items whose last word this draft is."""
        return self._db.execute("SELECT position, name FROM items WHERE base = ? AND final = base", (key,)).fetchall()

    # Drafts

    def has_draft(self, key: str) -> bool:
        """Whether the draft is there."""
        return self._db.execute("SELECT 1 FROM drafts WHERE key = ?", (key,)).fetchone() is not None

    def add_draft(self, done: Drafted) -> None:
        """Keep a finished draft; inside `commit`. One that is there already is left as it is."""
        document = done.document or {}
        blob = zlib.compress(
            json.dumps([done.document, done.mail], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6
        )
        runs = b"".join(run.to_bytes(8, "big") for run in done.runs)
        verdict = str(document.get("verdict") or done.state)
        values = (
            done.key,
            done.state,
            verdict,
            done.company,
            done.day,
            runs,
            done.seconds,
            json.dumps(_facts(done), ensure_ascii=False),
            blob,
        )
        self._db.execute("INSERT OR IGNORE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def draft(self, key: str) -> tuple[dict[str, object] | None, dict[str, object] | None, str]:
        """Document, mailboxes and problem of a draft.

        Raises:
            KeyError: it is not there.
        """
        row = self._db.execute("SELECT document, facts FROM drafts WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        document, mail = json.loads(zlib.decompress(row[0]).decode("utf-8", "surrogatepass"))
        return document, mail, str(json.loads(row[1]).get("problem", ""))

    def content(self, position: int) -> str:
        """The hash of the item's notes."""
        return str(self._db.execute("SELECT content FROM items WHERE position = ?", (position,)).fetchone()[0])

    def final(self, position: int) -> str:
        """The key of the item's last word."""
        return str(self._db.execute("SELECT final FROM items WHERE position = ?", (position,)).fetchone()[0])

    def rows(self) -> Iterator[Row]:
        """Every item with what came of it, in order; an item not drafted yet has the state `open`."""
        last = -1
        while True:
            found = self._db.execute(
                "SELECT i.position, i.name, i.label, coalesce(d.state, 'open'), coalesce(d.verdict, 'open'), coalesce(d.seconds, 0),"
                " coalesce(d.facts, '{}') FROM items i LEFT JOIN drafts d ON d.key = i.final"
                " WHERE i.position > ? ORDER BY i.position LIMIT 500",
                (last,),
            ).fetchall()
            if not found:
                return
            for position, name, label, state, verdict, seconds, facts in found:
                yield Row(position, name, label, state, verdict, seconds, json.loads(facts))
            last = found[-1][0]

    def companies(self) -> list[str]:
        """Every employer that at least two drafted items share."""
        sql = (
            "SELECT d.company FROM items i JOIN drafts d ON d.key = i.base WHERE d.company != '' AND d.runs != x''"
            " GROUP BY d.company HAVING count(*) > 1 ORDER BY d.company"
        )
        return [row[0] for row in self._db.execute(sql)]

    def at_company(self, company: str) -> list[tuple[int, str, str, int, bytes]]:
        """Position, name, first draft's key, day and runs of everybody who met this employer, in the order of the batch."""
        return self._db.execute(
            "SELECT i.position, i.name, i.base, d.day, d.runs FROM drafts d JOIN items i ON i.base = d.key"
            " WHERE d.company = ? AND d.runs != x'' ORDER BY i.position",
            (company,),
        ).fetchall()

    def runs(self, key: str) -> bytes | None:
        """The word runs of a draft that was accepted; None when it is not there or was refused."""
        row = self._db.execute("SELECT runs FROM drafts WHERE key = ? AND verdict IN ('send', 'hold')", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    # Answers of a paid model, and what the embedded one was asked

    def answer(self, call: str) -> str | None:
        """The answer to a call that was made before."""
        row = self._db.execute("SELECT reply FROM answers WHERE call = ?", (call,)).fetchone()
        return None if row is None else str(row[0])

    def add_answer(self, call: str, reply: str) -> None:
        """Keep an answer; inside `commit`."""
        self._db.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (call, reply))

    def count(self, table: str) -> int:
        """Rows of `items`, `drafts`, `answers` or `readings`."""
        if table not in {"items", "drafts", "answers", "readings"}:
            raise ValueError(table)
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    def count_reworded(self) -> int:
        """Items whose last word is another draft than the first."""
        return int(self._db.execute("SELECT count(*) FROM items WHERE final != base").fetchone()[0])

    def reading(self, question: str) -> bytes | None:
        """What the embedded model said to a question before."""
        row = self._db.execute("SELECT tokens FROM readings WHERE question = ?", (question,)).fetchone()
        return None if row is None else bytes(row[0])

    def add_readings(self, readings: Sequence[tuple[str, bytes]]) -> None:
        """Keep what the embedded model said; inside `commit`."""
        self._db.executemany("INSERT OR IGNORE INTO readings VALUES (?, ?)", readings)

    def copy_to(self, path: Path) -> None:
        """The whole journal in another file, even when its own folder is gone.

        Raises:
            SystemFailure: it cannot be written there either.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(path.name + ".part")
            with suppress(OSError):
                part.unlink()
            _make_private(part)
            other = sqlite3.connect(part)
            with other:
                self._db.backup(other)
            other.close()
            os.replace(part, path)  # noqa: PTH105
        except (OSError, sqlite3.Error) as error:
            raise SystemFailure(f"Nor could it be kept at {path}: {error}.") from error

    def take_from(self, path: Path) -> tuple[int, int]:
        """Add the drafts and answers of another journal; inside no `commit`. Returns how many of each were new.

        Raises:
            SystemFailure: it is no journal.
        """
        before = (self.count("drafts"), self.count("answers"))
        try:
            self._db.execute("ATTACH ? AS other", (str(path),))
            try:
                with self.commit():
                    for table in ("drafts", "answers", "readings"):
                        self._db.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM other.{table}")  # noqa: S608
                    self._db.execute("INSERT OR IGNORE INTO meta SELECT * FROM other.meta")
            finally:
                self._db.execute("DETACH other")
        except sqlite3.Error as error:
            raise SystemFailure(f"{path} could not be read as a journal: {error}.") from error
        return self.count("drafts") - before[0], self.count("answers") - before[1]


def _make_private(path: Path) -> None:
    """Make the file readable by its owner alone, as the emails are: it holds them. SQLite gives its other files the same mode.

    Raises:
        OSError: it cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with suppress(OSError):  # somebody else's, or a system without such modes
        path.chmod(0o600)


def unpack(runs: bytes) -> frozenset[int]:
    """Hashes as they were packed."""
    return frozenset(int.from_bytes(runs[at : at + 8], "big") for at in range(0, len(runs), 8))


def _facts(done: Drafted) -> dict[str, object]:
    """What the summary needs, without the draft itself."""
    document = done.document or {}
    found: dict[str, object] = {}
    findings = document.get("findings")
    if isinstance(findings, list):
        found["rules"] = sorted([str(one["rule"]), str(one["severity"])] for one in findings)
    if document.get("questions"):
        found["questions"] = document["questions"]
    run = document.get("run")
    if isinstance(run, dict):
        found["cost"] = run.get("cost_usd")
        found["calls"] = run.get("model_calls")
    if done.problem:
        found["problem"] = done.problem
    if done.mail:
        found["candidate"] = done.mail.get("candidate")
    return found
