"""What a server takes: known from the table, found out at run time where it is not, and remembered for a while."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.models import Request

__all__ = ["GRAMMAR_FIELDS", "TOOL", "Memory", "Traits", "answer_tool", "with_bounds"]

#: Settings a server may refuse, and what takes their place.
_OPTIONAL: Mapping[str, str | None] = {
    "response_format": None,
    "tools": None,
    "seed": None,
    "temperature": None,
    "stream_options": None,
    "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "max_tokens",
}
#: How a server names a setting in its complaint, where it does not use the setting's own name.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "response_format": ("response_format", "json_schema", "structured output", "response format"),
    "tools": ("tools", "tool_choice", "tool choice", "function call", "tool call"),
}
#: How a server complains of the bounds in a schema.
_OF_BOUNDS = ("minitems", "maxitems", "maxlength", "repetition", "failed to parse grammar")
#: Request fields in which servers take a grammar: llama.cpp's, vLLM's, and vLLM's of old.
GRAMMAR_FIELDS = ("grammar", "structured_outputs", "guided_grammar")
#: The tool whose call is the answer.
TOOL = "answer"


def answer_tool(schema: Mapping[str, object]) -> dict[str, object]:
    """The answer's schema as a tool, in the OpenAI form."""
    return {"type": "function", "function": {"name": TOOL, "description": "Hands in the email.", "parameters": schema}}


#: Entries above which no list of an email is, by what it holds, and the longest text in it: where a server decodes by the schema, a
#: small model can then neither hand in an empty list nor run on until its tokens are used up.
_MOST_ITEMS = {"array": 4, "object": 5, "string": 4}
_LONGEST_STRING = 240


def with_bounds(schema: Mapping[str, object]) -> dict[str, object]:
    """The schema with bounds on every list and string in it that has none; lists of strings may be empty, all others may not."""
    return {name: _bounded(value) for name, value in schema.items()}


def _bounded(node: object) -> object:
    if isinstance(node, list):
        return [_bounded(value) for value in node]
    if not isinstance(node, dict):
        return node
    inner = with_bounds(node)
    if node.get("type") == "array":
        items = node.get("items")
        kind = str(items.get("type", "object")) if isinstance(items, dict) else "object"
        return {"minItems": 0 if kind == "string" else 1, "maxItems": _MOST_ITEMS.get(kind, _MOST_ITEMS["object"])} | inner
    if node.get("type") == "string" and "enum" not in node:
        return {"maxLength": _LONGEST_STRING} | inner
    return inner


