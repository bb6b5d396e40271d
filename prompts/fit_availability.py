"""When the writer is free, as it stands after "I am free"."""

from __future__ import annotations

import re

from prompts.dates import MONTHS, WEEKDAYS, find_dates
from prompts.fit_text import strip_lead
from prompts.fit_when import RELATIVE, Clock, clock_of, reference, relative_when
from prompts.fit_words import LazyPattern, named_pattern
from prompts.notes import FactKind, Notes

__all__ = ["fit_availability"]

_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekday|weekend|workday)s?"
_PART = r"(?:mornings?|afternoons?|evenings?|lunchtimes?|nights?|days?)"
_FREE_WORDS = named_pattern("times_free_words")


def fit_availability(text: str, notes: Notes) -> dict[str, str]:
    """`when` the writer is free: "on Tuesday and Thursday afternoons"."""
    clock = clock_of(notes, reported=False)
    text = re.sub(r"\s*\([^()]*\)", "", text)
    words = strip_lead(text, "availability").strip(" ,:;.")
    words = _PAIR.sub(lambda match: _both_dates(match, clock.dialect), words)
    words = _WEEK_NAMED.sub(lambda match: _week_of_notes(match[0], notes, clock), words)
    words = re.sub(r",? (?:and |but )?not (?:on )?(?=(?:Mon|Tues?|Wed|Thu|Fri|Sat|Sun)\w*s?$)", " except on ", words, flags=re.IGNORECASE)
    words = re.sub(r"\bexc\.?(?= )", "except", words)
    words = re.sub(r"\bexcept (?:for |on )?(?:the )?(?=(?:Mon|Tues?|Wed|Thu|Fri|Sat|Sun)\w*\b)", "except on ", words, flags=re.IGNORECASE)
    words = re.sub(
        r"\b(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?=[-–/]|\b(?!day))",
        lambda match: next(day for day in WEEKDAYS if day.startswith(match[1][:3].capitalize())),
        words,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\b(\w+day)\s?[-–]\s?(\w+day)\b", r"from \1 to \2", words)
    words = (
        re.sub(r"\b(sat|sun)\b\.?", lambda match: {"sat": "Saturday", "sun": "Sunday"}[match[1].lower()], words, flags=re.IGNORECASE)
        if re.search(r"\b(?:Sat|Sun)\b", words)
        else words
    )
    words = re.sub(
        rf"\b{_DAY}\b",
        lambda match: match[0].capitalize() if not match[0].lower().startswith(("week", "work")) else match[0].lower(),
        words,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\s?(?:/| & )\s?(?=[A-Za-z])", " and ", words)
    words = re.sub(r"(\d)\s?([ap])\.?m\.?", lambda match: f"{match[1]} {match[2].lower()}m", words, flags=re.IGNORECASE)
    words = re.sub(r"(?<=day) ([ap])m\b", lambda match: " afternoon" if match[1] == "p" else " morning", words)
    replaced = _dates_written(words, clock)
    if not replaced or len(replaced.split()) > 18:
        return {}
    plain = re.sub(r"[\s,]+", " ", replaced)
    if _WEEK_NAMED.search(plain) or not all(_FREE_WORDS.fullmatch(word) or word.isdigit() for word in plain.split()):
        return {}
    replaced = _list(replaced)
    return {"when": _with_preposition(replaced, clock)}


_PAIR = LazyPattern(
    r"\b(?:the )?(?P<one>\d{1,2})(?:st|nd|rd|th)? (?P<joint>or|and) (?:the )?(?P<two>\d{1,2})(?:st|nd|rd|th)? (?:of )?"
    rf"(?P<month>{'|'.join(MONTHS)})\b"
)


def _both_dates(match: re.Match[str], dialect: str) -> str:
    """Two days of one month as the dialect writes them: "14 or 15 August"."""
    days = f"{match['one']} {match['joint']} {match['two']}"
    return f"{match['month']} {days}" if dialect == "en-US" else f"{days} {match['month']}"


_WEEK_NAMED = LazyPattern(r"\b(?:that|the same) week\b", re.IGNORECASE)


def _week_of_notes(words: str, notes: Notes, clock: Clock) -> str:
    """The words "that week" as the week that the notes name ("in the week of 25 May"); as it stands where they name none."""
    said = [fact.text for fact in notes.facts if fact.kind in {FactKind.TIMELINE, FactKind.TOPIC} and not fact.private]
    for text in said:
        match = re.search(r"\b(?:in )?the week (?:of|beginning) (.+?)(?=[,.;]|$)", text, re.IGNORECASE)
        days = find_dates(match[1], now=reference(clock), dialect=clock.dialect) if match else []
        if len(days) == 1 and days[0].rendered:
            return f"in the week of {days[0].rendered}"
    return words


_THIS = LazyPattern(
    rf"^(?:(?:on |in )?(?:any|most|every|all|either)(?: (?:{_PART}|{_DAY}|week|time|of))* |(?=.* except on))"
    rf"(?P<when>this week|next week|this month)(?: except on {_DAY})?$",
    re.IGNORECASE,
)


def _fresh(text: str, clock: Clock) -> str:
    """A time counted from the day of writing that is still true when the email is read: "any evening this week"."""
    match = _THIS.match(text.strip())
    if not match or clock.today is None:
        return ""
    late = match["when"].lower() == "this week" and clock.today.weekday() > 3
    late |= match["when"].lower() == "this month" and clock.today.day > 24
    return "" if late else text


def _dates_written(text: str, clock: Clock) -> str:
    """The text with its dates and relative words written out; empty when one cannot be."""
    relative = re.search(
        r"\b(?:today|tomorrow|tonight|this (?:week|afternoon|morning|evening|month)|next (?:week|month)|(?:this|next) \w+day)\b",
        text,
        re.IGNORECASE,
    )
    if relative and (kept := _fresh(text, clock)):
        return kept
    if relative:
        whole = RELATIVE.fullmatch(text.strip()) or re.fullmatch(
            r"(?:any ?time |all |any day )?(?P<rest>(?:next|this) week)", text, re.IGNORECASE
        )
        if not whole or clock.said is None:
            return ""
        word = re.sub(r"^(?:any ?time|all|any day) ", "", text.strip(), flags=re.IGNORECASE)
        match = RELATIVE.fullmatch(word)
        when = (
            relative_when(match, word, clock)
            if (match and not word.lower().endswith("day")) or (match and word.lower() in {"today"})
            else None
        )
        return f"in {when.bare}" if when and when.kind == "week" else f"on {when.bare}" if when else ""
    out, at = "", 0
    for mention in find_dates(text, now=reference(clock), dialect=clock.dialect):
        if not mention.rendered:
            return ""
        if mention.rendered in WEEKDAYS:
            continue
        out += text[at : mention.start] + mention.rendered
        at = mention.end
    return out + text[at:]


def _list(text: str) -> str:
    parts = [part.strip() for part in re.split(r",\s*", text) if part.strip()]
    if (
        len(parts) > 1
        and not re.search(r"\b(?:and|or)\b", text)
        and all(re.fullmatch(rf"{_DAY}(?: {_PART})?", part, re.IGNORECASE) for part in parts)
    ):
        return ", ".join(parts[:-1]) + " and " + parts[-1]
    return text


_PLACED = frozenset(
    ["on", "in", "from", "after", "before", "between", "until", "during", "at", "any", "most", "every", "anytime", "next", "this"]
)


def _with_preposition(text: str, clock: Clock) -> str:
    first = text.split()[0].lower()
    if first in _PLACED:
        return text[0].lower() + text[1:]
    if first == "all":
        return text[0].lower() + text[1:]
    if re.match(r"(?:mornings|afternoons|evenings)\b", text, re.IGNORECASE):
        return "in the " + text[0].lower() + text[1:]
    if first in {"weekends", "weekend"}:
        return ("at " if clock.dialect == "en-GB" else "on ") + text[0].lower() + text[1:]
    if re.match(rf"(?:{_DAY}|\d{{1,2}} [A-Z]|(?:{'|'.join(MONTHS)}) \d)", text, re.IGNORECASE):
        return "on " + text
    return ""
