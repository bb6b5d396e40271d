"""Whole sentences out of jottings on what was promised: figures and names given at once, things that come later, people put in touch."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_thing import LOOSE, SAID, is_mine, spelt, thing, things
from prompts.fitting.expand_when import spans_in
from prompts.fitting.phrase import tags_at
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["promise_in_full"]

_GIVES = named_pattern("promise_gives")
_ASKED = named_pattern("promise_asked")
_LATER = named_pattern("promise_later")
_FOLLOWS = named_pattern("promise_follows")
_BRING = named_pattern("promise_bring")
_TOUCH = named_pattern("promise_touch")
_PERSON = named_pattern("promise_person")

_GIVEN = LazyPattern(r"\d|(?-i:(?<!^)\b[A-Z])|(?-i:^[A-Z])")

#: Things whose content fits behind a colon.
_TELLABLE = frozenset(
    [
        "numbers",
        "figures",
        "number",
        "name",
        "names",
        "times",
        "rates",
        "results",
        "address",
        "email",
        "contact",
        "details",
        "data",
        "percentages",
        "stats",
        "statistics",
        "dates",
        "date",
        "reference",
        "code",
        "title",
        "totals",
        "counts",
        "costs",
        "hours",
        "measurements",
        "specs",
        "contacts",
        "ids",
        "id",
    ]
)


def promise_in_full(text: str, reader: Reader, clock: Clock) -> str:
    """The promise as whole sentences with their full stops; empty unless it is understood to its end."""
    text = text.strip(" .!")
    said = SAID.match(text)
    asked = _ASKED.match(text) if not said else None
    body = text[said.end() :] if said else text[asked.end() :] if asked else text
    if asked and asked["who"].lower() not in {"they", "he", "she"} | reader.names:
        return ""
    if told := _in_touch(body, reader, bool(said)):
        return told
    if told := _person(body, reader, said):
        return told
    if told := _told_now(body, reader, clock, lead=bool(said or asked)):
        return told
    return _to_come(text if not said else body, reader, clock)


def _told_now(body: str, reader: Reader, clock: Clock, *, lead: bool) -> str:
    """What can be given in the email itself: "the shrink numbers (down from 9% to 5%)"."""
    match = _GIVES.fullmatch(re.sub(r"^(?:will )?(?:send|email|give|share)(?: (?:him|her|them|you|over))? (?!link)", "", body))
    if not match:
        return ""
    given = match["given"].strip(" ,.")
    named = re.sub(r"\bno\.?$", "number", spelt(match["what"].strip()))
    words = named.lower().split()
    if (
        not _GIVEN.search(given)
        or LOOSE.search(re.sub(r"\b(?:no|not) (?=[A-Z\d])", "", given))
        or len(given.split()) > 16
        or not _TELLABLE & set(words)
    ):
        return ""
    asked_for = bool(match["asked"]) and (match["who"] or "they").lower() in {"they", "he", "she", "you"} | reader.names
    if match["asked"] and not asked_for:
        return ""
    what = thing(named, reader)
    if not what:
        return ""
    head = next((word for word in words if word in _TELLABLE), "")
    many = bool(lexicon().tags(head) & Tag.PLURAL) or head in {"data", "details", "figures", "numbers", "stats", "specs"}
    verb = "are" if many else "is"
    asked = " you asked for" if asked_for else ""
    opening = "" if asked_for and not lead else "As promised, "
    given = re.sub(r"(?<=[a-z]) no (?=[A-Z])", ", no ", given)
    given = re.sub(r"\bmin\b\.?", "minutes", re.sub(r"\bhrs?\b", "hours", given))
    told = f"{opening}{'here' if opening else 'Here'} {verb} {what}{asked}: {given}."
    return told


def _in_touch(body: str, reader: Reader, said: bool) -> str:
    """A promise to put the reader in touch with somebody: "put Tom in touch with our old supplier (Halden Timber)"."""
    match = _TOUCH.fullmatch(body)
    if not match or not (match["who"].lower() in {"you", "him", "her", "them"} | reader.names and reader.single):
        return ""
    whom = re.sub(r" \(([^()]+)\)$", r", \1", match["whom"].strip(" ."))
    if LOOSE.search(whom) or len(whom.split()) > 12:
        return ""
    base, _, name = whom.partition(", ")
    named = thing(base, reader)
    if not named or (name and not name[:1].isupper()):
        return ""
    return f"{'As I said, ' if said else ''}I will put you in touch with {named}{', ' + name if name else ''}."


def _person(body: str, reader: Reader, said: re.Match[str] | None) -> str:
    """Somebody whose name is passed on: "my friend Carla, ex-teller, looking"."""
    match = _PERSON.fullmatch(body)
    if not match:
        return ""
    job = (match["job"] or "").replace("ex-", "former ").replace("Ex-", "former ").strip()
    job = re.sub(r"^(?:an? )", "", job)
    article = lexicon().article(job.split()[0]) if job else ""
    known = job and all(lexicon().tags(word) for word in job.replace("former ", "").split())
    if job and not known:
        return ""
    who = match["who"].strip(" ,") + (f", {article or 'a'} {job}" if job else "")
    if match["looking"]:
        comma = "," if job else ""
        if said and "told" in said[0].lower():
            return f"As I told you, {who}{comma} is looking for work." if reader.single else ""
        return f"{'As I said, ' if said else ''}{who}{comma} is looking for work."
    return f"As promised, here is the name: {who}." if match["name"] and (said or match["told"]) else ""


def _to_come(text: str, reader: Reader, clock: Clock) -> str:
    """What comes later: "will send signed contract by Wed", "DBS number when it comes through"."""
    if match := _FOLLOWS.fullmatch(text):
        span = spans_in(match["when"], clock)
        named = thing(spelt(match["what"]), reader, mine=True)
        if (
            named
            and span
            and len(span) == 1
            and match["when"][span[0].end :].strip(" ,.") == ""
            and not match["when"][: span[0].start].strip()
        ):
            return f"{named[:1].upper()}{named[1:]} will follow {span[0].text}."
        return ""
    if match := _BRING.fullmatch(text):
        what = spelt(match["what"])
        brought, when = things(what, reader) or thing(what, reader, mine=is_mine(what)), match["when"].lower()
        when = re.sub(r"\bon first day\b", "on the first day", when.replace("1st", "first").replace("day 1", "day one"))
        return f"I will bring {brought} {when}." if brought else ""
    match = _LATER.fullmatch(text) or _LATER.fullmatch(f"send {text}")
    if not match or re.match(r"(?:call|ring|check|ask|see|look|tell|find|start|come|i|we|my (?:boss|manager))\b", text, re.IGNORECASE):
        return ""
    what = spelt(_without_reader(match["what"], reader))
    named = things(what, reader) or thing(what, reader, mine=is_mine(match["what"]))
    tail = _tail(match["tail"].strip(" ."), reader, clock)
    return f"I will send you {named} {tail}." if named and tail else ""


def _without_reader(text: str, reader: Reader) -> str:
    words = [word for word in text.split() if word.strip(",").lower() not in reader.names | {"him", "her", "them", "you", "over"}]
    return re.sub(r"\bto$", "", " ".join(words)).strip()


def _tail(tail: str, reader: Reader, clock: Clock) -> str:
    """When it comes: a date written out, or "once the GP signs"."""
    spans = spans_in(tail, clock)
    if spans and len(spans) == 1 and not tail[: spans[0].start].strip() and not tail[spans[0].end :].strip():
        return spans[0].text if spans[0].word in {"by", "before", "on", "after"} else ""
    match = re.match(r"(?P<word>once|when|as soon as|after) (?P<rest>.+)$", tail, re.IGNORECASE)
    if not match or spans or spans is None or len(match["rest"].split()) > 8:
        return ""
    toks = anchored(lowered_start(tokens(match["rest"]), reader.names), reader)
    toks = with_articles(toks, head="the") if toks else None
    if not toks or any(not tags_at(toks, at) and tok.word.islower() for at, tok in enumerate(toks)):
        return ""
    if toks[0].word.isupper() and len(toks[0].word) < 5 and toks[0].word != "I":
        toks = [Tok("the"), *toks]
    verb = any(tags_at(toks, at) & (Tag.THIRD | Tag.AUX | Tag.BASE) for at in range(1, len(toks)))
    return f"{match['word'].lower()} {join(toks)}" if verb else ""
