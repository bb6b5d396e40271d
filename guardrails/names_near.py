"""What a name or a word comes near to: a slip of the pen, a form of the same word, a name of the header or of a fact."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from guardrails.ground import Ground, name_words
from guardrails.vocabulary import Token, load_data, load_vocabulary, tokens
from prompts.patterns import compiled

__all__ = ["is_derived", "is_near", "kind_of_header", "name_list", "nearest", "owner_of"]


@cache
def name_list(key: str) -> frozenset[str]:
    """A word list of `data/truth/names.yaml`."""
    data = load_data("names")[key]
    return frozenset(data) if isinstance(data, dict) else frozenset(str(data).split())


#: Ends of words of one family: "hydrology" beside "hydrologist", "taxidermies" beside "taxidermist".
_FAMILY_TAIL = compiled(r"(?:i?es|y|i?c?als?|i[cs]s?|ings?|ed|i?ves?|[ai]tions?|ary|aries|ages?|ery|eries|ously|eous|ous|isms?)")
_TRADE_TAIL = compiled(r"(?:ists?|i?ans?|i?ers?|ors?|ary|aries|ants?)")


def is_near(found: str, right: str, *, is_capital: bool = True) -> bool:
    """True when two bare words differ by a slip of the pen."""
    if found == right or abs(len(found) - len(right)) > 2:
        return False
    longest = max(len(found), len(right))
    if longest < 3 or (not is_capital and longest < 6):
        return False
    allowed = 1 if longest < 5 or (not is_capital and longest < 8) else 2
    distance = OSA.distance(found, right, score_cutoff=allowed)
    return distance <= allowed and (distance == 1 or longest >= 7 or found[0] == right[0])


def kind_of_header(token: Token, ground: Ground) -> tuple[str, str]:
    """Whose name a word of the header is, and how the notes spell it."""
    right = ground.header_words[token.low]
    return owner_of(token.low, ground), right


def owner_of(low: str, ground: Ground) -> str:
    """Whose name a header word is."""
    notes = ground.brief.notes
    if any(token.low == low for person in notes.recipients for token in name_words(person.name)):
        return "recipient"
    if any(token.low == low for token in name_words(notes.candidate.name)):
        return "sender"
    if low in ground.company_words:
        return "company"
    return "role" if any(token.low == low for token in tokens(notes.role or "")) else "fact"


def nearest(low: str, ground: Ground, *, is_capital: bool) -> tuple[str, str] | None:
    """The header word, or else the name in a fact, that a word comes near to."""
    vocabulary = load_vocabulary()
    for right, spelling in ground.header_words.items():
        if right[0].isdigit() or right in name_list("company_suffixes") or right in name_list("titles"):
            continue
        if is_near(low, right, is_capital=is_capital) and not _is_form_of(low, right):
            kind = owner_of(right, ground)
            if kind in {"role", "fact"} and len(right) < 5:
                continue
            return kind, spelling
    if not is_capital:
        return None
    for right, spellings in ground.exact.items():
        spelling = min(spellings)
        if right in ground.header_words or not spelling[0].isupper() or right in vocabulary.function or len(right) < 4:
            continue
        if is_near(low, right) and not _is_form_of(low, right):
            return "fact", spelling
    return None


def _is_form_of(low: str, right: str) -> bool:
    return any(low == right + tail or right == low + tail for tail in ("s", "es", "ed", "d", "er", "r", "ing"))


def is_derived(low: str, right: str) -> bool:
    """Whether two long words share all but the ends that words of one family have."""
    shared = next((at for at, pair in enumerate(zip(low, right, strict=False)) if pair[0] != pair[1]), min(len(low), len(right)))
    return any(
        at >= 4 and _FAMILY_TAIL.fullmatch(low, at) is not None and _TRADE_TAIL.fullmatch(right, at) is not None
        for at in range(shared, shared - 3, -1)
    )
