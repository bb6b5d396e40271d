"""Jottings on what is sent or handed over: what was left out of it, when it comes back, scans and copies of papers."""

from __future__ import annotations

import datetime as dt
import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_thing import is_mine, spelt, thing, things
from prompts.fitting.expand_when import spans_in
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import join, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["handed_over", "one_copy", "sent_thing"]

_HAND = named_pattern("send_hand")
_WITHOUT = named_pattern("send_without")
_FORGOT = named_pattern("send_forgot")
_COUNT = LazyPattern(r",? \(?(?P<count>\d+ (?:pages?|pp|slides?|photos?|sheets?|minutes|min))\)?$", re.IGNORECASE)
_VERB = named_pattern("send_verb")
_COPIES = LazyPattern(r"^(?:the |some |a few )?(?P<what>photos|pictures|scans|copies|screenshots) of (?P<rest>.+)$", re.IGNORECASE)
_PAPER = named_pattern("send_paper")
_PLAN_FOR = named_pattern("send_plan_for")
_OPEN = LazyPattern(r"https?:|www\.|\w\.\w{2,6}/|[?!=<>→\[\]]|: | - | – ")


def handed_over(text: str, clock: Clock, reader: Reader) -> str:
    """What is brought or given back on a day, as a whole sentence: "will drop folder back thurs"; empty unless it is that."""
    match = _HAND.match(text.strip(" ."))
    if not match:
        return ""
    rest = re.sub(r" in (?=(?:mon|tue|wed|thu|fri|sat|sun)\w*\b)", " in on ", text.strip(" .")[match.end() :], flags=re.IGNORECASE)
    if clock.today and re.search(r"\btomorrow$", rest):
        rest = re.sub(r"(?:on )?tomorrow$", f"on {clock.text(clock.today + dt.timedelta(days=1))}", rest)
    spans = spans_in(rest, clock)
    if not spans or len(spans) != 1 or rest[spans[0].end :].strip(" .") or spans[0].word not in {"on", "by", "before"}:
        return ""
    what = rest[: spans[0].start].strip(" ,")
    part = next((word for word in ("back", "off", "in", "over", "round") if what.endswith(f" {word}")), "")
    what = what.removesuffix(f" {part}") if part else what
    named = thing(spelt(what), reader, mine=is_mine(what))
    if not named or (_OPEN.search(what)):
        return ""
    verb = " ".join(match["verb"].lower().split())
    return f"I will {verb} {named}{' ' + part if part else ''} {spans[0].text}."


def sent_thing(text: str, reader: Reader) -> str:
    """What goes with the email, as the object of "I have attached", with what was left out of it; empty where this adds nothing.

    Args:
        text: the note, normalised.
        reader: who reads the email.
    """
    body = _VERB.sub("", text.strip(" ."))
    if forgot := _FORGOT.search(body):
        paper = body[: forgot.start()].strip(" ,-–—")
        named = thing(spelt(paper), reader, mine=True)
        owned = named if named.startswith("my ") else ""
        return f"a {forgot['how'].lower() if forgot['how'] else 'copy'} of {owned}" if owned else ""
    without, count = "", ""
    if match := _WITHOUT.search(body):
        without = _left_out(match)
        if not without:
            return ""
        body = body[: match.start()]
    if match := _COUNT.search(body):
        count = f" ({re.sub(r'min$', 'minutes', match['count'].replace('pp', 'pages'))})"
        body = body[: match.start()]
    planned = _PLAN_FOR.sub(lambda match: f"{match['what']} for ", body)
    copies = _COPIES.match(planned)
    if not (without or count or copies or planned != body) or _OPEN.search(planned):
        return ""
    named = _copies(copies, reader) if copies else _named(planned, reader)
    return f"{named}{count}{without}" if named else ""


def one_copy(text: str, reader: Reader) -> str:
    """A scan or copy of one paper of the writer's: "scan of degree certificate" as "a scan of my degree certificate"."""
    match = _ONE_COPY.match(_VERB.sub("", text.strip(" .")))
    named = thing(f"my {match['rest']}", reader) if match and _PAPER.search(match["rest"]) else ""
    return f"a {match['what'].lower()} of {named}" if match and named else ""


_ONE_COPY = LazyPattern(r"^(?:the |a )?(?P<what>scan|copy|photo|picture|screenshot) of (?:the |my )?(?P<rest>[^,;:()]+)$", re.IGNORECASE)


def _left_out(match: re.Match[str]) -> str:
    """What was taken out of a thing: ", with the supplier names taken out"."""
    if match["bare"]:
        return f", without {match['bare'].strip()}"
    what = re.sub(r"^(?:the|all|any) ", "", match["what"].strip())
    toks = tokens(what)
    known = toks and all(tags_at(toks, at) or tok.word[:1].isupper() for at, tok in enumerate(toks))
    if not known or len(toks) > 4 or tags_at(toks, 0) & (Tag.SUBJ | Tag.PREP | Tag.AUX):
        return ""
    done = {"out": "taken out", "off": "taken off", "changed": "changed"}.get(match["done"].lower(), match["done"].lower())
    return f", with the {what} {done}"


def _named(text: str, reader: Reader) -> str:
    text = spelt(text)
    clause = re.search(r" (?:that |which )?I (?=[a-z]+\b)", text)
    if not clause:
        fixed = with_articles(tokens(text), head="none", otherwise="the")
        text = join(fixed) if fixed and fixed[0].low == tokens(text)[0].low else text
        return things(text, reader) or thing(text, reader, mine=is_mine(text))
    verb = text[clause.end() :].split()[0]
    named = thing(text[: clause.start()], reader)
    sound = lexicon().tags(verb) & (Tag.PAST | Tag.BASE) and not re.search(r"\b(?:they|he|she|him|her|you)\b", text)
    return f"{named}{text[clause.start() :]}" if named and sound else ""


def _copies(match: re.Match[str], reader: Reader) -> str:
    """Photos, scans or copies of several things: "photos of my ASE certificates and the T8 test confirmation"."""
    items = re.split(r",? and |, ", match["rest"])
    if len(items) > 4:
        return ""
    told = []
    for item in items:
        own = bool(_PAPER.search(item)) and not re.match(r"(?:my|the|our|a|an|his|her)\b", item) and " of " not in item
        named = _named(f"my {item}" if own else item, reader)
        if not named:
            return ""
        told.append(named)
    listed = told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]
    return f"{match['what'].lower()} of {listed}"
