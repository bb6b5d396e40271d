"""The four files of a report: whole or not at all, and in the shape their readers want."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from rich.console import Console

import evals.report_files
from evals.report_files import FILES, write_reports
from evals.report_junit import render_junit
from evals.report_markdown import render_markdown
from evals.report_shapes import Change, Judged, Statistics
from evals.report_summary import summarise
from evals.report_terminal import print_report
from evals.results import CaseRecord, Score
from tests.evals.report_records import HOSTILE, hostile_record, make_head, make_records

#: The shape that Jenkins' and Surefire's schemas share: element to its attributes and children; the first attributes are required.
SHAPE = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"time"}, ["testsuite"]),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"time", "timestamp"}, ["testcase"]),
    "testcase": ({"name", "classname", "time"}, set(), ["skipped", "error", "failure"]),
    "failure": ({"message", "type"}, set(), []),
    "error": ({"message", "type"}, set(), []),
    "skipped": ({"message"}, set(), []),
}
MODELS = ("local", "phrasebook")


def record(case: str, status: str, *scores: Score, why: str = "") -> CaseRecord:
    fields = {
        "key": case,
        "case": case,
        "suite": "s",
        "scenario": "no_response",
        "model": "local",
        "status": status,
        "scores": scores,
        "why": why,
    }
    return CaseRecord.model_validate(fields)


def check(value: float | None, name: str = "rules/LEN") -> Score:
    return Score(name=name, kind="assertion", value=value, reason="181 words")


def hold_to_shape(element: Xml.Element) -> None:
    required, allowed, children = SHAPE[element.tag]
    assert required <= set(element.keys()) <= required | allowed
    assert [child.tag for child in element if child.tag not in children] == []
    for child in element:
        hold_to_shape(child)


def test_all_files_are_written_whole(tmp_path: Path) -> None:
    summary = write_reports(tmp_path / "new" / "folder", make_head(MODELS, 5), make_records(MODELS, 5))
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(FILES)
    assert summary.n == 10


def test_a_renderer_that_fails_leaves_the_earlier_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path, make_head(MODELS, 2), make_records(MODELS, 2))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(_summary: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(evals.report_files.FILES, "junit.xml", broken)
    with pytest.raises(ZeroDivisionError):
        write_reports(tmp_path, make_head(MODELS, 3), make_records(MODELS, 3))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        write_reports(tmp_path / "file", make_head(MODELS, 1), make_records(MODELS, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_junit_holds_to_the_shape_and_its_counts_agree(hostile: bool) -> None:
    records = make_records(MODELS, 40) + [hostile_record()] * hostile
    root = Xml.fromstring(render_junit(summarise(make_head(MODELS, 40), records)))  # noqa: S314 - our own text
    hold_to_shape(root)
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite)
        for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(plural, "")) == len(suite.findall(f"testcase/{tag}"))
    assert int(root.get("failures", "")) == sum(int(suite.get("failures", "")) for suite in root) > 0
    assert len(root.findall("testsuite/testcase")) == 80 + hostile


@pytest.mark.parametrize(
    ("one", "tag"),
    [
        (record("a", "scored", check(1.0)), None),
        (record("a", "scored", check(0.0)), "failure"),
        (record("a", "scored", check(0.0, "raw/LEN"), check(1.0)), None),
        (record("a", "refused", why="It invents a date."), "failure"),
        (record("a", "failed", why="No answer."), "error"),
        (record("a", "scored", check(1.0), Score(name="x", error="boom")), "error"),
        (record("a", "scored", check(None)), "skipped"),
        (record("a", "asked", why="When was it?"), "skipped"),
        (record("a", "asked", check(1.0, "outcome/expected")), None),
        (record("a", "asked", check(0.0, "outcome/expected")), "failure"),
    ],
    ids=[
        "good",
        "check missed",
        "only the first draft missed",
        "refused",
        "failed",
        "scorer broke",
        "unscored",
        "asked",
        "asked rightly",
        "asked wrongly",
    ],
)
def test_junit_tells_failures_errors_and_skips_apart(one: CaseRecord, tag: str | None) -> None:
    case = Xml.fromstring(render_junit(summarise(make_head(("local",), 1), [one]))).find("testsuite/testcase")  # noqa: S314
    assert case is not None
    assert [child.tag for child in case] == ([tag] if tag else [])


def test_junit_fails_on_a_regression_and_on_a_threshold() -> None:
    known = Statistics(
        changes=(Change("local", "facts/recalled", 0.9, 0.5, "worse", case="a"),), judged=(Judged("passed", "at least 0.9", 0.5, False),)
    )
    root = Xml.fromstring(render_junit(summarise(make_head(("local",), 1), [record("a", "scored", check(1.0))], known)))  # noqa: S314
    hold_to_shape(root)
    assert [one.get("type") for one in root.iter("failure")] == ["regression", "threshold"]
    assert root.get("failures") == "2"


def test_json_has_the_records_and_null_for_no_mean(tmp_path: Path) -> None:
    records = [record("a", "scored", Score(name="m"), check(1.0)), record("b", "failed")]
    write_reports(tmp_path, make_head(("local",), 2), records)
    document = json.loads((tmp_path / "report.json").read_text("ascii"))
    assert document["schema"] == "afterword/eval-report@1"
    assert [one["case"] for one in document["records"]] == ["b", "a"]
    assert [cell["mean"] for cell in document["cells"] if cell["scorer"] == "m"] == [None, None]
    assert document["models"][0]["passed"] == {"value": 1.0, "hits": 1, "n": 1, "interval": [pytest.approx(0.207, abs=1e-3), 1.0]}
    assert CaseRecord.model_validate(document["records"][1]) == records[0]


def test_markdown_stays_small_and_says_how_much_it_leaves_out() -> None:
    text = render_markdown(summarise(make_head(MODELS, 2000), make_records(MODELS, 2000)))
    assert 30_000 < len(text.encode()) < 60_000
    shown = len(re.findall(r"^\| case-", text, re.MULTILINE))
    left = int(re.findall(r"(\d+) more stand in the full report", text)[-1])
    assert shown + left == 2000
    assert text.count("<details") == text.count("</details>")


def test_markdown_marks_what_is_worse_than_the_baseline() -> None:
    known = Statistics(
        changes=(Change("local", "facts/recalled", 0.97, 0.91, "worse"), Change("local", "words", 0.0, 1.0, "worse", case="case-1"))
    )
    lines = render_markdown(summarise(make_head(MODELS, 3), make_records(MODELS, 3), known)).splitlines()
    marked = [line for line in lines if "🔻" in line]
    assert len(marked) == 4
    assert any(line.startswith("| case-1 ") for line in marked)
    assert not any("🔻" in line for line in render_markdown(summarise(make_head(MODELS, 3), make_records(MODELS, 3))).splitlines())


def test_markdown_with_hostile_text_has_tables_of_even_width_and_no_live_markup() -> None:
    text = render_markdown(summarise(make_head(MODELS, 2), [*make_records(MODELS, 2), hostile_record()]))
    outside = re.sub(r"</?(details|summary)( open)?>", "", text)
    assert "<" not in outside
    assert not re.search(r"(?<!\\)\]\(", outside)
    assert "@team" not in outside
    for block in text.split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1


@pytest.mark.parametrize(
    ("models", "cases", "only"), [((), 0, None), (("local",), 0, None), (("local",), 3, "failed")], ids=["nothing", "no case", "failed"]
)
def test_every_renderer_copes_with_little(models: tuple[str, ...], cases: int, only: str | None) -> None:
    summary = summarise(make_head(models, cases), make_records(models, cases, only=only))
    for name, render in FILES.items():
        assert render(summary).strip(), name
    assert "3 failed" in render_markdown(summary) or not cases


def shown(summary_of: list[CaseRecord], models: tuple[str, ...], cases: int, **options: int) -> str:
    out = StringIO()
    print_report(
        summarise(make_head(models, cases), summary_of),
        Console(file=out, width=160, force_terminal=True, color_system="truecolor"),
        **options,
    )
    return out.getvalue()


def test_the_terminal_tells_every_ending_apart_worst_first() -> None:
    records = [
        record("good-one", "scored", check(1.0), Score(name="m", value=0.5)),
        record("asked-one", "asked", why="When was it?"),
        record("refused-one", "refused", why="It invents a date."),
        record("failed-one", "failed", why="No answer."),
        record("bare-one", "scored", check(None)),
    ]
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown(records, ("local",), 5))
    table = text[text.index("Cases by models") :]
    order = [table.index(name) for name in ("failed-one", "refused-one", "asked-one", "good-one")]
    assert order == sorted(order)
    for words in ("failed: No answer.", "refused: It invents a date.", "asked: When was it?", "1/1  50 %", "unscored"):
        assert words in table
    assert "50 % n 1" in text
    assert "2 of 5 written, 1 asked, 1 refused, 1 failed, 1 unscored" in " ".join(text.split())


def test_the_terminal_shows_so_many_cases_and_counts_the_rest() -> None:
    text = shown(make_records(MODELS, 30), MODELS, 30, most_cases=4)
    assert "26 better cases are not shown" in text


def test_hostile_text_moves_nothing_in_the_terminal() -> None:
    text = shown([*make_records(MODELS, 2), hostile_record()], MODELS, 2)
    assert "\x1b[31mred" not in text
    assert not set(text) & {"\u202e", "\x00", "\x0b", "\ud800"}
    assert "alert(1)" in text
    assert HOSTILE not in text
