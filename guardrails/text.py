"""Words, sentences and folded text with their offsets; every check counts with these and nothing else."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from prompts.patterns import compiled

__all__ = [
    "MAX_EMAIL_CHARS",
    "Word",
    "count_words",
    "flat",
    "fold",
    "is_quoted",
    "paragraphs",
    "quoted_spans",
    "sentence_spans",
    "spans_of",
    "words",
]

_WORD = compiled(r"[^\W_]+(?:['’.\-/&+][^\W_]+)*")
_BLOCK = compiled(r"\n[^\S\n]*\n\s*")

#: Letters that no Unicode decomposition reduces, and the straight forms of typographic marks.
_FOLDED = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ħ": "h",
})  # fmt: skip
_FLAT = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
})  # fmt: skip

#: The segmenter panics on white space of more than one byte and on lone surrogates, so it is shown plain characters in their place.
_ODD = compiled(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]")

#: Ends the segmenter does not see: a full stop inside closing quotes or brackets, and a word that looks like an
#: abbreviation ("me." is Maine to it) before a common opener.
_MISSED_END = compiled(
    r"(?:[.!?…]['’\"”)\]]+|\b(?!(?:vs|approx|cf|fig|ca|resp|dept|esp|incl|excl|est)\.)"
    r"(?:[a-z]{2,}|Inc|Ltd|Co|Corp|LLC|PLC|GmbH|etc|[ap]\.m|U\.S|U\.K|Jr|Sr|Ph\.D|B\.V|S\.A)\.)\s+"
    r"(?=(?:A|After|All|And|Another|As|At|Before|But|By|Could|Do|For|From|Given|Had|Having|He|Her|His|How|However|I|If|In|It|Its|Let|Looking|"
    r"May|Might|My|No|Not|On|Once|One|Our|Perhaps|Please|She|Should|Since|So|Some|Still|Thanks?|That|The|Their|There|These|They|This|Those|"
    r"To|Two|Until|We|What|When|Whenever|Where|Which|While|With|Would|Yes|You|Your)\b)"
)
_MAX_BLOCK_CHARS = 5_000

_PARAGRAPH = "\n\n"
#: A longer text is no email: it is read whole, and nothing of it is kept.
MAX_EMAIL_CHARS = 6_000

_QUOTED = compiled(r"“[^“”\n]{1,300}”|(?<![\w\"])\"[^\"\n]{1,300}\"(?!\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets; a hyphenated word is one word."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def count_words(text: str) -> int:
    """Number of words; a hyphenated word or a number with separators counts once."""
    return sum(1 for _ in _WORD.finditer(text))


def fold(text: str) -> str:
    """Lower case, accents and width folded, curly quotes straightened: for comparing only, never for output.

    The result may differ in length from `text`, so offsets do not carry over; `flat` keeps them.
    """
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def flat(text: str) -> str:
    """Lower case with straight quotes and plain spaces, character for character as long as `text`, so offsets carry over."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() and "`" not in lowered and "\t" not in lowered else lowered.translate(_FLAT)


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Where each paragraph of a text begins, and its words; a text too long for an email is one paragraph."""
    if len(text) > MAX_EMAIL_CHARS:
        return [(0, text)]
    found = []
    at = 0
    for block in text.split(_PARAGRAPH):
        found.append((at, block))
        at += len(block) + len(_PARAGRAPH)
    return found


def spans_of(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where a pattern stands that never reaches from one paragraph into the next; what was found in a paragraph is kept."""
    find = _spans_in if len(text) <= MAX_EMAIL_CHARS else _spans_in.__wrapped__
    return [(at + start, at + end) for at, block in paragraphs(text) for start, end in find(pattern, block)]


@lru_cache(maxsize=1024)
def _spans_in(pattern: re.Pattern[str], block: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in pattern.finditer(block))


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of short passages in double quotation marks, marks included: words that are somebody else's."""
    return [match.span() for match in _QUOTED.finditer(text)]


def is_quoted(start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether a span lies inside one of the quoted passages, which are disjoint and in order."""
    index = bisect_right(quoted, (start, sys.maxsize)) - 1
    return index >= 0 and end <= quoted[index][1]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without surrounding white space; a line break ends a sentence only when empty lines follow.

    Takes any text: control characters and exotic white space count as spaces.
    """
    plain = _ODD.sub(lambda match: " " if match[0].isspace() else "_", text)
    return [span for start, end in _blocks(plain) for span in _block_spans(plain, start, end)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BLOCK.finditer(text):
        yield from _pieces(text, at, gap.start())
        at = gap.end()
    yield from _pieces(text, at, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """An endless block in pieces, since the segmenter's time grows faster than the text."""
    while end - start > _MAX_BLOCK_CHARS:
        cut = max(text.rfind(". ", start, start + _MAX_BLOCK_CHARS) + 1, text.rfind("\n", start, start + _MAX_BLOCK_CHARS) + 1)
        cut = cut if cut > start else start + _MAX_BLOCK_CHARS
        yield start, cut
        start = cut
    yield start, end


def _block_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for piece in sentencex.segment("en", text[start:end]):
        found = text.find(piece, at, end)
        left = at if found < 0 else found
        at = left + len(piece)
        for low, high in _split_missed(text, left, min(at, end)):
            stripped = text[low:high].strip()
            if stripped:
                inner = low + text[low:high].index(stripped)
                yield inner, inner + len(stripped)


def _split_missed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _MISSED_END.finditer(text, start, end):
        yield at, match.end()
        at = match.end()
    yield at, end
