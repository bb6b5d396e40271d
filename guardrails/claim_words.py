"""A claim, and the words of the clause it is made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.vocabulary import Token, load_vocabulary, word_list
from prompts.patterns import compiled

__all__ = ["HARD_STOP", "HYPOTHETICAL", "SOFT_STOPS", "Claim", "is_participle", "is_past", "stretch", "verb_at"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a sentence that asserts something.

    Attributes:
        kind: `said` (what passed in the conversation), `told` (a whole sentence given to the reader), `past` (the writer), `mind` (what
            the writer thought or felt of it), `reader` (their organisation) or `thanked` (what they are thanked for).
        start: where it begins in the body.
        end: where it ends.
        words: the tokens it asserts it with.
        verb: the deed, if there is one.
    """

    kind: str
    start: int
    end: int
    words: tuple[Token, ...]
    verb: Token | None = None


HARD_STOP = compiled(r"[.;:!?\u2026()\n\u2014\u2013]")
SOFT_STOPS = word_list("clause_stops")
HYPOTHETICAL = word_list("hypothetical")
_ADVERBS = word_list("adverbs")


def stretch(text: str, words: Sequence[Token], first: int, *, limit: int, soft: frozenset[str] = SOFT_STOPS) -> list[Token]:
    """Tokens from `first` to the end of the clause."""
    found: list[Token] = []
    for index in range(first, min(len(words), first + limit)):
        token = words[index]
        between = text[words[index - 1].end : token.start] if index else ""
        if HARD_STOP.search(between) or (token.low in soft and (token.low != "so" or "," in between)):
            break
        if (found and token.low in {"i", "you", "we"}) or ("," in between and _ends_clause(words, index)):
            break
        found.append(token)
    return found


def _ends_clause(words: Sequence[Token], index: int) -> bool:
    vocabulary = load_vocabulary()
    low = words[index].low
    following = words[index + 1].low if index + 1 < len(words) else ""
    if low in {"and", "or"}:
        return following.endswith("ing") or following in {
            "where",
            "when",
            "so",
            "since",
            "because",
            "i",
            "you",
            "we",
            "it",
            "that",
            "this",
            "my",
            "your",
            "the",
            "what",
            "would",
            "am",
            "look",
        }
    return low in vocabulary.function and low not in {"the", "a", "an", "of", "with", "at", "in", "from", "by"}


def is_past(token: Token) -> bool:
    """Whether a word is the past form of a verb."""
    vocabulary = load_vocabulary()
    return token.low in vocabulary.past or (
        token.low.endswith("ed")
        and len(token.low) > 3
        and token.low not in {"need", "feed", "speed", "succeed", "proceed", "exceed", "indeed"}
    )


def is_participle(token: Token) -> bool:
    """Whether a word is a past participle."""
    return is_past(token) or token.low in load_vocabulary().participles


def verb_at(words: Sequence[Token], index: int) -> int:
    """Where the verb stands behind the adverbs that begin here; the end of the words where there is none."""
    while index < len(words) and (words[index].low in _ADVERBS or words[index].low.endswith("ly")):
        index += 1
    return index
