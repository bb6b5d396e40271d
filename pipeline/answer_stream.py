"""Shows an answer while it arrives: whole sentences only, cleaned, and nothing of a model's thinking or of its instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from guardrails.text import sentence_spans
from pipeline.answer_clean import THINKING, drop_thinking, has_leaked, to_show
from prompts.fitting.words import LazyPattern

__all__ = ["AnswerStream", "OnEvent"]

#: Is told what happens: ("stage", name), ("sentence", text), ("text", text with the white space before it).
OnEvent = Callable[[str, str], None]

_OPENING = LazyPattern(rf"\s*(?:<{THINKING}\b|\[THINK\]|◁think▷|<\|channel\|>(?!final))", re.IGNORECASE)
_CLOSING = LazyPattern(rf"</{THINKING}\s*>|\[/THINK\]|◁/think▷|<\|channel\|>final<\|message\|>", re.IGNORECASE)
#: A whole sentence of the JSON that is asked for.
_TEXT = LazyPattern(r'"text"\s*:\s*("(?:[^"\\]|\\.)*")', re.DOTALL)
_NEXT_PARAGRAPH = LazyPattern(r"\]\s*,\s*\[")
#: How an answer in plain text begins; anything else may be a model thinking aloud.
_LETTER = LazyPattern(r"(?:\A|\n)[ \t]*(?:Subject\s*:[^\n]*|(?:Dear|Hi|Hello|Good (?:morning|afternoon|day))\b[^\n]{0,80},)[ \t]*\n")
_GREETING = LazyPattern(r"(?:Subject\s*:|(?:Dear|Hi|Hello|Good (?:morning|afternoon|day))\b.{0,80},\s*\Z)", re.IGNORECASE)
#: Characters in which a mark of thinking would have shown.
_HEAD = 24
#: Characters that are looked at again when more come; an email's sentence is shorter, and so is what a model says before it.
_MOST = 5_000
#: Characters that are shown in all: a longer answer is refused as a whole, and each sentence is looked at with all before it.
_MOST_SHOWN = 20_000
#: Text kept while a model thinks: enough to see the end of it.
_TAIL = 64


class AnswerStream:
    """One answer as it comes. Called with its pieces; an empty one begins anew."""

    def __init__(self, on_event: OnEvent, *, canary: str = "", is_plain: bool = False) -> None:
        """Begin.

        Args:
            on_event: is told of each sentence.
            canary: once it is seen, nothing more is shown.
            is_plain: whether the answer is nothing but the body (under a grammar).
        """
        self._on_event = on_event
        self._canary = canary
        self._is_body = is_plain
        self._begin()

    def _begin(self) -> None:
        self._buffer = ""
        self._mode = "head"
        self._shown: list[str] = []
        self._left = _MOST_SHOWN
        self._is_silent = False
        self._has_shown = False

    def __call__(self, piece: str) -> None:
        """Take a piece of the answer's raw text."""
        if not piece:
            if self._has_shown:
                self._on_event("stage", "again")
            self._begin()
            return
        if self._is_silent:
            return
        self._buffer += piece
        if len(self._buffer) > _MOST:
            self._is_silent = True
            return
        if self._mode == "head":
            self._look_at_head()
        if self._mode == "thinking":
            self._skip_thinking()
        if self._mode == "json":
            self._show_json()
        elif self._mode == "plain":
            self._show_plain(is_end=False)

    def close(self) -> None:
        """Show what is left when the answer is whole."""
        if self._mode == "plain" and not self._is_silent:
            self._show_plain(is_end=True)

    def _look_at_head(self) -> None:
        head = self._buffer.lstrip()
        if _OPENING.match(head):
            self._mode = "thinking"
        elif head[:1] == "{" or head.startswith("```"):
            self._mode = "json"
        elif len(head) >= _HEAD and self._is_body:
            self._mode = "plain"
        elif len(head) >= _HEAD and ((found := _LETTER.search(self._buffer)) or "{" in head):
            self._mode = "plain" if found and "{" not in head[: found.start() + 1] else "json"
            self._buffer = self._buffer[found.start() :] if found and self._mode == "plain" else self._buffer

    def _skip_thinking(self) -> None:
        ends = [found.end() for found in _CLOSING.finditer(self._buffer)]
        if not ends:
            self._buffer = self._buffer[-_TAIL:]
            return
        self._buffer, self._mode = self._buffer[ends[-1] :], "head"
        self._look_at_head()

    def _show_json(self) -> None:
        while not self._is_silent and (found := _TEXT.search(self._buffer)):
            try:
                text = json.loads(found[1])
            except ValueError:
                text = ""
            is_new = bool(_NEXT_PARAGRAPH.search(self._buffer[: found.start()]))
            self._buffer = self._buffer[found.end() :]
            self._show(str(text), is_new_paragraph=is_new)

    def _show_plain(self, *, is_end: bool) -> None:
        """Show the sentences that another one follows; all of them at the end."""
        gap = self._buffer[: len(self._buffer) - len(self._buffer.lstrip())]
        text = gap + drop_thinking(self._buffer) if is_end else self._buffer
        spans = sentence_spans(text)
        whole = spans if is_end else spans[:-1]
        last = 0
        for start, end in whole:
            self._show(text[start:end], is_new_paragraph="\n\n" in text[last:start])
            last = end
        if whole:
            self._buffer = text[whole[-1][1] :]

    def _show(self, raw: str, *, is_new_paragraph: bool) -> None:
        text = to_show(raw)
        if not text or _GREETING.match(text):
            return
        self._left -= len(raw)
        if self._left < 0 or has_leaked(" ".join((*self._shown, raw)), self._canary):
            self._is_silent = True
            return
        self._shown.append(raw)
        joint = "" if not self._has_shown else "\n\n" if is_new_paragraph else " "
        self._has_shown = True
        self._on_event("text", joint + text)
        self._on_event("sentence", text)
