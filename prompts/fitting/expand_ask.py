"""Direct questions out of clipped ones: "parking at Umhlanga office?", "van - take home or leave at yard?"."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_when import spans_in
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.when import Clock
from prompts.fitting.words import Tag, lexicon, named_pattern
from prompts.patterns import compiled

__all__ = ["asked_in_full", "named_places", "unclipped", "with_places"]

_FACILITY = named_pattern("ask_facility")
_ALTERNATIVE = named_pattern("ask_alternative")
_WHO = named_pattern("ask_who")
_STILL = named_pattern("ask_still")
_SAID_OF = named_pattern("ask_said_of")
_BARE_IS = named_pattern("ask_bare_is")
_GROUND = named_pattern("ask_ground")
_PLACE = named_pattern("ask_place")
_WHICH_FOR = named_pattern("ask_which_for")
_HOW_MANY = named_pattern("ask_how_many")
_OWN_OR = named_pattern("ask_own_or")
_SUPPLIED = compiled(r"(?:supplied|provided|given|issued|included)$", re.IGNORECASE)
_BUY = compiled(r"(?:(?:buy|bring|get|use|have)(?: (?:my|your))? own|own|my own|bring mine|buy)$", re.IGNORECASE)
_MUST = compiled(r"(?:must|compulsory|mandatory|required|obligatory|have to|forced|expected)$", re.IGNORECASE)
_CAN = compiled(r"(?:can|optional|voluntary|choice|my choice|up to me|if (?:i )?want)$", re.IGNORECASE)
_WORK = compiled(r"(?:work|working|worked|on)$", re.IGNORECASE)
_OFF = compiled(r"(?:off|free|holiday)$", re.IGNORECASE)
_DO = frozenset(["take", "leave", "keep", "bring", "buy", "drive", "park", "return", "wear", "use", "wash"])
_OTHERS = frozenset({"they", "them", "their", "he", "she", "his", "her", "him", "we", "us", "i", "it", "you"})


def asked_in_full(text: str, reader: Reader, clock: Clock) -> dict[str, str]:
    """`question` of a clipped question, or `own` with what it rests on; empty where it is not understood to its end.

    Args:
        text: the note, normalised and without its lead-in.
        reader: who reads the email.
        clock: what its dates count from.
    """
    text = re.sub(r"\bFTC\b", "fixed-term", text.strip(" ."))
    asked, _, ground = (part.strip(" .") for part in text.partition("?"))
    if not ground and (match := _GROUND.search(asked)):
        asked, ground = asked[: match.start()].strip(" ,;-"), asked[match.start() :].strip(" ,;-")
    if ground.lower().startswith("or "):
        asked, ground = f"{asked} {ground}", ""
    asked = _day_week(asked)
    question = ""
    for reading in (_still, _alternative, _said_of, _facility, _who, _bare_is, _other):
        question = reading(asked, reader, clock)
        if question:
            break
    if not question:
        return {}
    question = question[0].upper() + question[1:]
    if not ground:
        return {"question": question}
    told = _ground(ground)
    return {"own": f"{question} {told}"} if told else {}


_BARE_PLACE = named_pattern("ask_bare_place")
_BARE_TIME = named_pattern("ask_bare_time")
_BEFORE_DOING = named_pattern("ask_before_doing")


def _does(match: re.Match[str]) -> str:
    who, does = lexicon().tags(match["who"]), lexicon().tags(match["does"])
    single = who & Tag.COUNT and not who & (Tag.MASS | Tag.PLURAL | Tag.DET | Tag.ING | Tag.PREP | Tag.SUBJ | Tag.ADV | Tag.NUM)
    return f"{match['when']} the {match['who']} {match['does']}" if single and does & Tag.THIRD else match[0]


def unclipped(text: str) -> str:
    """A question with the articles that only its wording shows: "after contract ends" as "after the contract ends"."""
    text = re.sub(
        r"^(is there|are there) (?=(?:creche|canteen|nursery|gym|bus|shuttle|car park|kitchen|fridge)\b)", r"\1 a ", text, flags=re.I
    )
    return _BEFORE_DOING.sub(_does, _day_week(text))


def named_places(text: str) -> str:
    """The text with "the" before named places after prepositions: "at Leith depot" as "at the Leith depot"."""
    return _PLACE.sub(lambda match: f"{match['prep']} the {match['place']}", text)


def with_places(text: str) -> str:
    """The text with "the" before bare places after prepositions: "parking at Umhlanga office" as "parking at the Umhlanga office"."""
    text = named_places(text)
    text = _BARE_PLACE.sub(lambda match: f"{match[1]} the ", _BARE_TIME.sub(lambda match: f"{match[1]} the ", text))
    toks = tokens(text)
    fixed = with_articles(toks, head="none", otherwise="the")
    if not fixed:
        return text
    added = [at for at, tok in enumerate(fixed) if tok.low in {"the", "a", "an"} and all(tok is not old for old in toks)]
    return join(fixed) if all(at and tags_at(fixed, at - 1) & Tag.PREP for at in added) else text


def _day_week(text: str) -> str:
    return re.sub(
        r"\b(?P<before>of|for|on) (?P<count>four|three|five|4|3|5)[ -]day week\b",
        lambda match: f"{match['before']} a { {'4': 'four', '3': 'three', '5': 'five'}.get(match['count'], match['count']) }-day week",
        text,
    )


def _subject(what: str, reader: Reader, *, bare: bool = False) -> tuple[str, bool] | None:
    """A thing asked about with its article, and whether it is plural; None where it is no plain thing."""
    toks = lowered_start(tokens(with_places(what.strip(" ,:-"))), reader.names)
    toks = [Tok("weekend", tok.pre, tok.post) if tok.low == "wkend" else tok for tok in toks]
    phrase = noun_phrase(toks)
    if phrase is None or len(toks) > 7 or {tok.low for tok in toks} & _OTHERS or any(tok.post for tok in toks):
        return None
    if phrase.end < len(toks) and not tags_at(toks, phrase.end) & Tag.PREP:
        return None
    if any(not tags_at(toks, at) and tok.word.islower() for at, tok in enumerate(toks)):
        return None
    first = re.match(r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s (?=[a-z])", join(toks))
    if first:
        toks = [Tok(first["day"]), *toks[1:]]
    many = phrase.plural and not tags_at(toks, phrase.head) & Tag.MASS
    determined = phrase.determined or tags_at(toks, 0) & (Tag.POSS | Tag.DET)
    free = tags_at(toks, phrase.head) & Tag.MASS or bare or many or first or (toks[0].word == "DBS" and False)
    return (join(toks) if determined or free else f"the {join(toks)}"), bool(many)


def _be(many: bool) -> str:
    return "are" if many else "is"


def _still(asked: str, reader: Reader, clock: Clock) -> str:
    match = _STILL.fullmatch(asked)
    if not match:
        return ""
    rest = _when(match["rest"], clock)
    if not match["what"]:
        return f"is the role still {rest}?" if re.fullmatch(r"hybrid|remote|full-time|part-time|permanent|flexible", rest) else ""
    subject = _subject(match["what"], reader)
    return f"{_be(subject[1])} {subject[0]} still {rest}?" if subject and rest else ""


def _when(text: str, clock: Clock) -> str:
    """The rest of a clause with its dates written out: "Oct" as "in October"."""
    text = with_places(text.strip(" ,"))
    if re.fullmatch(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?", text):
        return f"in {text}"
    spans = spans_in(text, clock)
    if spans is None:
        return ""
    for span in reversed(spans):
        text = text[: span.start] + span.text + text[span.end :]
    toks = tokens(text)
    return text if all(tags_at(toks, at) or not tok.word.islower() for at, tok in enumerate(toks)) else ""


def _alternative(asked: str, reader: Reader, clock: Clock) -> str:
    if match := _OWN_OR.match(asked):
        return f"do I use my own {match['what']} or a company one?"
    match = _ALTERNATIVE.fullmatch(asked)
    named_day = (
        re.fullmatch(r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?", (match["what"] or "").strip(), re.IGNORECASE)
        if match
        else None
    )
    if match and named_day:
        choice = {bool(_MUST.match(match["one"])), bool(_MUST.match(match["two"]))}
        return f"is {named_day['day'].capitalize()} work compulsory or voluntary?" if choice == {True, False} else ""
    subject = _subject(match["what"] or match["bare"], reader) if match else None
    if not match or subject is None:
        return ""
    (named, many), one, two = subject, (match["one"] or match["first"]).strip(), (match["two"] or match["second"]).strip()
    for left, right in ((one, two), (two, one)):
        if _SUPPLIED.match(left) and _BUY.match(right):
            verb = "bring" if right.lower().startswith("bring") else "buy" if right.lower().startswith("buy") else "use"
            what = f"the {named.removeprefix('the ')}" if many else named
            return f"{_be(many)} {what} {left.lower()}, or do I {verb} my own?"
        if _MUST.match(left) and _CAN.match(right):
            return f"{_be(many)} {named} compulsory or voluntary?"
        if _WORK.match(left) and _OFF.match(right):
            return f"are {named} working days or days off?" if many else f"is {named} a working day or a day off?"
    verb_one, verb_two = one.split()[0].lower(), two.split()[0].lower()
    if verb_one in _DO and verb_two in _DO:
        it = "them" if many else "it"
        the = named if named.startswith("the ") else f"the {named}"
        rest_one, rest_two = (with_places(" ".join(words.split()[1:])) for words in (one, two))
        return re.sub(r" +", " ", f"do I {verb_one} {the} {rest_one} or {verb_two} {it} {rest_two}").strip() + "?"
    if _alike(one) and _alike(two):
        number = re.fullmatch(r"(?P<a>\d+) or (?P<b>\d+ \w+)", f"{one} or {two}")
        numbers = re.sub(r"\b(?:[1-9]|10|12)\b", lambda found: _SPELLED[int(found[0])], f"{one} or {two}") if number else f"{one} or {two}"
        return f"{_be(many)} {named} {numbers}?"
    return ""


_SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _alike(words: str) -> bool:
    """Whether words can stand after "is": an adjective, a participle, a number, a place."""
    toks = tokens(words)
    first = tags_at(toks, 0)
    good = first & (Tag.ADJ | Tag.PARTICIPLE | Tag.NUM | Tag.PREP | Tag.ING) or (toks and toks[0].low.endswith("-time"))
    return bool(good) and len(toks) <= 4 and not {tok.low for tok in toks} & _OTHERS and tags_at(toks, len(toks) - 1) & Tag.DET == 0


def _said_of(asked: str, reader: Reader, clock: Clock) -> str:
    match = _SAID_OF.fullmatch(asked)
    subject = _subject(match["what"], reader) if match else None
    if not match or subject is None:
        return ""
    said = match["said"].lower()
    if said == "who pays":
        return f"who pays for {subject[0] if subject[0].startswith(('the ', 'my ')) or subject[1] else 'the ' + subject[0]}?"
    if said in {"when", "where", "how long"}:
        return f"{said} {_be(subject[1])} {subject[0] if subject[0].startswith('the ') else 'the ' + subject[0]}?"
    return f"{_be(subject[1])} {subject[0]} {said}?"


def _facility(asked: str, reader: Reader, clock: Clock) -> str:
    match = _FACILITY.fullmatch(asked)
    if not match:
        return ""
    what = match["what"].lower()
    where = with_places((match["where"] or "").strip())
    head = what.split()[-1]
    toks = tokens(where)
    if any(not tags_at(toks, at) and tok.word.islower() for at, tok in enumerate(toks)) or {tok.low for tok in toks} & _OTHERS:
        return ""
    many = bool(lexicon().tags(head) & Tag.PLURAL) and not lexicon().tags(head) & Tag.MASS and head.endswith("s") and head != "bus"
    mass = head in {
        "parking",
        "accommodation",
        "housing",
        "wifi",
        "transport",
        "childcare",
        "help",
        "support",
        "training",
        "storage",
        "cover",
    }
    article = "" if mass or many else f"{lexicon().article(what) or 'a'} "
    other = f" or {lexicon().article(match['other'])} {match['other']}" if match["other"] else ""
    return f"{_be(many)} there {article}{what}{other}{' ' + where if where else ''}?"


def _who(asked: str, reader: Reader, clock: Clock) -> str:
    match = _WHO.fullmatch(asked)
    if not match:
        return ""
    what = (match["what"] or "").strip()
    subject = _subject(what, reader, bare=match["verb"].lower() not in {"is", "runs", "leads"}) if what else ("", False)
    either = match["either"] or ""
    named = [name for name in reader.names if re.search(rf"\b{re.escape(name)}\b", either, re.IGNORECASE)]
    if subject is None or (either and re.search(r"\bregional|\bother\b", either)):
        return f"who {match['verb'].lower()} {subject[0]}?" if subject and subject[0] else ""
    for name in named:
        either = re.sub(rf"\b{re.escape(name)}\b", "you", either, flags=re.IGNORECASE) if reader.single else either
    return f"who {match['verb'].lower()}{' ' + subject[0] if subject[0] else ''}{', ' + either.strip() if either else ''}?"


def _bare_is(asked: str, reader: Reader, clock: Clock) -> str:
    """A question that leaves out the article of its subject: "is role permanent or fixed-term"."""
    match = _BARE_IS.match(asked)
    rest = _when(asked[match.end() :], clock) if match else ""
    rest = re.sub(r"\b(open|closed) (?=bank holidays|weekends|(?:Sun|Satur|Mon)days)", r"\1 on ", rest)
    return f"{match['helper'].lower()} the {match['what'].lower()} {rest}?" if match and rest else ""


def _other(asked: str, reader: Reader, clock: Clock) -> str:
    if match := _WHICH_FOR.match(asked):
        return f"which {match['what'].lower()} do you use {with_places('for ' + match['for'])}?"
    if match := _HOW_MANY.match(asked):
        return f"how many {match['what'].lower()} {match['per'].lower()} would there be?"
    return ""


def _ground(ground: str) -> str:
    """What a question rests on, as a sentence: "saw a post it was moved" as "I saw a post that it was moved."."""
    ground = re.sub(r"^(?:i )?(?=(?:saw|read|heard|noticed|was told)\b)", "I ", ground)
    ground = re.sub(
        r"^(I (?:saw|read|heard|noticed|was told)(?: (?:a |an |the )[a-z]+)?) (?=(?:it|the [a-z]+|[A-Z]\w+) (?:was|is|has|had|will)\b)",
        r"\1 that ",
        ground,
    )
    ground = re.sub(
        r"^(?:the )?(?P<what>advert|ad|posting|website|listing|contract) (?=said|says|had)",
        lambda match: f"The {match['what'].lower()} ",
        ground,
    )
    toks = tokens(ground)
    verb = any(tags_at(toks, at) & (Tag.AUX | Tag.PAST | Tag.THIRD) for at in range(2, len(toks))) or ground.startswith("The ")
    known = all(tags_at(toks, at) or not tok.word.islower() for at, tok in enumerate(toks))
    opened = ground.startswith(("I saw", "I read", "I heard", "I noticed", "I was told", "The "))
    return (
        f"{ground.rstrip(' .')}."
        if verb and known and opened and 3 < len(toks) < 18 and not {tok.low for tok in toks} & {"they", "he", "she"}
        else ""
    )
