"""The one small door to every model: messages and a schema in, text, token counts and a finish reason out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pipeline.budget import Budget
    from prompts.messages import Message

__all__ = ["Chooser", "Finish", "Reply", "Request", "StreamingWriter", "Writer"]

Finish = Literal["stop", "length", "refusal"]


@dataclass(frozen=True, slots=True)
class Request:
    """One call: messages, the JSON schema the answer should follow, and limits.

    Attributes:
        messages: what is said to the model.
        schema: JSON schema of the answer; empty for plain text.
        grammar: a GBNF grammar the answer must follow, in place of a schema; empty for none.
        max_tokens: longest answer.
        temperature: how freely the model chooses; None leaves it to the server.
        seed: the same seed gives the same answer, where the server can.
        timeout_s: seconds for the whole call, its tries included.
        budget: what the whole draft may still take; where there is none, `timeout_s` and a few tries are the bound.
    """

    messages: tuple[Message, ...]
    schema: dict[str, object] = field(default_factory=dict)
    grammar: str = ""
    max_tokens: int = 900
    temperature: float | None = None
    seed: int | None = None
    timeout_s: float = 60.0
    budget: Budget | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Token counts are the server's own; None when it gave none. Of `tokens_in`, `tokens_cached` came from its cache.

    `from_cache` says that the answer was kept on this machine and nothing was paid for it now.
    """

    text: str
    finish: Finish = "stop"
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_cached: int | None = None
    from_cache: bool = False


@runtime_checkable
class Writer(Protocol):
    """A model that writes freely (every remote provider)."""

    name: str

    def complete(self, request: Request) -> Reply:
        """One answer.

        Raises:
            ProviderFailure: the server could not be reached, refused or timed out.
        """
        ...


@runtime_checkable
class StreamingWriter(Writer, Protocol):
    """A writer that can show its answer while it comes."""

    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        """As `complete`, with each piece of the answer's raw text handed over as it arrives; an empty piece says that a try begins.

        Raises:
            ProviderFailure: the server could not be reached, refused, timed out, or broke off.
        """
        ...


class Chooser(Protocol):
    """A model that only chooses between wordings (`local`, `phrasebook`)."""

    name: str
    tokens_in: int
    tokens_out: int

    def choose(self, text: str, alternatives: Sequence[str]) -> int:
        """Index of the continuation of `text` that reads best; `alternatives` are whole continuations, at least two."""
        ...
