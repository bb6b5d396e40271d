"""Writes with the model a command was given; the phrasebook takes over, with one line, when the embedded one cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from pipeline.errors import ProviderFailure, SystemFailure
from pipeline.models import Chooser, Writer
from pipeline.providers import open_model

__all__ = ["start_model", "with_fallback"]

T = TypeVar("T")


def start_model(spec: str, *, seed: int, temperature: float) -> Writer | Chooser:
    """The model of `spec`; the embedded one begins to load in the background while the notes are read.

    Raises:
        BadConfiguration: `spec` names no model there is.
    """
    model = open_model(spec, seed=seed, temperature=temperature)
    start = getattr(model, "start", None)
    if start is not None:
        start()
    return model


def with_fallback(write: Callable[[Writer | Chooser], T], model: Writer | Chooser, *, seed: int) -> T:
    """What `write` makes of the model, or of the phrasebook when the embedded model can be neither fetched nor loaded.

    Raises:
        ProviderFailure: a model other than the embedded one cannot be reached.
    """
    try:
        return write(model)
    except (ProviderFailure, SystemFailure) as error:
        if model.name != "local":
            raise
        click.echo(f"The embedded model is not to be had ({str(error).rstrip('.')}); the phrasebook writes without it.", err=True)
        return write(open_model("phrasebook", seed=seed))
