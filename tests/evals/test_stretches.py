"""Stretches: found whatever the capitals, accents and endings, and not inside other words and figures."""

from __future__ import annotations

import pytest

from evals.stretches import shows, tells


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("We spoke about the Freezer.", "freezer"),
        ("a naïve café", "Naive cafe"),
        ("the nurse’s room", "nurse's room"),
        ("it was\n  cleaned twice", "clean"),
        ("from 60 to 35 a month", "60 to 35"),
        ("João wrote", "joao"),
        ("call 4471-0932 now", "4471-0932"),
        ("a record, pardoned", "pardon"),
    ],
)
def test_stretch_is_found(text: str, stretch: str) -> None:
    assert shows(text, stretch)


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("we raised 442 pounds", "44"),
        ("the abroad office", "road"),
        ("a caravan", "car"),
        ("an understanding", "under"),
        ("nothing of the kind", "freezer"),
        ("", "x"),
        ("60 of 35", "60 to 35"),
    ],
)
def test_stretch_is_not_found(text: str, stretch: str) -> None:
    assert not shows(text, stretch)


@pytest.mark.parametrize(
    ("wordings", "told"),
    [
        (["nine weeks", "9 weeks"], True),
        (["weeks + nine"], True),
        (["nine + harbour"], False),
        (["ten weeks"], False),
        (["ten weeks", "harbour"], True),
    ],
    ids=["one of two", "joint in any order", "joint over two sentences", "another figure", "second wording"],
)
def test_fact_is_told_in_any_of_its_wordings(wordings: list[str], told: bool) -> None:
    assert tells("It took nine full weeks, or 9 weeks by the contract. The harbour stayed open.", wordings) is told
