"""A hard jotting of a light moment as one plain sentence in the past: "Pickle, the clinic cat, sat on my CV for the whole interview"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.hung_articles import with_hung_articles
from prompts.fitting.items import item_of
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import Tok, join, sentences, spelled_numbers, strip_lead, tokens
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["expand_moment", "no_clause_as_thing"]

_MARKS = LazyPattern(r"[()\[\]{}<>\\|=@#*_…→•?\"“”/:;]|\.\.| [-–—] ")
_PRIVATE = named_pattern("moment_private")
_BESIDE = LazyPattern(r"^(?P<name>[A-ZÀ-Þ][\w’'-]+), (?P<who>(?:the|our|your) [a-z -]+), ")
_EVERYONE = frozenset(["we", "everybody", "everyone", "nobody", "somebody", "all", "both"])
_PRONOUNS = frozenset(["he", "she", "him", "they", "them", "us", "it", "you", "it's", "hers", "his", "her", "their"])
_NAMED = LazyPattern(
    r"^(?:The|Its|Their|Your) (?:dog|cat|horse|parrot|puppy|beagle|goat|hen|cow)(?:'s name)? (?:is|was) (?:called )?[A-Z]\w+$"
)
_MOST_WORDS = 30


def expand_moment(text: str, notes: Notes) -> dict[str, str]:
    """`own`, and `told` where it is one sentence; none unless every piece is a plain clause in the past.

    Args:
        text: a normalised note, its marks written out.
        notes: its notes; their recipients decide whose dog it was.
    """
    reader = reader_of(notes)
    text = re.sub(r"[!]+", "", strip_lead(text, "rapport")).strip(" .,")
    if text.lower().startswith("we ") or _PRIVATE.search(text) or not 4 <= len(text.split()) <= _MOST_WORDS:
        return {}
    told: list[str] = []
    parts = [half for part in sentences(text) for half in re.split(r"(?<=[a-z\d]{3})\. (?=\w)", part)]
    for at, part in enumerate(parts):
        part = part.strip(" .,")
        if at and _NAMED.match(part[:1].upper() + part[1:]):
            told.append(part[:1].upper() + part[1:] + ".")
            continue
        said = "" if _MARKS.search(part) else _sentence(part, reader)
        if not said:
            return {}
        told.append(said[:1].upper() + said[1:] + ".")
    if not told or len(told) > 2:
        return {}
    own = " ".join(told)
    first = own.split()[0].strip(",'s")
    single = own[:-1] if len(told) == 1 else ""
    if (
        single
        and item_of(first.lower()) is None
        and first[1:].islower()
        and first.lower() in {"the", "your", "we", "everybody", "everyone"}
    ):
        single = single[0].lower() + single[1:]
    return {"own": own} | ({"told": single} if single else {})


def _sentence(text: str, reader: Reader) -> str:
    """The clauses of one sentence with "and" before the last; empty where one is none."""
    beside = _BESIDE.match(text)
    before = beside[0] if beside else ""
    rest = text[len(before) :]
    pieces = [re.sub(r"^and ", "", piece) for piece in rest.split(", ") if piece]
    clauses: list[str] = []
    for at, piece in enumerate(pieces):
        clause = _clause(("Somebody " + piece) if before and not at else piece, reader, named=bool(clauses) or bool(before))
        if not clause:
            if at and at + 1 == len(pieces) and clauses and _like_it_was(piece):
                continue
            return ""
        clauses.append(clause.removeprefix("Somebody "))
    if not clauses:
        return ""
    return before + ", ".join(clauses[:-1]) + (", and " if len(clauses) > 1 else "") + clauses[-1]


def _like_it_was(piece: str) -> bool:
    """Whether a last piece only says what it was like: "rain very heavy", "so funny"."""
    toks = tokens(piece)
    return (
        len(toks) <= 4 and bool(tags_at(toks, len(toks) - 1) & Tag.ADJ) and not any(tags_at(toks, at) & Tag.AUX for at in range(len(toks)))
    )


def _clause(text: str, reader: Reader, *, named: bool) -> str:
    """One clause in the past with its subject and its articles; empty where it is not that for certain."""
    toks = tokens(text)
    verb = _past_at(toks)
    if not verb:
        return _without_subject(text, toks)
    who = _subject(toks[:verb], reader)
    if not who:
        return ""
    rest = toks[verb:]
    if any(tok.low in _PRONOUNS for tok in rest) and not (toks[0].word[:1].isupper() or who.startswith(("the ", "your "))):
        return ""
    if any(tok.low in {"he", "she", "they", "it", "him", "them"} for tok in rest) or (rest[0].low == "said" and _no_verb(rest[1:])):
        return ""
    return join(spelled_numbers(tokens(f"{who} {with_hung_articles(join(rest))}")))


def _no_verb(toks: Sequence[Tok]) -> bool:
    """Whether what somebody said has no verb of its own, so that it must have been quoted in bits."""
    return not any(tags_at(toks, at) & (Tag.AUX | Tag.PAST | Tag.THIRD | Tag.MODAL) for at in range(len(toks))) and len(toks) > 2


def _past_at(toks: Sequence[Tok]) -> int:
    """Where the first verb in the past stands behind its subject; 0 without one."""
    for at in range(1, min(len(toks), 8)):
        tags = tags_at(toks, at)
        if toks[at - 1].post:
            return 0
        if tags & Tag.PAST and not (tags & Tag.ADJ and tags_at(toks, at + 1) & Tag.NOUN) and toks[at].low not in {"left", "set", "put"}:
            return at
        if toks[at].low in {"was", "were", "had", "did", "could"}:
            return at
    return 0


def _subject(toks: Sequence[Tok], reader: Reader) -> str:
    """The subject with its article, as the reader sees it; empty unless it is a thing, a name or everybody."""
    words = join(toks)
    low = toks[0].low
    if len(toks) == 1 and (low in _EVERYONE or low == "i"):
        return words if low != "i" else "I"
    if reader.single and low.removesuffix("'s").removesuffix("’s") in reader.names and toks[0].word.endswith(("'s", "’s")):
        words = "your " + join(toks[1:])
        return words if item_of(words) is not None else ""
    if len(toks) <= 2 and all(tok.word[:1].isupper() for tok in toks):
        return "you" if reader.single and low in reader.names else words
    if re.match(r"(?:the |your )?[a-z]+ [A-Z]\w+$", words):
        return words if words.startswith(("the ", "your ")) else f"the {words}"
    lowered = words[:1].lower() + words[1:]
    item = item_of(lowered)
    if item is None:
        return ""
    if item.words.startswith("whole "):
        return f"the {item.words}"
    return item.the


def _without_subject(text: str, toks: Sequence[Tok]) -> str:
    """What both did, which stands without "we": "did half of the interview on the stairs"."""
    first = tags_at(toks, 0)
    if not first & Tag.PAST or first & (Tag.NOUN | Tag.ADJ) or len(toks) < 3 or any(tok.low in _PRONOUNS for tok in toks):
        return ""
    if toks[0].low not in {
        "did",
        "laughed",
        "joked",
        "ended",
        "finished",
        "sat",
        "walked",
        "drank",
        "ate",
        "talked",
        "swapped",
        "got",
        "ran",
        "shared",
        "sang",
    }:
        return ""
    return with_hung_articles(f"we {join(toks)}")


def no_clause_as_thing(forms: dict[str, str]) -> dict[str, str]:
    """The forms without an `np` that is a clause: "your beagle howled through half the call"."""
    toks = tokens(forms.get("np", ""))
    for at in range(2, min(len(toks), 5)):
        tags = tags_at(toks, at)
        moved = lexicon().base(toks[at].low) in lexicon().sections["intransitive"] or toks[at].low in lexicon().irregular_past
        if tags & Tag.PAST and not tags & (Tag.NOUN | Tag.ADJ) and moved and tags_at(toks, at - 1) & Tag.NOUN:
            return {form: words for form, words in forms.items() if form not in {"np", "about", "raw"}}
    return forms
