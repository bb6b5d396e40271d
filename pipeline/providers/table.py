"""The table of providers: one row an entry of `pipeline/data/providers.yaml`, or of `[providers.NAME]` in a user's afterword.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from prompts.kept import read_yaml

__all__ = ["LOOPBACK", "SUPPORTS", "Provider", "is_loopback", "load_providers", "nearest"]

#: Names of this machine.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: What a server can be known to take.
SUPPORTS = (
    "json_schema", "bounds", "tools", "stream", "seed", "temperature", "max_completion_tokens", "grammar", "grammar:structured_outputs",
    "grammar:guided_grammar",
)  # fmt: skip


class Provider(BaseModel):
    """One row: what stands before the colon, and how such a model is opened.

    Attributes:
        id: the prefix.
        kind: how it is spoken to.
        says: one line for the list of models.
        base_url: address of its server; empty where `url_variable` must name one, or where its package knows it.
        url_variable: environment variable that names another address.
        url_path: what an address named so ends in; put after it where it is missing.
        url_example: what such an address looks like.
        key_variable: environment variable of the key; None where there is none.
        key_aliases: other variables that the provider's own package reads the key from.
        key_required: whether the server turns away who has no key.
        chat_model: `package.Class` of a LangChain chat model.
        extra: the extra of Afterword that brings its package.
        made_with: what the chat model is made with, besides its name and the time it gets.
        room: how many times the longest answer its models may write in all, where they think first unless they are told not to.
        supports: what the server is known to take, in the table's words (`SUPPORTS`); None is found out at run time.
        prices: its id in genai-prices; None where there are no prices.
        is_own: whether the user's afterword.toml defines it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    id: str
    kind: Literal["embedded", "openai", "langchain"]
    says: str
    base_url: str = ""
    url_variable: str | None = None
    url_path: str = ""
    url_example: str = ""
    key_variable: str | None = None
    key_aliases: tuple[str, ...] = ()
    key_required: bool = True
    chat_model: str = ""
    extra: str | None = None
    made_with: Mapping[str, int | str | bool] = Field(default_factory=dict)
    room: int = 1
    supports: frozenset[str] | None = None
    prices: str | None = None
    is_own: bool = Field(default=False, exclude=True)

    def address(self, environment: Mapping[str, str]) -> str:
        """Where its server is: the environment's word, else the table's; empty when neither says."""
        named = environment.get(self.url_variable or "", "").strip().rstrip("/")
        if not named:
            return self.base_url
        return named if named.endswith(self.url_path) else named + self.url_path

    def has_key(self, environment: Mapping[str, str]) -> bool:
        """Whether a key is set, under any of the names it may have."""
        return any(environment.get(name, "").strip() for name in (self.key_variable or "", *self.key_aliases))

    def may_do_without_key(self, address: str) -> bool:
        """Whether a server at this address may take no key: one of the table's, at another address than the table's. Azure's has none."""
        return bool(self.base_url) and address != self.base_url and not self.is_own


@cache
def load_providers() -> Mapping[str, Provider]:
    """Every row of the table by its prefix, in the table's order.

    Raises:
        ValueError: the table itself is broken.
    """
    rows = read_yaml("pipeline", "data/providers.yaml")
    if not isinstance(rows, dict):
        raise ValueError("pipeline/data/providers.yaml: a mapping of providers is expected")
    return {name: Provider(id=name, **row) for name, row in rows.items()}


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine."""
    return urlsplit(url).hostname in LOOPBACK


def nearest(name: str, valid: Collection[str]) -> str:
    """How a sentence about an unknown name goes on: the nearest valid one, then all of them."""
    import difflib

    near = difflib.get_close_matches(name.strip().casefold(), list(valid), n=1, cutoff=0.6)
    return (f" Did you mean {near[0]}?" if near else "") + f" There are: {', '.join(valid)}."
