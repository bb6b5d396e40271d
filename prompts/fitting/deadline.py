"""Forms of deadlines: when an answer is due, and the other date that is wished for."""

from __future__ import annotations

import datetime as dt
import re

from prompts.dates import find_dates
from prompts.fitting.deadline_own import TwoDates, coming, two_dates
from prompts.fitting.expand_when import counted
from prompts.fitting.note import note_text
from prompts.fitting.retold import retold
from prompts.fitting.text import normalise
from prompts.fitting.when import When, clock_of, one_when, reference
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, Notes, ScenarioId

__all__ = ["COUNTED", "composed", "fit_deadline", "length_of"]

COUNTED = named_pattern("deadline_counted")


def composed(when: When, default: str) -> str:
    """A time phrase with its preposition, and the time of day before it."""
    if when.own:
        return when.bare
    prep = when.prep or default
    if when.time:
        return f"{prep} {when.time} on {when.bare}"
    return f"{prep} {when.bare}"


_WISH = named_pattern("deadline_wish")
_MORE_TIME = named_pattern("deadline_more_time")


def _two_dates(text: str, notes: Notes) -> dict[str, str]:
    """`asked`, their date, and `wish`, the date that the writer would like instead; empty unless the note has both."""
    text = _nth_in_full(_same_day(text), notes)
    if longer := _longer(text, notes):
        return longer
    match = _MORE_TIME.fullmatch(text) or _WISH.fullmatch(text)
    if match is None:
        return {}
    theirs, wished = _due(match["theirs"], notes).get("by", ""), _due(match["wish"].strip(" ?."), notes)
    timed = re.match(r"by (?P<when>.+ on .+\d.*)$", wished.get("by", ""))
    mine = (
        (timed["when"] if timed else "")
        or wished.get("date", "")
        or (wished.get("by", "").removeprefix("by ") if re.match(r"by the \d", wished.get("by", "")) else "")
    )
    if not theirs or not mine or not theirs.startswith(("by ", "before ")) or mine in theirs:
        return {}
    return {"asked": theirs, "wish": mine}


_NTH_ALONE = LazyPattern(r"\b(\d{1,2}(?:st|nd|rd|th))\b")


def _day(words: str, notes: Notes) -> dt.date | None:
    clock = clock_of(notes, reported=False)
    mentions = find_dates(words, now=reference(clock), dialect=clock.dialect)
    return mentions[0].date if len(mentions) == 1 else None


def _two_days(text: str, notes: Notes) -> dict[str, str]:
    """Both dates of a note in two parts that has one in each: theirs first, then the writer's wish."""
    parts = [part for part in re.split(r"[,;?]|\. |(?<!\d)\.(?!\d)| - | and ", text) if re.search(r"\d", part)]
    if len(parts) != 2 or not _ASKS.search(parts[1]):
        return {}
    theirs, wished = _day(parts[0], notes), _day(parts[1], notes)
    alone = _NTH_ALONE.search(parts[1])
    clock = clock_of(notes, reported=False)
    mine = clock.text(wished) if wished else f"the {alone[1]}" if alone else ""
    return {"asked": f"by {clock.text(theirs)}", "wish": mine} if theirs and mine else {}


def _in_order(both: dict[str, str], notes: Notes) -> dict[str, str]:
    """The two dates with the later one as the wish."""
    theirs, mine = _day(both["asked"], notes), _day(both["wish"], notes)
    if theirs is None or mine is None or theirs <= mine:
        return both
    return {"asked": f"by {both['wish']}", "wish": both["asked"].removeprefix("by ").removeprefix("before ")}


_ASKS = LazyPattern(r"\b(?:ask|want|need|hope|hoping|wish|like|love|could|can|may|prefer|would|till|until|instead|rather)\b", re.IGNORECASE)
_AGAIN = named_pattern("deadline_again")
_TIME_AFTER = named_pattern("deadline_time_after")
_LONGER = named_pattern("deadline_longer")


def _same_day(text: str) -> str:
    """The text without a "tomorrow" that its date says again, and with "by" before a wish that is only "until"."""
    return re.sub(r"\bask(ing)? (?:till|until|til)\b", r"ask\1 for", _AGAIN.sub("", text))


_NTH = named_pattern("deadline_nth")


def _nth_in_full(text: str, notes: Notes) -> str:
    """The text with "Friday the 13th" as the coming date that is both; as it stands where none is near."""
    clock = clock_of(notes, reported=False)

    def written(match: re.Match[str]) -> str:
        day = coming(clock, day=int(match["day"]), weekday=match["weekday"])
        return clock.text(day) if day else match[0]

    return _NTH.sub(written, text)


