from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.batch.journal import Journal
from pipeline.batch.shapes import Drafted
from pipeline.batch.summary import Summary, add_up, summary_json, summary_lines, write_html, write_questions


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Three people: one email that cost something, one refused by a rule, one refused for want of a fact; the last is a formula."""
    kept = Journal(tmp_path / "journal.db")
    outcomes: list[tuple[str, dict[str, object]]] = [
        ("a", {"verdict": "send", "findings": [{"rule": "LEN-long", "severity": "warning"}], "run": {"cost_usd": 0.25, "model_calls": 2}}),
        (
            "b",
            {"verdict": "refused", "findings": [{"rule": "GND-number", "severity": "error"}, {"rule": "LEN-long", "severity": "warning"}]},
        ),
        ("c", {"verdict": "refused", "findings": [], "questions": ["What is your name?"]}),
    ]
    with kept.commit():
        kept.forget_items()
        for at, (name, document) in enumerate(outcomes):
            kept.add_item(at, name, f"row {at + 1}", name, name)
            mail: dict[str, object] = {"candidate": ["=HYPERLINK(1)", f"<{name}@example.org>"]}
            kept.add_draft(Drafted(name, "drafted", document, mail, seconds=at + 0.5))
        kept.set_meta("alike", json.dumps([["a", "b", 0.625, "kelso"]]))
        kept.set_meta("alike_count", "1")
    return kept


def told(journal: Journal) -> Summary:
    summary = add_up(journal)
    summary.drafted, summary.seconds, summary.about = 3, 1.5, {"model": "m"}
    return summary


def test_terminal_is_told_everything_that_a_reader_has_to_act_on(journal: Journal) -> None:
    assert summary_lines(told(journal)) == [
        "3 notes: 2 refused, 1 send.",
        "3 drafted in 1.5 s, 2.0 a second.",
        "Cost: $0.2500; 2 calls.",
        "Findings, by emails they are in: LEN-long 2, GND-number 1.",
        "Read alike: 1 pairs at the same employer; 0 reworded, 0 pairs left.",
        "  a and b: 62%",
        "Refused: 2.",
        "  b: GND-number",
        "  c: What is your name?",
        "Questions to send back: 1 people (questions.csv).",
        "Slowest: c 2.50 s, b 1.50 s, a 0.50 s.",
    ]


def test_page_holds_the_same_and_escapes_what_people_wrote(journal: Journal, tmp_path: Path) -> None:
    write_html(told(journal), tmp_path / "summary.html")
    page = (tmp_path / "summary.html").read_text("utf-8")
    for piece in ("$0.2500", "GND-number", "What is your name?", "62 %", "2.50 s", "=HYPERLINK(1)", "&lt;c@example.org&gt;"):
        assert piece in page, piece
    assert "<c@example.org>" not in page


def test_batch_without_a_paid_model_says_that_it_cost_nothing(tmp_path: Path) -> None:
    empty = Summary()
    assert summary_lines(empty) == ["0 notes: none.", "Cost: nothing."]
    write_html(empty, tmp_path / "summary.html")
    assert "Cost: nothing." in (tmp_path / "summary.html").read_text("utf-8")
    assert json.loads(summary_json(empty))["cost_usd"] == 0


def test_questions_go_into_a_table_whose_formulas_are_defused(journal: Journal, tmp_path: Path) -> None:
    write_questions(journal, tmp_path / "questions.csv")
    heading, row = (tmp_path / "questions.csv").read_text("utf-8-sig").splitlines()
    assert heading == "id,candidate,email,question,verdict"
    assert row == "c,'=HYPERLINK(1),<c@example.org>,What is your name?,refused"
