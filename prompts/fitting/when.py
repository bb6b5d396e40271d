"""Finds the time phrases of a note and resolves those that would go stale ("tomorrow", "next week")."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from prompts.dates import MONTHS, WEEKDAYS, DateMention, date_text, find_dates
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Notes, ScenarioId

__all__ = ["MOVED", "RELATIVE", "Clock", "When", "clock_of", "one_when", "reference", "relative_when", "whens_of"]

_NUMBER = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPAN = named_pattern("times_span")
_END_OF = named_pattern("times_end_of")
_WEEK_OF = named_pattern("times_week_of")
_MONTH = named_pattern("times_month")
RELATIVE = named_pattern("times_relative")
_BEFORE = named_pattern("times_before")
_WEEK_FROM = named_pattern("times_week_from")
_NEWS = named_pattern("times_news")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the time words of one note count from: when they were said, and now."""

    said: dt.date | None
    now: dt.datetime | None
    dialect: str

    @property
    def today(self) -> dt.date | None:
        """The date of `now`."""
        return self.now.date() if self.now else None

    def text(self, day: dt.date, *, weekday: bool = True) -> str:
        """A date in the dialect of the notes."""
        return date_text(day, self.dialect, weekday=weekday)


@dataclass(frozen=True, slots=True)
class When:
    """A time phrase: what goes before it in the note, the bare phrase, and whether it brings its own preposition."""

    start: int
    prep: str
    bare: str
    own: bool = False
    time: str = ""
    kind: str = "date"


def clock_of(notes: Notes, *, reported: bool) -> Clock:
    """What the time words of these notes count from.

    Args:
        notes: the notes.
        reported: the words were said at the interview; while waiting for an answer they never count from `now`.
    """
    at = notes.interview.at
    met = at.date() if isinstance(at, dt.datetime) else at
    waiting = notes.scenario is ScenarioId.NO_RESPONSE
    now = notes.now.date() if notes.now else None
    said = (met or (None if waiting else now)) if reported else now
    return Clock(said, notes.now, notes.dialect or "en-US")


def reference(clock: Clock) -> dt.datetime | None:
    """`now`, or the day of the interview, to choose the year of a date without one."""
    return clock.now or (dt.datetime.combine(clock.said, dt.time()) if clock.said else None)


def whens_of(text: str, clock: Clock) -> list[When] | None:
    """All time phrases of a note; None when one of them contradicts itself or cannot be made to last."""
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for match in _WEEK_FROM.finditer(text):
        day = [mention for mention in find_dates(match["day"], now=reference(clock), dialect=clock.dialect) if mention.rendered]
        if len(day) == 1 and day[0].rendered not in WEEKDAYS:
            found.append(When(match.start(), "", f"in the week of {day[0].rendered}", own=True, kind="week"))
            taken.append(match.span())
    for mention in find_dates(text, now=reference(clock), dialect=clock.dialect):
        if any(mention.start < end and start < mention.end for start, end in taken):
            continue
        when = _from_mention(text, mention, clock)
        if when is None:
            return None
        found.append(when)
        taken.append((mention.start, mention.end))
    for pattern, reader in ((_SPAN, _span), (_END_OF, _end_of), (_WEEK_OF, _week_of), (RELATIVE, relative_when), (_MONTH, _month)):
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
    if re.fullmatch(r"COB|close of (?:business|play)", time, re.IGNORECASE):
        time = "the close of business"
    elif re.fullmatch(r"EOD|end of (?:the )?day", time, re.IGNORECASE):
        time = "the end of the day"
    return prep, re.sub(r"(\d)\s?([ap])\.?m\.?", r"\1 \2m", time, flags=re.IGNORECASE)


def _from_mention(text: str, mention: DateMention, clock: Clock) -> When | None:
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
    return When(start, prep, bare, time=time, kind="weekday" if weekday_only and bare in WEEKDAYS else "date")


def _named_day(weekday: int, qualifier: str, clock: Clock) -> str | None:
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
        last = re.sub(r"\D*(\w+)$", r"\1", more.strip())
        last = _NUMBER[int(last)] if last.isdigit() and int(last) <= 12 else last
        joint = "or" if " or " in more else "to"
        return 0, f"{name} {joint} {last} {working}{unit}s"
    return number, f"{name} {working}{unit}{'' if number == 1 else 's'}"


