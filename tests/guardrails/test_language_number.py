from __future__ import annotations

import pytest

from guardrails.language_number import find_number
from guardrails.language_own import find_stray
from guardrails.lexicon import Passage


def found(text: str) -> list[str]:
    passage = Passage.of(text)
    return [finding.rule for finding in (*find_number("body", passage), *find_stray("body", passage))]


@pytest.mark.parametrize(
    "text",
    [
        "You showed me photos of each families.",
        "Every ships at the gate waits an hour.",
        "What you said have kept me thinking.",
        "Your question about gate four have kept me thinking.",
        "One of the lorry was late.",
        "I waited two hour.",
        "This plans are good.",
        "It make sense to me.",
        "Can you tells me more?",
        "I would like thank you for the call.",
        "I enjoyed the both talks.",
        "Your going to need a planner.",
        "I want to work with you, kasi you hire young people.",
    ],
)
def test_slip_of_number_or_form_is_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Every goods train waits an hour.",
        "Each of the families has a photo, and each wants its own.",
        "What you need are people, and what you said has kept me thinking.",
        "Your answer to the questions people have asked was kind.",
        "One of the lorry drivers was late, and one of the best parts was the end.",
        "The two-hour walk and a two hour drive took the day.",
        "It need not be long, and let it make sense.",
        "Did he tell you? Can you tell me more?",
        "I would like help with it.",
        "The both of us enjoyed it.",
        "I am glad of your going to see her.",
        "Your team on the ward have been kind.",
        "The Café und Bar was full.",
    ],
)
def test_right_number_and_form_pass(text: str) -> None:
    assert not found(text)
