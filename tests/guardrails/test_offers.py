"""A length of talk that is offered passes without a fact; one that is told of the past does not."""

from __future__ import annotations

import pytest

from guardrails.numbers import find_quantities
from guardrails.offers import is_offered

OFFERED = [
    "I'd gladly talk it through for ten minutes, whenever suits you both.",
    "Would ten minutes by phone be useful, at a time that suits you?",
    "Would a 15-minute call help?",
    "If you have five minutes, I'd show you the sheet.",
    "Five minutes of your time would be enough.",
    "I'd be happy to take a short call of 20 minutes.",
]
TOLD = [
    "Thank you for the twenty minutes on the phone.",
    "We talked for twenty minutes.",
    "You gave me forty minutes of your time.",
    "I cut waiting to ten minutes.",
    "I would answer every call in ten minutes.",
    "I could plan a route in five minutes.",
    "Ten minutes to explain a drain to children taught me what I could not learn elsewhere.",
    "I would be glad to come for a 3-hour visit.",
]


@pytest.mark.parametrize(("text", "expected"), [*((text, True) for text in OFFERED), *((text, False) for text in TOLD)])
def test_offered_time_is_told_from_reported_time(text: str, expected: bool) -> None:
    (amount,) = find_quantities(text)
    assert is_offered(amount, text) is expected
