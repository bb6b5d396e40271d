"""Says what a part of a jotting is: a clause with or without its subject, a small clause without its verb, or words that only go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.fitting.finite import has_verb, is_finite, np_or_clause
from prompts.fitting.own import passive
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set

__all__ = ["PartKind", "PartShape", "is_job", "kind_of", "step_of"]

PartKind = Literal[
    "own",
    "fronted",
    "clause",
    "past",
    "it",
    "role",
    "one",
    "third",
    "base",
    "aux",
    "adj",
    "ing",
    "np",
    "small",
    "still",
    "time",
    "tail",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class PartShape:
    """What a part is."""

    kind: PartKind


_OPENING_TIME = frozenset({"now", "today", "then", "since", "here", "currently", "afterwards", "first"})
_PREDICATE = frozenset(
    {"still", "now", "always", "down", "up", "only", "again", "apart", "gone", "clean", "alone", "there", "back", "all", "straight", "each"}
)
_QUANTITY = frozenset({"all", "both", "none", "half", "most", "many", "some", "each", "everyone", "everybody", "nobody"})
_TIME = named_pattern("work_time")


def kind_of(toks: Sequence[Tok], mode: str) -> PartShape:
    """What the part is; "unknown" where that is not certain.

    Args:
        toks: its words, without the conjunction that opens it.
        mode: "did", "would" or "answer": whether a word that may be verb or noun is taken for the verb.
    """
    return PartShape(_kind(toks, mode))


def _kind(toks: Sequence[Tok], mode: str) -> PartKind:
    if not toks:
        return "unknown"
    low, tags, after = toks[0].low, tags_at(toks, 0), tags_at(toks, 1)
    if low == "i":
        return _own(toks, after)
    at = _opened_by_place(toks)
    if at and _kind(toks[at:], mode) == "own":
        return "fronted"
    if short := _short(toks):
        return short
    opened = 1 if low in _OPENING_TIME and len(toks) > 2 and not tags & Tag.DET else 0
    rest = list(toks[opened:])
    if opened and rest[0].low == "i":
        return "clause" if shape(rest).kind == "clause" else "unknown"
    if low in {"still", "now"} and len(toks) > 1 and (tags_at(toks, 1) & (Tag.PARTICIPLE | Tag.ADJ | Tag.PREP | Tag.ING)):
        return "still"
    if _is_clause(rest):
        return "clause"
    if opened and low == "now" and _small(rest):
        return "small"
    return _without_subject(toks, mode, tags, after) if not opened else "unknown"


#: Verbs whose missing subject is what was just told of: "took 3 days", "cost £40".
_SPENDS = frozenset({"take", "cost", "last", "need"})
_ROLE = LazyPattern(r"^[\w-]+(?: [\w-]+){0,3} (?:since|for the last) ")


def _agent(toks: Sequence[Tok]) -> bool:
    """Whether a noun phrase at the start names a person's job."""
    phrase = noun_phrase(toks)
    return phrase is not None and is_job(toks[phrase.head].low) and not phrase.plural


def is_job(noun: str) -> bool:
    """Whether a noun in the singular names somebody by their job."""
    return noun in lexicon().sections["person_noun"] or (
        noun.endswith(("er", "or", "ist", "ian", "man", "ant", "ive", "eep")) and noun not in _NO_JOB
    )


_NO_JOB = frozenset(
    {
        "computer",
        "number",
        "letter",
        "paper",
        "order",
        "tractor",
        "printer",
        "folder",
        "server",
        "water",
        "summer",
        "winter",
        "quarter",
        "member",
        "sector",
    }
)


def _opened_by_place(toks: Sequence[Tok]) -> int:
    """Where "I" stands behind an opening place or time ("at Kelso I cut ..."); 0 without one."""
    if not tags_at(toks, 0) & Tag.PREP and toks[0].low not in {"last", "when", "once", "every"}:
        return 0
    return next((at for at in range(2, min(len(toks), 9)) if toks[at].low == "i" and not toks[at - 1].post), 0)


