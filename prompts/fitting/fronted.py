"""A strength told in one sentence whose first words stand in front of its subject: "of 74 trainees, two failed"."""

from __future__ import annotations

import re

from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.voice import reader_of, towards_reader
from prompts.fitting.words import LazyPattern, Tag, lexicon
from prompts.notes import Fact, Notes

__all__ = ["fronted_forms"]

#: "of 74 trainees I have had, two needed a third attempt": words in front, and then the sentence.
_FRONTED = LazyPattern(
    r"(?P<front>(?:out )?(?:of|in|with|at|on|after|before|during|within|over|under|by|from|for|since)\b[^,.;:()]{4,80}), "
    r"(?P<rest>[^,;:.()]{8,160})\.?",
    re.IGNORECASE,
)


def fronted_forms(fact: Fact, notes: Notes) -> dict[str, str]:
    """A strength told in one sentence whose first words stand in front of its subject; empty unless it is that for certain."""
    match = _FRONTED().fullmatch(" ".join(fact.text.split()))
    if match is None or re.match(r"(?:and|or|but|which|who|then|plus|also)\b", match["rest"]) or "/" in fact.text or "->" in fact.text:
        return {}
    count = re.match(
        r"(?:\w+ of \w+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|none|most|half) (?P<verb>\w+)", match["rest"]
    )
    verb = count is not None and lexicon().tags(count["verb"].lower()) & (Tag.PAST | Tag.AUX)
    if not verb and shape([Tok(word) for word in match["rest"].split()]).kind != "clause":
        return {}
    toks = towards_reader(lowered_start(tokens(match[0].rstrip(".")), reader_of(notes).names), reader_of(notes), ours=True)
    told = join(toks) if toks else ""
    return {"own": f"{told[0].upper()}{told[1:]}.", "told": told} if told else {}
