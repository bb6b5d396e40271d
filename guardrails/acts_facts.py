"""Acts that rest on the notes: naming the role, the company or a date, recalling a fact, listing everything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from guardrails.acts_data import load_words
from guardrails.acts_times import time_items
from guardrails.acts_tokens import PUNCTUATION, Row, read_row
from prompts.brief import Brief
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["fact_acts", "names", "stems"]

_SUFFIX = compiled(r"(?:ations?|ings?|ments?|ness|ers?|ors?|ies|ed|es|ly|s|y|e)$")
_PARTS = compiled(r"[;:]\s+(?=\w+\s+\w)")
_LISTED = 5
_ROLE_SHARE = 0.5
#: Content words a sentence shares with a fact before it tells that fact rather than touching on it.
_WELL = 2


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Content words of a text, cut to their stems, so that "packaging line" and "packaged" meet."""
    common = load_words("common")
    words = (token.text for token in read_row(text).tokens if token.text[:1].isalnum())
    return frozenset(_stem(word) for word in words if word not in common and len(word) > 1)


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    cut = _SUFFIX.sub("", word)
    return cut if len(cut) >= 3 else word


@lru_cache(maxsize=4096)
def names(name: str | None, text: str, *, legal: bool) -> bool:
    """True when the text names it: most of its words, its first telling word, or its initials. An unknown name is never missing."""
    if not name:
        return True
    name = re.sub(r"\([^)]*\)", " ", name)
    wanted = [
        token.text for token in read_row(name).tokens if token.text not in PUNCTUATION and not (legal and token.text in load_words("legal"))
    ]
    there = {_stem(token.text) for token in read_row(text).tokens}
    if not wanted:
        return name.casefold().strip() in text.casefold()
    hits = sum(_stem(word) in there for word in wanted)
    initials = "".join(word[0] for word in wanted)
    if legal:
        telling = next((word for word in wanted if word not in load_words("sectors") and word not in load_words("common")), wanted[0])
        return _stem(telling) in there or (len(initials) > 1 and initials in there) or hits == len(wanted)
    return (
        hits == len(wanted)
        or (hits >= max(1, len(wanted) * _ROLE_SHARE) and _is_role(wanted, text))
        or (len(initials) > 1 and initials in there)
    )


def _is_role(wanted: list[str], text: str) -> bool:
    """Whether a part of a role stands for it: what the person is ("planner"), or any part of it in front of "role" or "post"."""
    said = [_stem(token.text) for token in read_row(text).tokens]
    parts = [_stem(word) for word in wanted]
    heads = {parts[-1], parts[wanted.index("of") - 1] if "of" in wanted[1:] else parts[-1]}
    return bool(heads.intersection(said)) or any(
        word in parts and {_stem(job) for job in load_words("jobs")}.intersection(said[at + 1 : at + 3]) for at, word in enumerate(said)
    )


def fact_acts(sentence: str, brief: Brief) -> set[str]:
    """The acts one sentence performs by what it says about the facts of the notes."""
    row = read_row(sentence)
    acts: set[str] = set()
    if brief.notes.company and names(brief.notes.company, sentence, legal=True):
        acts.add("names_company")
    if brief.notes.role and names(brief.notes.role, sentence, legal=False):
        acts.add("names_role")
    items = _times_in(sentence)
    if items:
        acts |= _dated(row, items, brief)
    acts |= _recalled(sentence, brief)
    if _list_length(row) >= _LISTED:
        acts.add("lists_everything")
    return acts


def _dated(row: Row, items: frozenset[str], brief: Brief) -> set[str]:
    acts: set[str] = set()
    if _shares(items, brief, FactKind.TIMELINE) or _is_reported(row):
        acts.add("names_promised_date")
    decides = bool(load_words("deciding") & row.words) and not _shares(items, brief, FactKind.TIMELINE)
    if decides or _shares(items, brief, FactKind.DEADLINE):
        acts.add("names_deadline")
    if _shares(items, brief, FactKind.DEADLINE) or load_words("proposing") & row.words:
        acts.add("names_answer_date")
    if _shares(items, brief, FactKind.START_DATE) or load_words("starting") & row.words:
        acts.add("names_start_date")
    return acts