def _own(toks: Sequence[Tok], after: int) -> PartKind:
    verb = after & AUXILIARY or (after & (Tag.PAST | Tag.BASE) and len(toks) > 2)
    return "own" if verb or shape(toks).kind == "clause" else "unknown"


def _short(toks: Sequence[Tok]) -> PartKind | None:
    """What a part is that its first two words tell."""
    low, tags, after = toks[0].low, tags_at(toks, 0), tags_at(toks, 1)
    second = toks[1].low if len(toks) > 1 else ""
    whole = low in {"both", "all", "none"} and len(toks) == 2 and after & (Tag.ADJ | Tag.ADV) and not after & Tag.PAST
    counted = tags & Tag.NUM and ((second == "as" and len(toks) > 2) or (len(toks) == 2 and second.endswith("er") and after & Tag.ADJ))
    if whole or counted or _TIME.match(" ".join(tok.word for tok in toks).lower()):
        return "time"
    if low in {"last", "first", "latest"} and len(toks) > 2 and second in {"one", "two", "three"}:
        return "one"
    if _ROLE.search(" ".join(tok.word for tok in toks)) and _agent(toks):
        return "role"
    spent = lexicon().base(low) in _SPENDS and tags & Tag.PAST and after & (Tag.NUM | Tag.DET)
    used = low == "used" and second == "to" and len(toks) > 2 and toks[2].low in {"be", "take", "cost", "need"}
    if spent or used or (low == "worked" and len(toks) == 1):
        return "it"
    return "tail" if low in _GOES_ON else None


_GOES_ON = frozenset(
    ["not", "including", "especially", "mainly", "rather", "instead", "because", "which", "who", "where", "when", "while", "even"]
)


def _is_clause(toks: Sequence[Tok]) -> bool:
    """Whether the words have a subject of their own and its finite verb."""
    if shape(toks).kind == "clause":
        return True
    first = tags_at(toks, 0)
    counted = first & Tag.NUM or toks[0].low in _QUANTITY
    if counted and len(toks) > 1:
        if toks[1].low == "of":
            end = next((at for at in range(3, min(len(toks), 7)) if is_finite(toks, at) or _past_here(toks, at)), 0)
            return bool(end)
        verb = tags_at(toks, 1)
        if verb & (Tag.PAST | AUXILIARY) and not verb & (Tag.NOUN | Tag.ADJ):
            return True
    found = np_or_clause(toks)
    if found and found[0] == "clause":
        return not (first & (Tag.PAST | Tag.BASE) and not first & (Tag.NOUN | Tag.DET | Tag.NUM))
    phrase = noun_phrase(toks)
    if phrase and phrase.end < len(toks) and not first & (Tag.PAST | Tag.ING):
        verb = tags_at(toks, phrase.end)
        plural = phrase.plural and not first & Tag.BASE
        return bool(verb & (AUXILIARY | Tag.PAST) and not verb & (Tag.ADJ | Tag.NOUN | Tag.PARTICIPLE)) or bool(
            plural and verb & Tag.BASE and not verb & (Tag.NOUN | Tag.ADJ | Tag.PREP)
        )
    return False


def _past_here(toks: Sequence[Tok], at: int) -> bool:
    tags = tags_at(toks, at)
    return bool(tags & Tag.PAST) and not tags & (Tag.NOUN | Tag.ADJ)


