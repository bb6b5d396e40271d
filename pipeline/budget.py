"""What one draft may take in all: seconds on the clock and calls to a model, over every retry and repair."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pipeline.errors import OutOfCalls, OutOfTime

__all__ = ["MAX_CALLS", "TIMEOUT_S", "Budget"]

#: Seconds and calls a draft may take unless its user says otherwise.
TIMEOUT_S = 60.0
MAX_CALLS = 3


class Budget:
    """Seconds and calls left. A call counts once it may have reached the server, for then it may have to be paid for."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S, max_calls: int = MAX_CALLS, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock.

        Args:
            timeout_s: seconds in all.
            max_calls: calls in all.
            clock: tells the time in seconds.
        """
        self.timeout_s = timeout_s
        self.max_calls = max_calls
        self.calls = 0
        self._clock = clock
        self._end = clock() + timeout_s
        self._lock = threading.Lock()

    @property
    def left_s(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._end - self._clock())

    @property
    def calls_left(self) -> int:
        """Calls left."""
        return max(0, self.max_calls - self.calls)

    def spend(self) -> None:
        """Count a call that is about to be made.

        Raises:
            OutOfTime: no time is left for it.
            OutOfCalls: no call is left.
        """
        if not self.left_s:
            raise OutOfTime(f"The {self.timeout_s:g} seconds for this draft are over.", retryable=True)
        with self._lock:
            if self.calls >= self.max_calls:
                calls = "1 call" if self.max_calls == 1 else f"{self.max_calls} calls"
                raise OutOfCalls(f"The {calls} for this draft are used up.", retryable=True)
            self.calls += 1

    def refund(self) -> None:
        """Give back a call that never reached the server."""
        with self._lock:
            self.calls -= 1
