"""Forms of timelines and start dates."""

from __future__ import annotations

import datetime as dt
import re

from prompts.dates import MONTHS, WEEKDAYS
from prompts.fitting.deadline import COUNTED, composed, length_of
from prompts.fitting.expand_when import counted
from prompts.fitting.when import MOVED, When, clock_of, one_when, whens_of
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Notes, ScenarioId

__all__ = ["fit_start", "fit_timeline"]

_HEDGED = LazyPattern(
    r"\b(?:not|n't|never|unless|if|depends|unclear|no idea|unsure|did not say|(?:so|then|and) (?:shortly |soon |just )?after)\b|n't\b",
    re.IGNORECASE,
)


def fit_timeline(text: str, notes: Notes) -> dict[str, str]:
    """`when` news was to be expected."""
    text = _with_the(_bare_news(text))
    length = _length_told(text)
    if length is not None:
        return {"when": length} if length else {}
    if _HEDGED.search(text):
        return {}
    if re.search(r"\bweek after next\b", text, re.IGNORECASE):
        return _week_after_next(text, notes)
    around = re.search(r"\d(?:st|nd|rd|th)? or so\b|\d(?:st|nd|rd|th)?-?ish\b", text)
    text = re.sub(r"(?<=\w) or so\b|(?<=\d)-?ish\b|(?<=st)-?ish\b|(?<=th)-?ish\b", "", text) if around else text
    when = one_when(text, clock_of(notes, reported=True), news=True)
    if (
        when is None
        or when.kind == "vague"
        or (when.kind == "in" and notes.scenario is not ScenarioId.NO_RESPONSE and not notes.interview.at and not when.bare)
    ):
        return {}
    default = (
        "in"
        if when.kind in {"month", "week", "part"}
        else "by"
        if re.search(r"\b(?:latest|deadline|at most)\b", text, re.IGNORECASE)
        else "on"
    )
    if around:
        when = When(when.start, "around", when.bare, when.own, when.time, when.kind)
    if when.kind == "date" and not when.own and _comes_after(text, when.start):
        when = When(when.start, "after", when.bare, time=when.time)
    prep = {"until": "by", "from": "from", "over": "in", "at": "on"}.get(when.prep, when.prep)
    if when.kind == "date" and not when.own and re.match(r"the [a-z]", when.bare) and prep == "on":
        prep = "at"
    when = When(when.start, prep, when.bare, when.own, when.time, when.kind)
    return {"when": composed(when, default)}


def _length_told(text: str) -> str | None:
    """The length of time within which news was due; empty where it is not certain, None where the note tells no length."""
    if match := COUNTED.fullmatch(re.sub(r"^(?:about |roughly )|,? (?:she|he|they|\w+) (?:said|thought)$", "", text.strip(" ."))):
        length = length_of(match["count"], match["kind"] or "", match["unit"])
        return f"within {length}" if length else ""
    if re.fullmatch(r"(?:in |within )?a? ?couple of weeks(?:['’] time)?", text.strip(" ."), re.IGNORECASE):
        return "within a couple of weeks"
    if match := _TWO_COUNTS.fullmatch(text.strip(" .")):
        one, two = counted(match["one"], match["unit"]).split(" ")[0], counted(match["two"], match["unit"])
        kind = (match["kind"] or "").lower()
        return f"within {one} to {two.replace(' ', ' ' + kind, 1)}" if one and two else ""
    if re.fullmatch(r"(?:in |within |about )?(?:a )?fortnight(?:['’]s time)?", text, re.IGNORECASE):
        return "within a fortnight"
    if match := re.search(r"\bwithin the (?:week|month|fortnight)\b", text, re.IGNORECASE):
        return match[0].lower() if not re.search(r"\d", text) else ""
    return None


def _comes_after(text: str, start: int) -> bool:
    """Whether news comes after the date that is named: "after the panel on 14 September", "panel meets 14 September, call after"."""
    before = re.search(r"\bafter (?:the |their |our )?[a-z][\w ]* on $", text[:start] + "on ")
    return bool(before or _CALL_AFTER.search(text))


_CALL_AFTER = named_pattern("times_call_after")


_WHO_SAID = named_pattern("times_who_said")
_NEWS_WORDS = named_pattern("times_news_words")
_LATEST = named_pattern("times_latest")


def _bare_news(text: str) -> str:
    """The time alone of "result within 1 week, latest 28 August, according to Ms Grace": the last day, where the note names one."""
    text = _WHO_SAID.sub("", text).strip(" ,;")
    text = re.sub(r"\blatest (?:Mr|Mrs|Ms)\b.*$", "", text)
    text = _NEWS_WORDS.sub("", text)
    if (match := _LATEST.search(text)) and (when := (match["when"] or match["first"] or "")):
        return f"by {re.sub(r'^(?:by|on) ', '', when)}" if not re.match(r"(?:within|in) ", when) else when
    text = re.sub(r"\b(\d+) (hours?|hrs?)\b", r"\1 hours", text)
    return f"within {text}" if re.fullmatch(r"\d+(?:[- ](?:to |or )?\d+)? (?:working |business )?(?:hours|days?|weeks?)", text) else text


