"""GND-invention on what is added to a fact: a tail ("mostly nights", "under budget") that no public note carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from guardrails.claim_life import LONGEST, covered
from guardrails.findings import Finding
from guardrails.ground import FactGround, Ground
from guardrails.vocabulary import Token, load_vocabulary, tokens, word_list
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_extras"]

#: Facts about the writer's doings and terms; to a wish or a topic anyone may add a thought.
_PLAIN_FACTS = frozenset(
    {FactKind.STRENGTH, FactKind.REASON, FactKind.CORRECTION, FactKind.START_DATE, FactKind.AVAILABILITY, FactKind.DEADLINE}
)
_TAIL = compiled(
    r"(?:,\s*|\s)(?=(?:and\s+|so\s+|even\s+|but\s+)*(?P<head>in|on|at|with|without|under|over|during|through|throughout|by|despite|mostly|"
    r"mainly|largely|chiefly|partly|usually|including|alone|across|from|among|against|amid|since|because)\b)|[,;:()]",
    re.IGNORECASE,
)
_THOUGHT = compiled(
    r"\b(?:would|could|should|might|will|if|hope|love\s+to|like\s+to|want|think|believe|feel)\b|['\u2019](?:d|ll)\b|\?", re.IGNORECASE
)
#: "Fences, structures that have to earn their keep": how such things are.
_GENERAL = compiled(r"\b(?:that|which|who)\s+(?:have|has|must|can|need|needs|should|are|is)\b", re.IGNORECASE)
#: What qualifies a deed: its words have to be those of the same fact.
_DEGREES = frozenset({"mostly", "mainly", "largely", "chiefly", "partly", "usually"})
_CAUSES = frozenset({"because", "since"})
#: "On solar alone" for "solar only".
_ALONE, _SOLELY = "alone", frozenset({"only", "solely", "just", "exclusively", "alone", "nothing"})
#: Circumstances of time and place that nobody adds without meaning them.
_CIRCUMSTANCES = word_list("circumstances")
_SHARED, _SHARE = 2, 0.6


def check_extras(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]) -> list[Finding]:
    """Findings in the body; `spans` are its sentences, `skip` the names, dates and figures judged elsewhere."""
    facts = [one for one in ground.public if one.fact.kind in _PLAIN_FACTS]
    vocabulary = load_vocabulary()
    findings = []
    judged = covered(text, skip)
    for start, end in spans:
        if end - start > LONGEST:
            continue
        sentence = text[start:end]
        words = tokens(sentence)
        stems = {token.stem for token in words if token.low not in vocabulary.function}
        told = [one for one in facts if len(one.content & stems) >= max(_SHARED, _SHARE * len(one.content))]
        if not told or _THOUGHT.search(sentence):
            continue
        cuts = [(match.start(), (match["head"] or "").casefold()) for match in _TAIL.finditer(sentence)] + [(len(sentence), "")]
        for (low, head), (high, _) in pairwise(cuts):
            tail = [token for token in words if low <= token.start < high]
            is_judged = 1 in judged[start + low : start + high]
            is_thought = _GENERAL.search(sentence[max(0, sentence.rfind(",", 0, low)) : low]) is not None
            culprits = [] if is_judged or is_thought or not head else _added(head, tail, told, ground)
            if culprits:
                span = (start + tail[0].start, start + tail[-1].end)
                message = f"The email adds {text[span[0] : span[1]]!r} to what the notes ({told[0].fact.id}) have."
                findings.append(Finding("GND-invention", "error", part, span[0], span[1], message, "Tell the fact as noted."))
    return findings


def _added(head: str, tail: Sequence[Token], told: Sequence[FactGround], ground: Ground) -> list[Token]:
    """The words of a tail that bring something in; none where one of them is noted."""
    vocabulary = load_vocabulary()
    content = [token for token in tail if token.low not in vocabulary.function]
    if any(token.low in _PERSONS or token.text[0].isupper() or token.text[0].isdigit() for token in tail):
        return []
    if head == _ALONE and any(token.low in _SOLELY for one in told for token in one.words):
        return []
    if head in _DEGREES:
        new = [token for token in content if not any(token.stem in one.wide for one in told) and token.low != head]
        return [token for token in new if token.stem not in ground.header_stems]
    kinds = [ground.kind_of(token) for token in content]
    if "supported" in kinds:
        return []
    if any(token.low in _CIRCUMSTANCES for token in content):
        return content
    new = [token for token, kind in zip(content, kinds, strict=True) if kind != "neutral"]
    rare = [token for token, kind in zip(content, kinds, strict=True) if kind in {"unknown", "strong"}]
    if head in _CAUSES:
        return new
    return new if (rare and len(new) > 1) or len(new) > 2 or any(kind == "strong" for kind in kinds) else []


_PERSONS = frozenset({"i", "my", "me", "you", "your", "we", "us", "what", "which", "that", "it"})
