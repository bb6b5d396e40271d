"""Assertions of an email about the writer's past, the reader's organisation and the conversation."""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.claim_reader import claims_of_reader, possession_claims, reader_claims
from guardrails.claim_said import said_claims
from guardrails.claim_words import Claim
from guardrails.claim_writer import having_claims, own_claims, somebody_claims, writer_claims
from guardrails.ground import Ground
from guardrails.vocabulary import Token, tokens

__all__ = ["find_claims"]


def find_claims(text: str, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Claim]:
    """Claims of a body in order.

    Args:
        text: the body.
        spans: start and end of each sentence in it.
        ground: the support of the brief, for the company's name.
    """
    all_tokens = tokens(text)
    claims: list[Claim] = []
    at = 0
    for start, end in spans:
        while at < len(all_tokens) and all_tokens[at].start < start:
            at += 1
        last = at
        while last < len(all_tokens) and all_tokens[last].start < end:
            last += 1
        claims += _in_sentence(text, start, end, all_tokens[at:last], ground)
        at = last
    return claims


def _in_sentence(text: str, start: int, end: int, words: tuple[Token, ...], ground: Ground) -> list[Claim]:
    if not words:
        return []
    is_question = text[max(start, end - 2) : end].strip().endswith("?")
    claims = (
        []
        if is_question and words[0].low in {"could", "would", "may", "might", "can", "is", "are", "do", "does", "shall"}
        else said_claims(text, start, end, words)
    )
    for index, token in enumerate(words):
        raw = token.text.casefold().replace("\u2019", "'")
        if token.low == "i":
            claims += writer_claims(text, words, index, raw)
        elif token.low == "my":
            claims += own_claims(text, words, index)
        elif token.low in {"as", "being"}:
            claims += somebody_claims(text, words, index, ground)
        elif token.low == "having":
            claims += having_claims(text, words, index)
        elif token.low == "your" and not is_question:
            claims += possession_claims(text, words, index)
        elif token.low == "you" and not is_question:
            claims += reader_claims(text, words, index, raw)
        else:
            claims += claims_of_reader(text, words, index, ground)
    return claims
