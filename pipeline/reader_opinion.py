"""What rules and the trained scorer together make of the names in notes.

The rules know the phrases they were made with; the scorer weighs what stands around a name and knows nothing of the rules. Where the
rules name nobody, a name the scorer is sure of is taken; where it finds the rules' name unlikely, that name is dropped and asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.reader_mentions import Candidate, find_candidates, name_key
from pipeline.reader_person import Mentioned, person_named
from pipeline.reader_ranker import ranker
from pipeline.reader_segments import Shape
from pipeline.reader_votes import Stretch
from pipeline.reader_words import is_ordinary
from prompts.patterns import compiled

__all__ = ["Opinion", "opinion"]

_NAME_ROW = compiled(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-]+[^\W\d_]+)*\.?(?: (?:['’]?[^\W\d_][^\W\d_'’.-]*(?:['’.-]+[^\W\d_]+)*\.?))*")

_SIGN_OFF = compiled(r"\A(?:from|signed|name|yours|regards|thanks|cheers|love|best|sincerely)\b[,:]? (?=[A-ZÀ-Þ])", re.IGNORECASE)
#: What stands between two of a list; names in one list are of one sort.
_LISTED = compiled(r"[ ]?(?:,|&|\+|,? and|/)[ ](?:also )?(?:(?:dr|mr|mrs|ms|mx|prof|sir)\.? )?", re.IGNORECASE)
#: From which likelihood on a name is taken that the rules do not know, and below which one of theirs is dropped.
_TAKEN = {"sender": 0.5, "company": 0.4, "person": 0.6}
_DROPPED = {"sender": 0.06, "company": 0.06, "person": 0.03}
#: How much likelier another name must be to stand instead of the rules'.
_LIKELIER, _UNLIKELY = 0.6, 0.2
#: Below which likelihood somebody is nobody to write to, where somebody else is.
_BESIDE = 0.05
#: Of fewer words than this, in the first characters, the scorer knows too little.
_LEAST, _FEW = 25, 400
#: How likely the mail must go to somebody who is taken without the rules naming anybody.
_ALONE = 0.3


#: Behind these stands a place or somebody else: nobody signs "at Hanmaru Pumps".
_WHERE = compiled(r"\b(?:at|with|joining|join)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The names of a text with the likelihood of each label."""

    text: str
    entries: tuple[tuple[Candidate, Mapping[str, float]], ...]
    keys: tuple[frozenset[str], ...]
    known: dict[frozenset[str], Mapping[str, float]] = field(default_factory=dict)

    def likelihood(self, span: Stretch, label: str) -> float | None:
        """How likely the name at this place is what the label says; None for a name that was not weighed."""
        words = frozenset(_words(self.text, span))
        if words not in self.known:
            self.known[words] = self._weighed(words, span)
        return self.known[words].get(label)

    def _weighed(self, words: frozenset[str], span: Stretch) -> Mapping[str, float]:
        """The likelihoods of a name, or of a longer form of it; empty for a name that was not weighed."""
        same = [points for key, (one, points) in zip(self.keys, self.entries, strict=True) if key == words or span in one.spans]
        longer = [points for key, (_, points) in zip(self.keys, self.entries, strict=True) if words < key]
        return {label: max(points[label] for points in (*same, *longer)) for label in same[0]} if same else {}

    def name(self, found: Stretch | None, label: str, *, not_these: Sequence[Stretch] = ()) -> Stretch | None:
        """The rules' name, another, or none where neither is sure.

        Args:
            found: what the rules found.
            label: "sender" or "company".
            not_these: names that are somebody else's.
        """
        taken = [frozenset(_words(self.text, span)) for span in not_these]
        best = max(
            (
                (points[label], one)
                for key, (one, points) in zip(self.keys, self.entries, strict=True)
                if not any(key <= words or words <= key for words in taken if words)
                and not (label == "sender" and any(_WHERE.search(self.text, max(0, start - 12), start) for start, _ in one.spans))
            ),
            key=lambda entry: entry[0],
            default=None,
        )
        if found is None:
            return self._whole(best[1].spans[-1 if label == "sender" else 0]) if best and best[0] >= _TAKEN[label] else None
        own = self.likelihood(found, label)
        if own is None:
            return found
        if best and best[0] >= _LIKELIER and own < _UNLIKELY and not set(best[1].key.split()) & set(_words(self.text, found)):
            return self._whole(best[1].spans[-1 if label == "sender" else 0])
        return None if own < _DROPPED[label] else found

    def _whole(self, span: Stretch) -> Stretch:
        """The name with the rest of its line, where the line holds nothing but a name with small words in it ("Cathal Mac an Bhaird")."""
        left = self.text.rfind("\n", 0, span[0]) + 1
        right = self.text.find("\n", span[1])
        row = self.text[left : right if right >= 0 else len(self.text)]
        name = _SIGN_OFF.sub("", row.strip(" \t-–—~*_/.,"))
        words = name.split()
        likely = (
            1 < len(words) < 7
            and _NAME_ROW.fullmatch(name)
            and not any(is_ordinary(word) and word.islower() and len(word) > 3 for word in words)
        )
        at = left + row.index(name) if name else span[0]
        return (at, at + len(name)) if likely and at <= span[0] and at + len(name) >= span[1] else span

    def persons(self, found: Sequence[Mentioned], *, not_these: Sequence[Stretch]) -> list[Mentioned]:
        """The rules' people without those hardly anybody would write to, with those they missed.

        Args:
            found: whom the rules found.
            not_these: names that are somebody else's.
        """
        kept = [person for person in found if not self._is_nobody(person, found)]
        taken = [set(_words(self.text, span)) for span in not_these] + [set(person.words) for person in kept]
        for one, points in sorted(self.entries, key=lambda entry: -entry[1]["person"]):
            words = set(one.key.split())
            likely = points["person"] >= _TAKEN["person"] and points["person"] > max(points["sender"], points["company"])
            likely = likely and (bool(kept) or points["first"] >= _ALONE)
            if likely and not any(words & other for other in taken):
                kept.append(person_named(self.text, one.spans[0]))
                taken.append(set(kept[-1].words) or words)
        return kept

    def _is_nobody(self, person: Mentioned, found: Sequence[Mentioned]) -> bool:
        """Whether a name is hardly a person's: likelier the employer's, or unlikely beside another."""
        own = self.likelihood(person.name, "person") if person.name else None
        if own is None or person.name is None:
            return False
        for other in found if " " in self.text[slice(*person.name)] else ():
            if other is not person and other.name and _LISTED.fullmatch(self.text[slice(*_between(person.name, other.name))]):
                own = max(own, self.likelihood(other.name, "person") or 0.0)
        firm = self.likelihood(person.name, "company") or 0.0
        beside = len(found) > 1 or any(
            points["person"] >= _TAKEN["person"] and person.name not in one.spans for one, points in self.entries
        )
        return own < _DROPPED["person"] or (firm >= _TAKEN["company"] and firm > own) or (beside and own < _BESIDE and person.role is None)

    def first(self, person: Mentioned) -> float:
        """How likely the email goes to this person."""
        return (self.likelihood(person.name, "first") or 0.0) if person.name else 0.0


def opinion(text: str, shape: Shape, *, writer: str | None) -> Opinion:
    """What the trained scorer makes of every name of a text."""
    scorer = ranker("names")
    found = find_candidates(text, shape, writer=writer) if len(text[:_FEW].split()) >= _LEAST else []
    return Opinion(text, tuple((one, scorer.score(one.features)) for one in found), tuple(frozenset(one.key.split()) for one in found))


def _between(one: Stretch, other: Stretch) -> Stretch:
    return (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])


def _words(text: str, span: Stretch) -> list[str]:
    return name_key(text, span).split()
