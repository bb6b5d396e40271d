"""What a model wrote, made safe to look at: no thinking, no escape sequences, no hidden characters, and no canary."""

from __future__ import annotations

import re
import unicodedata

from guardrails.characters import HIDDEN
from guardrails.fixes import drop_marks, plain_letters
from prompts.fitting.words import LazyPattern

__all__ = ["THINKING", "drop_thinking", "has_leaked", "strip_escapes", "to_show"]

#: What models call their thinking, as the name of a tag.
THINKING = r"(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis)"
#: Thinking in the marks that models put around it; what is opened and never closed goes to the end.
_THINKING = LazyPattern(
    rf"<({THINKING})\b[^>]*>.*?(?:</\1\s*>|\Z)|\[THINK\].*?(?:\[/THINK\]|\Z)|◁think▷.*?(?:◁/think▷|\Z)", re.DOTALL | re.IGNORECASE
)
#: The end of thinking whose beginning stood in the prompt, so that it is not in the answer.
_ORPHAN = LazyPattern(rf"\A.*(?:</{THINKING}\s*>|\[/THINK\]|◁/think▷)", re.DOTALL | re.IGNORECASE)
#: Channels of models that name them: all but the last one is thinking.
_CHANNEL = LazyPattern(r"\A.*<\|channel\|>final<\|message\|>", re.DOTALL)
_OTHER_CHANNEL = LazyPattern(r"<\|channel\|>(?!final)\w+.*\Z", re.DOTALL)
_TOKENS = LazyPattern(r"<[|｜][^|｜<>\n]{1,40}[|｜]>|</s>\s*\Z|<(?:end|start)_of_turn>")

#: Escape sequences of terminals: with parameters, with text up to their end, or a single character.
_ESCAPES = LazyPattern(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c|\Z)|\x1b[ -/]*[0-~]", re.DOTALL
)
_SURROGATES = LazyPattern(r"[\ud800-\udfff]")
_LINK = LazyPattern(
    r"\b[a-z][a-z0-9+.-]{1,12}://[^\s()<>]+|\b(?:javascript|data|vbscript|mailto|tel|sms|file):[^\s()<>]+|\bwww\.[^\s()<>]+|[^\s@]{1,64}@[^\s@]{1,255}\.\w+|"
    r"\b(?:[a-z0-9-]{1,63}\.){1,10}(?:com|org|net|io|ai|app|dev|co|uk|de|fr|eu|info|biz|xyz|ru|cn|link|ly|gl|me|site|online|top|live)\b(?:/\S*)?",
    re.IGNORECASE,
)
_NOT_LETTERS = LazyPattern(r"[\W\d_]+")


def drop_thinking(text: str) -> str:
    """The answer without a reasoning model's thinking, closed or not, and without the marks of a chat template."""
    if "<" not in text and "[" not in text and "◁" not in text:
        return text.strip()
    text = _THINKING.sub("", text)
    text = _ORPHAN.sub("", text)
    text = _OTHER_CHANNEL.sub("", _CHANNEL.sub("", text))
    return _TOKENS.sub("", text).strip()


def strip_escapes(text: str) -> str:
    """The text without terminal escape sequences and lone surrogates; other hidden characters are left for the guardrails to name."""
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("", _ESCAPES.sub("", text))


def to_show(text: str) -> str:
    """A sentence as it may be shown before any guardrail has seen it: one line of plain words, addresses left out."""
    text = plain_letters(drop_marks(HIDDEN.sub(" ", strip_escapes(text))))
    return " ".join(_LINK.sub("(link)", text).split())


def has_leaked(text: str, canary: str) -> bool:
    """Whether a text holds the canary, as it is or backwards, whatever case, spacing, marks, digits or accents it is in."""
    if not canary:
        return False
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", HIDDEN.sub("", plain_letters(text)))).casefold()
    return canary in letters or canary[::-1] in letters
