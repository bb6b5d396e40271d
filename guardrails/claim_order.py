"""GND on what changes places: "44 instead of 41" for 41 instead of 44, "from 4 to 22" for 22 to 4, "full-time" for part-time."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.numbers import find_quantities
from guardrails.vocabulary import load_data, tokens
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_order", "check_terms"]

#: Between two figures of which each has its own part.
_INSTEAD = compiled(
    r"^[^.;:!?\n]{0,30}?\b(?:instead\s+of|rather\s+than|in\s+place\s+of|in\s+stead\s+of|and\s+not|not)\s+(?:the\s+|at\s+|by\s+|about\s+)*$",
    re.IGNORECASE,
)
_TO = compiled(
    r"^\s*[^\s\w]?\s*(?:[a-z]+\s+){0,3}(?:down\s+to|up\s+to|to|->|\u2192)\s*[^\s\w]?(?:\s*(?:about|only|just|under|over)\s+)?$",
    re.IGNORECASE,
)
_FROM = compiled(r"\b(?:from|went|fell|rose|cut|grew|down|up|dropped|climbed|brought|took|got)\s+(?:\w+\s+){0,3}[^\s\w]?$", re.IGNORECASE)
_NEAR = 80


def check_order(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Findings for two figures of one note that have changed places."""
    noted = {pair for one in ground.public for _, pair in _pairs(one.fact.text)}
    findings = []
    for span, (kind, first, second) in _pairs(text) if noted else ():
        if (kind, second, first) in noted and (kind, first, second) not in noted:
            message = f"{text[span[0] : span[1]]!r}: the notes have the two figures the other way round."
            findings.append(Finding("GND-number", "error", part, *span, message, "Let the figures change places."))
    return findings


def _pairs(text: str) -> list[tuple[tuple[int, int], tuple[str, float, float]]]:
    found = []
    amounts = find_quantities(text)
    for first, second in pairwise(amounts):
        between = text[first.end : second.start]
        if len(between) > _NEAR or first.value == second.value:
            continue
        kind = (
            "instead"
            if _INSTEAD.search(between)
            else "to"
            if _TO.search(between) and _FROM.search(text[max(0, first.start - 40) : first.start])
            else ""
        )
        if kind:
            found.append(((first.start, second.end), (kind, first.value, second.value)))
    return found


_JOB_NOUNS = frozenset({"role", "position", "post", "job", "contract", "place", "vacancy", "opening", "appointment", "offer"})
_REACH = 4


@cache
def _terms() -> tuple[frozenset[str], ...]:
    groups = load_data("identity")["terms"]
    return tuple(frozenset(str(group).split()) for group in groups) if isinstance(groups, list) else ()


def check_terms(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Findings for a job on other terms than the notes have: "the full-time midwife position" for a part-time one."""
    findings = []
    role = (ground.brief.notes.role or "").casefold()
    known = _plain(" ".join((role, *(one.fact.text for one in ground.public))))
    for group in _terms():
        held = group & known
        if not held:
            continue
        for match in re.finditer(
            rf"(?<![\w-])(?:{'|'.join(term.replace('-', '[- ]') for term in sorted(group - held))})(?![\w-])", text, re.IGNORECASE
        ):
            after = tokens(text[match.end() : match.end() + 60])[:_REACH]
            is_job = any(token.low in _JOB_NOUNS or (token.stem in ground.role_stems) for token in after)
            before = text[max(0, match.start() - 12) : match.start()].casefold()
            if is_job and re.search(r"\b(?:the|your|this|as|that)\s+(?:\w+\s+)?$", before):
                was = " or ".join(sorted(held))
                message = f"{match[0]!r}: the notes have {was!r}."
                findings.append(Finding("IDN-role", "error", part, match.start(), match.end(), message, f"Write {was!r}."))
    return findings


def _plain(text: str) -> frozenset[str]:
    low = text.casefold()
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", low)
    return frozenset(words) | frozenset(f"{first}-{second}" for first, second in pairwise(words))
