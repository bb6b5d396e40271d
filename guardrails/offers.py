"""A length of time that is offered or asked for, as in "ten minutes on the phone": it states nothing, so the notes need not have it."""

from __future__ import annotations

import re

from guardrails.numbers import Quantity
from prompts.patterns import compiled

__all__ = ["is_offered"]

_TALK = (
    r"(?:(?:phone|video|quick|short|brief|follow-?up)\s+)*"
    r"(?:call|chat|talk|conversation|word|meeting|phone|video|zoom|teams|coffee|catch-?up|telephone|line|visit|walk)\b"
)
_AFTER = compiled(
    rf"[\s\-]*(?:{_TALK}|(?:or\s+so\s+)?(?:(?:on|over|by|via|for)\s+(?:the\s+|a\s+)?{_TALK}|(?:of|from)\s+your\b"
    r"|to\s+(?:talk|speak|discuss|spare|go\s+(?:over|through)|walk|answer|chat|explain|show|meet)\b"
    r"|(?:would|will|should|is|are|might)\s+(?:\w+\s+){0,2}(?:enough|do|plenty|suffice|help)\b|(?:together|(?:with|from)\s+you)\b))",
    re.IGNORECASE,
)
_BEFORE = compiled(
    rf"\b(?:{_TALK}\s+(?:of|for)|(?:talk|speak|chat|meet|ring|call|phone)(?:\s+\w+){{0,3}}\s+for"
    r"|(?:spare|give|have|find|offer|borrow|take)(?:\s+(?:me|up|just|you|another))*)\s+(?:about\s+|just\s+|only\s+|up\s+to\s+)?$",
    re.IGNORECASE,
)
_OPEN = compiled(
    r"\b(?:would|could|can|may|might|happy|glad|pleased|if|free|available|whenever|should|please|ready|welcome|will|gladly|happily|any\s+time"
    r"|i['’]d|i['’]ll)\b",
    re.IGNORECASE,
)
#: An offer of so much time to the reader ("if you'd like ten minutes on it", "could we speak again, for ten minutes").
_INVITES = compiled(
    r"\b(?:if|should|whenever|when|in\s+case|would|could|might|perhaps|do|can|may)\s+(?:you|we|I)\b|\byou['\u2019](?:d|ve)\b|\bfancy\b",
    re.IGNORECASE,
)
_CHANGES = compiled(
    r"\b(?:cut|cuts|save|saves|saved|reduce\w*|shorten\w*|trim\w*|within|gain\w*|lose|win|under|below|by|from|spare\s+us|early|late|longer|shorter)\s+(?:\w+\s+){0,2}$|\b(?:cut|save|reduce|shorten|trim)\b",
    re.IGNORECASE,
)
_TOLD = compiled(
    r"\b(?:spoke|talked|spent|took|was|were|lasted|had|gave|enjoyed|thank|thanks|met|discussed|chatted|went|listened|waited|after)\b",
    re.IGNORECASE,
)
_LONGEST = 60.0
#: So many words after the time the sentence has to open up.
_SOON = 6


def is_offered(amount: Quantity, text: str) -> bool:
    """True for up to an hour of talking that an open sentence offers or asks for; what is told of the past stays a figure."""
    if amount.unit not in {"minute", "hour"} or amount.value * (60 if amount.unit == "hour" else 1) > _LONGEST:
        return False
    before = re.split(r"[.!?\n]\s", text[max(0, amount.start - 160) : amount.start])[-1]
    after = re.split(r"[.!?\n](?:\s|$)", text[amount.end : amount.end + 120])[0]
    if not (
        _AFTER.match(after)
        or _BEFORE.search(before)
        or ((_INVITES.search(before) or _INVITES.search(after)) and not _CHANGES.search(before))
    ):
        return False
    clause = re.split(r"[,;:]\s", before)[-1]
    return bool(_OPEN.search(before) or _OPEN.search(" ".join(after.split()[:_SOON]))) and not _TOLD.search(clause)
