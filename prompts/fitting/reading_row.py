"""One row of words, read in every way it can be: what the grammar of `prompts.fitting.reading` shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import Tok, tokens
from prompts.fitting.words import LazyPattern, Tag, lexicon

__all__ = ["FINITE", "HEAD", "PRONOUN", "TITLE", "Part", "Reading", "Row"]

#: What can be read: a noun phrase, a thing with what follows it, lists of things, what follows a noun or a verb, a verb phrase, clauses.
Part = Literal["np", "thing", "list", "list-tail", "joined", "tail", "rest", "vp", "clause", "clauses"]
#: Gives the places in a row where a part that begins at a place can end.
Reading: TypeAlias = "Callable[[Row, int], Iterator[int]]"

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
    """A row of words with their classes, and where the parts of a sentence in it can end by a grammar.

    Attributes:
        toks: the words.
        tags: their classes.
        low: the words in small letters.
    """

    def __init__(self, words: str, grammar: Mapping[Part, Reading]) -> None:
        words = _QUOTES.sub("", _ASIDE.sub("", TITLE.sub(r"\1", words)))
        words = words.replace("near miss", "near-miss")
        words = _CLOCK.sub(r"\1\2", words)
        words = _SHORT.sub(lambda match: f"{match[1]} {_LONG[match[2].lower()]}", words)
        self.toks: Sequence[Tok] = [tok for tok in tokens(words) if any(char.isalnum() for char in tok.word)]
        self.tags = [tags_at(self.toks, at) for at in range(len(self.toks))]
        self.low = [tok.low for tok in self.toks]
        self._grammar = grammar
        self._memo: dict[tuple[Part, int], frozenset[int]] = {}

    def ends(self, part: Part, at: int) -> frozenset[int]:
        """The places where a part that begins at `at` can end; none while that very question is being answered."""
        key = (part, at)
        if key not in self._memo:
            self._memo[key] = frozenset()
            self._memo[key] = frozenset(self._grammar[part](self, at))
        return self._memo[key]

    def is_verb(self, at: int) -> bool:
        """Whether the word at this place can be a verb."""
        wanted = _ANY_VERB | (Tag.COUNT | Tag.MASS | Tag.ADJ if at and self.low[at - 1] in {"to", "then"} else 0)
        ahead = tags_at(self.toks, at + 1) & (Tag.DET | Tag.POSS)
        if at < len(self.toks) and self.tags[at] & Tag.ADJ and ahead and not self.toks[at].post:
            return True
        return at < len(self.toks) and (bool(self.tags[at] & wanted) or not self.tags[at])

    def base(self, at: int) -> str:
        """The base form of the word at this place, or the word itself."""
        return lexicon().base(self.low[at]) or self.low[at]
