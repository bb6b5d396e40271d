"""Every model by its name on the command line. Adding a provider is one entry of `pipeline/data/providers.yaml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadConfiguration

if TYPE_CHECKING:
    from pipeline.config import ModelSettings
    from pipeline.models import Chooser, Writer
    from pipeline.providers.table import Provider

__all__ = ["Target", "find_provider", "is_remote", "open_model", "read_target"]


@dataclass(frozen=True, slots=True)
class Target:
    """What `PROVIDER:NAME@URL` says, with what the settings and the environment add.

    Attributes:
        provider: its row.
        model: the server's name for the model.
        base_url: where the server is; empty where its package knows.
    """

    provider: Provider
    model: str
    base_url: str


def open_model(spec: str, *, seed: int = 0, temperature: float = 0.9, settings: ModelSettings | None = None) -> Writer | Chooser:
    """The model a name stands for: `PROVIDER`, `PROVIDER:NAME` or `PROVIDER:NAME@URL`. Nothing is loaded or sent yet.

    Args:
        spec: the name; white space around it is ignored.
        seed: decides what the choosers choose.
        temperature: how far the embedded model may stray from the wording it holds likeliest; 0 is not at all.
        settings: addresses, limits and providers of the user's own; the defaults where there are none.

    Raises:
        BadConfiguration: no such provider, no name where one is needed, or a package that is not installed.
    """
    prefix, _, name = spec.strip().partition(":")
    if prefix == "local":
        from pipeline.providers.local import LocalChooser

        return LocalChooser(Path(name).expanduser() if name else None, seed=seed, temperature=temperature)
    if prefix == "phrasebook":
        from pipeline.providers.phrasebook import PhrasebookChooser

        return PhrasebookChooser(seed)
    target = read_target(spec, settings=settings)
    writer = _open_server(target) if target.provider.kind == "openai" else _open_langchain(target, settings)
    if settings is None or not settings.cache:
        return writer
    from pipeline.response_cache import CachedWriter, ResponseCache, answers_dir

    row = target.provider
    supports = sorted(row.supports) if row.supports is not None else None
    identity = {"base_url": target.base_url, "chat_model": row.chat_model, "made_with": dict(row.made_with), "supports": supports}
    return CachedWriter(writer, ResponseCache(answers_dir()), identity=identity)


def is_remote(spec: str) -> bool:
    """Whether a model is asked over a network, so that most of a draft's time is waiting; neither embedded one is."""
    return spec.strip().partition(":")[0] not in {"local", "phrasebook"}


def find_provider(prefix: str, *, settings: ModelSettings | None = None) -> Provider:
    """The row of a prefix.

    Raises:
        BadConfiguration: there is none; the nearest one is named.
    """
    from pipeline.providers.table import load_providers, nearest

    rows = settings.providers if settings is not None else load_providers()
    if prefix not in rows:
        raise BadConfiguration(f"There is no provider {prefix!r}.{nearest(prefix, rows)}")
    return rows[prefix]


def read_target(spec: str, *, settings: ModelSettings | None = None, environment: Mapping[str, str] | None = None) -> Target:
    """What a model's name says about where it is and what it is called there.

    Args:
        spec: `PROVIDER:NAME` or `PROVIDER:NAME@URL`.
        settings: may name an address and providers of the user's own.
        environment: the process's own by default.

    Raises:
        BadConfiguration: no such provider, no name, or no address where one is needed.
    """
    surroundings = os.environ if environment is None else environment
    prefix, _, name = spec.strip().partition(":")
    row = find_provider(prefix, settings=settings)
    if not name:
        example = "langchain:PACKAGE.CLASS" if prefix == "langchain" else f"{row.id}:NAME"
        raise BadConfiguration(f"{row.id} needs the name of a model: --model {example}.")
    model, at, address = name.partition("@http")
    if not model:
        raise BadConfiguration(f"{row.id} needs the name of a model before the address: --model {row.id}:NAME@URL.")
    named = f"http{address}" if at else (settings.base_url or "") if settings is not None else ""
    base_url = named or row.address(surroundings)
    if row.kind == "openai" and not base_url:
        raise BadConfiguration(f"{row.id} needs the address of your resource: set {row.url_variable}={row.url_example}.")
    if base_url:
        from pipeline.providers.address import read_address

        read_address(base_url)
    return Target(row, model, base_url)


def _open_server(target: Target) -> Writer:
    """A server that speaks the OpenAI interface. One at another address than the table's may do without a key, Azure's may not."""
    from pipeline.providers.openai_compat import OpenAIWriter

    row = target.provider
    may_do_without = row.may_do_without_key(target.base_url)
    is_another_make = may_do_without and row.prices is not None
    return OpenAIWriter(
        target.model,
        base_url=target.base_url,
        provider=row.id,
        key_variable=row.key_variable,
        key_required=row.key_required and not may_do_without,
        supports=None if is_another_make else row.supports,
    )


def _open_langchain(target: Target, settings: ModelSettings | None) -> Writer:
    from pipeline.config import ModelSettings
    from pipeline.providers.langchain import LangChainWriter, load_chat_model
    from pipeline.providers.table import is_loopback

    row, how = target.provider, settings or ModelSettings()
    if not row.chat_model:
        return _open_any_langchain(target.model, how)
    made_with = {"model": target.model, **row.made_with}
    where_taken = {"timeout": how.timeout_s, **({"max_retries": 0} if row.is_own else {})}
    if target.base_url:
        made_with["base_url"] = target.base_url
    if row.key_variable and not row.has_key(os.environ) and find_spec(row.chat_model.partition(".")[0]):
        if not is_loopback(target.base_url):
            raise BadConfiguration(
                f"{row.id}:{target.model} needs a key: set the environment variable {row.key_variable}, or draft with --model local."
            )
        made_with["api_key"] = "none"
    model = load_chat_model(row.chat_model, settings=made_with, where_taken=where_taken, extra=row.extra)
    return LangChainWriter(model, name=f"{row.id}:{target.model}", room=row.room, is_ours=True)


def _open_any_langchain(target: str, how: ModelSettings) -> Writer:
    """`PACKAGE.CLASS` or `PACKAGE.CLASS:MODEL`. A class that the table knows is made as its row says; any other without retries."""
    from pipeline.providers.langchain import LangChainWriter, load_chat_model

    path, _, name = target.partition(":")
    row = next((row for row in how.providers.values() if row.chat_model == path), None)
    where_taken = {"timeout": how.timeout_s, "max_retries": 0, **(row.made_with if row else {})}
    model = load_chat_model(path, settings={"model": name} if name else {}, where_taken=where_taken)
    return LangChainWriter(model, name=f"langchain:{target}", room=row.room if row else 1, is_ours=True)
