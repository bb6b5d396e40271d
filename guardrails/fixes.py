"""Mechanical fixes of wording-free faults: markup, pictures, hidden characters, stray space, loud punctuation. They never change a fact.

The functions on text are shared by the repair of a model's draft (`mend`) and by `afterword check --fix` (`guardrails.fixes_email`).
"""

from __future__ import annotations

import html
import re
import unicodedata

from guardrails.characters import EMOJI, HIDDEN, LOOKALIKES
from prompts.draft import Draft
from prompts.patterns import compiled

__all__ = ["drop_marks", "mend", "plain_letters", "shown_spaces", "squeeze_spaces"]

_ENCLOSED = compiled(r"(\*\*|__|~~|`+)(?=\S)(.{1,300}?)(?<=\S)\1", re.DOTALL)
_SINGLE = compiled(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{0,80}[^\s*_])\1(?![\w*])")
_LINE_START = compiled(r"^\s{0,3}(?:#{1,6}\s+|[-*+•‣▪●◦–·]\s+|\d{1,2}[.)]\s+)")
_LINK = compiled(r"!?\[([^\[\]\n]{0,100})\]\(([^()\n]{0,300})\)")
_TAG = compiled(r"</?[A-Za-z][^<>\n]{0,200}>|<!--.{0,300}?-->", re.DOTALL)
_BREAKING_TAG = compiled(r"<(?:br|/p|/div|/li|/h[1-6])\b", re.IGNORECASE)
_RULER = compiled(r"^[ \t]*(?:-{3,}|={3,}|\*{3,}|```\w*)[ \t]*$")
_LOOSE = compiled(r"\*\*|```|__|~~")
_SPACES = compiled(r"(?<=\S) {2,}(?=\S)")


def drop_marks(text: str) -> str:
    """The text without Markdown and HTML: the words stay, a link keeps its address in brackets behind them."""
    if _RULER.match(text):
        return ""
    text = _TAG.sub(lambda match: "\n" if _BREAKING_TAG.match(match[0]) else "", text)
    text = html.unescape(text) if "&" in text else text
    text = text.replace("\\n", "\n").replace('\\"', '"')
    text = _LINK.sub(lambda match: match[1] if match[1] == match[2] else f"{match[1]} ({match[2]})", text)
    text = _SINGLE.sub(r"\2", _ENCLOSED.sub(r"\2", text))
    return _LOOSE.sub("", _LINE_START.sub("", text))


def plain_letters(text: str) -> str:
    """The text without invisible characters, ornamental and look-alike letters as the Latin ones they pass for."""
    text = HIDDEN.sub("", shown_spaces(text))
    return "".join(LOOKALIKES.get(char) or (unicodedata.normalize("NFKC", char) if _is_styled(char) else char) for char in text)


def _is_styled(char: str) -> bool:
    return "\U0001d400" <= char <= "\U0001d7ff" or "\uff01" <= char <= "\uff5e" or "\u24b6" <= char <= "\u24e9"


def shown_spaces(text: str) -> str:
    """The text with separators that no mail program shows alike as plain line breaks."""
    return re.sub("[\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]", "\n", text)


def squeeze_spaces(text: str) -> str:
    """The text with single spaces between words; indentation, line breaks and quoted mail stay as they are."""
    return "".join(line if line.startswith(">") else _SPACES.sub(" ", line) for line in text.splitlines(keepends=True))


def mend(draft: Draft) -> Draft:
    """The draft a model handed in, with markup, emoji, hidden characters, stray space and exclamation marks mended.

    Applying it twice changes nothing more.
    """
    paragraphs = []
    for paragraph in draft.paragraphs:
        sentences = [sentence.model_copy(update={"text": _clean(sentence.text)}) for sentence in paragraph]
        kept = tuple(sentence for sentence in sentences if sentence.text)
        if kept:
            paragraphs.append(kept)
    return draft.model_copy(update={"subject": _clean_subject(draft.subject), "paragraphs": tuple(paragraphs)})


def _clean_subject(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        text = re.sub(r"^(?:subject|re)\s*:\s*", "", _clean(text), flags=re.IGNORECASE).rstrip(" .")
    return text


def _clean(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        text = HIDDEN.sub("", EMOJI.sub("", shown_spaces(text)))
        text = _LINE_START.sub("", _ENCLOSED.sub(r"\2", text))
        text = re.sub(r"!+(?=[\s\"'”’)]|$)", ".", text)
        text = re.sub(r"\.{2}(?=\s|$)(?<!\.\.\.)", ".", text)
        text = re.sub(r"\s+", " ", text).strip()
    return text