def _span(match: re.Match[str], text: str, clock: Clock) -> When | None:
    number, words = _counted(match)
    how, unit = match["how"].lower(), match["unit"].lower()
    if how == "within":
        return When(match.start(), "within", f"within {words}", own=True, kind="span")
    if how == "after":
        return When(match.start(), "", "", own=True, kind="vague")
    if not number or match["working"] or clock.said is None:
        return When(match.start(), "in", f"in {words}", own=True, kind="in")
    if unit == "day":
        if re.search(
            r"\b(?:about|around|roughly|some|circa|maybe)\b[ \w]*$", f"{text[max(0, match.start() - 14) : match.start()]}{match[0]}"
        ):
            return When(
                match.start(),
                "around",
                f"around {clock.text(clock.said + dt.timedelta(days=number), weekday=False)}",
                own=True,
                kind="around",
            )
        return When(match.start(), "", clock.text(clock.said + dt.timedelta(days=number)))
    if unit == "week":
        monday = _monday(clock.said) + dt.timedelta(weeks=number)
        return When(match.start(), "", f"in the week of {clock.text(monday, weekday=False)}", own=True, kind="week")
    month = MONTHS[(clock.said.month - 1 + number) % 12]
    return When(match.start(), "", f"in {month}", own=True, kind="month")


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _end_of(match: re.Match[str], text: str, clock: Clock) -> When | None:
    part = match["part"].lower()
    which, what = (match["which"] or "").strip().lower(), match["what"]
    prep, _ = _before(text, match.start())
    part = "middle" if part == "mid" else part
    default = "by" if part == "end" else "at" if part != "middle" else "in"
    prep = prep if prep in {"by", "before", "at", "around", "in", "until", "from", "after"} else default
    prep = "by" if prep == "in" and part == "end" else prep
    if what.capitalize() in MONTHS:
        return When(match.start(), prep, f"the {part} of {what.capitalize()}")
    unit = what.lower()
    if unit in {"day", "year", "quarter"}:
        return When(match.start(), prep, f"the {part} of the {unit}") if unit != "day" and not which else None
    if which == "last":
        return When(match.start(), prep, f"the {part} of last {unit}")
    if clock.said is None or clock.today is None:
        return None
    if unit == "month":
        months = clock.said.year * 12 + clock.said.month - 1 + (1 if which in {"next", "following"} else 0)
        same = months == clock.today.year * 12 + clock.today.month - 1 and which != "next"
        return When(match.start(), prep, f"the {part} of the month" if same else f"the {part} of {MONTHS[months % 12]}")
    target = _monday(clock.said) + dt.timedelta(weeks=1 if which in {"next", "following", "coming"} else 0)
    weeks = (target - _monday(clock.today)).days // 7
    named = {0: "the week" if which in {"", "this"} else "this week", 1: "next week"}.get(weeks)
    return When(match.start(), prep, f"the {part} of {named or 'the week of ' + clock.text(target, weekday=False)}")


def _week_of(match: re.Match[str], text: str, clock: Clock) -> When | None:
    which = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}.get(match["which"].lower(), match["which"].lower())
    if re.search(r"\b(?:first|second|third|1st|2nd|3rd|early|late) (?:or|to)\s+(?:the )?$", text[: match.start()], re.IGNORECASE):
        return None
    what = match["what"] if match["what"].capitalize() in WEEKDAYS else match["what"].lower()
    prep, _ = _before(text, match.start())
    day = what.capitalize() in WEEKDAYS or what == "working day"
    return When(match.start(), prep or ("on" if day else "in"), f"the {which} {what} of {match['month'].capitalize()}", kind="part")


