"""GND-invention on praise: others who liked what the writer did, and a name that the reader's house is said to have, in no note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guardrails.claim_life import LONGEST
from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.vocabulary import tokens
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_praise"]

_SOMEBODY = (
    r"(?:(?:the|my|our|your|their|his|her|its|some|several|many|most|all|both|two|three)\s+(?:\w+\s+){0,2}?\w+"
    r"|everyone|everybody|people|guests|customers|clients)"
)
_PLEASED = (
    r"pleased|delighted|impressed|surprised|amazed|amused|thrilled|cheered|astonished|charmed|reassured|won\s+over|"
    r"went\s+down\s+well\s+with"
)
_LIKED = r"liked|loved|enjoyed|appreciated|praised|admired|applauded|approved\s+of|welcomed|agreed\s+with|took\s+to"
_LIKE = r"like|love|enjoy|appreciate|admire|approve\s+of|welcome|agree\s+with|take\s+to"
_SURELY = (
    r"(?:also|all|both|still|later|really|clearly|particularly|especially|even|greatly|certainly|apparently|visibly|very\s+much|kindly)"
)
#: Somebody else's joy in what is told: "which also pleased the farmers", "which your colleagues seemed to like", "my boss told me so".
_JOY = compiled(
    rf",?\s*\b(?:which|and\s+(?:it|that|this)|this|that)\s+(?:{_SURELY}\s+)*(?:{_PLEASED})\s+(?!me\b|us\b|both\s+of\s+us\b){_SOMEBODY}"
    rf"|\b(?:which|and|something(?:\s+that)?|an?\s+\w+\s+that)\s+{_SOMEBODY}\s+(?:{_SURELY}\s+)*(?:(?:{_LIKED})|(?:seem(?:ed)?|appear(?:ed)?|came)\s+to\s+(?:{_SURELY}\s+)*(?:{_LIKE}))\b"
    rf"|\b{_SOMEBODY}\s+(?:{_SURELY}\s+)*(?:told\s+me\s+so|said\s+so|thanked\s+me|congratulated\s+(?:me|us)|praised\s+(?:me|us|my|our)|complimented\s+(?:me|us|my|our)|applauded)\b"
    r"|\b(?:to|with)\s+(?:much|great|general|some|loud)\s+(?:praise|applause|acclaim|delight)\b|\bearn(?:ed|ing)\s+(?:me|us)\s+(?:the\s+)?(?:praise|thanks|respect|applause)\b",
    re.IGNORECASE,
)
_PLACE = (
    r"town|city|county|country|region|province|state|industry|market|trade|business|west|"
    r"east|north|south|coast|island|world|continent|sector|district|valley|land|nation"
)
#: What the reader's house is said to be known for: "the best-loved practice in town", "such a market leader", "its name for fairness".
_NAME = compiled(
    rf"\b(?:the|has\s+the|have\s+the)\s+(?:best|finest|greatest|foremost|leading|top|best-\w+|most\s+\w+)\s+(?:\w+\s+){{1,3}}(?:in|on|of|across|around|this\s+side\s+of)\s+(?:the\s+(?:whole\s+|entire\s+)?)?(?:{_PLACE})\b"
    r"|\b(?:market|industry|world|global|sector)[\s-]leader\b|\bhousehold\s+name\b"
    r"|\b(?:your|its|such\s+a|a)\s+(?:(?:good|fine|great|excellent|strong|proud|long)\s+)?(?:name|reputation)\s+for\s+(?!(?:every|each|all|both|it|them|that|this|those)\b)(?:[a-z]+)"
    r"|\ba\s+(?:name|house|firm|school|company|team|place)\s+that\s+(?:\w+\s+){1,6}?(?:look|looks)\s+up\s+to\b"
    r"|\bthe\s+(?:respect|trust|esteem|reputation|admiration|standing)\s+(?:that\s+)?your\s+\w+\s+(?:enjoys|has|commands|earned|earns|holds)\b"
    r"|\b(?:is|are)\s+(?:widely\s+|well\s+|rightly\s+)?(?:known|famous|renowned|respected|admired)\s+(?:for|across|throughout|all\s+over|everywhere|as)\b",
    re.IGNORECASE,
)
_SUPPOSED = compiled(r"\b(?:would|could|might|may|should|will|if|hope|hopes|wish|want|whether)\b|['\u2019](?:d|ll)\b|\?", re.IGNORECASE)
_OF_READER = compiled(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_LEADER = compiled(r"\bleader$|\bhousehold\s+name$", re.IGNORECASE)
#: Stems of what a note says that has somebody's praise in it.
_PRAISE = compiled(
    r"\b(?:prais|thank|lik(?:ed|es)\b|lov(?:ed|es)\b|enjoy|impress|pleased|delight|laugh|smil|applau|clap|compliment|congratul|surpris|reput|known|famous|renown|best|leading|leader|award)",
    re.IGNORECASE,
)


def check_praise(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    """Findings of the body; `spans` are its sentences."""
    findings = []
    for start, end in spans:
        if end - start > LONGEST:
            continue
        for pattern, what in ((_JOY, "that others were pleased"), (_NAME, "what the reader's house is known for")):
            match = pattern.search(text, start, end)
            if match is None or (pattern is _JOY and _SUPPOSED.search(text, start, match.end())) or _is_noted(match[0], ground):
                continue
            if (
                pattern is _NAME
                and not _LEADER.search(match[0])
                and not (_OF_READER.search(text, start, end) or _names_company(text[start:end], ground))
            ):
                continue
            message = f"The email tells {what} ({match[0].strip(' ,')!r}), and no note does."
            findings.append(
                Finding("GND-invention", "error", part, match.start(), match.end(), message, "Leave it out, or add it to the notes.")
            )
    return findings


def _names_company(sentence: str, ground: Ground) -> bool:
    return any(token.low in ground.company_words for token in tokens(sentence))


def _is_noted(said: str, ground: Ground) -> bool:
    """Whether a note with praise in it carries a word of what is said, or a word of the praise itself."""
    stems = {token.stem for token in tokens(said) if ground.kind_of(token) == "supported"}
    return any(_PRAISE.search(one.fact.text) and stems & one.wide for one in ground.public)
