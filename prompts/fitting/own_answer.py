"""A written-out correction in two parts: what the weak answer was about, and the better one as it stands."""

from __future__ import annotations

import re

from prompts.fitting.note import most_words
from prompts.fitting.sendable import is_harsh
from prompts.fitting.words import LazyPattern
from prompts.notes import Fact

__all__ = ["own_answer"]

#: A first sentence that owns a weak answer, and where it names its matter.
_WEAK_FIRST = LazyPattern(
    r"(?P<first>[^.]*\b(?:vague|wrong|weak|poor|badly|forgot|blank|muddled|unclear|incomplete|not answer|stumbled|struggled|mixed up|missed"
    r"|hesitated|did not know|could not)\b[^.]*)\. (?P<better>(?:I|My|We|You) .*\.)"
)
_MATTER = LazyPattern(
    r"\b(?:about|on) (?P<weak>(?:how|what|why|the|a|an|my|your|[a-z]+)\b[^.,;]*?)"
    r"(?= and (?:forgot|mixed|said|went|gave|did|could|was|I)\b|$)"
)
#: What could not be said, and after a semicolon the right answer as a sentence of its own.
_COULD_NOT = LazyPattern(
    r"I (?:could not|couldn['’]t|did not|didn['’]t|was not able to|was unable to|failed to) "
    r"(?:name|say|remember|recall|explain|answer|tell (?:her|him|them|you)|give|list|think of|describe) [^;.]{4,90}; "
    r"(?:it|they|the|I|we|my|in|for|with|this|that|an?)\b[^;]{10,200}\.?"
)


def own_answer(fact: Fact) -> dict[str, str]:
    """A written-out correction in two parts: what the weak answer was about, and the better one as it stands."""
    said = " ".join(fact.text.split())
    if _COULD_NOT().fullmatch(said) and not is_harsh(said) and len(said.split()) <= most_words(fact.kind):
        return {"own": f"{said.rstrip('.')}."}
    match = _WEAK_FIRST().fullmatch(said)
    if match is None or is_harsh(match["better"]) or len(match["better"].split()) > most_words(fact.kind):
        return {}
    if re.search(r"\b(?:he|she|him|her|they asked)\b", match["better"]) or re.search(r"\b(?:should|ought)\b", match["better"]):
        return {}
    matter = _MATTER.search(match["first"])
    weak = matter["weak"] if matter and not re.search(r"\b(?:forgot|she|he|they asked)\b", matter["weak"]) else ""
    return {"own": match["better"]} | ({"weak": weak} if weak else {})
