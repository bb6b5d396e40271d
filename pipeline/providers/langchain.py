"""Any chat model of LangChain, for the providers that do not speak the OpenAI interface."""

from __future__ import annotations

import importlib
import random
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from pipeline.budget import Budget
from pipeline.errors import BadConfiguration, OutOfTime, ProviderFailure
from pipeline.models import Reply, Request
from pipeline.providers.exchange import Fault, budget_for, exchange, is_retryable_status, no_grammar, seconds_asked, within
from pipeline.providers.langchain_messages import Endless, join_chunks, messages_of, read_message
from pipeline.providers.langchain_settings import adjusted, complained_of, takes
from pipeline.providers.traits import TOOL, answer_tool
from pipeline.providers.wire import longest_text, too_long

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

__all__ = ["LangChainWriter", "load_chat_model"]


class LangChainWriter:
    """A LangChain chat model as a writer. Where the model takes tools the answer is a tool call; the messages say what to return anyway."""

    def __init__(
        self,
        chat_model: BaseChatModel,
        *,
        name: str | None = None,
        room: int = 1,
        is_ours: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Wrap a model.

        Args:
            chat_model: any chat model, set up by the caller, best without retries of its own: each is a call that nobody counts.
            name: its name in records; the class's own by default.
            room: how many times the longest answer it may write in all: some models think first, and what they think counts.
            is_ours: whether it was made from a name alone, so that none of its settings is the wish of somebody.
            sleep: waits between tries.
            jitter: spreads those waits, from 0 to 1.
        """
        self.name = name or f"langchain:{type(chat_model).__name__}"
        self._chat_model = chat_model
        self._room = room
        self._fixed = frozenset() if is_ours else frozenset(chat_model.model_fields_set)
        self._refused: frozenset[str] = frozenset()
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
        """One call. What the model turns out not to take (tools, a seed) is left out from now on."""
        messages = messages_of(request)
        model = adjusted(self._chat_model, request, room=self._room, fixed=self._fixed, refused=self._refused)
        runnable = self._runnable(model, request)
        most = longest_text(request.max_tokens * self._room)
        try:
            if on_text is None:
                answer = within(budget, lambda _: runnable.invoke(messages), who=self.name)
            else:
                on_text("")
                answer = within(budget, lambda emit: join_chunks(runnable.stream(messages), emit, most), on_text=on_text, who=self.name)
        except OutOfTime as late:
            raise Fault(late) from None
        except Endless:
            raise Fault(too_long(self.name)) from None
        except Exception as error:
            adapted = self._adapt(error, model, has_tools=runnable is not model)
            retryable = _is_retryable(error)
            wait_s = seconds_asked(_header(error, "retry-after"))
            failure = ProviderFailure(_says(self.name, error), retryable=retryable, wait_s=wait_s)
            raise Fault(failure, adapted=adapted, can_wait=retryable) from error
        return self._read(answer, most)

    def _read(self, answer: AIMessage, most: int) -> Reply:
        """What came; apart from the call, so that a fault in reading it is never taken for tools that the model does not have."""
        try:
            reply = read_message(answer)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise Fault(ProviderFailure(f"{self.name} gave an answer that cannot be read ({type(error).__name__}).")) from error
        if len(reply.text) > most:
            raise Fault(too_long(self.name))
        return reply

    def _adapt(self, error: Exception, model: BaseChatModel, *, has_tools: bool) -> bool:
        """Whether the next try leaves something out."""
        status = _status(error)
        if status in {400, 422} and (setting := complained_of(error, model, self._refused)):
            self._refused |= {setting}
            return True
        # no status, no server: the package has no code for tools (NotImplementedError), or its call no such argument (TypeError)
        if has_tools and (status in {400, 422} or (status is None and isinstance(error, NotImplementedError | TypeError))):
            self._takes_tools = False
            return True
        return False

    def _runnable(self, model: BaseChatModel, request: Request) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with the answer's schema as a tool, or as it is where it takes none."""
        if not request.schema or not self._takes_tools or not _overrides_bind_tools(model):
            return model
        tool = answer_tool(request.schema)
        try:
            return model.bind_tools([tool], tool_choice=TOOL)
        except Exception:  # a package of somebody else's: whatever it objects to, the messages alone will do
            self._takes_tools = False
            return model


def _overrides_bind_tools(chat_model: BaseChatModel) -> bool:
    from langchain_core.language_models import BaseChatModel

    return type(chat_model).bind_tools is not BaseChatModel.bind_tools


def load_chat_model(
    target: str,
    *,
    settings: Mapping[str, object] | None = None,
    where_taken: Mapping[str, object] | None = None,
    extra: str | None = None,
) -> BaseChatModel:
    """A chat model made from `package.Class`.

    Args:
        target: where the class is.
        settings: what it is made with.
        where_taken: what it is made with besides, as far as the class has arguments of these names.
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
    also = {name: value for name, value in (where_taken or {}).items() if takes(found, name)}
    try:
        return cast("Callable[..., BaseChatModel]", found)(**also, **(settings or {}))
    except Exception as error:
        raise BadConfiguration(f"{target} could not be set up ({type(error).__name__}); set its key and its model's name.") from error


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
