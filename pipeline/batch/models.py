"""The models of a worker: how the function that does a task is made in each process, for each kind of model."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.answers import AnswerStore, JournalAnswers, KeptWriter
from pipeline.batch.journal import Journal
from pipeline.batch.pace import Pace
from pipeline.batch.place import Place
from pipeline.batch.shapes import BatchSettings, Drafted, Task
from pipeline.batch.task import Drafter
from pipeline.models import Writer
from pipeline.providers import is_remote, open_model

if TYPE_CHECKING:
    from pipeline.batch.embedded import Address
    from pipeline.models import Chooser

__all__ = ["Hands", "local_path", "make_draft", "make_models", "threads_for"]


@dataclass(frozen=True, slots=True)
class Hands:
    """All that a worker process on this machine needs; picklable.

    Attributes:
        settings: of the batch.
        place: its folder.
        share: the part of the provider's limit that is this worker's.
        address: where the embedded model is asked; None for other models.
    """

    settings: BatchSettings
    place: Place
    share: float = 1.0
    address: Address | None = None

    def __call__(self) -> Callable[[Task], Drafted]:
        """The function that does a task, its models opened. Called once in each process."""
        return make_draft(self)


def make_draft(hands: Hands) -> Callable[[Task], Drafted]:
    """The function that does a task in this process."""
    from pipeline.model_file import cache_dir
    from prompts.kept import keep_in

    keep_in(cache_dir())
    settings = hands.settings
    store: AnswerStore | None = None
    if is_remote(settings.model) or hands.address is not None:
        journal = Journal(hands.place.journal)
        _locks.append(hands.place.be_worker())
        if hands.address is not None:
            return Drafter(settings, _embedded(hands.address, journal, settings)).draft
        store = JournalAnswers(journal, hands.place.spill, hands.place.give_up_room)
    return Drafter(settings, make_models(settings, store=store, share=hands.share)).draft


#: Locks held until the process ends.
_locks: list[object] = []


def make_models(settings: BatchSettings, *, store: AnswerStore | None, share: float = 1.0) -> Callable[[int], Writer | Chooser]:
    """Gives the model that writes with a seed; a writer is opened once, and asked through the store.

    Raises:
        BadConfiguration: there is no such model.
    """
    prefix = settings.model.partition(":")[0].strip()
    if prefix == "phrasebook":
        return lambda seed: open_model("phrasebook", seed=seed)
    if prefix == "local":
        return _own_embedded(settings)
    writer = open_model(settings.model, seed=settings.seed, settings=settings.model_settings)
    if not isinstance(writer, Writer):
        raise TypeError(f"{settings.model} neither writes nor chooses")
    kept = KeptWriter(writer, store, Pace(settings.limit, share=share)) if store is not None else writer
    return lambda _seed: kept


def _own_embedded(settings: BatchSettings) -> Callable[[int], Chooser]:
    """The embedded model loaded in this very process, for one worker or an actor on another machine."""
    from pipeline.model_file import ensure_model
    from pipeline.providers.engine import load_engine
    from pipeline.providers.local import LocalChooser

    path = local_path(settings.model)
    engine = load_engine(path or ensure_model())

    @lru_cache(maxsize=16)
    def chooser(seed: int) -> LocalChooser:
        return LocalChooser(path, seed=seed, temperature=settings.temperature, load=lambda _: engine)

    return chooser


def _embedded(address: Address, journal: Journal, settings: BatchSettings) -> Callable[[int], Chooser]:
    """The embedded model that the leading process holds, asked over its socket."""
    from pipeline.batch.embedded import SharedServer
    from pipeline.providers.engine import Engine
    from pipeline.providers.local import LocalChooser

    engine = Engine(SharedServer(address, journal))
    path = local_path(settings.model)

    @lru_cache(maxsize=16)
    def chooser(seed: int) -> LocalChooser:
        return LocalChooser(path, seed=seed, temperature=settings.temperature, load=lambda _: engine, find=Path)

    return chooser


def local_path(model: str) -> Path | None:
    """The file that `local:PATH` names; None for the model that comes with Afterword."""
    name = model.partition(":")[2].strip()
    return Path(name).expanduser() if name else None


def threads_for(settings: BatchSettings, workers: int) -> int:
    """Tasks a worker does at once: as many as it takes to keep the calls in flight; one where nothing is waited for."""
    return math.ceil(settings.at_once / workers) if is_remote(settings.model) else 1
