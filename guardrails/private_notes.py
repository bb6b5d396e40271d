"""PRV-private: what a private note says stays out of the email, in its own words, in others, and by a hint at its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from guardrails.concepts import concepts_of, find_touches
from guardrails.findings import Finding, Severity
from guardrails.ground import FactGround, Ground
from guardrails.lexicon import Passage
from guardrails.moments import find_moments
from guardrails.names_near import name_list
from guardrails.numbers import Quantity, find_quantities
from guardrails.private_touches import RULES, check_touches
from guardrails.vocabulary import Token, bare, load_vocabulary, stem, synonyms, tokens
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_private_notes"]

#: A leak has this much distinctive weight within a sentence, or covers this share of a private fact.
_LEAK_WEIGHT, _LEAK_SHARE = 2.0, 0.6
#: Words in a private fact's own order that give it away: with content among them, and whatever they are.
_RUN, _LONG_RUN = 4, 6
#: A bare count in a private note ("two", "3") is no secret of its own; from here on a figure is.
_TELLING_FIGURE = 13


def check_private_notes(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    """Findings in one part of the draft; `spans` are its sentences."""
    secrets = _secrets(ground)
    if not secrets:
        return []
    findings = []
    all_tokens = tokens(text)
    for secret in secrets:
        for words in _by_sentence(all_tokens, spans):
            leak = _leak(words, text, secret, ground)
            if leak is not None:
                findings.append(_as_finding(leak, part, secret))
    return findings + check_touches(text, part, ground) + _check_rival(text, part, ground)


_RIVAL = compiled(r"\b(?:an|the|some)?other\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?", re.IGNORECASE)


def _check_rival(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Another employer told apart by a word of the private note on it ("another relief organisation")."""
    offers = [one for one in ground.private if one.fact.kind is FactKind.OTHER_OFFER]
    if not offers:
        return []
    vocabulary = load_vocabulary()
    telling = frozenset().union(*(one.content for one in offers)) - ground.narrow_stems - vocabulary.letter - _pay_stems()
    findings = []
    for match in _RIVAL.finditer(text):
        words = [token for token in tokens(match[0])[1:] if token.low not in vocabulary.function]
        if any(token.stem in telling for token in words):
            message = f"{match[0]!r} tells which other employer the private note {offers[0].fact.id!r} means."
            findings.append(
                Finding("PRV-leverage", "error", part, match.start(), match.end(), message, "Leave it out; only public notes may show.")
            )
    return findings


@dataclass(frozen=True, slots=True)
class _Secret:
    """A private fact as words that would give it away: stem to weight; `wide` maps stand-ins to the stem they stand for."""

    one: FactGround
    weights: dict[str, float]
    wide: dict[str, str]
    total: float
    runs: frozenset[tuple[str, ...]]
    long_runs: frozenset[tuple[str, ...]]


@lru_cache(maxsize=64)
def _secrets(ground: Ground) -> tuple[_Secret, ...]:
    return tuple(_secret(one, words, ground) for one in ground.private for words in _clauses(one))


def _clauses(one: FactGround) -> list[tuple[Token, ...]]:
    """The parts of a private note that each tell something of their own."""
    cuts = [match.start() for match in re.finditer(r"[;.|\n](?!\d)", one.fact.text)]
    parts = [
        tuple(token for token in one.words if low <= token.start < high)
        for low, high in zip([0, *cuts], [*cuts, len(one.fact.text) + 1], strict=True)
    ]
    return [part for part in parts if part]


def _secret(one: FactGround, words: tuple[Token, ...], ground: Ground) -> _Secret:
    vocabulary = load_vocabulary()
    weights: dict[str, float] = {}
    telling = _telling_words(one)
    for token in words:
        if (
            token.low in vocabulary.function
            or bare(token.low) in _titles()
            or token.stem in ground.narrow_stems
            or len(token.low) < 3
            or token.low[0].isdigit()
        ):
            continue
        is_name = token.text[0].isupper() and not vocabulary.is_ordinary(token)
        plain = 0.0 if token.stem in vocabulary.letter or token.stem in _pay_stems() else 0.5 if token.stem in vocabulary.everyday else 1.0
        weight = 2.0 if is_name or (token.start in telling and plain >= 1.0) else plain
        if weight:
            weights[token.stem] = max(weight, weights.get(token.stem, 0.0))
    wide = {
        stand_in: word
        for word in weights
        for stand_in in synonyms().get(word, ())
        if stand_in not in ground.narrow_stems and stand_in not in vocabulary.letter
    }
    wide |= {word: word for word in weights}
    row = tuple(token.low for token in words)
    return _Secret(one, weights, wide, sum(weights.values()), _pieces(row, _RUN), _pieces(row, _LONG_RUN))


@cache
def _titles() -> frozenset[str]:
    """Courtesies beside a name ("hanım", "san") that tell nothing."""
    return name_list("honorific_suffixes")


