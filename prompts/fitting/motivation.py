"""Forms of why the writer wants the job."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.piece import Piece, bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fitting.plain import plain_of
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, strip_lead
from prompts.fitting.topic import clause_of
from prompts.fitting.voice import Reader, first_person, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["fit_motivation"]

_FOR_MONEY = named_pattern("topic_for_money")
_IT_IS = LazyPattern(r"^it is (an? (?!shame|pity|bit|lot|long|good|great|job|role)(?:[^\s,]+ ){2,}[^\s,]+)(?:, (?:so|and|which) .*)?$")
#: Reasons to leave the old place, which are none to want the new one.
_AWAY = named_pattern("motivation_away")
_MINE = frozenset({"i", "me", "my", "mine", "myself", "us", "our", "we"})
_QUOTED = LazyPattern(r"^(?:[A-Z][\w’'-]+|she|he|they|one of them) (?:said|says|told me)(?: that)?[:,]? [\"“]?(?=we\b)")
_OURS = {"we": "you", "us": "you", "our": "your", "ours": "yours"}
_LIKE_THAT = LazyPattern(r"(?:really |also )?(?:like|love|liked|loved|appreciate)d? that ((?:[^\s,;]+ ){2,}[^\s,;]+)", re.IGNORECASE)
_ACCEPTING = LazyPattern(
    r"^I(?: am|'m|’m| have| want to| decided to)? (?:accepting|accepted|accept|taking it|said yes|say yes) because ", re.IGNORECASE
)
_DREW_ME = LazyPattern(
    r"(.{6,}?) (?:is|are|was|were) (?:what|the (?:thing|reason)|why)(?: \w+)? "
    r"(?:drew|draws|attracted|attracts|appeals to|appealed to|brought) me\b.*$",
    re.IGNORECASE,
)
#: Words that say how much the writer wants the job, not why.
_ONLY_HOW_MUCH = LazyPattern(
    r"\b(?:first|top|number one|preferred|favou?rite|second) (?:choice|pick|option)\b|\b(?:dream|ideal) (?:job|role)\b", re.IGNORECASE
)


def fit_motivation(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `clause`, `i`, `to`, `raw` of a reason to want the job."""
    reader = reader_of(notes)
    if liked := _LIKE_THAT.match(text):
        words = liked[1].rstrip(" .")
        return {} if words.split()[0].lower() in {"they", "he", "she", "it"} else {"clause": words}
    text = _ACCEPTING.sub("", text)
    if drew := _DREW_ME.match(text):
        text = drew[1]
    text = _as_told(re.split(r", that (?:is|was|has|\w+s) ", re.sub(r"^and ", "", text))[0])
    piece = piece_of(text, "motivation", reader, verbal=True)
    if match := _IT_IS.match(text):
        return {"np": match[1], "raw": match[1]} if not any(mark in match[1] for mark in ":;()") else {}
    if _FOR_MONEY.search(text) or _AWAY.search(text):
        return {}
    if _ONLY_HOW_MUCH.search(text):
        return {"raw": raw_form(piece, text) if piece and piece.shape.kind == "clause" else ""}
    forms = _from_piece(piece, text) if piece else {}
    if not set(forms) - {"raw"} or not any(forms.values()):
        forms = _as_written(text, reader) or forms
    return forms


def _as_told(text: str) -> str:
    """What somebody there said about themselves, told to the reader: "Ritah said: we count arrivals" as "you count arrivals"."""
    match = _QUOTED.match(text)
    if not match:
        return text
    words = text[match.end() :].rstrip('"”').split()
    return " ".join(_OURS.get(word.lower(), word) for word in words)


def _from_piece(piece: Piece, text: str) -> dict[str, str]:
    kind = piece.shape.kind
    forms: dict[str, str] = {}
    if kind == "np" and _people_doing(piece.toks):
        forms["raw" if any(tok.low in _MINE for tok in piece.toks) else "clause"] = join(piece.toks)
    elif kind == "np" and piece.first not in word_set("vague"):
        forms["np"] = bare_or_the(piece)
    elif kind == "ing":
        forms |= _wish(piece)
    elif kind == "adj":
        forms |= _attribute(piece)
    elif kind == "clause":
        forms |= _wanting(piece) if piece.first == "i" else {"clause": "" if _about_me(piece) else clause_of(piece, mine=True)}
    elif (kind in {"present", "past", "third"} and lexicon().base(piece.first) in word_set("own_wishes")) or (
        kind == "aux" and piece.first in {"am", "was", "have", "would", "will", "can"}
    ):
        own = first_person(piece.toks) if kind in {"present", "third"} else [Tok("I"), *piece.toks]
        forms |= _wanting(replace(piece, toks=tuple(own), shape=shape(own))) if own else {}
    elif kind == "to":
        forms["to"] = text_of(whole(piece))
        forms["np"] = "the chance " + forms["to"] if forms["to"] else ""
    elif kind == "wh" and piece.first in {"how", "what"}:
        forms["np"] = text_of(whole(piece))
    elif kind == "pp":
        forms["clause"] = _fronted(piece)
    forms = {form: words for form, words in forms.items() if words}
    forms["raw"] = forms.get("i") or forms.get("clause") or forms.get("np") or raw_form(piece, text)
    return forms


