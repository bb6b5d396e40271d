"""Settings of the model and of the calls to it: flags, then environment, then afterword.toml, then defaults; read once, never changed."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.budget import MAX_CALLS, TIMEOUT_S
from pipeline.errors import BadConfiguration

if TYPE_CHECKING:
    from pipeline.providers.table import Provider
    from pipeline.run import Fallback

__all__ = ["ENVIRONMENT", "DraftValues", "ModelSettings", "OwnProvider", "hint", "read_model_settings", "read_toml"]

#: Environment variable to the setting it sets.
ENVIRONMENT: Mapping[str, str] = {
    "AFTERWORD_MODEL": "name",
    "AFTERWORD_BASE_URL": "base_url",
    "AFTERWORD_TIMEOUT": "timeout_s",
    "AFTERWORD_MAX_CALLS": "max_calls",
    "AFTERWORD_MAX_TOKENS": "max_tokens",
    "AFTERWORD_TEMPERATURE": "temperature",
    "AFTERWORD_FALLBACK": "fallback",
    "AFTERWORD_CONSTRAINED": "constrained",
    "AFTERWORD_CACHE": "cache",
}
#: Variables of Afterword's that set something else.
_OTHER_VARIABLES = ("AFTERWORD_CACHE_DIR", "AFTERWORD_RECORD_URL")
#: Tables of afterword.toml; `rules` and `batch` are read elsewhere.
_TABLES = ("rules", "model", "providers", "batch")


class OwnProvider(BaseModel):
    """`[providers.NAME]`: a server of the user's own that speaks the OpenAI interface, or another chat model of LangChain."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    base_url: str = ""
    key_variable: str | None = None
    key_required: bool = True
    chat_model: str = ""
    supports: frozenset[str] | None = None
    says: str = "your own, from afterword.toml"

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("an address such as https://models.example.com/v1 is expected")
        if parts.username or parts.password:
            raise ValueError("a key does not belong in the address; name its environment variable as key_variable")
        return value.rstrip("/")


class DraftValues(TypedDict):
    """The settings as `draft_email` takes them, by keyword."""

    timeout_s: float
    max_calls: int
    max_tokens: int
    temperature: float | None
    fallback: Fallback
    constrained: bool


class ModelSettings(BaseModel):
    """How the model is called.

    Attributes:
        name: `PROVIDER:NAME`.
        base_url: another address for the provider's server.
        timeout_s: seconds a draft may take, all tries and repairs included.
        max_calls: calls to a paid model a draft may make.
        max_tokens: longest answer, in tokens.
        temperature: how freely the model chooses; None leaves it to the model.
        fallback: whether the phrasebook writes when the model cannot.
        constrained: whether a server that takes grammars is given the lattice.
        cache: whether answers are kept on disk and used again.
        own: providers that the user's file defines, by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str = Field(default="local", min_length=1)
    base_url: str | None = None
    timeout_s: float = Field(default=TIMEOUT_S, gt=0, le=3600, allow_inf_nan=False)
    max_calls: int = Field(default=MAX_CALLS, ge=1, le=20)
    max_tokens: int = Field(default=900, ge=100, le=32_000)
    temperature: float | None = Field(default=None, ge=0, le=2, allow_inf_nan=False)
    fallback: bool = True
    constrained: bool = False
    cache: bool = False
    own: Mapping[str, OwnProvider] = Field(default_factory=dict)

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """Every provider by its prefix, the user's own last."""
        from pipeline.providers.table import Provider, load_providers

        own = {
            name: Provider(id=name, kind="langchain" if row.chat_model else "openai", is_own=True, **row.model_dump())
            for name, row in self.own.items()
        }
        return {**load_providers(), **own}

    def for_draft(self, *, when: Literal["unusable", "always"] = "always") -> DraftValues:
        """What `draft_email` is to be told.

        Args:
            when: the phrasebook writes in the model's place, if it may: when the answer is no email, or when the call fails as well.
        """
        return {
            "timeout_s": self.timeout_s,
            "max_calls": self.max_calls,
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "fallback": when if self.fallback else "never",
            "constrained": self.constrained,
        }


def read_model_settings(
    flags: Mapping[str, object] | None = None, *, environment: Mapping[str, str] | None = None, file: Path | None = None
) -> ModelSettings:
    """The settings of one run.

    Args:
        flags: settings given on the command line; those that are None were not given.
        environment: the process's own by default.
        file: the afterword.toml that counts, if any.

    Raises:
        BadConfiguration: a key is unknown or a value cannot be, wherever it stands; the sentence names the place.
    """
    surroundings = os.environ if environment is None else environment
    _check_variables(surroundings)
    values: dict[str, object] = {}
    if file is not None:
        values |= _from_file(file)
    for variable, name in ENVIRONMENT.items():
        if surroundings.get(variable, "").strip():
            values[name] = _checked(name, surroundings[variable].strip(), variable)
    for name, value in (flags or {}).items():
        if name not in ModelSettings.model_fields:
            raise BadConfiguration(f"There is no setting {name!r}{hint(name, ModelSettings.model_fields)}")
        if value is not None:
            values[name] = _checked(name, value, f"--{name.removesuffix('_s').replace('_', '-').replace('name', 'model')}")
    return ModelSettings.model_validate(values)


