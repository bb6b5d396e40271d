"""GND: every figure, date, name, link, attachment and claim of the email traces to the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guardrails.calendar import check_moment
from guardrails.claims import Claim, Weight, find_claims, is_about_this_job, weigh
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground, canonical_links, ground_of, link_pattern
from guardrails.moments import find_moments
from guardrails.names import find_stray_names
from guardrails.numbers import Quantity, find_quantities
from guardrails.offers import is_offered
from guardrails.vocabulary import Token, bare, load_data, load_vocabulary, tokens, word_list
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.notes import FactKind

__all__ = ["check_grounding"]

_PARTS: tuple[Part, ...] = ("subject", "body", "closing")
_ATTACHED = re.compile(
    r"\b(?:I(?:\s+have|['\u2019]ve|\s+am|['\u2019]m)?\s+(?:also\s+|now\s+|herewith\s+)?(?:attach(?:ed|ing)?|enclos(?:e|ed|ing)|includ(?:ed|ing)\b(?=[^.!?\n]{0,60}\b(?:here|below|with\s+this|to\s+this))|append(?:ed|ing)?)"
    r"|(?:please\s+)?(?:find|see)\s+(?:the\s+)?(?:attached|enclosed|attachment)|(?:is|are|comes?)\s+(?:attached|enclosed)\b(?!\s+to\s+(?:the|my|our|a)\s+(?!e?-?mail|message|note))|(?:^|[.!?\n]\s*)(?:attached|enclosed)\b"
    r"|\bthe\s+(?:attached|enclosed)\b|(?:in|with|see)\s+the\s+attachment|\battached\s+(?:is|are|you|here|file|document|to\s+this\s+(?:e?-?mail|message|note)))",
    re.IGNORECASE,
)
_GENERIC_PAPERS = word_list("generic_papers")
_MEDIUM = re.compile(
    r"\b(?:our|the|yesterday['\u2019]s|today['\u2019]s|a|this|that|last|recent|thursday['\u2019]s|monday['\u2019]s|tuesday['\u2019]s|wednesday['\u2019]s|friday['\u2019]s)\s+(?P<what>phone|telephone|video|zoom|skype)[\s-]?(?:call|interview|conversation|chat|meeting)"
    r"|\b(?:over\s+the|on\s+the|by|via|over|on)\s+(?P<how>phone|telephone|video|zoom|skype)\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:conversation|spoke|speaking|talked|talking|call|interview|met|meeting|thank\w*|discuss\w*|yesterday|enjoyed)\b", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:look(?:ing)?\s+forward|would|could|happy|glad\s+to|hope|next|available|free|another)\b", re.IGNORECASE)


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
        findings += _check_attachments(text, part, ground)
        findings += _check_medium(text, part, ground)
        findings += _check_claims(text, part, spans, ground, skip)
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
        findings += _check_quantity(amount, part, text, ground)
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
    return findings, [*taken, *((one.start, one.end) for one in quantities), *((one.start, one.end) for one in strays)]


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


def _check_quantity(amount: Quantity, part: Part, text: str, ground: Ground) -> list[Finding]:
    span = (amount.start, amount.end)
    if _is_idiom(amount, text) or is_offered(amount, text) or (amount.unit == "" and _is_part_of_name(amount, text, ground)):
        return []
    if ground.supports_quantity(amount):
        if amount.inflated and not _is_inflated_in_notes(amount, text, ground):
            message = f"The notes have {amount.text!r} as it is, not as a lower or upper bound."
            return [_finding("GND-number", part, span, message, f"Write {amount.text!r} plainly.", "warning")]
        return []
    rule = "GND-money" if amount.unit == "money" else "GND-number"
    near = next((one for one in ground.quantities if one.value == amount.value and one.text), None) or next(
        (one for one in ground.quantities if one.unit == amount.unit and one.unit and one.text), None
    )
    seen = f"; they have {near.text!r}" if near else ""
    fix = f"Write {near.text!r} if that is meant, or leave the figure out." if near else "Leave the figure out, or add it to the notes."
    return [_finding(rule, part, span, f"The figure {amount.text!r} is not in the notes{seen}.", fix)]


def _is_idiom(amount: Quantity, text: str) -> bool:
    after = text[amount.end : amount.end + 24].casefold()
    if amount.value == 100 and amount.unit == "percent":
        return bool(re.match(r"\s*(?:sure|certain|committed|agree|behind|with you|convinced)", after))
    before = text[max(0, amount.start - 16) : amount.start].casefold()
    if (amount.worded and amount.unit == "hour" and amount.value == 1) or re.match(r"\s+or\s+two\b", after):
        return amount.value == 1
    return amount.worded and bool(re.search(r"\bone (?:or|hundred)\s*$", before))


def _is_part_of_name(amount: Quantity, text: str, ground: Ground) -> bool:
    """As in "3M", "ISO 9001", "Studio 54": the figure stands in the notes as such."""
    raw = text[amount.start : amount.end].strip().casefold()
    return raw in ground.exact


def _is_inflated_in_notes(amount: Quantity, text: str, ground: Ground) -> bool:
    return (
        any(one.inflated or "+" in one.text for one in ground.quantities if one.value == amount.value)
        or amount.unit == "ordinal"
        or _is_deadline(amount, text)
    )


def _is_deadline(amount: Quantity, text: str) -> bool:
    before = text[max(0, amount.start - 14) : amount.start].casefold()
    return (
        bool(re.search(r"(?:over (?:the )?|move over )$", before))
        and amount.unit in {"", "week", "day", "month"}
        and not re.search(r"\bover (?:a )?$", before)
    )


def _check_attachments(text: str, part: Part, ground: Ground) -> list[Finding]:
    promises = [
        one
        for one in ground.public
        if one.fact.kind is FactKind.PROMISE or re.search(r"\b(?:attach|enclos|send|forward)", bare(one.fact.text))
    ]
    findings = []
    for match in _ATTACHED.finditer(text):
        span = (match.start() + len(match[0]) - len(match[0].lstrip(" .!?\n")), match.end())
        if not promises:
            message = "The email claims an attachment; the notes promise none."
            findings.append(_finding("GND-attachment", part, span, message, "Leave it out, or add what you promised to send to the notes."))
            continue
        findings += _check_promised(text, part, match, ground)
    return findings


def _check_promised(text: str, part: Part, match: re.Match[str], ground: Ground) -> list[Finding]:
    """What is said to be attached has to be what the notes promise."""
    vocabulary = load_vocabulary()
    stop = re.search(r"[.!?;:\n]|,| (?:so|which|because|that|in case|if|and I|to)\b", text[match.end() :])
    end = match.end() + (stop.start() if stop else 80)
    named = [
        token for token in tokens(text[match.end() : end]) if token.low not in vocabulary.function and token.low not in _GENERIC_PAPERS
    ]
    supported = [token for token in named if ground.kind_of(token) == "supported"]
    loose = [token for token in named if ground.kind_of(token) in {"unknown", "strong", "everyday"}]
    if loose and not supported:
        what = " ".join(token.text for token in loose)
        message = f"The email says that {what!r} is attached; the notes promise something else."
        return [_finding("GND-attachment", part, match.span(), message, "Name what the notes promise.")]
    return []


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


def _check_claims(
    text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]
) -> list[Finding]:
    findings: list[Finding] = []
    covered: list[tuple[int, int]] = []
    for claim in find_claims(text, spans, ground):
        near = [span for span in skip if span[0] < claim.end and span[1] > claim.start]
        weight = weigh(claim, ground, near, about_this_job=is_about_this_job(claim, text))
        severity = _judge(claim, weight, ground, text)
        if severity is None or any(start <= claim.start < end for start, end in covered):
            continue
        culprits = weight.strong + weight.unknown or weight.everyday or claim.words
        span = (claim.start, max(token.end for token in culprits))
        covered.append((claim.start, claim.end))
        rule = "GND-claim" if claim.kind == "said" else "GND-invention"
        named = ", ".join(repr(token.text) for token in culprits[:4])
        findings.append(_finding(rule, part, span, f"{_SUBJECT[claim.kind]}, and the notes have no {named}.", _FIX[claim.kind], severity))
    return findings


_SUBJECT = {
    "said": "The email says what passed in the conversation",
    "past": "The email claims something of the writer's past",
    "mind": "The email tells what the writer met with",
    "reader": "The email claims something of the reader's organisation",
    "thanked": "The email gives thanks for something particular",
}
_FIX = {
    "said": "Refer to something the notes have, or to the conversation as a whole.",
    "past": "Use a strength of the notes, or write what you would do instead.",
    "mind": "Name something the notes have.",
    "reader": "Name something the notes have, or leave the detail out.",
    "thanked": "Thank them for something the notes have, or for their time.",
}


def _judge(claim: Claim, weight: Weight, ground: Ground, text: str) -> Severity | None:
    """How bad a claim is: an error when it rests on strong or several words that the notes do not have."""
    has_figure = any(ground.supports_quantity(one) for one in find_quantities(text[claim.start : claim.end]))
    carried = len(weight.supported) + (1 if has_figure else 0)
    if claim.kind == "past":
        return _judge_past(claim, weight, carried)
    strong, unknown = len(weight.strong), len(weight.unknown)
    if claim.kind == "mind":
        trades = sum(token.stem in load_vocabulary().job_nouns for token in weight.strong)
        if strong > trades or (unknown >= 3 and not carried):
            return "error"
        return "warning" if strong or (unknown >= 2 and not carried) else None
    if (strong and strong >= carried) or strong > 1:
        return "error"
    if not carried:
        return _judge_bare(claim, weight)
    if unknown >= 2 and unknown > carried:
        return "error"
    return "warning" if strong or unknown > carried or unknown >= 2 else None


def _judge_bare(claim: Claim, weight: Weight) -> Severity | None:
    """A claim with nothing of the notes in it."""
    unknown = len(weight.unknown)
    if claim.kind == "said":
        return "error" if unknown else "warning" if len(weight.everyday) >= 2 else None
    if unknown >= 2 or (unknown and weight.load >= 1.5):
        return "error"
    return "warning" if unknown else None


def _judge_past(claim: Claim, weight: Weight, carried: int) -> Severity | None:
    vocabulary = load_vocabulary()
    strong, unknown = len(weight.strong), len(weight.unknown)
    if strong:
        return "error"
    if unknown and (not carried or unknown > carried):
        return "error"
    if unknown >= 2:
        return "warning"
    is_deed = claim.verb is not None and claim.verb.stem in vocabulary.deed_verbs
    if not carried and is_deed and _is_stated(claim.words):
        return "error"
    return "warning" if not carried and len(weight.everyday) >= 2 else None


def _is_stated(words: Sequence[Token]) -> bool:
    """A deed with an object, not "I worked hard" on the task at hand."""
    return sum(token.low not in load_vocabulary().function for token in words) >= 2
