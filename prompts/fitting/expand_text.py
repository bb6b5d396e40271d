"""Writes out what a jotting about work leaves to the eye: bare stretches of time, slashes, small capitals; and cuts it into parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prompts.fitting.segments import spoken_asides
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set

__all__ = ["Part", "jotted", "parts_of"]

_NUMBER = r"(?:\d+(?:\.\d)?\+?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
_STRETCH = LazyPattern(
    rf"(?<=[\w)’']) (?P<span>(?:about |nearly |almost |over |more than )?{_NUMBER}(?: (?:and a )?half)? (?:years|months|weeks|days|hours))"
    r"(?=$|[,.;]|\s[-–—]|\s(?:so|and|but|when|while|until|straight|running|in a row|alone|as)\b)",
    re.IGNORECASE,
)
_ENDS = LazyPattern(r"(?<=[a-z]) the last (?P<span>" + _NUMBER + r"(?: years| months)?)(?=$|[,.;])(?<! for)", re.IGNORECASE)
_FIRST_PERIOD = LazyPattern(
    r"(?<=[a-z]) (?P<when>(?:first|second|third|final) (?:day|week|month|year|quarter|season|term|shift))(?=$|[,.;:])", re.IGNORECASE
)
_SPELL_MONTH = LazyPattern(r"\b(since|in|from|until|till|by|last|next|of|early|late|end of|every) (march|may|august)\b")
_MONTH_YEAR = LazyPattern(r"\b(march|may|august|june|july|april)(?= (?:19|20)\d\d\b)")
_TONGUES = (
    r"(?:english|french|german|spanish|italian|portuguese|japanese|chinese|mandarin|cantonese|arabic|russian|dutch|swedish|hindi|urdu|bengali"
    r"|punjabi|tamil|gujarati|swahili|yoruba|igbo|hausa|korean|turkish|tagalog|ukrainian|romanian|somali|welsh|greek|farsi)"
)
_TONGUE = LazyPattern(rf"\b{_TONGUES}\b")
_POLISH = LazyPattern(rf"(?P<before>\b{_TONGUES}(?:,| and| or|, some) )polish\b|\bpolish\b(?=,? (?:and|or) {_TONGUES})", re.IGNORECASE)
_SHORT = (
    (LazyPattern(r"(?<=\S) \+ ?(?=[A-Za-z\d])|(?<=[a-z])\+ (?=[a-z])"), " and "),
    (LazyPattern(r"(?<=[A-Za-z0-9)]) & (?=[A-Za-z0-9])"), " and "),
    (LazyPattern(r"(?<=\w)/(?:day)\b"), " a day"),
    (LazyPattern(r"(?<=\w)/(?:wk|week)\b"), " a week"),
    (LazyPattern(r"(?<=\w)/(?:mo|month)\b"), " a month"),
    (LazyPattern(r"(?<=\w)/(?:yr|year)\b"), " a year"),
    (LazyPattern(r"(?<=\w)/(?:hr|hour)\b"), " an hour"),
    (LazyPattern(r"\s+/\s+"), ", "),
    (LazyPattern(r"\bre:? (?=[a-z])"), "about "),
    (LazyPattern(r"\bthru\b"), "through"),
    (LazyPattern(r"\bxmas\b", re.IGNORECASE), "Christmas"),
    (LazyPattern(r"\b(?:Q|q)(?=\s+(?:on|about)\b)"), "question"),
    (LazyPattern(r"(?<=[a-z]) (?:Q|q)(?=$|\s*[:,.–—-]|\s+(?:was|went|caught|threw)\b)"), " question"),
    (LazyPattern(r"(\d) ?mins?\b\.?"), r"\1 minutes"),
    (LazyPattern(r"(\d) ?yrs?\b\.?"), r"\1 years"),
    (LazyPattern(r"\b1 (minute|year|hour|week|month|day)s\b"), r"1 \1"),
    (LazyPattern(r"\b(the last|first|last|next|every|each|this) (?:yr)\b", re.IGNORECASE), r"\1 year"),
    (
        LazyPattern(r"(?<!the )(?<!this )(?<!that )\bsame (?=(?:hour|day|week|month|year|shift|night|morning|afternoon|evening)\b)"),
        "the same ",
    ),
    (
        named_pattern("work_if_state"),
        r"\1 the \2 is ",
    ),
    (LazyPattern(r"\b(?:incl\.?|including)(?=$|[,.;])"), "included"),
)
_TAKES = frozenset({"take", "last", "need", "spend", "spent", "cost", "save", "be", "get", "use", "lose", "want", "serve", "wait", "give"})
_FOLLOWS = frozenset(
    {"within", "every", "than", "nearly", "about", "almost", "over", "under", "roughly", "only", "just", "is", "was", "of", "the"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a jotting between two marks, and the mark that stands before it ("", ",", ";", "-", ":" or ".")."""

    text: str
    mark: str


