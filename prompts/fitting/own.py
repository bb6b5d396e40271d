"""What the writer can do or has done, as a clause with "I", a noun phrase or an -ing phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.articles import with_articles
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.piece import Piece, text_of, whole
from prompts.fitting.shape import Shape, shape
from prompts.fitting.text import Tok, cleaning, join
from prompts.fitting.voice import Reader, first_person
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["dangling", "first_part", "i_inside", "own_forms", "passive"]


def i_inside(piece: Piece) -> bool:
    """Whether the subject holds a clause of its own without "that": "the guide I wrote cut training from five days to two"."""
    at = next((at for at, tok in enumerate(piece.toks) if tok.low == "i"), 0)
    if not at or not piece.tags(at - 1) & Tag.NOUN or not piece.tags(at + 1) & Tag.PAST or at + 3 >= len(piece.toks):
        return False
    return bool(piece.tags(at + 2) & Tag.PAST) and not piece.tags(at + 3) & Tag.PREP


def own_forms(piece: Piece, reader: Reader) -> dict[str, str]:
    """`i`, `np`, `ing` of a piece about the writer."""
    placed = _place(_reordered(list(piece.toks)))
    found = shape(placed, verbal=True)
    if found.kind == "unknown":
        placed = first_part(placed)
        found = shape(placed, verbal=True)
    placed, found = _first_of_two(placed, found, piece)
    piece = replace(piece, toks=tuple(placed), shape=found)
    if dangling(placed):
        return {}
    if {tok.low for tok in placed} & {"they", "them", "he", "she", "him", "you", "your"} and not _plural_before_they(placed):
        return {}
    kind = piece.shape.kind
    if kind == "clause":
        return _from_clause(piece)
    if kind in {"past", "present", "third"}:
        return _from_verb(piece)
    if kind == "aux":
        return _from_aux(piece)
    if kind == "ing":
        words = text_of(whole(piece))
        if words and _GOING_ON.search(words):
            return {"i": "I am " + words}
        return {"ing": words if piece.first != "being" else ""}
    if kind == "adj" and piece.first not in {"close", "closer", "near", "nearer", "looking"}:
        words = text_of(whole(piece))
        return {"i": "I am " + words if words else ""}
    if kind == "np":
        return _from_noun(piece)
    return {}


def _first_of_two(toks: list[Tok], found: Shape, piece: Piece) -> tuple[list[Tok], Shape]:
    """The first of two things said in a row without "I" ("did the count alone, normally takes four people"), and its shape."""
    if found.kind == "question" and toks[0].low == "did" and not piece.question:
        return first_part(toks), Shape("past")
    if found.kind == "adj" and any(tok.post == "," and tags_at(toks, at + 1) & (Tag.AUX | Tag.MODAL) for at, tok in enumerate(toks)):
        toks = first_part(toks)
        return toks, shape(toks, verbal=True)
    return toks, found


_GOING_ON = LazyPattern(r"\b(?:just now|right now|now|currently|at the moment|at present|this (?:year|term))$")


def _plural_before_they(toks: Sequence[Tok]) -> bool:
    """Whether a third-person pronoun has something to refer to in the same piece, and nobody is addressed."""
    if {tok.low for tok in toks} & {"he", "she", "him", "you", "your"}:
        return False
    at = next(index for index, tok in enumerate(toks) if tok.low in {"they", "them"})
    return any(tags_at(toks, index) & Tag.PLURAL for index in range(at))


def _reordered(toks: list[Tok]) -> list[Tok]:
    """The words with an opening place or time at the end: "at Kelso I cut X" as "I cut X at Kelso"."""
    if not toks or not tags_at(toks, 0) & Tag.PREP or toks[0].low in {"with", "from", "by", "like", "after", "before", "since"}:
        return toks
    if toks[0].low == "as" and not tags_at(toks, 1) & (Tag.DET | Tag.POSS):
        return toks
    phrase = noun_phrase(toks, 1)
    end = phrase.end if phrase else 2 if len(toks) > 1 and tags_at(toks, 1) & Tag.NUM else 0
    if not end or end >= len(toks) or end > 6:
        return toks
    if toks[end].low == "i" or (tags_at(toks, end) & Tag.PAST and not tags_at(toks, end) & Tag.NOUN):
        lead = [*toks[: end - 1], replace(toks[end - 1], post="")]
        if any(tok.post == "," for tok in toks[end:]) or any(tags_at(toks, at) & Tag.WH for at in range(end, len(toks))):
            return toks
        return [*toks[end:], *lead]
    return toks


_YEAR_SPAN = LazyPattern(r"^((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d|now|present))?$")


def _place(toks: list[Tok]) -> list[Tok]:
    """A place or year after a last comma with its preposition: ", Kelso" as "at Kelso", ", 2021" as "in 2021"."""
    if (
        len(toks) > 2
        and re.fullmatch(r"(?:19[5-9]|20[0-4])\d", toks[-1].word)
        and tags_at(toks, len(toks) - 2) & (Tag.COUNT | Tag.PLURAL | Tag.MASS)
        and toks[-2].word.islower()
        and not toks[-2].post
    ):
        return [*toks[:-1], Tok("in"), toks[-1]]
    commas = [index for index, tok in enumerate(toks) if tok.post == ","]
    if not commas:
        return toks
    cut = commas[-1] + 1
    tail = toks[cut:]
    head = [*toks[: cut - 1], replace(toks[cut - 1], post="")]
    if not tail or len(commas) > 1 or len(tail) > 4:
        return toks
    year = _YEAR_SPAN.match(tail[0].word)
    if len(tail) == 1 and year:
        if year[2] in {"now", "present"}:
            return [*head, Tok("since"), Tok(year[1])]
        return [*head, Tok("from"), Tok(year[1]), Tok("to"), Tok(year[2])] if year[2] else [*head, Tok("in"), Tok(year[1])]
    capitals = all(tok.word[:1].isupper() for tok in tail)
    if (
        capitals
        and not any(tok.word.isupper() and len(tok.word) > 4 for tok in tail)
        and not any(tok.word[:1].isupper() for tok in head[1:])
    ):
        city = tail[0].word in cleaning().words["city"] and len(tail) == 1
        return [*head, Tok("in" if city else "at"), *tail]
    if (
        capitals
        and tail[0].word not in {"SQL", "Python", "Excel"}
        and lexicon().base(head[0].low)
        and not any(tok.word[:1].isupper() for tok in head[1:])
    ):
        return [*head, Tok("at"), *tail]
    if tail[-1].low in lexicon().sections["institution"] and tail[0].word[:1].isupper() and len(tail) <= 3:
        return [*head, Tok("at"), Tok("the"), *tail]
    return toks


def first_part(toks: list[Tok]) -> list[Tok]:
    """The words before the first comma, when more follows that cannot be placed."""
    for index, tok in enumerate(toks):
        if tok.post in {",", ":"} or tok.post.strip() in {"–", "-", "—"}:
            return [*toks[:index], replace(tok, post="")] if index >= 2 else toks
    return toks


def _from_clause(piece: Piece) -> dict[str, str]:
    if piece.first != "i":
        return {}
    words = whole(piece)
    if words is None:
        return {}
    forms = {"i": join(words)}
    at = piece.shape.verb
    verb = tags_at(piece.toks, at)
    ing = lexicon().ing(piece.toks[at].low)
    plain = not any(
        tags_at(piece.toks, index) & Tag.SUBJ and not tags_at(piece.toks, index) & Tag.DET for index in range(at, len(piece.toks))
    )
    if (
        at == 1
        and verb & Tag.PAST
        and not verb & Tag.AUX
        and ing
        and plain
        and len(words) > 2
        and words[2].low != "to"
        and not _coordinated_verbs(piece.toks[2:])
    ):
        forms["ing"] = " ".join([ing, join(words[2:])])
    return forms | _years(join(words))


_YEARS_OF = LazyPattern(
    r"I have ((?:about |over |more than |nearly |almost )?[\w+]+ (?:years|months)(?: of |['’] )"
    r"(?!(?:\w+ ){0,12}(?:and I|but|because)\b).+)$"
)


def _years(clause: str) -> dict[str, str]:
    """The noun phrase inside a clause: "I have five years of SQL" also gives "five years of SQL"."""
    match = _YEARS_OF.match(clause)
    return {"np": match[1]} if match else {}


def _coordinated_verbs(toks: Sequence[Tok]) -> bool:
    """Whether a second finite verb hangs on the same subject ("built X and trained Y"): its -ing form would be wrong."""
    if any(toks[index - 1].post == "," and toks[index].low in {"and", "so", "but"} for index in range(1, len(toks))):
        return True
    return any(
        tags_at(toks, index) & (Tag.PAST | Tag.AUX | Tag.SUBJ)
        and (index and (toks[index - 1].low in {"and", "then", "but", "which", "that", "who", "so"} or toks[index - 1].post == ","))
        for index in range(len(toks))
    )


def _from_verb(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None:
        return {}
    if (
        piece.shape.kind == "past"
        and fixed[0].low in word_set("done_to_me")
        and (fixed[0].low == "awarded" or tags_at(fixed, 1) & (Tag.PREP | Tag.ADV))
    ):
        return {"i": "I was " + join(fixed)}
    if piece.shape.kind == "past" and passive(fixed):
        return {}
    if piece.shape.kind == "present" and len(fixed) != len(piece.toks):
        return {}
    own = [Tok("I"), *fixed] if piece.shape.kind == "past" else first_person(fixed)
    if own is None:
        return {}
    if piece.shape.kind == "third" and _third_again(own[2:]):
        return {}
    text = join(own)
    forms = {"i": text} | _years(text)
    verb = next((index for index, tok in enumerate(fixed) if lexicon().base(tok.low)), None)
    if verb is None:
        return forms
    ing = lexicon().ing(fixed[verb].low)
    if (
        verb == 0
        and ing not in {"", "doing"}
        and not (len(fixed) > 1 and fixed[1].low == "to")
        and lexicon().base(fixed[0].low) not in word_set("states")
        and len(fixed) > 1
        and not _coordinated_verbs(fixed[1:])
        and not _third_again(fixed[1:])
    ):
        forms["ing"] = " ".join([ing, join(fixed[1:])])
    return forms


def passive(toks: Sequence[Tok]) -> bool:
    """Whether a past form without object may be a passive ("cited in three judgments")."""
    tags = tags_at(toks, 0)
    if (
        not tags & Tag.PARTICIPLE
        or lexicon().base(toks[0].low) in lexicon().sections["intransitive"]
        or len(toks) < 2
        or toks[1].low == "to"
    ):
        return False
    return bool(tags_at(toks, 1) & Tag.PREP) and toks[1].low not in word_set("particles") and not tags_at(toks, 1) & Tag.NOUN


def _third_again(toks: Sequence[Tok]) -> bool:
    """Whether another verb in the third person follows ("runs X and trains Y"), which a single change would leave wrong."""
    return any(
        tags_at(toks, index) & Tag.THIRD
        and index
        and (toks[index - 1].low == "and" or toks[index - 1].post == ",")
        and (not tags_at(toks, index) & Tag.PLURAL or tags_at(toks, index + 1) & (Tag.DET | Tag.NOUN))
        for index in range(len(toks))
    )


def _from_aux(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None or len(fixed) < 2:
        return {}
    low = fixed[0].low
    if low in {"has", "have", "had", "am", "is", "was", "can", "could", "will", "would", "do", "did", "does"}:
        own = first_person(fixed) if low in {"has", "is", "does"} else [Tok("I"), *fixed]
        if own is None or low == "would":
            return {}
        return {"i": join(own)} | _years(join(own))
    if low == "been":
        return {"i": "I have " + join(fixed)}
    return {}


def _from_noun(piece: Piece) -> dict[str, str]:
    phrase = piece.shape.phrase
    if phrase is None or i_inside(piece):
        return {}
    head = piece.tags(phrase.head)
    agent_word = piece.toks[phrase.head].low.endswith(("er", "or", "ist", "ian", "man"))
    if piece.first in word_set("agent_adj") and not phrase.determined and agent_word:
        return {"i": f"I am {lexicon().article(piece.first)} {join(piece.toks)}"}
    if phrase.singular_count and not phrase.determined:
        noun = piece.toks[phrase.head].low
        agent = noun.endswith(("er", "or", "ist", "ian")) or noun in lexicon().sections["person_noun"]
        fixed = with_articles(piece.toks, head="a") or []
        words = text_of(fixed) if len(fixed) > len(piece.toks) and fixed[0].low in {"a", "an", "the"} else ""
        if (noun == "speaker" and phrase.head and piece.toks[0].word[:1].isupper()) and phrase.end == len(piece.toks):
            article = lexicon().article(piece.first)
            return {"i": f"I am {article} {join(piece.toks)}" if article else ""}
        if piece.first in word_set("agent_adj") and agent and words:
            return {"i": "I am " + words}
        return {"np": words if not agent and len(piece.toks) > 1 and not re.search(r"\bfrom \S+ to ", words) else ""}
    if piece.tags(0) & Tag.DET and piece.first in {"this", "that", "these", "those", "no"}:
        return {}
    words = text_of(with_articles(piece.toks, head="none"))
    if head & (Tag.PLURAL | Tag.MASS | Tag.NAME) or phrase.determined:
        forms = {"np": words}
        if re.match(r"(?:about |over |more than |nearly |almost )?[\w+]+ (?:years|months)\b", words):
            forms["i"] = "I have " + words
        return forms
    return {}


def dangling(toks: Sequence[Tok]) -> bool:
    """Whether an "it" or "that" refers to something outside these words."""
    for index, tok in enumerate(toks):
        if tok.low in {"it", "its", "them"} and not any(
            tags_at(toks, at) & Tag.NOUN and not tags_at(toks, at) & Tag.PAST and toks[at].low != "i" for at in range(index)
        ):
            return True
    return False
