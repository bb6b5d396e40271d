"""Questions with a plain answer, put as one statement."""

from __future__ import annotations

import pytest

from prompts.fitting.retold_asked import answered_plainly


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He asked if I could weld and I said yes, I have done it for 8 years", "I can weld, and I have done it for 8 years."),
        ("She asked if I have a Class 1 and I said yes, for eleven years", "I have had a Class 1 for eleven years."),
        ("She asked about my time on the rota at Medivet, I did that for three years", "I spent three years on the rota at Medivet."),
        ("That is interesting for me because I trained on the same model", "I trained on the same model"),
        ("I explained my capstone project where I mapped delays", "In my capstone project I mapped delays"),
        ("They need someone calm. I've taken 90 calls", "You need someone calm. I've taken 90 calls"),
    ],
    ids=["yes-and", "yes-for-years", "my-time", "because", "project", "they-need"],
)
def test_a_plain_answer_is_said_plainly(text: str, said: str) -> None:
    assert answered_plainly(text) == said


@pytest.mark.parametrize("text", ["I ran the night shift", "She asked if I can weld and I said no"], ids=["own", "no"])
def test_other_text_stays_as_it_stands(text: str) -> None:
    assert answered_plainly(text) == text