def jotted(text: str) -> str:
    """The normalised note with what telegraphic notes leave out of times and lists written in: "3 yrs" as "for 3 years"."""
    for pattern, written in _SHORT:
        text = pattern().sub(written, text)
    text = _SPELL_MONTH.sub(lambda match: f"{match[1]} {match[2].capitalize()}", text)
    text = _MONTH_YEAR.sub(lambda match: match[1].capitalize(), text)
    text = _TONGUE.sub(lambda match: match[0].capitalize(), text)
    text = _POLISH.sub(lambda match: (match["before"] or "") + "Polish", text)
    text = _STRETCH.sub(_for, text)
    text = _BEFORE_DOING.sub(_before_the, text)
    text = _ENDS.sub(lambda match: f" for the last {match['span']}", text)
    return _FIRST_PERIOD.sub(_in_the, text)


def _for(match: re.Match[str]) -> str:
    """A bare stretch of time with "for", after a verb phrase that has not opened one itself."""
    before = [word.strip(",.;:()").lower() for word in re.split(r"[,;.:]\s", match.string[: match.start()])[-1].split()]
    if not before or (lexicon().tags(before[-1]) & (Tag.PREP | Tag.NUM) & ~Tag.ADV and before[-1] not in word_set("particles")):
        return match[0]
    if before[-1] in _FOLLOWS or {lexicon().base(word) or word for word in before[-3:]} & _TAKES:
        return match[0]
    verbal = any(lexicon().tags(word) & (Tag.PAST | Tag.PARTICIPLE | Tag.ING | Tag.BASE) for word in before[:6])
    return f" for {match['span']}" if verbal else match[0]


_BEFORE_DOING = LazyPattern(
    r"\b(?P<when>before|after|until|till|when|once|if|how|why|what|where) (?P<who>[a-z]+) (?P<does>[a-z]+(?:s|ed|t|ft))\b"
)


def _before_the(match: re.Match[str]) -> str:
    """A bare subject after "before" or "when" with its article: "before driver leaves" as "before the driver leaves"."""
    who, does = lexicon().tags(match["who"]), lexicon().tags(match["does"])
    single = who & Tag.COUNT and not who & (Tag.MASS | Tag.PLURAL | Tag.DET | Tag.ING | Tag.PREP | Tag.SUBJ | Tag.ADV | Tag.NUM)
    verb = does & (Tag.THIRD | Tag.PAST)
    return f"{match['when']} the {match['who']} {match['does']}" if single and verb else match[0]


def _in_the(match: re.Match[str]) -> str:
    before = match.string[: match.start()].split()[-1].lower()
    opened = lexicon().tags(before) & (Tag.DET | Tag.POSS | Tag.PREP | Tag.ADJ | Tag.BASE | Tag.PAST)
    return match[0] if opened and not lexicon().tags(before) & Tag.NOUN else f" in the {match['when']}"


_CUT = LazyPattern(
    r"(?P<dash>\s+[-–—]+\s+|\s*—\s*|\s=\s)|(?P<dots>\s*\.{2,}\s*|\s*…\s*)|(?P<semi>;\s+)|(?P<colon>:\s+)|(?P<comma>,\s+)"
    r"|(?P<stop>[.!?]+\s+(?=[\"“(]?[A-Za-z\d£$€]))"
)
_NO_STOP = LazyPattern(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|e\.g|i\.e|vs|approx|incl)|\b[A-Z])$")
_MARKS = {"dash": "-", "dots": ".", "semi": ";", "colon": ":", "comma": ",", "stop": "."}


def parts_of(text: str) -> list[Part]:
    """The jotting cut at every mark outside brackets; asides in brackets and fillers ("tbh", "lol") are dropped."""
    text = re.sub(r",?\s+(?:lol|haha|tbh|honestly|obviously)(?=[.;:!?])", "", text, flags=re.IGNORECASE)
    text = spoken_asides(re.sub(r"\s*\((?![^()]*\b[A-Z]{2})[^()]*\)", "", text))
    found: list[Part] = []
    at, mark = 0, ""
    for match in _CUT.finditer(text):
        if match.lastgroup == "stop" and _NO_STOP.search(text[: match.start()]):
            continue
        if text[at : match.start()].strip(" .,;:!?"):
            found.append(Part(text[at : match.start()].strip(" ,;"), mark))
        at, mark = match.end(), _MARKS[str(match.lastgroup)]
    if text[at:].strip(" .,;:!?"):
        found.append(Part(text[at:].strip(" ,;").rstrip(".!?"), mark))
    return found
