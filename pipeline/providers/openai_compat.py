"""Any server that speaks the OpenAI chat interface, through the openai SDK."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import AfterwordError, BadConfiguration, ProviderFailure
from pipeline.models import Finish, Reply, Request

if TYPE_CHECKING:
    import httpx2
    import openai
    from openai.types.chat import ChatCompletion

__all__ = ["OpenAIWriter", "translate"]

#: Tries of one call, those included in which a setting the server does not know is left out.
_TRIES = 4
#: Longest wait between two tries; a server that asks for more is reported instead.
_LONGEST_WAIT_S = 20.0
#: Settings a server may refuse, and what takes their place.
_OPTIONAL: Mapping[str, str | None] = {
    "response_format": None,
    "seed": None,
    "temperature": None,
    "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "max_tokens",
}
_RETRYABLE = frozenset({408, 409, 425, 429})
_FINISHES: Mapping[str | None, Finish] = {"length": "length", "content_filter": "refusal"}


class OpenAIWriter:
    """A model behind an OpenAI-compatible server. The SDK is imported and the key is read when the first call is made."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str,
        provider: str = "openai",
        key_variable: str | None = "OPENAI_API_KEY",
        key_required: bool = True,
        http_client: httpx2.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Check the settings; nothing is sent.

        Args:
            model: the server's name for the model.
            base_url: the server's address, up to and with `/v1`.
            provider: what the model's name is prefixed with in records.
            key_variable: environment variable of the key; None where the server takes none.
            key_required: whether the server cannot do without.
            http_client: a client of the caller's own (tests).
            sleep: waits between tries.

        Raises:
            BadConfiguration: the address is not one.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadConfiguration(f"{base_url!r} is not the address of a server; it should look like http://127.0.0.1:8080/v1.")
        self.name = f"{provider}:{model}"
        self._model = model
        self._base_url = base_url
        self._server = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        self._is_safe_for_keys = parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1", "::1"}
        self._key_variable = key_variable
        self._key_required = key_required
        self._http_client = http_client
        self._sleep = sleep
        self._client: openai.OpenAI | None = None
        self._dropped: dict[str, str | None] = {}

    def complete(self, request: Request) -> Reply:
        """One answer; settings the server refuses (a schema, a seed) are left out and the call is made again.

        Raises:
            BadConfiguration: the key is not set.
            ProviderFailure: the server could not be reached, refused or timed out.
        """
        import httpx2
        import openai

        client = self._connect()
        deadline = time.monotonic() + request.timeout_s
        for attempt in range(1, _TRIES + 1):
            settings = self._settings(request)
            try:
                create: Callable[..., ChatCompletion] = client.chat.completions.create
                return _read(create(**settings, timeout=max(0.1, deadline - time.monotonic())), self._server)
            except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
                if attempt < _TRIES and (self._drop_refused(error, settings) or self._may_wait(error, attempt, deadline)):
                    continue
                raise translate(error, server=self._server, model=self._model, key_variable=self._key_variable) from error
        raise AssertionError("unreachable")

    def _connect(self) -> openai.OpenAI:
        if self._client is None:
            import openai

            key = self._key()
            try:
                self._client = openai.OpenAI(api_key=key, base_url=self._base_url, max_retries=0, http_client=self._http_client)
            except (openai.OpenAIError, ValueError) as error:
                raise translate(error, server=self._server, model=self._model, key_variable=self._key_variable) from error
        return self._client

    def _key(self) -> str:
        """The key, or a stand-in where none is needed: a key goes only over https or to this machine."""
        key = os.environ.get(self._key_variable, "").strip() if self._key_variable else ""
        if key and self._is_safe_for_keys:
            return key
        if key:
            return "none"
        if self._key_variable and self._key_required:
            raise BadConfiguration(
                f"{self.name} needs a key: set the environment variable {self._key_variable}, or draft with --model local."
            )
        return "none"

    def _settings(self, request: Request) -> dict[str, object]:
        settings: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.max_tokens,
        }
        if request.schema:
            settings["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": request.schema}}
        if request.temperature is not None:
            settings["temperature"] = request.temperature
        if request.seed is not None:
            settings["seed"] = request.seed
        for name, instead in self._dropped.items():
            if name in settings:
                value = settings.pop(name)
                if instead:
                    settings[instead] = value
        return settings

    def _drop_refused(self, error: Exception, settings: Mapping[str, object]) -> bool:
        """Whether the server refused a setting that it can do without; from now on it is left out."""
        import openai

        if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
            return False
        says = str(error)
        present = [name for name in _OPTIONAL if name in settings]
        named = [name for name in present if name in says]
        refused = named or [name for name in present if name == "response_format"]
        if not refused or refused[0] in self._dropped.values():
            return False
        self._dropped[refused[0]] = _OPTIONAL[refused[0]]
        return True

    def _may_wait(self, error: Exception, attempt: int, deadline: float) -> bool:
        """Whether another try may help and there is time for it; waits for as long as the server asks."""
        if not _is_retryable(error) or _is_timeout(error):
            return False
        wait = _wait_asked(error)
        wait = 0.5 * 2.0**attempt if wait is None else wait
        if wait > _LONGEST_WAIT_S or time.monotonic() + wait >= deadline:
            return False
        self._sleep(wait)
        return True


