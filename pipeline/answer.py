"""Reads whatever a free-writing model returned into a draft."""

from __future__ import annotations

from functools import cache

from guardrails.parse import map_sentences, parse_email
from guardrails.text import fold, sentence_spans
from pipeline.answer_clean import drop_thinking, has_leaked, strip_escapes
from pipeline.answer_json import read_json
from pipeline.errors import Leaked, Refused, UnusableOutput
from pipeline.reader_data import load_data
from prompts.brief import Brief
from prompts.draft import Answer, Draft, Sentence
from prompts.fitting.words import LazyPattern

__all__ = ["read_answer"]

#: Longer answers are not read at all: an email has a thousand characters.
_MAX_CHARS = 20_000
#: Longer answers are no mere refusal.
_REFUSAL_CHARS = 600


def read_answer(text: str, brief: Brief, *, canary: str = "") -> Draft:
    """A draft of what the model returned: JSON as asked for, fenced JSON, or a plain email.

    Args:
        text: the answer; thinking in it is dropped.
        brief: names moves, facts, greeting and signature.
        canary: the word that must not be in it.

    Raises:
        Refused: the model declines in so many words.
        Leaked: it repeats the canary.
        UnusableOutput: nothing in it can be read as an email.
    """
    text = drop_thinking(text)
    if not text:
        raise UnusableOutput("The model returned an empty answer.")
    if len(text) > _MAX_CHARS:
        raise UnusableOutput(f"The model returned {len(text)} characters, far more than an email.")
    answer = read_json(text)
    shown = text if answer is None else " ".join(_texts(answer))
    if has_leaked(shown, canary) or has_leaked(text, canary):
        raise Leaked("The model repeated its own instructions, so its answer was not used.")
    if _is_refusal(shown):
        raise Refused("The model refused to write.")
    if answer is not None:
        return _from_answer(answer, brief)
    if text[0] in "{[" or '"paragraphs"' in text:
        raise UnusableOutput("The model returned JSON that is not the object it was asked for.")
    draft = parse_email(strip_escapes(text), brief)
    if not draft.sentences:
        raise UnusableOutput("The model returned no sentence.")
    return _with_frame(draft, brief)


def _texts(answer: Answer) -> list[str]:
    """All that an answer would show of itself."""
    return [answer.subject, *(sentence.text for group in answer.paragraphs for sentence in group)]


def _is_refusal(text: str) -> bool:
    """Whether the answer as a whole declines to write."""
    if len(text) > _REFUSAL_CHARS:
        return False
    folded = " ".join(fold(text).split())
    return any(pattern.match(folded) for pattern in _refusals())


@cache
def _refusals() -> tuple[LazyPattern, ...]:
    return tuple(LazyPattern(pattern) for pattern in load_data("refusals.yaml", dict[str, list[str]])["decline"])


def _from_answer(answer: Answer, brief: Brief) -> Draft:
    moves = {move.id for move in brief.contract.moves}
    facts = brief.facts
    paragraphs = []
    for group in answer.paragraphs:
        sentences: list[Sentence] = []
        for given in group:
            known = tuple(name for name in given.facts if name in facts)
            move = given.move if given.move in moves else ""
            text = " ".join(strip_escapes(given.text).split())
            sentences += [Sentence(text=text[a:b], move=move, kind=given.kind, facts=known) for a, b in sentence_spans(text)]
        if sentences:
            paragraphs.append(tuple(sentences))
    if not paragraphs:
        raise UnusableOutput("The model returned an email without sentences.")
    return _with_frame(Draft(subject=" ".join(strip_escapes(answer.subject).split()), paragraphs=tuple(paragraphs)), brief)


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
