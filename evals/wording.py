"""Compares what was read with what is true: spaces, capitals and the shape of quotation marks do not count, spelling does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

__all__ = ["Verdict", "compare", "holds", "plain", "words_of"]

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_WORD = re.compile(r"[^\W_]+(?:['.&+#-]+[^\W_]+)*[+#]*")


class Verdict(StrEnum):
    """What became of one value. PARTIAL is a piece of the true one and no more, such as a first name alone."""

    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    INVENTED = "invented"
    MISSING = "missing"
    ABSENT = "absent"


def plain(text: str) -> str:
    """A text for comparing: small letters, one kind of quotation mark and dash, single spaces; accents stay."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).casefold().split())


def words_of(text: str) -> list[str]:
    """The words of a text for comparing, without punctuation; "&" counts as "and"."""
    return _WORD.findall(re.sub(r"(?<=\s)&(?=\s)", "and", plain(text)))


def holds(text: str, keys: Sequence[str]) -> bool:
    """Whether every stretch of `keys` stands in the text."""
    folded = plain(text)
    return all(plain(key) in folded for key in keys)


def compare(found: str | None, truth: Sequence[str], *, title: str | None = None) -> Verdict:
    """What became of a name, a company or a role.

    Args:
        found: what was read, None when nothing was.
        truth: the wordings of which any is right; empty when the notes do not say.
        title: a form of address read beside the name, which the truth may or may not have.
    """
    if not found:
        return Verdict.MISSING if truth else Verdict.ABSENT
    if not truth:
        return Verdict.INVENTED
    words = _without_article(words_of(found))
    true = [_without_article(words_of(one)) for one in truth]
    if words in true or [*words_of(title or ""), *words] in true:
        return Verdict.RIGHT
    return Verdict.PARTIAL if any(_is_inside(words, one) for one in true) else Verdict.WRONG


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words


def _is_inside(few: list[str], many: list[str]) -> bool:
    """Whether some words stand in a row among others."""
    return bool(few) and any(many[i : i + len(few)] == few for i in range(len(many) - len(few) + 1))
