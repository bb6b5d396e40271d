"""Whether a stretch of words stands in a text: capitals, accents, spaces and the shape of quotation marks do not count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from guardrails.text import fold, sentence_spans

__all__ = ["shows", "tells"]

#: A word this long may go on ("clean" stands in "cleaned"); a shorter one, and a figure, ends where it ends.
_MAY_GO_ON = 4
_AND = " + "


def shows(text: str, stretch: str) -> bool:
    """Whether the stretch stands in the text, beginning where a word begins; its last word may have an ending of up to four letters."""
    return _pattern(stretch).search(_even(text)) is not None


def tells(text: str, wordings: Sequence[str]) -> bool:
    """Whether any wording stands in the text; stretches joined by " + " in one wording must all stand in one sentence, in any order."""
    plain = [wording for wording in wordings if _AND not in wording]
    joint = [wording.split(_AND) for wording in wordings if _AND in wording]
    if any(shows(text, wording) for wording in plain):
        return True
    sentences = [text[start:end] for start, end in sentence_spans(text)] if joint else []
    return any(all(shows(sentence, part) for part in parts) for parts in joint for sentence in sentences)


def _even(text: str) -> str:
    return " ".join(fold(text).split())


@lru_cache(maxsize=4096)
def _pattern(stretch: str) -> re.Pattern[str]:
    words = _even(stretch)
    last = words.split()[-1] if words else ""
    ending = "[a-z]{0,4}" if len(last) >= _MAY_GO_ON and last.isalpha() else ""
    return re.compile(rf"(?<![\w]){re.escape(words)}{ending}(?![\w])")
