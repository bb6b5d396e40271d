"""Tidy notes: up to three whole sentences of the writer's own, good enough to stand in the email as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts.fitting.finite import np_or_clause
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, join, lowered_start, sentences, tokens
from prompts.fitting.voice import SOMEBODY, Reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["own_sentences"]

_MOST_WORDS = 48
_MOST_SENTENCES = 3
_FEWEST_WORDS = 5
#: How far into a sentence its verb may stand.
_VERB_WITHIN = 14
#: Marks of a jotting, and times the reader would have to guess.
_LOOSE = LazyPattern(
    r"[()\[\]{}<>/\\|+=@#*_…→•?!]| - |–|—|\.\."
    r"|\b(?:idk|btw|w/|etc|tbh|lol|imo|fyi|vs|pls|yrs?|hrs?|wks?|mins?|mgmt|govt|dept|asap)\b"
    r"|\b(?:today|tomorrow|yesterday|tonight|next (?:week|month)|this (?:week|morning|afternoon)|last night)\b"
    r"|\b(?:exactly|just|really) (?:that|this)\b|\b(?:did|do|done) (?:this|that|it|so)\b",
    re.IGNORECASE,
)
#: Sentences about the note or the meeting rather than the matter.
_ABOUT_THE_NOTE = LazyPattern(
    r"\bI (?:need to (?:say|mention|tell|know|ask)|should (?:say|mention|tell|ask|thank)|forgot|must remember)\b"
    r"|\b(?<!not )(?:mention|remember to|make sure)\b|(?:^|[.,;] )do not (?:say|mention|tell)\b"
    r"|\b(?:the|my|this) (?:email|e-mail|mail|note)\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset(
    {"i", "i'm", "i've", "i'd", "i'll", "we", "you", "it", "there", "my", "our", "your", "this", "that", "these", "those"}
)
_FRONTED = frozenset(
    {
        "at",
        "in",
        "with",
        "for",
        "as",
        "during",
        "since",
        "before",
        "after",
        "last",
        "on",
        "when",
        "if",
        "while",
        "because",
        "what",
        "although",
    }
)
_JOINING = frozenset({"and", "but", "so", "then", "also"})


def own_sentences(text: str, reader: Reader, *, they: Literal["you", "others"] = "you", most: int = _MOST_WORDS) -> str:
    """The note in whole sentences, with their full stops, as seen from the reader's side; empty unless it is that for certain.

    Args:
        text: the note, normalised: contractions written out, no bullet or label.
        reader: who reads the email; their name becomes "you", and so do "she" and "he" where nobody else can be meant.
        they: whether a "they" that points to nothing in the note is the employer who reads, or somebody else.
        most: words at most.
    """
    text = " ".join(text.split())
    if not _FEWEST_WORDS <= len(text.split()) <= most or _LOOSE.search(text) or _ABOUT_THE_NOTE.search(text):
        return ""
    parts = sentences(text) if ";" not in text else [text]
    if not 1 <= len(parts) <= _MOST_SENTENCES:
        return ""
    if they == "others":
        text = _THEY_DID.sub(_passive, text)
    toks = lowered_start(tokens(text), reader.names)
    turned = _turned(_of_other_firm(toks), reader, they=they)
    turned = [replace(tok, word=tok.word.removeprefix(_KEPT)) for tok in turned or ()]
    if not turned or {tok.low for tok in turned} & _SLANG:
        return ""
    pieces = _split(_unspliced(turned))
    if not all(_whole(piece, index) for index, piece in enumerate(pieces)):
        return ""
    return " ".join(_capital(join(piece).rstrip(" .,;")) + "." for piece in pieces)


#: What keeps a "they" from being taken for the reader.
_KEPT = "kept-"


def _of_other_firm(toks: Sequence[Tok]) -> list[Tok]:
    """The words with every "they" marked that stands behind "another company" or its like, and means that one."""
    named = next((at for at in range(1, len(toks)) if toks[at - 1].low in _OTHER and toks[at].low in _FIRMS), len(toks))
    them = {"they", "them", "their", "theirs"}
    return [replace(tok, word=_KEPT + tok.word) if at > named and tok.low in them else tok for at, tok in enumerate(toks)]


#: "they asked me to": who asked is not said, so it is said without them.
_THEY_DID = LazyPattern(
    r"\bthey (?P<have>have |had )?(?P<did>asked|offered|told|promised|invited|hired|chose|promoted|moved|made|given|gave) me\b"
)
_PARTICIPLES = {"chose": "chosen", "gave": "given"}


def _passive(match: re.Match[str]) -> str:
    did = _PARTICIPLES.get(match["did"], match["did"])
    return f"I {'have been' if match['have'] == 'have ' else 'had been' if match['have'] else 'was'} {did}"


def _turned(toks: Sequence[Tok], reader: Reader, *, they: Literal["you", "others"]) -> list[Tok] | None:
    """The words from the reader's side; None where it is not certain who is meant.

    What one of two readers did is told by name, and the pronouns after the name stay; the one person greeted is "you" beside others too.
    """
    named = _reader_at(toks, reader)
    if not reader.single and named is not None and not any(tok.low in _PRONOUNS for tok in toks[:named]):
        if not reader.greeted or any(_is_named(tok, reader.names - reader.greeted) for tok in toks):
            return list(toks)
        reader = replace(reader, single=True, names=reader.greeted)
    again = _named_again(toks, reader)
    if they == "others":
        loose = {tok.low for tok in toks} & {"they", "them", "their", "theirs"}
        kept = [tok for tok in again if tok.low in {"they", "them", "their", "theirs"}]
        if loose and not all(_plural_before(again, tok) for tok in kept):
            return None
    return anchored(again, reader)


def _plural_before(toks: Sequence[Tok], pronoun: Tok) -> bool:
    at = next(index for index, tok in enumerate(toks) if tok is pronoun)
    return any(tags_at(toks, index) & Tag.PLURAL and not tags_at(toks, index) & Tag.NAME for index in range(at))


#: Another employer, of whom one says "they".
_OTHER = frozenset({"another", "other", "different", "second"})
_FIRMS = frozenset(
    {"company", "firm", "employer", "school", "hospital", "team", "place", "agency", "practice", "shop", "charity", "college", "bank"}
)


_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "they", "them", "their"})


def _reader_at(toks: Sequence[Tok], reader: Reader) -> int | None:
    return next((at for at, tok in enumerate(toks) if _is_named(tok, reader.names)), None)


def _is_named(tok: Tok, names: frozenset[str]) -> bool:
    return tok.low.replace("’", "'").removesuffix("'s") in names


def _split(toks: Sequence[Tok]) -> list[list[Tok]]:
    pieces: list[list[Tok]] = [[]]
    for index, tok in enumerate(toks):
        pieces[-1].append(tok)
        ends = tok.post.startswith(".") and len(tok.word) > 1 and tok.low not in {"mr", "mrs", "ms", "dr", "prof", "st"}
        if ends and index + 1 < len(toks) and toks[index + 1].word[:1].isupper():
            pieces.append([])
    return pieces


_SLANG = frozenset({"u", "ur", "thx", "cos", "bc", "coz", "gonna", "wanna", "ok", "yeah"})


def _named_again(toks: Sequence[Tok], reader: Reader) -> list[Tok]:
    """The words with "she" and "his" for the only reader as the reader's name, where nobody else named before can be meant."""
    out = list(toks)
    pronoun = next((at for at, tok in enumerate(out) if tok.low in {"he", "she", "him", "her", "his"}), None)
    if pronoun is None or not reader.single or not reader.names:
        return out
    if any(tok.low in SOMEBODY for tok in out[:pronoun]):
        return out
    female = out[pronoun].low in {"she", "her"}
    both = {tok.low for tok in out} & {"she", "her"} and {tok.low for tok in out} & {"he", "him", "his"}
    if both or any(_may_be(out, at, reader, female=female) for at in range(len(out)) if at < _last_pronoun(out)):
        return out
    name = next(iter(sorted(reader.names, key=len, reverse=True))).capitalize()
    for at in range(len(out)):
        low = out[at].low
        owned = low == "his" or (low == "her" and _owns(out, at))
        if low in {"he", "she", "him", "her", "his"} and "who" not in {tok.low for tok in out[max(0, at - 6) : at]}:
            out[at] = replace(out[at], word=f"{name}'s" if owned else name)
    return out


