"""Writes with the model a command was given; the phrasebook takes over, with one line, when the embedded one cannot be had."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import click

from pipeline.errors import ProviderFailure, SystemFailure
from pipeline.model_file import cache_dir
from pipeline.models import Chooser, Writer
from pipeline.providers import open_model

if TYPE_CHECKING:
    from pipeline.config import ModelSettings

__all__ = ["kept_secret", "start_checks", "start_model", "with_fallback"]

T = TypeVar("T")

#: How far the embedded model may stray from its likeliest wording, unless its user says otherwise.
_TEMPERATURE = 0.9
_SECRET_BYTES = 16


def start_checks(spec: str) -> None:
    """Let what a server's draft is checked with begin to load; a draft out of the lattice is checked without it."""
    if spec.strip().partition(":")[0] not in {"local", "phrasebook"}:
        from guardrails.language_linter import preload

        preload()


def start_model(spec: str, *, seed: int, temperature: float | None = None, settings: ModelSettings | None = None) -> Writer | Chooser:
    """The model of `spec`; it begins to load, or its client to be set up, in the background while the notes are read.

    What is found out about a server is kept in the cache folder.

    Raises:
        BadConfiguration: `spec` names no model there is.
    """
    model = open_model(spec, seed=seed, temperature=_TEMPERATURE if temperature is None else temperature, settings=settings)
    remember_in = getattr(model, "remember_in", None)
    if remember_in is not None:
        remember_in(cache_dir())
    start = getattr(model, "start", None)
    if start is not None:
        start()
    return model


def with_fallback(write: Callable[[Writer | Chooser], T], model: Writer | Chooser, *, seed: int, fallback: bool = True) -> T:
    """What `write` makes of the model, or of the phrasebook when the embedded model can be neither fetched nor loaded.

    Raises:
        ProviderFailure: a model other than the embedded one cannot be reached, or there is to be no fallback.
    """
    try:
        return write(model)
    except (ProviderFailure, SystemFailure) as error:
        if model.name != "local" or not fallback:
            raise
        click.echo(f"The embedded model is not to be had ({str(error).rstrip('.')}); the phrasebook writes without it.", err=True)
        return write(open_model("phrasebook", seed=seed))


def kept_secret() -> bytes | None:
    """A secret of this user's, the same in every run, so that the same notes ask the same question and a kept answer is found.

    None where the cache folder cannot be used: then nothing is found, nothing worse.
    """
    path = cache_dir() / "secret"
    with suppress(OSError):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_SECRET_BYTES))
        kept = path.read_bytes()
        return kept if len(kept) == _SECRET_BYTES else None
    return None