def translate(error: Exception, *, server: str, model: str, key_variable: str | None) -> AfterwordError:
    """One of our own failures for any exception of the SDK. What the server said is not quoted where it may repeat the key."""
    import openai

    if _is_timeout(error):
        return ProviderFailure(f"{server} did not answer in time; try again, or name a faster model.", retryable=True)
    if isinstance(error, openai.APIConnectionError):
        return ProviderFailure(f"{server} could not be reached; check the address and the network, and that it is running.", retryable=True)
    if isinstance(error, openai.APIStatusError):
        return _translate_status(error, server, model, key_variable)
    return ProviderFailure(f"{server} gave an answer that cannot be used ({type(error).__name__}); check that the address ends in /v1.")


def _translate_status(error: openai.APIStatusError, server: str, model: str, key_variable: str | None) -> ProviderFailure:
    status = error.status_code
    if status in {401, 403}:
        check = f"check the key in {key_variable}" if key_variable else "it asks for a key"
        return ProviderFailure(f"{server} refused access to {model} (status {status}); {check}.")
    if status == 404:
        return ProviderFailure(f"{server} does not know the model {model}, or its address is wrong (status 404).")
    if status == 429:
        return ProviderFailure(f"{server} is over its limit for this key (status 429); wait, or check the account.", retryable=True)
    if status >= 500 or status in _RETRYABLE:
        return ProviderFailure(f"{server} failed (status {status}); try again later.", retryable=True)
    return ProviderFailure(f"{server} refused the call (status {status}): {_said(error)}")


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or error.message)[:200]


def _is_retryable(error: Exception) -> bool:
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code >= 500 or error.status_code in _RETRYABLE
    return isinstance(error, openai.APIConnectionError)


def _is_timeout(error: Exception) -> bool:
    import httpx2
    import openai

    return isinstance(error, openai.APITimeoutError | httpx2.TimeoutException)


def _wait_asked(error: Exception) -> float | None:
    import openai

    if not isinstance(error, openai.APIStatusError):
        return None
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None


def _read(completion: ChatCompletion, server: str) -> Reply:
    """The answer in a completion. The SDK does not validate what servers send, so nothing is taken for granted."""
    choices = getattr(completion, "choices", None) or [None]
    message = getattr(choices[0], "message", None)
    if message is None:
        raise ProviderFailure(f"{server} answered with something other than a chat completion; check that the address ends in /v1.")
    refusal = getattr(message, "refusal", None)
    usage = getattr(completion, "usage", None)
    return Reply(
        text=message.content or "",
        finish="refusal" if refusal else _FINISHES.get(getattr(choices[0], "finish_reason", None), "stop"),
        tokens_in=getattr(usage, "prompt_tokens", None),
        tokens_out=getattr(usage, "completion_tokens", None),
    )
