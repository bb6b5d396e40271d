"""Something with what it is like, where a jotting leaves out the verb between them: "the freezer down", "nobody certified yet"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompts.fitting.finite import is_finite
from prompts.fitting.gaps import filled, longest
from prompts.fitting.phrase import AUXILIARY, Phrase, coordinated, noun_phrase, tags_at
from prompts.fitting.text import Tok
from prompts.fitting.words import Tag, lexicon, word_set

__all__ = ["State", "in_subordinate", "state_of"]

_ADVERBS = frozenset({"still", "now", "only", "just", "not", "all", "already", "mostly", "mainly", "always", "never", "currently", "yet"})
_ANYBODY = frozenset({"nobody", "everyone", "everybody", "everything", "nothing", "somebody"})
_MEASURED = frozenset({"under", "over", "above", "below", "around"})


@dataclass(frozen=True, slots=True)
class State:
    """The words with their articles, where the verb is missing, and whether it would be plural."""

    toks: tuple[Tok, ...]
    at: int
    plural: bool


def _subject(words: Sequence[Tok]) -> tuple[int, Phrase] | None:
    """Where the noun phrase at the start ends, with its "of" phrases, and what it is like."""
    lead = 1 if words[0].low in {"only", "still", "just", "about"} and len(words) > 1 else 0
    words = words[lead:]
    if words[0].low in _ANYBODY:
        return lead + 1, Phrase(1, 0, True, False, False)
    adverb = next((at for at in range(1, len(words)) if words[at].low in _ADVERBS), len(words))
    phrase = longest(words[:adverb])
    if phrase is None and tags_at(words, 0) & Tag.NUM and len(words) > 1:
        return lead + 1, Phrase(1, 0, True, True, False)
    if phrase is None:
        return None
    end = coordinated(words, phrase)
    while end + 1 < len(words) and words[end].low == "of":
        inner = noun_phrase(words, end + 1)
        if inner is None:
            return None
        end = inner.end
    both = end > phrase.end and "and" in {tok.low for tok in words[phrase.end : end]}
    head = words[phrase.head].word
    initials = len(head) > 2 and head[:-1].isupper() and head.endswith("s")
    return lead + end, replace(phrase, plural=both or phrase.plural or initials)


def state_of(words: list[Tok]) -> State | None:
    """Something with what it is like, without a verb: "the freezer down", "nobody certified", "beds blocked till four"."""
    found = _subject(words)
    if found is None or found[0] >= len(words) or words[0].low in {"i", "we", "it", "there"}:
        return None
    end, phrase = found
    while end < len(words):
        part = _state_at(words, end, phrase)
        if part is not None or not tags_at(words, end) & Tag.PREP:
            return part
        inner = noun_phrase(words, end + 1)
        if inner is None:
            return None
        end = inner.end
    return None


def _state_at(words: list[Tok], end: int, phrase: Phrase) -> State | None:
    """The state whose subject ends here."""
    at = end
    while at < len(words) and words[at].low in _ADVERBS:
        at += 1
    if at >= len(words) or not _describes(words, end, at, phrase):
        return None
    if any(is_finite(words, n) for n in range(at + 1, len(words)) if not in_subordinate(words, n)):
        return None
    fixed = filled(words)
    return State(tuple(fixed), end + _added_before(fixed, words, end), phrase.plural) if fixed else None


def _describes(words: Sequence[Tok], end: int, at: int, phrase: Phrase) -> bool:
    """Whether the words from `at` on say what the subject before `end` is like."""
    tags, low, after = tags_at(words, at), words[at].low, tags_at(words, at + 1)
    known = lexicon().tags_of.get(low, Tag.NONE)
    if low == "short" and tags_at(words, 0) & Tag.NUM:
        return False
    if known & Tag.ADJ and not known & Tag.NOUN and not after & Tag.NOUN:
        return True
    if (
        tags & Tag.PARTICIPLE
        and not tags & (Tag.BASE | AUXILIARY)
        and low not in lexicon().irregular_past
        and not after & (Tag.DET | Tag.POSS | Tag.OBJ)
    ):
        return low != "left" and not (tags & Tag.PAST and lexicon().base(low) in word_set("happens"))
    if low in {"down", "up"}:
        return at + 1 == len(words) or words[at + 1].low in {"from", "to", "by"}
    if at > end and tags & (Tag.PREP | Tag.NUM):
        return True
    if (
        tags & Tag.NUM
        and at == end
        and tags_at(words, at - 1) & (Tag.COUNT | Tag.MASS)
        and words[at - 1].low not in word_set("labels") | word_set("times")
    ):
        return not (phrase.plural or (tags_at(words, at - 1) & Tag.BASE and end > 1 and tags_at(words, at - 2) & Tag.PLURAL))
    alone = words[end - 1].low in _ANYBODY or (tags_at(words, end - 1) & Tag.NUM and end <= 2)
    if low in _MEASURED and after & Tag.NUM and not phrase.plural:
        return True
    return bool(alone and tags & Tag.PREP and low != "of")


def _added_before(fixed: Sequence[Tok], words: Sequence[Tok], end: int) -> int:
    """How many words were put in before a place."""
    seen = extra = 0
    for tok in fixed:
        if seen >= end:
            break
        if tok.low == words[seen].low:
            seen += 1
        else:
            extra += 1
    return extra


def in_subordinate(words: Sequence[Tok], at: int) -> bool:
    """Whether the verb here belongs to a "that", "who" or "when" after the start."""
    return any(tok.low in {"that", "who", "which", "when", "where", "if", "because", "what", "how"} for tok in words[1:at])
