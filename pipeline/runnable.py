"""Outwards: the whole pipeline as a LangChain Runnable, so that it can stand in a chain of the caller's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from pipeline.outcome import Outcome
    from prompts.notes import Notes

__all__ = ["as_runnable"]


def as_runnable(*, model: str = "local", to: str | None = None, seed: int = 0) -> Runnable[Notes, Outcome]:
    """A Runnable from notes to an outcome; `invoke`, `batch` and the asynchronous forms all work.

    Args:
        model: which model words the email, as on the command line.
        to: the recipient to write to; the notes' hiring managers otherwise.
        seed: the same notes and seed give the same email from a chooser.

    Raises:
        BadConfiguration: no such model.
    """
    from langchain_core.runnables import RunnableLambda

    from pipeline.providers import open_model
    from pipeline.run import draft_email

    opened = open_model(model, seed=seed)

    def write_email(notes: Notes) -> Outcome:
        return draft_email(notes, opened, to=to, seed=seed)

    return RunnableLambda(write_email, name="afterword")
