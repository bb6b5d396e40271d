"""What an email says of its reader and the reader's organisation, and what it thanks them for."""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.claim_words import HARD_STOP, HYPOTHETICAL, Claim, is_past, stretch, verb_at
from guardrails.ground import Ground
from guardrails.vocabulary import Token, load_vocabulary

__all__ = ["claims_of_reader", "possession_claims", "reader_claims"]


def claims_of_reader(text: str, words: Sequence[Token], index: int, ground: Ground) -> list[Claim]:
    """Claims that thanks, the company's name, or "whose" and "its" after it begin."""
    token = words[index]
    if token.low in {"thanks", "grateful", "appreciate"} and index + 1 < len(words):
        return _thanks(text, words, index)
    if token.low == "whose" and index and words[index - 1].low in ground.company_words:
        found = stretch(text, words, index + 1, limit=10)
        is_thought = any(word.low == "i" for word in words[index:])
        return [Claim("told", token.start, found[-1].end, tuple(found))] if found and not is_thought else []
    if token.low == "its" and any(word.low in ground.company_words or word.low == "your" for word in words[:index]):
        return possession_claims(text, words, index)
    if token.low in ground.company_words and token.text[0].isupper():
        return _company(text, words, index)
    return []


#: What is said of "your herd" after these is a claim about it ("has grown", "was outstanding").
_STATES = frozenset({"has", "have", "had", "was", "were"})


def possession_claims(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "your recent expansion", "your work on renewable energy"."""
    vocabulary = load_vocabulary()
    found: list[Token] = []
    for token in words[index + 1 : index + 9]:
        between = text[(found[-1].end if found else words[index].end) : token.start]
        if HARD_STOP.search(between) or "," in between:
            break
        if token.low in vocabulary.function and not (
            found and token.low in {"of", "for", "on", "in", "and", "the", "with", "into", "a", "to"}
        ):
            break
        found.append(token)
    while found and found[-1].low in vocabulary.function:
        found.pop()
    after = words[index + 1 + len(found) :]
    is_told = found and after and after[0].low in _STATES and not HARD_STOP.search(text[found[-1].end : after[0].start])
    if is_told:
        found += stretch(text, words, index + 1 + len(found), limit=10)
    return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []


def reader_claims(text: str, words: Sequence[Token], index: int, raw: str) -> list[Claim]:
    """As in "you have opened three stores", "thank you for the tour"; questions, wishes and conditions claim nothing."""
    if raw in {"you'd", "you'll"}:
        return []
    before = [token.low for token in words[max(0, index - 6) : index]]
    after = words[index + 1 :]
    if not after:
        return []
    if before[-1:] == ["thank"] and after[0].low in {"for", "again", "so", "very", "and", "all", "both", "once"}:
        start = next((offset for offset, token in enumerate(after[:6]) if token.low == "for"), None)
        found = stretch(text, words, index + 2 + start, limit=12) if start is not None else []
        return [Claim("thanked", words[index].start, found[-1].end, tuple(found))] if found else []
    at = verb_at(words, index + 1)
    if (
        at >= len(words)
        or set(before[-5:]) & HYPOTHETICAL
        or (
            words[at].low in {"would", "may", "might", "can", "could", "should", "will", "need", "like", "wish", "want", "prefer", "have"}
            and _is_wish(words, at)
        )
    ):
        return []
    verb = words[at]
    is_verb = (
        verb.low in {"are", "have", "were", "run", "lead", "use", "plan", "offer", "make", "build", "sell", "own", "serve", "operate"}
        or raw in {"you're", "you've"}
        or is_past(verb)
    )
    if not is_verb or verb.low in {"said", "told", "asked", "mentioned"}:
        return []
    found = stretch(text, words, at, limit=10)
    return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []


def _thanks(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "thanks heaps for the tour", "grateful to you for the lunch"."""
    start = next((at for at in range(index + 1, min(len(words), index + 6)) if words[at].low == "for"), None)
    if start is None or HARD_STOP.search(text[words[index].end : words[start].start]):
        return []
    found = stretch(text, words, start + 1, limit=14)
    return [Claim("thanked", words[index].start, found[-1].end, tuple(found))] if found else []


def _is_wish(words: Sequence[Token], at: int) -> bool:
    """As in "you would like", "you may need", "you have any questions"."""
    following = [token.low for token in words[at + 1 : at + 3]]
    return words[at].low != "have" or bool(set(following) & {"any", "a", "time", "questions", "further", "everything", "all", "to", "the"})


def _company(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "Brightwater has doubled its staff", "Brightwater's reputation"."""
    if index + 1 >= len(words):
        return []
    if words[index].text.endswith(("'s", "\u2019s")):
        return possession_claims(text, words, index)
    if words[index + 1].low in {"is", "has", "was", "leads", "won", "opened", "makes", "builds", "grew", "does", "runs"}:
        found = stretch(text, words, index + 2, limit=10)
        return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []
    return []
