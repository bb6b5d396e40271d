"""Every model by its name on the command line. Adding a provider is one entry of the table."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadConfiguration

if TYPE_CHECKING:
    from pipeline.models import Chooser, Writer

__all__ = ["PROVIDERS", "Provider", "open_model"]


@dataclass(frozen=True, slots=True)
class Provider:
    """One row: what stands before the colon, and how such a model is opened.

    Attributes:
        id: the prefix.
        says: one line for the list of models.
        base_url: address of an OpenAI-compatible server; empty for the other kinds.
        url_variable: environment variable that names another address.
        key_variable: environment variable of the key; None where none is needed.
        chat_model: `package.Class` of a LangChain chat model.
        extra: the extra of Afterword that brings its package.
    """

    id: str
    says: str
    base_url: str = ""
    url_variable: str | None = None
    key_variable: str | None = None
    chat_model: str = ""
    extra: str | None = None


PROVIDERS: tuple[Provider, ...] = (
    Provider("local", "the embedded model, or local:/path/to/model.gguf; nothing leaves this machine"),
    Provider("phrasebook", "no model: wordings are chosen by chance"),
    Provider(
        "openai", "OpenAI, or any compatible server: openai:NAME@URL", "https://api.openai.com/v1", "OPENAI_BASE_URL", "OPENAI_API_KEY"
    ),
    Provider("ollama", "Ollama on this machine", "http://127.0.0.1:11434/v1", "OLLAMA_BASE_URL"),
    Provider("llamacpp", "llama.cpp's server on this machine", "http://127.0.0.1:8080/v1"),
    Provider("lmstudio", "LM Studio on this machine", "http://127.0.0.1:1234/v1"),
    Provider("vllm", "vLLM on this machine", "http://127.0.0.1:8000/v1"),
    Provider("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", key_variable="OPENROUTER_API_KEY"),
    Provider("groq", "Groq", "https://api.groq.com/openai/v1", key_variable="GROQ_API_KEY"),
    Provider("anthropic", "Anthropic, through LangChain", chat_model="langchain_anthropic.ChatAnthropic", extra="anthropic"),
    Provider("google", "Google, through LangChain", chat_model="langchain_google_genai.ChatGoogleGenerativeAI", extra="google"),
    Provider("mistral", "Mistral, through LangChain", chat_model="langchain_mistralai.ChatMistralAI", extra="mistral"),
    Provider("langchain", "any LangChain chat model: langchain:package.Class"),
)


#: Seconds a LangChain model gets; its class takes the limit when it is made, not with the call.
_TIMEOUT_S = 60


def open_model(spec: str, *, seed: int = 0, temperature: float = 0.9) -> Writer | Chooser:
    """The model a name stands for: `PROVIDER`, `PROVIDER:NAME` or `PROVIDER:NAME@URL`. Nothing is loaded or sent yet.

    Args:
        spec: the name; white space around it is ignored.
        seed: decides what the choosers choose.
        temperature: how freely the embedded model chooses.
        temperature: how far the embedded model may stray from the wording it holds likeliest; 0 is not at all.

    Raises:
        BadConfiguration: no such provider, no name where one is needed, or a package that is not installed.
    """
    prefix, _, name = spec.strip().partition(":")
    provider = next((row for row in PROVIDERS if row.id == prefix), None)
    if provider is None:
        raise BadConfiguration(_unknown(prefix))
    if provider.id == "local":
        from pipeline.providers.local import LocalChooser

        return LocalChooser(Path(name).expanduser() if name else None, seed=seed, temperature=temperature)
    if provider.id == "phrasebook":
        from pipeline.providers.phrasebook import PhrasebookChooser

        return PhrasebookChooser(seed)
    if not name:
        raise BadConfiguration(f"{provider.id} needs the name of a model: --model {provider.id}:NAME.")
    return _open_server(provider, name) if provider.base_url else _open_langchain(provider, name)


def _open_server(provider: Provider, name: str) -> Writer:
    from pipeline.providers.openai_compat import OpenAIWriter

    model, at, address = name.partition("@http")
    named = f"http{address}" if at else os.environ.get(provider.url_variable or "", "").strip()
    if not model:
        raise BadConfiguration(f"{provider.id} needs the name of a model before the address: --model {provider.id}:NAME@URL.")
    return OpenAIWriter(
        model,
        base_url=named or provider.base_url,
        provider=provider.id,
        key_variable=provider.key_variable,
        key_required=not named,
    )


def _open_langchain(provider: Provider, name: str) -> Writer:
    from pipeline.providers.langchain import LangChainWriter, load_chat_model

    if not provider.chat_model:
        return LangChainWriter(load_chat_model(name), name=f"langchain:{name}")
    model = load_chat_model(provider.chat_model, settings={"model": name, "timeout": _TIMEOUT_S, "max_retries": 1}, extra=provider.extra)
    return LangChainWriter(model, name=f"{provider.id}:{name}")


def _unknown(prefix: str) -> str:
    from rapidfuzz import process

    names = [row.id for row in PROVIDERS]
    near = process.extractOne(prefix, names, score_cutoff=60)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"There is no provider {prefix!r}.{hint} There are: {', '.join(names)}."
