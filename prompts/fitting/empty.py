"""Notes that tell nobody anything: a mood with a pronoun, a decision without its reason."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern
from prompts.notes import Fact, FactKind

__all__ = ["says_nothing"]

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


def says_nothing(fact: Fact) -> bool:
    """Whether a fact is a mere wish, or as a reason a mere decision."""
    said = fact.text.strip(" .!")
    return bool(_EMPTY_WISH().fullmatch(said) or (fact.kind is FactKind.REASON and _BARE_DECISION().fullmatch(said)))
