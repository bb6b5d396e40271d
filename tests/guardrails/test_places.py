from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.check import check
from guardrails.examples import load_examples
from guardrails.findings import Finding
from guardrails.parse import parse_email
from guardrails.places import Places
from prompts.brief import build_brief
from prompts.draft import PARTS, Part
from prompts.notes import ScenarioId

BRIEF = build_brief(load_examples()[ScenarioId.PHONE_INTERVIEW].notes)
TEXT = """Here it is:

Subject:  The depot planner role
Dear Ms Patel,

Thank you for the call  on
Tuesday. I liked it.

> you wrote this
Best,
Amara Osei
+44 20 7946 0000

P.S. The call was long.
"""


def place_of(part: Part, words: str, text: str = TEXT) -> str | None:
    draft = parse_email(text, BRIEF)
    start = draft.part(part).index(words)
    span = Places(text, draft).span(Finding("LEN-long", "error", part, start, start + len(words), "", ""))
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("part", "words", "found"),
    [
        ("greeting", "Ms Patel", "Ms Patel"),
        ("body", "call on Tuesday", "call  on\nTuesday"),
        ("body", "I liked", "I liked"),
        ("body", "The call was", "The call was"),
        ("closing", "Best,", "Best,"),
        ("signature", "Osei", "Osei"),
        ("signature", "7946", "7946"),
    ],
)
def test_span_of_a_part_is_found_in_the_text(part: Part, words: str, found: str) -> None:
    assert place_of(part, words) == found


def test_absent_things_and_unknown_places_have_no_span() -> None:
    draft = parse_email(TEXT, BRIEF)
    assert Places(TEXT, draft).span(Finding("LEN-long", "error", "body", 0, 0, "", "")) is None
    assert Places("another text", draft).span(Finding("LEN-long", "error", "body", 0, 5, "", "")) is None


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_every_finding_has_its_own_characters_in_any_text(text: str) -> None:
    draft = parse_email(text, BRIEF)
    places = Places(text, draft)
    for part in PARTS:
        whole = places.part(part)
        assert whole is None or 0 <= whole[0] < whole[1] <= len(text)
    for finding in check(draft, BRIEF).findings:
        span = places.span(finding)
        assert span is None or 0 <= span[0] < span[1] <= len(text)
