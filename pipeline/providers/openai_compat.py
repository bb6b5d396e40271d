"""Any server that speaks the OpenAI chat interface, through the openai SDK."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.budget import Budget
from pipeline.errors import BadConfiguration, OutOfTime, ProviderFailure
from pipeline.models import Reply, Request
from pipeline.providers.address import read_address
from pipeline.providers.exchange import Fault, budget_for, exchange, no_grammar, within
from pipeline.providers.late import put_off
from pipeline.providers.openai_errors import can_wait, complaint, is_certain, reached_server, translate
from pipeline.providers.scrub import scrub_error
from pipeline.providers.table import LOOPBACK
from pipeline.providers.traits import Memory, Traits
from pipeline.providers.wire import longest_text, read_body, read_events

if TYPE_CHECKING:
    import httpx2
    import openai

__all__ = ["OpenAIWriter", "translate"]

#: Longest wait for a connection, in seconds; a server that is there takes one in a fraction of that.
_CONNECT_S = 10.0
#: Parts of the SDK that no call of ours looks at; they are half of its import.
_LATE = ("types", "types.shared", "types.responses", "types.beta")


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
        supports: Collection[str] | None = None,
        http_client: httpx2.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Check the settings; nothing is sent.

        Args:
            model: the server's name for the model.
            base_url: the server's address, up to and with `/v1`.
            provider: what the model's name is prefixed with in records.
            key_variable: environment variable of the key; None where the server takes none.
            key_required: whether the server cannot do without.
            supports: what the server is known to take; found out at run time where it is None.
            http_client: a client of the caller's own (tests).
            sleep: waits between tries.
            jitter: spreads those waits, from 0 to 1.

        Raises:
            BadConfiguration: the address is not one.
        """
        parts = read_address(base_url)
        self.name = f"{provider}:{model}"
        self._model = model
        self.base_url = base_url
        host = parts.hostname or ""
        self._server = host if parts.port is None else f"{host}:{parts.port}"
        self._is_https = parts.scheme == "https"
        self._is_here = parts.hostname in LOOPBACK
        self._key_variable = key_variable
        self._key_required = key_required
        self._http_client = http_client
        self._sleep = sleep
        self._jitter = jitter
        self._idle: list[openai.OpenAI] = []
        self._opening = threading.Lock()
        self._traits = Traits.known(supports)
        self._takes_grammar = supports is None or any(name.partition(":")[0] == "grammar" for name in supports)
        self._memory: Memory | None = None
        self._id = f"{self._server}{parts.path.rstrip('/')}|{model}"

    def remember_in(self, folder: Path) -> None:
        """Keep in a folder, between runs, what is found out about the server, and begin with what was found out before."""
        self._memory = Memory(folder / "models.json")
        self._traits = self._memory.recall(self._id) or self._traits

    def start(self) -> None:
        """Import the SDK and set up the client in the background; a failure is left for the first call to report."""
        put_off("openai", _LATE)

        def prepare() -> None:
            try:
                self._give_back(self._client())
            except Exception:  # the first call meets it again and reports it
                return

        threading.Thread(target=prepare, name="afterword-client", daemon=True).start()

    def complete(self, request: Request) -> Reply:
        """One answer; settings the server refuses (a schema, a seed) are left out and the call is made again.

        Raises:
            BadConfiguration: the key is not set, or the server takes no grammar and is given one.
            ProviderFailure: the server could not be reached, refused or timed out.
        """
        return self._exchange(request, None)

    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        """As `complete`, with each piece of the answer handed over as it arrives; an empty piece says that a try begins.

        Raises:
            BadConfiguration: the key is not set, or the server takes no grammar and is given one.
            ProviderFailure: the server could not be reached, refused, timed out, or broke off.
        """
        return self._exchange(request, on_text if self._traits.can_stream else None)

    def _exchange(self, request: Request, on_text: Callable[[str], None] | None) -> Reply:
        if request.grammar and not self._takes_grammar:
            raise no_grammar(self.name)
        budget = budget_for(request)
        traits = self._traits.copy()
        reply = exchange(lambda: self._try(request, traits, budget, on_text), budget, sleep=self._sleep, jitter=self._jitter)
        if traits != self._traits:
            self._traits = traits
            if self._memory is not None:
                self._memory.keep(self._id, traits)
        return reply

    def close(self) -> None:
        """Close the connections that no call uses."""
        while self._idle:
            self._idle.pop().close()

    def _try(self, request: Request, traits: Traits, budget: Budget, on_text: Callable[[str], None] | None) -> Reply:
        """One call. What the server turns out not to take is left out of `traits`."""
        client = self._client()
        import httpx2
        import openai

        body = traits.settings(request, model=self._model, stream=on_text is not None)
        most = longest_text(request.max_tokens)
        try:
            if on_text is None:
                reply = within(budget, lambda _: self._post(client, body, budget, most), who=self._server)
            else:
                on_text("")
                reply = within(budget, lambda emit: self._post_stream(client, body, budget, most, emit), on_text=on_text, who=self._server)
        except OutOfTime as failure:
            self._abandon(client)
            raise Fault(failure) from None
        except ProviderFailure as failure:
            self._give_back(client)
            raise Fault(failure, can_wait=failure.retryable) from failure.__cause__
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError, TypeError) as error:
            self._give_back(client)
            raise self._fault(error, traits, body) from error
        self._give_back(client)
        return reply

    def _fault(self, error: Exception, traits: Traits, body: dict[str, object]) -> Fault:
        """What an exception of the SDK means for the next try."""
        said, certain, secrets = complaint(error), is_certain(error), self._secrets()
        adapted = certain is not None and traits.drop(said, body, is_certain=certain)
        failure = translate(error, server=self._server, model=self._model, key_variable=self._key_variable, secrets=secrets)
        scrub_error(error, secrets=secrets)
        return Fault(failure, reached=reached_server(error), adapted=adapted, can_wait=can_wait(error))

    def _post(self, client: openai.OpenAI, body: dict[str, object], budget: Budget, most: int) -> Reply:
        import httpx2

        _bound(budget)
        response = client.post("/chat/completions", cast_to=httpx2.Response, body=body, options={"timeout": _timeout(budget)})
        return read_body(response.content, self._server, secrets=self._secrets(), most=most)

    def _post_stream(self, client: openai.OpenAI, body: dict[str, object], budget: Budget, most: int, emit: Callable[[str], None]) -> Reply:
        _bound(budget)
        create = cast(
            "Callable[..., AbstractContextManager[openai.APIResponse[object]]]", client.chat.completions.with_streaming_response.create
        )
        with create(**body, timeout=_timeout(budget)) as response:
            return read_events(response.iter_bytes(), self._server, secrets=self._secrets(), on_text=emit, most=most)

    def _client(self) -> openai.OpenAI:
        """A client that no other call uses, so that one that hangs can be closed without hurting another."""
        with self._opening:
            if self._idle:
                return self._idle.pop()
            import openai

            from pipeline.providers.bounded import make_client

            key = self._key()
            try:
                client = self._http_client or make_client(is_https=self._is_https, is_here=self._is_here)
                return openai.OpenAI(api_key=key, base_url=self.base_url, max_retries=0, http_client=client)
            except (openai.OpenAIError, ValueError, OSError) as error:
                raise translate(error, server=self._server, model=self._model, key_variable=self._key_variable) from error

    def _give_back(self, client: openai.OpenAI) -> None:
        with self._opening:
            self._idle.append(client)

    def _abandon(self, client: openai.OpenAI) -> None:
        """Cut the connection under a call that did not end in time; a client of the caller's own is left alone."""
        if self._http_client is None:
            client.close()

    def _key(self) -> str:
        """The key, or a stand-in where none is needed: a key goes only over https or to this machine."""
        key = os.environ.get(self._key_variable, "").strip() if self._key_variable else ""
        if key:
            return key if self._is_https or self._is_here else "none"
        if self._key_variable and self._key_required:
            raise BadConfiguration(
                f"{self.name} needs a key: set the environment variable {self._key_variable}, or draft with --model local."
            )
        return "none"

    def _secrets(self) -> tuple[str, ...]:
        key = os.environ.get(self._key_variable, "").strip() if self._key_variable else ""
        return (key,) if key else ()


def _bound(budget: Budget) -> None:
    from pipeline.providers.bounded import limits

    limits.set(budget)


def _timeout(budget: Budget) -> httpx2.Timeout:
    import httpx2

    left = max(0.05, budget.left_s)
    return httpx2.Timeout(left, connect=min(_CONNECT_S, left))
