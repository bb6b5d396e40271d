"""Acts of one sentence by their cues, with negation, conditions and would-have-been read properly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from guardrails.acts_data import load_data, load_words
from guardrails.acts_patterns import Pattern, matches, read_pattern
from guardrails.acts_tokens import PUNCTUATION, Row, read_row

__all__ = ["CueHit", "read_sentence"]

_FILES = ("commitments.yaml", "warmth.yaml", "faults.yaml")


@dataclass(frozen=True, slots=True)
class CueHit:
    """An act in a sentence: character offsets in it; `firm` is False for a cue that only serves acts asked for."""

    act: str
    start: int
    end: int
    firm: bool = True


@dataclass(frozen=True, slots=True)
class _Cue:
    act: str
    pattern: Pattern
    firm: bool
    plain: bool
    beside: tuple[Pattern, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    act: str
    assertive: bool
    flip: str | None
    negatable: bool
    cues: list[_Cue] = field(default_factory=list)
    void: list[Pattern] = field(default_factory=list)


@cache
def _entries() -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for name in _FILES:
        for act, data in load_data(name).items():
            if not isinstance(data, dict):
                raise ValueError(f"guardrails/data/acts/{name}: {act}: a mapping is expected")
            entry = _Entry(act, bool(data.get("assertive")), data.get("flip"), bool(data.get("negatable", True)))
            for firm, key in ((True, "cues"), (False, "soft")):
                for cue in data.get(key, ()):
                    plain = isinstance(cue, dict)
                    main, *others = str(cue["plain"] if plain else cue).split(" & ")
                    beside = tuple(read_pattern(part) for part in others if part[0] != "!")
                    lacks = tuple(f" {word.replace('_', ' ')} " for part in others if part[0] == "!" for word in part[1:].split("|"))
                    entry.cues.append(_Cue(act, read_pattern(main), firm, plain, beside, lacks))
            entry.void = [read_pattern(str(source)) for source in data.get("void", ())]
            entries[act] = entry
    return entries


@cache
def _index() -> dict[str, list[_Cue]]:
    index: dict[str, list[_Cue]] = {}
    for entry in _entries().values():
        for cue in entry.cues:
            for anchor in cue.pattern.anchors:
                index.setdefault(anchor, []).append(cue)
    return index


@lru_cache(maxsize=4096)
def read_sentence(sentence: str) -> tuple[CueHit, ...]:
    """The acts a sentence performs, by act and place; empty for text without words.

    `leans_yes` and `leans_no` are two acts of their own: words that tilt towards an answer without giving it.
    """
    row = read_row(sentence)
    found: dict[tuple[str, bool], CueHit] = {}
    tried: set[int] = set()
    voids: dict[str, list[tuple[int, int]]] = {}
    index, entries = _index(), _entries()
    for word in dict.fromkeys(token.text for token in row.tokens):
        for cue in index.get(word, ()):
            if id(cue) in tried:
                continue
            tried.add(id(cue))
            key = (cue.act, cue.firm)
            if key in found and entries[cue.act].flip is None:
                continue
            if any(word in row.text for word in cue.lacks) or not all(matches(pattern, row) for pattern in cue.beside):
                continue
            for first, last in matches(cue.pattern, row):
                act = _judge(cue, row, first, last, voids)
                if act is not None and (act, cue.firm) not in found:
                    found[(act, cue.firm)] = CueHit(act, row.tokens[first].start, row.tokens[last - 1].end, cue.firm)
    return tuple(sorted(found.values(), key=lambda hit: (hit.start, hit.act, not hit.firm)))


def _judge(cue: _Cue, row: Row, first: int, last: int, voids: dict[str, list[tuple[int, int]]]) -> str | None:
    """The act this match performs: the cue's own, the one it flips to, or None; `voids` keeps what was looked up for the row."""
    entry = _entries()[cue.act]
    begin, end = _clause(row, first, last)
    if entry.act not in voids:
        voids[entry.act] = [span for pattern in entry.void for span in matches(pattern, row)]
    if any(start < end and stop > begin for start, stop in voids[entry.act]):
        return None
    before = [token.text for token in row.tokens[begin:first]]
    inside = [token.text for token in row.tokens[first:last]]
    if entry.assertive and not cue.plain and (_is_unsaid(before) or _is_counterfactual(row, before + inside, last)):
        return None
    if cue.plain:
        return None if "not" in before and "not" not in inside and _doubles(before) else cue.act
    if not entry.negatable:
        return cue.act
    if entry.flip and _is_experience(before + inside):
        return None
    if load_words("negators").intersection(before) or load_words("negators").intersection(_own_negators(cue, inside)):
        return entry.flip
    return cue.act


def _is_unsaid(before: list[str]) -> bool:
    """True where the words in front make the cue something that is only spoken of: "if I accept", "before accepting"."""
    if load_words("unsaid").intersection(before) or load_words("spoken_of").intersection(before[-2:]):
        return True
    return before[:1] != [] and before[0] in load_words("inverted")


def _is_experience(words: list[str]) -> bool:
    """True for "I have never signed a contract": what was never done before is no answer."""
    return any(word == "never" and {"have", "had", "has"}.intersection(words[max(0, at - 2) : at]) for at, word in enumerate(words))


def _own_negators(cue: _Cue, inside: list[str]) -> list[str]:
    named = cue.pattern.source.replace("|", " ").replace("_", " ").split()
    return [word for word in inside if word not in named]


def _doubles(before: list[str]) -> bool:
    return bool({"do", "am", "would"}.intersection(before[-3:])) and before[-1:] == ["not"]


def _is_counterfactual(row: Row, said: list[str], last: int) -> bool:
    """True for "I would accept, but ..." and "I would have ...": a wish that is taken back in the same sentence."""
    if "would" not in said and "could" not in said and "want" not in said:
        return False
    rest = [token.text for token in row.tokens[last:]]
    if "have" in said[said.index("would") + 1 :][:3] if "would" in said else False:
        return True
    return bool((load_words("contrast") | load_words("counterfactual")).intersection(rest))


def _clause(row: Row, first: int, last: int) -> tuple[int, int]:
    """First and last token (exclusive) of the clause around a match; its opening conjunction belongs to it."""
    begin = first
    while begin > 0 and row.tokens[begin - 1].text not in PUNCTUATION:
        begin -= 1
        if row.tokens[begin].text in load_words("breaks"):
            break
    end = last
    while end < len(row.tokens) and row.tokens[end].text not in PUNCTUATION and row.tokens[end].text not in load_words("breaks"):
        end += 1
    return begin, end
