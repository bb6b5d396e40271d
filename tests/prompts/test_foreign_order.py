"""Word order of other languages in notes."""

from __future__ import annotations

import pytest

from prompts.fit import fit
from prompts.fitting.foreign_order import is_foreign_order
from prompts.notes import Notes


@pytest.mark.parametrize(
    "text",
    [
        "I would the work still very gladly have, because in the lab one sees what a small mistake makes",
        "one could the driver a thermometer with memory give",
        "On the 11th June had I the interview by the head of the lab",
        "I very like that each artist have one week every season",
        "She has explained me that the patients of night are often alone",
        "we have this in my old firm already done",
    ],
)
def test_another_languages_order_is_seen(text: str) -> None:
    assert is_foreign_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "I would start with the contractors and not with the growers",
        "I could see the whole floor from the desk and liked it",
        "what they had in mind was a smaller team",
        "the audit I did in March found two faults",
        "she showed me how they would pack it the next day",
        "I have the forklift licence and two years of nights",
        "Only once have I missed a handover in six years",
        "I want to open a small bakery one day, near the sea",
        "when the tide was out I walked the whole site with Ewan",
    ],
)
def test_ordinary_english_is_not(text: str) -> None:
    assert not is_foreign_order(text)


@pytest.mark.parametrize("text", ["I have decided to turn it down", "I am declining", "decided not to take the job", "I'm taking it"])
def test_bare_decision_is_no_reason(text: str) -> None:
    assert _fit_reason(text) == {}


@pytest.mark.parametrize("text", ["I am staying at my present firm", "I have decided to finish my degree first"])
def test_reason_is_told(text: str) -> None:
    assert _fit_reason(text)


def _fit_reason(text: str) -> dict[str, str]:
    notes = Notes.model_validate(
        {
            "scenario": "decline_offer",
            "candidate": {"name": "Ana Lima"},
            "recipients": [{"name": "Jo Fox"}],
            "company": "Acme",
            "role": "clerk",
            "now": "2026-02-26T09:00",
            "facts": [{"kind": "reason", "text": text}],
        }
    )
    return fit(notes.facts[0], notes)
