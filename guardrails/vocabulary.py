"""Word lists, stems and tokens of the truth checks: which words carry a fact, and which words may stand for each other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from prompts.kept import kept, read_text, read_yaml
from prompts.patterns import compiled

__all__ = ["Token", "Vocabulary", "bare", "load_data", "load_vocabulary", "stem", "synonym_words", "synonyms", "tokens", "word_list"]

_TOKEN = compiled(r"[^\W_][\u0300-\u036f]*(?:[^\W_]|[\u0300-\u036f])*(?:['\u2019\u02bc](?:[^\W_]|[\u0300-\u036f])+)*(?:['\u2019](?=\s))?")
_CLITICS = ("'s", "'ve", "'d", "'ll", "'re", "'m", "'")
_SUFFIXES = (
    *("fulness", "ations", "ation", "ition", "ments", "ment", "ness", "ities", "ity", "ably", "ible", "able", "ance", "ence"),
    *("ancy", "ency", "ing", "ion", "ive", "ful", "ous", "ist", "ism", "ant", "ent", "ical", "ially", "ally", "ial", "al"),
    *("ate", "at", "ic", "ly", "er", "or", "ed", "e"),
)
_SHORT = {"ing", "ed", "er", "or", "e", "ly"}


class Token(NamedTuple):
    """A word or figure of a text: its offsets, its comparable form and its stem."""

    text: str
    start: int
    end: int
    low: str
    stem: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of `data/truth/vocabulary.yaml`.

    Words stand in `function`, `strong`, `claim_verbs`, the ranks and the past forms, stems in the rest.
    """

    function: frozenset[str]
    letter: frozenset[str]
    everyday: frozenset[str]
    strong: frozenset[str]
    letter_verbs: frozenset[str]
    deed_verbs: frozenset[str]
    claim_verbs: frozenset[str]
    past_nouns: frozenset[str]
    job_nouns: frozenset[str]
    rank: frozenset[str]
    lesser_rank: frozenset[str]
    generic_nouns: frozenset[str]
    counted: frozenset[str]
    past: frozenset[str]
    participles: frozenset[str]

    def is_ordinary(self, token: Token) -> bool:
        """True for a word that any letter may hold."""
        return token.low in self.function or token.stem in self.letter or token.stem in self.everyday


@cache
def load_data(name: str) -> dict[str, object]:
    """A mapping from `guardrails/data/truth/<name>.yaml`."""
    data = read_yaml("guardrails", f"data/truth/{name}.yaml")
    if not isinstance(data, dict):
        raise ValueError(f"guardrails/data/truth/{name}.yaml: a mapping is expected")
    return data


@cache
def _irregular() -> dict[str, str]:
    return dict(pair.split("=") for pair in str(load_data("vocabulary")["irregular"]).split())


@cache
def load_vocabulary() -> Vocabulary:
    """The word lists, stemmed once."""
    source = read_text("guardrails", "data/truth/vocabulary.yaml")
    return Vocabulary(**kept("guardrails.vocabulary", source, _stemmed, by=(__file__,)))


def _stemmed() -> dict[str, frozenset[str]]:
    data = load_data("vocabulary")

    def listed(key: str) -> frozenset[str]:
        return frozenset(str(data[key]).split())

    def stems(key: str) -> frozenset[str]:
        return frozenset(stem(word) for word in str(data[key]).replace("-", " ").split())

    strong = listed("strong")
    return {
        "function": listed("function"),
        "letter": stems("letter"),
        "everyday": stems("everyday"),
        "strong": strong | {word + "s" for word in strong if not word.endswith("s")},
        "letter_verbs": stems("letter_verbs"),
        "deed_verbs": stems("deed_verbs"),
        "claim_verbs": listed("claim_verbs"),
        "past_nouns": stems("past_nouns"),
        "job_nouns": stems("job_nouns"),
        "rank": listed("rank"),
        "lesser_rank": listed("lesser_rank"),
        "generic_nouns": stems("generic_nouns"),
        "counted": stems("counted_in_letter"),
        "past": listed("past_same"),
        "participles": listed("participles"),
    }


@cache
def word_list(key: str) -> frozenset[str]:
    """A list of `data/truth/vocabulary.yaml` as it stands there."""
    return frozenset(str(load_data("vocabulary")[key]).split())


@cache
def synonym_words() -> frozenset[str]:
    """The words of the groups as they stand there."""
    text = read_text("guardrails", "data/truth/synonyms.txt")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Stem to all stems that may stand for it when a fact is retold."""
    text, irregular = (read_text("guardrails", f"data/truth/{name}") for name in ("synonyms.txt", "vocabulary.yaml"))
    return kept("guardrails.synonyms", text + irregular, lambda: _groups(text), by=(__file__,))


def _groups(text: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        group = {stem(word) for word in line.split() if "-" not in word}
        for member in group:
            table.setdefault(member, set()).update(group)
    return {member: frozenset(group) for member, group in table.items()}


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """A word without case, accents, width and clitics ("Núñez's" to "nunez"): for comparing only."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace("\u2019", "'").replace("\u02bc", "'"))
        word = "".join(char for char in word if not unicodedata.combining(char))
    low = word.casefold()
    if "'" in low:
        if low.endswith("n't"):
            return low[:-3]
        for clitic in _CLITICS:
            if low.endswith(clitic) and len(low) > len(clitic):
                return low[: -len(clitic)]
    return low


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A coarse stem, the same for British and American spellings and for the common forms of a word."""
    low = bare(word)
    irregular = _irregular()
    if low in irregular:
        low = irregular[low]
    if len(low) < 4 or not low.isalpha():
        return low
    low = _spelling(low)
    if low in irregular and irregular[low] != low:
        low = irregular[low]
    return _strip(_singular(low))


def _spelling(low: str) -> str:
    if "z" in low:
        low = low.replace("iz", "is").replace("yz", "ys")
    if len(low) > 5 and "our" in low:
        low = low.replace("our", "or")
    return low


def _singular(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "xes", "ches", "shes", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _strip(low: str) -> str:
    for _ in range(3):
        if not low.endswith(_SUFFIXES):
            break
        for suffix in _SUFFIXES:
            rest = len(low) - len(suffix)
            if low.endswith(suffix) and rest >= (3 if suffix in _SHORT else 4):
                low = low[:rest]
                break
        else:
            break
    if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "aeiou":
        low = low[:-1]
    return low[:-1] + "y" if low.endswith("i") and len(low) > 3 else low


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Words and figures in order; hyphens part words, apostrophes do not."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = match[0]
        low = bare(raw)
        found.append(Token(raw, match.start(), match.end(), low, stem(raw)))
    return tuple(found)
