"""Any chat model of LangChain, for the providers that do not speak the OpenAI interface."""

from __future__ import annotations

import importlib
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from pipeline.budget import Budget
from pipeline.errors import BadConfiguration, OutOfTime, ProviderFailure
from pipeline.models import Finish, Reply, Request
from pipeline.providers.exchange import FINISHES, Fault, budget_for, exchange, is_retryable_status, no_grammar, seconds_asked, within
from pipeline.providers.traits import TOOL, answer_tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.runnables import Runnable

__all__ = ["LangChainWriter", "load_chat_model"]


class LangChainWriter:
    """A LangChain chat model as a writer. Where the model takes tools the answer is a tool call; the messages say what to return anyway."""

    def __init__(
        self,
        chat_model: BaseChatModel,
        *,
        name: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Wrap a model.

        Args:
            chat_model: any chat model, set up by the caller, best without retries of its own: each is a call that nobody counts.
            name: its name in records; the class's own by default.
            sleep: waits between tries.
            jitter: spreads those waits, from 0 to 1.
        """
        self.name = name or f"langchain:{type(chat_model).__name__}"
        self._chat_model = chat_model
        self._sleep = sleep
        self._jitter = jitter
        self._takes_tools = True

    def complete(self, request: Request) -> Reply:
        """One answer.

        Raises:
            BadConfiguration: a grammar is given, which LangChain has no place for.
            ProviderFailure: the model failed, for whatever reason: its package's exceptions share no base.
        """
        return self._exchange(request, None)

    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        """As `complete`, with each piece of the answer handed over as it arrives; an empty piece says that a try begins.

        Raises:
            BadConfiguration: a grammar is given, which LangChain has no place for.
            ProviderFailure: the model failed or broke off.
        """
        return self._exchange(request, on_text)

    def _exchange(self, request: Request, on_text: Callable[[str], None] | None) -> Reply:
        if request.grammar:
            raise no_grammar(self.name)
        budget = budget_for(request)
        return exchange(lambda: self._try(request, budget, on_text), budget, sleep=self._sleep, jitter=self._jitter)

    def _try(self, request: Request, budget: Budget, on_text: Callable[[str], None] | None) -> Reply:
        """One call. A model that turns out to take no tools is given none from now on."""
        messages = _messages(request)
        runnable = self._runnable(request)
        has_tools = runnable is not self._chat_model
        try:
            if on_text is None:
                return within(budget, lambda _: _read(runnable.invoke(messages)), who=self.name)
            on_text("")
            return within(budget, lambda emit: _read_stream(runnable.stream(messages), emit), on_text=on_text, who=self.name)
        except OutOfTime as late:
            raise Fault(late) from None
        except Exception as error:
            status = _status(error)
            # no status, no server: the package has no code for tools (NotImplementedError), or its call no such argument (TypeError)
            adapted = has_tools and (status in {400, 422} or (status is None and isinstance(error, NotImplementedError | TypeError)))
            if adapted:
                self._takes_tools = False
            retryable = _is_retryable(error)
            wait_s = seconds_asked(_header(error, "retry-after"))
            failure = ProviderFailure(_says(self.name, error), retryable=retryable, wait_s=wait_s)
            raise Fault(failure, adapted=adapted, can_wait=retryable) from error

    def _runnable(self, request: Request) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with the answer's schema as a tool, or as it is where it takes none."""
        if not request.schema or not self._takes_tools or not _overrides_bind_tools(self._chat_model):
            return self._chat_model
        try:
            return self._chat_model.bind_tools([answer_tool(request.schema)], tool_choice=TOOL)
        except Exception:  # a package of somebody else's: whatever it objects to, the messages alone will do
            self._takes_tools = False
            return self._chat_model


def _overrides_bind_tools(chat_model: BaseChatModel) -> bool:
    from langchain_core.language_models import BaseChatModel

    return type(chat_model).bind_tools is not BaseChatModel.bind_tools


def _messages(request: Request) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds: dict[str, Callable[..., BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](content=message.content) for message in request.messages]


def _read(answer: AIMessage) -> Reply:
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


def _read_stream(chunks: Iterable[AIMessage], emit: Callable[[str], None]) -> Reply:
    """The answer in the chunks of a stream, each piece of it handed over."""
    from langchain_core.messages import AIMessageChunk

    whole: AIMessageChunk | None = None
    for chunk in chunks:
        if not isinstance(chunk, AIMessageChunk):
            continue
        for piece in (str(chunk.text), *(part["args"] or "" for part in chunk.tool_call_chunks)):
            if piece:
                emit(piece)
        whole = chunk if whole is None else whole + chunk
    if whole is None:
        raise ConnectionError("the stream was empty")
    return _read(whole)


def load_chat_model(target: str, *, settings: Mapping[str, object] | None = None, extra: str | None = None) -> BaseChatModel:
    """A chat model made from `package.Class`.

    Args:
        target: where the class is.
        settings: what it is made with.
        extra: the extra of Afterword that brings its package, named when the package is missing.

    Raises:
        BadConfiguration: no such package or class, or the class refuses its settings (a key that is not set).
    """
    from langchain_core.language_models import BaseChatModel

    module_name, _, class_name = target.rpartition(".")
    if not module_name:
        raise BadConfiguration(f"{target!r} names no class; write langchain:package.Class, as in langchain:langchain_ollama.ChatOllama.")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        missing = error.name or module_name
        how = (
            f"in Afterword's folder say uv tool install '.[{extra}]' or pip install '.[{extra}]'"
            if extra
            else f"install the package that has {module_name}"
        )
        raise BadConfiguration(f"The package {missing} is not installed; {how}.") from error
    found = getattr(module, class_name, None)
    if not (isinstance(found, type) and issubclass(found, BaseChatModel)):
        raise BadConfiguration(f"{target} is not a LangChain chat model.")
    try:
        return cast("Callable[..., BaseChatModel]", found)(**(settings or {}))
    except Exception as error:
        raise BadConfiguration(f"{target} could not be set up ({type(error).__name__}); set its key and its model's name.") from error


def _finish(metadata: Mapping[str, object]) -> Finish:
    reason = metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason") or ""
    return FINISHES.get(str(reason).lower(), "stop")


def _status(error: Exception) -> int | None:
    """The HTTP status an exception carries, wherever its package puts it."""
    for holder in (error, getattr(error, "response", None)):
        for attribute in ("status_code", "code", "status"):
            value = getattr(holder, attribute, None)
            if isinstance(value, int):
                return value
    return None


def _header(error: Exception, name: str) -> str | None:
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get(name) if headers is not None and hasattr(headers, "get") else None
    return value if isinstance(value, str) else None


def _is_retryable(error: Exception) -> bool:
    status = _status(error)
    if status is not None:
        return is_retryable_status(status)
    return isinstance(error, TimeoutError | ConnectionError) or "timeout" in type(error).__name__.lower()


def _says(name: str, error: Exception) -> str:
    """One sentence without the provider's own text, which may repeat a key."""
    status = _status(error)
    if status in {401, 403}:
        return f"{name} refused access (status {status}); check its key."
    if status is not None:
        return f"{name} failed with status {status} ({type(error).__name__})."
    return f"{name} failed ({type(error).__name__}); check the network, its key and its model's name."
