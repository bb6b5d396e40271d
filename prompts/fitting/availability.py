"""When the writer is free, as it stands after "I am free"."""

from __future__ import annotations

import re

from prompts.dates import MONTHS, WEEKDAYS, find_dates
from prompts.fitting.expand_absence import expanded_availability
from prompts.fitting.expand_plan import plan_in_full
from prompts.fitting.expand_when import spans_in
from prompts.fitting.text import strip_lead
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import reader_of
from prompts.fitting.when import RELATIVE, Clock, clock_of, reference, relative_when
from prompts.fitting.words import LazyPattern, lexicon, named_pattern
from prompts.notes import FactKind, Notes

__all__ = ["fit_availability"]

_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekday|weekend|workday)s?"
_PART = r"(?:mornings?|afternoons?|evenings?|lunchtimes?|nights?|days?)"
_FREE_WORDS = named_pattern("times_free_words")


def fit_availability(text: str, notes: Notes) -> dict[str, str]:
    """`when` the writer is free: "on Tuesday and Thursday afternoons"; `own` for an absence, a notice period or a day to come in."""
    forms = _free(text, notes)
    if forms and not _OFFERED.search(text):
        return forms
    clock, reader = clock_of(notes, reported=False), reader_of(notes)

    def free(part: str) -> str:
        return _free(part, notes).get("when", "")

    own = expanded_availability(text, clock, reader, free) or ("" if forms else plan_in_full(text, clock, reader, free))
    own = own or ("" if forms else _as_told(text, notes))
    return {"own": own} if own else forms


def _as_told(text: str, notes: Notes) -> str:
    """A clipped sentence of the writer's with its "I" and its date written out: "I could start as early as 9 November."."""
    reader, clock = reader_of(notes), clock_of(notes, reported=False)
    if not re.match(r"(?:can|could|would|will|cannot|need to|am) [a-z]", text, re.IGNORECASE):
        return ""
    spans = spans_in(text, clock)
    if spans is None or len(spans) > 1:
        return ""
    for span in spans:
        bare = span.text.removeprefix("on ") if text[span.start - 3 : span.start] in {"as ", "an "} else span.text
        text = text[: span.start] + bare + text[span.end :]
    if any(word.islower() and not lexicon().tags(word) for word in re.findall(r"[A-Za-z’']+", text)):
        return ""
    return own_sentences("I " + text[0].lower() + text[1:], reader)


def _free(text: str, notes: Notes) -> dict[str, str]:
    clock = clock_of(notes, reported=False)
    text = re.sub(r"\s*\([^()]*\)", "", text)
    text = re.sub(r" (?:works?|is|are|suits?)(?: me)? (?:best|fine|well|good)$", "", text, flags=re.IGNORECASE)
    words = strip_lead(text, "availability").strip(" ,:;.")
    words = re.sub(r"\bw/?c\.? (?=\d|[A-Z])", "in the week of ", words)
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
    replaced = re.sub(r"\b(\w+day) and (?=\w+day and \w+day\b)", r"\1, ", replaced)
    replaced = re.sub(r",? (?:but )?not (?:on )?(?:the )?(?=\d{1,2}(?:st|nd|rd|th)$)", ", but not on the ", replaced)
    plain = re.sub(r"[\s,]+", " ", replaced)
    if _WEEK_NAMED.search(plain) or not all(_FREE_WORDS.fullmatch(word) or word.isdigit() for word in plain.split()):
        return {}
    replaced = _list(replaced)
    return {"when": _with_preposition(replaced, clock)}


#: What one offers to come for: more than being free.
_OFFERED = named_pattern("availability_offered")
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
    rf"(?P<when>this week|next week|this month)(?: except on {_DAY}(?: {_PART})?)?$",
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
        return f"in {when.bare}" if when and when.kind in {"week", "month"} else f"on {when.bare}" if when else ""
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
    if early := re.match(r"(?P<time>\d{1,2}(?:[:.]\d\d)? [ap]m) (?P<day>(?:any|every|most) .+)$", text):
        return f"{early['day']} at {early['time']}"
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
