"""The same work on a Ray cluster: Ray Data maps notes over actors that hold one model each. Ray replaces an actor or a node that dies.

What only this machine may do stays here: the journal is written by the leading process, and answers of a paid model are handed to an
actor on this node that keeps them before they are used.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pipeline.batch.models import make_models, threads_for
from pipeline.batch.place import Place
from pipeline.batch.shapes import BatchSettings, Drafted, Item, Task
from pipeline.batch.task import Drafter
from pipeline.batch.workers import Stop
from pipeline.errors import BadConfiguration, ProviderFailure

if TYPE_CHECKING:
    import numpy as np

__all__ = ["RayEngine"]

#: Notes handed to Ray at a time: enough that starting its actors does not count, few enough to hold.
_WINDOW = 5_000
#: Notes of one block, the least that is done again when a node dies.
_BLOCK = 8


class RayEngine:
    """Actors on this machine, or on a cluster."""

    def __init__(self, settings: BatchSettings, place: Place, *, actors: int, address: str | None) -> None:
        """Keep what the actors need; nothing is started.

        Args:
            settings: of the batch.
            place: its folder on this machine.
            actors: how many, each with a processor and a model of its own.
            address: of a cluster; None starts one here, unless one is joined already.
        """
        self._settings, self._place, self._actors, self._address = settings, place, actors, address
        self._is_ours = False
        #: The actor on this node; handles of Ray have no public type.
        self._keeper: Any = None

    def __enter__(self) -> RayEngine:
        """Join or start the cluster.

        Raises:
            BadConfiguration: Ray is not installed.
            ProviderFailure: there is no cluster at the address.
        """
        try:
            import ray
            import ray.data
        except ImportError as error:
            raise BadConfiguration("--engine ray needs Ray: install afterword with its extra `ray`.") from error
        if not ray.is_initialized():
            try:
                if self._address:
                    ray.init(address=self._address, log_to_driver=False, logging_level=logging.ERROR)
                else:
                    ray.init(num_cpus=self._actors + 1, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise ProviderFailure(f"Ray could not be reached{f' at {self._address}' if self._address else ''}: {error}") from error
            self._is_ours = True
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        options = {"num_cpus": 0, "max_concurrency": 1, "scheduling_strategy": here}
        self._keeper = ray.remote(_Keeper).options(**options).remote(self._place)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the cluster, or end the one that was started here."""
        import ray

        with suppress(Exception):  # a cluster that is gone needs no farewell
            ray.kill(self._keeper)
        if self._is_ours:
            ray.shutdown()

    def run(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Drafted] | None]:
        """See `Engine`."""
        import ray.data

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        threads = threads_for(self._settings, self._actors)
        while not stop.is_set() and (window := list(islice(tasks, _WINDOW))):
            known = {task.key: task for task in window}
            rows = [{"task": json.dumps(asdict(task), ensure_ascii=False)} for task in window]
            blocks = max(1, min(len(rows), math.ceil(len(rows) / (_BLOCK * threads))))
            drafted = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
                _Actor,
                fn_constructor_args=(self._settings, self._keeper, threads, 1 / self._actors),
                batch_size=_BLOCK * threads,
                compute=ray.data.ActorPoolStrategy(size=self._actors),
                num_cpus=1,
            )
            told = False
            for row in drafted.iter_rows():
                done = Drafted.from_json(row["drafted"])
                if stop.is_set() and not told:
                    told = True
                    ray.get(self._keeper.stop.remote())
                if done.problem != _STOPPED:
                    yield known[done.key], done
            yield None


#: What an actor says of a task that it did not begin, because the batch is being stopped.
_STOPPED = "stopped"


class _Keeper:
    """On the leading process's node: keeps answers, and knows whether to stop."""

    def __init__(self, place: Place) -> None:
        from pipeline.batch.answers import JournalAnswers
        from pipeline.batch.journal import Journal

        self._answers = JournalAnswers(Journal(place.journal), place.spill, place.give_up_room)
        self._stopped = False

    def get(self, call: str) -> str | None:
        return self._answers.get(call)

    def put(self, call: str, reply: str) -> None:
        self._answers.put(call, reply)

    def stop(self) -> None:
        self._stopped = True

    def is_stopped(self) -> bool:
        return self._stopped


class _FarAnswers:
    """Answers kept by the keeper, from wherever an actor runs."""

    def __init__(self, keeper: Any) -> None:
        self._keeper = keeper

    def get(self, call: str) -> str | None:
        import ray

        answer: str | None = ray.get(self._keeper.get.remote(call))
        return answer

    def put(self, call: str, reply: str) -> None:
        import ray

        ray.get(self._keeper.put.remote(call, reply))


class _Actor:
    """One model, asked for batch after batch."""

    def __init__(self, settings: BatchSettings, keeper: Any, threads: int, share: float) -> None:
        self._keeper = keeper
        self._threads = threads
        self._drafter = Drafter(settings, make_models(settings, store=_FarAnswers(keeper), share=share))

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        import numpy as np

        lines = [str(line) for line in batch["task"]]
        if self._threads == 1:
            done = [self._draft(line) for line in lines]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                done = list(pool.map(self._draft, lines))
        return {"drafted": np.array(done, dtype=object)}

    def _draft(self, line: str) -> str:
        import ray

        data = json.loads(line)
        task = Task(**{**data, "item": Item(**data["item"])})
        if ray.get(self._keeper.is_stopped.remote()):
            return Drafted(task.key, "failed", problem=_STOPPED).to_json()
        return self._drafter.draft(task).to_json()
