"""One row of words, read in every way it can be: what the grammar of `prompts.fitting.reading` shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import Tok, tokens
from prompts.fitting.words import LazyPattern, Tag, lexicon

__all__ = ["FINITE", "HEAD", "PRONOUN", "TITLE", "Row"]

HEAD = Tag.COUNT | Tag.MASS | Tag.PLURAL | Tag.NAME | Tag.NUM
PRONOUN = Tag.SUBJ | Tag.OBJ
FINITE = Tag.THIRD | Tag.PAST | Tag.BASE | Tag.AUX | Tag.MODAL
_ANY_VERB = FINITE | Tag.PARTICIPLE | Tag.ING
_SHORT = LazyPattern(r"\b(I|you|we|they|he|she|it|that|there|who|what|where|how|nobody)['’](m|re|s|ve|ll|d)\b", re.IGNORECASE)
TITLE = LazyPattern(r"\b(Dr|Mr|Mrs|Ms|St|Prof|Sgt|Atty|No)\.")
_ASIDE = LazyPattern(r"\s*\([^()]*\)")
_QUOTES = LazyPattern(r"[\"“”]|(?<!\w)['‘](?=\w)|(?<=\w)['’](?=[,.;:]|$)")
_CLOCK = LazyPattern(r"\b(\d+) (am|pm)\b")
_LONG = {"m": "am", "re": "are", "s": "is", "ve": "have", "ll": "will", "d": "would"}


class Row:
    """A row of words with their classes; every reading method gives the places where a reading from `at` can end."""

    def __init__(self, words: str) -> None:
        words = _QUOTES.sub("", _ASIDE.sub("", TITLE.sub(r"\1", words)))
        words = words.replace("near miss", "near-miss")
        words = _CLOCK.sub(r"\1\2", words)
        words = _SHORT.sub(lambda match: f"{match[1]} {_LONG[match[2].lower()]}", words)
        self.toks: Sequence[Tok] = [tok for tok in tokens(words) if any(char.isalnum() for char in tok.word)]
        self.tags = [tags_at(self.toks, at) for at in range(len(self.toks))]
        self.low = [tok.low for tok in self.toks]
        self.memo: dict[tuple[str, int], frozenset[int]] = {}

    def _once(self, name: str, at: int, find: Callable[[int], Iterator[int]]) -> frozenset[int]:
        key = (name, at)
        if key not in self.memo:
            self.memo[key] = frozenset()
            self.memo[key] = frozenset(find(at))
        return self.memo[key]

    def _verb(self, at: int) -> bool:
        wanted = _ANY_VERB | (Tag.COUNT | Tag.MASS | Tag.ADJ if at and self.low[at - 1] in {"to", "then"} else 0)
        ahead = tags_at(self.toks, at + 1) & (Tag.DET | Tag.POSS)
        if at < len(self.toks) and self.tags[at] & Tag.ADJ and ahead and not self.toks[at].post:
            return True
        return at < len(self.toks) and (bool(self.tags[at] & wanted) or not self.tags[at])

    def _base(self, at: int) -> str:
        """The base form of the word at this place, or the word itself."""
        return lexicon().base(self.low[at]) or self.low[at]

    def _list(self, at: int) -> Iterator[int]:
        raise NotImplementedError

    def _tail(self, at: int) -> Iterator[int]:
        raise NotImplementedError

    def _rest(self, at: int) -> Iterator[int]:
        raise NotImplementedError

    def _vp(self, at: int) -> Iterator[int]:
        raise NotImplementedError

    def _clause(self, at: int) -> Iterator[int]:
        raise NotImplementedError