def _owns(toks: Sequence[Tok], at: int) -> bool:
    """Whether "her" is a possessive here: "her tests", not "told her about"."""
    after = tags_at(toks, at + 1)
    return bool(after & (Tag.NOUN | Tag.ADJ)) and not after & (Tag.DET | Tag.POSS | Tag.PREP) and not toks[at].post


def _last_pronoun(toks: Sequence[Tok]) -> int:
    return max(at for at, tok in enumerate(toks) if tok.low in {"he", "she", "him", "her", "his"})


_MEN = frozenset({"son", "brother", "father", "dad", "husband", "uncle", "grandfather", "man", "boy", "boyfriend", "nephew", "gentleman"})
_WOMEN = frozenset(
    {"daughter", "sister", "mother", "mum", "mom", "wife", "aunt", "grandmother", "woman", "girl", "girlfriend", "niece", "lady"}
)


def _may_be(toks: Sequence[Tok], at: int, reader: Reader, *, female: bool) -> bool:
    """Whether a pronoun of this gender may mean the person at this place, who is not the reader."""
    low = toks[at].low.replace("’", "'").removesuffix("'s")
    if low in reader.names or low in (_MEN if female else _WOMEN):
        return False
    if low in (_WOMEN if female else _MEN):
        return True
    title = at and toks[at - 1].low.strip(".") in {"mr", "mrs", "ms", "dr", "prof", "miss"}
    person = lexicon().among("person", low) and not tags_at(toks, at) & Tag.PLURAL
    return bool(title or person or (tags_at(toks, at) & Tag.NAME and toks[at].word[1:].islower() and _acts(toks, at)))


