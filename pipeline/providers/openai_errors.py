"""One of our own failures for any exception of the openai SDK and of the HTTP client beneath it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import ProviderFailure
from pipeline.providers.exchange import RETRYABLE, is_retryable_status, seconds_asked
from pipeline.providers.scrub import scrub
from pipeline.providers.wire import too_long

if TYPE_CHECKING:
    import openai

__all__ = ["can_wait", "complaint", "is_certain", "reached_server", "translate"]


def translate(error: Exception, *, server: str, model: str, key_variable: str | None, secrets: Iterable[str] = ()) -> ProviderFailure:
    """One sentence on what went wrong and what to do; keys that a server repeats are taken out of what is quoted."""
    import httpx2
    import openai

    from pipeline.providers.bounded import TooLong

    cause = error.__cause__ or error
    if isinstance(cause, TooLong):
        return too_long(server)
    if _is_timeout(error):
        return ProviderFailure(f"{server} did not answer in time; try again, or name a faster model.", retryable=True)
    if isinstance(cause, httpx2.RemoteProtocolError | httpx2.ReadError | httpx2.WriteError):
        return ProviderFailure(f"{server} broke off the connection; try again.", retryable=True)
    if isinstance(error, openai.APIConnectionError):
        return ProviderFailure(f"{server} could not be reached; check the address and the network, and that it is running.", retryable=True)
    if isinstance(error, openai.APIStatusError):
        return _translate_status(error, server, model, key_variable, secrets)
    return ProviderFailure(f"{server} gave an answer that cannot be used ({type(error).__name__}); check that the address ends in /v1.")


def _translate_status(
    error: openai.APIStatusError, server: str, model: str, key_variable: str | None, secrets: Iterable[str]
) -> ProviderFailure:
    status = error.status_code
    wait_s = seconds_asked(error.response.headers.get("retry-after"))
    if status in {401, 403}:
        check = f"check the key in {key_variable}" if key_variable else "it asks for a key"
        return ProviderFailure(f"{server} refused access to {model} (status {status}); {check}.")
    if status == 404:
        return ProviderFailure(f"{server} does not know the model {model}, or its address is wrong (status 404).")
    if status == 429:
        message = f"{server} is over its limit for this key (status 429); wait, or check the account."
        return ProviderFailure(message, retryable=True, wait_s=wait_s)
    if status >= 500 or status in RETRYABLE:
        return ProviderFailure(f"{server} failed (status {status}); try again later.", retryable=True, wait_s=wait_s)
    if 300 <= status < 400:
        elsewhere = scrub(urlsplit(error.response.headers.get("location", "")).hostname or "another address", secrets=secrets, most=80)
        return ProviderFailure(
            f"{server} sends its visitors on to {elsewhere} (status {status}); name that address if it is the right one."
        )
    return ProviderFailure(f"{server} refused the call (status {status}): {scrub(complaint(error), secrets=secrets).rstrip('. ')}.")


def complaint(error: Exception) -> str:
    """What the server said, as it said it: for finding out what it complains of, never for showing."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error")
        return str(body.get("message") or (inner.get("message") if isinstance(inner, dict) else inner) or body)
    return str(body or getattr(error, "message", None) or error)


def is_certain(error: Exception) -> bool | None:
    """Whether the server found the call itself at fault: True for 400 and 422, False where it may have, None where it did not."""
    status = getattr(error, "status_code", None)
    if status in {400, 422}:
        return True
    return False if status in {500, 501} else None


def can_wait(error: Exception) -> bool:
    """Whether the same call may succeed later. A timeout has used up the time there was."""
    import openai

    from pipeline.providers.bounded import TooLong

    if isinstance(error, openai.APIStatusError):
        return is_retryable_status(error.status_code)
    if isinstance(error.__cause__ or error, TooLong) or _is_timeout(error):
        return False
    import httpx2

    return isinstance(error, openai.APIConnectionError | httpx2.NetworkError | httpx2.RemoteProtocolError)


def reached_server(error: Exception) -> bool:
    """Whether the server may have got the call."""
    import httpx2

    return not isinstance(error.__cause__ or error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.ProxyError)


def _is_timeout(error: Exception) -> bool:
    import httpx2
    import openai

    return isinstance(error, openai.APITimeoutError | httpx2.TimeoutException)
