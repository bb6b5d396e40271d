"""What an email says passed in the conversation: "as you mentioned", "the new vessel you told me about"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guardrails.claim_words import HYPOTHETICAL, Claim, stretch
from guardrails.vocabulary import Token, bare
from prompts.patterns import compiled

__all__ = ["said_claims"]

_SAID = compiled(
    r"\b(?:(?:as|when|what|how|since|after|that|which|where|and|because)\s+)?you(?:\s+(?:also|kindly|rightly|all|both|briefly|had|have|once|then|so))*\s+"
    r"(?:mentioned|said|told\s+(?:me|us)|asked|explained|described|noted|pointed\s+out|raised|shared|stressed|promised|recommended|talked|spoke|walked\s+me|suggested|emphasi[sz]ed|"
    r"pointed|brought\s+up|outlined|confirmed|hinted|remarked|admitted|warned|sketched|showed\s+me|shown\s+me|introduced\s+me)\b"
    r"|\bas\s+(?:we\s+)?(?:discussed|agreed|mentioned|promised|requested)\b"
    r"|\bwe(?:\s+(?:also|briefly|both|had|have|all))*\s+(?:talked|spoke|discussed|agreed|touched\s+on|covered|explored|compared|laughed|chatted|went\s+through|walked\s+through)\b"
    r"|\byour\s+(?:[a-z]+\s+)?(?:questions?|points?|remarks?|comments?|advice|suggestions?|descriptions?|explanations?|story|stories|mention|observations?|words|account|thoughts|example|request|invitation|summary)\s+"
    r"(?:about|on|of|regarding|around|that|for|into|to)\b"
    r"|\b(?:our|the|yesterday['\u2019]s|today['\u2019]s)\s+(?:[a-z]+\s+)?(?:conversation|discussion|talk|chat|exchange|part\s+of\s+our\s+conversation)\s+(?:about|on|of|around|regarding)\b"
    r"|\b(?:hearing|to\s+hear|heard|learning|to\s+learn|learned|learnt|learnt\s+more|talking|speaking|to\s+talk|to\s+speak|discussing|to\s+discuss)(?:\s+(?:more|from\s+you|with\s+you|to\s+you|a\s+little|so\s+much|together))*\s+(?:about|how|that|of|on)\b"
    r"|\bI\s+(?:told|promised|mentioned|said)\b|\bwhat\s+you\s+(?:said|told\s+me|described|mentioned)\b",
    re.IGNORECASE,
)


def said_claims(text: str, start: int, end: int, words: tuple[Token, ...]) -> list[Claim]:
    """Claims of a sentence about what was said in the conversation, in order."""
    claims = []
    for match in _SAID.finditer(text, start, end):
        before = bare(text[max(start, match.start() - 24) : match.start()]).split()[-2:]
        if any(word in HYPOTHETICAL - {"to", "do", "did"} or word in {"forward", "love", "like", "hope", "hoping"} for word in before):
            continue
        first = next((index for index, token in enumerate(words) if token.start >= match.end()), len(words))
        found = stretch(text, words, first, limit=14, soft=frozenset({"because", "but", "so", "while", "although"}))
        told = _what_was_told(text, words, match) if _is_relative(match[0]) else []
        start = told[0].start if told else match.start()
        kind = "told" if found and not told and found[0].low == "that" and _PROPOSES.match(match[0]) else "said"
        claims.append(Claim(kind, start, found[-1].end if found else match.end(), (*told, *(() if told else found))))
    return claims


#: "You mentioned that ..." puts a whole sentence into the reader's mouth.
_PROPOSES = compiled(r"(?:\w+\s+)?you\b", re.IGNORECASE)
_RELATIVE = compiled(r"(?:(?:that|which)\s+)?you\b(?!.*\b(?:your|with)\b)", re.IGNORECASE)


def _is_relative(said: str) -> bool:
    return bool(_RELATIVE.match(said))


def _what_was_told(text: str, words: Sequence[Token], match: re.Match[str]) -> list[Token]:
    """The noun that a clause such as "the new vessel you mentioned" hangs on."""
    found: list[Token] = []
    before = [token for token in words if token.end <= match.start()]
    for token in reversed(before[-_NOUN_PHRASE:]):
        between = text[token.end : found[-1].start if found else match.start()]
        if between.strip(" "):
            return []
        found.append(token)
        if token.low in {"the", "that", "this", "those", "these", "your", "a", "an"}:
            return list(reversed(found)) if len(found) > 1 else []
        if token.low in {"as", "what", "when", "how", "and", "but", "because", "since", "if", "where"}:
            return []
    return []


#: A noun with its adjectives before "you mentioned" has at most so many words.
_NOUN_PHRASE = 6
