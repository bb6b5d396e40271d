"""Hangs on a clause what a jotting says behind it without a verb: "zero late payslips", "all 6 still there", "2 weeks early"."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.fitting.expand_sentence import Clause
from prompts.fitting.finite import has_verb
from prompts.fitting.phrase import tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, spelled_numbers
from prompts.fitting.words import LazyPattern, Tag, lexicon

__all__ = ["attached", "listed"]

_FROM_TO = LazyPattern(r"[£$€]?\d[\w.,]*%? to [£$€]?\d[\w.,]*%?$")
_YEARS_HELD = LazyPattern(r"have \S+ (?:years|months)\b")
_COUNTS = frozenset({"no", "zero", "without", "same", "full", "all", "both", "only"})
_ASKING = frozenset({"what", "who", "how", "why", "where", "which"})


def listed(last: Clause, toks: Sequence[Tok]) -> bool:
    """Whether what a colon announces could be kept behind it: a list of names and things."""
    if last.tails or any(tags_at(toks, at) & (Tag.AUX | Tag.MODAL | Tag.SUBJ) for at in range(len(toks))):
        return False
    last.tails = f": {join(toks)}"
    return True


def attached(last: Clause, kind: str, toks: Sequence[Tok], mark: str) -> bool:
    """Whether words without a verb could be hung on the clause before them.

    Args:
        last: the clause; its tails grow.
        kind: what the words are, as `fit_expand_part.kind_of` says.
        toks: the words.
        mark: the mark before them.
    """
    tail = _in_list(last, kind, toks, mark) if ": " in last.tails else _tail(last, kind, toks, mark)
    last.tails += tail
    return bool(tail)


def _in_list(last: Clause, kind: str, toks: Sequence[Tok], mark: str) -> str:
    """One more item of a list behind a colon."""
    return f", {join(toks)}" if mark == "," and (_asks(toks) or kind in {"np", "small", "time"}) else ""


def _asks(toks: Sequence[Tok]) -> bool:
    return toks[0].low in _ASKING and shape(toks).kind == "wh"


def _tail(last: Clause, kind: str, toks: Sequence[Tok], mark: str) -> str:
    if mark == "-" and not last.tails and (_asks(toks) or kind in {"np", "small"}):
        return f": {join(toks)}"
    if kind == "one":
        return f", the {join(toks)}"
    if kind in {"tail", "time", "ing"}:
        return f", {join(toks)}"
    if _FROM_TO.match(join(toks)):
        return f", from {join(toks)}"
    if kind == "role":
        return _role(last, toks)
    if kind == "small":
        return f", with {join(spelled_numbers([*toks[1:], Tok('now')] if toks[0].low == 'now' else toks))}"
    if toks[0].low == "same" and kind in {"np", "unknown"} and not has_verb(toks):
        return f", with the same {join(toks[1:])}"
    return _thing(last, toks) if kind == "np" else _still(last, toks) if kind == "still" else ""


def _role(last: Clause, toks: Sequence[Tok]) -> str:
    """A job with its time: "group leader since 2021"."""
    if last.subject != "I" or last.tails:
        return ""
    told = join(spelled_numbers(toks))
    if last.form == "perfect":
        return f", as {told}"
    article = lexicon().article(toks[0].word)
    return f" and have been {article} {told}" if last.form == "present" and article and " since " in told else ""


def _thing(last: Clause, toks: Sequence[Tok]) -> str:
    """A number of things, or a measure with its figure."""
    if len(toks) == 2 and toks[0].word.isupper() and tags_at(toks, 1) & Tag.NUM:
        return f", with {toks[0].word} at {toks[1].word}"
    if last.subject == "I" and _YEARS_HELD.match(last.words):
        return f", {join(toks)}"
    if not tags_at(toks, 0) & Tag.NUM and toks[0].low not in _COUNTS:
        return ""
    if ", with " in last.tails and " and " not in last.tails:
        return f" and {join(toks)}"
    return f", {'' if toks[0].low == 'without' else 'with '}{join(toks)}"


def _still(last: Clause, toks: Sequence[Tok]) -> str:
    """What is said of the thing that the last clause ended with: "still used", "now running in two towns"."""
    ended = last.words.split()
    if last.tails or len(ended) < 3:
        return ""
    tags = lexicon().tags(ended[-1])
    if tags & (Tag.ADV | Tag.NAME | Tag.PAST | Tag.ADJ) or (tags and not tags & Tag.NOUN):
        return ""
    return f", which {'are' if tags & Tag.PLURAL else 'is'} {join(toks)}"
