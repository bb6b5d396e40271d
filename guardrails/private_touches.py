"""PRV-private by subject: a sentence that speaks of the same thing as a private note, in words of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from guardrails.concepts import Touch, concepts_of, find_touches, is_touched
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.lexicon import Passage
from guardrails.vocabulary import load_vocabulary, tokens
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["RULES", "check_touches"]

#: Concepts whose findings belong to another rule than PRV-private.
RULES = {"wages_said": "PRV-pay", "rival": "PRV-leverage"}


def check_touches(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Sentences that speak of the same thing as a private note, in any words."""
    about = _concepts(ground)
    findings = []
    for touch in find_touches(Passage.of(text), about):
        severity = _severity(touch, text, ground)
        if severity is not None:
            seen = text[touch.start : touch.end]
            message = f"{seen!r} hints at the private note {about[touch.concept]!r}."
            rule = RULES.get(touch.concept, "PRV-private")
            findings.append(Finding(rule, severity, part, touch.start, touch.end, message, "Leave it out; only public notes may show."))
    return findings


def _severity(touch: Touch, text: str, ground: Ground) -> Severity | None:
    """None where the public notes say so themselves; a warning where they speak of the same field."""
    vocabulary = load_vocabulary()
    content = [token for token in tokens(text[touch.start : touch.end]) if token.low not in vocabulary.function]
    if content and all(token.stem in ground.narrow_stems for token in content):
        return None
    if touch.concept in _HOME and "family" in text[touch.start : touch.end].casefold() and _KIN.search(ground.public_text):
        return None
    is_public = _is_public(touch.concept, ground)
    if touch.is_plain or " " not in text[touch.start : touch.end].strip():
        if is_public:
            return None if touch.is_plain else "warning"
        return "error" if touch.concept not in _OWN or _is_owned(touch, text) else "warning"
    return "error"


#: Matters of the writer's own life: their plain words ("pain", "clinic", "debts") may as well belong to the work.
_OWN = frozenset(
    {"health", "expecting", "kin_ill", "spouse", "children", "debts", "papers", "jobless", "faith", "transport", "record", "location"}
)
_OWNED = compiled(
    r"\b(?:my|our|me|us|we|i|i['\u2019](?:m|ve|d|ll)|we['\u2019](?:re|ve|d|ll)|am|being|after|before|because\s+of|due\s+to|at\s+home"
    r"|owing\s+to|since|during|despite|with)\b",
    re.IGNORECASE,
)
_WORK = compiled(
    r"\b(?:patients?|customers?|guests?|clients?|pupils?|residents?|people|team|ward|club|company|you|your|they|their|visitors?)\b",
    re.IGNORECASE,
)


def _is_owned(touch: Touch, text: str) -> bool:
    """Whether the clause ties a plain word to the writer, and not to those whom the work is for."""
    low = max(text.rfind(mark, 0, touch.start) for mark in ".,;:!?\n") + 1
    ends = [at for mark in ".,;:!?\n" if (at := text.find(mark, touch.end)) >= 0]
    clause = text[low : min(ends, default=len(text))]
    return bool(_OWNED.search(clause)) and not _WORK.search(clause)


_HOME = frozenset({"children", "spouse", "kin_ill", "kin_opinion"})
#: Who tells of a daughter as a reason may also say "my family".
_KIN = compiled(r"\b(?:daughters?|sons?|child|children|kids?|wife|husband|partner|family|mother|father|mum|mom|dad|parents?|baby)\b")


@lru_cache(maxsize=256)
def _is_public(concept: str, ground: Ground) -> bool:
    notes = ground.brief.notes
    texts = [one.fact.text for one in ground.public] + [text for text in (notes.role, notes.company) if text]
    return any(is_touched(concept, text) for text in texts)


#: A public reason that itself tells of the other post.
_CHOSEN = compiled(
    r"\b(?:the other(?: one| job| post| role| offer| place)?|another (?:job|post|role|offer|position|place|one)|elsewhere"
    r"|a different (?:job|post|role|position))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _concepts(ground: Ground) -> dict[str, str]:
    """Concepts of the private notes with the id of the first that has it; what a situation may name is left to PRV-leverage."""
    found: dict[str, str] = {}
    for one in ground.private:
        names = concepts_of(one.fact.text) | ({"rival"} if one.fact.kind is FactKind.OTHER_OFFER else frozenset())
        for name in names:
            found.setdefault(name, one.fact.id)
    if FactKind.OTHER_OFFER in ground.brief.contract.allowed_private:
        found.pop("rival", None)
    if any(one.fact.kind is FactKind.REASON and _CHOSEN.search(one.fact.text) for one in ground.public):
        found.pop("rival", None)
    return found
