"""What can be used here, and what each of the rest needs."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import BadConfiguration

if TYPE_CHECKING:
    from pipeline.providers.table import Provider

__all__ = ["Availability", "is_answering", "judge_provider"]

#: Seconds a server of this machine gets to take a connection, and one elsewhere, which is asked with `--probe` only.
_NEAR_S = 0.2
_FAR_S = 2.0


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a provider can be used here.

    Attributes:
        id: the prefix.
        usable: nothing is known to be missing.
        why: what is missing and what to do about it; what is ready where nothing is.
        says: what it is.
        address: its server's; empty where there is none.
        key_variable: the variable of its key; None where there is none.
        supports: what its servers are known to take, in order; None where that shows at run time.
    """

    id: str
    usable: bool
    why: str
    says: str
    address: str = ""
    key_variable: str | None = None
    supports: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, object]:
        """One row of `afterword models --json`."""
        return {
            "id": self.id,
            "usable": self.usable,
            "why": self.why,
            "says": self.says,
            "address": self.address or None,
            "key_variable": self.key_variable,
            "supports": list(self.supports) if self.supports is not None else None,
        }


def judge_provider(
    row: Provider,
    *,
    environment: Mapping[str, str] | None = None,
    base_url: str = "",
    probe: bool = False,
    answers: Callable[[str, float], bool] | None = None,
) -> Availability:
    """Whether a provider can be used here. Without `probe` nothing leaves this machine.

    Args:
        row: the provider.
        environment: the process's own by default.
        base_url: another address of its server, from the settings.
        probe: ask servers elsewhere, too, whether they take a connection.
        answers: whether an address takes a connection within so many seconds.
    """
    surroundings = os.environ if environment is None else environment
    address = base_url or row.address(surroundings)
    missing = _missing(row, address, surroundings)
    note = ""
    if not missing and address:
        missing, address = _check_address(address)
    if not missing and address and row.kind == "openai":
        missing, note = _ask_server(row, address, probe=probe, answers=answers or is_answering)
    if row.id == "local" and not missing:
        note = _embedded()
    return Availability(
        row.id,
        usable=not missing,
        why=missing or note or "ready",
        says=row.says,
        address=address,
        key_variable=row.key_variable,
        supports=tuple(sorted(row.supports)) if row.supports is not None else None,
    )


def is_answering(url: str, timeout_s: float) -> bool:
    """Whether something takes a connection at an address; nothing is sent."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with closing(socket.create_connection((parts.hostname or "", port), timeout=timeout_s)):
            return True
    except (OSError, ValueError):
        return False


def _missing(row: Provider, address: str, environment: Mapping[str, str]) -> str:
    """What its use lacks here, as something to do; empty when nothing is known to."""
    if row.id == "local" and find_spec("xllamacpp") is None:
        return "install Afterword again: the package xllamacpp is missing"
    if row.kind == "embedded":
        return ""
    package = row.chat_model.partition(".")[0] if row.kind == "langchain" else "openai"
    if package and find_spec(package) is None:
        return f"in Afterword's folder say pip install '.[{row.extra}]'" if row.extra else f"install the package that has {package}"
    if row.kind == "openai" and not address:
        return f"set {row.url_variable}, e.g. to {row.url_example}"
    if row.key_variable and row.key_required and not row.has_key(environment) and not row.may_do_without_key(address):
        return f"set {row.key_variable}"
    return ""


def _check_address(address: str) -> tuple[str, str]:
    """What is wrong with an address that the environment or the settings name, and the address, which is then not shown."""
    from pipeline.providers.address import read_address

    try:
        read_address(address)
    except BadConfiguration as error:
        return str(error).rstrip("."), ""
    return "", address


def _ask_server(row: Provider, address: str, *, probe: bool, answers: Callable[[str, float], bool]) -> tuple[str, str]:
    """What is missing, and what to add, after asking the server, if it may be asked."""
    from pipeline.providers.table import is_loopback

    server = urlsplit(address).netloc
    if is_loopback(address):
        if answers(address, _NEAR_S):
            return "", f"ready at {server}"
        named = f", or set {row.url_variable}" if row.url_variable else ""
        return f"nothing answers at {server}: start it{named}", ""
    if not probe:
        return "", "ready (not asked: --probe)" if row.key_variable else "not asked: --probe"
    return ("", f"ready, {server} answers") if answers(address, _FAR_S) else (f"{server} cannot be reached: check the network", "")


def _embedded() -> str:
    from pipeline.model_file import model_path

    return "ready" if model_path() else "ready; the first use fetches its file (93 MB)"
