from __future__ import annotations

import pytest

from guardrails.language import check_wording
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.notes import Notes

BRIEF = build_brief(
    Notes.model_validate({"scenario": "phone_interview", "candidate": {"name": "Lena Voss"}, "recipients": [{"name": "Tom Hale"}]})
)


def refused(text: str) -> bool:
    draft = parse_email(f"Subject: Thanks\n\nDear Tom,\n\n{text}\n\nBest,\nLena Voss", BRIEF)
    return any(one.severity == "error" for one in check_wording(draft, BRIEF))


@pytest.mark.parametrize(
    "text",
    [
        "It helps that the crews uses hand tools only.",
        "Your drivers knows the yard.",
        "I liked how the nurses speaks to everyone.",
        "The children was kind.",
        "Each driver bring his own map.",
        "The plan make sense to me.",
        "I am interested to joining your team.",
        "I was impress by the yard.",
        "It was great to met you.",
        "I have worked there since five years.",
        "I'd be glad to come and meat you both.",
        "I am exited about the role.",
        "The team keeps it's maps dry.",
        "I want to work were the drivers are.",
        "One of the driver told me.",
        "I does'nt mind.",
        "Your're very kind.",
    ],
)
def test_slip_of_agreement_or_sound_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "It helps that the crews use hand tools only.",
        "The way the crew uses hand tools pleased me.",
        "The logistics makes sense, and the process uses little paper.",
        "One of the drivers knows the yard; the talk about the drivers makes sense.",
        "One of the children is ill, and meeting your people was a joy.",
        "If every driver were to bring a map, I'd be glad.",
        "I'd like to see how your maps works team draws them.",
        "What I liked were the benches, and the people I spoke to gave me a warm welcome.",
        "The team is kind. The team are kind. The crew were kind.",
        "I cut the waiting to no more than ten minutes, and I long to long for nothing.",
        "It was quiet the whole day, and the room was quiet in the evening.",
        "One of the customer letters was short, and two of the patient rooms were warm.",
        "The first to start were the drivers.",
        "I know its worth, and its time has come.",
        "The machines that do the work are old, and letting it do the work is wise.",
        "The skills I have help the yard, and the maps I have show the way.",
        "Those call for patience, and few question that.",
        "He knows it's people that matter.",
        "My task was to quiet the room and to brief the drivers.",
    ],
)
def test_good_grammar_passes(text: str) -> None:
    assert not refused(text)
