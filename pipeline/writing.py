"""The calls of one draft to a model that writes freely: what is asked, what came back as a draft, what it took."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.answer import read_answer
from pipeline.answer_clean import drop_thinking
from pipeline.answer_stream import AnswerStream, OnEvent
from pipeline.budget import Budget
from pipeline.errors import CutOff, Leaked, ProviderFailure, Refused, UnusableOutput
from pipeline.models import Reply, Request, StreamingWriter, Writer
from pipeline.repair import Attempt
from pipeline.repair_prompt import keepable
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.fitting.words import LazyPattern
from prompts.messages import Message, answer_schema, build_messages, build_repair, new_canary

__all__ = ["Taken", "Writing"]

#: How much longer an answer may be that was cut off at first: a reasoning model thinks before it writes.
_LONGER = 5
#: A sentence of the JSON that is asked for, its end cut off or not.
_TEXT = LazyPattern(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)')


@dataclass(slots=True)
class Taken:
    """Tokens of all answers; None while no answer named any."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_cached: int | None = None

    def add(self, reply: Reply) -> None:
        """Add the counts of one answer; one that was kept on this machine took nothing."""
        if reply.from_cache:
            self.tokens_in, self.tokens_out = self.tokens_in or 0, self.tokens_out or 0
            return
        self.tokens_in = _sum(self.tokens_in, reply.tokens_in)
        self.tokens_out = _sum(self.tokens_out, reply.tokens_out)
        self.tokens_cached = _sum(self.tokens_cached, reply.tokens_cached)


def _sum(before: int | None, now: int | None) -> int | None:
    return before if now is None else (before or 0) + now


class Writing:
    """One draft's exchange with one model, within its budget."""

    def __init__(
        self,
        brief: Brief,
        model: Writer,
        budget: Budget,
        *,
        seed: int,
        max_tokens: int,
        temperature: float | None,
        canary_secret: bytes | None,
        on_event: OnEvent | None,
    ) -> None:
        """Prepare; nothing is sent."""
        self.taken = Taken()
        self.prompt_hash = _hash(build_messages(brief))
        self._brief = brief
        self._model = model
        self._budget = budget
        self._seed = seed
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._on_event = on_event
        #: Seconds that the longest call took: another one will hardly take less.
        self._longest_s = 0.0
        self._is_rambling = False
        self._canary = new_canary(f"{seed} {brief.notes.model_dump_json(exclude={'source', 'spans'})}", secret=canary_secret)

    def first(self) -> Draft:
        """The model's draft. One that is cut off before its end is asked for again with more room, one that is no JSON once as plain text.

        Raises:
            ProviderFailure: no answer could be had.
            UnusableOutput: what came is no draft.
        """
        messages = build_messages(self._brief, canary=self._canary)
        try:
            return self._ask(messages)
        except (Refused, Leaked):
            raise
        except CutOff:
            if not self._has_more or self._is_rambling or self._is_late:
                raise
            return self._ask(messages, max_tokens=self._max_tokens * _LONGER)
        except UnusableOutput:
            if not self._has_more:
                raise
            return self._ask(build_messages(self._brief, canary=self._canary, is_plain=True), is_structured=False)

    def again(self, attempt: Attempt, lines: tuple[str, ...]) -> Draft | None:
        """The model's mended draft; None when it has none to offer, or would hardly be done in time: the phrasebook mends at once."""
        if not self._has_more or self._is_late:
            return None
        if self._on_event is not None:
            self._on_event("stage", "mending")
        shown = keepable(attempt.draft, attempt.report)
        try:
            return self._ask(build_repair(self._brief, shown, lines, canary=self._canary))
        except (UnusableOutput, ProviderFailure):
            return None

    def under_grammar(self, grammar: str, read: Callable[[str], Draft]) -> Draft:
        """The draft the model chose word by word out of a grammar.

        Raises:
            BadConfiguration: the server is known to take no grammar.
            ProviderFailure: no answer could be had.
            UnusableOutput: what came is not of the grammar.
        """
        messages = build_messages(self._brief, canary=self._canary, is_plain=True)
        return read(self._reply(messages, grammar=grammar, is_structured=False, max_tokens=self._max_tokens).text)

    @property
    def _has_more(self) -> bool:
        return self._budget.calls_left > 0 and self._budget.left_s > 0

    @property
    def _is_late(self) -> bool:
        """Whether another call, as long as the longest so far, would not be done in time."""
        return self._budget.left_s < self._longest_s

    def _rambles(self, text: str) -> bool:
        """Whether an answer that was cut off has more words already than an email may have: more room would only add to them."""
        text = drop_thinking(text)
        prose = " ".join(found[1] for found in _TEXT.finditer(text)) or text
        return len(prose.split()) > self._brief.contract.words.refuse_above

    def _ask(self, messages: tuple[Message, ...], *, is_structured: bool = True, max_tokens: int | None = None) -> Draft:
        reply = self._reply(messages, is_structured=is_structured, max_tokens=max_tokens or self._max_tokens)
        return read_answer(reply.text, self._brief, canary=self._canary)

    def _reply(self, messages: tuple[Message, ...], *, is_structured: bool, max_tokens: int, grammar: str = "") -> Reply:
        """One answer that was neither refused nor cut off."""
        request = Request(
            messages,
            answer_schema() if is_structured else {},
            grammar=grammar,
            max_tokens=max_tokens,
            temperature=self._temperature,
            seed=self._seed,
            timeout_s=max(0.001, self._budget.left_s),
            budget=self._budget,
        )
        before, left_s = self._budget.calls, self._budget.left_s
        reply = self._call(request, is_plain=bool(grammar))
        self._longest_s = max(self._longest_s, left_s - self._budget.left_s)
        if self._budget.calls == before and not reply.from_cache:
            self._budget.spend()
        self.taken.add(reply)
        if reply.finish == "refusal":
            raise Refused(f"{self._model.name} refused to write.")
        if reply.finish == "length":
            self._is_rambling = self._rambles(reply.text)
            raise CutOff(f"{self._model.name} was cut off before the end of the email.")
        return reply

    def _call(self, request: Request, *, is_plain: bool) -> Reply:
        if self._on_event is None or not isinstance(self._model, StreamingWriter):
            return self._model.complete(request)
        stream = AnswerStream(self._on_event, canary=self._canary, is_plain=is_plain)
        reply = self._model.stream(request, stream)
        stream.close()
        return reply


def _hash(messages: tuple[Message, ...]) -> str:
    return hashlib.sha256("\n".join(message.content for message in messages).encode("utf-8", "replace")).hexdigest()[:16]
