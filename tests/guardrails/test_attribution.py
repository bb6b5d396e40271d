from __future__ import annotations

import pytest

from guardrails.attribution import check_attribution
from guardrails.ground import ground_of
from prompts.brief import build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Notes

NOTES = Notes.model_validate(
    {
        "scenario": "assessment_center",
        "company": "Harrow Ferries",
        "role": "deck officer",
        "candidate": {"name": "Ola Berg"},
        "recipients": [{"name": "Ruth Patel", "title": "Ms"}, {"name": "Tom Reid", "relation": "panellist"}],
        "facts": [
            {"kind": "topic", "text": "Ruth said the winter timetable breaks at the narrow lock"},
            {"kind": "topic", "text": "Tom asked how I would warn a sailing boat in fog"},
            {"kind": "topic", "text": "the old bosun Halvard Lie showed us how to splice a wet rope"},
            {"kind": "strength", "text": "our group moored the training barge first, we solved it by asking the cook"},
            {"kind": "strength", "text": "I berthed the car ferry alone for three winters"},
        ],
    }
)


def rules(text: str, greeting: str = "Dear Ms Patel,") -> set[str]:
    draft = Draft(greeting=greeting, paragraphs=((Sentence(text=text),),))
    return {one.rule for one in check_attribution(draft, ground_of(build_brief(NOTES)))}


@pytest.mark.parametrize(
    "text",
    [
        "You said the winter timetable breaks at the narrow lock.",
        "Tom asked how I would warn a sailing boat in fog.",
        "Tom's question about warning a sailing boat in fog was a good one.",
        "As Tom put it when you asked him, a sailing boat in fog hears little.",
        "The winter timetable breaks at the narrow lock, and I would begin there.",
        "Halvard Lie showed us how to splice a wet rope.",
        "We moored the training barge first and solved it by asking the cook.",
        "I was proud of our group when it moored the training barge first.",
        "I berthed the car ferry alone for three winters.",
        "You were kind to all of us.",
    ],
)
def test_remark_with_its_own_speaker_is_right(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Tom said the winter timetable breaks at the narrow lock.", "GND-claim"),
        ("It was he who said that the winter timetable breaks at the narrow lock.", "GND-claim"),
        ("You asked how I would warn a sailing boat in fog.", "GND-claim"),
        ("Your question about warning a sailing boat in fog was a good one.", "GND-claim"),
        ("You showed us how to splice a wet rope.", "GND-claim"),
        ("I alone moored the training barge first.", "GND-invention"),
        ("I solved it by asking the cook when the training barge had to be moored.", "GND-invention"),
    ],
)
def test_remark_given_to_another_person_and_credit_of_a_group_are_found(text: str, rule: str) -> None:
    assert rules(text) == {rule}


def test_greeting_to_the_other_panellist_turns_the_remark_round() -> None:
    text = "You asked how I would warn a sailing boat in fog."
    assert rules(text, "Hi Tom,") == set()
    assert rules(text, "Dear hiring team,") == set()
