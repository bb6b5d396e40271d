"""Reads what an OpenAI-compatible server sent, whole or as a stream of events. Nothing about it is taken for granted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.errors import ProviderFailure
from pipeline.models import Finish, Reply
from pipeline.providers.exchange import FINISHES, is_retryable_status
from pipeline.providers.scrub import scrub

__all__ = ["LONGEST_TEXT", "Gathered", "longest_text", "read_body", "read_completion", "read_events", "too_long"]

#: Characters of one event line; a stream without line ends is no stream.
_LONGEST_LINE = 2_000_000
#: Characters of text in an answer of few tokens, and more for each token it may have: far above any that keeps to its tokens.
_LEAST_TEXT = 20_000
_CHARS_PER_TOKEN = 24
#: Characters of text that are taken where the tokens are not known.
LONGEST_TEXT = 1_000_000


@dataclass(slots=True)
class Gathered:
    """What has come so far of one answer."""

    text: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    refused: bool = False
    finish: str | None = None
    ended: bool = False
    usage: dict[str, object] = field(default_factory=dict)
    chars: int = 0

    def add(self, text: str, arguments: str) -> None:
        """Add what came."""
        if text:
            self.text.append(text)
        if arguments:
            self.arguments.append(arguments)
        self.chars += len(text) + len(arguments)

    def reply(self) -> Reply:
        """The answer as a reply; the arguments of a tool call are the answer where there is no other text."""
        text = "".join(self.text)
        arguments = "".join(self.arguments)
        finish: Finish = "refusal" if self.refused else FINISHES.get((self.finish or "").lower(), "stop")
        details = self.usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, dict) else self.usage.get("prompt_cache_hit_tokens")
        return Reply(
            text=arguments if arguments.strip() else text,
            finish=finish,
            tokens_in=_count(self.usage.get("prompt_tokens")),
            tokens_out=_count(self.usage.get("completion_tokens")),
            tokens_cached=_count(cached),
        )


def longest_text(max_tokens: int) -> int:
    """Characters of text, without a reasoning model's separate thinking, above which a server has not kept to its tokens."""
    return min(LONGEST_TEXT, _LEAST_TEXT + _CHARS_PER_TOKEN * max_tokens)


def too_long(who: str) -> ProviderFailure:
    """The failure of a server that does not stop."""
    return ProviderFailure(f"{who} sent far more than an email; its answer was not read to the end.")


def read_body(body: bytes, server: str, *, secrets: Iterable[str] = (), most: int = LONGEST_TEXT) -> Reply:
    """The reply in a whole answer: a chat completion, or a stream of events that nobody asked for.

    Args:
        body: what came.
        server: names the server in failures.
        secrets: keys in use, never repeated.
        most: characters of text that are taken.

    Raises:
        ProviderFailure: it is no chat completion, not the whole of one, or too long.
    """
    if body.lstrip()[:5] in {b"data:", b"event"} or body.startswith(b":"):
        return read_events([body], server, secrets=secrets, most=most)
    return read_completion(_parse(body, server), server, secrets=secrets, most=most)


def read_completion(value: dict[str, object], server: str, *, secrets: Iterable[str] = (), most: int = LONGEST_TEXT) -> Reply:
    """The reply in a chat completion, its JSON already read; arguments as for `read_body`.

    Raises:
        ProviderFailure: it is no chat completion, an error, or too long.
    """
    gathered = Gathered()
    _take(value, gathered, server, secrets, key="message")
    if gathered.chars > most:
        raise too_long(server)
    return gathered.reply()


