"""The address of a server, as a user gave it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from pipeline.errors import BadConfiguration

__all__ = ["read_address"]


def read_address(url: str) -> SplitResult:
    """The parts of a server's address.

    Raises:
        BadConfiguration: it is none, or it holds a name or a key, which would stand in every record of where a call went.
    """
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, is_address = SplitResult("", "", "", "", ""), False
    if parts.username or parts.password:
        raise BadConfiguration("A key does not belong in the address of a server; set the provider's own environment variable.")
    if not is_address:
        raise BadConfiguration(f"{url!r} is not the address of a server; it should look like http://127.0.0.1:8080/v1.")
    return parts
