"""The one small door to every model: messages and a schema in, text, token counts and a finish reason out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from prompts.messages import Message

__all__ = ["Chooser", "Finish", "Reply", "Request", "Writer"]

Finish = Literal["stop", "length", "refusal"]


@dataclass(frozen=True, slots=True)
class Request:
    """One call: messages, the JSON schema the answer should follow, and limits. `timeout_s` is the whole call's."""

    messages: tuple[Message, ...]
    schema: dict[str, object] = field(default_factory=dict)
    max_tokens: int = 900
    temperature: float | None = None
    seed: int | None = None
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Token counts are the server's own; None when it gave none."""

    text: str
    finish: Finish = "stop"
    tokens_in: int | None = None
    tokens_out: int | None = None


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


class Chooser(Protocol):
    """A model that only chooses between wordings (`local`, `phrasebook`)."""

    name: str
    tokens_in: int
    tokens_out: int

    def choose(self, text: str, alternatives: Sequence[str]) -> int:
        """Index of the continuation of `text` that reads best; `alternatives` are whole continuations, at least two."""
        ...
