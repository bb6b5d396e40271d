"""Outwards: the whole pipeline as a LangChain Runnable, so that it can stand in a chain of the caller's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from pipeline.outcome import Outcome
    from prompts.notes import Notes

__all__ = ["as_runnable"]


def as_runnable(
    *, model: str = "local", to: str | None = None, seed: int = 0, temperature: float | None = None
) -> Runnable[str | Notes, Outcome]:
    """A Runnable from notes to an outcome; `invoke`, `batch` and the asynchronous forms all work.

    The model is opened once. The embedded model and the phrasebook write one email after the other, also in a batch, so that each
    run's token counts are its own; servers are called side by side. Notes without a `now` are taken to be written at the call.

    Args:
        model: which model words the email, as on the command line.
        to: the recipient to write to; the notes' hiring managers otherwise.
        seed: the same notes and seed give the same email from a chooser.
        temperature: 0 to 2, how freely the model chooses; 0.9 for the embedded model, a server's own otherwise.

    Raises:
        BadConfiguration: no such model. What `draft_email` raises comes from the call, or in the list of `batch(return_exceptions=True)`.
    """
    import threading

    from langchain_core.runnables import RunnableLambda

    from pipeline.intake import read_notes
    from pipeline.models import Writer
    from pipeline.providers import open_model
    from pipeline.run import draft_email

    opened = open_model(model, seed=seed, temperature=0.9 if temperature is None else temperature)
    turn = threading.Lock()

    def write_email(notes: str | Notes) -> Outcome:
        understood = read_notes(notes).notes if isinstance(notes, str) else notes
        if understood.now is None:
            understood = understood.model_copy(update={"now": dt.datetime.now().replace(microsecond=0)})
        if isinstance(opened, Writer):
            return draft_email(understood, opened, to=to, seed=seed, temperature=temperature)
        with turn:
            return draft_email(understood, opened, to=to, seed=seed, temperature=temperature)

    return RunnableLambda(write_email, name="afterword")
