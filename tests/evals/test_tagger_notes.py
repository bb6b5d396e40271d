from __future__ import annotations

import random

import pytest

from evals.cases import Truth
from evals.tagger_notes import Marked, load_marked, mark, tags
from evals.tagger_variants import compose, retype, swap
from prompts.notes import ScenarioId

TEXT = "Call with Dr Ana Ruiz (ana.ruiz@vegalabs.example) of Vega Labs, role: lab aide\nAna asked a lot. Vega is near.\n\nBo O’Neil"
TRUTH = Truth(
    scenario=ScenarioId.PHONE_INTERVIEW,
    candidate=["Bo O'Neil"],
    recipients=[["Ana Ruiz"]],
    company=["Vega Labs"],
    role=["lab aide"],
    facts=[],
)


def marked() -> Marked:
    return mark(TEXT, TRUTH, "me")


def test_every_mention_is_marked_short_ones_too() -> None:
    assert [(TEXT[one.start : one.end], one.label) for one in marked().marks] == [
        ("Ana Ruiz", "R"),
        ("Vega Labs", "C"),
        ("lab aide", "J"),
        ("Ana", "R"),
        ("Vega", "C"),
        ("Bo O’Neil", "S"),
    ]


def test_a_word_of_two_peoples_names_is_left_unmarked_where_it_stands_alone() -> None:
    truth = TRUTH.model_copy(update={"candidate": ["Ana Berg"], "recipients": [["Ana Ruiz"]]})
    found = mark("Ana Ruiz and me, Ana Berg. Ana laughed.", truth, "me")
    assert [(one.start, one.label) for one in found.marks] == [(0, "R"), (17, "S")]


def test_tokens_get_the_labels_of_their_marks_and_addresses_none() -> None:
    page, labels = tags(marked())
    told = {token.text: label for token, label in zip(page.tokens, labels, strict=True)}
    assert (told["Ruiz"], told["Labs"], told["aide"], told["O’Neil"]) == ("R", "C", "J", "S")
    assert told["ana.ruiz@vegalabs.example"] == told["Dr"] == told["Call"] == "O"


@pytest.mark.parametrize("seed", range(8))
def test_other_names_stand_wherever_the_old_ones_stood_and_nothing_else_changes(seed: int) -> None:
    found = swap(marked(), random.Random(seed))
    assert [one.label for one in found.marks] == [one.label for one in marked().marks]
    assert "Ruiz" not in found.text
    assert "asked a lot." in found.text
    assert found.text[found.marks[3].start : found.marks[3].end] in found.text[found.marks[0].start : found.marks[0].end]


@pytest.mark.parametrize("seed", range(12))
def test_notes_typed_otherwise_keep_their_marks_on_the_same_letters(seed: int) -> None:
    found = retype(marked(), random.Random(seed))
    kept = ["".join(char for char in found.text[one.start : one.end].lower() if char.isalpha()) for one in found.marks]
    assert kept == ["".join(char for char in TEXT[one.start : one.end].lower() if char.isalpha()) for one in marked().marks]


@pytest.mark.parametrize("seed", range(12))
def test_invented_notes_hold_what_they_are_marked_with(seed: int) -> None:
    found = compose(random.Random(seed))
    assert found.marks
    assert all(found.text[one.start : one.end] == one.whole for one in found.marks)
    assert "{" not in found.text


def test_the_same_seed_gives_the_same_notes() -> None:
    assert compose(random.Random(4)) == compose(random.Random(4))
    assert compose(random.Random(4)) != compose(random.Random(5))


def test_nothing_held_back_is_learned_from() -> None:
    assert {"dev", "second", "seed", "emails"} <= {one.author for one in load_marked()}
    assert not any("held" in one.author for one in load_marked())
