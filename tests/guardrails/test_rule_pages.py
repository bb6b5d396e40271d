from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.rule_pages import FOLDER, render_index, render_page, write_pages
from guardrails.rules import RULES


def test_pages_are_current(tmp_path: Path) -> None:
    write_pages(tmp_path)
    fresh = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert len(fresh) == len(RULES) + 1
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == fresh, "run `make rule-docs`"


def test_writing_again_changes_nothing_and_takes_out_a_page_without_a_rule(tmp_path: Path) -> None:
    assert len(write_pages(tmp_path)) == len(RULES) + 1
    assert write_pages(tmp_path) == []
    (tmp_path / "LEN-gone.md").write_text("old", encoding="utf-8")
    assert write_pages(tmp_path) == ["LEN-gone.md"]
    assert not (tmp_path / "LEN-gone.md").exists()


@pytest.mark.parametrize("rule_id", RULES)
def test_page_says_what_why_from_where_and_shows_both_sides(rule_id: str) -> None:
    rule, page = RULES[rule_id], render_page(RULES[rule_id])
    for piece in (f"# {rule.id}: {rule.title}", rule.severity, rule.why, rule.section, "## Bad", "## Good", "## The notes of both"):
        assert piece in page
    assert page.count("```text\nSubject: ") == 2


def test_page_names_the_thresholds_and_where_to_change_them() -> None:
    page = render_page(RULES["TON-cliche"])
    assert "`warn_from` 2, `refuse_from` 3" in page
    assert "[rules.threshold.TON-cliche]" in page
    assert "threshold" not in render_page(RULES["LEN-long"]).casefold()


def test_page_spells_out_characters_that_nobody_sees() -> None:
    page = render_page(RULES["FMT-control"])
    assert "<U+200B>" in page
    assert "\u200b" not in page


def test_index_links_every_rule_once() -> None:
    index = render_index()
    assert all(index.count(f"]({rule}.md)") == 1 for rule in RULES)
