"""The models the page offers: those that can be used here, and whether the notes would leave this machine."""

from __future__ import annotations

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pipeline.config import ModelSettings
    from pipeline.providers.availability import Availability

__all__ = ["Choice", "list_choices", "settings_for", "spec_of"]

#: Seconds a model server on this machine gets to say what it has.
_PROBE_S = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """One model to choose.

    `spec` is its name on the command line, ending in ":" where the user has to add the model's. `leaves_for` names where the
    notes would go, and is empty when they stay on this machine. `names` are models that its server has, where it says so.
    """

    id: str
    spec: str
    label: str
    note: str
    leaves_for: str = ""
    names: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The choice as the page reads it."""
        return asdict(self)


def list_choices(settings: ModelSettings) -> list[Choice]:
    """What can be used here now, the model of the user's own settings first. Nothing leaves this machine for that."""
    from pipeline.providers.availability import judge_provider

    rows = [row for row in settings.providers.values() if row.id != "langchain"]
    with ThreadPoolExecutor(8) as pool:
        found = [one for one in pool.map(judge_provider, rows) if one.usable]
        choices = list(pool.map(_choice, found))
    if settings.name not in ("local", "phrasebook"):
        choices.insert(0, _own(settings))
    return choices


def spec_of(choice_id: str, name: str, choices: list[Choice]) -> str | None:
    """The command-line name of what the user chose; None when it is none of the choices.

    A name never carries an address of its own: notes go only to where a choice says that they go.
    """
    choice = next((one for one in choices if one.id == choice_id), None)
    if choice is None:
        return None
    if not choice.spec.endswith(":"):
        return choice.spec
    name = name.strip()
    if not name or "@http" in name or any(char.isspace() or not char.isprintable() for char in name):
        return None
    return choice.spec + name


def settings_for(choice_id: str, settings: ModelSettings) -> ModelSettings:
    """The user's settings for the user's own model; for any other without the address that belongs to that one."""
    return settings if choice_id == "own" else settings.model_copy(update={"base_url": None})


def _choice(found: Availability) -> Choice:
    from pipeline.providers.table import is_loopback

    if found.id == "local":
        return Choice("local", "local", "Built in", found.why.replace("ready; ", "") if ";" in found.why else "on this machine, offline")
    if found.id == "phrasebook":
        return Choice("phrasebook", "phrasebook", "Phrasebook", "no model; wordings are drawn by chance")
    label = found.says.partition(",")[0].partition(":")[0]
    if found.address and is_loopback(found.address):
        return Choice(found.id, f"{found.id}:", label, "on this machine", "", _served_names(found.address))
    return Choice(found.id, f"{found.id}:", label, "needs the name of a model", urlsplit(found.address).hostname or label)


def _own(settings: ModelSettings) -> Choice:
    """The model that the user's environment or afterword.toml names."""
    from pipeline.providers import read_target
    from pipeline.providers.table import is_loopback

    if settings.name.startswith(("local:", "phrasebook:")):
        return Choice("own", settings.name, settings.name, "on this machine, from your settings")
    target = read_target(settings.name, settings=settings)
    stays = bool(target.base_url) and is_loopback(target.base_url)
    place = urlsplit(target.base_url).hostname or target.provider.says.partition(",")[0]
    return Choice("own", settings.name, f"{target.provider.id}:{target.model}", "from your settings", "" if stays else place)


def _served_names(address: str) -> tuple[str, ...]:
    """What a model server on this machine says it has; nothing when it does not say."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address.rstrip('/')}/models", timeout=_PROBE_S) as answer:
            listed = json.loads(answer.read(200_000))
    except (OSError, ValueError):
        return ()
    data = listed.get("data") if isinstance(listed, dict) else None
    names = [entry.get("id") for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []
    return tuple(name for name in names if isinstance(name, str) and name.isprintable() and len(name) < 200)[:40]
