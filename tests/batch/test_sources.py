from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from pipeline.batch.rows import Columns, read_columns
from pipeline.batch.shapes import Item
from pipeline.batch.sources import open_source, safe_name
from pipeline.errors import BadConfiguration, BadInput


def read(path: Path, columns: Columns | None = None) -> list[Item]:
    source = open_source(path, columns)
    items = list(source.items())
    assert source.count() == len(items)
    return items


def test_folder_gives_its_notes_in_order_and_leaves_out_what_is_none(tmp_path: Path) -> None:
    for name in ("b.txt", "a.yaml", "a.txt", "README.md", ".hidden.txt", "photo.png", "sub/c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("some notes", "utf-8")
    assert [item.name for item in read(tmp_path)] == ["a.txt", "a.yaml", "b", "sub/c"]


def test_file_that_is_no_text_is_an_item_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_text("fine", "utf-8")
    first, second = read(tmp_path)
    assert "not a text file" in first.problem
    assert (second.text, second.problem) == ("fine", "")


def test_jsonl_line_that_is_no_object_is_an_item_with_its_problem(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"id": "x", "facts": [{"kind": "topic", "text": "t"}], "company": "Kelso"}\n\n[1]\n{"notes": "talked"}\n', "utf-8")
    whole, bad, text = read(path)
    assert (whole.name, json.loads(whole.header)["company"]) == ("x", "Kelso")
    assert "line 3" in bad.problem
    assert (text.text, text.header) == ("talked", "")


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig"), (",", "utf-16")])
def test_csv_of_any_spreadsheet_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "all.csv"
    rows = [["Candidate name", "Employer", "Notes", "Grade"], ["Zoë Åberg", "Müller", '"two\nlines"', "1"]]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    (item,) = read(path)
    assert item.text == "two\nlines"
    assert json.loads(item.header) == {"candidate": {"name": "Zoë Åberg"}, "company": "Müller"}


def test_columns_are_mapped_and_a_mapped_field_takes_no_other_column(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("No,company,Firm,Said,Also said\n7,wrong,Kelso,the night shift,the spring plan\n", "utf-8")
    table = {"id": "No", "company": "Firm", "facts": {"topic": ["Said", "Also said"]}}
    (item,) = read(path, read_columns(table, "afterword.toml"))
    assert item.name == "7"
    facts = [{"kind": "topic", "text": "the night shift"}, {"kind": "topic", "text": "the spring plan"}]
    assert json.loads(item.header) == {"company": "Kelso", "facts": facts}


@pytest.mark.parametrize(
    ("table", "says"), [({"compani": "A"}, "company"), ({"company": 3}, "name of a column"), ({"role": ["A", "B"]}, "one column")]
)
def test_mapping_that_cannot_be_says_why(table: dict[str, object], says: str) -> None:
    with pytest.raises(BadConfiguration, match=says):
        read_columns(table, "afterword.toml")


def test_parquet_rows_are_read_as_csv_rows_are(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "all.parquet"
    parquet.write_table(pyarrow.table({"id": ["x", None], "notes": ["talked", "called"]}), path)
    assert [(item.name, item.text) for item in read(path)] == [("x", "talked"), ("row-000002", "called")]


def test_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "all.parquet"
    path.write_text("no", "utf-8")
    with pytest.raises(BadInput, match="not a Parquet file"):
        open_source(path).count()


def test_empty_row_has_a_problem_that_names_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("Grade\n1\n", "utf-8")
    (item,) = read(path)
    assert "batch.columns" in item.problem


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "", "con", "a\\..\\b", "x" * 300, "naïve name?", "a/./b", "C:\\x"], ids=repr
)
def test_name_stays_below_its_folder(name: str, tmp_path: Path) -> None:
    path = (tmp_path / f"{safe_name(name)}.eml").resolve()
    assert path.is_relative_to(tmp_path.resolve())
    assert all(0 < len(part) <= 120 for part in path.relative_to(tmp_path.resolve()).parts)


def test_names_that_differ_only_in_odd_characters_stay_apart() -> None:
    assert safe_name("a?b") != safe_name("a*b")
    assert safe_name("person-001") == "person-001"


def test_same_notes_share_their_content_and_a_suffix_counts() -> None:
    assert Item("a", "row 1", "talked").content == Item("b", "row 2", "talked").content
    assert Item("a", "row 1", "talked").content != Item("a", "row 1", "talked", suffix=".yaml").content


@pytest.mark.parametrize("name", ["missing.csv", "notes.docx"])
def test_input_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    if name.endswith("docx"):
        (tmp_path / name).write_text("x", "utf-8")
    with pytest.raises(BadInput, match=r"no such|a batch is"):
        open_source(tmp_path / name)


def test_csv_row_with_cells_beyond_the_heading_is_a_problem_and_not_half_its_notes(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("id,notes\n1,talked to Ana, liked the team\n2,talked to Bo,,\n", "utf-8")
    cut, whole = read(path)
    assert "more cells than the heading" in cut.problem
    assert (cut.text, whole.text, whole.problem) == ("", "talked to Bo", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('id,notes\n1,"talked to Ana\n2,talked to Bo\n', "never closed"),
        ('id,notes\n1,"talked to Ana\n2,"talked to Bo"\n', "at line 3 or above"),
        (f'id,notes\n1,"{"x" * 1_000_001}"\n', "more than 1,000,000 characters"),
    ],
    ids=["open to the end", "closed by the next", "huge"],
)
def test_csv_whose_quotes_would_put_two_people_into_one_email_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "all.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=says):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_pipe_in_a_folder_is_a_problem_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (item,) = read(tmp_path)
    assert "not a file" in item.problem


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="only Linux takes such names")
def test_file_whose_name_is_no_text_is_read_under_a_name_that_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff\x1b[31m\n.txt")).write_text("fine", "utf-8")
    (item,) = read(tmp_path)
    assert item.text == "fine"
    assert item.label.isprintable()
    item.label.encode()
    safe_name(item.name).encode()


def test_whole_notes_in_jsonl_stay_whole_whatever_another_file_has_mapped(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(
        '{"facts": [{"kind": "topic", "text": "t"}], "role": "buyer"}\n{"Firm": "Kelso", "facts": [1], "notes": "talked"}\n', "utf-8"
    )
    whole, mapped = read(path, read_columns({"company": "Firm"}, "afterword.toml"))
    assert json.loads(whole.header) == {"facts": [{"kind": "topic", "text": "t"}], "role": "buyer"}
    assert (mapped.text, json.loads(mapped.header)) == ("talked", {"company": "Kelso"})


def test_folder_of_outputs_is_not_read_as_notes(tmp_path: Path) -> None:
    for name in ("a.txt", "mine/a.txt", "other/.afterword/journal.db", "other/b.txt", "more/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("some notes", "utf-8")
    source = open_source(tmp_path, out=tmp_path / "mine")
    assert [item.name for item in source.items()] == ["a", "more/c"]
    assert source.count() == 2


def test_output_that_would_take_the_place_of_the_notes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "drafts.csv").write_text("id,notes\n", "utf-8")
    (tmp_path / "all.csv").write_text("id,notes\n", "utf-8")
    for path in (tmp_path, tmp_path / "drafts.csv"):
        with pytest.raises(BadInput, match="written over"):
            open_source(path, out=tmp_path / "sub" / "..")
    assert open_source(tmp_path / "all.csv", out=tmp_path).count() == 0


def test_folder_named_like_an_output_stands_in_the_way_of_none() -> None:
    assert safe_name("a.txt/b") != "a.txt/b"
    assert safe_name("a.txt/b").endswith("/b")
    assert safe_name("a/b.txt") == "a/b.txt"
