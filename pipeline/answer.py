"""Reads whatever a free-writing model returned into a draft."""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from guardrails.parse import map_sentences, parse_email
from guardrails.text import sentence_spans
from pipeline.errors import UnusableOutput
from prompts.brief import Brief
from prompts.draft import Answer, Draft, Sentence

__all__ = ["read_answer"]

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)

#: Longer answers are not read at all: an email has a thousand characters.
_MAX_CHARS = 20_000


def read_answer(text: str, brief: Brief) -> Draft:
    """A draft of what the model returned: JSON as asked for, fenced JSON, or a plain email.

    Raises:
        UnusableOutput: nothing in it can be read as an email.
    """
    text = _THINKING.sub("", text).strip()
    if not text:
        raise UnusableOutput("The model returned an empty answer.")
    if len(text) > _MAX_CHARS:
        raise UnusableOutput(f"The model returned {len(text)} characters, far more than an email.")
    answer = _read_json(text)
    if answer is not None:
        return _from_answer(answer, brief)
    if text[0] in "{[" or '"paragraphs"' in text:
        raise UnusableOutput("The model returned JSON that is not the object it was asked for.")
    draft = parse_email(text, brief)
    if not draft.sentences:
        raise UnusableOutput("The model returned no sentence.")
    return _with_frame(draft, brief)


def _read_json(text: str) -> Answer | None:
    decoder = json.JSONDecoder()
    for match in list(re.finditer(r"\{", text))[:5]:
        try:
            value, _ = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        try:
            return Answer.model_validate(value)
        except ValidationError:
            continue
    return None


def _from_answer(answer: Answer, brief: Brief) -> Draft:
    moves = {move.id for move in brief.contract.moves}
    facts = brief.facts
    paragraphs = []
    for group in answer.paragraphs:
        sentences: list[Sentence] = []
        for given in group:
            known = tuple(name for name in given.facts if name in facts)
            move = given.move if given.move in moves else ""
            text = " ".join(given.text.split())
            sentences += [Sentence(text=text[a:b], move=move, kind=given.kind, facts=known) for a, b in sentence_spans(text)]
        if sentences:
            paragraphs.append(tuple(sentences))
    if not paragraphs:
        raise UnusableOutput("The model returned an email without sentences.")
    return _with_frame(Draft(subject=answer.subject, paragraphs=tuple(paragraphs)), brief)


def _with_frame(draft: Draft, brief: Brief) -> Draft:
    """Greeting, closing and signature by code; moves and facts of sentences filled in where the model named none."""
    framed = draft.model_copy(update={"greeting": brief.greeting, "closing": brief.closing, "signature": brief.signature})
    mapped = map_sentences(framed, brief)
    paragraphs = tuple(
        tuple(_merge(given, found) for given, found in zip(ours, theirs, strict=True))
        for ours, theirs in zip(framed.paragraphs, mapped.paragraphs, strict=True)
    )
    return framed.model_copy(update={"paragraphs": paragraphs})


def _merge(given: Sentence, found: Sentence) -> Sentence:
    facts = given.facts or found.facts
    kind = "courtesy" if not facts and given.kind == "fact" else given.kind if given.facts else found.kind
    return given.model_copy(update={"facts": facts, "kind": kind, "move": given.move or found.move})
