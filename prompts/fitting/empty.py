"""Notes that tell nobody anything: a mood with a pronoun, a decision without its reason."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind

__all__ = ["only_wishes", "says_nothing"]

#: "I liked it": a pronoun and a mood, which tell nobody anything.
_EMPTY_WISH = LazyPattern(
    r"(?:i |we )?(?:would |really |just |also |still |so )*(?:like|liked|love|loved|enjoy|enjoyed|want|wanted)(?: to)?"
    r"(?: it| that| this| them)?(?: a lot| too| very much| really)*",
    re.IGNORECASE,
)

#: "I have decided to turn it down" tells the decision and no reason for it.
_BARE_DECISION = LazyPattern(
    r"(?:(?:so|but|and|well),? )?(?:i(?:['’]m| am|['’]ve| have|['’]ll| will)? )?(?:now )?(?:decided|going|chosen|chose|want)?"
    r"(?: (?:to|not to|that i will(?: not)?))? ?"
    r"(?:turn|turning|declin\w+|accept\w*|reject\w*|refus\w+|take|taking|say(?:ing)? (?:no|yes))"
    r"(?: (?:it|this|that|them|the (?:offer|job|role|position|post)))?(?: down| up)?",
    re.IGNORECASE,
)


#: Who the reader is; what to do with the email; a label that lost its matter.
_INTRODUCTION = named_pattern("says_introduction")
_HOUSEKEEPING = named_pattern("says_housekeeping")
_MAIL_HEAD = LazyPattern(r"\bwrote:?$|^(?:on )?\w{3,9},? \d{1,2} \w+ \d{4} at \d", re.IGNORECASE)
_NOTHING_WORDS = named_pattern("says_nothing_words")

#: Kinds of which a sentence that only says who somebody is, or what to do with the email, is none.
_TELLING = frozenset(
    {FactKind.TOPIC, FactKind.RAPPORT, FactKind.STRENGTH, FactKind.MOTIVATION, FactKind.CONCERN, FactKind.REASON, FactKind.STANCE}
)


def only_wishes(text: str) -> bool:
    """Whether words say that the job is wanted and nothing of why: "I want it as before", "still very much want this job"."""
    words = re.findall(r"[\w'’-]+", text.lower())
    return bool(words) and all(_NOTHING_WORDS.fullmatch(word) for word in words)


def says_nothing(fact: Fact, role: str | None = None) -> bool:
    """Whether a fact is a mere wish, an introduction, a remark about the email or the role's name, or as a reason a mere decision."""
    said = " ".join(fact.text.split()).strip(" .!")
    if _EMPTY_WISH().fullmatch(said) or (fact.kind is FactKind.REASON and _BARE_DECISION().fullmatch(said)):
        return True
    if fact.kind in {FactKind.START_DATE, FactKind.DEADLINE} and _MAIL_HEAD.search(said):
        return True
    if fact.kind not in _TELLING:
        return False
    if fact.kind in {FactKind.MOTIVATION, FactKind.STANCE} and only_wishes(said):
        return True
    named = fact.kind is FactKind.TOPIC and role is not None and said.casefold() == role.casefold()
    return bool(named or _INTRODUCTION.fullmatch(said) or _HOUSEKEEPING.fullmatch(said))
