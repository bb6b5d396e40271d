"""The one linter of a process looks for the rules it is asked for, whatever was asked before."""

from __future__ import annotations

from guardrails.language_linter import lint

SPELLING = frozenset({"SpellCheck"})
GRAMMAR = frozenset({"PronounVerbAgreement"})


def test_rules_asked_for_between_two_calls_do_not_change_the_second() -> None:
    text = "I has worked with such a form before."
    first = [rule for rule, _ in lint(text, GRAMMAR)]
    assert [rule for rule, _ in lint(f"{text} Thier hall.", SPELLING)] == ["SpellCheck"]
    assert [rule for rule, _ in lint(text, GRAMMAR)] == first == ["PronounVerbAgreement"]
