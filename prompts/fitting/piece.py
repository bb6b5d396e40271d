"""The common way from a note's text to the words of its first piece, with its shape, as the forms of every kind start from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from prompts.fitting.articles import with_articles
from prompts.fitting.phrase import tags_at
from prompts.fitting.shape import Shape, shape
from prompts.fitting.text import Tok, cleaning, join, lowered_start, sentences, spelled_numbers, strip_lead, tokens
from prompts.fitting.voice import Reader, spoken, towards_reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["MOST_WORDS", "Piece", "bare_or_the", "piece_of", "raw_form", "text_of", "whole"]

#: A longer piece is not put into another sentence.
MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """The first sentence of a note, cleaned and seen from the reader's side."""

    toks: tuple[Tok, ...]
    shape: Shape
    question: bool
    said_by_reader: bool
    alone: bool

    @property
    def first(self) -> str:
        """The first word in lower case."""
        return self.toks[0].low if self.toks else ""

    def tags(self, index: int) -> int:
        """Word classes of one word."""
        return tags_at(self.toks, index)


def piece_of(text: str, kind: str, reader: Reader, *, ours: bool = False, verbal: bool = False, turn: bool = True) -> Piece | None:
    """The first piece of a note.

    Args:
        text: a normalised note.
        kind: whose lead-ins are dropped.
        reader: the reader of the email.
        ours: whether "we" may mean writer and reader.
        verbal: prefer a verb where the first word may be noun or verb.
        turn: whether "they" of the employer become "you".

    Returns:
        None when nothing is left, the words are crossed out by brackets or an open quotation, or it is not certain who is meant.
    """
    pieces = sentences(text)
    if not pieces:
        return None
    first = pieces[0]
    question = first.rstrip(' )"”').endswith("?")
    first, said = spoken(strip_lead(first, kind), reader)
    first = _without_bracket(strip_lead(first, kind).strip(" ,:-–—"))
    first = first.strip('"“”') if first[:1] in '"“' and first[-1:] in '"”' else first
    first = re.sub(r"^that (?=(?:the|they|their|there|we|she|he|no|all|every|you|I|a|an)\b)", "", first)
    if first.count("(") != first.count(")") or first.count('"') % 2 or first.count("“") != first.count("”"):
        return None
    toks = lowered_start(tokens(_of_years(first.rstrip("!?. "))), reader.names)
    turned = towards_reader(toks, reader, ours=ours) if turn else toks
    if not turned or len(turned) > MOST_WORDS:
        return None
    turned = _list_with_and(turned)
    turned = spelled_numbers(turned)
    return Piece(tuple(turned), shape(turned, question=question, verbal=verbal), question, said, len(pieces) == 1)


def _without_bracket(text: str) -> str:
    """The text without remarks in brackets; one or two words with a capital or a figure ("(B2)", "(React, dbt)") stay."""
    return re.sub(r"\s*\(([^()]*)\)", _bracket, text)


def _bracket(match: re.Match[str]) -> str:
    words = match[1].split()
    kept = len(words) <= 2 and not re.fullmatch(r"\d{1,3}", match[1].strip()) and any(char.isupper() or char.isdigit() for char in match[1])
    return match[0] if kept else ""


_YEARS = LazyPattern(r"(\b(?:\d+\+?|[a-z]+(?:teen|ty)?)) (years|months)['’]? (?=(?P<what>[\w+#./-]+))", re.IGNORECASE)


def _of_years(text: str) -> str:
    """The text with the missing "of": "5 years SQL" as "5 years of SQL"."""
    match = _YEARS.search(text)
    if (
        not match
        or re.match(r"(?:what|how|which|when|where|why|who|whether)\b", text, re.IGNORECASE)
        or match["what"].lower() in word_set("not_of")
        or (match["what"].lower().endswith("ing") and not lexicon().tags(match["what"]) & Tag.MASS)
    ):
        return text
    number = match[1].rstrip("+")
    if not (number.isdigit() or lexicon().tags(number) & Tag.NUM):
        return text
    return text[: match.start()] + f"{match[1]} {match[2]} of " + text[match.end() :]


