"""One exchange with a model: tried again where that may help, within the draft's time and calls, whatever the server does."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pipeline.budget import Budget
from pipeline.errors import AfterwordError, BadConfiguration, OutOfTime, ProviderFailure
from pipeline.models import Finish, Reply, Request

__all__ = ["FINISHES", "RETRYABLE", "Fault", "budget_for", "exchange", "is_retryable_status", "no_grammar", "seconds_asked", "within"]

T = TypeVar("T")

#: What providers call the reason for which a model stopped, in lower case.
FINISHES: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "max_output_tokens": "length",
    "model_context_window_exceeded": "length",
    "content_filter": "refusal",
    "refusal": "refusal",
    "safety": "refusal",
    "recitation": "refusal",
    "prohibited_content": "refusal",
    "blocklist": "refusal",
    "spii": "refusal",
}
#: Statuses below 500 after which the same call may succeed.
RETRYABLE = frozenset({408, 409, 425, 429})

#: Tries of one exchange, those included that only find out what the server takes.
_TRIES = 4
#: Longest wait between two tries; a server that asks for more is reported instead.
_LONGEST_WAIT_S = 20.0
_FIRST_WAIT_S = 0.5


@dataclass(slots=True)
class Fault(Exception):
    """A try that failed.

    Attributes:
        failure: what to report if no other try is made.
        reached: whether the server may have got the call, so that it counts.
        adapted: whether the next try asks for less and need not wait.
        can_wait: whether the same call may succeed later.
    """

    failure: AfterwordError
    reached: bool = True
    adapted: bool = False
    can_wait: bool = False


def budget_for(request: Request) -> Budget:
    """What a request may take: its draft's budget, or, where it belongs to none, its own time and all tries of one exchange."""
    return request.budget or Budget(timeout_s=request.timeout_s, max_calls=_TRIES)


def no_grammar(name: str) -> BadConfiguration:
    """The failure of a model that is given a grammar and takes none."""
    return BadConfiguration(f"{name} takes no grammar; leave out --constrained, or name a llama.cpp or vLLM server.")


def exchange(
    try_once: Callable[[], Reply],
    budget: Budget,
    *,
    sleep: Callable[[float], None] = time.sleep,
    jitter: Callable[[], float] = random.random,
) -> Reply:
    """The reply of the first try that succeeds.

    Args:
        try_once: makes one call; raises `Fault`.
        budget: what the draft has left.
        sleep: waits between tries.
        jitter: a number from 0 to 1, so that many clients do not come back at the same moment.

    Raises:
        AfterwordError: the last try's failure; OutOfTime or OutOfCalls when nothing was left from the start.
    """
    for attempt in range(1, _TRIES + 1):
        budget.spend()
        try:
            return try_once()
        except Fault as fault:
            if not fault.reached:
                budget.refund()
            may_try = attempt < _TRIES and budget.calls_left > 0 and budget.left_s > 0
            if may_try and (fault.adapted or _waited(fault, attempt, budget, sleep, jitter)):
                continue
            raise fault.failure from fault.__cause__
    raise AssertionError("unreachable")


def _waited(fault: Fault, attempt: int, budget: Budget, sleep: Callable[[float], None], jitter: Callable[[], float]) -> bool:
    """Whether another try may help and there is time for it; waits for as long as the server asks, or a little longer each time."""
    if not fault.can_wait:
        return False
    asked = fault.failure.wait_s if isinstance(fault.failure, ProviderFailure) else None
    wait = _FIRST_WAIT_S * 2.0 ** (attempt - 1) * (0.5 + jitter() / 2) if asked is None else asked
    if wait > _LONGEST_WAIT_S or wait >= budget.left_s:
        return False
    sleep(wait)
    return True


def within(
    budget: Budget, work: Callable[[Callable[[str], None]], T], *, on_text: Callable[[str], None] | None = None, who: str = "The model"
) -> T:
    """What `work` returns, unless the draft's time passes first: then its thread is left to itself and OutOfTime is raised.

    A read timeout bounds the silence between two bytes, not a server that sends one every second, nor a name that is not resolved.

    Args:
        budget: says how long.
        work: done in a thread of its own; hands text to its argument as it arrives.
        on_text: is given that text, in the caller's thread.
        who: begins the sentence about the time that passed.

    Raises:
        OutOfTime: the time has passed.
    """
    box: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()

    def run() -> None:
        try:
            result = work(lambda text: box.put(("text", text)))
        except BaseException as error:  # handed to the caller, who raises it
            box.put(("error", error))
        else:
            box.put(("done", result))

    threading.Thread(target=run, name="afterword-call", daemon=True).start()
    while True:
        try:
            what, value = box.get(timeout=budget.left_s or 0.001)
        except queue.Empty:
            raise _too_late(who, budget) from None
        if what == "text":
            if not budget.left_s:
                raise _too_late(who, budget)
            if on_text is not None and isinstance(value, str):
                on_text(value)
        elif what == "error" and isinstance(value, BaseException):
            raise value
        else:
            return value  # type: ignore[return-value]


def _too_late(who: str, budget: Budget) -> OutOfTime:
    return OutOfTime(f"{who} did not answer in time, {budget.timeout_s:g} seconds for the whole draft.", retryable=True)


def is_retryable_status(status: int) -> bool:
    """Whether the same call may succeed after this status."""
    return status >= 500 or status in RETRYABLE


def seconds_asked(value: str | None, *, now: Callable[[], float] = time.time) -> float | None:
    """Seconds to wait by a Retry-After header, given as seconds or as an HTTP date; None when it says nothing usable."""
    if not value or not (value := value.strip()):
        return None
    try:
        seconds = float(value)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            seconds = parsedate_to_datetime(value).timestamp() - now()
        except (ValueError, TypeError, OverflowError):
            return None
    return max(0.0, seconds) if seconds == seconds and seconds != float("inf") else None
