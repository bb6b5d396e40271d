"""The smallest step from a jotted piece to a clause: the articles and dates it lacks, and what to call the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from prompts.fitting.articles import with_articles
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.text import Tok, join
from prompts.fitting.words import Tag, lexicon, read_sections, word_set

__all__ = ["CONJUNCTIONS", "MONTHS", "PRONOUNS", "Clause", "ClauseRole", "articled", "dated", "motive_words", "whole_clause"]

ClauseRole = Literal["clause", "which", "tail", "years", "thing"]
MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)
_GIVING = frozenset({"give", "offer", "promise", "send", "show"})
_BEFORE_A_DAY = frozenset(
    [
        "on",
        "by",
        "until",
        "till",
        "from",
        "since",
        "before",
        "after",
        "every",
        "each",
        "next",
        "last",
        "this",
        "to",
        "of",
        "for",
        "and",
        "or",
    ]
)
_RIDES = frozenset({"bus", "train", "tram", "ferry", "boat", "phone"})
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
CONJUNCTIONS = frozenset({"and", "but", "so", "because", "as", "since", "while", "which", "where", "who", "though", "although", "or"})
PRONOUNS = frozenset(
    [
        "i",
        "you",
        "they",
        "we",
        "it",
        "he",
        "she",
        "there",
        "this",
        "these",
        "those",
        "mine",
        "ours",
        "most",
        "everyone",
        "everybody",
        "nobody",
        "anyone",
        "everything",
        "nothing",
    ]
)


@cache
def motive_words() -> dict[str, frozenset[str]]:
    """The sections of `lexicon/motive.txt`."""
    return {name: frozenset(" ".join(lines).split()) for name, lines in read_sections("motive.txt").items()}


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a note made whole.

    Its role: a sentence of its own, a remark on the piece before it (", which ..."), a loose end of that piece (", never alone"), a span of
    years, or a thing that only has a name.
    """

    text: str
    role: ClauseRole
    changed: bool = False
    subjectless: bool = False


def whole_clause(toks: Sequence[Tok], *, changed: bool = False) -> Clause | None:
    """The words as a clause with the articles they lack; None where one is missing and not certain."""
    fixed = articled(dated(toks))
    if fixed is None:
        return None
    subjectless = changed and fixed[0].low in {"i", "it"}
    return Clause(join(fixed), "clause", changed or len(fixed) != len(toks), subjectless)


def dated(toks: Sequence[Tok]) -> list[Tok]:
    """The words with the small word before a date: "starts August" as "starts in August", "starts Monday" as "starts on Monday"."""
    out = list(toks)
    if len(out) > 2 and out[0].low == "starts" and out[1].word[:1].isdigit() and out[2].low in MONTHS:
        return [out[0], Tok("on"), *out[1:]]
    for at in range(len(out) - 1):
        word = out[at + 1].word
        if out[at].low in {"starts", "begins", "opens", "ends", "start", "begin", "starting"} and word[:1].isupper():
            small = "on" if word.lower().endswith("day") else "in" if word.lower() in MONTHS else ""
            return [*out[: at + 1], Tok(small), *out[at + 1 :]] if small else out
    return out


def articled(toks: Sequence[Tok]) -> list[Tok] | None:
    """The words with the articles they lack, also before "same" and "only" and behind somebody who is given something."""
    if _run_on(toks):
        return None
    out: list[Tok] = []
    for at, tok in enumerate(toks):
        small = _small_word(toks, at) if at else ""
        if small is None:
            return None
        if small:
            out.append(Tok(small))
        out.append(tok)
    out = _in_a_job(out)
    fixed, strict = with_articles(out, head="none"), with_articles(out, head="none", otherwise="the")
    return fixed if fixed is not None and strict is not None and _same_but_for_activities(fixed, strict) else None


def _small_word(toks: Sequence[Tok], at: int) -> str | None:
    """The small word missing before a word of the clause; "" where none is, None where one is and it is not certain which."""
    low, before = toks[at].low, tags_at(toks, at - 1)
    if low in {"last", "past"} and before & (Tag.CONJ | Tag.PREP) and tags_at(toks, at + 1) & Tag.NUM:
        return "the"
    if low in _WEEKDAYS and before & (Tag.NOUN | Tag.ADV | Tag.PREP | Tag.THIRD | Tag.BASE) and toks[at - 1].low not in _BEFORE_A_DAY:
        return "on"
    if low in {"boss", "landlord"} and before & (Tag.BASE | Tag.PREP | Tag.PAST):
        return "my"
    if low in {"same", "first", "whole", "right", "wrong", "only"} and tags_at(toks, at + 1) & Tag.NOUN and not toks[at - 1].post:
        return "the" if before & Tag.PREP and not before & (Tag.DET | Tag.POSS) else ""
    phrase = noun_phrase(toks, at)
    if phrase is None or phrase.determined:
        return ""
    if toks[at - 1].low == "on" and toks[phrase.head].low in _RIDES:
        return "the"
    if before & Tag.OBJ and at > 1 and lexicon().base(toks[at - 2].low) in _GIVING and phrase.singular_count:
        return lexicon().article(toks[at].word) or None
    return ""


def _same_but_for_activities(fixed: Sequence[Tok], strict: Sequence[Tok]) -> bool:
    """Whether an article that may be missing stands before nothing but an activity or a means ("from audit", "by bus")."""
    at = 0
    for index, tok in enumerate(strict):
        if at < len(fixed) and tok.low == fixed[at].low:
            at += 1
            continue
        phrase = noun_phrase(strict, index)
        bare = motive_words()["bare_activity"]
        if phrase is None or not (strict[phrase.head].low in bare or f"{strict[phrase.head - 1].low}-{strict[phrase.head].low}" in bare):
            return False
    return True


def _in_a_job(toks: Sequence[Tok]) -> list[Tok]:
    """The words with "a" before a job after "as": "trained as joiner"."""
    out: list[Tok] = []
    for at, tok in enumerate(toks):
        if at and toks[at - 1].low == "as" and tok.word.islower() and tags_at(toks, at) & Tag.COUNT:
            phrase = noun_phrase(toks, at)
            if (
                phrase
                and phrase.singular_count
                and not phrase.determined
                and lexicon().article(tok.word)
                and _is_job(toks[phrase.head].low)
            ):
                out.append(Tok(lexicon().article(tok.word)))
        out.append(tok)
    return out


def _is_job(low: str) -> bool:
    return low in word_set("person_noun") or low.endswith(("er", "or", "ist", "ian", "ant", "man", "woman", "ic"))


def _run_on(toks: Sequence[Tok]) -> bool:
    """Whether two copulas follow one another with nothing between them that would join two clauses."""
    open_verb = False
    for tok in toks:
        if (
            tok.low in CONJUNCTIONS | {"that", "if", "when", "than", "what", "how", "why", "before", "after", "until"}
            or tok.post
            or tok.low in PRONOUNS
        ):
            open_verb = False
        elif tok.low in {"is", "are", "was", "were"}:
            if open_verb:
                return True
            open_verb = True
    return False
