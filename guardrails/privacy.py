"""PRV: what was noted as private, pay, and other offers stay out of the email, in every wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from guardrails.findings import Finding, Severity
from guardrails.ground import FactGround, Ground, ground_of
from guardrails.moments import find_moments
from guardrails.numbers import find_quantities
from guardrails.vocabulary import Token, load_data, load_vocabulary, stem, synonyms, tokens
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.notes import FactKind

__all__ = ["check_privacy"]

_PARTS: tuple[Part, ...] = ("subject", "greeting", "body", "closing")
#: A leak has this much distinctive weight within a sentence, or covers this share of a private fact.
_LEAK_WEIGHT, _LEAK_SHARE = 2.0, 0.6
#: Words in a private fact's own order that give it away: with content among them, and whatever they are.
_RUN, _LONG_RUN = 4, 6


def check_privacy(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of PRV-private, PRV-pay and PRV-leverage."""
    ground = ground_of(brief)
    findings: list[Finding] = []
    for part in _PARTS:
        text = draft.part(part)
        if not text.strip():
            continue
        spans = [(start, end) for start, end, _ in draft.sentence_spans()] if part == "body" else [(0, len(text))]
        findings += _check_private(text, part, spans, ground)
        findings += _check_pay(text, part, ground)
        findings += _check_leverage(text, part, ground)
    return findings


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    source = re.sub(r"\s*\n?\s*\|\s*\n?\s*", "|", str(load_data("privacy")[key]).replace("\n", "")).replace("| ", "|")
    return re.compile(rf"(?<![^\W_])(?:{source})(?![^\W_])", re.IGNORECASE)


@cache
def _domains() -> dict[str, frozenset[str]]:
    table = load_data("privacy")["domains"]
    return (
        {str(name): frozenset(stem(word) for word in str(words).split()) for name, words in table.items()}
        if isinstance(table, dict)
        else {}
    )


@dataclass(frozen=True, slots=True)
class _Secret:
    """A private fact as words that would give it away: stem to weight; `wide` maps stand-ins to the stem they stand for."""

    one: FactGround
    weights: dict[str, float]
    wide: dict[str, str]
    total: float
    sensitive: frozenset[str]
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
    sensitive: set[str] = set()
    for token in words:
        if token.low in vocabulary.function or token.stem in ground.narrow_stems or len(token.low) < 3 or token.low[0].isdigit():
            continue
        domain = next((words for words in _domains().values() if token.stem in words), frozenset())
        sensitive |= {word for word in domain if word not in ground.narrow_stems}
        is_name = token.text[0].isupper() and not vocabulary.is_ordinary(token)
        weight = 2.0 if domain or is_name else 0.0 if token.stem in vocabulary.letter else 0.5 if token.stem in vocabulary.everyday else 1.0
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
    return _Secret(one, weights, wide, sum(weights.values()), frozenset(sensitive), _pieces(row, _RUN), _pieces(row, _LONG_RUN))


