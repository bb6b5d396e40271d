"""TON: desperate, pushy, flattering, over-apologetic, entitled, boastful, rude or slangy wording, and a budget for stock phrases.

Only what surely loses the job is an error; the rest is taste, and a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guardrails.findings import Finding, Severity
from guardrails.ground import ground_of
from guardrails.lexicon import Hit, Lexicon, Passage, load_lexicons
from guardrails.settings import in_force, limit
from guardrails.text import count_words
from guardrails.vocabulary import tokens
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.patterns import compiled

__all__ = ["check_tone"]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one list of wordings is judged: from the threshold `refuse_from` on, where there is one, all of them count as errors."""

    rule: str
    seen: str
    allowed: str
    fix: str


_MANNERS = {
    "desperate": _Manner(
        "TON-desperate",
        "sounds like need",
        "interest in the work is welcome, need and pleading are not",
        "Say in one calm sentence what draws you to the work itself.",
    ),
    "pushy": _Manner(
        "TON-pushy",
        "presses the reader",
        "one polite, exact question is allowed, no demand, deadline of your own making or threat",
        "Ask once, kindly, and name a date only where the notes have one.",
    ),
    "flattering": _Manner(
        "TON-flattering",
        "praises the reader beyond what is plain",
        "praise stays with one particular thing they did",
        "Name the one thing they showed or said that you valued, without superlatives.",
    ),
    "entitled": _Manner(
        "TON-entitled",
        "speaks as if the job were owed",
        "confidence faces their task, not their duty to you",
        "Offer what you would do for their problem and leave the decision to them.",
    ),
    "boast": _Manner(
        "TON-boast",
        "praises the writer in superlatives",
        "evidence is allowed, ranking oneself is not",
        "Replace the superlative by one result of your work from the notes.",
    ),
    "rude": _Manner(
        "TON-rude",
        "insults, swears or threatens",
        "the email stays courteous whatever happened",
        "Leave it out; say plainly and politely what you need.",
    ),
    "casual": _Manner(
        "TON-casual",
        "is chat language",
        "a relaxed but written style is allowed",
        "Use the plain written word.",
    ),
}

_FIRST_PERSON = compiled(r"\b(?:i|me|my|mine|myself)\b", re.ASCII)
_STARTS_WITH_I = compiled(r"I(?:['’](?:m|ve|d|ll))?\s")


def check_tone(draft: Draft, brief: Brief) -> list[Finding]:
    """TON findings of the body, in the order of the rules.

    What stands inside double quotation marks is somebody else's voice and is not judged; nor is what is negated
    ("I am not desperate to leave").
    """
    passage = Passage.of(draft.body)
    lists = load_lexicons("tone")
    findings: list[Finding] = []
    for name, manner in _MANNERS.items():
        findings += _judge(passage, lists[name], manner, brief if name == "flattering" else None)
    findings += _check_apologies(passage, lists["apologetic"])
    findings += _check_stock(passage)
    findings += _check_first_person(draft, passage)
    return findings


def _judge(passage: Passage, lexicon: Lexicon, manner: _Manner, brief: Brief | None = None) -> list[Finding]:
    """Findings of one list; with a brief, words that its public facts hold in this order are matter, not manner."""
    hits = lexicon.find(passage, negatable=True)
    if hits and brief is not None:
        told = f" {ground_of(brief).public_text} "
        hits = [hit for hit in hits if f" {_row(passage, hit)} " not in told]
    most = in_force().thresholds.get(manner.rule, {}).get("refuse_from")
    too_many = most is not None and len(hits) >= most
    findings = []
    for hit in hits:
        severity: Severity = "error" if hit.level == "error" or too_many else "warning"
        findings.append(_finding(passage, hit, manner.rule, severity, manner.seen, manner.allowed, manner.fix))
    return findings


def _row(passage: Passage, hit: Hit) -> str:
    return " ".join(token.low for token in tokens(passage.text[hit.start : hit.end]))


def _check_apologies(passage: Passage, lexicon: Lexicon) -> list[Finding]:
    hits = lexicon.find(passage, negatable=True)
    grovels = [hit for hit in hits if hit.level == "grovel"]
    findings = [
        _finding(
            passage,
            hit,
            "TON-apologetic",
            "error",
            "runs the writer down",
            "a weak moment is owned in half a sentence, without strong words",
            "Name the matter in plain words and give the better answer at once.",
        )
        for hit in grovels
    ]
    # A solemn apology weighs as much as two plain ones.
    weight = len(hits) + sum(hit.level == "deep" for hit in hits)
    if len(hits) > 1 and weight >= limit("TON-apologetic", "warn_from"):
        severity: Severity = "error" if weight >= limit("TON-apologetic", "refuse_from") else "warning"
        findings += [
            _finding(
                passage,
                hit,
                "TON-apologetic",
                severity,
                f"is one of {len(hits)} apologies",
                "one is allowed",
                "Keep the first apology at most and take out the others.",
            )
            for hit in hits[1:]
            if hit.level != "grovel"
        ]
    return findings


def _check_stock(passage: Passage) -> list[Finding]:
    hits = load_lexicons("cliche")["cliche"].find(passage)
    points = sum(int(hit.level) for hit in hits)
    warn_from, refuse_from = limit("TON-cliche", "warn_from"), limit("TON-cliche", "refuse_from")
    if points < warn_from:
        return []
    severity: Severity = "error" if points >= refuse_from else "warning"
    seen = f"is a stock phrase ({points} points in all, a machine-written one counts 2)"
    allowed = f"fewer than {warn_from} pass unseen, {refuse_from} refuse the email"
    fix = "Say the same in your own words about this conversation, or leave it out."
    return [_finding(passage, hit, "TON-cliche", severity, seen, allowed, fix) for hit in hits]


def _check_first_person(draft: Draft, passage: Passage) -> list[Finding]:
    findings: list[Finding] = []
    total = count_words(passage.text)
    mine = sum(1 for _ in _FIRST_PERSON.finditer(passage.low))
    share = limit("TON-first-person", "max_share")
    if total >= limit("TON-first-person", "min_words") and mine > share * total:
        message = f'{mine} of {total} words are "I", "me" or "my" ({mine / total:.0%}); up to {share:.0%} is allowed.'
        fix = "Let some sentences begin with the reader, the conversation or the work."
        findings.append(Finding("TON-first-person", "warning", "body", 0, len(passage.text), message, fix))
    sentences = draft.sentences
    if len(sentences) >= limit("TON-i-starts", "min_sentences") and all(_STARTS_WITH_I.match(sentence.text) for sentence in sentences):
        message = f'All {len(sentences)} sentences begin with "I"; at least one should not.'
        fix = "Begin a sentence with what they said or with the matter itself."
        findings.append(Finding("TON-i-starts", "warning", "body", 0, len(passage.text), message, fix))
    return findings


def _finding(passage: Passage, hit: Hit, rule: str, severity: Severity, seen: str, allowed: str, fix: str) -> Finding:
    quote = " ".join(passage.text[hit.start : hit.end].split())
    return Finding(rule, severity, "body", hit.start, hit.end, f'"{quote}" {seen}; {allowed}.', fix)
