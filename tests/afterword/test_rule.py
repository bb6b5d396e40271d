from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from afterword.commands.rule import command
from guardrails.rule_pages import render_page
from guardrails.rules import RULES
from pipeline.errors import BadInput


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_all_rules_are_listed_one_a_line_with_their_severity() -> None:
    lines = run().stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.id, rule.severity] for rule in RULES.values()]
    assert all(line.endswith(rule.title) for line, rule in zip(lines, RULES.values(), strict=True))


@pytest.mark.parametrize("name", ["LEN-long", "len-LONG", " LEN-long"])
def test_one_rule_is_explained_by_its_page(name: str) -> None:
    assert run(name).stdout == render_page(RULES["LEN-long"])


@pytest.mark.parametrize(
    ("name", "nearest"), [("LEN-lnog", "LEN-long"), ("ton_cliche", "TON-cliche"), ("GND-dates", "GND-date"), ("cliché", "TON-cliche")]
)
def test_misspelt_rule_names_the_nearest(name: str, nearest: str) -> None:
    error = run(name).exception
    assert isinstance(error, BadInput)
    assert f"did you mean {nearest}?" in str(error)


def test_rule_like_no_other_points_to_the_list() -> None:
    error = run("12345").exception
    assert isinstance(error, BadInput)
    assert "lists them all" in str(error)
