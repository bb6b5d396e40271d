"""What an email says of its writer: deeds, states, skills, former jobs."""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.claim_words import HARD_STOP, SOFT_STOPS, Claim, is_participle, is_past, stretch, verb_at
from guardrails.ground import Ground
from guardrails.vocabulary import Token, load_vocabulary, word_list

__all__ = ["having_claims", "own_claims", "somebody_claims", "writer_claims"]

_MIND_NOW = word_list("mind_now")
_BE = frozenset({"am", "m", "was", "be"})
_NO_PREPOSITION = word_list("prepositions")
_QUALIFIED = word_list("qualified")
_REFLEXIVE = word_list("reflexive")


def writer_claims(text: str, words: Sequence[Token], index: int, raw: str) -> list[Claim]:
    """As in "I led", "I have led", "I've a degree", "I am a nurse", "I speak": the writer's deeds, states and skills."""
    vocabulary = load_vocabulary()
    at = verb_at(words, index + 1)
    if at >= len(words) or raw in {"i'd", "i'll"}:
        return []
    verb = words[at]
    if raw == "i'm" or verb.low in _BE or verb.low == "was":
        return _state(text, words, index, at if raw == "i'm" else at + 1)
    has = raw == "i've" or verb.low in {"have", "had", "hold"}
    if has:
        after = verb_at(words, at if raw == "i've" else at + 1)
        if after < len(words) and is_participle(words[after]) and verb.low != "hold":
            return [_deed(text, words, index, after)]
        found = stretch(text, words, after, limit=10)
        return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and _claims_possession(found) else []
    if verb.low in {"did", "do", "do n't"} or (verb.low == "managed" and at + 1 < len(words) and words[at + 1].low == "to"):
        return []
    if _is_supposed(words, index):
        return []
    if is_past(verb) or verb.low in vocabulary.claim_verbs or verb.low in _MIND_NOW:
        return [_deed(text, words, index, at)]
    return []


#: So many words before a clause tell whether it belongs to a plan.
_BEFORE = 24


def _is_supposed(words: Sequence[Token], index: int) -> bool:
    """As in "I would walk the blocks before I touched a valve": the past tense of a plan."""
    if not index or words[index - 1].low not in {"before", "until", "if", "when", "once", "after", "unless"}:
        return False
    return any(
        token.low in {"would", "could", "might"} or token.text.casefold().replace("\u2019", "'") == "i'd"
        for token in words[max(0, index - _BEFORE) : index]
    )


_POSSESSED = word_list("possessed")


def _claims_possession(found: Sequence[Token]) -> bool:
    lows = [token.low for token in found[:7]]
    return any(low in _POSSESSED or low.removesuffix("s") in _POSSESSED for low in lows) or any(
        low in load_vocabulary().strong for low in lows
    )


def _deed(text: str, words: Sequence[Token], index: int, at: int) -> Claim:
    verb = words[at]
    turned_inward = at + 1 < len(words) and words[at + 1].low == "myself" and verb.low in _REFLEXIVE
    kind = "mind" if turned_inward or verb.stem in load_vocabulary().letter_verbs else "past"
    found = stretch(text, words, at + 1, limit=16)
    return Claim(kind, words[index].start, found[-1].end if found else verb.end, (verb, *found) if kind == "past" else tuple(found), verb)


def _state(text: str, words: Sequence[Token], index: int, at: int) -> list[Claim]:
    """As in "I am a certified nurse", "I am fluent in Dutch", "I was head of a team"."""
    found = stretch(text, words, at, limit=8, soft=SOFT_STOPS | {"to", "about", "that", "with", "by"})
    lows = {token.low for token in found}
    vocabulary = load_vocabulary()
    is_claim = any(token.low in vocabulary.strong or token.stem in vocabulary.job_nouns for token in found[:5]) or lows & _QUALIFIED
    return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and is_claim else []


def own_claims(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "my decade in retail", "my experience of X", "my time at Y", "my last role"."""
    vocabulary = load_vocabulary()
    ahead = words[index + 1 : index + 5]
    for offset, token in enumerate(ahead):
        between = text[words[index + offset].end : token.start]
        if HARD_STOP.search(between) or (offset and token.low in vocabulary.function - {"own"}):
            break
        follows = words[index + offset + 2].low if index + offset + 2 < len(words) else ""
        is_noun = token.stem in vocabulary.past_nouns or (
            token.low in {"time", "work", "role", "job", "team", "position"} and follows in _NO_PREPOSITION
        )
        is_former = token.low in {"previous", "former", "last", "current", "present"} and offset == 0
        if is_noun or is_former or token.low in vocabulary.strong:
            found = stretch(
                text,
                words,
                index + 1,
                limit=10,
                soft=SOFT_STOPS | {"is", "are", "was", "would", "will", "can", "has", "have", "that", "and"} - {"and"},
            )
            found = [one for one in found if one.low not in {"experience", "background"}]
            return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found else []
    return []


def somebody_claims(text: str, words: Sequence[Token], index: int, ground: Ground) -> list[Claim]:
    """As in "as a certified nurse", "being a former teacher"; not "as a team", nor the role that is applied for."""
    if index + 2 >= len(words) or words[index + 1].low not in {"a", "an"}:
        return []
    found: list[Token] = []
    for token in words[index + 2 : index + 7]:
        if token.low in load_vocabulary().function or HARD_STOP.search(
            text[(found[-1].end if found else words[index + 1].end) : token.start]
        ):
            break
        found.append(token)
    is_claim = any(token.stem in load_vocabulary().job_nouns or token.low in _QUALIFIED for token in found)
    if found and words[index].low == "as" and all(token.stem in ground.role_stems for token in found):
        return []
    is_future = any(
        token.low in {"join", "joining", "start", "starting", "begin", "accept", "accepting", "role", "position"}
        for token in words[max(0, index - 12) : index]
    )
    return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and is_claim and not is_future else []


def having_claims(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "having led a team"."""
    at = verb_at(words, index + 1)
    if at < len(words) and is_participle(words[at]):
        return [_deed(text, words, index, at)]
    return []