def _acts(toks: Sequence[Tok], at: int) -> bool:
    """Whether a name stands as somebody's: it does something, owns something, or is with somebody; a place stands after "in"."""
    before = toks[at - 1].low if at else ""
    does = tags_at(toks, at + 1) & (Tag.PAST | Tag.THIRD | AUXILIARY) and not toks[at].post
    return bool(toks[at].word.endswith(("'s", "’s")) or does or before in {"and", "with", "to", "by", "told", "asked", "met"})


def _unspliced(toks: Sequence[Tok]) -> list[Tok]:
    """The words with a semicolon where a comma joins two sentences: "you promote from the floor, Greg began as a bagger"."""
    out = list(toks)
    fronted = out[0].low in _FRONTED
    for at in range(3, len(out) - 2):
        if out[at - 1].post != "," or fronted:
            continue
        pronoun = out[at].low in {"i", "we", "you", "they", "he", "she", "it"} or (_is_name(out, at) and out[at].word[1:].islower())
        verb = tags_at(out, at + 1) & (Tag.PAST | Tag.THIRD | AUXILIARY) or (
            out[at].low in {"i", "we", "you", "they"} and tags_at(out, at + 1) & Tag.BASE
        )
        clause_before = _verb(out, 1) and _verb(out, 1) < at
        relative = any(tok.low in {"which", "who", "if", "when", "because", "while", "as", "although", "said", "says"} for tok in out[:at])
        if pronoun and verb and clause_before and not relative:
            out[at - 1] = replace(out[at - 1], post=";")
        elif clause_before and not relative and _goes_on(out, at):
            out[at] = replace(out[at], word="and " + out[at].word)
    return out


