"""Where each sentence of a draft comes from: the facts and header fields that support it, with the words of the notes."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.ground import FactGround, Ground, canonical_links, ground_of
from guardrails.moments import find_moments
from guardrails.numbers import find_quantities, units_agree
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.brief import Brief
from prompts.draft import Draft, SentenceKind
from prompts.notes import Fact, Notes, Span

__all__ = ["SentenceSource", "Source", "find_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A fact or header field behind a sentence.

    `start` and `end` count in the pasted text (`notes.source`) when `in_source`, else in the fact's or field's own text.
    """

    fact: str
    kind: str
    start: int
    end: int
    quote: str
    in_source: bool = False


@dataclass(frozen=True, slots=True)
class SentenceSource:
    """A sentence of the body with its offsets there and what supports it, best first."""

    text: str
    move: str
    kind: SentenceKind
    start: int
    end: int
    sources: tuple[Source, ...]


def find_sources(draft: Draft, brief: Brief) -> list[SentenceSource]:
    """One entry per body sentence, in order; a courtesy may have none."""
    ground = ground_of(brief)
    found = []
    for start, end, sentence in draft.sentence_spans():
        scored = [(_overlap(sentence.text, one, ground, is_named=one.fact.id in sentence.facts), one) for one in ground.public]
        facts = [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score >= 1.0]
        sources = (*(_fact_source(one.fact, brief.notes) for one in facts), *_header_sources(sentence.text, brief))
        found.append(SentenceSource(sentence.text, sentence.move, sentence.kind, start, end, sources))
    return found


def _overlap(text: str, one: FactGround, ground: Ground, *, is_named: bool) -> float:
    """Distinctive words, figures and links a sentence shares with a fact; a fact the writer named needs less."""
    vocabulary = load_vocabulary()
    score = 0.6 if is_named else 0.0
    seen: set[str] = set()
    for token in tokens(text):
        if token.stem in seen or token.low in vocabulary.function:
            continue
        if token.stem in one.content or token.stem in one.wide:
            seen.add(token.stem)
            score += _weight(token, ground) * (1.0 if token.stem in one.content else 0.5)
    moments = find_moments(text, ground.calendar.dialect)
    for amount in find_quantities(text, tuple((moment.start, moment.end) for moment in moments)):
        score += 0.8 if any(known.value == amount.value and units_agree(known, amount) for known in one.quantities) else 0.0
    theirs = find_moments(one.fact.text, ground.calendar.dialect, is_note=True)
    score += sum(0.8 for moment in moments if any(_same_time(moment, other) for other in theirs))
    return score + (2.0 if set(canonical_links(text)) & set(canonical_links(one.fact.text)) else 0.0)


def _same_time(first: object, second: object) -> bool:
    keys = ("month", "day", "weekday", "minutes")
    mine = [getattr(first, key) for key in keys]
    return any(mine) and mine == [getattr(second, key) for key in keys]


def _weight(token: Token, ground: Ground) -> float:
    vocabulary = load_vocabulary()
    if token.stem in ground.header_stems or token.stem in vocabulary.letter:
        return 0.2
    return 0.5 if token.stem in vocabulary.everyday else 1.0


def _fact_source(fact: Fact, notes: Notes) -> Source:
    return _located(fact.id, fact.kind.value, fact.text, fact.span, notes.source)


def _located(name: str, kind: str, text: str, span: Span | None, source: str | None) -> Source:
    if span is not None and source is not None and 0 <= span.start < span.end <= len(source):
        return Source(name, kind, span.start, span.end, source[span.start : span.end], in_source=True)
    return Source(name, kind, 0, len(text), text)


def _header_sources(text: str, brief: Brief) -> list[Source]:
    """Header fields whose words stand in the sentence; the interview when its day or time is named."""
    notes = brief.notes
    low = {token.low for token in tokens(text)}
    fields: list[tuple[str, str, str | None]] = [
        ("company", "company", notes.company),
        ("role", "role", notes.role),
        ("interview.place", "interview", notes.interview.place),
    ]
    fields += [(f"recipients.{index}.name", "recipient", person.name) for index, person in enumerate(notes.recipients)]
    vocabulary = load_vocabulary()
    found = []
    for path, kind, value in fields:
        words = [token.low for token in tokens(value or "") if token.low not in vocabulary.function]
        shared = [word for word in words if word in low]
        if value and shared and (len(shared) == len(words) or (kind in {"company", "recipient"} and shared[0] == words[0])):
            found.append(_located(path.split(".")[0] if kind != "recipient" else path, kind, value, notes.spans.get(path), notes.source))
    met = notes.interview.at
    if met is not None and any(_is_meeting(moment, brief) for moment in find_moments(text, brief.dialect)):
        found.append(_located("interview", "interview", met.isoformat(), notes.spans.get("interview.at"), notes.source))
    return found


def _is_meeting(moment: object, brief: Brief) -> bool:
    met = brief.notes.interview.at
    if met is None:
        return False
    weekday, month, day, word = (getattr(moment, key) for key in ("weekday", "month", "day", "word"))
    if weekday is not None and weekday == met.weekday():
        return True
    return (month, day) == (met.month, met.day) or word in {"yesterday", "today", "this morning", "this afternoon", "last week"}
