"""Whole sentences out of jottings on what one plans around: exams, notice, shifts, days away, what one can come for and when."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_reach import Free
from prompts.fitting.expand_when import counted, spans_in
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import cleaning, join, lowered_start, tokens
from prompts.fitting.voice import Reader, towards_reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["plan_in_full"]

_EVENT = named_pattern("plan_event")
_MODAL = named_pattern("plan_modal")
_DATED = named_pattern("plan_dated")
_NOTICE = named_pattern("plan_notice")
_STATE = named_pattern("plan_state")
_FREE = named_pattern("plan_free")
_CALL = named_pattern("plan_call")
_EARLIEST = LazyPattern(r"^(?:the )?earliest(?: (?:start|date|day))? (?:is|would be|will be|=) (?P<when>.+)$", re.IGNORECASE)
_ONLY = LazyPattern(r"^(?P<when>.+?) only$|^only (?P<other>.+)$", re.IGNORECASE)
_PURPOSE = LazyPattern(r"^(?:to )?(?P<verb>meet|see|say|have|watch|shadow|try|look|show|bring|sign|talk) (?P<rest>.+)$", re.IGNORECASE)
_CUT = LazyPattern(r"\s*(?P<so>[,;]? so(?: that)?\b)\s*|\s*(?P<but>[,;]? but\b)\s*|\s*(?:[,;]| - | – |\.(?=\s))\s*(?:and )?")
_ASIDE = named_pattern("plan_aside")
_LAUNCH = named_pattern("plan_launch")
_MID = LazyPattern(r"\b(?P<part>mid|early|late)[- ](?=[A-Z][a-z]+\b)")
_LOOSE = LazyPattern(r"[?=<>→/\"“]|\b(?:maybe|might|boss|idk|not sure|they|he|she)\b", re.IGNORECASE)
_MOST_WORDS = 34


def plan_in_full(text: str, clock: Clock, reader: Reader, free: Free) -> str:
    """The note as one or two whole sentences with their full stops; empty unless every part of it is understood.

    Args:
        text: the note, normalised.
        clock: what its dates count from.
        reader: who reads the email.
        free: reads a time when one is free, empty if it is none.
    """
    text = _ASIDE.sub("", _ASIDE.sub("", text)).strip(" .,;")
    if event := _for_event(text, free):
        return event
    text = _cities(re.sub(r"\b(?:zoom|skype|whatsapp|facetime)\b", lambda match: match[0].capitalize(), text))
    if _LOOSE.search(text) or len(text.split()) > _MOST_WORDS:
        return ""
    parts, joints, at = [], [""], 0
    for match in _CUT.finditer(text):
        if _within_span(match, text, clock):
            continue
        parts.append(text[at : match.start()])
        joints.append("so" if match["so"] else "but" if match["but"] else ",")
        at = match.end()
    parts.append(text[at:])
    if not 1 <= len(parts) <= 4 or not all(part.strip() for part in parts):
        return ""
    told: list[str] = []
    for part, joint in zip(parts, joints, strict=True):
        part = part.strip(" .,;")
        purpose = _PURPOSE.match(part) if told and re.search(r"\bI (?:can|could) (?:come|pop|drop|call)\b", told[-1]) else None
        if purpose and (aim := _plain(f"{purpose['verb'].lower()} {purpose['rest']}", clock, reader)):
            told[-1] += f" to {aim}"
            continue
        clause = _clause(part, clock, reader, free)
        if not clause:
            return ""
        if not told:
            told.append(clause)
        elif joint in {"so", "but"} or clause.startswith("please "):
            told[-1] += f", {joint if joint != ',' else 'so'} {clause}"
        elif len(told) == 1 and ", " not in told[-1]:
            told[-1] += f", and {clause}"
        else:
            told.append(clause)
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in told)


def _within_span(match: re.Match[str], text: str, clock: Clock) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in spans_in(text, clock) or [])


def _for_event(text: str, free: Free) -> str:
    """What one can come for and when: "trial shift any Monday" as "I can do a trial shift any Monday."."""
    match = _EVENT.match(text)
    if not match:
        return ""
    rest, tail = text[match.end() :].strip(" :,-"), ""
    if easier := re.search(r",? if (?:that is |it is )?(?:easier|better)(?: for (?:you|them))?$", rest, re.IGNORECASE):
        rest, tail = rest[: easier.start()], ", if that is easier"
    when = free(rest) if rest else ""
    what = re.sub(r"^(?:my|the|a|an) ", "", match["what"].lower())
    what = what.replace("2nd ", "second ").replace("3rd ", "third ").replace("zoom", "Zoom")
    if not when or re.search(r"\bfree\b", rest):
        return ""
    return f"I can do {lexicon().article(what) or 'a'} {what} {when}{tail}."


def _clause(part: str, clock: Clock, reader: Reader, free: Free) -> str:
    for reading in (_notice, _dated, _modal, _state):
        if told := reading(part, clock, reader):
            return told
    if match := _FREE.match(part):
        when = match["when"] or ""
        told = when if re.match(r"(?:after|before) (?:that|then|it)$", when) else free(when) or _dated_only(when, clock)
        return f"I am free{match['what'] or ''} {told}" if told else ""
    if (match := _CALL.match(part)) and (when := free(match["when"])):
        verb = match["verb"].lower().replace("phone", "call")
        return f"please {verb} me {when}"
    if (match := _EARLIEST.match(part)) and (when := _dated_only(match["when"], clock)):
        return f"the earliest I could start is {when.removeprefix('on ')}"
    if (match := _ONLY.match(part)) and (when := free(match["when"] or match["other"])):
        return f"I am free only {when}"
    return ""


def _dated_only(text: str, clock: Clock) -> str:
    spans = spans_in(text, clock)
    whole = spans and len(spans) == 1 and not text[: spans[0].start].strip() and not text[spans[0].end :].strip(" .")
    return spans[0].text if spans and whole else ""


def _notice(part: str, clock: Clock, reader: Reader) -> str:
    match = _NOTICE.fullmatch(part)
    if not match:
        return ""
    length = counted(match["count"] or match["number"], match["unit"] or match["time"])
    return f"my notice is {length}" if length else ""


def _dated(part: str, clock: Clock, reader: Reader) -> str:
    """Something of the writer's own and its date: "last exam 25 Nov" as "my last exam is on 25 November"."""
    match = _DATED.fullmatch(part)
    when = _dated_only(match["when"], clock) if match else ""
    if not match or not when:
        return ""
    what, verb = match["what"].lower(), (match["verb"] or "").lower()
    many = lexicon().tags(what.split()[-1]) & Tag.PLURAL
    if match["mine"]:
        return f"I {match['mine'].lower()} my {what} {when}"
    verb = verb or ("are" if many else "is")
    bare = verb.endswith(("is", "are", "be")) and when.startswith("on ") and what.endswith("day")
    return f"my {what} {verb} {when.removeprefix('on ') if bare else when}"


