"""Finds out what each sentence of a foreign text rests on: facts of the notes, the move it makes, and whether it is a stance."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from guardrails.acts import find_acts
from guardrails.gratitude import has_gratitude
from guardrails.vocabulary import load_vocabulary, stem, tokens
from prompts.brief import Brief
from prompts.contract import Move
from prompts.draft import Draft, Sentence, SentenceKind
from prompts.notes import Fact, FactKind
from prompts.patterns import compiled

__all__ = ["map_sentences"]

_STANCE = compiled(
    r"\b(?:i['’]d|i would|i['’]ll|i will|i think|i believe|i suspect|i feel|i find|to me|i imagine|i want to|i hope to|i can see|i could|"
    r"i see|i like the idea|my first|my instinct|in my view|would be|could be|might be|"
    r"should be|if i (?:joined|were)|is where|i look forward|"
    r"i am keen|i['’]m keen)\b",
    re.IGNORECASE,
)
_INTENDS = compiled(r"\bi(?:['’]d| would| will|['’]ll| think| believe| suspect)\b", re.IGNORECASE)
#: Kinds whose facts are themselves wishes or plans: a "would" about them only retells the notes.
_PLANS = frozenset({FactKind.MOTIVATION, FactKind.AVAILABILITY, FactKind.START_DATE, FactKind.PROMISE, FactKind.DEADLINE})

#: A text this long is no email; it is left unmapped, and its length refuses it.
_MAX_CHARS = 20_000
_ENOUGH = 2.0
_ENOUGH_OF_SHORT = 0.5
_ENOUGH_FOR_STANCE = 1.2
_RARE = 1.5
_FIGURE = 2.0
_FUZZY_SCORE = 0.94
_FUZZY_MIN_CHARS = 6
_POSITION_WEIGHT = 1.5
#: Acts that tell less (many sentences recall something or show interest) or more than others about the move.
_ACT_WEIGHTS = {
    "recall": 1.0,
    "motivation": 1.2,
    "continued_interest": 1.2,
    "went_well": 1.2,
    "gratitude": 2.5,
    "names_company": 0.5,
    "names_role": 0.5,
}


@dataclass(frozen=True, slots=True)
class _Known:
    fact: Fact
    weights: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.weights.values())


def map_sentences(draft: Draft, brief: Brief) -> Draft:
    """The same draft with `move`, `kind` and `facts` of every sentence filled in; texts stay as they are.

    A sentence rests on a fact when they share enough words that carry meaning (stems, near spellings, figures, names);
    words that many facts have count less. The move is the one whose facts and acts fit best, near its place in the plan.
    """
    if len(draft.body) > _MAX_CHARS:
        return draft
    known = _weigh(brief)
    header = _header(brief)
    acts = find_acts(draft, brief)
    moves = list(brief.contract.moves)
    planned = {item.move.id for item in brief.moves}
    count = len(draft.sentences)
    index = 0
    paragraphs = []
    for paragraph in draft.paragraphs:
        mapped = []
        for sentence in paragraph:
            performed = {act for act, evidence in acts.items() if any(item.sentence == index for item in evidence)}
            if has_gratitude(sentence.text):
                performed.add("gratitude")
            facts = _facts_of(sentence.text, known)
            if not facts and _INTENDS.search(sentence.text):
                facts = _facts_of(sentence.text, known, enough=_ENOUGH_FOR_STANCE)[:1]
            names = tuple(name for name, stems in header.items() if stems and _covers(stems, sentence.text))
            kind = _kind(sentence.text, facts)
            move = _best_move(moves, planned, facts, performed, kind, index / max(1, count - 1))
            mapped.append(Sentence(text=sentence.text, move=move, kind=kind, facts=(*(fact.id for fact in facts), *names)))
            index += 1
        paragraphs.append(tuple(mapped))
    return draft.model_copy(update={"paragraphs": tuple(paragraphs)})


@lru_cache(maxsize=1024)
def _content(text: str) -> frozenset[str]:
    common = load_vocabulary().function
    return frozenset(token.stem for token in tokens(text) if token.low not in common and (len(token.stem) > 1 or token.low.isdigit()))


def _weigh(brief: Brief) -> list[_Known]:
    """Facts with the weight of each of their stems: figures most, words of several facts and of the header least."""
    facts = list(brief.facts.values())
    contents = {fact.id: _content(fact.text) for fact in facts}
    spread = Counter(piece for content in contents.values() for piece in content)
    common = _content(" ".join(value for value in (brief.notes.company, brief.notes.role) if value))
    ordinary = load_vocabulary().letter | load_vocabulary().everyday
    known = []
    for fact in facts:
        weights = {}
        for piece in contents[fact.id]:
            weight = _FIGURE if any(char.isdigit() for char in piece) else 0.6 if piece in ordinary else _RARE
            weights[piece] = weight * (0.3 if piece in common else 1.0) / spread[piece] ** 0.5
        known.append(_Known(fact, weights))
    return known


def _header(brief: Brief) -> dict[str, frozenset[str]]:
    notes = brief.notes
    family = frozenset(stem(person.name.split()[-1]) for person in brief.recipients if person.name)
    return {
        "company": _content(notes.company or ""),
        "role": _content(notes.role or ""),
        "recipient": family if len(family) == 1 else frozenset(),
    }


def _covers(stems: frozenset[str], text: str) -> bool:
    return stems <= {token.stem for token in tokens(text)}


def _facts_of(text: str, known: list[_Known], *, enough: float = _ENOUGH) -> list[Fact]:
    """Facts the sentence rests on, best first; at most four."""
    here = _content(text)
    scored: list[tuple[float, int, Fact]] = []
    for place, entry in enumerate(known):
        score = sum(weight * _likeness(piece, here) for piece, weight in entry.weights.items())
        total = entry.total
        if total and (score >= enough or (score >= 1.0 and score >= _ENOUGH_OF_SHORT * total)):
            scored.append((-score / total**0.5, place, entry.fact))
    return [fact for _, _, fact in sorted(scored, key=lambda item: item[:2])[:4]]


@lru_cache(maxsize=8192)
def _likeness(piece: str, here: frozenset[str]) -> float:
    if piece in here:
        return 1.0
    if len(piece) < _FUZZY_MIN_CHARS or not piece.isalpha():
        return 0.0
    others = [other for other in here if abs(len(other) - len(piece)) < 3]
    near = process.extractOne(piece, others, scorer=JaroWinkler.similarity, score_cutoff=_FUZZY_SCORE)
    return 0.8 if near else 0.0


def _kind(text: str, facts: list[Fact]) -> SentenceKind:
    """A sentence with facts is a fact, or a stance if it judges or intends; without facts it is a courtesy."""
    stance = _STANCE.search(text) is not None
    if not facts:
        return "courtesy"
    return "stance" if stance and facts[0].kind not in _PLANS else "fact"


def _best_move(moves: list[Move], planned: set[str], facts: list[Fact], performed: set[str], kind: SentenceKind, place: float) -> str:
    """The move that fits best, planned ones preferred; empty when there are none."""
    best = ""
    best_score = float("-inf")
    for index, move in enumerate(moves):
        score = sum(_ACT_WEIGHTS.get(act, 2.0) for act in performed & set(move.performs)) - (0.0 if move.id in planned else 0.6)
        for rank, fact in enumerate(facts[:2]):
            if fact.kind in move.uses:
                score += (2.5 if rank == 0 else 1.0) - 0.3 * move.uses.index(fact.kind)
        if move.id == "step":
            score += 3.0 if kind == "stance" else -1.0
        score -= _POSITION_WEIGHT * abs(place - index / max(1, len(moves) - 1))
        if score > best_score:
            best, best_score = move.id, score
    return best
