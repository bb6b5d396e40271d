"""Time phrases of timelines, deadlines, start dates and availability, written out so that they do not go stale."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from prompts.dates import MONTHS, WEEKDAYS, DateMention, date_text, find_dates
from prompts.fit_text import strip_lead
from prompts.fit_words import LazyPattern, named_pattern
from prompts.notes import Notes, ScenarioId

__all__ = ["fit_availability", "fit_deadline", "fit_start", "fit_timeline"]

_NUMBER = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few)(?P<more>(?:\s?-\s?|\s+(?:or|to)\s+)(?:\d{1,2}|two|three|four|five|six|ten))?"
_SPAN = named_pattern("times_span")
_END_OF = named_pattern("times_end_of")
_WEEK_OF = named_pattern("times_week_of")
_MONTH = named_pattern("times_month")
_RELATIVE = named_pattern("times_relative")
_BEFORE = named_pattern("times_before")
_NEWS = named_pattern("times_news")


@dataclass(frozen=True, slots=True)
class _Clock:
    """What the time words of one note count from: when they were said, and now."""

    said: dt.date | None
    now: dt.datetime | None
    dialect: str

    @property
    def today(self) -> dt.date | None:
        return self.now.date() if self.now else None

    def text(self, day: dt.date, *, weekday: bool = True) -> str:
        return date_text(day, self.dialect, weekday=weekday)


@dataclass(frozen=True, slots=True)
class _When:
    """A time phrase: what goes before it in the note, the bare phrase, and whether it brings its own preposition."""

    start: int
    prep: str
    bare: str
    own: bool = False
    time: str = ""
    kind: str = "date"


def _clock(notes: Notes, *, reported: bool) -> _Clock:
    at = notes.interview.at
    met = at.date() if isinstance(at, dt.datetime) else at
    waiting = notes.scenario is ScenarioId.NO_RESPONSE
    now = notes.now.date() if notes.now else None
    said = (met or (None if waiting else now)) if reported else now
    return _Clock(said, notes.now, notes.dialect or "en-US")


def _reference(clock: _Clock) -> dt.datetime | None:
    return clock.now or (dt.datetime.combine(clock.said, dt.time()) if clock.said else None)


def _whens(text: str, clock: _Clock) -> list[_When] | None:
    """All time phrases of a note; None when one of them contradicts itself or cannot be made to last."""
    found: list[_When] = []
    taken: list[tuple[int, int]] = []
    for mention in find_dates(text, now=_reference(clock), dialect=clock.dialect):
        when = _from_mention(text, mention, clock)
        if when is None:
            return None
        found.append(when)
        taken.append((mention.start, mention.end))
    for pattern, reader in ((_SPAN, _span), (_END_OF, _end_of), (_WEEK_OF, _week_of), (_RELATIVE, _relative), (_MONTH, _month)):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken) or _no_month(match):
                continue
            read = reader(match, text, clock)
            if read is None:
                return None
            found.append(read)
            taken.append(match.span())
    return sorted(found, key=lambda when: when.start)


def _no_month(match: re.Match[str]) -> bool:
    word = match.groupdict().get("month")
    return word is not None and word in {"may", "march"}


def _before(text: str, start: int) -> tuple[str, str]:
    """The preposition before a time phrase, and a time of day between the two."""
    match = _BEFORE.search(text[:start])
    if not match:
        return "", ""
    prep = match["prep"].lower()
    prep = {
        "till": "until",
        "no later than": "by",
        "not later than": "by",
        "latest by": "by",
        "latest": "by",
        "about": "around",
        "sometime in": "in",
        "as of": "from",
        "at the latest": "by",
    }.get(prep, prep)
    time = re.sub(r"[\s,]*(?:\bon)?[\s,]*$", "", match["time"] or "", flags=re.IGNORECASE)
    if re.fullmatch(r"COB|close of business", time, re.IGNORECASE):
        time = "the close of business"
    elif re.fullmatch(r"EOD|end of (?:the )?day", time, re.IGNORECASE):
        time = "the end of the day"
    return prep, re.sub(r"(\d)\s?([ap])\.?m\.?", r"\1 \2m", time, flags=re.IGNORECASE)


def _from_mention(text: str, mention: DateMention, clock: _Clock) -> _When | None:
    if not mention.rendered:
        return None
    prep, time = _before(text, mention.start)
    qualifier = re.search(r"\b(next|this|this coming|coming|following|every|last)\s+$", text[: mention.start], re.IGNORECASE)
    if qualifier:
        prep, time = _before(text, qualifier.start())
    bare, weekday_only = mention.rendered, mention.date is None and mention.weekday is not None and mention.rendered in WEEKDAYS
    if weekday_only and mention.weekday is not None:
        resolved = _named_day(mention.weekday, (qualifier[1].lower() if qualifier else ""), clock)
        if resolved is None:
            return None
        bare = resolved
    start = qualifier.start() if qualifier else mention.start
    return _When(start, prep, bare, time=time, kind="weekday" if weekday_only and bare in WEEKDAYS else "date")


def _named_day(weekday: int, qualifier: str, clock: _Clock) -> str | None:
    """A weekday alone as a date where the day it was said is known; None when "next Friday" could be either."""
    if qualifier in {"every", "last"}:
        return None
    if clock.said is None:
        return None if qualifier else WEEKDAYS[weekday]
    ahead = (weekday - clock.said.weekday()) % 7
    if ahead == 0 or (qualifier == "next" and weekday > clock.said.weekday()):
        return None
    return clock.text(clock.said + dt.timedelta(days=ahead))


def _counted(match: re.Match[str]) -> tuple[int, str]:
    word = match["count"].lower()
    number = 1 if word in {"a", "an", "one"} else int(word) if word.isdigit() else _NUMBER.index(word) if word in _NUMBER else 0
    more = match["more"] or ""
    unit = match["unit"].lower()
    working = (match["working"] or "").lower()
    if word in {"a", "an"}:
        return 1, f"a {working}{unit}"
    name = word if not word.isdigit() else _NUMBER[number] if number <= 12 else word
    if more:
        last = re.sub(r"\D*(\w+)$", r"\1", more.strip().lstrip("-orto "))
        last = _NUMBER[int(last)] if last.isdigit() and int(last) <= 12 else last
        joint = "or" if " or " in more else "to"
        return 0, f"{name} {joint} {last} {working}{unit}s"
    return number, f"{name} {working}{unit}{'' if number == 1 else 's'}"


def _span(match: re.Match[str], text: str, clock: _Clock) -> _When | None:
    number, words = _counted(match)
    how, unit = match["how"].lower(), match["unit"].lower()
    if how == "within":
        return _When(match.start(), "within", f"within {words}", own=True, kind="span")
    if how == "after":
        return _When(match.start(), "", "", own=True, kind="vague")
    if not number or match["working"] or clock.said is None:
        return _When(match.start(), "in", f"in {words}", own=True, kind="in")
    if unit == "day":
        return _When(match.start(), "", clock.text(clock.said + dt.timedelta(days=number)))
    if unit == "week":
        monday = _monday(clock.said) + dt.timedelta(weeks=number)
        return _When(match.start(), "", f"in the week of {clock.text(monday, weekday=False)}", own=True, kind="week")
    month = MONTHS[(clock.said.month - 1 + number) % 12]
    return _When(match.start(), "", f"in {month}", own=True, kind="month")


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _end_of(match: re.Match[str], text: str, clock: _Clock) -> _When | None:
    part = match["part"].lower()
    which, what = (match["which"] or "").strip().lower(), match["what"]
    prep, _ = _before(text, match.start())
    part = "middle" if part == "mid" else part
    default = "by" if part == "end" else "at" if part != "middle" else "in"
    prep = prep if prep in {"by", "before", "at", "around", "in", "until", "from", "after"} else default
    prep = "by" if prep == "in" and part == "end" else prep
    if what.capitalize() in MONTHS:
        return _When(match.start(), prep, f"the {part} of {what.capitalize()}")
    unit = what.lower()
    if unit in {"day", "year", "quarter"}:
        return _When(match.start(), prep, f"the {part} of the {unit}") if unit != "day" and not which else None
    if clock.said is None or clock.today is None:
        return None
    if unit == "month":
        months = clock.said.year * 12 + clock.said.month - 1 + (1 if which in {"next", "following"} else 0)
        same = months == clock.today.year * 12 + clock.today.month - 1 and which != "next"
        return _When(match.start(), prep, f"the {part} of the month" if same else f"the {part} of {MONTHS[months % 12]}")
    target = _monday(clock.said) + dt.timedelta(weeks=1 if which in {"next", "following", "coming"} else 0)
    weeks = (target - _monday(clock.today)).days // 7
    named = {0: "the week" if which in {"", "this"} else "this week", 1: "next week"}.get(weeks)
    return _When(match.start(), prep, f"the {part} of {named or 'the week of ' + clock.text(target, weekday=False)}")


def _week_of(match: re.Match[str], text: str, clock: _Clock) -> _When | None:
    which = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(match["which"].lower(), match["which"].lower())
    what = match["what"] if match["what"].capitalize() in WEEKDAYS else match["what"].lower()
    prep, _ = _before(text, match.start())
    day = what.capitalize() in WEEKDAYS or what == "working day"
    return _When(match.start(), prep or ("on" if day else "in"), f"the {which} {what} of {match['month'].capitalize()}", kind="part")


def _relative(match: re.Match[str], text: str, clock: _Clock) -> _When | None:
    word = re.sub(r"^(?:sometime) ", "", match["word"].lower())
    prep, time = _before(text, match.start())
    if clock.said is None:
        return None
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2}.get(word)
    if days is not None:
        return _When(match.start(), prep, clock.text(clock.said + dt.timedelta(days=days)), time=time)
    ahead = 0 if "this" in word else 1
    early = next((f"{part} " for part in ("early", "late") if word.startswith(part)), "")
    if word.endswith("week"):
        week = f"the week of {clock.text(_monday(clock.said) + dt.timedelta(weeks=ahead), weekday=False)}"
        return _When(
            match.start(),
            prep if prep in {"by", "before"} else "in",
            f"{early}in {week}" if early and not prep else week,
            own=bool(early and not prep),
            kind="week",
        )
    if word.endswith("month"):
        name = MONTHS[(clock.said.month - 1 + ahead) % 12]
        return _When(match.start(), prep or "in", f"{early}{name}", kind="month")
    return None


def _month(match: re.Match[str], text: str, clock: _Clock) -> _When | None:
    prep, _ = _before(text, match.start())
    part = (match["part"] or "").lower().strip("-")
    name = match["month"].capitalize()
    bare = f"mid-{name}" if part == "mid" else f"{part} {name}".strip()
    if match["year"] and not (clock.now and str(clock.now.year) == match["year"]):
        bare += f" {match['year']}"
    return _When(match.start(), prep if prep not in {"on"} else "in", bare, kind="month")


def _one(text: str, clock: _Clock, *, news: bool = False) -> _When | None:
    whens = _whens(text, clock)
    if not whens:
        return None
    if len(whens) > 1:
        if news:
            after = [when for when in whens if _NEWS.search(text[: when.start])]
            bound = [when for when in after if when.prep in {"by", "within", "before"}]
            whens = bound or after[:1]
        else:
            whens = [when for when in whens if when.prep in {"by", "within", "before", "until"}]
    return whens[0] if len(whens) == 1 else None


def _composed(when: _When, default: str) -> str:
    if when.own:
        return when.bare
    prep = when.prep or default
    if when.time:
        return f"{prep} {when.time} on {when.bare}"
    return f"{prep} {when.bare}"


_HEDGED = LazyPattern(r"\b(?:not|n't|never|unless|if|depends|unclear|no idea|unsure|did not say)\b|n't\b", re.IGNORECASE)


def fit_timeline(text: str, notes: Notes) -> dict[str, str]:
    """`when` news was to be expected."""
    if _HEDGED.search(text):
        return {}
    when = _one(text, _clock(notes, reported=True), news=True)
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
    prep = {"until": "by", "from": "from", "over": "in", "at": "on"}.get(when.prep, when.prep)
    if when.kind == "date" and not when.own and when.bare.startswith("the ") and prep == "on":
        prep = "at"
    when = _When(when.start, prep, when.bare, when.own, when.time, when.kind)
    return {"when": _composed(when, default)}


def fit_deadline(text: str, notes: Notes) -> dict[str, str]:
    """`by` when an answer is due, and the bare `date` if it is one."""
    if re.search(r"\b(?:not sure|no deadline|unclear|flexible|unknown)\b", text, re.IGNORECASE):
        return {}
    clock = _clock(notes, reported=False)
    when = _one(text, clock)
    if when is None or when.kind in {"vague", "week"}:
        return {}
    if when.own:
        return {"by": re.sub(r"^in ", "within ", when.bare)} if when.kind in {"span", "in"} else {}
    prep = when.prep if when.prep in {"by", "before"} else "by"
    forms = {"by": _composed(_When(when.start, prep, when.bare, time=when.time), "by")}
    if when.kind == "date" and re.search(r"\d", when.bare) and not when.bare.startswith("the ") and not (prep == "before"):
        forms["date"] = when.bare
    return forms


def fit_start(text: str, notes: Notes) -> dict[str, str]:
    """`on` when the work begins."""
    if re.search(
        r"\b(?:or|if|unless|maybe|perhaps|not|tbc|tbd|to be confirmed|flexible|earliest|probably|around|latest)\b", text, re.IGNORECASE
    ):
        return {}
    whens = _whens(text, _clock(notes, reported=False))
    if not whens or len(whens) > 1 or whens[0].kind in {"vague", "in", "span"}:
        return {}
    when = whens[0]
    if when.own:
        return {"on": when.bare}
    if when.kind in {"month", "week", "part"}:
        prep = when.prep if when.prep in {"in", "on", "at"} else "on" if re.search(r"day of", when.bare) else "in"
        return {"on": f"{prep} {when.bare}"}
    if when.kind == "weekday":
        return {}
    return {
        "on": f"{'at' if when.bare.startswith(('the end', 'the beginning', 'the start')) else 'in' if when.bare.startswith('the middle') else 'on'} {when.bare}"
    }


_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekday|weekend|workday)s?"
_PART = r"(?:mornings?|afternoons?|evenings?|lunchtimes?|nights?|days?)"
_CLOCKTIME = r"(?:\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m)?|noon|midday|lunch|lunchtime|work|school|five|six|four|three)"
_FREE_WORDS = named_pattern("times_free_words")


def fit_availability(text: str, notes: Notes) -> dict[str, str]:
    """`when` the writer is free: "on Tuesday and Thursday afternoons"."""
    clock = _clock(notes, reported=False)
    words = strip_lead(text, "availability").strip(" ,:;.")
    words = re.sub(
        r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?=[-–/]|\b(?!day))",
        lambda match: next(day for day in WEEKDAYS if day.startswith(match[1][:3])),
        words,
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
    replaced = _dates_written(words, clock)
    if not replaced or len(replaced.split()) > 18:
        return {}
    plain = re.sub(r"[\s,]+", " ", replaced)
    if not all(_FREE_WORDS.fullmatch(word) or word.isdigit() for word in plain.split()):
        return {}
    replaced = _list(replaced)
    return {"when": _with_preposition(replaced, clock)}


def _dates_written(text: str, clock: _Clock) -> str:
    """The text with its dates and relative words written out; empty when one cannot be."""
    relative = re.search(
        r"\b(?:today|tomorrow|tonight|this (?:week|afternoon|morning|evening|month)|next (?:week|month)|(?:this|next) \w+day)\b",
        text,
        re.IGNORECASE,
    )
    if relative:
        whole = _RELATIVE.fullmatch(text.strip()) or re.fullmatch(
            r"(?:any ?time |all |any day )?(?P<rest>(?:next|this) week)", text, re.IGNORECASE
        )
        if not whole or clock.said is None:
            return ""
        word = re.sub(r"^(?:any ?time|all|any day) ", "", text.strip(), flags=re.IGNORECASE)
        match = _RELATIVE.fullmatch(word)
        when = _relative(match, word, clock) if match and not word.lower().endswith("day") or match and word.lower() in {"today"} else None
        return f"in {when.bare}" if when and when.kind == "week" else f"on {when.bare}" if when else ""
    out, at = "", 0
    for mention in find_dates(text, now=_reference(clock), dialect=clock.dialect):
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


def _with_preposition(text: str, clock: _Clock) -> str:
    first = text.split()[0].lower()
    if first in {"on", "in", "from", "after", "before", "between", "until", "during", "at", "any", "most", "every", "anytime"}:
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