def _without_subject(toks: Sequence[Tok], mode: str, tags: int, after: int) -> PartKind:
    found = shape(toks, verbal=True).kind
    if toks[0].low == "did" and found == "question":
        return "past"
    if found == "past" and mode == "did" and _done_to(toks):
        return "unknown"
    if tags & Tag.BASE and tags & Tag.PAST and mode != "did":
        return "base" if found in {"past", "present"} else "unknown"
    if found in {"past", "third", "aux", "adj", "ing"}:
        return found
    small = _small(toks) if found != "present" else ""
    if small:
        return small
    if found == "present" or (mode != "did" and _commands(toks, tags, found)):
        return "base"
    adverb = tags & Tag.ADV and len(toks) > 1 and after & Tag.PAST and not has_verb(toks[2:])
    if adverb or (tags & Tag.PAST and not tags & (Tag.NOUN | Tag.ADJ) and not has_verb(toks)):
        return "past"
    return "np" if found == "np" else "tail" if tags & Tag.PREP and found == "pp" else "unknown"


def _commands(toks: Sequence[Tok], tags: int, found: str) -> bool:
    """Whether an answer or a plan gives a step here."""
    verb = tags & Tag.BASE and not tags & (Tag.DET | Tag.PREP | AUXILIARY)
    if len(toks) == 1:
        return bool(verb) or toks[0].low in _STEP_OF
    return bool(verb) and not (tags & Tag.NOUN and found == "np" and not _verb_more(toks))


#: Steps named by their thing alone.
_STEP_OF = {"photo": "take a photo", "photos": "take photos", "debrief": "debrief", "signature": "get a signature", "report": "report"}


def step_of(toks: Sequence[Tok]) -> list[Tok]:
    """A step as a verb phrase: "photo" as "take a photo"."""
    return [Tok(word) for word in _STEP_OF[toks[0].low].split()] if len(toks) == 1 and toks[0].low in _STEP_OF else list(toks)


def _verb_more(toks: Sequence[Tok]) -> bool:
    """Whether a word that may be noun or verb is followed as a verb is: "sort by cause", "test the weight", "fill casing"."""
    after = tags_at(toks, 1)
    return bool(after & (Tag.DET | Tag.POSS | Tag.NUM | Tag.OBJ | Tag.PLURAL)) or toks[1].low in {"by", "it", "to", "with", "for"}


_WITH_PARTICLE = frozenset({"bring", "take", "phase", "call", "fill", "hand", "check", "sign", "rope", "draft", "pull", "put", "switch"})


def _done_to(toks: Sequence[Tok]) -> bool:
    """Whether a past form may be a passive ("used daily", "promoted twice")."""
    tags, after = tags_at(toks, 0), tags_at(toks, 1)
    moves = lexicon().base(toks[0].low) in lexicon().sections["intransitive"]
    if toks[0].low in word_set("done_to_me"):
        return len(toks) == 1 or not after & (Tag.DET | Tag.POSS | Tag.NUM | Tag.NOUN)
    adverb = after & Tag.ADV and not after & (Tag.PREP | Tag.NOUN | Tag.DET) and toks[1].low not in word_set("particles")
    if passive(toks) and not (lexicon().base(toks[0].low) in _WITH_PARTICLE and toks[1].low in {"in", "on"}):
        return True
    agent = any(tok.low == "by" for tok in toks[1:3])
    return bool(tags & Tag.PARTICIPLE and not moves and (agent or (adverb and len(toks) == 2)))


def _small(toks: Sequence[Tok]) -> Literal["small", ""]:
    """Whether these are a subject and what is said of it, without the verb: "all 6 still there", "shortages down by half"."""
    phrase = noun_phrase(toks)
    end = phrase.end if phrase else 0
    if toks[0].low in _QUANTITY and tags_at(toks, 1) & Tag.NUM:
        end = max(end, 2)
    if tags_at(toks, 0) & Tag.NUM and (not end or end == 1) and len(toks) > 1:
        end = 1
    if not end or end >= len(toks) or has_verb(toks) or {tok.low for tok in toks} & {"mine", "me", "us", "it"}:
        return ""
    said = tags_at(toks, end)
    if toks[end].low in _PREDICATE or (said & Tag.ADJ and not said & Tag.NOUN):
        return "small"
    return "small" if tags_at(toks, 0) & Tag.NUM and said & Tag.PREP else ""