def relative_when(match: re.Match[str], text: str, clock: Clock) -> When | None:
    """The time word ("tomorrow", "next week") as a date or a week; None when it is not known when it was said."""
    word = re.sub(r"^(?:sometime) ", "", match["word"].lower())
    prep, time = _before(text, match.start())
    if clock.said is None:
        return None
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2}.get(word)
    if days is not None:
        return When(match.start(), prep, clock.text(clock.said + dt.timedelta(days=days)), time=time)
    if word.endswith("weekend"):
        return _weekend(match.start(), prep, word, clock)
    ahead = 0 if "this" in word else 1
    early = next((f"{part} " for part in ("early", "late") if word.startswith(part)), "")
    if word in {"this week", "later this week"} and clock.today and _monday(clock.today) > _monday(clock.said):
        return When(match.start(), prep if prep in {"by", "before"} else "", "this week", own=True, kind="week")  # as the writer sees it
    if word.endswith("week"):
        week = f"the week of {clock.text(_monday(clock.said) + dt.timedelta(weeks=ahead), weekday=False)}"
        return When(
            match.start(),
            prep if prep in {"by", "before"} else "in",
            f"{early}in {week}" if early and not prep else week,
            own=bool(early and not prep),
            kind="week",
        )
    if word.endswith("month"):
        name = MONTHS[(clock.said.month - 1 + ahead) % 12]
        return When(match.start(), prep or "in", f"{early}{name}", kind="month")
    return None


def _weekend(start: int, prep: str, word: str, clock: Clock) -> When | None:
    """The weekend after what was said, by the date of its Saturday once that week is over."""
    if clock.said is None or clock.today is None:
        return None
    saturday = _monday(clock.said) + dt.timedelta(days=5, weeks=1 if word.startswith("next") else 0)
    is_ahead = saturday >= clock.today and _monday(saturday) == _monday(clock.today)
    named = "the weekend" if is_ahead else f"the weekend of {clock.text(saturday, weekday=False)}"
    return When(start, prep if prep in {"by", "before", "after"} else "at", named, kind="week")


def _month(match: re.Match[str], text: str, clock: Clock) -> When | None:
    prep, _ = _before(text, match.start())
    part = (match["part"] or "").lower().strip("-")
    name = match["month"].capitalize()
    bare = f"mid-{name}" if part == "mid" else f"{part} {name}".strip()
    if match["year"] and not (clock.now and str(clock.now.year) == match["year"]):
        bare += f" {match['year']}"
    return When(match.start(), prep if prep not in {"on"} else "in", bare, kind="month")


#: Words that shift a date by days that the note does not count out.
MOVED = named_pattern("when_moved")


_SETTLED = LazyPattern(r"\((?:so|i\.?e\.?|=|that is|meaning|therefore)?,?\s*(?P<day>[^()]{3,25})\)\W*$", re.IGNORECASE)


def _settled(text: str, clock: Clock) -> When | None:
    """The date that the writer worked out in brackets at the end: "end of October (so 30 Oct)"."""
    match = _SETTLED.search(text)
    found = find_dates(match["day"], now=reference(clock), dialect=clock.dialect) if match else []
    if (
        match is None
        or len(found) != 1
        or not found[0].date
        or len(found[0].rendered) < 4
        or (found[0].end - found[0].start) < len(match["day"].strip()) - 1
    ):
        return None
    prep = "by" if re.search(r"\b(?:by|until|before|latest|deadline|end of)\b", text, re.IGNORECASE) else "on"
    return When(match.start("day"), prep, found[0].rendered)


def one_when(text: str, clock: Clock, *, news: bool = False) -> When | None:
    """The one time phrase of a note, or the one that says when news is due; None without a clear one."""
    settled = _settled(text, clock)
    if settled:
        return settled
    whens = None if MOVED.search(text) else whens_of(text, clock)
    if not whens or any(re.match(r"[^.;]{0,25}(?:\bor\b|/|\bto\b|[-–])\s*$", text[one.start : two.start]) for one, two in pairwise(whens)):
        return None
    if len(whens) > 1:
        if news:
            after = [when for when in whens if _NEWS.search(text[: when.start])]
            bound = [when for when in after if when.prep in {"by", "within", "before"}]
            whens = bound or after[:1]
        else:
            whens = [when for when in whens if when.prep in {"by", "within", "before", "until"}]
    return whens[0] if len(whens) == 1 else None
