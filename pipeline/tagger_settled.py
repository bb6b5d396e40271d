"""Where what the rules found and what the tagger learned are brought together: one of the two, or nothing where neither is sure.

The thresholds come from notes by authors who were left out of the training; docs/decisions/0014-reader-tagger.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reader_addressee import said_addressee
from pipeline.reader_data import fold
from pipeline.reader_names import is_role
from pipeline.reader_person import Mentioned, bare_name, name_words, person_named
from pipeline.reader_scenario import WORDS, Guess, name_scenario
from pipeline.reader_votes import Stretch
from pipeline.tagger import OTHER, RECIPIENT, SENDER, Likely, Tagged
from pipeline.tagger_situation import situations_of
from pipeline.tagger_tokens import word_sets

__all__ = ["settle_company", "settle_people", "settle_role", "settle_sender", "settle_situation"]


@dataclass(frozen=True, slots=True)
class _Sure:
    """From which likelihood on the tagger's span is taken where the rules have none, and from which instead of theirs."""

    taken: float
    instead: float


_SENDER, _COMPANY, _ROLE, _RECIPIENT = _Sure(0.9, 0.97), _Sure(0.4, 0.75), _Sure(0.45, 0.7), _Sure(0.6, 0.8)
#: How likely the rules' sender or addressee may be at most where another one is taken instead.
_DOUBTED = 0.42
#: How likely somebody must be anybody to write to, to be kept behind the addressee.
_SOMEBODY = 0.1
#: From which likelihood on the first words of the rules' job are dropped.
_WITHOUT_LEAD = 0.9
#: Notes of fewer words are too short to tell by their looks alone who signs or what they are about.
_FEW = 25
#: How likely a name must be somebody else's to be asked for.
_ANOTHERS = 0.5
#: How much likelier a name must be a person's to be no employer's.
_RATHER = 0.2
#: From which likelihood on a situation is taken where the rules see none, and where they see another.
_SITUATION = _Sure(0.45, 0.65)


def settle_situation(text: str, guess: Guess) -> Guess:
    """The situation: the rules', or the one that the words of the whole text make likely; two that are both said stay a question."""
    if guess.candidates or len(text.split()) < _FEW or (guess.scenario and name_scenario(guess.why)):
        return guess
    odds = situations_of(text)
    best = max(odds, key=lambda scenario: odds[scenario])
    needed = _SITUATION.instead if guess.scenario else _SITUATION.taken
    return guess if best is guess.scenario or odds[best] < needed else Guess(best, WORDS)


def settle_sender(text: str, found: Stretch | None, tagged: Tagged) -> Stretch | None:
    """Who signs: the rules' name, the tagger's, or nobody."""
    likely = tagged.sender
    if found is None and len(text.split()) < _FEW:
        return None
    if likely and _likelihood(text, tagged, (likely.start, likely.end), RECIPIENT) >= _ANOTHERS:
        return found
    settled = _settle(text, found, likely, _SENDER)
    if found is None or settled is None:
        return settled
    own, other = _words(text, found), _words(text, settled)
    if set(own) & set(other):
        return settled if _goes_on(own, other) else found
    return settled if _likelihood(text, tagged, found, SENDER) <= _DOUBTED else found


#: A meeting and no job; the rest of a firm's form that was cut at its dots ("s.r|.o").
_MEETING = re.compile(r"(?:assessment|selection|interview|(?:phone|video) )", re.IGNORECASE)
_FORM = re.compile(r"(?<=\b[a-z]\.[a-z])(?:\.[a-z])+\b")


def settle_company(text: str, found: Stretch | None, tagged: Tagged, *, not_these: Sequence[Stretch] = ()) -> Stretch | None:
    """The employer: the rules' name, the tagger's, or none; `not_these` are people's names."""
    likely = tagged.company
    if likely and _likelihood(text, tagged, (likely.start, likely.end), SENDER, RECIPIENT) > likely.likely + _RATHER:
        return found
    if likely and found:
        own, other = _words(text, found), _words(text, (likely.start, likely.end))
        if _holds(other, own) and not _goes_on(own, other):
            return found  # words before the rules' name, as in "the NGO Clean Rivers", are none of it
    settled = _settle(text, found, tagged.company, _COMPANY, not_these=not_these)
    form = _FORM.match(text, settled[1]) if settled else None
    return (settled[0], form.end()) if settled and form else settled


def settle_role(text: str, found: Stretch | None, tagged: Tagged, *, not_these: Sequence[Stretch] = ()) -> Stretch | None:
    """The job: the rules' words, the tagger's, or none, without an article and half a bracket; `not_these`: others' jobs and names."""
    settled = _settled_role(text, found, tagged, not_these)
    if found and settled and _MEETING.match(text[slice(*settled)]) and settled[0] <= found[0] and found[1] <= settled[1]:
        return found  # "assessment centre for shift leader, Baltmeble": the job alone
    return _tidy_role(text, settled) if settled else None


def _tidy_role(text: str, span: Stretch) -> Stretch:
    """The job without an article before it, and without a bracket of which only one half stands in it."""
    start, end = span
    said = text[start:end]
    if said.count("(") > said.count(")"):
        end = start + len(said[: said.rindex("(")].rstrip(" ,;-–—"))
    elif ")" in said and "(" not in said:
        end = start + said.index(")")
    lead = re.match(r"(?:an?|the) (?=[^\W\d_]{2})", text[start:end], re.IGNORECASE)
    return (start + lead.end() if lead else start, end)


