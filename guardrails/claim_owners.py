"""GND-claim on whose it was: the writer's own plan, strength or wish told as something that the reader said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from guardrails.claim_life import LONGEST
from guardrails.findings import Finding
from guardrails.ground import FactGround, Ground
from guardrails.vocabulary import Token, load_data, load_vocabulary, tokens
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_owners"]

_OWN = frozenset({FactKind.STANCE, FactKind.STRENGTH, FactKind.MOTIVATION})
_NOUNS = (
    r"ideas?|suggestions?|proposals?|advice|recommendations?|points?|remarks?|comments?|observations?|questions?|thoughts?|requests?|tips?|"
    r"hints?|views?|words|plans?|wish|example|description|account|story|explanation"
)
_SAID = (
    r"said|say|suggested|suggest|mentioned|proposed|recommended|advised|pointed\s+out|noted|raised|asked|put\s+it|described|explained|told\s+me|"
    r"stressed|remarked|indicated|hinted|requested|wanted|thought\s+of|brought\s+up|showed\s+me|outlined|argued|urged|encouraged"
)
_CUE = compiled(
    rf"\b(?P<as>in\s+your\s+(?:own\s+)?words|to\s+(?:use\s+your\s+(?:own\s+)?words|quote\s+you|borrow\s+your\s+\w+)|(?:just\s+)?as\s+you(?:['\u2019]d|\s+had|\s+have|\s+also|\s+rightly|\s+so\s+\w+|\s+yourself|\s+all|\s+both)*\s+(?:{_SAID})"
    rf"|(?:following|on|at|taking\s+up|picking\s+up|with|thanks\s+to|in\s+line\s+with|per|in)\s+your\s+(?:\w+\s+)?(?:{_NOUNS})(?=\s*,))"
    rf"|\byou(?:['\u2019]d|\s+had|\s+have|\s+also|\s+rightly|\s+kindly|\s+both|\s+all|\s+yourself|['\u2019]ve)*\s+(?:{_SAID})\b(?!\s+(?:me\s+)?(?:for|whether)\s+(?:I|my)\b)"
    rf"|\byour\s+(?:\w+\s+)?(?:{_NOUNS})\s+(?:about|on|of|regarding)\b|\byour\s+(?:suggestion|idea|proposal|plan|advice)\s+to\b",
    re.IGNORECASE,
)
#: Where what was said ends and the writer's answer to it begins.
_ANSWER = compiled(
    r"(?:,\s*|\s+)(?:and|so|but|which|because|where|for|since)\s+(?:\w+\s+)?(?:I|my|we|made|makes|is|was|has)\b"
    r"|[;:\u2014\u2013]|,\s+(?:I|my|which)\b"
    r"|\s(?:made|makes|has|have|had|is|was|were|stayed|stays|stuck|set|keeps|kept|got|gave|led|brought|reminded|struck|touched|interested|chimes|fits|matches|sounds)\b",
    re.IGNORECASE,
)
_SHARED, _SHARE = 2, 0.4


@cache
def _telling() -> re.Pattern[str]:
    verbs = str(load_data("vocabulary")["telling_verbs"]).strip().replace(" ", "|")
    return re.compile(
        rf"\b(?:you|he|she|they|[A-Z]\w+)(?:['\u2019]\w+)?\s+(?:\w+\s+)?(?:{verbs})\b|\b(?:you|your|his|her|she|he)\b", re.ASCII
    )


@lru_cache(maxsize=64)
def _facts(ground: Ground) -> tuple[tuple[FactGround, frozenset[str], bool], ...]:
    """Facts with their words of content, and whether they are the writer's alone: nobody else speaks or acts in them."""
    vocabulary = load_vocabulary()
    names = {token.low for person in ground.brief.notes.recipients for token in tokens(person.name or "")}
    found = []
    for one in ground.public:
        content = frozenset(token.stem for token in one.words if token.low not in vocabulary.function and token.low not in names)
        is_own = one.fact.kind in _OWN and not _telling().search(one.fact.text) and not names & {token.low for token in one.words}
        found.append((one, content, is_own))
    return tuple(found)


def check_owners(text: str, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    """Findings of the body; `spans` are its sentences."""
    facts = _facts(ground)
    if not any(is_own for _, _, is_own in facts):
        return []
    findings = []
    for start, end in spans:
        sentence = text[start:end]
        for cue in _CUE.finditer(sentence) if len(sentence) <= LONGEST else ():
            said = _scope(sentence, cue)
            owner = _owner(tokens(said), facts)
            if owner is not None:
                message = f"{cue[0]!r}: in the notes ({owner.fact.id}) this is the writer's own."
                findings.append(
                    Finding(
                        "GND-claim",
                        "error",
                        "body",
                        start + cue.start(),
                        start + cue.end(),
                        message,
                        "Tell it as your own, or leave it out.",
                    )
                )
                break
    return findings


def _scope(sentence: str, cue: re.Match[str]) -> str:
    """What the sentence gives to the reader: all of it beside "as you said", else what follows up to the writer's answer."""
    rest = sentence[cue.end() :]
    if cue["as"]:
        return sentence[: cue.start()] if not re.search(r"\w", rest) else rest
    answer = _ANSWER.search(rest)
    return rest[: answer.start()] if answer else rest


def _owner(words: Sequence[Token], facts: Sequence[tuple[FactGround, frozenset[str], bool]]) -> FactGround | None:
    """The writer's own fact that the words retell better than any other, if there is one."""
    stems = {token.stem for token in words}
    best, top = None, 0
    rival = 0
    for one, content, is_own in facts:
        shared = len(content & stems)
        if is_own and shared > top and shared >= _SHARED and shared >= _SHARE * len(content):
            best, top = one, shared
        elif not is_own:
            rival = max(rival, shared)
    return best if top > rival else None
