"""Writes out the marks and slips of a hard jotting: "1st", "=", "78 to 91", "opening june", "Owens stories", "(clinic cat)"."""

from __future__ import annotations

import re

from prompts.fitting.items import item_of
from prompts.fitting.text import tokens
from prompts.fitting.voice import Reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import FactKind

__all__ = ["MARKED", "written_out"]

#: The kinds whose notes are written out here.
MARKED = frozenset({FactKind.TOPIC, FactKind.RAPPORT, FactKind.MOTIVATION, FactKind.REASON, FactKind.STRENGTH, FactKind.STANCE})
_FIRST = named_pattern("marks_first")
_ORDINALS = {"2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_RANK = LazyPattern(r"\b([2-5](?:nd|rd|th)) (?=of (?:the )?\d)")
#: A month that hangs on an event without its preposition: "opening June", "launch October".
_MONTH_ALONE = named_pattern("marks_month_alone")
_LOW_MONTH = named_pattern("marks_low_month")
_SHORT = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "march": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "sept": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
_EQUALS = LazyPattern(r"(?<=[\w)]) = (?=\w)")
_SLASHED = LazyPattern(r"\b([A-Z]{2,5})/([A-Z]{2,5})\b(?= \w)")
_DAYS = {
    "mon": "Monday",
    "tues": "Tuesday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thurs": "Thursday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_DAY_PART = LazyPattern(r"\b(mon|tues?|wed|thu(?:rs)?|fri|sat|sun) (mornings?|afternoons?|evenings?|nights?)\b", re.IGNORECASE)
#: What a note says of somebody in brackets behind their name.
_IN_BRACKETS = named_pattern("marks_in_brackets")
_DOING = named_pattern("marks_doing")
_ESPECIALLY = LazyPattern(r",? \b(?:esp\.?|especially) (?=\w)")
_ESPECIALLY_LAST = LazyPattern(r", (?P<what>(?:(?!\besp)[^,;.])+?),? (?:esp\.?|especially)\.?$")


def written_out(text: str, kind: FactKind, reader: Reader) -> str:
    """The note with the marks and slips of a hard jotting in words.

    Args:
        text: a normalised note.
        kind: its kind, which decides what a bare noun or span means.
        reader: who reads the email; their name with an "s" and no apostrophe is a possessive.
    """
    text = _FIRST.sub("first", re.sub(r"\bb4\b", "before", text))
    text = re.sub(
        r"\bintv\b|\bintvw\b",
        "interview",
        re.sub(r" v (?=(?:good|nice|heavy|kind|long|fast|busy|clean|impressive|clear)\b)", " very ", text),
    )
    text = _RANK.sub(lambda match: _ORDINALS.get(match[1], match[1]) + " ", text)
    text = _DAY_PART.sub(lambda match: f"{_DAYS[match[1].lower()]} {match[2]}", text)
    text = _LOW_MONTH.sub(lambda match: f"{match[1]} {_SHORT[match[2]]}", text)
    text = _MONTH_ALONE.sub(lambda match: f"{match[1]} in {match[2]}", text)
    text = _owned(text, reader)
    if kind is FactKind.STANCE:
        text = (
            re.sub(r"(?<!in )(?<!of )(?<!\w )?\b(?<!in )(week|month) (?:1|one)\b(?=[,.]|$)", r"in \1 one", text)
            if re.search(r"\w (?<!in )(?:week|month) (?:1|one)\b", text)
            else text
        )
    elif kind is FactKind.TOPIC:
        text = _EQUALS.sub(_copula, text)
    text = _SLASHED.sub(r"\1 and \2", text)
    text = _ESPECIALLY_LAST.sub(r", especially \g<what>", text)
    text = _ESPECIALLY.sub(", especially ", text)
    if kind is FactKind.RAPPORT:
        text = _IN_BRACKETS.sub(
            lambda match: f"{match[1]}, {'' if match[2].startswith(('the ', 'our ', 'their ')) else 'the '}{match[2]}, ", text
        )
    if kind is FactKind.TOPIC:
        text = _BARE_MONTH.sub(_in_month, text)
    if kind is FactKind.STRENGTH:
        text = re.sub(r"(?<=\d) average\b(?! of)", " on average", text)
        text = _DOING.sub(_from, text)
        text = re.sub(
            r"\b(found|kept|ran|had|fixed|spotted|made|built|used|brought|wrote|grew|sold|opened|traced) own (?=[a-z])", r"\1 my own ", text
        )
        text = re.sub(rf"\b(and|,) ({_SET_RIGHT}) (?=before\b|myself\b|on the spot\b|the same\b|in \d)", r"\1 \2 it ", text)
        text = re.sub(r"\b(brought|raised|took|got|lifted|cut|moved) (?=[A-Z]{2,}s? (?:of|in|for|at) )", r"\1 the ", text)
        text = re.sub(r"\bpassed (?=(?:state|bar|board|licensing|final|national|driving|entrance) exam)", "passed the ", text)
        text = re.sub(r"(?<!on )(?<!the )(?<!at )\bfirst (try|attempt)\b", r"on the first \1", text)
        text = re.sub(
            r"\bbefore they (?:even )?(?:checked|looked|asked)(?: it)?(?=$|[.,;])",
            lambda match: _PASSIVE[match[0].split()[-1 if "it" not in match[0].split() else -2]],
            text,
        )
    if kind in {FactKind.RAPPORT, FactKind.TOPIC}:
        text = _SAID_OF_ME.sub(lambda match: f"{match['said']} {match['what']} was {match['how']}", text)
    if kind is FactKind.RAPPORT:
        text = re.sub(r"\b(everybody|everyone|all|the whole \w+|whole \w+|we all|the team|the room) laughs?(?=$|[,.])", r"\1 laughed", text)
        text = _ALL_OF_IT.sub(_whole, text)
        text = re.sub(r", whole (?=\w+ [a-z]+(?:ed|nk|ng|t)\b)", ", the whole ", text)
        text = _TITLED.sub(lambda match: f"{match['before']}the {match['job'][0].lower()}{match['job'][1:]} {match['name']}", text)
    if kind in {FactKind.MOTIVATION, FactKind.REASON}:
        text = _mine(text, kind)
    return text


_SET_RIGHT = "fixed|reported|flagged|repaired|replaced|corrected|rebuilt|sorted|cleared|logged"
_PASSIVE = {"checked": "before it was checked", "looked": "before anyone looked", "asked": "before anyone asked"}


_SAID_OF_ME = named_pattern("marks_said")
#: Somebody of the house named with their job and no article: "foreman Kuba".
_TITLED = named_pattern("marks_titled")


_ALL_OF_IT = LazyPattern(
    r"(?<=\w)(?<!for) (?:the )?whole (interview|time|call|day|meeting|tour|hour|morning|afternoon|way)"
    r"(?=$|[,.;]| up\b| down\b| through\b| home\b)"
)


def _whole(match: re.Match[str]) -> str:
    return " the whole way" if match[1] == "way" else " the whole time" if match[1] == "time" else f" for the whole {match[1]}"


_BARE_MONTH = named_pattern("marks_bare_month")


def _in_month(match: re.Match[str]) -> str:
    tags = lexicon().tags(match["before"])
    if (
        not tags & (Tag.NOUN | Tag.ING)
        or tags & Tag.PREP
        or match["before"] in {"last", "next", "this", "early", "late", "mid", "until", "till", "by"}
    ):
        return match[0]
    return f"{match['before']} in {_SHORT.get(match['month'].lower(), match['month'].capitalize())}"


def _from(match: re.Match[str]) -> str:
    unit = match["unit"] or ""
    item = item_of(match["what"])
    if item is not None and item.one and not match["what"].strip().startswith("the "):
        return f"{match[1]} the{match['what']} from {match['one']}{unit} to {match['two']}"
    return f"{match[1]}{match['what']} from {match['one']}{unit} to {match['two']}"


def _copula(match: re.Match[str]) -> str:
    before = tokens(match.string[: match.start()])
    return " are " if before and lexicon().tags(before[-1].word) & Tag.PLURAL else " is "


def _owned(text: str, reader: Reader) -> str:
    """The reader's name with an "s" but no apostrophe as a possessive, and an animal's or thing's name likewise: "dogs name is"."""
    words = text.split(" ")
    for at, word in enumerate(words[:-1]):
        bare = word[:-1]
        if word.endswith("s") and word[:1].isupper() and bare.lower() in reader.names and word.lower() not in reader.names:
            words[at] = f"{bare}'s"
    for at, word in enumerate(words[:-1]):
        if word[:1].isupper() and word.lower() in reader.names and not word.endswith("s"):
            words[at] = word + ("'s" if words[at + 1].lower() in word_set("belongings") else "")
        elif word[:1].isupper() and word.lower() in reader.names and word.endswith("s") and words[at + 1].lower() in word_set("belongings"):
            words[at] = word + "'s"
    text = " ".join(words)
    return re.sub(r"(^|[.;,] )(?:the )?(dog|cat|horse|parrot|puppy|beagle|goat|hen|cow)'?s name (is|was) ", _named, text)


def _named(match: re.Match[str]) -> str:
    start = "The" if not match[1] or match[1].startswith(".") else "the"
    return f"{match[1]}{start} {match[2]}'s name {match[3]} "


#: What stands behind a reader's name as theirs even without the apostrophe.
_KIN = named_pattern("marks_kin")
_ADVISER = named_pattern("marks_adviser")
_HAS_TIME = LazyPattern(
    r"(\b[mM]y [\w -]+?(?: about [\w ]+)?), (?:s?he|they) (?:is |are |'s )?(?P<what>has|have|back|free|available|away|off|can)\b"
)
_SPAN = named_pattern("marks_span")
_BIG_DIFFERENCE = LazyPattern(r"\b(\w[\w ]*? or [\w ]+?) [-–—:] (?:a )?big diff(?:erence|\.)?(?=$|[.,])")


def _mine(text: str, kind: FactKind) -> str:
    """The note with "my" before kin and advisers that stand bare, "for" before a span of years, and a person's time after "who"."""
    text = _KIN.sub(lambda match: f"{match['before'] or ''}my {match['kin'][0].lower()}{match['kin'][1:]} ", text)
    if kind is FactKind.REASON:
        text = _ADVISER.sub(lambda match: f"{match['before']} my {match['who']}", text)
    text = _HAS_TIME.sub(_who, text)
    text = _SPAN.sub(lambda match: f"{match['verb']}{match['what']} for {match['span']}", text)
    text = re.sub(r"(?<!on )\bday 1\b", "on day one", text)
    text = re.sub(r"\bneed (?=(?:talk|speak|check|read|see|discuss|sort|finish|hear|wait) )", "need to ", text)
    text = _PAPERS.sub(lambda match: f"{match['do']} the {match['what']}", text)
    text = _BOOKED.sub(lambda match: f", and the {match['what']} is on {_DAYS.get(match['day'].lower(), match['day'])}", text)
    text = re.sub(r"\b([yY]our [a-z]+s (?:get|have|bring|keep|choose|build|run)) own ", r"\1 their own ", text)
    text = _BIG_DIFFERENCE.sub(r"whether it is \1 makes a big difference", text)
    return _FREE_ON.sub(lambda match: f"{match['free']} on {_DAYS.get(match['day'].lower(), match['day'].capitalize())}", text)


_FREE_ON = LazyPattern(
    r"\b(?P<free>time|back|free|available) (?P<day>mon|tues?|wed|thu(?:rs)?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PAPERS = LazyPattern(
    r"\b(?P<do>read|review|check|go through|sign|show|discuss|study) (?P<what>contract|offer|lease|visa rules|terms|small print)\b"
)
_BOOKED = LazyPattern(
    r", (?:my |the )?(?P<what>appointment|meeting|viewing|hearing|interview) (?:is )?(?:on )?"
    r"(?P<day>mon|tues?|wed|thu(?:rs)?|fri|(?:mon|tues|wednes|thurs|fri)day)\b",
    re.IGNORECASE,
)


def _who(match: re.Match[str]) -> str:
    word = match["what"]
    verb = {"has": "has", "have": "has", "can": "can"}.get(word) or f"is {word}"
    return match[0] if " about " in match[1] else f"{match[1]}, who {verb}"
