"""A jotted piece whose subject is a noun: the article and the copula it lacks, and where its verb stands."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.fitting.finite import np_or_clause
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join
from prompts.fitting.whole_clause import Clause, articled, motive_words, whole_clause
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["finite_at", "noun_clause"]

_LEFT = LazyPattern(r"(?:\d+|one|two|three|four|five|six) (?:more )?\w+(?: \w+)? (?:left|to go)")
_PARTICLES = frozenset({"out", "up", "down", "off", "back", "away", "through", "over", "on"})
_COUNTED = LazyPattern(
    r"^(?:is )?(?:only |just |about |around |over |now |still |too |not |\d|one |two |three |four |five |six |seven |eight |nine |ten )"
)


def noun_clause(toks: Sequence[Tok], kind: str, *, first: bool) -> Clause | None:
    """A clause whose subject is a noun ("library was my second home"), or a thing that only has a name ("small team")."""
    low = toks[0].low
    if low == "home" and len(toks) > 1 and toks[1].low in {"every", "by", "at", "before"}:
        return Clause(f"I would be {join(toks)}", "clause", True)
    if tags_at(toks, 0) & Tag.ADV and not tags_at(toks, 0) & (Tag.ADJ | Tag.DET | Tag.NUM | Tag.NOUN):
        return None
    if _LEFT.fullmatch(join(toks)):
        return Clause(f"I have {join(toks)}", "clause", True)
    told = _copula(toks)
    if told is not None:
        return told
    if kind == "reason" and tags_at(toks, 0) & (Tag.ADJ | Tag.NOUN) and not tags_at(toks, 0) & (Tag.DET | Tag.POSS):
        phrase = noun_phrase(toks)
        if phrase and not phrase.plural and toks[phrase.head].low in motive_words()["own_event"] and _tailed(toks, phrase.end):
            article = lexicon().article(toks[0].word)
            return whole_clause([Tok("I"), Tok("have"), Tok(article), *toks], changed=True) if article else None
    headed = _headed(toks)
    found = np_or_clause(headed)
    if found is None:
        inner = shape(headed)
        found = ("np", 0) if inner.kind == "np" else ("clause", inner.verb) if inner.kind == "clause" else None
    if found is None or found[0] == "np":
        verb = finite_at(headed)
        found = ("clause", verb) if verb else found
    if len(toks) == 1 and low in motive_words()["employer"]:
        found = ("np", 0)
    if found is None:
        return None
    if found[0] == "np":
        thing = low not in word_set("vague") and articled(toks) is not None
        return Clause(join(toks), "thing") if thing and low not in {"exactly", "just"} else None
    return whole_clause(headed, changed=len(headed) != len(toks))


def _tailed(toks: Sequence[Tok], end: int) -> bool:
    return end == len(toks) or bool(tags_at(toks, end) & (Tag.PREP | Tag.NAME)) or toks[end].low == "next"


def finite_at(toks: Sequence[Tok]) -> int:
    """Where the verb of a subject stands that looks like a row of nouns: "engineers and office sit in", "role turned out"; 0 without."""
    plural = bool(tags_at(toks, 0) & Tag.PLURAL)
    for at in range(1, min(len(toks), 7)):
        tags, before, after = tags_at(toks, at), tags_at(toks, at - 1), tags_at(toks, at + 1)
        low = toks[at].low
        if (tags & (Tag.WH | Tag.PREP) and not tags & (Tag.BASE | Tag.PAST)) or low in {"that", "to"} or toks[at - 1].post:
            return 0
        if tags & AUXILIARY:
            return at
        plural = plural or (low == "and") or bool(tags & Tag.PLURAL and not tags & Tag.THIRD)
        particle = at + 1 < len(toks) and toks[at + 1].low in _PARTICLES
        closed = particle or after & (Tag.DET | Tag.POSS | Tag.OBJ | Tag.ADV) or (at + 1 < len(toks) and toks[at + 1].low == "to")
        noun_before = before & (Tag.NOUN | Tag.ADV) or toks[at - 1].low in {"one", "ones"} or not before
        if not noun_before or (before & Tag.DET and toks[at - 1].low not in {"one"}):
            continue
        if tags & Tag.PAST and not tags & (Tag.NOUN | Tag.ADJ) and (closed or low in lexicon().irregular_past):
            return at
        if tags & Tag.THIRD and (not tags & Tag.PLURAL or particle or low in {"clashes", "overlaps", "conflicts"}) and lexicon().base(low):
            return at
        if tags & Tag.BASE and not tags & (Tag.NOUN | Tag.ADJ | Tag.PREP | Tag.ADV) and plural and low != "and":
            return at
    return 0


def _headed(toks: Sequence[Tok]) -> list[Tok]:
    """The words with the article that a bare subject in the singular wants."""
    phrase = noun_phrase(toks)
    if toks[0].low in {"last", "past", "next"} and len(toks) > 2 and tags_at(toks, 1) & Tag.NUM:
        return [Tok("the"), *toks]
    if toks[0].low in {"current", "present"} and (tags_at(toks, 1) & Tag.COUNT or toks[1].low == "one"):
        return [Tok("my"), *toks]
    if toks[0].low == "boss":
        return [Tok("my"), *toks]
    if toks[0].low in {"hours", "shifts", "dates"}:
        return [Tok("the"), *toks]
    mine = phrase and "-".join(tok.low for tok in toks[: phrase.end]) in motive_words()["mine"]
    if phrase is None or phrase.determined or not phrase.singular_count or tags_at(toks, 0) & (Tag.NAME | Tag.DET | Tag.POSS):
        return list(toks)
    return [Tok("my" if mine and toks[0].low != "commute" else "the"), *toks]


def _copula(toks: Sequence[Tok]) -> Clause | None:
    """A measure without its verb: "contract only 6 months" as "the contract is only 6 months"."""
    at = 1 if tags_at(toks, 0) & (Tag.DET | Tag.POSS) else 0
    for size in (2, 1):
        name = "-".join(tok.low for tok in toks[at : at + size])
        rest = join(toks[at + size :])
        if name not in motive_words()["measured"] or not rest or not _COUNTED.match(rest + " ") or rest.split()[0] == "is":
            continue
        if any(
            tags_at(toks, index) & (AUXILIARY | Tag.THIRD) & ~Tag.PLURAL and not tags_at(toks, index) & Tag.PLURAL
            for index in range(at + size, len(toks))
        ):
            return None
        if rest.split()[0] in {"too", "not", "still"} and len(rest.split()) < 2:
            return None
        determiner = "" if at else "my " if name in motive_words()["mine"] and name != "commute" else "the "
        plural = name.endswith("s") and not name.endswith("ss")
        return Clause(f"{determiner}{join(toks[: at + size])} {'are' if plural else 'is'} {rest}", "clause", True)
    return None