def _list_with_and(toks: list[Tok]) -> list[Tok]:
    """A list with its "and": "SQL, Python, dbt" as "SQL, Python and dbt"; only for a whole fragment of short items."""
    commas = [index for index, tok in enumerate(toks) if tok.post == ","]
    if not commas or any(tok.low in {"and", "or"} for tok in toks) or len(toks) > 12:
        return toks
    starts = [0, *(index + 1 for index in commas)]
    ends = [*commas, len(toks) - 1]
    alike = all(end - start <= 2 for start, end in zip(starts, ends, strict=True)) and all(
        tags_at(toks, at) & (Tag.NOUN | Tag.ADJ | Tag.ING) or tags_at(toks, at) == Tag.NONE for at in range(len(toks))
    )
    if (
        not alike
        or any(_bare_item(toks, end) for end in ends)
        or (len(starts) == 2 and toks[-1].word[:1].isupper() and toks[0].word[:1].islower())
    ):
        return toks
    out = list(toks)
    out[commas[-1]] = replace(out[commas[-1]], post="")
    out.insert(commas[-1] + 1, Tok("and"))
    return out


def _bare_item(toks: list[Tok], end: int) -> bool:
    """Whether an item of a list is a bare noun that would need an article."""
    tags = tags_at(toks, end)
    return bool(tags & Tag.COUNT) and not tags & (Tag.MASS | Tag.PLURAL | Tag.NAME)


def text_of(toks: Sequence[Tok] | None) -> str:
    """The words as text; empty for none."""
    return join(toks) if toks else ""


def whole(piece: Piece, *, head: Literal["the", "a", "none"] = "none", objects: Literal["the", "a"] = "a") -> list[Tok] | None:
    """The piece's words with missing articles; None if one is missing and not certain."""
    return with_articles(piece.toks, head=head, objects=objects)


def bare_or_the(piece: Piece) -> str:
    """A noun phrase fit to stand after a preposition: "the" before a bare singular, none before plurals and uncountable nouns."""
    phrase = piece.shape.phrase
    if piece.shape.kind != "np" or phrase is None:
        return ""
    toks = piece.toks
    first = piece.tags(0)
    if toks[phrase.head].low in {"thing", "things", "stuff", "bit", "lot", "one"}:
        return ""
    if len(toks) == 1 and (first & (Tag.ADJ | Tag.ADV | Tag.NUM | Tag.SUBJ) and not first & Tag.NOUN):
        return ""
    fixed = with_articles(toks, head="the")
    if fixed is None:
        return ""
    if len(fixed) > len(toks) and fixed[0].low == toks[0].low and phrase.singular_count and not phrase.determined:
        fixed = list(toks)
    needs = not phrase.determined and not phrase.plural and (phrase.singular_count or _definite(toks, phrase.head, phrase.end))
    if (needs and len(fixed) == len(toks)) or (needs and fixed[0].low == toks[0].low):
        fixed = [Tok("the", toks[0].pre), replace(fixed[0], pre=""), *fixed[1:]]
    return join(fixed)


def _definite(toks: Sequence[Tok], head: int, end: int) -> bool:
    """Whether a bare head that is no plain countable noun still wants "the", as one made particular does ("migration to dbt")."""
    tags = tags_at(toks, head)
    low = toks[head].low
    if tags & Tag.NAME:
        return False
    if tags & Tag.COUNT and tags & Tag.MASS:
        return (low.endswith(("tion", "sion")) and (end < len(toks) or head > 0)) or (
            end < len(toks) and low not in {"experience", "work", "time"}
        )
    if tags & Tag.MASS:
        return end < len(toks) and (toks[end].low == "of" or (toks[end].low in {"to", "from"} and low.endswith("tion")))
    return tags == Tag.NONE and end < len(toks) and (toks[end].low == "of" or bool(tags_at(toks, end) & Tag.ING))


_HIDDEN = LazyPattern(
    r"\b(?:not sure|i think|i guess|maybe|perhaps|whatever|to self|don't mention|do not mention|remember to|follow up)\b", re.IGNORECASE
)


def raw_form(piece: Piece, text: str, *, mine: bool = True) -> str:
    """The fragment as it may stand after a colon; empty for several sentences, mumbling, or (unless `mine`) the first person."""
    words = {tok.low for tok in piece.toks}
    if not piece.alone or not piece.toks or _HIDDEN.search(text) or words & cleaning().words["mumble"] or piece.question:
        return ""
    if not mine and words & {"i", "me", "my", "myself"}:
        return ""
    if len(piece.toks) < 2 and not piece.tags(0) & Tag.NOUN:
        return ""
    fixed = with_articles(piece.toks, head="the" if piece.shape.kind == "np" and not mine else "none")
    first = piece.toks[0].low
    if fixed and len(fixed) > len(piece.toks) and piece.tags(0) & (Tag.DET | Tag.NUM | Tag.POSS) and fixed[0].low == first:
        fixed = None
    return join(fixed or piece.toks)
