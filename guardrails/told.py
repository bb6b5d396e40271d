"""What a clause looks like to the model that tells a told event from a judgement: its subject, verb, opening, and what the notes carry."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from guardrails.claim_life import clauses_of, covered
from guardrails.ground import Ground
from guardrails.numbers import find_quantities
from guardrails.vocabulary import Token, load_vocabulary, stem, tokens, word_list
from prompts.kept import read_text
from prompts.patterns import compiled

__all__ = ["NEW", "Clause", "ToldWeights", "clauses_in", "content_words", "features", "load_weights", "pack", "vector_words"]

_CLIPPED = compiled(r"['\u2019](?P<what>d|ll|ve|m|re)\b", re.IGNORECASE)
_BE = frozenset({"is", "are", "was", "were", "am", "be", "been", "being"})
_HAVE = frozenset({"has", "have", "had", "having"})
#: Kinds of words that the notes do not have.
NEW = frozenset({"unknown", "strong", "everyday"})
#: A piece of fewer words belongs to the clause before it.
_SHORT = 3
_MOST = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence with how the notes carry its words: `kinds` goes with `words`; `before` is all that stands before it there."""

    start: int
    end: int
    text: str
    words: tuple[Token, ...]
    kinds: tuple[str, ...]
    before: str
    figures: int
    number: int


def clauses_in(text: str, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]) -> list[list[Clause]]:
    """The clauses of each sentence; words inside `skip` (names, dates, figures judged elsewhere) count as carried."""
    judged = covered(text, skip)
    found = []
    for start, end in spans:
        sentence = text[start:end]
        words = tokens(sentence)
        row: list[Clause] = []
        for low, high in _pieces(sentence, words):
            mine = tuple(token for token in words if low <= token.start < high)
            if not mine:
                continue
            kinds = tuple("figure" if judged[start + token.start] else ground.kind_of(token) for token in mine)
            figures = sum(ground.supports_quantity(one) for one in find_quantities(sentence[low:high]))
            row.append(Clause(start + low, start + high, sentence[low:high], mine, kinds, sentence[:low], figures, len(row)))
        found.append(row)
    return found


