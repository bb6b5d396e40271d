"""GND: every figure, date, name, link, attachment and claim of the email traces to the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guardrails.attachments import check_attachments
from guardrails.attribution import check_attribution
from guardrails.calendar_check import check_moment
from guardrails.claim_changes import check_changes
from guardrails.claim_extras import check_extras
from guardrails.claim_life import check_circumstances
from guardrails.claim_order import check_order, check_terms
from guardrails.claim_owners import check_owners
from guardrails.claim_praise import check_praise
from guardrails.claim_rules import check_claims
from guardrails.claim_shifts import check_shifts
from guardrails.claim_told import check_told
from guardrails.figures import check_quantity
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground, canonical_links, ground_of, link_pattern
from guardrails.measures import check_measures, is_converted
from guardrails.moments import find_moments
from guardrails.names import find_stray_names
from guardrails.numbers import find_quantities
from guardrails.vocabulary import bare, load_data
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.patterns import compiled

__all__ = ["check_grounding", "plain_spans"]

_PARTS: tuple[Part, ...] = ("subject", "body", "closing")
_MEDIUM = compiled(
    r"\b(?:our|the|yesterday['\u2019]s|today['\u2019]s|a|this|that|last|recent|thursday['\u2019]s|monday['\u2019]s|tuesday['\u2019]s|wednesday['\u2019]s|friday['\u2019]s)\s+(?P<what>phone|telephone|video|zoom|skype)[\s-]?(?:call|interview|conversation|chat|meeting)(?!\s+away\b)"
    r"|\b(?:over\s+the|on\s+the|by|via|over|on)\s+(?P<how>phone|telephone|video|zoom|skype)\b",
    re.IGNORECASE,
)
_MET = compiled(
    r"\b(?:conversation|spoke|speaking|talked|talking|call|interview|met|meeting|thank\w*|discuss\w*|yesterday|enjoyed)\b", re.IGNORECASE
)
_AHEAD = compiled(r"\b(?:look(?:ing)?\s+forward|would|could|happy|glad\s+to|hope|next|available|free|another)\b", re.IGNORECASE)


def check_grounding(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of all GND rules; private facts support nothing."""
    ground = ground_of(brief)
    findings: list[Finding] = []
    for part in _PARTS:
        text = draft.part(part)
        if not text.strip():
            continue
        spans = _sentences(draft, part, text)
        found, skip = _check_plain(text, part, ground)
        findings += found
        if part == "closing":
            continue
        findings += check_measures(text, part, ground)
        findings += check_order(text, part, ground)
        findings += check_terms(text, part, ground)
        findings += check_attachments(text, part, ground)
        findings += _check_medium(text, part, ground)
        findings += check_claims(text, part, spans, ground, skip)
        if part == "body":
            findings += check_circumstances(text, part, spans, ground, skip)
            findings += check_changes(text, part, spans, ground)
            findings += check_shifts(text, part, spans, ground)
            findings += check_owners(text, spans, ground)
            findings += check_praise(text, part, spans, ground)
            findings += check_extras(text, part, spans, ground, skip)
            findings += check_told(text, part, spans, ground, skip, findings)
    findings += check_attribution(draft, ground)
    findings += _check_links(draft.signature, "signature", ground, severity="warning")
    findings += _check_links(draft.greeting, "greeting", ground)
    return findings


def _sentences(draft: Draft, part: Part, text: str) -> list[tuple[int, int]]:
    if part != "body":
        return [(0, len(text))]
    return [(start, end) for start, end, _ in draft.sentence_spans()]


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)


