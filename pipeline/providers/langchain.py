"""Any chat model of LangChain, for the providers that do not speak the OpenAI interface."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from pipeline.errors import BadConfiguration, ProviderFailure
from pipeline.models import Finish, Reply, Request

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["LangChainWriter", "load_chat_model"]

#: What providers call the reason for which a model stopped.
_FINISHES: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "content_filter": "refusal",
    "refusal": "refusal",
    "safety": "refusal",
    "recitation": "refusal",
    "prohibited_content": "refusal",
}


class LangChainWriter:
    """A LangChain chat model as a writer. The schema is not handed on: the messages say what to return, and every model can read those."""

    def __init__(self, chat_model: BaseChatModel, *, name: str | None = None) -> None:
        """Wrap a model.

        Args:
            chat_model: any chat model, set up by the caller.
            name: its name in records; the class's own by default.
        """
        self.name = name or f"langchain:{type(chat_model).__name__}"
        self._chat_model = chat_model

    def complete(self, request: Request) -> Reply:
        """One answer.

        Raises:
            ProviderFailure: the model failed, for whatever reason: its package's exceptions share no base.
        """
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        kinds: dict[str, Callable[..., BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
        messages = [kinds[message.role](content=message.content) for message in request.messages]
        try:
            answer = self._chat_model.invoke(messages)
        except Exception as error:
            raise ProviderFailure(_says(self.name, error), retryable=_is_retryable(error)) from error
        usage = answer.usage_metadata
        return Reply(
            text=str(answer.text),
            finish=_finish(answer.response_metadata),
            tokens_in=usage["input_tokens"] if usage else None,
            tokens_out=usage["output_tokens"] if usage else None,
        )


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
            f"install Afterword with its extra: pip install 'afterword[{extra}]'"
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
    return _FINISHES.get(str(reason).lower(), "stop")


def _status(error: Exception) -> int | None:
    """The HTTP status an exception carries, wherever its package puts it."""
    for holder in (error, getattr(error, "response", None)):
        for attribute in ("status_code", "code", "status"):
            value = getattr(holder, attribute, None)
            if isinstance(value, int):
                return value
    return None


def _is_retryable(error: Exception) -> bool:
    status = _status(error)
    if status is not None:
        return status in {408, 409, 429} or status >= 500
    return isinstance(error, TimeoutError | ConnectionError) or "timeout" in type(error).__name__.lower()


def _says(name: str, error: Exception) -> str:
    """One sentence without the provider's own text, which may repeat a key."""
    status = _status(error)
    if status in {401, 403}:
        return f"{name} refused access (status {status}); check its key."
    if status is not None:
        return f"{name} failed with status {status} ({type(error).__name__})."
    return f"{name} failed ({type(error).__name__}); check the network, its key and its model's name."
