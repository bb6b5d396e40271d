"""Whether one capitalised word is a name that the notes do not have."""

from __future__ import annotations

from functools import cache

from guardrails.ground import Ground, same_spelling
from guardrails.names_near import name_list, owner_of
from guardrails.vocabulary import Token, load_data, load_vocabulary, stem
from prompts.patterns import compiled

__all__ = ["is_stray", "lacks_accent", "looks_english", "looks_like_person"]


@cache
def _demonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for entry in str(load_data("names")["demonyms"]).split():
        adjective, places = entry.split("=")
        for place in places.split(","):
            table.setdefault(adjective, set()).add(place)
            table.setdefault(place, set()).add(adjective)
    return {word: frozenset(others) for word, others in table.items()}


_ENGLISH_TAIL = compiled(
    r"(?:ing|ed|ly|tions?|ments?|ness|ity|ities|ful|less|ous|able|ible|ive|ship|ship|isms?|ward|wise|ence|ance|ures?|ages?)$"
)


def is_stray(token: Token, ground: Ground, *, is_start: bool, is_alone: bool, is_subject: bool) -> bool:
    """Whether a capitalised word is none that header, facts or the language carry."""
    low = token.low
    if low in ground.exact or (token.stem in ground.narrow_stems and not looks_like_person(low) and not _is_altered_name(token, ground)):
        return _is_misspelt(token, ground) if low in ground.header_words else lacks_accent(token, ground)
    if low in name_list("allowed_capitals") or low in name_list("titles") or low in {"january", "february"}:
        return False
    if _is_known_otherwise(token, ground):
        return False
    vocabulary = load_vocabulary()
    is_person = looks_like_person(low)
    if low in vocabulary.function and low not in name_list("name_like_words"):
        return False
    if is_start and is_alone and low in name_list("name_like_words"):
        return False
    if vocabulary.is_ordinary(token) and not (is_person and not is_start and not is_subject and not token.text.isupper()):
        return False
    if token.stem in vocabulary.job_nouns and not is_start:
        return True
    if low in vocabulary.strong and (is_start or is_subject):
        return False
    return not (is_start and is_alone and not is_person and looks_english(token))


def _is_altered_name(token: Token, ground: Ground) -> bool:
    """A stem shared with a name of the header is no support: "Whitcombe" is not a form of "Whitcomb"."""
    same = [right for right in ground.header_words if stem(right) == token.stem and right not in load_vocabulary().function]
    return any(
        owner_of(right, ground) in {"recipient", "sender", "company"} and token.low != right + "s" and token.stem not in ground.role_stems
        for right in same
    )


def looks_like_person(low: str) -> bool:
    """Whether a word is a known given name, be it an ordinary word too."""
    return low in name_list("given_names") or low in name_list("name_like_words")


def looks_english(token: Token) -> bool:
    """Whether a word ends as English words do, and is not all capitals."""
    is_plain = token.text[1:].islower() or len(token.text) == 1
    return is_plain and bool(_ENGLISH_TAIL.search(token.low))


def lacks_accent(token: Token, ground: Ground) -> bool:
    """A name of a fact without the accents that the notes give it ("Whakatane"); one that the notes have bare may get them."""
    known = ground.exact.get(token.low, ())
    return not _has_accent(token.text) and bool(known) and all(word[0].isupper() and _has_accent(word) for word in known)


def _has_accent(word: str) -> bool:
    return not word.isascii() and any(char.isalpha() and ord(char) > 127 for char in word)


def _is_misspelt(token: Token, ground: Ground) -> bool:
    """The same word but for accents or look-alike letters, where the header spells a name."""
    if token.stem in ground.role_stems or not (
        any(ord(c) > 127 for c in token.text) or any(ord(c) > 127 for c in ground.header_words[token.low])
    ):
        return False
    return not any(same_spelling(token.text, known) for known in ground.exact[token.low])


def _is_known_otherwise(token: Token, ground: Ground) -> bool:
    """Acronyms spelt out in the notes, adjectives of a country in the notes, plurals of an acronym."""
    low = token.low
    if any(other in ground.exact for other in _demonyms().get(low, ())):
        return True
    if (low in ground.stems and not _is_altered_name(token, ground)) or (token.stem in ground.stems and token.text.isupper()):
        return True
    if token.text[:-1].isupper() and low.endswith("s") and low[:-1] in ground.exact:
        return True
    return token.text.isupper() and len(low) >= 3 and any(low in letters for letters in ground.initials)
