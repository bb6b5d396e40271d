"""Takes a correction apart into the weak point and the better answer; what tells of the failure itself is never an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prompts.fit_own import dangling, own_forms
from prompts.fit_piece import bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fit_question import embedded
from prompts.fit_segments import segments
from prompts.fit_shape import shape
from prompts.fit_text import Tok, sentences
from prompts.fit_voice import Reader, reader_of
from prompts.fit_words import LazyPattern, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["fit_correction"]

_STUMBLE = named_pattern("answer_stumble")
_STUMBLE_ONLY = named_pattern("answer_stumble_only")
_WAS_WEAK = named_pattern("answer_was_weak")
_SPLIT = LazyPattern(r"^(?P<weak>[^:;.,]{2,60}?)\s*(?::|;|\s[-–—/]+|\s→)\s+(?P<answer>.+)$")
_SHOULD = named_pattern("answer_should")
_QUESTION_ON = named_pattern("answer_question_on")


_CONFESSION = named_pattern("answer_confession")
_ANSWERED = named_pattern("answer_answered")
_WEAK_FIRST = named_pattern("correction_weak_first")
_DASH = LazyPattern(r"\s+[-–—]+\s+|\s*—\s*|\.{2,}\s*")
_WEAK_LABEL = LazyPattern(
    r"^(?:(?:the |my |a )?weak(?:ness|est)?(?: point| spot| answer)?s?|gap|went badly|did not go well)\s*(?::|\s[-–—])\s*", re.IGNORECASE
)


def fit_correction(text: str, notes: Notes) -> dict[str, str]:
    """`weak` for the point that went wrong, and `i`, `np`, `clause`, `raw` for the better answer or the evidence.

    What tells of the failure itself is never given as an answer.
    """
    reader = reader_of(notes)
    parts = [piece.strip() for part in sentences(text) for piece in _DASH().split(part) if piece.strip()]
    weak, answer = _split(text)
    weak = weak or _weak_in(parts)
    forms = {"weak": _weak_point(weak, reader)} if weak else {}
    for candidate, first in _candidates(parts, weak, answer if answer != text else ""):
        evidence = _evidence(candidate, reader)
        told = {form: words for form, words in evidence.items() if words.count(" ") > 1 and not _CONFESSION.search(words)}
        if told.get("np") and (told["np"] == forms.get("weak") or len(told["np"].split()) < 3 or _FIGURE.search(told["np"])):
            del told["np"]
        if first and len(parts) > 1 and not _SHOULD.match(candidate):
            told.pop("np", None)
        if set(told) - {"raw"}:
            best = told.get("i") or told.get("clause") or told["np"]
            return forms | told | {"raw": best}
    return forms


def _weak_in(parts: list[str]) -> str:
    """The weak point where the first part names nothing else."""
    match = _WEAK_FIRST.match(parts[0]) if parts else None
    if match:
        return match["weak"] or match["other"] or ""
    plain = len(parts) > 1 and len(parts[0].split()) <= 4 and shape([Tok(word) for word in parts[0].split()]).kind == "np"
    return parts[0] if plain else ""


def _candidates(parts: list[str], weak: str, answer: str) -> Iterator[tuple[str, bool]]:
    """The pieces that may hold the answer, best first, and whether they come from the first part."""
    for piece in segments(answer):
        yield piece, False
    for index, part in enumerate(parts):
        if not (len(parts) > 1 and index == 0 and (weak or _CONFESSION.search(part))):
            for piece in segments(part):
                yield piece, index == 0


def _split(text: str) -> tuple[str, str]:
    """The weak point and the answer; either may be empty."""
    label = _WEAK_LABEL.match(text)
    text = text[label.end() :] if label else text
    for pattern in (_STUMBLE, _WAS_WEAK, _ANSWERED):
        match = pattern.match(text)
        if match:
            return match["weak"], match["answer"].strip()
    only = _STUMBLE_ONLY.match(text)
    if only:
        return only["weak"], ""
    parts = sentences(text)
    if len(parts) > 1 and (label or parts[0].endswith("?") or _CONFESSION.search(parts[0])):
        weak = parts[0] if label or parts[0].endswith("?") else ""
        return weak, " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts[1:])
    if not _SHOULD.match(text):
        match = _SPLIT.match(text)
        if match and len(match["weak"].split()) <= 8 and not re.search(r"https?$", match["weak"]):
            told = shape([Tok(word) for word in match["weak"].split()])
            if told.kind in {"np", "wh", "ing", "unknown"} or _QUESTION_ON.match(match["weak"]):
                return match["weak"], match["answer"]
    return (text, "") if label else ("", text)


def _weak_point(text: str, reader: Reader) -> str:
    text = re.sub(
        r"\s*\(.*?\)|\s+(?:and|then) (?:i )?(?:said|just|could|had|went|talked|made|gave)\b.*$|\s+for (?:like )?\d+ min\w*.*$",
        "",
        text.strip(),
    )
    text = re.sub(r"\bq$", "question", text)
    text = _QUESTION_ON.sub("", text.strip()).strip(' ,:-–—?."“”')
    text = re.sub(
        r"^(?:my (?:example|answer|reply|story) (?:for|of|about|on|to) |(?:no|little|missing|lack of|not enough|limited) )",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\s+(?:at first|at all|in the (?:middle|interview)|today|badly)$", "", text, flags=re.IGNORECASE)
    if re.fullmatch(
        r"(?:it|this|that|(?:the )?(?:whole )?(?:question|answer|interview|test|point|day|thing|call|meeting)|one (?:question|thing))",
        text,
        re.IGNORECASE,
    ) or re.search(r"\bfail", text):
        return ""
    piece = piece_of(text, "", reader)
    if piece is None or not piece.alone or len(piece.toks) > 12:
        return ""
    if piece.shape.kind == "np":
        return bare_or_the(piece)
    if piece.shape.kind in {"ing", "wh"}:
        return text_of(whole(piece))
    return embedded(piece) if piece.shape.kind == "question" else ""


_NEXT_TIME = LazyPattern(r"^(?:next time|today|now|these days|in future|since then),? (i (?:would|will|have|use|do)\b.+)$", re.IGNORECASE)


_FIGURE = LazyPattern(r"/|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_REGULAR = LazyPattern(r"\b(?:daily|weekly|monthly|regularly|usually|often|always|every|each|use)\b", re.IGNORECASE)


def _evidence(text: str, reader: Reader) -> dict[str, str]:
    parts = sentences(text)
    text = parts[0] if parts else ""
    text = _SHOULD.sub("", re.sub(r"^(?:but|and|so|yet|though|however),?\s+", "", text.strip(), flags=re.IGNORECASE))
    text = re.sub(r"^(?:better|instead|the truth|answer|evidence|fix|now)(?: answer| example)?:\s+", "", text, flags=re.IGNORECASE)
    later = _NEXT_TIME.match(text)
    text = later[1] if later else text
    piece = piece_of(text, "strength", reader, verbal=True, turn=False, ours=True)
    if piece is None or piece.question or not piece.toks:
        return {}
    words = {tok.low for tok in piece.toks}
    forms = {form: value for form, value in own_forms(piece, reader).items() if form in {"i", "np"}}
    if (
        piece.shape.kind == "present"
        and forms.get("i")
        and lexicon().base(piece.first) not in word_set("states")
        and not _REGULAR.search(text)
    ):
        forms["i"] = forms["i"].replace("I ", "I would ", 1)
    if piece.shape.kind == "ing" and piece.first not in {"being", "having"}:
        told = text_of(whole(piece))
        forms["i"] = f"I {'have been' if words & {'since', 'for'} else 'am'} {told}" if told else ""
    own_words = {"ours", "mine", "theirs", "i", "we", "it", "this", "that", "he", "she", "they", "you"}
    if piece.shape.kind == "clause" and piece.first not in own_words and not words & {"they", "them", "their", "you", "your"}:
        forms["clause"] = text_of(whole(piece, head="the"))
    if piece.shape.kind == "np" and "np" not in forms:
        forms["np"] = bare_or_the(piece)
    if not words & {"they", "he", "she", "we"} and len(parts) == 1 and not dangling(piece.toks):
        forms["raw"] = forms.get("i") or raw_form(piece, text)
    return forms
