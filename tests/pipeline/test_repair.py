from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.check import check
from pipeline.repair import Attempt, by_model, mend
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from tests.pipeline.test_run import NOTES

BRIEF: Brief = build_brief(NOTES)


def _draft(*texts: str, subject: str = "The shift planner role") -> Draft:
    sentences = tuple(Sentence(text=text, move="recall") for text in texts)
    return Draft(subject=subject, greeting="Dear Nadia,", paragraphs=(sentences,), closing="Best regards,", signature="Tom Baker")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("**Thank you** for the call.", "Thank you for the call."),
        ("Thank you for the call!!", "Thank you for the call."),
        ("Thank you 🎉 for the call.", "Thank you for the call."),
        ("Thank\u200b you for the call.", "Thank you for the call."),
        ("# Thank you for the call.", "Thank you for the call."),
        ("- Thank you for the `call`.", "Thank you for the call."),
        ("Thank you  for\tthe call.", "Thank you for the call."),
        ("Thank you for the call at 10 a.m. on Tuesday.", "Thank you for the call at 10 a.m. on Tuesday."),
        ("I wrote: wait ... and see.", "I wrote: wait ... and see."),
    ],
)
def test_mechanical_fixes_change_form_and_leave_good_text_alone(text: str, mended: str) -> None:
    assert mend(_draft(text)).sentences[0].text == mended


@given(st.text(max_size=300))
@settings(max_examples=400, deadline=None)
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend(_draft(text, subject=text))
    assert mend(once) == once


def test_subject_loses_its_label() -> None:
    assert mend(_draft("Thank you.", subject="Subject: The role.")).subject == "The role"


def test_a_retry_that_trades_one_error_for_another_kind_is_not_kept() -> None:
    bad = _draft("Thank you for the call on Tuesday, in which you told me of 85 drivers.")
    other = _draft("Thank you for the call on Tuesday, Mr Zebedee, and for the 2k less you pay.")
    attempt = Attempt(bad, check(bad, BRIEF))
    assert not attempt.report.passed
    asked: list[tuple[str, ...]] = []

    def ask(instructions: tuple[str, ...]) -> Draft:
        asked.append(instructions)
        return other

    by_model(attempt, BRIEF, ask, rounds=2)
    assert attempt.draft == bad
    assert attempt.repairs == []
    assert len(asked) == 1, "a round without improvement is the last"
    assert any("85" in line for line in asked[0])
