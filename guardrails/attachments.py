"""GND-attachment: what is said to be attached is what the notes promise, each item of it."""

from __future__ import annotations

import re

from guardrails.claim_rules import JOINT, NEW_CLAUSE
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.vocabulary import Token, bare, load_vocabulary, tokens, word_list
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_attachments"]

_ATTACHED = compiled(
    r"\b(?:I(?:\s+have|['\u2019]ve|\s+am|['\u2019]m)?\s+(?:also\s+|now\s+|herewith\s+)?(?:attach(?:ed|ing)?|enclos(?:e|ed|ing)|includ(?:ed|ing)\b(?=[^.!?\n]{0,60}\b(?:here|below|with\s+this|to\s+this))|append(?:ed|ing)?)"
    r"|(?:please\s+)?(?:find|see)\s+(?:the\s+)?(?:attached|enclosed|attachment)|(?:you(?:['\u2019]ll|\s+will|\s+can)?|please|kindly)\s+find\s+(?:[^\W_][\w'\u2019-]*\s+){1,8}?(?:attached|enclosed|below)\b|comes?\s+with\s+this\s+(?:e?-?mail|message|note|letter)\b|(?:is|are|comes?)\s+(?:attached|enclosed)\b(?!\s+to\s+(?:the|my|our|a)\s+(?!e?-?mail|message|note))|(?:^|[.!?\n]\s*)(?:attached|enclosed)\b"
    r"|\bthe\s+(?:attached|enclosed)\b|(?:in|with|see)\s+the\s+attachment|\battached\s+(?:is|are|you|here|file|document|to\s+this\s+(?:e?-?mail|message|note)))",
    re.IGNORECASE,
)
_FIND = compiled(r"\bfind\s+(.+?)\s+(?:attached|enclosed|below)$", re.IGNORECASE)
_GENERIC_PAPERS = word_list("generic_papers")
_ADDED = compiled(r",?\s*\b(?:together\s+with|along\s+with|as\s+well\s+as|plus)\b", re.IGNORECASE)
_SENDS = compiled(r"\b(?:attach|enclos|send|forward)")
#: What the reader promised, or when an answer is due.
_THEIRS = compiled(
    r"^\s*(?:he|she|they|the\s+(?:panel|board|team|committee)|you)\b|\b(?:(?:I['\u2019]d|I\s+would|to)\s+hear|said|hoped\s+to|decision|decide|let\s+(?:me|us)\s+know|(?:call|ring|write|answer|reply)\s+(?:to\s+)?(?:me|us|back|by))\b",
    re.IGNORECASE,
)
#: "A farmer sends it by phone" promises nothing.
_OWN_SENDS = compiled(r"\b(?:attach|enclos|send(?!s\b|er)|forward)")


#: A promise for a day to come, or to bring something, is no attachment.
_LATER = compiled(
    r"\bbring(?:ing)?\b|\btomorrow\b|\bnext\s+week\b|\bon\s+(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\bfirst\s+(?:day|morning)\b"
    r"|\bif\s+(?:he|she|they|you|asked|wanted|needed|[a-z]+\s+(?:wants|likes|asks))\b|\bon\s+request\b|\bby\s+(?:post|courier|mail(?!\s+(?:today|now)))\b|\b(?:to|at)\s+reception\b",
    re.IGNORECASE,
)
_SENDS_ALONG = compiled(r"\b(?:attach|enclos)|\bwith\s+(?:this|the|my)\b", re.IGNORECASE)