def _settled_role(text: str, found: Stretch | None, tagged: Tagged, not_these: Sequence[Stretch]) -> Stretch | None:
    likely = _without_noun(text, tagged.role) if tagged.role else None
    if found is None or likely is None or likely.likely < _ROLE.taken:
        return _settle(text, found, likely, _ROLE, not_these=not_these)
    span = (likely.start, likely.end)
    inside = found[0] <= span[0] and span[1] <= found[1] and span != found
    if not inside or any(span[0] < end and start < span[1] for start, end in not_these):
        return _settle(text, found, likely, _ROLE, not_these=not_these)
    before, behind = text[found[0] : span[0]], text[span[1] : found[1]]
    told = is_role(before) or is_role(behind) or behind.lstrip().startswith("(")
    return span if not told and (not before or likely.likely >= _WITHOUT_LEAD) else found


def _without_noun(text: str, likely: Likely) -> Likely:
    """The job without the word "role" or its like at the end."""
    words = text[likely.start : likely.end].rsplit(maxsplit=1)
    if len(words) < 2 or fold(words[1]) not in word_sets()["job_nouns"] or (fold(words[1]) == "scheme" and " " not in words[0]):
        return likely
    return replace(likely, end=likely.start + len(words[0]))


def _settle(text: str, found: Stretch | None, likely: Likely | None, sure: _Sure, *, not_these: Sequence[Stretch] = ()) -> Stretch | None:
    if likely is None or any(likely.start < end and start < likely.end for start, end in not_these):
        return found
    span = (likely.start, likely.end)
    if found is None:
        return span if likely.likely >= sure.taken else None
    own, other = _words(text, found), _words(text, span)
    if own == other or _holds(own, other):
        return found
    return span if likely.likely >= (sure.taken if _goes_on(own, other) else sure.instead) else found


def _holds(own: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the other words stand in a row among these: a name cut short ("Nursing Home") is worse than a whole one."""
    return len(other) < len(own) and any(own[at : at + len(other)] == other for at in range(len(own) - len(other) + 1))


def _goes_on(own: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the other words are these and more behind them."""
    return len(other) > len(own) and other[: len(own)] == own


def settle_people(text: str, found: Sequence[Mentioned], tagged: Tagged, *, not_these: Sequence[Stretch] = ()) -> list[Mentioned]:
    """The people an email may go to, the one to write to first, their names without words of respect.

    Args:
        text: the notes.
        found: whom the rules found, in their order.
        tagged: what the tagger found.
        not_these: the sender's and the employer's names.
    """
    return [_bare(text, person) for person in _people(text, found, tagged, not_these)]


def _bare(text: str, person: Mentioned) -> Mentioned:
    span = bare_name(text, person.name) if person.name else None
    return person if span is None or span == person.name else replace(person, name=span, words=name_words(text, span))


def _people(text: str, found: Sequence[Mentioned], tagged: Tagged, not_these: Sequence[Stretch]) -> list[Mentioned]:
    likely = tagged.recipient
    if likely is None or any(set(_words(text, (likely.start, likely.end))) & set(_words(text, span)) for span in not_these):
        return list(found)
    span = (likely.start, likely.end)
    words = _words(text, span)
    at = next((number for number, person in enumerate(found) if set(words) & set(person.words)), None)
    if at == 0:
        return [_better_named(text, found[0], span, likely), *found[1:]]
    if found and said_addressee(text, found, not_these=not_these) is found[0]:
        return list(found)
    doubted = not found or (found[0].name is not None and _likelihood(text, tagged, found[0].name, RECIPIENT) <= _DOUBTED)
    if not doubted or likely.likely < (_RECIPIENT.instead if found else _RECIPIENT.taken):
        return list(found)
    if at is not None:
        first = replace(_better_named(text, found[at], span, likely), relation="hiring_manager")
        return [first, *(_beside(one) for one in found if one is not found[at])]
    kept = [one for one in found if one.name and _likelihood(text, tagged, one.name, RECIPIENT, OTHER) >= _SOMEBODY]
    return [person_named(text, span), *map(_beside, kept)]


def _better_named(text: str, person: Mentioned, span: Stretch, likely: Likely) -> Mentioned:
    """The person with the surname that the rules missed, or without a form of address that they took for a name ("anh Quốc Bảo")."""
    if person.name is None or likely.likely < _RECIPIENT.instead:
        return person
    own, other = _words(text, person.name), _words(text, span)
    titled = 1 < len(other) == len(own) - 1 and own[1:] == other
    return replace(person, name=span, words=name_words(text, span)) if titled or _goes_on(own, other) else person


def _beside(person: Mentioned) -> Mentioned:
    """Somebody who is not the first to write to."""
    return replace(person, relation="panellist") if person.relation == "hiring_manager" else person


def _likelihood(text: str, tagged: Tagged, span: Stretch, *labels: str) -> float:
    """How likely a name is what one of the labels says, wherever it stands."""
    words = set(_words(text, span))
    return max(
        (one.likely for label in labels for one in tagged.mentions[label] if words & set(_words(text, (one.start, one.end)))), default=0.0
    )


def _words(text: str, span: Stretch) -> list[str]:
    return re.findall(r"\w+", fold(text[slice(*span)]))