def read_toml(path: Path) -> dict[str, object]:
    """The tables of a settings file.

    Raises:
        BadConfiguration: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadConfiguration(f"{path}: the settings could not be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{path}: the settings are not readable text; save them as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path}: this is not valid TOML ({error}).") from error


def _from_file(path: Path) -> dict[str, object]:
    """What `[model]` and `[providers.NAME]` of a file set; its other tables are read elsewhere."""
    data = read_toml(path)
    unknown = data.keys() - set(_TABLES)
    if unknown:
        name = sorted(unknown)[0]
        raise BadConfiguration(f"{path}: there is no table {name!r}{hint(name, _TABLES)}")
    values: dict[str, object] = {}
    allowed = [name for name in ModelSettings.model_fields if name != "own"]
    for name, value in _table(path, data, "model").items():
        if name in {"key", "api_key", "token"}:
            raise BadConfiguration(f"{path}: model.{name}: a key is never kept in a file; set the provider's own environment variable.")
        if name not in allowed:
            raise BadConfiguration(f"{path}: there is no key 'model.{name}'{hint(name, allowed)}")
        values[name] = _checked(name, value, f"{path}: model.{name}")
    own = {name: _own_provider(path, name, _table(path, _table(path, data, "providers"), name)) for name in _table(path, data, "providers")}
    return {**values, "own": own}


def _table(path: Path, data: Mapping[str, object], name: str) -> dict[str, object]:
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise BadConfiguration(f"{path}: {name}: {value!r} was given; a table is expected.")
    return value


def _own_provider(path: Path, name: str, table: Mapping[str, object]) -> OwnProvider:
    from pipeline.providers.table import SUPPORTS, load_providers

    where = f"{path}: providers.{name}"
    if name in load_providers():
        raise BadConfiguration(f"{where}: there is a provider of that name already; choose another, or set its address in [model].")
    if not name.replace("-", "").replace("_", "").isalnum():
        raise BadConfiguration(f"{where}: a provider's name has letters, digits, hyphens and underscores only.")
    for key in table:
        if key in {"key", "api_key", "token"}:
            raise BadConfiguration(f"{where}.{key}: a key is never kept in a file; name its environment variable as key_variable.")
        if key not in OwnProvider.model_fields:
            raise BadConfiguration(f"{where}: there is no key {key!r}{hint(key, OwnProvider.model_fields)}")
    supports = table.get("supports")
    for word in supports if isinstance(supports, list) else ():
        if word not in SUPPORTS:
            raise BadConfiguration(f"{where}.supports: there is no {word!r}{hint(str(word), SUPPORTS)}")
    if bool(table.get("base_url")) == bool(table.get("chat_model")):
        raise BadConfiguration(f"{where}: either base_url or chat_model is expected.")
    try:
        return OwnProvider.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfiguration(f"{where}.{first['loc'][0]}: {_plain(first['msg'])}.") from error


def _checked(name: str, value: object, where: str) -> object:
    """A value in the type of its setting; text from the environment is read as what it stands for."""
    field = ModelSettings.model_fields[name]
    is_number = field.annotation in (int, float, float | None)
    if isinstance(value, bool) and is_number:
        raise BadConfiguration(f"{where}: {value!r} was given; a number is expected.")
    try:
        checked: object = getattr(ModelSettings.model_validate({name: value}), name)
    except ValidationError as error:
        raise BadConfiguration(f"{where}: {value!r} was given; {_plain(error.errors()[0]['msg'])}.") from error
    return checked


def _plain(message: str) -> str:
    """What pydantic says, as the end of a sentence."""
    text = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return text if text != message or message.startswith("Value error") else message[:1].lower() + message[1:]


def _check_variables(environment: Mapping[str, str]) -> None:
    """Refuse a misspelling of one of our variables; a name that resembles none is somebody else's."""
    known = (*ENVIRONMENT, *_OTHER_VARIABLES)
    for name in environment:
        if name.startswith("AFTERWORD_") and name not in known and (near := difflib.get_close_matches(name, known, n=1, cutoff=0.9)):
            raise BadConfiguration(f"The environment variable {name} means nothing to Afterword; did you mean {near[0]}?")


def hint(name: str, valid: Iterable[str]) -> str:
    """How a sentence about an unknown name ends: with the nearest valid one, or with all of them."""
    names = list(valid)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(names)}."