def check_attachments(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Findings of GND-attachment in one part of the draft."""
    promises = [
        one
        for one in ground.public
        if (one.fact.kind is FactKind.PROMISE and not _THEIRS.search(one.fact.text)) or _OWN_SENDS.search(bare(one.fact.text))
    ]
    findings = []
    for match in _ATTACHED.finditer(text):
        span = (match.start() + len(match[0]) - len(match[0].lstrip(" .!?\n")), match.end())
        if not promises:
            message = "The email claims an attachment; the notes promise none."
            findings.append(_finding("GND-attachment", part, span, message, "Leave it out, or add what you promised to send to the notes."))
            continue
        if all(_LATER.search(one.fact.text) and not _SENDS_ALONG.search(one.fact.text) for one in promises):
            message = f"The email claims an attachment; the notes ({promises[0].fact.id}) promise it for later."
            findings.append(_finding("GND-attachment", part, span, message, "Say when it will come, as the notes do."))
            continue
        findings += _check_promised(text, part, match, ground)
    return findings


def _check_promised(text: str, part: Part, match: re.Match[str], ground: Ground) -> list[Finding]:
    """What is said to be attached has to be what the notes promise."""
    vocabulary = load_vocabulary()
    held = _FIND.search(match[0])
    if held:
        listed = [token for token in tokens(held[1]) if token.low not in vocabulary.function and token.low not in _GENERIC_PAPERS]
        if not listed or any(_is_promised(token, ground) for token in listed):
            return []
        what = " ".join(token.text for token in listed)
        message = f"The email says that {what!r} is attached; the notes promise something else."
        return [_finding("GND-attachment", part, match.span(), message, "Name what the notes promise.")]
    is_after = re.match(r"\s*(?:is|are|comes?)\b", match[0], re.IGNORECASE)
    if is_after:
        return _check_subject_promised(text, part, match, ground)
    stop = re.search(
        r"[.!?;:\n]|,(?! (?:and|together|along|plus|as well))| (?:so|which|because|that|in case|if|and I|to)\b", text[match.end() :]
    )
    end = match.end() + (stop.start() if stop else 80)
    named = [
        token for token in tokens(text[match.end() : end]) if token.low not in vocabulary.function and token.low not in _GENERIC_PAPERS
    ]
    supported = [token for token in named if ground.kind_of(token) == "supported"]
    loose = [token for token in named if ground.kind_of(token) in {"unknown", "strong", "everyday"}]
    if not (loose and not supported):
        loose = _unpromised_item(text[match.end() : end], ground)
        supported = []
    if loose and not supported:
        what = " ".join(token.text for token in loose)
        message = f"The email says that {what!r} is attached; the notes promise something else."
        return [_finding("GND-attachment", part, match.span(), message, "Name what the notes promise.")]
    return []


def _check_subject_promised(text: str, part: Part, match: re.Match[str], ground: Ground) -> list[Finding]:
    """As in "our form and two letters of reference are attached": what stands before has to be promised too."""
    before = re.split(r"[.!?;:\n]", text[max(0, match.start() - 120) : match.start()])[-1]
    after = re.split(r"[.!?;:\n]", text[match.end() : match.end() + 120])[0]
    added = _ADDED.search(after)
    loose = _unpromised_item(before, ground) or (_unpromised_item(after[added.start() :], ground) if added else [])
    if not loose:
        return []
    what = " ".join(token.text for token in loose)
    message = f"The email says that {what!r} is attached; the notes promise something else."
    return [_finding("GND-attachment", part, match.span(), message, "Name what the notes promise.")]


def _is_promised(token: Token, ground: Ground) -> bool:
    return any(token.stem in one.wide for one in ground.public if one.fact.kind is FactKind.PROMISE or _SENDS.search(bare(one.fact.text)))


def _unpromised_item(listed: str, ground: Ground) -> list[Token]:
    """The words of the first item of a list of attachments that the notes do not promise."""
    vocabulary = load_vocabulary()
    for item in JOINT.split(listed)[1:]:
        named = [token for token in tokens(item) if token.low not in vocabulary.function and token.low not in _GENERIC_PAPERS]
        if not named or named[0].low in NEW_CLAUSE or (tokens(item) and tokens(item)[0].low in NEW_CLAUSE - {"my", "your"}):
            return []
        if not any(_is_promised(token, ground) for token in named):
            return named
    return []


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)