def read_events(
    chunks: Iterable[bytes],
    server: str,
    *,
    secrets: Iterable[str] = (),
    on_text: Callable[[str], None] | None = None,
    most: int = LONGEST_TEXT,
) -> Reply:
    """The reply in a stream of server-sent events, or in a whole answer that came in place of one.

    Args:
        chunks: the body as it arrives.
        server: names the server in failures.
        secrets: keys in use, never repeated.
        on_text: is given each piece of the answer as it comes.
        most: characters of text that are taken; nothing is read after them.

    Raises:
        ProviderFailure: it is neither, it broke off before its end, or it is too long.
    """
    gathered = Gathered()
    rest, head = b"", b""
    is_stream = False
    for chunk in chunks:
        rest += chunk
        if not is_stream:
            head = rest.lstrip(b" \r\n\t\xef\xbb\xbf")
            if not head:
                continue
            is_stream = head[:1] in b":dei"
        if not is_stream:
            continue
        *lines, rest = rest.split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise ProviderFailure(f"{server} sent a stream that has no end to its line.")
        for line in lines:
            _take_line(line, gathered, server, secrets, on_text)
            if gathered.chars > most:
                raise too_long(server)
    if not is_stream:
        return read_body(rest, server, secrets=secrets, most=most)
    _take_line(rest, gathered, server, secrets, on_text)
    if gathered.finish is None and not gathered.ended:
        raise ProviderFailure(f"{server} broke off in the middle of its answer; try again.", retryable=True)
    return gathered.reply()


def _take_line(line: bytes, gathered: Gathered, server: str, secrets: Iterable[str], on_text: Callable[[str], None] | None) -> None:
    """One line of a stream; what is no data is passed over."""
    name, _, data = line.strip().partition(b":")
    if name != b"data" or not (data := data.strip()):
        return
    if data == b"[DONE]":
        gathered.ended = True
        return
    before = len(gathered.text), len(gathered.arguments)
    _take(_parse(data, server), gathered, server, secrets, key="delta")
    if on_text is not None:
        for piece in (*gathered.text[before[0] :], *gathered.arguments[before[1] :]):
            on_text(piece)


def _parse(data: bytes, server: str) -> dict[str, object]:
    """A JSON object; numbers that JSON does not have count as null, since some servers put them beside the answer."""
    try:
        value = json.loads(data, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        looks_cut = data.lstrip()[:1] == b"{"
        what = "an answer that breaks off or is damaged" if looks_cut else "something other than a chat completion"
        hint = "try again" if looks_cut else "check that the address ends in /v1"
        raise ProviderFailure(f"{server} answered with {what}; {hint}.", retryable=looks_cut) from error
    if not isinstance(value, dict):
        raise _strange(server)
    return value


def _take(value: dict[str, object], gathered: Gathered, server: str, secrets: Iterable[str], *, key: str) -> None:
    """Add one object: the whole completion, or one event's part of it."""
    if value.get("error"):
        raise _said_error(value["error"], server, secrets)
    if isinstance(usage := value.get("usage"), dict):
        gathered.usage = usage
    choices = value.get("choices")
    if not isinstance(choices, list) or not choices:
        if key == "delta" and isinstance(choices, list):
            return
        raise _strange(server)
    choice = choices[0]
    if not isinstance(choice, dict):
        raise _strange(server)
    if isinstance(finish := choice.get("finish_reason"), str) and finish:
        gathered.finish = finish
    message = choice.get(key)
    if message is None and key == "delta":
        return
    if not isinstance(message, dict):
        raise _strange(server)
    gathered.refused = gathered.refused or bool(message.get("refusal"))
    calls = message.get("tool_calls")
    called = calls[0].get("function") if isinstance(calls, list) and calls and isinstance(calls[0], dict) else None
    gathered.add(_content(message.get("content"), server), _arguments(called))


def _content(content: object, server: str) -> str:
    """The text of a message, which some servers send in parts. Reasoning, wherever it stands, is not part of it."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type", "text") in {"text", "output_text"}]
        return "".join(part for part in parts if isinstance(part, str))
    raise _strange(server)


def _arguments(function: object) -> str:
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if isinstance(arguments, dict):
        return json.dumps(arguments)
    return arguments if isinstance(arguments, str) else ""


def _said_error(error: object, server: str, secrets: Iterable[str]) -> ProviderFailure:
    """The failure in an error that came with a status of success."""
    code = error.get("code") if isinstance(error, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    retryable = isinstance(code, int) and is_retryable_status(code)
    said = scrub(str(message or "no reason given"), secrets=secrets).rstrip(". ")
    return ProviderFailure(f"{server} answered with something other than a chat completion, an error: {said}.", retryable=retryable)


def _strange(server: str) -> ProviderFailure:
    return ProviderFailure(f"{server} answered with something other than a chat completion; check that the address ends in /v1.")


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
