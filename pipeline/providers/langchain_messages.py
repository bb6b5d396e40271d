"""What goes into a LangChain chat model and what comes out of it, in our own terms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.models import Finish, Reply, Request
from pipeline.providers.exchange import FINISHES
from pipeline.providers.traits import TOOL

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

__all__ = ["Endless", "join_chunks", "messages_of", "read_message"]


class Endless(Exception):
    """An answer that does not end."""


def messages_of(request: Request) -> list[BaseMessage]:
    """The messages of a request as LangChain has them."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds: dict[str, Callable[..., BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](content=message.content) for message in request.messages]


def read_message(answer: AIMessage) -> Reply:
    """The answer in a message; the arguments of its tool call where it made one."""
    usage = answer.usage_metadata
    details = usage.get("input_token_details") if usage else None
    calls: Sequence[Mapping[str, object]] = [call for call in answer.tool_calls if call["name"] == TOOL]
    return Reply(
        text=json.dumps(calls[0]["args"], ensure_ascii=False) if calls else str(answer.text),
        finish=_finish(answer.response_metadata),
        tokens_in=usage["input_tokens"] if usage else None,
        tokens_out=usage["output_tokens"] if usage else None,
        tokens_cached=details.get("cache_read") if details else None,
    )


def join_chunks(chunks: Iterable[AIMessage], emit: Callable[[str], None], most: int) -> AIMessage:
    """The message that the chunks of a stream make up, each piece of it handed over.

    Raises:
        Endless: it has more than `most` characters; nothing is read after them.
        ConnectionError: there was no chunk.
    """
    from langchain_core.messages import AIMessageChunk
    from langchain_core.messages.ai import add_ai_message_chunks

    parts: list[AIMessageChunk] = []
    chars = 0
    for chunk in chunks:
        if not isinstance(chunk, AIMessageChunk):
            continue
        for piece in (str(chunk.text), *(part["args"] or "" for part in chunk.tool_call_chunks)):
            if piece:
                emit(piece)
                chars += len(piece)
        if chars > most:
            raise Endless
        parts.append(chunk)
    if not parts:
        raise ConnectionError("the stream was empty")
    return add_ai_message_chunks(parts[0], *parts[1:])


def _finish(metadata: Mapping[str, object]) -> Finish:
    reason = metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason") or ""
    return FINISHES.get(str(reason).lower(), "stop")
