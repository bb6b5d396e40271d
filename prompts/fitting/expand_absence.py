"""Whole sentences out of jottings on absences, days one can come, notice periods and the best time to call."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fitting.expand_come import can_come
from prompts.fitting.expand_reach import CALL, NOTICE, NOTICE_LAST, REACH, Free, call_me, notice, phone_number, reached
from prompts.fitting.expand_when import last_span, spans_in
from prompts.fitting.voice import Reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, named_pattern

__all__ = ["absence", "expanded_availability"]

_PLACE = named_pattern("absence_place")
_THING = named_pattern("absence_thing")
_BOOKED = named_pattern("absence_booked")
_HIDDEN = named_pattern("absence_hidden")


_CANNOT = named_pattern("absence_cannot")
_NO_PHONE = named_pattern("absence_no_phone")


_SOFTER = named_pattern("absence_softer")

_BEST = named_pattern("absence_best")

_BACK = named_pattern("absence_back")
_OTHERWISE = LazyPattern(
    r"(?:but )?(?:otherwise|other than that|apart from that|else)(?: (?:i am |I'm )?)?"
    r"(?P<how>flexible|free|available|any ?(?:day|time)(?: (?:is )?(?:fine|ok|good|works))?|fine|good)",
    re.IGNORECASE,
)
#: What the reader need not know.
_BESIDE = LazyPattern(
    r"\d+ (?:hours?|hrs) (?:behind|ahead)(?: of \w+)?|(?:family|friend'?s) \w+|sorry|long story|finally|please|as you know", re.IGNORECASE
)
_ASIDE = LazyPattern(r"\s*\([^()]*\)")
_CUT = LazyPattern(
    r"\s*(?:[,;]|\.(?=\s+[A-Za-z])|\s[-–—]\s|\bbut\b|\bso\b|\band\b(?= (?:back|no|email|only|reachable|can be|call|ring)\b))\s*"
)


def expanded_availability(text: str, clock: Clock, reader: Reader, free: Free) -> str:
    """The note as one or two whole sentences with their full stops; empty unless every part of it is understood.

    Args:
        text: the note, normalised.
        clock: what its dates count from.
        reader: who reads the email.
        free: reads a time when one is free ("tues/thurs afternoons" as "on Tuesday and Thursday afternoons"), empty if it is none.
    """
    text = _ASIDE.sub("", text).strip(" .,;")
    if "?" in text or _HIDDEN.search(text):
        return ""
    parts = [part.strip(" .,;") for part in _joined(text, clock) if part.strip(" .,;")]
    parts = [part for at, part in enumerate(parts) if not at or not _BESIDE.fullmatch(part)]
    if not 1 <= len(parts) <= 3:
        return ""
    first = _main(parts[0], clock, reader, free)
    if not first:
        return ""
    told = [first]
    for part in parts[1:]:
        more = _further(part, told[0], clock, free)
        if not more:
            return ""
        told.append(more)
    return _composed(told)


def _joined(text: str, clock: Clock) -> list[str]:
    """The parts between commas, dashes and "so"; a mark inside a time phrase cuts nothing."""
    spans = spans_in(text, clock) or []
    parts, at = [], 0
    for match in _CUT.finditer(text):
        inside = any(span.start < match.end() and match.start() < span.end for span in spans)
        if inside or match.start() < at:
            continue
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]


def _composed(told: list[str]) -> str:
    out = told[0]
    for more in told[1:]:
        out = (
            f"{out} {more}"
            if more.startswith(("and ", "but "))
            else f"{out}{more}"
            if more.startswith((",", ";", " "))
            else f"{out}. {more}"
        )
    return out[:1].upper() + out[1:].rstrip(". ") + "."


def absence(text: str, clock: Clock) -> str:
    """An absence as a clause: "I will be out of the country from 3 to 10 December"; empty if the words are none."""
    span = last_span(text, clock)
    if span is None:
        return ""
    if "/" in text[span.start : span.end]:
        span = replace(span, text=span.text.replace(" or ", " and "))
    what = re.sub(
        r"^(?:i am |am |i will be |i am going to be |going to be |will be |i have |i have got |got |have )",
        "",
        text[: span.start],
        flags=re.I,
    )
    what = re.sub(r"^(?:a |an |my )", "", what.strip(" ,:-")) if not _PLACE.fullmatch(what.strip(" ,:-")) else what
    what = what.strip(" ,:-")
    if match := _PLACE.fullmatch(what):
        place = _place(match[0]) if _named(match[0]) else ""
        now = span.text.startswith(("this", "all this"))
        return f"I {'am' if now else 'will be'} {place} {span.text}" if place else ""
    if match := _THING.fullmatch(what):
        return f"I have {_plain(match[0])} {span.text}"
    if _BOOKED.fullmatch(what):
        booked = re.sub(r" (?:already )?(?:booked|planned)$", "", what.lower())
        return f"I have {'' if booked.endswith('leave') else 'a '}{booked} booked {span.text}"
    return ""


def _named(words: str) -> bool:
    """Whether a place one is "in" or travels "to" is written as a name."""
    match = re.search(r"\b(?:in|to|around|through) (?P<place>[^ ]+)", words)
    return match is None or match["place"][:1].isupper() or match["place"] in {"exams", "training", "court"}


def _place(words: str) -> str:
    low = words[0].lower() + words[1:]
    low = re.sub(r"^(?:hols?|holidays?)\b", "on holiday", low)
    low = re.sub(r"^vacation\b", "on vacation", low)
    low = re.sub(r"^(?:annual )?leave\b", "on leave", low)
    low = re.sub(r"^on hols\b", "on holiday", low)
    low = re.sub(r"^(?:jury (?:service|duty))\b", lambda match: f"on {match[0]}", low)
    low = re.sub(r"^((?:night|late|early|day) shifts?)$", r"on \1", low)
    low = re.sub(r"^nights$", "on nights", low)
    low = re.sub(
        r"^out of (?=(?:country|office|town|state)\b)",
        lambda m: m[0] if low.endswith("town") or low.endswith("state") else "out of the ",
        low,
    )
    low = re.sub(r"^overseas for\b.*", "overseas", low)
    return low


def _plain(words: str) -> str:
    low = words.lower()
    article = {"exam": "an exam", "wedding": "a wedding", "conference": "a conference", "trip": "a trip", "course": "a course"}
    return article.get(low, low)


def _main(part: str, clock: Clock, reader: Reader, free: Free) -> str:
    part = re.sub(r"^(?:also|note|fyi|nb|just)[:,]? ", "", part, flags=re.IGNORECASE)
    for reading in (notice, phone_number):
        if told := reading(part, free):
            return told
    if told := absence(part, clock):
        return told
    if match := _BACK.match(part):
        span = last_span(part[match.end() :], clock)
        place = f" from {match['place']}" if match["place"] else " in the office" if match["office"] else ""
        return f"I will be back{place} {span.text}" if span and not part[match.end() : match.end() + span.start].strip() else ""
    if match := _NO_PHONE.match(part):
        return f"I cannot use my phone {match['where'].lower()}"
    if match := _CANNOT.match(part):
        span = last_span(part[match.end() :], clock)
        if span and not part[match.end() :][: span.start].strip():
            return f"I am not available {span.text}"
        return ""
    if told := can_come(part, clock, reader, free):
        return told
    return call_me(part, free)


_BACK_ON = LazyPattern(r"back (?P<how>at work |in the office |home |online )?(?P<day>.+)", re.IGNORECASE)
_CALL_AFTER = LazyPattern(r"(?:please )?(?:ring|call|phone) (?:me )?(?:after|then|afterwards)", re.IGNORECASE)
_NOT_ON = LazyPattern(r"not (?:on )?(?P<day>\w+day)", re.IGNORECASE)
_ABSENT = ("I will be", "I am ", "I have a ")
_PRESENT = ("I can", "I could", "I am available", "I would")


def _further(part: str, first: str, clock: Clock, free: Free) -> str:
    """What follows the main part, ready to stand behind it; empty where it is not understood."""
    for reading in (_while_away, _softened, _best):
        if told := reading(part, first, clock, free):
            return told
    if match := _OTHERWISE.fullmatch(part):
        how = match["how"].lower()
        suits = f"any {'time' if 'time' in how else 'day'} suits me"
        return f"; otherwise {({'flexible': 'I am flexible', 'free': 'I am free', 'available': 'I am free'}).get(how, suits)}"
    if (match := _NOT_ON.fullmatch(part)) and first.startswith(_PRESENT):
        return f", but not on {match['day'].capitalize()}"
    if first.startswith("You can reach me on") and (when := free(part)):
        return f" {when}"
    return absence(part, clock) or (notice(part, free) if NOTICE.fullmatch(part) or NOTICE_LAST.fullmatch(part) else "")


def _while_away(part: str, first: str, clock: Clock, free: Free) -> str:
    """How to reach one while away, and when one is back."""
    if not first.startswith(_ABSENT):
        return ""
    if match := REACH.fullmatch(part):
        told = reached(match)
        return f"and {told}" if told else ""
    if match := _BACK_ON.fullmatch(part):
        span = last_span(re.sub(r"^(?=\d{1,2}(?:st|nd|rd|th)$)", "on the ", match["day"]), clock)
        how = match["how"].lower() if match["how"] and match["how"].lower() in {"online ", "in the office "} else ""
        return f"and will be back {how}{span.text}" if span and not span.start else ""
    return ""


def _softened(part: str, first: str, clock: Clock, free: Free) -> str:
    """A notice period that may be shorter."""
    match = _SOFTER.fullmatch(part)
    if not match or "notice" not in first:
        return ""
    return ", perhaps less" if match["less"] else ", which may be negotiable"


def _best(part: str, first: str, clock: Clock, free: Free) -> str:
    """The best day or time, or a request to call then."""
    if match := _BEST.fullmatch(part):
        day = (match["when"] or match["prefer"] or "").strip()
        when = free(match["after"] or day)
        if match["after"] or when.startswith(("after", "before", "from", "between", "any")):
            return f"; the best time to reach me is {when}" if when else ""
        span = last_span(day, clock)
        return f"; {span.text.removeprefix('on ')} would be best" if span and not span.start else ""
    if match := CALL.match(part):
        when = free(match["when"])
        return f", so please {match['verb'].lower().replace('phone', 'call')} {when}" if when else ""
    return ", so please call after that" if _CALL_AFTER.fullmatch(part) and "until" in first else ""