def _pieces(sentence: str, words: Sequence[Token]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for low, high in clauses_of(sentence):
        count = sum(low <= token.start < high for token in words)
        if found and count < _SHORT:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def features(clause: Clause, row: Sequence[Clause]) -> dict[str, float]:
    """Names of what the clause shows; `row` is its sentence."""
    vocabulary = load_vocabulary()
    lows = [token.low for token in clause.words]
    carried = sum(kind == "supported" for kind in clause.kinds) + clause.figures
    rare = sum(kind in {"unknown", "strong"} for kind in clause.kinds)
    plain = sum(kind == "everyday" for kind in clause.kinds)
    letter = sum(kind == "neutral" and low not in vocabulary.function for kind, low in zip(clause.kinds, lows, strict=True))
    found: dict[str, float] = {"bias": 1.0}
    found[f"carried {min(carried, _MOST)}"] = 1
    found[f"rare {min(rare, _MOST)}"] = 1
    found[f"plain {min(plain, _MOST)}"] = 1
    found[f"new {min(rare + plain, 6)}/{min(carried, 3)}"] = 1
    found[f"letter {min(letter, _MOST)}"] = 1
    others = [one for one in row if one is not clause]
    around = sum(kind == "supported" for one in others for kind in one.kinds)
    place = "alone" if not others else "first" if clause.number == 0 else "last" if clause is row[-1] else "middle"
    found[f"place {place}"] = 1
    found[f"around {min(around, 3)} {place}"] = 1
    clipped = _clipped(clause.text)
    is_modal = _is_modal(lows, clipped)
    mood = "modal" if is_modal else "after modal" if _is_modal([t.low for t in tokens(clause.before)], _clipped(clause.before)) else "told"
    found[f"mood {mood}"] = 1
    subject = next((low for low in lows[:5] if low in word_list("told_subjects")), "")
    verb = _verb(clause)
    found[f"verb {verb}"] = 1
    found[f"subject {subject} {verb}"] = 1
    found[f"mood {mood} {verb}"] = 1
    found[f"mood {mood} new {min(rare + plain, 4)}/{min(carried, 2)}"] = 1
    found[f"verb {verb} carried {min(carried, 2)} {place}"] = 1
    for low in lows[:2]:
        if low in vocabulary.function:
            found[f"head {low}"] = 1
    for token, kind in zip(clause.words, clause.kinds, strict=True):
        if kind in {"neutral", "everyday", "strong"} and token.low.isalpha():
            found[f"word {token.low if token.low in vocabulary.function else token.stem}"] = 1
        elif kind == "unknown":
            tail = next((suffix for suffix in ("ing", "ed", "ly", "s") if token.low.endswith(suffix)), "")
            found[f"unknown {tail}"] = 1
    for clip in clipped:
        found[f"word '{clip}"] = 1
    if clause.text.rstrip().endswith("?"):
        found["asked"] = 1
    return found


def _clipped(text: str) -> set[str]:
    """What is left of the clipped words of a text: "d" of "I'd"."""
    return {match["what"].casefold() for match in _CLIPPED.finditer(text)}


def _is_modal(lows: Sequence[str], clipped: set[str]) -> bool:
    return not word_list("told_modals").isdisjoint(lows) or not clipped.isdisjoint({"d", "ll"})


def _verb(clause: Clause) -> str:
    """The first verb that tells something: past or participle, carried by the notes, of a letter, or new."""
    vocabulary = load_vocabulary()
    for token, kind in zip(clause.words, clause.kinds, strict=True):
        low = token.low
        if low in _BE:
            return "be"
        if low in _HAVE:
            continue
        is_past = low in vocabulary.past or low in vocabulary.participles or (low.endswith("ed") and len(low) > 3 and low != "need")
        is_going = low.endswith("ing") and len(low) > 4
        if is_past or is_going:
            form = "past" if is_past else "going"
            return f"{form} carried" if kind == "supported" else f"{form} letter" if token.stem in _of_letters() else f"{form} new"
    return "none"


@cache
def _of_letters() -> frozenset[str]:
    return load_vocabulary().letter_verbs | frozenset(stem(word) for word in word_list("thoughts"))


def content_words(clause: Clause) -> list[Token]:
    """The words of a clause that say something, those judged elsewhere left out."""
    function = load_vocabulary().function
    return [token for token, kind in zip(clause.words, clause.kinds, strict=True) if kind != "figure" and token.low not in function]


_WORD = compiled(r"[a-z]+")


def vector_words(text: str) -> list[str]:
    """The plain words of a clause that are weighed by likeness."""
    function = load_vocabulary().function
    return [word for word in _WORD.findall(text.lower()) if word not in function]


def pack(values: Sequence[float]) -> tuple[float, list[int]]:
    """Numbers as one scale and a whole number from -127 to 127 each."""
    scale = max(map(abs, values), default=0.0) / 127 or 1.0
    return scale, [round(value / scale) for value in values]


@dataclass(frozen=True, slots=True)
class ToldWeights:
    """The model: a weight for each feature, and one for each word, to be multiplied by `scale`."""

    bias: float
    features: Mapping[str, float]
    scale: float
    words: Mapping[str, int]

    def score(self, text: str, shown: Mapping[str, float]) -> float:
        """How surely a clause with these features tells an event; about 0 where it is even."""
        known = [self.words[word] for word in vector_words(text) if word in self.words]
        weighed = sum(self.features.get(name, 0.0) * value for name, value in shown.items())
        return self.bias + weighed + (self.scale * sum(known) / len(known) ** 0.5 if known else 0.0)

    def to_json(self) -> dict[str, object]:
        """As it lies in the file."""
        packed = b64encode(bytes(value + 128 for value in self.words.values())).decode("ascii")
        return {
            "bias": self.bias,
            "scale": self.scale,
            "words": " ".join(self.words),
            "word_weights": packed,
            "features": dict(self.features),
        }


@cache
def load_weights() -> ToldWeights:
    """The weights of `data/truth/told_weights.json`."""
    data = json.loads(read_text("guardrails", "data/truth/told_weights.json"))
    values = (byte - 128 for byte in b64decode(data["word_weights"]))
    return ToldWeights(data["bias"], data["features"], data["scale"], dict(zip(data["words"].split(), values, strict=True)))