def _pieces(row: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(row[index : index + size] for index in range(len(row) - size + 1))


def _check_private(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    findings = []
    all_tokens = tokens(text)
    for secret in _secrets(ground):
        for words in _by_sentence(all_tokens, spans):
            leak = _leak(words, text, secret, ground)
            if leak is not None:
                findings.append(_as_finding(leak, part, secret))
    return findings


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
    return _finding(rule, part, span, message, "Leave it out; only public notes may show.", severity)


def _leak(words: Sequence[Token], text: str, secret: _Secret, ground: Ground) -> tuple[tuple[int, int], Severity, str] | None:
    """Where a sentence gives a private fact away, how surely, and with which words."""
    hits: dict[str, Token] = {}
    weight, is_rare = 0.0, False
    for token in words:
        word = secret.wide.get(token.stem)
        if token.stem in secret.sensitive:
            hits.setdefault(token.stem, token)
            weight += 2.0
        elif word is not None and word not in hits:
            hits[word] = token
            weight += secret.weights[word] * (1.0 if word == token.stem else 0.7)
            is_rare = is_rare or (word == token.stem and secret.weights[word] >= 1.0)
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
    vocabulary = load_vocabulary()
    if not secret.runs:
        return ()
    lows = tuple(token.low for token in words)
    for index in range(len(words) - _RUN + 1):
        row = lows[index : index + _RUN]
        if row not in secret.runs:
            continue
        piece, longer = words[index : index + _RUN], lows[index : index + _LONG_RUN]
        if longer in secret.long_runs and " ".join(longer) not in ground.public_text:
            return words[index : index + _LONG_RUN]
        if (
            " ".join(row) not in ground.public_text
            and sum(token.low not in vocabulary.function and token.stem not in vocabulary.letter for token in piece) >= 2
        ):
            return piece
    return ()


def _private_figure(words: Sequence[Token], text: str, secret: _Secret, ground: Ground) -> tuple[int, int] | None:
    """An amount that stands only in the private fact."""
    if not secret.one.quantities or not words:
        return None
    base, end = words[0].start, words[-1].end
    sentence = text[base:end]
    moments = find_moments(sentence, ground.calendar.dialect)
    for amount in find_quantities(sentence, tuple((one.start, one.end) for one in moments)):
        is_private = any(
            abs(known.value - amount.value) < 1e-9 and (known.unit == amount.unit or amount.value >= 1000)
            for known in secret.one.quantities
        )
        if is_private and amount.value > 1 and not ground.supports_quantity(amount):
            return base + amount.start, base + amount.end
    return None


def _speaks_of_pay(text: str) -> bool:
    return bool(_pattern("pay").search(text))


@lru_cache(maxsize=64)
def _public_pay(ground: Ground) -> frozenset[str]:
    """Stems of the words for pay that public facts and the role use ("payroll", "compensation" for a benefits analyst)."""
    texts = [one.fact.text for one in ground.public if one.fact.kind is not FactKind.OFFER] + [
        ground.brief.notes.role or "",
        ground.brief.notes.company or "",
    ]
    return frozenset(token.stem for text in texts for match in _pattern("pay").finditer(text) for token in tokens(match[0]))


def _check_pay(text: str, part: Part, ground: Ground) -> list[Finding]:
    findings = []
    public = _public_pay(ground)
    vocabulary = load_vocabulary()
    seen: list[tuple[int, int]] = []
    for match in _pattern("pay").finditer(text):
        words = [token.stem for token in tokens(match[0]) if token.low not in vocabulary.function]
        if not words or not any(word in public for word in words):
            seen.append(match.span())
            message = f"{match[0]!r} speaks of pay."
            findings.append(_finding("PRV-pay", part, match.span(), message, "Leave pay out of this email; settle it in a conversation."))
    for match in _pattern("pay_weak").finditer(text):
        if not any(start <= match.start() < end for start, end in seen) and not any(
            token.stem in ground.narrow_stems for token in tokens(match[0])[1:]
        ):
            findings.append(
                _finding(
                    "PRV-pay", part, match.span(), f"{match[0]!r} may be read as pay.", "Say what you value in the work instead.", "warning"
                )
            )
    return findings + _check_sums(text, part, ground)


_PAY_NEAR = re.compile(
    r"\b(?:offer\w*|per\s+(?:year|annum|hour|day|month)|a\s+(?:year|month|day)|an\s+hour|annual\w*|gross|net|salary|expect\w*|earn\w*|match\w*)\b",
    re.IGNORECASE,
)


def _check_sums(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Sums beside an offer, or the sum of a fact about the offer, even a public one."""
    findings = []
    offered = [
        one
        for ground_fact in (*ground.public, *ground.private)
        if ground_fact.fact.kind in {FactKind.OFFER, FactKind.OTHER_OFFER}
        for one in ground_fact.quantities
    ]
    others = [one for fact in ground.public if fact.fact.kind is not FactKind.OFFER for one in fact.quantities]
    moments = find_moments(text, ground.calendar.dialect)
    for amount in find_quantities(text, tuple((one.start, one.end) for one in moments)):
        is_sum = amount.unit == "money" or (
            amount.value >= 1000 and not amount.noun and not amount.unit and bool(re.search(r"k$|,\d{3}|\d{5}|thousand", amount.text, re.I))
        )
        if not is_sum or any(one.value == amount.value for one in others):
            continue
        near = text[max(0, amount.start - 50) : amount.end + 30]
        if any(one.value == amount.value for one in offered) or _PAY_NEAR.search(near):
            span = (amount.start, amount.end)
            findings.append(
                _finding(
                    "PRV-pay", part, span, f"{amount.text!r} is a sum of pay.", "Leave pay out of this email; settle it in a conversation."
                )
            )
    return findings


def _check_leverage(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Other offers: allowed as a bare deadline where the contract allows it; unsupported ones are pressure, or invented."""
    brief = ground.brief
    secret = any(one.fact.kind is FactKind.OTHER_OFFER or _pattern("leverage").search(one.fact.text) for one in ground.private)
    public = [one for one in ground.public if _pattern("leverage").search(one.fact.text) or one.fact.kind is FactKind.OTHER_OFFER]
    is_allowed = FactKind.OTHER_OFFER in brief.contract.allowed_private and (
        secret or bool(public) or any(one.fact.kind is FactKind.DEADLINE for one in ground.public)
    )
    if is_allowed or public:
        return []
    findings = []
    for match in _pattern("leverage").finditer(text):
        if _pattern("leverage_harmless").search(text[match.end() : match.end() + 26]) or _pattern("leverage_harmless").search(match[0]):
            continue
        if re.search(r"\b(?:future|no|any)\s+$", text[max(0, match.start() - 8) : match.start()], re.IGNORECASE) or _about_them(
            text, match
        ):
            continue
        known = "the notes file it as private" if secret else "the notes have no other offer"
        message = f"{match[0]!r} brings in another employer; {known}."
        findings.append(_finding("PRV-leverage", part, match.span(), message, "Leave other offers out."))
    return findings


def _about_them(text: str, match: re.Match[str]) -> bool:
    """As in "other positions at your company" and "another role with you" are no rivals."""
    return bool(
        re.match(r"\s+(?:at|with|in|on|within|for)\s+(?:your|you|the\s+team)\b", text[match.end() : match.end() + 20], re.IGNORECASE)
    )
