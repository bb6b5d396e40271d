from __future__ import annotations

import asyncio

import pytest
from langchain_core.runnables import RunnableLambda

from pipeline.errors import BadConfiguration
from pipeline.outcome import Outcome
from pipeline.providers.phrasebook import PhrasebookChooser
from pipeline.run import draft_email
from pipeline.runnable import as_runnable
from prompts.notes import Notes

NOTES = Notes.model_validate(
    {
        "scenario": "phone_interview",
        "candidate": {"name": "Ines Aguirre"},
        "recipients": [{"name": "Margit Holm"}],
        "company": "Tarnby Ferries",
        "role": "reliability engineer",
        "interview": {"kind": "phone", "at": "2026-09-08T10:00"},
        "now": "2026-09-09T09:00",
        "facts": [{"id": "t", "kind": "topic", "text": "the fault forms of the night shift"}],
    }
)


def _text(outcome: Outcome) -> str:
    assert outcome.draft is not None
    return outcome.draft.body


def test_runnable_gives_the_outcome_of_the_pipeline_in_every_form() -> None:
    runnable = as_runnable(model="phrasebook", seed=4)
    expected = _text(draft_email(NOTES, PhrasebookChooser(4), seed=4))
    assert _text(runnable.invoke(NOTES)) == expected
    assert [_text(outcome) for outcome in runnable.batch([NOTES, NOTES])] == [expected] * 2
    assert _text(asyncio.run(runnable.ainvoke(NOTES))) == expected


def test_runnable_stands_in_a_chain() -> None:
    chain = as_runnable(model="phrasebook", seed=4) | RunnableLambda(_text)
    assert chain.invoke(NOTES) == _text(draft_email(NOTES, PhrasebookChooser(4), seed=4))


def test_unknown_model_is_refused_when_the_runnable_is_made() -> None:
    with pytest.raises(BadConfiguration, match="no provider"):
        as_runnable(model="nothing:x")