def _people_doing(toks: Sequence[Tok]) -> bool:
    """Whether people and a verb that is also a noun were taken for one noun ("your bakers start at four")."""
    phrase = noun_phrase(toks)
    head = phrase.head if phrase else 0
    before = toks[head - 1].low if head else ""
    people = bool(before) and (before.endswith(("ers", "ors", "ists", "ees")) or lexicon().among("person", before))
    return people and bool(tags_at(toks, head - 1) & Tag.PLURAL and tags_at(toks, head) & Tag.BASE) and head + 1 < len(toks)


def _about_me(piece: Piece) -> bool:
    """Whether the main clause itself speaks of the writer ("numbers mean more to me"), so that "I like that" cannot stand before it."""
    end = next((at for at, tok in enumerate(piece.toks) if at > piece.shape.verb and piece.tags(at) & Tag.WH), len(piece.toks))
    return bool(re.search(r"\b(?:to|for) me\b", join(piece.toks[:end])))


def _fronted(piece: Piece) -> str:
    """A clause with its place or time before it ("in dialysis you see the same people every week")."""
    phrase = noun_phrase(piece.toks, 1)
    if phrase is None or phrase.end >= len(piece.toks) or piece.question:
        return ""
    rest = piece.toks[phrase.end :]
    if rest[0].low not in {"you", "people", "everyone", "nobody", "the", "every"} or shape(rest).kind != "clause":
        return ""
    return "" if any(tok.low in _MINE for tok in piece.toks) else text_of(whole(piece))


def _as_written(text: str, reader: Reader) -> dict[str, str]:
    """The forms of a clean note, in the user's own words; none where it is not certain that it is one."""
    words = strip_lead(text, "motivation")
    plain = plain_of(words, reader)
    if plain is None:
        return {}
    if plain.kind == "np" and not _people_doing(plain.toks):
        return {"np": plain.text, "raw": plain.text}
    if plain.has(_MINE):
        return {"raw": plain.text}
    return {"clause": plain.text, "raw": plain.text}


def _wish(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None:
        return {}
    if piece.first == "looking" and len(fixed) > 2 and fixed[1].low in {"for", "to"}:
        return {"i": "I am " + join(fixed)}
    base = lexicon().base(piece.first) or ("be" if piece.first == "being" else "")
    return {"np": join(fixed), "to": f"to {base} {join(fixed[1:])}".strip() if base and len(fixed) > 1 else ""}


def _attribute(piece: Piece) -> dict[str, str]:
    fixed = text_of(whole(piece))
    if not fixed:
        return {}
    if piece.first in word_set("feelings"):
        return {"i": "I am " + fixed}
    if piece.first in {"close", "closer", "near", "nearer"}:
        return {"np": "being " + fixed, "to": "to be " + fixed if piece.first in {"closer", "nearer"} else ""}
    return {}


_WANTS = named_pattern("topic_wants")


def _wanting(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if piece.shape.kind != "clause" or fixed is None:
        return {}
    text = join(fixed)
    forms = {"i": text}
    match = _WANTS.match(text)
    if (
        match
        and tags_at(tuple(Tok(word) for word in match[1].split()), 1) & Tag.BASE
        and not re.search(r"\b(?:but|because|so|and I)\b", match[1])
    ):
        forms["to"] = match[1]
        forms["np"] = "the chance " + match[1]
    noun = re.match(
        r"^I (?:really |just |also )?(?:like|love|liked|loved|enjoy|enjoyed) ((?:your|the|that|how|working|teaching|being|helping) ?.*)$",
        text,
    )
    if noun and not re.search(r"\b(?:but|because|so|and I)\b", text):
        rest = tuple(piece.toks[text[: noun.start(1)].count(" ") :])
        inner = shape(rest)
        if inner.kind in {"np", "ing"}:
            forms["np"] = noun[1]
    return forms
