"""Cuts a telegraphic note at its commas and dashes and says what each part is, with the articles and verbs that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from prompts.fitting.finite import is_finite, np_or_clause
from prompts.fitting.gaps import filled
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.piece import Piece, bare_or_the
from prompts.fitting.shape import shape
from prompts.fitting.state import in_subordinate, state_of
from prompts.fitting.text import Tok, join
from prompts.fitting.words import Tag, word_set

__all__ = ["Part", "PartKind", "listed", "parts_of"]

PartKind = Literal["np", "state", "clause", "ing", "wh", "verb", "rest"]

#: Words before which a part may be cut off although no mark stands there.
_JOINING = frozenset({"but", "because", "so", "while", "and"})
_MARKS = frozenset({",", ";", ":", " -", " –", " —", "!", "!!", "."})
_PARTITIVE = frozenset({"each", "one", "half", "most", "all", "many", "two", "three", "four", "five", "some", "both"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a note.

    Attributes:
        kind: "np"; "state", something with what it is like but no verb ("freezer down"); "clause"; "ing"; "wh"; "verb", a verb phrase
            without subject; "rest", anything that hangs on the part before ("each one answered").
        toks: its words with the articles put in.
        mark: the punctuation before it, or the joining word that opened it.
        verb: where the verb of a clause stands, or where one is missing in a state.
        plural: whether its subject is plural.
    """

    kind: PartKind
    toks: tuple[Tok, ...]
    mark: str
    verb: int = 0
    plural: bool = False

    @property
    def text(self) -> str:
        """The words as text, without marks at the end."""
        return join(self.toks).rstrip(" ,;:.-–—!")

    @property
    def sentence(self) -> str:
        """A state with its verb ("the freezer is down"), anything else as it stands."""
        if self.kind != "state":
            return self.text
        past = any(tok.low in {"last", "ago", "yesterday"} for tok in self.toks)
        verb = ("were" if self.plural else "was") if past else "are" if self.plural else "is"
        return join([*self.toks[: self.verb], Tok(verb), *self.toks[self.verb :]]).rstrip(" ,;:.-–—!")


def parts_of(toks: Sequence[Tok]) -> list[Part] | None:
    """The parts of a note, each with its kind; None where one of them is not understood.

    Args:
        toks: the words of the whole note, already seen from the reader's side.
    """
    found: list[Part] = []
    for mark, words in _cut(toks):
        part = _part(words, mark, head=not found)
        if part is None:
            return None
        found.append(part)
    return found