def _is_reported(row: Row) -> bool:
    """Whether the sentence tells what was announced: someone of theirs, and a verb of announcing or the decision itself."""
    told = load_words("reported") & row.words
    return len(told) > 1 and bool(told - load_words("parties"))


def _shares(items: frozenset[str], brief: Brief, kind: FactKind) -> bool:
    """Whether these times are those of a fact of this kind; where both name a day, the day has to be the same."""
    return any(_same_time(items, _times_in(fact.text)) for fact in brief.facts.values() if fact.kind is kind)


def _same_time(said: frozenset[str], noted: frozenset[str]) -> bool:
    days, noted_days = _days(said), _days(noted)
    if not days or not noted_days:
        return bool(said & noted)
    months, noted_months = _months(said), _months(noted)
    return bool(days & noted_days) and (not months or not noted_months or bool(months & noted_months))


def _days(items: frozenset[str]) -> frozenset[str]:
    return frozenset(item for item in items if item[1:].isdecimal() and item[0] == "d")


def _months(items: frozenset[str]) -> frozenset[str]:
    return frozenset(item for item in items if item[1:].isdecimal() and item[0] == "m")


@lru_cache(maxsize=1024)
def _times_in(text: str) -> frozenset[str]:
    return time_items(read_row(text))


def _recalled(sentence: str, brief: Brief) -> set[str]:
    here = stems(sentence)
    header = stems(brief.notes.company or "") | stems(brief.notes.role or "")
    acts: set[str] = set()
    for fact in brief.facts.values():
        telling = stems(fact.text) - header
        shared = len(here & telling)
        if not shared:
            continue
        well = shared >= min(_WELL, len(telling))
        if fact.kind in (FactKind.TOPIC, FactKind.RAPPORT, FactKind.OFFER):
            acts |= {"recall", "went_well"} if well else {"recall"}
        elif fact.kind is FactKind.MOTIVATION:
            whole = len(here & stems(fact.text))
            if well or whole >= _WELL:
                acts |= {"motivation", "continued_interest"} if load_words("first_person") & read_row(sentence).words else {"motivation"}
        if fact.kind is not FactKind.CORRECTION and well and _ANSWERS.match(fact.text):
            acts.add("correction")
        elif fact.kind in (FactKind.STRENGTH, FactKind.CORRECTION) and well:
            acts |= _proved(brief) if fact.kind is FactKind.STRENGTH else _put_right(here, fact.text)
    return acts


#: A strength or topic that is the better answer itself.
_ANSWERS = compiled(
    r"\W*(?:(?:the|my|a)\s+)?(?:(?:true|real|right|better|best|full|fuller|proper|honest|good|correct)\s+(?:answer|example|reply|case)|what\s+i\s+should\s+have\s+said)\b",
    re.IGNORECASE,
)


def _put_right(here: frozenset[str], noted: str) -> set[str]:
    """What a correction is told by: "I spoke of liturgy; I ask about songs" by its second part, and by its first the weak point only."""
    *_, remedy = _PARTS.split(noted)
    return {"correction"} if here & stems(remedy) else {"slip"}


def _proved(brief: Brief) -> set[str]:
    """What a strength shows: of the day itself it tells only where the notes have no other matter of that day."""
    return {"evidence"} if any(fact.kind is FactKind.TOPIC for fact in brief.facts.values()) else {"evidence", "went_well"}


def _list_length(row: Row) -> int:
    """Members of the longest run of short comma-parted pieces in a sentence that says what was talked about."""
    if not load_words("recounts") & row.words:
        return 0
    pieces: list[int] = [0]
    for token in row.tokens:
        if token.text == ",":
            pieces.append(0)
        elif token.text not in PUNCTUATION:
            pieces[-1] += 1
    commas = len(pieces) - 1
    short = sum(1 for size in pieces[1:-1] if size <= 5)
    return commas + 2 if "and" in row.words and commas and short >= commas - 1 else commas + 1 if short else 1


def topics_recalled(sentences: Iterable[str], brief: Brief) -> int:
    """How many public topics the email goes through."""
    here = frozenset().union(*(stems(sentence) for sentence in sentences))
    topics = [fact for fact in brief.facts.values() if fact.kind is FactKind.TOPIC]
    return sum(1 for fact in topics if len(here & stems(fact.text)) * 2 >= max(1, len(stems(fact.text))))
