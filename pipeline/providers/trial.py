"""One tiny call to a model, to see what works: its name, its key, its server, its answer, its token counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import AfterwordError
from pipeline.models import Request, Writer
from prompts.messages import Message

if TYPE_CHECKING:
    from pipeline.config import ModelSettings

__all__ = ["Trial", "try_model"]

#: Room enough for a word, and for a model that thinks first to be cut off at.
_MAX_TOKENS = 64
#: Seconds the call may take at most.
_TIMEOUT_S = 20.0
#: What a model that only chooses is asked to choose between.
_CHOICES = ("Thanks for the call.", "Thank you for the call.")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a tiny call showed. `steps` are (what was tried, whether it worked, what was seen), up to the first that did not."""

    model: str
    steps: tuple[tuple[str, bool, str], ...]
    exit_code: int = 0

    @property
    def passed(self) -> bool:
        """Whether the model can be used; token counts are not needed for that."""
        return self.exit_code == 0

    def to_json(self) -> dict[str, object]:
        """The object of `afterword models --check P:N --json`."""
        steps = [{"step": step, "worked": worked, "seen": seen} for step, worked, seen in self.steps]
        return {"schema": "afterword/model-check@1", "model": self.model, "passed": self.passed, "steps": steps}


def try_model(spec: str, *, settings: ModelSettings | None = None, clock: Callable[[], float] = time.perf_counter) -> Trial:
    """One call, whatever comes of it; nothing of it is kept.

    Args:
        spec: `PROVIDER:NAME`.
        settings: addresses, limits and providers of the user's own.
        clock: seconds that pass.
    """
    from pipeline.providers import open_model

    steps: list[tuple[str, bool, str]] = []
    try:
        model = open_model(spec, settings=settings)
        steps.append(("name", True, model.name))
        started = clock()
        seen = _ask(model, settings) if isinstance(model, Writer) else [("answer", True, f"chose {_CHOICES[model.choose('', _CHOICES)]!r}")]
        steps.append(("call", True, f"{clock() - started:.1f} s"))
    except AfterwordError as error:
        steps.append(("call" if steps else "name", False, str(error)))
        return Trial(spec.strip(), tuple(steps), error.exit_code)
    steps += seen
    return Trial(spec.strip(), tuple(steps), 0 if seen[0][1] else 3)


def _ask(model: Writer, settings: ModelSettings | None) -> list[tuple[str, bool, str]]:
    """The steps after the call: what the answer was, and whether it was counted."""
    limit = min(_TIMEOUT_S, settings.timeout_s) if settings is not None else _TIMEOUT_S
    messages = (Message("user", "Answer with the one word: ready"),)
    reply = model.complete(Request(messages, max_tokens=_MAX_TOKENS, timeout_s=limit))
    text = " ".join("".join(char if char.isprintable() else " " for char in reply.text).split())
    if text:
        answer = ("answer", True, repr(text[:60]))
    elif reply.finish == "length":
        answer = ("answer", True, f"none within {_MAX_TOKENS} tokens: it thinks first")
    else:
        answer = ("answer", False, "the model refused" if reply.finish == "refusal" else "empty")
    counted = reply.tokens_in is not None and reply.tokens_out is not None
    counts = ("token counts", counted, f"{reply.tokens_in} in, {reply.tokens_out} out" if counted else "not given; cost stays unknown")
    return [answer, counts]
