"""Questions and indirect questions: "does the role include on-call" as "whether the role includes on-call", and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.articles import with_articles
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.piece import Piece
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join
from prompts.fitting.words import Tag, lexicon

__all__ = ["as_question", "embedded", "first_question", "plain_question"]


def embedded(piece: Piece) -> str:
    """The indirect question of a piece; empty unless it is certain."""
    toks = list(piece.toks)
    kind = piece.shape.kind
    if kind == "whether":
        rest = toks[1:]
        if any(tok.post == "," and tags_at(toks, at + 1) & Tag.WH for at, tok in enumerate(toks)):
            return ""
        told = shape(rest)
        if told.kind != "clause" and not (rest and rest[0].low in {"it", "there"}):
            return ""
        return _with_text([Tok("whether"), *rest])
    if kind == "wh":
        at = piece.shape.verb
        if toks[at].low in {"do", "does", "did"} and at > 1:
            inner = _told(toks[at:])
            return _with_text([*toks[:at], *inner]) if inner else ""
        told_toks = _be_last(toks, piece.shape.verb)
        return _with_text(told_toks)
    if kind != "question":
        return ""
    at = piece.shape.verb
    statement = _told(toks[at:])
    if statement is None:
        return ""
    opener = toks[:at] if at else [Tok("whether")]
    return _with_text([*opener, *statement])


def _with_text(toks: Sequence[Tok]) -> str:
    fixed = _with_articles(toks)
    return join(fixed) if fixed else ""


def _with_articles(toks: Sequence[Tok]) -> list[Tok] | None:
    """The words with an article at their start; words that have articles of their own are left as they stand."""
    fixed = with_articles(toks, head="none")
    if any(tok.low in {"a", "an", "the", "my", "your"} for tok in toks) and fixed and [*map(str, fixed[:3])] == [*map(str, toks[:3])]:
        return list(toks)
    return fixed


_OPENERS = frozenset({"how", "what", "which", "who", "when", "where", "why", "whose", "whether"})


def plain_question(piece: Piece) -> str:
    """An indirect question as it was written, where it is a whole one but of no simple kind: "which forms the clinic needs from me"."""
    toks = piece.toks
    if (
        piece.first not in _OPENERS
        or len(toks) < 4
        or tags_at(toks, 1) & AUXILIARY
        or any(tok.post.strip() not in {"", ","} for tok in toks)
    ):
        return ""
    helpers = [at for at in range(1, len(toks)) if tags_at(toks, at) & AUXILIARY and not tags_at(toks, at) & Tag.NOUN]
    if any(tags_at(toks, at + 1) & (Tag.SUBJ | Tag.DET | Tag.POSS) and toks[at - 1].low not in {"may", "can"} for at in helpers[:1]):
        return ""
    verbs = [at for at in range(2, len(toks)) if tags_at(toks, at) & (Tag.BASE | Tag.THIRD | Tag.PAST | AUXILIARY)]
    told = _with_articles(toks)
    sound = len(told) == len(toks) if told else any(tok.low in {"a", "an", "the", "my", "your"} for tok in toks)
    return join(toks) if verbs and sound and toks[-1].low not in {"is", "or", "and"} else ""


def first_question(piece: Piece) -> Piece:
    """The first of two questions in one sentence: "does it include travel" of "does it include travel, or is that paid apart"."""
    toks = piece.toks
    for at in range(3, len(toks) - 2):
        again = tags_at(toks, at + 1) & AUXILIARY and tags_at(toks, at + 2) & (Tag.SUBJ | Tag.DET | Tag.POSS)
        if toks[at].low in {"or", "and"} and again and tags_at(toks, 0) & (AUXILIARY | Tag.WH):
            kept = [*toks[: at - 1], replace(toks[at - 1], post="")]
            return replace(piece, toks=tuple(kept), shape=shape(kept, question=True))
    return piece


def _be_last(toks: list[Tok], verb: int) -> list[Tok]:
    """The words with the verb last: "what is the budget" as "what the budget is"."""
    if verb == 1 and toks[1].low in {"is", "are", "was", "were"} and len(toks) > 2 and tags_at(toks, 2) & (Tag.DET | Tag.POSS):
        phrase = noun_phrase(toks, 2)
        if phrase and (phrase.end == len(toks) or tags_at(toks, phrase.end) & Tag.PREP):
            return [toks[0], *toks[2:], toks[1]] if phrase.end == len(toks) else toks
    return toks


def _told(toks: list[Tok]) -> list[Tok] | None:
    """An inverted clause in the order of a statement; None when its subject's end is not certain."""
    helper, rest = replace(toks[0], word=toks[0].low), toks[1:]
    if not rest:
        return None
    if rest[0].low == "there":
        return [rest[0], helper, *rest[1:]] if len(rest) > 1 else None
    if helper.low in {"do", "does", "did"}:
        return _supported(helper, rest)
    end = _subject_end(rest)
    if end is None or end > len(rest) or any(tok.low in {"mine", "yours", "ours", "theirs"} for tok in rest[: end + 1]):
        return None
    if end == len(rest):
        return [*rest, helper] if helper.low in {"is", "are", "was", "were"} else None
    if tags_at(rest, end) & Tag.PREP and tags_at(rest, len(rest) - 1) & Tag.PARTICIPLE and tags_at(rest, len(rest) - 2) & Tag.NOUN:
        return [*rest[:-1], helper, rest[-1]]
    if tags_at(rest, end) & Tag.PREP and helper.low not in {"is", "are", "was", "were"}:
        return None
    return [*rest[:end], helper, *rest[end:]]


