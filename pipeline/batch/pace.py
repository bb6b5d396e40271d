"""Holds calls back to what a provider allows a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pipeline.batch.shapes import Limit

__all__ = ["Pace"]

#: Seconds' worth of the limit that may be used at once after a pause.
_BURST_S = 5.0


class Pace:
    """Two buckets, calls and tokens, that fill at the allowed rate; whoever comes takes from both, and waits until there is enough.

    Shared by the threads of a worker. Several workers get their part each (`share`), so that together they keep to the limit.
    """

    def __init__(
        self, limit: Limit, *, share: float = 1.0, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Start with full buckets.

        Args:
            limit: what the provider allows.
            share: part of it that is this worker's, 0 to 1.
            clock: tells the time in seconds.
            sleep: waits.
        """
        self._rates = [None if rate is None else rate * share / 60.0 for rate in (limit.calls_per_minute, limit.tokens_per_minute)]
        #: When each bucket's next unit is free; never further back than a burst.
        self._free = [clock() - _BURST_S, clock() - _BURST_S]
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()

    def wait(self, tokens: float) -> None:
        """Return when one more call of so many tokens is allowed."""
        with self._lock:
            now = self._clock()
            until = now
            for at, (rate, units) in enumerate(zip(self._rates, (1.0, tokens), strict=True)):
                if rate is None:
                    continue
                start = max(self._free[at], now - _BURST_S)
                until = max(until, start)
                self._free[at] = start + units / rate
        if until > now:
            self._sleep(until - now)
