from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Sequence

import pytest
from langchain_core.runnables import RunnableLambda

from pipeline.errors import BadConfiguration, BadInput
from pipeline.intake import to_yaml
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


def test_notes_may_be_text_and_come_out_the_same() -> None:
    runnable = as_runnable(model="phrasebook", seed=4)
    assert _text(runnable.invoke(to_yaml(NOTES))) == _text(runnable.invoke(NOTES))


def test_notes_without_a_moment_are_written_now() -> None:
    now = as_runnable(model="phrasebook").invoke(NOTES.model_copy(update={"now": None})).brief.now
    assert now is not None
    assert abs(now - dt.datetime.now()) < dt.timedelta(minutes=1)
    assert as_runnable(model="phrasebook").invoke(NOTES).brief.now == NOTES.now


def test_one_bad_set_of_notes_does_not_lose_the_others() -> None:
    good, bad = as_runnable(model="phrasebook").batch([NOTES, "  "], return_exceptions=True)
    assert isinstance(good, Outcome)
    assert isinstance(bad, BadInput)


def test_a_chooser_writes_one_email_at_a_time_and_counts_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(PhrasebookChooser):
        busy: threading.Lock = threading.Lock()
        overlaps = 0

        def choose(self, text: str, alternatives: Sequence[str]) -> int:
            if not self.busy.acquire(blocking=False):
                type(self).overlaps += 1
                return super().choose(text, alternatives)
            try:
                self.tokens_out += 1
                time.sleep(0.0005)  # lets another thread in, if there is one
                return super().choose(text, alternatives)
            finally:
                self.busy.release()

    monkeypatch.setattr("pipeline.providers.open_model", lambda *_args, **_options: Counting(4))
    outcomes = as_runnable(model="phrasebook", seed=4).batch([NOTES] * 4)
    assert Counting.overlaps == 0
    assert len({outcome.run.tokens_out for outcome in outcomes}) == 1
    assert outcomes[0].run.tokens_out