def _goes_on(toks: Sequence[Tok], at: int) -> bool:
    """Whether the words from here are a short second sentence of their own ("phone volume dropped by half"), and the last one."""
    if toks[at].low in {"and", "or", "but", "plus", "then", "which", "who"} or any(tok.post == "," for tok in toks[at:]):
        return False
    for verb in range(at + 1, min(at + 4, len(toks) - 1)):
        nouns = all(
            tags_at(toks, index) & (Tag.NOUN | Tag.PLURAL) and not tags_at(toks, index) & (Tag.PAST | Tag.PREP) for index in range(at, verb)
        )
        if nouns and tags_at(toks, verb) & Tag.PAST and not tags_at(toks, verb) & Tag.NOUN:
            return True
    return False


def _whole(toks: Sequence[Tok], index: int) -> bool:
    """Whether the words are one sentence with a subject, a finite verb and the articles a sentence needs."""
    if len(toks) < _FEWEST_WORDS - (1 if index else 0) or _clipped(toks):
        return False
    at = 1 if toks[0].low in _JOINING and index else 0
    first = toks[at]
    if first.low in _FRONTED:
        subject = next(
            (n for n in range(at + 1, min(len(toks), 12)) if tags_at(toks, n) & Tag.SUBJ and toks[n].low not in {"who", "that", "which"}), 0
        )
        return bool(subject) and _verb(toks, subject + 1) > 0
    opened = first.low in _SUBJECTS or tags_at(toks, at) & (Tag.DET | Tag.POSS | Tag.SUBJ | Tag.NUM) or _is_name(toks, at)
    if not opened:
        return False
    if first.low in {"i", "we", "you"}:
        return 0 < _verb(toks, at + 1) <= at + 3
    verb = _verb(toks, at + 1)
    if first.low in {"the", "a", "an"} and any(tok.low in {"that", "who", "which", "where"} for tok in toks[at:verb]):
        found = np_or_clause(toks[at:])
        if found is not None and found[0] == "np":
            return False
    return verb > 0 and not any("," in tok.post for tok in toks[at:verb])


def _is_name(toks: Sequence[Tok], at: int) -> bool:
    tags = tags_at(toks, at)
    return toks[at].word[:1].isupper() and not tags & (Tag.PAST | Tag.ING | Tag.BASE | Tag.ADV | Tag.PREP)


def _verb(toks: Sequence[Tok], at: int) -> int:
    """Where the finite verb stands, from a place behind the first word of the subject; 0 without one."""
    after_i = toks[at - 1].low in {"i", "we", "you", "they"}
    for index in range(at, min(len(toks), at + _VERB_WITHIN)):
        tags = tags_at(toks, index)
        if tags & AUXILIARY or (tags & Tag.PAST and not tags_at(toks, index - 1) & Tag.DET):
            return index
        if after_i and tags & Tag.BASE and index <= at + 2:
            return index
        if (
            tags & Tag.THIRD
            and not (tags & Tag.PLURAL and tags_at(toks, index - 1) & (Tag.DET | Tag.POSS | Tag.ADJ | Tag.NUM))
            and lexicon().base(toks[index].low)
        ):
            return index
        if tags & Tag.BASE and not tags & Tag.NOUN and tags_at(toks, index - 1) & Tag.PLURAL:
            return index
    return 0


def _clipped(toks: Sequence[Tok]) -> bool:
    """Whether an article is missing after a verb or preposition, as in a jotting."""
    for index in range(1, len(toks)):
        before = tags_at(toks, index - 1)
        if (
            not before & (Tag.PREP | Tag.THIRD | Tag.AUX)
            or toks[index - 1].post
            or toks[index - 1].low in {"as", "by", "per", "like", "than"}
        ):
            continue
        tags = tags_at(toks, index)
        if (
            tags & Tag.NOUN
            and not tags & (Tag.DET | Tag.ADV | Tag.ING | Tag.BASE | Tag.ADJ | Tag.MASS | Tag.NAME)
            and toks[index].word.islower()
        ):
            phrase = noun_phrase(toks, index)
            bare = phrase and phrase.singular_count and not phrase.determined and toks[phrase.head].low not in word_set("bare_place")
            if bare and toks[index - 1].low in {"of", "from", "in", "on", "with", "for", "into", "is", "was", "has", "at"}:
                return True
    return False


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
