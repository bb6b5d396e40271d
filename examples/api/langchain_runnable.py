"""Afterword as a LangChain Runnable: alone, in a chain, over many notes at once, and awaited."""

from __future__ import annotations

import asyncio

from langchain_core.runnables import RunnableLambda

from afterword import as_runnable
from pipeline.outcome import Outcome

NOTES = """
scenario: phone_interview
candidate: {name: Ines Aguirre}
recipients: [{name: Margit Holm}]
company: Tarnby Ferries
role: reliability engineer
interview: {kind: phone, at: 2026-09-08T10:00}
now: 2026-09-09T11:00
facts:
  - {kind: topic, text: the fault forms of the night shift}
"""


def subject(outcome: Outcome) -> str:
    """The subject line, or what has to be answered first."""
    return outcome.draft.subject if outcome.draft is not None else "; ".join(outcome.questions)


writer = as_runnable(model="phrasebook", seed=1)
print(writer.invoke(NOTES).verdict)

chain = writer | RunnableLambda(subject)
print(chain.batch([NOTES, NOTES.replace("Tarnby Ferries", "Sound Line")]))
print(asyncio.run(chain.ainvoke(NOTES)))

# One bad set of notes does not lose the others.
outcomes = writer.batch([NOTES, "scenario: phone_interview"], return_exceptions=True)
print([one.verdict if isinstance(one, Outcome) else type(one).__name__ for one in outcomes])
