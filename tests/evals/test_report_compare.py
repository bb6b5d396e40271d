"""A draft beside its reference: differing words and sources are found where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report_compare import compare, mark_sources
from evals.results import CaseRecord


def record(email: str | None, outcome: dict[str, object] | None = None) -> CaseRecord:
    return CaseRecord(key="k", case="c", suite="s", scenario="no_response", model="m", status="scored", email=email, outcome=outcome)


@pytest.mark.parametrize(
    ("draft", "reference", "only_draft", "only_reference"),
    [
        ("Thank you for the call.", "thank you, for the CALL", [], []),
        ("Thank you for the long call.", "Thank you for the call.", ["long"], []),
        ("Thank you for the call.", "Thank you for the good call today.", [], ["good", "today"]),
        ("Nothing alike here", "Quite another text", ["Nothing alike here"], ["Quite another text"]),
        ("I saw a cat and ran off home", "He met a dog or went by car", ["I saw a cat and ran off home"], ["He met a dog or went by car"]),
        (
            "Subject: Thank you for the day\n\nDear Ada,",
            "Subject: Monday\n\nDear Ada,\n\nThank you for the day",
            ["Thank you for the day"],
            ["Monday", "Thank you for the day"],
        ),
        ("", "Only this", [], ["Only this"]),
        ("Only this", "", ["Only this"], []),
    ],
    ids=[
        "case and commas aside",
        "added",
        "left out",
        "nothing shared",
        "small words alone are no likeness",
        "the subject is no part of the body",
        "no draft",
        "no reference",
    ],
)
def test_stretches_that_differ_are_found(draft: str, reference: str, only_draft: list[str], only_reference: list[str]) -> None:
    found = compare(draft, reference)
    assert [draft[a:b] for a, b in found.only_draft] == only_draft
    assert [reference[a:b] for a, b in found.only_reference] == only_reference


@given(st.text(), st.text())
def test_spans_lie_inside_in_order_and_the_same_text_has_none(draft: str, reference: str) -> None:
    found = compare(draft, reference)
    for spans, text in ((found.only_draft, draft), (found.only_reference, reference)):
        flat = [at for span in spans for at in span]
        assert flat == sorted(flat)
        assert all(0 <= at <= len(text) for at in flat)
    assert 0 <= found.shared <= 1
    assert compare(draft, draft).only_draft == ()


def test_sentences_are_marked_in_order_with_their_quotes() -> None:
    source = {"fact": "f1", "kind": "topic", "start": 0, "end": 4, "quote": "the \u202epilot"}
    sentences = [{"text": "Hello there.", "kind": "courtesy", "sources": []}, {"text": "Hello there.", "kind": "fact", "sources": [source]}]
    text = "Dear A,\n\nHello there. Hello there."
    marked = mark_sources(record(text, {"sentences": [*sentences, {"text": "Not in it."}]}), text)
    assert [(text[one.start : one.end], one.start) for one in marked] == [("Hello there.", 9), ("Hello there.", 22)]
    assert marked[1].quotes == (("topic", "the ⟨U+202E⟩pilot"),)


@pytest.mark.parametrize("outcome", [None, {}, {"sentences": "no list"}, {"sentences": [3, {"text": ""}]}, {"sentences": None}])
def test_an_outcome_without_sentences_has_no_marks(outcome: dict[str, object] | None) -> None:
    assert mark_sources(record("Dear A", outcome), "Dear A") == ()
