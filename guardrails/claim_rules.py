"""GND-claim and GND-invention: what the email asserts of the conversation, the writer and the reader is carried by the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from guardrails.claim_weight import Weight, is_about_this_job, weigh
from guardrails.claim_words import Claim
from guardrails.claims import find_claims
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.numbers import find_quantities
from guardrails.vocabulary import Token, load_vocabulary, word_list
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["JOINT", "NEW_CLAUSE", "check_claims"]

JOINT = compiled(r"\s+(?:and|as\s+well\s+as|along\s+with|together\s+with|plus)\s+(?:for\s+|also\s+)*|,\s*(?:and\s+)?", re.IGNORECASE)
#: Kinds of claims that list what the writer has or is thankful for; each item of the list has to be in the notes.
_LISTING = frozenset({"past", "thanked"})
#: So many words of content that the notes do not have make an item of its own; one word may be a turn of phrase.
_WHOLE_ITEM = 2
NEW_CLAUSE = word_list("clause_openers")
#: Facts about the writer alone: they carry nothing that the reader is said to have said.
_WRITERS_OWN = frozenset({FactKind.STRENGTH, FactKind.STANCE, FactKind.AVAILABILITY})
#: So many words of content make a statement that the notes have to carry somewhere.
_PROPOSITION = 1
_SUBJECT = {
    "said": "The email says what passed in the conversation",
    "told": "The email gives the reader's words or deeds",
    "past": "The email claims something of the writer's past",
    "mind": "The email tells what the writer met with",
    "reader": "The email claims something of the reader's organisation",
    "thanked": "The email gives thanks for something particular",
}
_FIX = {
    "said": "Refer to something the notes have, or to the conversation as a whole.",
    "told": "Refer to something the notes have, or to the conversation as a whole.",
    "past": "Use a strength of the notes, or write what you would do instead.",
    "mind": "Name something the notes have.",
    "reader": "Name something the notes have, or leave the detail out.",
    "thanked": "Thank them for something the notes have, or for their time.",
}


def check_claims(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]) -> list[Finding]:
    """Findings for the claims of a text; `spans` are its sentences, `skip` the names, dates and figures judged elsewhere."""
    findings: list[Finding] = []
    covered: list[tuple[int, int]] = []
    for claim in find_claims(text, spans, ground):
        near = [span for span in skip if span[0] < claim.end and span[1] > claim.start]
        weight = weigh(claim, ground, near, about_this_job=is_about_this_job(claim, text))
        severity = _judge(claim, weight, ground, text, has_date=bool(near))
        if severity != "error":
            severity = _judge_parts(claim, ground, near, text) or severity
        if severity is None or any(start <= claim.start < end for start, end in covered):
            continue
        culprits = weight.strong + weight.unknown or weight.everyday or claim.words
        span = (claim.start, max(token.end for token in culprits))
        covered.append((claim.start, claim.end))
        if claim.kind == "reader" and len(culprits) == 1 and text[: claim.start].casefold().endswith("how "):
            severity = "warning"  # "it told me a good deal about how you lead": a way of doing, and no fact
        rule = "GND-claim" if claim.kind in {"said", "told"} else "GND-invention"
        named = ", ".join(repr(token.text) for token in culprits[:4])
        findings.append(_finding(rule, part, span, f"{_SUBJECT[claim.kind]}, and the notes have no {named}.", _FIX[claim.kind], severity))
    return findings


def _judge(claim: Claim, weight: Weight, ground: Ground, text: str, *, has_date: bool) -> Severity | None:
    """How bad a claim is: an error when it rests on strong or several words that the notes do not have.

    With `has_date`, a date, name or figure that is judged by itself stands in it: "you mentioned that a decision would come by 22 October".
    """
    has_figure = any(ground.supports_quantity(one) for one in find_quantities(text[claim.start : claim.end]))
    carried = len(_by_them(weight.supported, ground) if claim.kind == "told" else weight.supported) + (1 if has_figure else 0)
    if claim.kind == "past":
        return _judge_past(claim, weight, carried)
    strong, unknown = len(weight.strong), len(weight.unknown)
    if claim.kind == "told" and not carried and not has_date and _content(claim) >= _PROPOSITION:
        return "error"
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


def _content(claim: Claim) -> int:
    vocabulary = load_vocabulary()
    return sum(token.low not in vocabulary.function and token.stem not in vocabulary.letter for token in claim.words)


def _judge_parts(claim: Claim, ground: Ground, skip: Sequence[tuple[int, int]], text: str) -> Severity | None:
    """An error when one item of a list ("the certificate and a high-voltage endorsement") has nothing of the notes in it."""
    if claim.kind not in _LISTING or not claim.words:
        return None
    cuts = [match.start() for match in JOINT.finditer(text, claim.start, claim.end)]
    if not cuts:
        return None
    bounds = [claim.words[0].start, *cuts, claim.end]
    for low, high in pairwise(bounds[1:]):
        words = tuple(token for token in claim.words if low <= token.start < high)
        weight = weigh(replace(claim, words=words), ground, skip)
        if not weight.supported and (len(weight.unknown) + len(weight.strong) >= _WHOLE_ITEM) and words[0].low not in NEW_CLAUSE:
            return "error"
    return None


def _by_them(words: Sequence[Token], ground: Ground) -> list[Token]:
    return [token for token in words if any(token.stem in one.wide for one in ground.public if one.fact.kind not in _WRITERS_OWN)]


def _judge_bare(claim: Claim, weight: Weight) -> Severity | None:
    """A claim with nothing of the notes in it."""
    unknown = len(weight.unknown)
    if claim.kind in {"said", "told"}:
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


def _finding(rule: str, where: Part, span: tuple[int, int], message: str, fix: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, span[0], span[1], message, fix)
