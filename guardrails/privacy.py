"""PRV: what was noted as private, pay, and other offers stay out of the email, in every wording."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from guardrails.findings import Finding, Severity
from guardrails.ground import Ground, ground_of
from guardrails.moments import find_moments
from guardrails.numbers import find_quantities
from guardrails.private_notes import check_private_notes
from guardrails.text import spans_of
from guardrails.vocabulary import load_data, load_vocabulary, tokens
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_privacy"]

_PARTS: tuple[Part, ...] = ("subject", "greeting", "body", "closing")


def check_privacy(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of PRV-private, PRV-pay and PRV-leverage."""
    ground = ground_of(brief)
    findings: list[Finding] = []
    for part in _PARTS:
        text = draft.part(part)
        if not text.strip():
            continue
        spans = [(start, end) for start, end, _ in draft.sentence_spans()] if part == "body" else [(0, len(text))]
        findings += check_private_notes(text, part, spans, ground)
        findings += _check_pay(text, part, ground)
        findings += _check_leverage(text, part, ground)
    return findings


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    source = re.sub(r"\s*\n?\s*\|\s*\n?\s*", "|", str(load_data("privacy")[key]).replace("\n", "")).replace("| ", "|")
    return compiled(rf"(?<![^\W_])(?:{source})(?![^\W_])", re.IGNORECASE)


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
    for start, end in spans_of(_pattern("pay"), text):
        words = [token.stem for token in tokens(text[start:end]) if token.low not in vocabulary.function]
        if not words or not any(word in public for word in words):
            seen.append((start, end))
            message = f"{text[start:end]!r} speaks of pay."
            findings.append(_finding("PRV-pay", part, (start, end), message, "Leave pay out of this email; settle it in a conversation."))
    for start, end in spans_of(_pattern("pay_weak"), text):
        if not any(first <= start < last for first, last in seen) and not any(
            token.stem in ground.narrow_stems for token in tokens(text[start:end])[1:]
        ):
            findings.append(
                _finding(
                    "PRV-pay",
                    part,
                    (start, end),
                    f"{text[start:end]!r} may be read as pay.",
                    "Say what you value in the work instead.",
                    "warning",
                )
            )
    return findings + _check_sums(text, part, ground)


_PAY_NEAR = compiled(
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
    if public and not is_allowed:
        return []
    findings = []
    for match in _pattern("leverage").finditer(text):
        if is_allowed and not _pattern("leverage_boast").search(match[0]) and _is_deadline(text, match, ground):
            continue
        if re.match(r"-[^\W\d_]", text[match.end() : match.end() + 2]):
            continue
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


def _is_deadline(text: str, match: re.Match[str], ground: Ground) -> bool:
    """Whether the sentence names the other employer as the reason for a date, or as one who waits for an answer."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ".?!\n") + 1
    ends = [at for mark in ".?!\n" if (at := text.find(mark, match.end())) >= 0]
    sentence = text[start : min(ends, default=len(text))]
    return bool(find_moments(sentence, ground.calendar.dialect) or _pattern("answer_due").search(sentence))


def _about_them(text: str, match: re.Match[str]) -> bool:
    """As in "other positions at your company" and "another role with you" are no rivals."""
    return bool(
        re.match(r"\s+(?:at|with|in|on|within|for)\s+(?:your|you|the\s+team)\b", text[match.end() : match.end() + 20], re.IGNORECASE)
    )