def _check_plain(text: str, part: Part, ground: Ground) -> tuple[list[Finding], list[tuple[int, int]]]:
    """Links, moments, figures and names; also the spans they cover, which claims leave alone."""
    findings = _check_links(text, part, ground)
    links = [match.span() for match in link_pattern().finditer(text)]
    moments = [one for one in find_moments(text, ground.calendar.dialect) if not _inside(one.start, links)]
    for one in moments:
        problem = check_moment(one, ground.calendar, text)
        if problem and not _is_quoted(one.text, ground):
            severity: Severity = "warning" if problem[0] == "warning" else "error"
            message = f"{one.text!r} does not follow from the notes: {problem[1]}."
            findings.append(
                _finding("GND-date", part, (one.start, one.end), message, "Write the date as the notes give it, or leave it out.", severity)
            )
    taken = [*links, *((one.start, one.end) for one in moments)]
    quantities = find_quantities(text, tuple(sorted(taken)))
    for amount in quantities:
        found = check_quantity(amount, part, text, ground)
        findings += found if not (found and is_converted(amount, text, ground)) else []
    strays = find_stray_names(text, part, ground)
    for stray in strays:
        if stray.kind in {"fact", "job", "unknown", "unsure"}:
            severity = "warning" if stray.kind == "unsure" else "error"
            what = "job title" if stray.kind == "job" else "name"
            near = f"; they spell it {stray.right!r}" if stray.right else ""
            fix = f"Write {stray.right!r}." if stray.right else f"Leave the {what} out, or add it to the notes."
            findings.append(
                _finding("GND-name", part, (stray.start, stray.end), f"The {what} {stray.text!r} is not in the notes{near}.", fix, severity)
            )
    return findings, [
        *taken,
        *((one.start, one.end) for one in quantities),
        *((one.start, one.end) for one in strays if one.kind != "role"),
    ]


def plain_spans(text: str, ground: Ground) -> list[tuple[int, int]]:
    """The links, dates, figures and names of a body, which are judged by themselves."""
    return _check_plain(text, "body", ground)[1]


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_quoted(text: str, ground: Ground) -> bool:
    """A figure with letters or strokes ("24/7", "Q3") that the notes have letter for letter."""
    return "/" in text and text.casefold() in ground.link_text


def _check_links(text: str, part: Part, ground: Ground, severity: Severity = "error") -> list[Finding]:
    findings = []
    for match in link_pattern().finditer(text):
        form = canonical_links(match[0])
        if not form or form[0] in ground.links or _stands_whole(form[0], ground.link_text):
            continue
        what = "email address" if match["email"] else "link"
        end = match.start() + len(match[0].rstrip(".,;:!?"))
        message = f"The {what} {text[match.start() : end]!r} is not in the notes."
        findings.append(
            _finding("GND-link", part, (match.start(), end), message, f"Leave the {what} out, or add it to the notes.", severity)
        )
    return findings


def _stands_whole(form: str, text: str) -> bool:
    """A name that looks like a link ("Booking.com") stands in the notes as such."""
    at = text.find(form)
    return (
        at >= 0
        and not re.match(r"[\w\-/?#=&%]", text[at + len(form) : at + len(form) + 1])
        and not re.search(r"[\w.\-@/]$", text[max(0, at - 1) : at])
    )


def _check_medium(text: str, part: Part, ground: Ground) -> list[Finding]:
    kind = bare(ground.brief.notes.interview.kind or "")
    media = load_data("names")["medium"]
    if not kind or not isinstance(media, dict):
        return []
    held = {str(medium) for word, medium in media.items() if word in kind}
    is_known = held or any(word in kind for word in ("onsite", "on-site", "site", "person", "face", "office"))
    findings = []
    for match in _MEDIUM.finditer(text) if is_known else ():
        group = "what" if match["what"] else "how"
        said = str(media[bare(match[group])])
        near = text[max(0, match.start() - 60) : match.end() + 30]
        if said in held or bare(match[group]) in ground.exact or _AHEAD.search(near) or (match["how"] and not _MET.search(near)):
            continue
        message = f"The email speaks of {match[0].strip()!r}; the notes say that the interview was: {ground.brief.notes.interview.kind}."
        findings.append(
            _finding("GND-claim", part, match.span(group), message, 'Name the meeting as the notes do, or write "conversation".')
        )
    return findings