def listed(words: Sequence[str], *, then: bool = False) -> str:
    """A list with its "and": "two callouts, a late van and no cover"; with "then" before the last where the note has it."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + (", then " if then else " and ") + words[-1]


def _cut(toks: Sequence[Tok]) -> list[tuple[str, list[Tok]]]:
    cut: list[tuple[str, list[Tok]]] = [("", [])]
    for index, tok in enumerate(toks):
        if _opens_part(toks, index) and len(cut[-1][1]) > 1:
            cut.append(("," if tok.low == "and" else tok.low, []))
            continue
        if tok.low in _JOINING and cut[-1][0] in _MARKS and not cut[-1][1]:
            cut[-1] = (tok.low if tok.low != "and" else cut[-1][0], [])
            continue
        cut[-1][1].append(replace(tok, post="") if tok.post in _MARKS else tok)
        if tok.post in _MARKS and index + 1 < len(toks):
            cut.append((tok.post, []))
    return [(mark, words) for mark, words in cut if words]


def _opens_part(toks: Sequence[Tok], index: int) -> bool:
    """Whether a joining word begins a part of its own here: "but ...", "and nobody ...", "then a call"."""
    low, after = toks[index].low, tags_at(toks, index + 1)
    if index + 2 >= len(toks) or toks[index].post:
        return False
    if low == "then":
        return bool(after & (Tag.DET | Tag.NUM)) and bool(tags_at(toks, index - 1) & Tag.NOUN)
    if low == "and":
        return toks[index + 1].low in {"no", "nobody", "only", "still", "nothing", "everyone"}
    return low in {"but", "so", "while"} or (low == "because" and toks[index + 1].low != "of")


def _part(words: list[Tok], mark: str, *, head: bool) -> Part | None:
    if any(tok.post or tok.pre for tok in words[:-1]) or len(words) > 22:
        return None
    first = words[0].low
    if not head and len(words) == 3 and words[1].low == "of" and words[2].low in {"them", "which", "whom"}:
        return Part("rest", tuple(words), mark)
    if not head and first in _PARTITIVE and len(words) > 2 and (words[1].low in {"of", "one"} or tags_at(words, 1) & Tag.PARTICIPLE):
        return Part("rest", tuple(words), mark)
    if tags_at(words, 0) & Tag.WH and first != "that":
        fixed = filled(words)
        return Part("wh", tuple(fixed), mark) if fixed and shape(words).kind == "wh" else None
    clause = _clause(words, mark)
    if clause is not None:
        return clause
    state = _state(words, mark)
    if state is not None:
        return state
    named = _thing(words, mark, head=head)
    if named is not None:
        return named
    return _verbal(words, mark)


def _state(words: list[Tok], mark: str) -> Part | None:
    found = state_of(words)
    return Part("state", found.toks, mark, found.at, found.plural) if found else None


def _clause(words: list[Tok], mark: str) -> Part | None:
    found = np_or_clause(words)
    verb = found[1] if found and found[0] == "clause" else 0
    if not verb:
        kind = shape(words)
        verb = kind.verb if kind.kind == "clause" else _bare_verb(words)
    if not verb or (verb + 1 >= len(words) and not tags_at(words, verb) & Tag.PAST):
        return None
    if words[0].low in {"i", "it", "this", "that", "he", "she", "they", "my"}:
        return None
    loose = verb + 1 == len(words) or tags_at(words, verb + 1) & Tag.PREP
    if loose and words[verb - 1].low in {"still", "not", "only", "now", "already"} and tags_at(words, verb) & Tag.PARTICIPLE:
        return None
    first, second = filled(words[:verb]), filled(words, verb + 1)
    if first is None or second is None:
        return None
    fixed = [*first, words[verb], *second]
    plural = bool(tags_at(words, verb - 1) & Tag.PLURAL)
    return Part("clause", tuple(fixed), mark, len(first), plural)


def _bare_verb(words: Sequence[Tok]) -> int:
    """Where the verb stands after a subject without article: "ward moves to the annexe", "students run it"; 0 if none does for certain."""
    for at in range(1, min(len(words) - 1, 5)):
        before, after = tags_at(words, at - 1), tags_at(words, at + 1)
        if before & Tag.COUNT and not before & Tag.PLURAL and words[at].low in word_set("moving_verbs") and after & Tag.PREP:
            return at
        if (
            before & Tag.PLURAL
            and tags_at(words, at) & Tag.BASE
            and after & (Tag.OBJ | Tag.DET | Tag.POSS)
            and not tags_at(words, at) & Tag.PREP
        ):
            return at
    return 0


def _thing(words: list[Tok], mark: str, *, head: bool) -> Part | None:
    found = shape(words)
    rich = np_or_clause(words)
    phrase = found.phrase if found.kind == "np" else noun_phrase(words) if rich and rich[0] == "np" else None
    if phrase is None and len(words) == 1 and tags_at(words, 0) & Tag.NOUN:
        phrase = noun_phrase(words)
    if phrase is None or words[0].low in {"i", "we", "it", "he", "she", "they", "what", "that"}:
        return None
    if tags_at(words, 0) & (AUXILIARY | Tag.WH):
        return None
    fixed = filled(words)
    if fixed and head and found.kind == "np" and fixed[0].low == words[0].low:
        known = bare_or_the(Piece(tuple(words), found, False, True, True))
        fixed = [Tok("the"), *fixed] if known.startswith("the ") and words[0].low != "the" else fixed
    return Part("np", tuple(fixed), mark, 0, phrase.plural) if fixed else None


def _verbal(words: list[Tok], mark: str) -> Part | None:
    found = shape(words)
    if found.kind == "ing" or (tags_at(words, 0) & Tag.ING and not tags_at(words, 0) & Tag.NOUN):
        if any(is_finite(words, at) for at in range(2, len(words)) if not in_subordinate(words, at)):
            return None
        fixed = filled(words)
        return Part("ing", tuple(fixed), mark) if fixed else None
    if found.kind in {"third", "past", "present"}:
        fixed = filled(words)
        return Part("verb", tuple(fixed), mark) if fixed else None
    return None
