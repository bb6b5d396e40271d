"""The picture of what the guardrails are worth: its figures, and that nothing in it is alive."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from evals.picture import Row, draw, main, rows_of
from evals.report_shapes import Cell
from evals.report_summary import summarise
from evals.results import CaseRecord, Score
from evals.run_log import RunLog
from tests.evals.report_records import HOSTILE, make_head

FREE = "openai:gpt@http://127.0.0.1:1/v1"


def record(case: str, model: str, *, raw: float | None = None, status: str = "scored", by: str = "") -> CaseRecord:
    scores = (
        () if raw is None else (Score(name="raw/GND", kind="assertion", value=raw), Score(name="rules/GND", kind="assertion", value=1.0))
    )
    outcome = {"repairs": [{"round": 1, "by": by, "rules": ["GND-name"]}] if by else [], "run": {"fallback": ""}}
    fields = {"key": f"{case} {model}", "case": case, "suite": "cases", "scenario": "no_response", "model": model, "status": status}
    return CaseRecord.model_validate({**fields, "email": "Subject: a\n\nb", "scores": scores, "outcome": outcome})


RECORDS = [
    record("a", "phrasebook"),
    record("b", "phrasebook", by="code"),
    record("a", FREE, raw=0.0, by="phrasebook"),
    record("b", FREE, raw=0.0, by="code"),
    record("c", FREE, raw=1.0),
    record("d", FREE, status="asked"),
]
HEAD = make_head(("phrasebook", FREE), 4).model_copy(update={"held": ("c",)})


def test_rows_tell_first_drafts_from_what_is_sent_and_what_the_free_writer_broke() -> None:
    rows = rows_of(summarise(HEAD, RECORDS))
    said = [(row.label, row.head, row.raw.mean, row.raw.n, row.sent.mean, row.sent.n) for row in rows]
    assert said == [
        ("phrasebook", True, 0.5, 2, 1.0, 2),
        ("gpt, writing freely", True, pytest.approx(1 / 3), 3, 1.0, 3),
        ("nothing that is not in the notes", False, pytest.approx(1 / 3), 3, 1.0, 3),
    ]


def test_the_command_draws_xml_that_says_whose_words_were_sent(tmp_path: Path) -> None:
    with RunLog(tmp_path / "run", HEAD) as log:
        for one in RECORDS:
            log.append(one)
    assert main([str(tmp_path / "run"), "--out", str(tmp_path / "worth.svg")]) == 0
    text = (tmp_path / "worth.svg").read_text("utf-8")
    assert Xml.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
    assert "33 % of 3" in text
    assert "Of the 3 emails sent for gpt, writing freely, 2 are all its own" in text
    assert "127.0.0.1" not in text


def test_hostile_labels_stay_text() -> None:
    text = draw([Row(HOSTILE, Cell(0.5, 2), Cell(None, 0), head=True)], title=HOSTILE, remark=HOSTILE)
    tags = {element.tag.rpartition("}")[2] for element in Xml.fromstring(text).iter()}  # noqa: S314 - our own
    assert tags == {"svg", "style", "rect", "text", "line"}
