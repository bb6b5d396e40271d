"""Finds the JSON object of an answer, fenced or bare, and takes forms near to the one that was asked for as what they mean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import ValidationError

from prompts.draft import Answer
from prompts.fitting.words import LazyPattern

__all__ = ["read_json"]

#: Places of an opening brace that are tried.
_TRIES = 5
_KINDS = frozenset({"fact", "stance", "courtesy"})
#: Names under which models hand in the paragraphs, the sentences of one, and the text of a sentence.
_PARAGRAPHS = ("paragraphs", "body", "email", "content", "message", "text")
_SENTENCES = ("sentences", "paragraph", "lines")
_TEXT = ("text", "sentence", "content")
_WRAPPERS = ("answer", "email", "arguments", "parameters", "response", "output", "result")
_GAP = LazyPattern(r"\n\s*\n")


def read_json(text: str) -> Answer | None:
    """The answer in a text; None when no object in it is one."""
    for value in _objects(text):
        try:
            return Answer.model_validate(value)
        except ValidationError:
            loose = _loosen(value)
            if loose is not None:
                return loose
    return None


def _objects(text: str) -> Iterator[dict[str, object]]:
    """The JSON objects that a text begins with at its first braces; one written into a string counts too."""
    decoder = json.JSONDecoder()
    starts = [match.start() for match in re.finditer(r"\{", text)][:_TRIES]
    if text[:1] == '"':
        try:
            inner, _ = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            text, starts = inner, [inner.index("{")]
    for start in starts:
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _loosen(value: dict[str, object], depth: int = 0) -> Answer | None:
    """The answer in an object of another shape: paragraphs as text, sentences without their notes, or a wrapper around it all."""
    for name in _WRAPPERS:
        inner = value.get(name)
        if isinstance(inner, dict) and depth < 2 and (found := _loosen(inner, depth + 1)) is not None:
            return found
    subject = value.get("subject", value.get("Subject"))
    if not isinstance(subject, str):
        return None
    body = next((value[name] for name in _PARAGRAPHS if name in value), None)
    if isinstance(body, str):
        body = _GAP().split(body)
    if not isinstance(body, list):
        return None
    paragraphs = [sentences for paragraph in body if (sentences := _sentences(paragraph))]
    if body and all(isinstance(item, dict) and any(isinstance(item.get(name), str) for name in _TEXT) for item in body):
        paragraphs = [[sentence for paragraph in paragraphs for sentence in paragraph]]
    try:
        return Answer.model_validate({"subject": subject, "paragraphs": paragraphs})
    except ValidationError:
        return None


def _sentences(paragraph: object) -> list[dict[str, object]]:
    if isinstance(paragraph, dict):
        inner = next((paragraph[name] for name in _SENTENCES if name in paragraph), None)
        return _sentences(inner) if inner is not None else _sentence(paragraph)
    if isinstance(paragraph, list):
        return [sentence for item in paragraph for sentence in _sentence(item)]
    return _sentence(paragraph)


def _sentence(item: object) -> list[dict[str, object]]:
    if isinstance(item, str):
        return [{"text": item, "move": "", "kind": "fact", "facts": []}] if item.strip() else []
    if not isinstance(item, dict):
        return []
    text = next((item[name] for name in _TEXT if isinstance(item.get(name), str)), "")
    move, kind, facts = item.get("move"), item.get("kind"), item.get("facts")
    if not isinstance(text, str) or not text.strip():
        return []
    return [
        {
            "text": text,
            "move": move if isinstance(move, str) else "",
            "kind": kind if kind in _KINDS else "fact",
            "facts": [name for name in facts if isinstance(name, str)] if isinstance(facts, list) else [],
        }
    ]