def _with_the(text: str) -> str:
    """The text with "the" before a bare day of the month, and with "end Aug" in full."""
    text = re.sub(
        r"\b(by|on|until|from|before|after|around|due) (?=\d{1,2}(?:st|nd|rd|th)\b(?! (?:of )?(?:[A-Z]|floor|year|grade|week|working)))",
        r"\1 the ",
        text,
    )
    return re.sub(rf"\b(end|start|beginning) (?=(?:{'|'.join(MONTHS)})\b)", r"\1 of ", text, flags=re.IGNORECASE)


def _week_after_next(text: str, notes: Notes) -> dict[str, str]:
    """The week after next, counted from the day it was said; nothing where another date stands beside it."""
    clock = clock_of(notes, reported=True)
    if clock.said is None or re.search(r"\d", text):
        return {}
    monday = clock.said - dt.timedelta(days=clock.said.weekday()) + dt.timedelta(weeks=2)
    return {"when": f"in the week of {clock.text(monday, weekday=False)}"}


_TWO_COUNTS = LazyPattern(
    r"(?:about |within )?(?P<one>\d{1,2}|one|two|three|four|five)\s?(?:-|–|to|or)\s?(?P<two>\d{1,2}|two|three|four|five|six)"
    r" (?P<kind>working |business )?(?P<unit>days?|weeks?)(?: (?:he|she|they|\w+) said)?",
    re.IGNORECASE,
)


_NOTICE = named_pattern("start_notice")
_NTH_DAY = named_pattern("times_nth_day")
_FEAST = LazyPattern(
    r"(?:Easter|Labou?r Day|Memorial Day|Thanksgiving|Christmas|New Year(?:['’]s(?: Day)?)?|the (?:bank|public) holiday|the long weekend"
    r"|Diwali|Eid|Carnival|Independence Day|Presidents['’]? Day|Columbus Day|MLK Day)",
    re.IGNORECASE,
)
_EARLIER = LazyPattern(r"\b(?:could|can|might|earlier|sooner)\b", re.IGNORECASE)


def _settled_first(text: str) -> str:
    """The date that stands first, without what might be possible instead: "1 Dec agreed, could do 24 Nov if ..."."""
    first = re.split(r"[,;(]| [-–] ", text)[0]
    return first if first != text and re.search(r"\d", first) and _EARLIER.search(text[len(first) :]) else text


def fit_start(text: str, notes: Notes) -> dict[str, str]:
    """`on` when the work begins; `own` where the notes name the notice to be given before."""
    text = _with_the(text)
    text = _settled_first(text)
    notice = _NOTICE.search(text)
    if notice:
        rest = text[: notice.start()] + text[notice.end() :]
        forms = fit_start(rest.strip(" ,;()-"), notes)
        length = counted(notice["count"], notice["unit"])
        if "on" in forms and length:
            owned = f"{length}'" if length.endswith("s") else f"{length}'s"
            forms["own"] = f"I will start {forms['on']}, after {owned} notice in my present job."
        return forms
    if match := _NTH_DAY.search(text):
        which = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(match["which"].lower(), match["which"].lower())
        weekday = next(day for day in WEEKDAYS if day.lower().startswith(match["day"].lower()[:3]))
        return {"on": f"on the {which} {weekday} of {match['month'].capitalize()}"}
    if match := re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:after|before|following) (?P<feast>.+)$", text, re.IGNORECASE):
        known = _FEAST.fullmatch(match["feast"].strip(" ."))
        return {"on": f"on the {match[0][0].upper()}{match[0][1:].strip(' .')}"} if known else {}
    if re.search(
        r"\b(?:or|if|unless|maybe|perhaps|not|tbc|tbd|to be confirmed|flexible|earliest|prob|probably|hopefully|ideally|pending|subject to"
        r"|as soon as|once|around|latest)\b",
        text,
        re.IGNORECASE,
    ):
        return {}
    moved = MOVED.search(text)
    sure = moved is None or any(char.isdigit() for char in text[: moved.start()])
    whens = whens_of(text, clock_of(notes, reported=False)) if sure else None
    if not whens or len(whens) > 1 or whens[0].kind in {"vague", "in", "span"}:
        return {}
    when = whens[0]
    if re.search(r"\d/\d", text) and re.match(r"[A-Za-z]+\W*$", text[when.start :]):
        return {}
    if when.own:
        return {"on": when.bare}
    if when.kind in {"month", "week", "part"}:
        prep = when.prep if when.prep in {"in", "on", "at"} else "on" if re.search(r"day of", when.bare) else "in"
        return {"on": f"{prep} {when.bare}"}
    if when.kind == "weekday":
        return {}
    prep = "at" if when.bare.startswith(("the end", "the beginning", "the start")) else "in" if when.bare.startswith("the middle") else "on"
    return {"on": f"{prep} {when.bare}"}
