"""Cuts a jotted note into pieces that may stand alone, so that one clear piece is used where the whole is not one sentence."""

from __future__ import annotations

import re

from prompts.fitting.text import cleaning, sentences
from prompts.fitting.words import LazyPattern, named_pattern

__all__ = ["segments", "spoken_asides"]

_DASH = LazyPattern(r"\s+[-–—]+\s+|\s*—\s*|!{1,}\s+|\s+\|\s+|\.{2,}\s*|\s+/\s+")
_TAKES_BACK = named_pattern("segments_takes_back")
_SECRET = named_pattern("segments_secret")
_EMPHASIS = named_pattern("segments_emphasis")
_HEDGE = named_pattern("segments_hedge")
_MAINLY = LazyPattern(r"but (?:also|mainly|mostly|above all) (.+)$")
#: A second statement with its own speaker, and a nod to what "they" do anyway.
_TRAILING = LazyPattern(
    r"(?<=\w),? (?:and|but) (?:[A-Z][\w'’-]+|she|he|they) (?:said|told|mentioned|explained|asked|thinks?|reckons?)\b[^.;]*\.?$"
    r"|, which (?:they|you) (?:do|have|are|did)\.?$"
)
_MOST = 8


def segments(text: str, *, heads_first: bool = False) -> list[str]:
    """The text itself, then its beginnings up to a dash or comma, then its later parts: best candidates first.

    A part that takes back what stands before it ("except on Mondays") is never cut off from it, and a remark that is not meant for the
    email ("don't mention ...") is dropped with its part.

    Args:
        text: a normalised note.
        heads_first: what stands before a dash comes before what a comma cuts out of the whole sentence.
    """
    text = spoken_asides(text)
    text = _TRAILING.sub("", text)
    found: list[str] = []
    for index, sentence in enumerate(sentences(text)):
        parts = [part.strip() for part in _DASH().split(sentence) if part.strip()]
        if not index and len(parts) == 1 and not _SECRET.search(sentence):
            found.append(text)
        across = [sentence] if len(parts) > 1 else []
        for part in [*parts, *across] if heads_first else [*across, *parts]:
            found += _cuts(_filled(part))
    clear = (piece for piece in found if piece and not _SECRET.search(piece) and not _HEDGE.search(piece) and not _cryptic(piece))
    return list(dict.fromkeys(clear))[:_MOST]


def spoken_asides(text: str) -> str:
    """The text without words that only colour speech ("honestly", "tbh", "lol")."""
    return _EMPHASIS.sub(lambda match: ", " if match[0].startswith(",") else "", text).strip(" ,")


def _cryptic(piece: str) -> bool:
    """Whether a word is an abbreviation that nobody wrote out ("pts", "mngd", "approx.")."""
    words = [word.strip(",;:!?()\"'“”") for word in piece.split()]
    known = cleaning().words["acronym"]
    for at, word in enumerate(words):
        low = word.rstrip(".").lower()
        if word.islower() and len(low) > 1 and low.isalpha() and not set(low) & set("aeiouy") and low not in known:
            return True
        if word.islower() and word.endswith(".") and at + 1 < len(words) and "." not in word[:-1]:
            return True
    return False


def _cuts(part: str) -> list[str]:
    """A part, its beginnings up to each comma from the longest, then what follows the first comma."""
    marks = [
        match.start()
        for match in re.finditer(r",\s|:\s|\s(?=and\b|but\b|so\b|because\b|then\b|not\b)", part)
        if not _inside(part, match.start())
    ]
    cuts = [part]
    for mark in reversed(marks):
        rest = part[mark:].lstrip(" ,:")
        if not _TAKES_BACK.match(rest) or rest.startswith("and that ") or (part[mark] == "," and rest.startswith("that ")):
            cuts.append(part[:mark])
    later = [_filled(part[mark:].lstrip(" ,:")) for mark in marks if part[mark] in ",:"]
    later += [_filled(lead[1]) for mark in marks if (lead := _MAINLY.match(part[mark + 1 :]))]
    colon = next((mark for mark in marks if part[mark] == ":"), None)
    if colon is not None and len(part[:colon].split()) <= 3:
        return [part, *_cuts(_filled(part[colon + 1 :].strip())), part[:colon]]
    return cuts + later


def _inside(text: str, at: int) -> bool:
    """Whether a place stands inside brackets or quotation marks."""
    before = text[:at]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _filled(part: str) -> str:
    """The part without words that only open speech ("fwiw", "also")."""
    fillers = cleaning().words["filler"]
    words = part.split()
    while len(words) > 1 and words[0].strip(",.:").lower() in fillers:
        words.pop(0)
    while len(words) > 1 and words[-1].strip(",.:").lower() in fillers - {"so", "well", "also"}:
        words.pop()
    return " ".join(words).strip(" ,")
