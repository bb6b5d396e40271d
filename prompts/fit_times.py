"""Forms of timelines, deadlines and start dates."""

from __future__ import annotations

import re

from prompts.fit_when import MOVED, When, clock_of, one_when, whens_of
from prompts.fit_words import LazyPattern
from prompts.notes import Notes, ScenarioId

__all__ = ["fit_deadline", "fit_start", "fit_timeline"]


def _composed(when: When, default: str) -> str:
    if when.own:
        return when.bare
    prep = when.prep or default
    if when.time:
        return f"{prep} {when.time} on {when.bare}"
    return f"{prep} {when.bare}"


_HEDGED = LazyPattern(
    r"\b(?:not|n't|never|unless|if|depends|unclear|no idea|unsure|did not say|(?:so|then|and) (?:shortly |soon |just )?after)\b|n't\b",
    re.IGNORECASE,
)


def fit_timeline(text: str, notes: Notes) -> dict[str, str]:
    """`when` news was to be expected."""
    if _HEDGED.search(text):
        return {}
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
    prep = {"until": "by", "from": "from", "over": "in", "at": "on"}.get(when.prep, when.prep)
    if when.kind == "date" and not when.own and re.match(r"the [a-z]", when.bare) and prep == "on":
        prep = "at"
    when = When(when.start, prep, when.bare, when.own, when.time, when.kind)
    return {"when": _composed(when, default)}


def fit_deadline(text: str, notes: Notes) -> dict[str, str]:
    """`by` when an answer is due, and the bare `date` if it is one."""
    if re.search(r"\b(?:not sure|no deadline|unclear|flexible|unknown|(?:days?|weeks?) (?:from|after))\b", text, re.IGNORECASE):
        return {}
    clock = clock_of(notes, reported=False)
    bare = re.sub(r"\s*\([^()]*\)", "", text)
    when = one_when(bare if any(char.isdigit() for char in bare) else text, clock)
    if when is None or when.kind in {"vague", "week"}:
        return {}
    if when.own:
        return {"by": re.sub(r"^in ", "within ", when.bare)} if when.kind in {"span", "in"} else {}
    prep = when.prep if when.prep in {"by", "before"} else "by"
    forms = {"by": _composed(When(when.start, prep, when.bare, time=when.time), "by")}
    if when.kind == "date" and re.search(r"\d", when.bare) and not when.bare.startswith("the ") and prep != "before":
        forms["date"] = when.bare
    return forms


def fit_start(text: str, notes: Notes) -> dict[str, str]:
    """`on` when the work begins."""
    if re.search(
        r"\b(?:or|if|unless|maybe|perhaps|not|tbc|tbd|to be confirmed|flexible|earliest|probably|around|latest)\b", text, re.IGNORECASE
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