def _timed(text: str, notes: Notes) -> str:
    """The text with the time of day before its date: "by Friday noon" as "by noon on Friday"."""
    clock = clock_of(notes, reported=False)
    mentions = find_dates(text, now=reference(clock), dialect=clock.dialect)
    if len(mentions) != 1:
        return text
    start, end = mentions[0].start, mentions[0].end
    match = _TIME_AFTER.match(text[end:])
    if not match:
        return text
    before = text[:start].rstrip()
    by = "" if re.search(r"\b(?:by|before|until|till|til)(?: the)?$", before, re.IGNORECASE) else " by"
    return f"{before}{by} {match['time']} on {text[start:end]}{text[end + match.end() :]}".strip()


def _longer(text: str, notes: Notes) -> dict[str, str]:
    """Their date and the one that is a week or some days later, where the notes ask for so much more."""
    match = _LONGER.match(text)
    if not match:
        return {}
    clock = clock_of(notes, reported=False)
    mentions = find_dates(match["theirs"], now=reference(clock), dialect=clock.dialect)
    asked = _due(match["theirs"], notes).get("by", "")
    day = mentions[0].date if len(mentions) == 1 else None
    if day is None or not asked.startswith(("by ", "before ")):
        return {}
    words = {"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    count = words.get(match["count"].lower(), 0) or int(match["count"])
    later = day + dt.timedelta(days=count * (7 if match["unit"].lower() == "week" else 1))
    return {"asked": asked, "wish": clock.text(later)}


def fit_deadline(text: str, notes: Notes) -> dict[str, str]:
    """`by` when an answer is due, and the bare `date` if it is one; `asked` and `wish` where the notes name their date and one's own."""
    if (dates := two_dates(notes)) and (mine := _apart(text, dates, notes)) is not None:
        return mine
    if both := _two_dates(text, notes) or (_two_days(text, notes) if notes.scenario is ScenarioId.TIME_TO_THINK else {}):
        return _in_order(both, notes)
    if notes.scenario is ScenarioId.TIME_TO_THINK and (wish := _WISH.fullmatch(text)) and re.search(r"\d|day\b", wish["wish"]):
        return _due(wish["wish"].strip(" ?."), notes)
    return _due(text, notes)


def _apart(text: str, dates: TwoDates, notes: Notes) -> dict[str, str] | None:
    """The forms where two facts name the two dates: all of them with the wish, none with their date, which the wish tells along."""
    if dates.theirs is not None and text in _as_read(dates.theirs, notes):
        return {}
    if text not in _as_read(dates.mine, notes):
        return None
    wish = clock_of(notes, reported=False).text(dates.wish)
    if dates.asked is None:
        return {"by": f"by {wish}", "date": wish}
    return {"asked": f"by {clock_of(notes, reported=False).text(dates.asked)}", "wish": wish}


def _as_read(fact: Fact, notes: Notes) -> set[str]:
    """The ways in which a fact's text reaches its fitter: as written, or retold, on one line, with its slips mended."""
    told = retold(fact)
    return {fact.text, normalise(told.text), note_text(told, notes)}


def _due(text: str, notes: Notes) -> dict[str, str]:
    if match := COUNTED.fullmatch(text.strip(" .")):
        length = length_of(match["count"], match["kind"] or "", match["unit"])
        return {"by": f"within {length}"} if length else {}
    if re.search(r"\b(?:not sure|no deadline|unclear|flexible|unknown|(?:days?|weeks?) (?:from|after))\b", text, re.IGNORECASE):
        return {}
    clock = clock_of(notes, reported=False)
    text = _timed(_nth_in_full(_same_day(text), notes), notes)
    bare = re.sub(r"\s*\([^()]*\)", "", text)
    when = one_when(bare if any(char.isdigit() for char in bare) else text, clock)
    if when is None or when.kind in {"vague", "week"}:
        return {}
    if when.own:
        return {"by": re.sub(r"^in ", "within ", when.bare)} if when.kind in {"span", "in"} else {}
    prep = when.prep if when.prep in {"by", "before"} else "by"
    forms = {"by": composed(When(when.start, prep, when.bare, time=when.time), "by")}
    if when.kind == "date" and re.search(r"\d", when.bare) and not when.bare.startswith("the ") and prep != "before":
        forms["date"] = when.bare
    return forms


def length_of(count: str, kind: str, unit: str) -> str:
    """A counted length of time in words: "three working days", "48 hours"; empty where it is not certain."""
    if unit.lower().startswith("hour"):
        return f"{count} hours" if count not in {"1", "one", "a", "an"} else "an hour"
    length = counted(count, unit)
    number, _, name = length.partition(" ")
    return f"{number} {kind.lower()}{name}" if length else ""