def _subject_end(rest: Sequence[Tok]) -> int | None:
    if tags_at(rest, 0) & Tag.SUBJ and not (tags_at(rest, 0) & Tag.DET and len(rest) > 1 and tags_at(rest, 1) & Tag.NOUN):
        return 1
    if not tags_at(rest, 0) & (Tag.DET | Tag.POSS):
        if len(rest) > 1 and tags_at(rest, 0) & Tag.PLURAL | tags_at(rest, 0) & Tag.NAME and not tags_at(rest, 1) & Tag.NOUN:
            return 1
        return 1 if len(rest) > 2 and tags_at(rest, 0) & Tag.MASS and tags_at(rest, 1) & Tag.BASE else None
    nouns = 1
    while nouns < len(rest) and tags_at(rest, nouns) & Tag.ADJ and not tags_at(rest, nouns) & Tag.NOUN:
        nouns += 1
    while nouns < len(rest) and tags_at(rest, nouns) & Tag.NOUN and not (tags_at(rest, nouns) & Tag.ADJ and nouns > 1):
        nouns += 1
    if nouns == 1 or (nouns < len(rest) and tags_at(rest, nouns) & Tag.PREP and rest[nouns].low == "of"):
        return None
    return nouns


def _supported(helper: Tok, rest: list[Tok]) -> list[Tok] | None:
    if tags_at(rest, 0) & Tag.SUBJ and not tags_at(rest, 0) & Tag.DET:
        at = 1
        while at < len(rest) and tags_at(rest, at) & Tag.ADV and not tags_at(rest, at) & Tag.BASE:
            at += 1
        verbs = [at] if at < len(rest) and tags_at(rest, at) & Tag.BASE else []
    else:
        verbs = [
            at for at in range(1, len(rest)) if tags_at(rest, at) & Tag.BASE and not tags_at(rest, at - 1) & (Tag.DET | Tag.POSS | Tag.ADJ)
        ]
        sure = [at for at in verbs if not tags_at(rest, at) & (Tag.NOUN | Tag.ADJ)]
        first_noun = next((at for at in range(len(rest)) if tags_at(rest, at) & Tag.NOUN), len(rest))
        verbs = (
            sure[:1] if sure and not any(at < sure[0] and at > first_noun + 2 for at in verbs) else [at for at in verbs if at > first_noun]
        )
        if len(verbs) > 1:
            verbs = [at for at in verbs if tags_at(rest, at + 1) & (Tag.DET | Tag.POSS | Tag.OBJ | Tag.NUM)][:1]
    if not verbs:
        return None
    at = verbs[0]
    forms = lexicon().forms_of.get(rest[at].low)
    if forms is None:
        return None
    word = {"does": forms[2], "did": forms[0], "do": rest[at].word}[helper.low]
    return [*rest[:at], replace(rest[at], word=word), *rest[at + 1 :]]


def as_question(piece: Piece) -> str:
    """The piece as a direct question with its mark; empty unless it is one, or turns into one for certain."""
    toks = list(piece.toks)
    kind = piece.shape.kind
    if toks[0].low in {"whether", "if"}:
        return ""
    if kind == "question" and embedded(piece):
        return _marked(toks)
    if (piece.question or kind == "question") and _asked_whole(toks):
        return _marked(toks)
    if kind == "wh" and len(toks) > 2:
        at = piece.shape.verb
        if toks[at].low == "you":
            return _ask_you(toks, at)
        if piece.first in {"who", "what", "which"} and tags_at(toks, at) & (Tag.AUX | Tag.MODAL | Tag.THIRD):
            return _marked(toks)
    return ""


def _asked_whole(toks: Sequence[Tok]) -> bool:
    """Whether these are the words of a whole direct question about nobody in particular."""
    if len(toks) < 5 or not any(tok.low in {"a", "an", "the", "this", "my", "your", "its"} for tok in toks):
        return False
    subject = Tag.SUBJ | Tag.DET | Tag.POSS | Tag.PLURAL
    turned = any(tags_at(toks, at) & AUXILIARY and tags_at(toks, at + 1) & subject for at in range(6))
    opened = tags_at(toks, 0) & AUXILIARY or (tags_at(toks, 0) & Tag.WH and toks[0].low != "whether")
    return bool(opened and turned) and not any(tok.low in {"they", "he", "she", "them", "their"} for tok in toks)


def _ask_you(toks: list[Tok], at: int) -> str:
    if at + 1 >= len(toks):
        return ""
    verb = toks[at + 1]
    tags = tags_at(toks, at + 1)
    if tags & (Tag.AUX | Tag.MODAL):
        return _marked([*toks[:at], verb, toks[at], *toks[at + 2 :]]) if verb.low != "have" and at + 2 < len(toks) else ""
    if tags & Tag.BASE and not tags & Tag.PAST:
        return _marked([*toks[:at], Tok("do"), *toks[at:]])
    return ""


def _marked(toks: Sequence[Tok]) -> str:
    fixed = _with_articles(toks)
    if not fixed:
        return ""
    text = join(fixed).strip(" ,")
    return text[:1].upper() + text[1:] + "?"