@dataclass(slots=True)
class Traits:
    """What one model of one server does not take: the name of a setting, and what is sent in its place.

    `is_bounded`: its schema may bound lists and strings.
    """

    dropped: dict[str, str | None] = field(default_factory=dict)
    grammar_field: str = GRAMMAR_FIELDS[0]
    can_stream: bool = True
    is_bounded: bool = False

    @classmethod
    def known(cls, supports: Collection[str] | None) -> Traits:
        """What the table says of a provider; all is tried where it says nothing.

        Args:
            supports: words of `pipeline.providers.table.SUPPORTS`.
        """
        traits = cls()
        if supports is None:
            return traits
        names = {"response_format": "json_schema", "tools": "tools", "seed": "seed", "temperature": "temperature"}
        traits.dropped = {setting: None for setting, name in names.items() if name not in supports}
        if "max_completion_tokens" in supports:
            traits.dropped["max_tokens"] = "max_completion_tokens"
        traits.can_stream = "stream" in supports
        traits.is_bounded = "bounds" in supports
        grammars = [name.partition(":")[2] for name in supports if name.startswith("grammar:")]
        traits.grammar_field = grammars[0] if grammars and grammars[0] in GRAMMAR_FIELDS else GRAMMAR_FIELDS[0]
        return traits

    def copy(self) -> Traits:
        """Another one that can be changed on its own."""
        return Traits(dict(self.dropped), self.grammar_field, self.can_stream, self.is_bounded)

    def settings(self, request: Request, *, model: str, stream: bool) -> dict[str, object]:
        """The body of a call: the highest rung of the ladder (schema, tool call, plain) that the server takes."""
        body: dict[str, object] = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.max_tokens,
        }
        if request.grammar:
            body[self.grammar_field] = {"grammar": request.grammar} if self.grammar_field == "structured_outputs" else request.grammar
        elif request.schema:
            body |= self._structure(request.schema)
        if request.temperature is not None:
            body["temperature"] = request.temperature
        if request.seed is not None:
            body["seed"] = request.seed
        if stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        for name, instead in self.dropped.items():
            if name in body:
                value = body.pop(name)
                if instead:
                    body[instead] = value
        return body

    def _structure(self, schema: dict[str, object]) -> dict[str, object]:
        if "response_format" not in self.dropped:
            schema = with_bounds(schema) if self.is_bounded else schema
            return {"response_format": {"type": "json_schema", "json_schema": {"name": TOOL, "schema": schema, "strict": True}}}
        if "tools" not in self.dropped:
            return {"tools": [answer_tool(schema)], "tool_choice": {"type": "function", "function": {"name": TOOL}}}
        return {}

    def drop(self, complaint: str, body: Mapping[str, object], *, is_certain: bool) -> bool:
        """Whether something the server may have complained of is left out from now on.

        Args:
            complaint: what the server said.
            body: what it was sent.
            is_certain: whether its status says that the call itself was at fault; then a complaint that names nothing is taken to
                mean the answer's structure.
        """
        if is_certain and self._next_grammar(body):
            return True
        said = complaint.casefold()
        if is_certain and self.is_bounded and "response_format" in body and any(word in said for word in _OF_BOUNDS):
            self.is_bounded = False
            return True
        present = [name for name in _OPTIONAL if name in body]
        named = [name for name in present if any(word in said for word in _NAMED.get(name, (name,)))]
        if named and named[0] not in self.dropped.values():
            self.dropped[named[0]] = _OPTIONAL[named[0]]
            return True
        if named or not is_certain or not {"response_format", "tools"} & body.keys():
            return False
        self.dropped |= {"response_format": None, "tools": None}
        return True

    def _next_grammar(self, body: Mapping[str, object]) -> bool:
        """Whether the grammar can be tried in another field."""
        here = next((at for at, name in enumerate(GRAMMAR_FIELDS) if name in body), None)
        if here is None or here + 1 >= len(GRAMMAR_FIELDS):
            return False
        self.grammar_field = GRAMMAR_FIELDS[here + 1]
        return True


#: Days after which a server is asked anew: it may have been updated.
_DAYS = 7
_MOST_ENTRIES = 200


class Memory:
    """Traits by server and model, kept in a small file. A damaged file is an empty one; one that cannot be written is done without."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        """Remember where the file is; it is read when first asked."""
        self._path = path
        self._now = now
        self._lock = threading.Lock()

    def recall(self, key: str) -> Traits | None:
        """What was found out about a model within the last days; None when nothing was."""
        entry = self._read().get(key)
        if not isinstance(entry, dict):
            return None
        dropped, at, grammar = entry.get("dropped"), entry.get("at"), entry.get("grammar_field")
        fresh = isinstance(at, int | float) and 0 <= self._now() - at < _DAYS * 86_400
        if not fresh or not isinstance(dropped, dict) or grammar not in GRAMMAR_FIELDS:
            return None
        if any(name not in _OPTIONAL or value not in {None, _OPTIONAL[name]} for name, value in dropped.items()):
            return None
        return Traits(dict(dropped), grammar, entry.get("can_stream") is not False, entry.get("is_bounded") is True)

    def keep(self, key: str, traits: Traits) -> None:
        """Write down what was found out."""
        with self._lock:
            entries = self._read()
            entries.pop(key, None)
            entries[key] = {
                "dropped": traits.dropped,
                "grammar_field": traits.grammar_field,
                "can_stream": traits.can_stream,
                "is_bounded": traits.is_bounded,
                "at": int(self._now()),
            }
            kept = dict(list(entries.items())[-_MOST_ENTRIES:])
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".models-", suffix=".tmp")
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(kept, file)
                Path(name).replace(self._path)

    def _read(self) -> dict[str, object]:
        try:
            entries = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return entries if isinstance(entries, dict) else {}
