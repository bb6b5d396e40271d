"""Notes that tell nobody anything: a mood with a pronoun, a decision without its reason."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind

__all__ = ["hangs", "only_wishes", "says_nothing"]

#: "I liked it": a pronoun and a mood, which tell nobody anything.
_EMPTY_WISH = LazyPattern(
    r"(?:i |we )?(?:would |really |just |also |still |so )*"
    r"(?:like|liked|love|loved|enjoy|enjoyed|admire|admired|respect|appreciate|appreciated|want|wanted)(?: to)?"
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


#: A count of something, or talk of something, that only the words before the fact named.
_COUNT_OF_NOTHING = LazyPattern(
    r"i(?:['’]ve| have)? [a-z]+(?: (?:maybe|probably))? (?:something like|about|around|roughly|over|more than|nearly|at least) \d[\d,.]*",
    re.IGNORECASE,
)
_TALK_OF_THAT = LazyPattern(
    r"[^,.;:]{0,60}\b(?:about|into|on|of) (?:that|it|this|them|those)|[^,.;:]{0,40}\b(?:told me"
    r"|said)(?: afterwards| later| then)?(?: that)? (?:that|it|this) was .*",
    re.IGNORECASE,
)
#: What the email is for, which is no reason to want the job.
_TO_WRITE = LazyPattern(
    r"(?:i(?:['’]d| would)? )?(?:just |still |only )*(?:want(?:ed)?|like|need(?:ed)?|wish|hope) to "
    r"(?:follow up|chase|ask|hear back|write|send|check|find out|remind|nudge"
    r"|get (?:an|some) (?:answer|news|update))\b.*",
    re.IGNORECASE,
)
#: What suited, and what was not said: nothing to tell.
_AGREED = LazyPattern(
    r"(?:\w+ )?(?:he|she|they|you) (?:said|says|agreed|confirmed)(?: that)? (?:that|it|this)(?:['’]s| is| was)? ?"
    r"(?:suits?|suited|fine|ok(?:ay)?|all right|alright|good|no problem)\b.{0,20}"
    r"|(?:he|she|they|you) (?:did not|didn['’]?t|never) (?:say|tell|mention|explain)\b.{0,60}",
    re.IGNORECASE,
)
#: The terms of a job, which nobody enjoys to have talked about; a wish to see something, which is no reason for a job.
_TERMS = LazyPattern(
    r"(?:(?:she|he|they|\w+) )?(?:also )?(?:asked|talked|spoke)(?: me)? about (?:the |my )?(?:travel(?:ling)?"
    r"|hours|holidays?|parking|uniform|benefits|notice"
    r"|availability|start date|commut\w+|overtime|weekends?|driving licen[cs]e|visa|references)\b",
    re.IGNORECASE,
)
_TO_SEE = LazyPattern(
    r"i(?:['’]d| would) (?:really |very much )?(?:like|love) to (?:see|visit|meet|look (?:at|round|around))\b[^,.;]*", re.IGNORECASE
)
_TELLING_THEM = LazyPattern(
    r"(?:telling|mentioning|saying|explaining|showing|passing all)\b(?: (?:to )?(?:her|him|them|you)\b| of the)", re.IGNORECASE
)
_THE_ONES = LazyPattern(r"i (?:passed|did|liked|got|finished|managed|failed) (?:all |most |both )?(?:of )?the [a-z]+ ones\b", re.IGNORECASE)


def only_wishes(text: str) -> bool:
    """Whether words say that the job is wanted and nothing of why: "I want it as before", "still very much want this job"."""
    words = re.findall(r"[\w'’-]+", text.lower())
    return bool(words) and all(_NOTHING_WORDS.fullmatch(word) for word in words)


def hangs(form: str, words: str) -> bool:
    """Whether a form of one's own work means nothing by itself ("I have monitored something like 600") or tells of the telling."""
    if form == "own":
        return False
    said = words.strip(" .!")
    return bool(_COUNT_OF_NOTHING().fullmatch(said) or _THE_ONES.match(said) or (form == "ing" and _TELLING_THEM.match(said)))


def says_nothing(fact: Fact, role: str | None = None) -> bool:
    """Whether a fact is a mere wish, an introduction, a remark about the email or the role's name, or as a reason a mere decision."""
    said = " ".join(fact.text.split()).strip(" .!")
    if _EMPTY_WISH().fullmatch(said) or (fact.kind is FactKind.REASON and _BARE_DECISION().fullmatch(said)):
        return True
    if fact.kind in {FactKind.START_DATE, FactKind.DEADLINE} and _MAIL_HEAD.search(said):
        return True
    if _AGREED().fullmatch(said) and fact.kind is not FactKind.START_DATE:
        return True
    if fact.kind not in _TELLING:
        return False
    if fact.kind in {FactKind.MOTIVATION, FactKind.STANCE} and only_wishes(said):
        return True
    if fact.kind is FactKind.STRENGTH and (_COUNT_OF_NOTHING().fullmatch(said) or _THE_ONES.match(said)):
        return True
    if (fact.kind is FactKind.TOPIC and _TERMS.match(said)) or (fact.kind is FactKind.MOTIVATION and _TO_SEE().fullmatch(said)):
        return True
    if fact.kind is FactKind.TOPIC and _TALK_OF_THAT().fullmatch(said):
        return True
    if fact.kind in {FactKind.MOTIVATION, FactKind.STANCE} and _TO_WRITE().fullmatch(said):
        return True
    named = fact.kind is FactKind.TOPIC and role is not None and said.casefold() == role.casefold()
    return bool(named or _INTRODUCTION.fullmatch(said) or _HOUSEKEEPING.fullmatch(said))
