"""The fill-in form: what it asks, and how a filled one is read."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import BadInput
from pipeline.form import blank_form, is_form, parse_form, read_form
from prompts.contract import load_contract
from prompts.notes import FactKind, ScenarioId


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_the_form_asks_for_every_kind_its_contract_can_use_and_for_no_other(scenario: ScenarioId) -> None:
    form = blank_form(scenario)
    contract = load_contract(scenario)
    used = {kind for move in contract.moves for kind in move.uses} | {kind for one in contract.essentials for kind in one.facts[:1]}
    assert ("## The agreed start" in form) == (FactKind.START_DATE in used)
    assert ("## What you would answer now" in form) == (FactKind.CORRECTION in used)
    assert ("I would ..." in form) == (FactKind.STANCE in used)
    assert "## Private - never in the email" in form


@pytest.mark.parametrize("scenario", [None, *ScenarioId])
def test_an_empty_form_reads_as_empty_notes(scenario: ScenarioId | None) -> None:
    reading = read_form(blank_form(scenario))
    assert reading.notes.scenario is scenario
    assert reading.notes.facts == []
    assert reading.notes.recipients == []
    assert reading.notes.company is None
    assert reading.left_out == ()


FILLED = """<!-- afterword form 1 -->
# Notes for a follow-up email
> a hint

## What happened
- [ ] Accepting the offer (accept_offer)
- [X] No reply yet (no_response)

## the basics
* Your name: Anna Berg
Company: Acme
- Interview date: 12 May 2026 at 3pm
- Spelling: American English
- Follow-ups already sent: once

## Who the email goes to
- Dr Tom Reid, head of ops <tom@acme.example>
- Lee Soo-ah (recruiter)

## What you talked about
> a hint that is never a fact
- the move
  to the new hall
- the roof <!-- not this -->
a line without a bullet
- their budget is frozen (private)

## Another offer
- from Bolt (may be mentioned)

## Private
- pay is 50k

## Shopping
- milk
"""


def test_a_filled_form_is_read() -> None:
    reading = read_form(FILLED)
    notes = reading.notes
    assert notes.scenario is ScenarioId.NO_RESPONSE
    assert (notes.candidate.name, notes.company, notes.dialect, notes.follow_ups_sent) == ("Anna Berg", "Acme", "en-US", 1)
    assert notes.interview.at == dt.datetime(2026, 5, 12, 15)
    assert [(p.title, p.name, p.role, p.email, p.relation) for p in notes.recipients] == [
        ("Dr", "Tom Reid", "head of ops", "tom@acme.example", "hiring_manager"),
        (None, "Lee Soo-ah", None, None, "recruiter"),
    ]
    assert [(fact.kind.value, fact.text, fact.private) for fact in notes.facts] == [
        ("topic", "the move to the new hall", False),
        ("topic", "the roof", False),
        ("topic", "a line without a bullet", False),
        ("topic", "their budget is frozen", True),
        ("other_offer", "from Bolt", False),
        ("private", "pay is 50k", True),
    ]
    assert [FILLED[start:end] for start, end, _ in reading.left_out] == ["## Shopping", "- milk"]


def test_two_ticked_boxes_are_refused_naming_both() -> None:
    text = FILLED.replace("[ ] Accepting", "[x] Accepting")
    with pytest.raises(BadInput, match="accept_offer and no_response"):
        parse_form(text)


def test_a_date_that_does_not_exist_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"form, line 12: '31 February' is not a date that exists"):
        parse_form(FILLED.replace("12 May 2026 at 3pm", "31 February"))


def test_a_text_with_one_heading_of_its_own_is_no_form() -> None:
    assert is_form(FILLED)
    assert not is_form("# My notes\n- talked about shifts")
