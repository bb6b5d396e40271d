from __future__ import annotations

import csv
import io
import json
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from pipeline.batch.journal import Journal
from pipeline.batch.outputs import defuse, render, write_files, write_table
from pipeline.batch.shapes import Drafted
from pipeline.errors import SystemFailure

DRAFT = {"to": ["Ana <a@example.org>"], "subject": "Thank you", "text": "Dear Ana,\n\nIt was good to talk.\n"}
DOCUMENT: dict[str, object] = {"verdict": "send", "draft": DRAFT, "findings": [], "questions": []}
MAIL: dict[str, object] = {"from": ["Mei", "mei@example.org"], "to": [["Ana", "a@example.org"]], "candidate": ["Mei", "mei@example.org"]}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "j" / "journal.db")


def add(journal: Journal, name: str, document: dict[str, object]) -> None:
    with journal.commit():
        position = journal.count("items")
        if not position:
            journal.forget_items()
        journal.add_item(position, name, f"row {position}", "content", f"key-{name}")
        journal.add_draft(Drafted(f"key-{name}", "drafted", document, MAIL))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49 170", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "|x", "＝1", "\ufeff=1", "%0A"], ids=repr
)
def test_cell_that_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "Dear Ana,", "a=b", "3 + 4", "'=1", "Thank you - again"], ids=repr)
def test_plain_cell_stays_as_it_is(cell: str) -> None:
    assert defuse(cell) == cell


def test_mail_file_names_both_sides_and_holds_the_text() -> None:
    message = BytesParser(policy=policy.default).parsebytes(render(DOCUMENT, MAIL, "eml") or b"")
    assert (str(message["From"]), str(message["To"]), message["Subject"]) == ("Mei <mei@example.org>", "Ana <a@example.org>", "Thank you")
    assert message.get_content().replace("\r\n", "\n") == DRAFT["text"]


def test_draft_is_not_lost_to_a_name_that_no_header_takes() -> None:
    mail = {**MAIL, "to": [["Ana\nBcc: x@example.org", "a@example.org"]]}
    written = render(DOCUMENT, mail, "eml") or b""
    assert b"It was good to talk." in written
    assert b"Bcc" not in written


@pytest.mark.parametrize(("form", "there"), [("eml", False), ("txt", False), ("json", True)])
def test_refused_draft_is_no_email_but_a_record(form: str, there: bool) -> None:
    assert (render({**DOCUMENT, "verdict": "refused"}, MAIL, form) is not None) is there  # type: ignore[arg-type]


def test_csv_holds_every_item_with_hostile_cells_defused(journal: Journal, tmp_path: Path) -> None:
    add(journal, "a", {**DOCUMENT, "draft": {**DRAFT, "subject": "=HYPERLINK(1)"}})
    add(journal, "b", {**DOCUMENT, "verdict": "refused"})
    write_table(journal, tmp_path / "drafts.csv", "csv")
    first, second = csv.DictReader(io.StringIO((tmp_path / "drafts.csv").read_text("utf-8-sig")))
    assert (first["subject"], first["verdict"]) == ("'=HYPERLINK(1)", "send")
    assert (second["text"], second["verdict"]) == ("", "refused")


def test_jsonl_and_parquet_hold_the_same_outcomes(journal: Journal, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for name in "abc":
        add(journal, name, DOCUMENT)
    write_table(journal, tmp_path / "d.jsonl", "jsonl")
    write_table(journal, tmp_path / "d.parquet", "parquet")
    lines = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text("utf-8").splitlines()]
    rows = parquet.read_table(tmp_path / "d.parquet").to_pylist()
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert [json.loads(row["outcome"])["draft"] for row in rows] == [line["draft"] for line in lines]


def test_file_is_written_whole_and_nothing_else_is_left(journal: Journal, tmp_path: Path) -> None:
    add(journal, "a", DOCUMENT)
    out = tmp_path / "out"
    out.mkdir()
    write_files(journal, out, "txt", [(0, "deep/a", "key-a")])
    assert (out / "deep/a.txt").read_text("utf-8") == f"Subject: Thank you\n\n{DRAFT['text']}"
    assert [path.name for path in out.rglob("*") if path.is_file()] == ["a.txt"]


def test_folder_that_is_gone_is_said_and_not_made_anew(journal: Journal, tmp_path: Path) -> None:
    add(journal, "a", DOCUMENT)
    with pytest.raises(SystemFailure, match="gone"):
        write_files(journal, tmp_path / "gone", "txt", [(0, "a", "key-a")])
    assert not (tmp_path / "gone").exists()