def _modal(part: str, clock: Clock, reader: Reader) -> str:
    match = _MODAL.match(part)
    if not match:
        return ""
    rest = _plain(part[match.end() :], clock, reader)
    helper = {"can not": "cannot", "can't": "cannot", "cant": "cannot"}.get(match["helper"].lower(), match["helper"].lower())
    first = rest.split()[0] if rest else ""
    return f"I {helper} {rest}" if first and lexicon().tags(first) & Tag.BASE else ""


def _state(part: str, clock: Clock, reader: Reader) -> str:
    """Where one is, or what one is at: "on shift till 6" as "I am on shift until 6"."""
    match = _STATE.match(part)
    if not match:
        return ""
    rest = _plain(part, clock, reader)
    back = rest.startswith("back ") and re.search(r"\d|day\b", rest)
    timed = back or re.search(r"\b(?:until|till|from|all|this|next|on|every|most)\b .*\w", rest.split(" ", 1)[-1])
    return f"I {'will be' if back else 'am'} {rest}" if rest and timed else ""


def _plain(text: str, clock: Clock, reader: Reader) -> str:
    """The words with their dates and articles written out; empty unless all of them are known and the end is whole."""
    text = re.sub(
        r"\b(end|start|beginning) (?:of )?(?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
        r"the \1 of ",
        text,
    )
    text = re.sub(r"\b(?:till|til)\b", "until", _MID.sub(lambda match: f"{match['part']}-", text))
    spans = spans_in(re.sub(r"\b(?:mid|early|late)-[A-Z]\w+", lambda match: "x" * len(match[0]), text), clock)
    if spans is None:
        return ""
    for span in reversed(spans):
        text = text[: span.start] + span.text + text[span.end :]
    text = _LAUNCH.sub(lambda match: f"the {match['month']} {match['what']}", re.sub(r"(?<!the )\bteam\b", "the team", text))
    text = re.sub(r"\bmid-(?=[A-Z])", "mid-", re.sub(r"\b(early|late)-(?=[A-Z])", r"\1 ", text))
    turned = towards_reader(lowered_start(tokens(text), reader.names), reader)
    toks = with_articles(turned, head="none") if turned else None
    if not toks or any(not tags_at(toks, at) and tok.word.islower() and "-" not in tok.word for at, tok in enumerate(toks)):
        return ""
    last = tags_at(toks, len(toks) - 1)
    open_end = last & (Tag.PREP | Tag.DET | Tag.CONJ | Tag.POSS) and toks[-1].low not in {
        "in",
        "over",
        "early",
        "that",
        "this",
        "off",
        "on",
    }
    return "" if open_end else join(toks)


def _cities(text: str) -> str:
    known = {city.lower(): city for city in cleaning().words["city"]}
    return re.sub(r"\b(in|to|from|at) ([a-z]+)\b", lambda match: f"{match[1]} {known.get(match[2], match[2])}", text)
