"""Things that are sent with an email, as the object of "I have attached": "the reference from Mr Okafor and my NMC pin letter"."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.finite import np_or_clause
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.words import LazyPattern, Tag, named_pattern

__all__ = ["LOOSE", "SAID", "attached", "is_mine", "spelt", "thing", "things"]

SAID = named_pattern("promise_said")


_ATTACHED = named_pattern("promise_attached")


LOOSE = LazyPattern(
    r"https?:|www\.|\b\w+\.\w{2,4}/|\b(?:I|we|they|he|she|them|him|not|no|never|don't|ask|check|careful|sorry|wrong|bad|private)\b|[=<>→]|\?|!"
)


def thing(text: str, reader: Reader, *, mine: bool = False) -> str:
    """A noun phrase with its article, as the reader sees it; empty unless it is one for certain."""
    text = re.sub(r"\bmy (?:own )?(?=my\b)", "", text.strip(" ,:;-"))
    toks = lowered_start(tokens(text), reader.names)
    if not 1 <= len(toks) <= 14 or any(tok.post not in {"", ","} for tok in toks):
        return ""
    turned = anchored(toks, reader)
    if not turned or not tags_at(turned, 0) & (Tag.DET | Tag.POSS | Tag.NOUN | Tag.ADJ | Tag.NUM | Tag.ING | Tag.PARTICIPLE):
        return ""
    if not tags_at(turned, 0) & (Tag.DET | Tag.POSS | Tag.NUM) and turned[0].word[:1].islower() | (turned[0].word.isupper()):
        turned = [Tok("my" if mine else "the"), *turned]
    fixed = _after_prepositions(turned)
    last = tags_at(fixed, len(fixed) - 1)
    verbal = tags_at(turned, 0) & Tag.PAST and not tags_at(turned, 0) & (Tag.ADJ | Tag.NOUN)
    if verbal or _bare_after_preposition(fixed) or {tok.low for tok in fixed} & _YOU:
        return ""
    if len(fixed) > 1 and (found := np_or_clause(fixed)) is not None and found[0] != "np":
        return ""
    if any(not tags_at(fixed, at) and tok.word.isalpha() and tok.word.islower() for at, tok in enumerate(fixed)):
        return ""
    return "" if last & (Tag.PREP | Tag.DET | Tag.CONJ) and not last & Tag.NOUN else join(fixed)


def _bare_after_preposition(toks: list[Tok]) -> bool:
    """Whether a noun that needs an article stands without one: "of licence"."""
    for at in range(1, len(toks)):
        phrase = noun_phrase(toks, at) if tags_at(toks, at - 1) & Tag.PREP and toks[at].word.islower() else None
        if phrase and phrase.singular_count and not phrase.determined and not tags_at(toks, phrase.head) & Tag.MASS:
            return True
    return False


def _after_prepositions(toks: list[Tok]) -> list[Tok]:
    """The words with the articles that are missing after prepositions, and no others."""
    fixed = with_articles(toks, head="none")
    if not fixed:
        return toks
    added = [at for at, tok in enumerate(fixed) if tok.low in {"a", "an", "the"} and all(tok is not old for old in toks)]
    return fixed if all(at and tags_at(fixed, at - 1) & Tag.PREP for at in added) else toks


_MINE = named_pattern("thing_mine")


def is_mine(text: str) -> bool:
    """Whether papers like these are the writer's own ("references", "bank details"), and not from somebody."""
    return _MINE.search(text) is not None and " from " not in text


def spelt(text: str) -> str:
    """The words with "ref" and "refs" written out."""
    text = re.sub(r"\brefs\b", "references", re.sub(r"\bref\b", "reference", text, flags=re.I), flags=re.I)
    return re.sub(r"^(?:the )?originals of\b", "the originals of", text)


_YOU = frozenset(
    {
        "you",
        "i",
        "it",
        "they",
        "he",
        "she",
        "we",
        "me",
        "him",
        "them",
        "us",
        "this",
        "that",
        "these",
        "something",
        "anything",
        "stuff",
        "thing",
    }
)


def attached(text: str) -> str:
    """The note without "attach" and what only the writer needs, for a thing that goes with the email; as it stands where it has none."""
    text = re.sub(r" to (?-i:HR|[A-Z]\w+)$", "", SAID.sub("", text))
    if re.match(r"(?:check|ask|see|look|let|do|tell|find|try|call|ring|think|confirm|speak|talk|book|sign|fill)\b", text, re.I):
        return ""
    match = _ATTACHED.match(text)
    cut = (
        text[match.end() :]
        if match
        else re.sub(r"[,:]?\s+(?:is |are )?(?:attached|enclosed)\b(?=\s*(?:$|[(.,;]| -))", "", text, flags=re.I)
    )
    cut = re.split(r"\s+[-–—]\s+|;\s", cut)[0] if not re.search(r"https?:|www\.|\w\.\w{2,6}/", text) else cut
    cut = re.sub(r"\s*\((?![^()]*\w\.\w{2,6}/)[^()]*\)\s*$", "", cut)
    cut = re.sub(r", (?:both|all|front and back|scanned|signed)\b.*$", "", cut)
    cut = re.sub(r" for the [\w ]+? (?:thing|stuff)\b", "", cut)
    cut = _COPY.sub(lambda match: f"the {match['what'].lower()} of my ", cut)
    cut = _PAGES.sub(lambda match: f"{match['before'] or 'the '}{match['count']}-{match['unit']} ", cut)
    return spelt(cut).strip(" ,.")


_COPY = named_pattern("thing_copy")


_PAGES = named_pattern("thing_pages")


_NO_ITEM = named_pattern("thing_no_item")


def things(text: str, reader: Reader) -> str:
    """What is sent, of two or more: "the reference from Mr Okafor and my NMC pin letter"; empty unless every one is a plain thing."""
    text = text.strip(" .")
    if re.search(r"^[^,]+, (?-i:[A-Z])[\w. ]+$", text) and " and " not in text:
        return ""
    items = [item.strip() for item in re.split(r"\s*,\s*(?:and |& )?|\s+(?:and|&|\+)\s+", text) if item.strip()]
    if any(_NO_ITEM.match(item) for item in items) or not 2 <= len(items) <= 4 or LOOSE.search(re.sub(r"\bold\b", "", text)):
        return ""
    first = thing(items[0], reader, mine=is_mine(items[0]))
    rest = [thing(item, reader, mine=is_mine(item)) for item in items[1:]]
    if not first or not all(rest):
        return ""
    lead = first.split()[0].lower()
    bare = [
        re.sub(rf"^{lead} ", "", later) if lead in {"my", "the"} and not items[at + 1].lower().startswith(("my ", "the ", "a ")) else later
        for at, later in enumerate(rest)
    ]
    return ", ".join([first, *bare[:-1]]) + " and " + bare[-1]