@cache
def _pay_stems() -> frozenset[str]:
    """Words that PRV-pay judges by what stands around them ("pay attention" is none of its business)."""
    return frozenset(stem(word) for word in ("pay", "pays", "paid", "paying", "money", "want", "wanted", "named", "offered"))


def _telling_words(one: FactGround) -> frozenset[int]:
    """Where words of a private note stand that name its subject ("migraine")."""
    touches = find_touches(Passage.of(one.fact.text), concepts_of(one.fact.text) - frozenset(RULES))
    return frozenset(token.start for token in one.words for touch in touches if touch.start <= token.start < touch.end)


def _pieces(row: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(row[index : index + size] for index in range(len(row) - size + 1))


def _by_sentence(all_tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> Iterator[Sequence[Token]]:
    at = 0
    for start, end in spans:
        while at < len(all_tokens) and all_tokens[at].start < start:
            at += 1
        last = at
        while last < len(all_tokens) and all_tokens[last].start < end:
            last += 1
        yield all_tokens[at:last]
        at = last


def _as_finding(leak: tuple[tuple[int, int], Severity, str], part: Part, secret: _Secret) -> Finding:
    span, severity, seen = leak
    fact = secret.one.fact
    rule = "PRV-leverage" if fact.kind is FactKind.OTHER_OFFER else "PRV-private"
    message = f"{seen!r} gives away the private note {fact.id!r}."
    return Finding(rule, severity, part, span[0], span[1], message, "Leave it out; only public notes may show.")


def _leak(words: Sequence[Token], text: str, secret: _Secret, ground: Ground) -> tuple[tuple[int, int], Severity, str] | None:
    """Where a sentence gives a private fact away, how surely, and with which words."""
    hits: dict[str, Token] = {}
    weight, is_rare = 0.0, False
    vocabulary = load_vocabulary()
    for token in words:
        word = secret.wide.get(token.stem)
        if word is not None and word not in hits:
            hits[word] = token
            weight += secret.weights[word] * (1.0 if word == token.stem else 0.7)
            is_rare = is_rare or (word == token.stem and not vocabulary.is_ordinary(token) and secret.weights[word] >= 1.0)
    run = _copied(words, secret, ground)
    if run:
        return (run[0].start, run[-1].end), "error", text[run[0].start : run[-1].end]
    figure = _private_figure(words, text, secret, ground)
    if figure is not None:
        return figure, "error", text[figure[0] : figure[1]]
    if not hits:
        return None
    found = sorted(hits.values(), key=lambda token: token.start)
    span = (found[0].start, found[-1].end)
    seen = ", ".join(token.text for token in found)
    if is_rare or weight >= _LEAK_WEIGHT or (weight >= 1.0 and weight >= _LEAK_SHARE * secret.total):
        return span, "error", seen
    return (span, "warning", seen) if weight >= 1.0 or weight >= _LEAK_SHARE * secret.total else None


def _copied(words: Sequence[Token], secret: _Secret, ground: Ground) -> Sequence[Token]:
    """Four or more words in the private fact's own order, two of them with content, or six of any kind, that no public fact has."""
    if not secret.runs:
        return ()
    lows = tuple(token.low for token in words)
    for index in range(len(words) - _RUN + 1):
        row = lows[index : index + _RUN]
        if row not in secret.runs:
            continue
        piece, longer = words[index : index + _RUN], lows[index : index + _LONG_RUN]
        is_long = longer in secret.long_runs and any(_is_own(token, ground) for token in words[index : index + _LONG_RUN])
        if is_long and " ".join(longer) not in ground.public_text:
            return words[index : index + _LONG_RUN]
        if " ".join(row) not in ground.public_text and sum(_is_own(token, ground) for token in piece) >= 2:
            return piece
    return ()


def _is_own(token: Token, ground: Ground) -> bool:
    """A word with content that the public notes do not have."""
    vocabulary = load_vocabulary()
    return token.low not in vocabulary.function and token.stem not in vocabulary.letter and token.stem not in ground.narrow_stems


def _private_figure(words: Sequence[Token], text: str, secret: _Secret, ground: Ground) -> tuple[int, int] | None:
    """An amount that stands only in the private fact."""
    if not secret.one.quantities or not words:
        return None
    base, end = words[0].start, words[-1].end
    sentence = text[base:end]
    moments = find_moments(sentence, ground.calendar.dialect)
    for amount in find_quantities(sentence, tuple((one.start, one.end) for one in moments)):
        is_private = any(_is_same(known, amount) for known in secret.one.quantities)
        if is_private and amount.value > 1 and not ground.supports_quantity(amount):
            return base + amount.start, base + amount.end
    return None


def _is_same(known: Quantity, amount: Quantity) -> bool:
    """The figure of the private note: large, or of the same unit or thing ("2 kids"); a small bare count may count anything."""
    if abs(known.value - amount.value) >= 1e-9:
        return False
    if amount.value >= 1000 or (known.unit and known.unit == amount.unit):
        return True
    return known.unit == amount.unit and (amount.value >= _TELLING_FIGURE or bool(known.noun and known.noun == amount.noun))
