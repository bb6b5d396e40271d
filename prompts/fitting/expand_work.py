"""Turns a whole jotting about the writer's work into plain sentences in the first person; nothing of it is left out and nothing added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_part import is_job, kind_of, step_of
from prompts.fitting.expand_sentence import MOST_WORDS, Clause, sentence_of
from prompts.fitting.expand_tail import attached, listed
from prompts.fitting.expand_text import Part, jotted, parts_of
from prompts.fitting.finite import has_verb
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, cleaning, join, lowered_start, tokens
from prompts.fitting.voice import Reader, first_person
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["Mode", "expanded", "is_cryptic", "is_loose"]

#: What a bare verb of the note stands for: what the writer did or does, would do, or a step of an answer.
Mode = Literal["did", "would", "answer"]

_LOOSE = named_pattern("work_loose")
_RELATIVE_TIME = LazyPattern(
    r"\b(?:today|tomorrow|yesterday|tonight|last night|this (?:morning|afternoon|week)|next week)\b", re.IGNORECASE
)


#: Remarks about the note, the meeting or the writer's mood rather than the matter.
_REMARK = named_pattern("work_remark")
_COMMENT = LazyPattern(r"^(?:that|this|which) (?:is|was|s) (?!how\b|what\b|why\b|because\b)", re.IGNORECASE)


def is_loose(text: str) -> bool:
    """Whether the text holds remarks of the moment, or times the reader would have to guess."""
    return bool(_RELATIVE_TIME.search(text) or _REMARK.search(text) or (_LOOSE.search(text) and re.search(r"\d+ish\b", text)))


def expanded(text: str, reader: Reader, *, mode: Mode, after: str = "") -> str:
    """The jotting as whole sentences with their full stops; empty unless every part of it has its certain place.

    Args:
        text: the note, normalised.
        reader: who reads the email.
        mode: what a bare verb stands for.
        after: words that stand before it in the email, to which a pronoun may point.
    """
    text = jotted(text)
    if re.search(r"\([^()]*[A-Z\d][^()]*\)", text):
        return ""
    if is_loose(text) or not 3 <= len(text.split()) <= MOST_WORDS:
        return ""
    toks = lowered_start(tokens(text), reader.names)
    before = tokens(after)
    turned = anchored([*before, *toks], reader)
    if not turned or is_cryptic(turned) or _taken_for_you(turned[len(before) :], toks):
        return ""
    turned = turned[len(before) :]
    sentences: list[list[Clause]] = []
    parts = _merged(parts_of(join(turned)))
    steps = mode != "did" and len(parts) > 1 and sum(_is_step(part, mode) for part in parts) > 0
    for at, part in enumerate(parts):
        if (
            _LOOSE.search(part.text)
            or (at and _COMMENT.match(part.text))
            or not _placed(sentences, part, mode, first=not at, reader=reader, steps=steps)
        ):
            return ""
    written = [sentence_of(clauses) for clauses in sentences]
    return " ".join(written) if all(written) else ""


def _is_step(part: Part, mode: Mode) -> bool:
    """Whether the part tells somebody to do something, beyond doubt."""
    return part.text.startswith("then ") or kind_of(tokens(part.text), mode).kind == "base"


def _taken_for_you(turned: Sequence[Tok], toks: Sequence[Tok]) -> bool:
    """Whether somebody the note does not name was taken for the reader."""
    they = {"they", "them", "their", "he", "she", "him", "his", "her"}
    return any(new.low in {"you", "your"} and old.low in they for new, old in zip(turned, toks, strict=False))


def is_cryptic(toks: Sequence[Tok]) -> bool:
    """Whether an abbreviation that nobody wrote out, slang or a strong word stands in the words."""
    known = cleaning().words
    for tok in toks:
        low = tok.low.strip(".")
        bare = low.isalpha() and tok.word.islower() and len(low) > 1 and not set(low) & set("aeiouy") and low not in known["acronym"]
        if bare or low in known["mumble"] or low in known["harsh"]:
            return True
    return False


def _merged(parts: Sequence[Part]) -> list[Part]:
    """The parts with lists put together again: two or more short noun phrases in a row, or what only goes on behind a comma."""
    found: list[Part] = []
    for part in parts:
        if found and part.mark == "," and kind_of(tokens(part.text), "did").kind == "tail":
            found[-1] = replace(found[-1], text=f"{found[-1].text}, {part.text}")
        else:
            found.append(part)
    return found


def _placed(sentences: list[list[Clause]], part: Part, mode: Mode, *, first: bool, reader: Reader, steps: bool) -> bool:
    """Whether the part was put into a sentence."""
    words = part.text.split()
    lead = ""
    while len(words) > 1 and words[0].strip(",").lower() in {"and", "but", "so", "plus", "also", "then"}:
        lead = words.pop(0).strip(",").lower()
    toks = lowered_start(tokens(" ".join(words)), reader.names)
    if not toks:
        return False
    fresh = first or part.mark in {".", ";"}
    if part.mark == ":":
        return bool(sentences) and listed(sentences[-1][-1], toks)
    kind = kind_of(toks, mode).kind
    if steps and kind in {"np", "unknown"} and tags_at(toks, 0) & Tag.BASE and not tags_at(toks, 0) & (Tag.PREP | Tag.DET):
        kind = "base"
    last = sentences[-1][-1] if sentences else None
    if kind == "base" and last is not None and last.subject == "I" and last.form == "past" and tags_at(toks, 0) & Tag.PAST:
        kind = "past"
    clause = _clause(kind, toks, mode, first=first)
    if clause is None:
        return last is not None and not (fresh and part.mark == ".") and attached(last, kind, toks, part.mark)
    clause.lead = lead
    if last is not None and last.subject == "other" and clause.subject == "I" and kind not in {"own", "fronted"} and mode != "would":
        if not re.match(r"(?:we|my team|our team)\b", last.words, re.IGNORECASE) or clause.form != "past":
            return False
        clause.subject, last.form = "other", "past"
        clause.lead = lead or "and"
    if last is not None and lead == "then" and ": " in last.tails and kind == "base":
        last.tails += f", then {join(toks)}"
        return True
    if last is not None and clause.subject == "steps" and not _shared(clause, last):
        return False
    alone = last is not None and last.subject == "other" and clause.subject == "I" and clause.form in {"would", "past"}
    if fresh or last is None or (alone and len(sentences[-1]) > 1 and not lead):
        sentences.append([clause])
    else:
        sentences[-1].append(clause)
    return True


def _shared(step: Clause, last: Clause) -> bool:
    """Whether a step may follow the last clause; behind "I listen" it is one more thing that the writer does."""
    if last.subject == "I" and last.form in {"present", "would"}:
        step.subject, step.form = "I", last.form
    return last.subject != "other"


def _clause(kind: str, toks: list[Tok], mode: Mode, *, first: bool) -> Clause | None:
    """The clause that these words are or stand for."""
    if first and mode == "did" and (had := _had(toks)):
        return had
    if kind == "own":
        return _made("I", _own_form(toks), toks[1:])
    if kind == "fronted":
        return _fronted(toks)
    if kind == "it" or (kind == "third" and not first):
        return _made("other", "", [Tok("it"), *toks])
    if kind == "third":
        own = first_person(toks)
        return _made("I", "present", own[1:]) if own else None
    if kind == "clause":
        bare = tags_at(toks, 0) & (Tag.COUNT | Tag.ADJ) and not tags_at(toks, 0) & Tag.DET and toks[0].low != "mine"
        head: Literal["the", "none"] = "the" if bare else "none"
        return _made("other", "", toks, head=head)
    if kind == "past":
        return _made("I", "past", toks)
    if kind == "aux":
        return _helped(toks, mode)
    if kind == "adj":
        return _made("I", "present", [Tok("am"), *toks])
    return _bare(step_of(toks), mode) if kind == "base" else None


def _fronted(toks: list[Tok]) -> Clause | None:
    """A clause with "I" behind an opening place or time."""
    at = next(at for at, tok in enumerate(toks) if tok.low == "i")
    clause = _made("I", _own_form(toks[at:]), toks[at + 1 :])
    if clause:
        clause.front = join(toks[:at]) + " "
    return clause


def _helped(toks: list[Tok], mode: Mode) -> Clause | None:
    """A clause that opens with its auxiliary: "been on the board", "was the only one", "do not promise anything"."""
    low = toks[0].low
    if low == "do" and mode != "did" and len(toks) > 2 and toks[1].low == "not":
        return _made("I", "would", toks[1:], objects="the") if mode == "would" else _made("steps", "steps", toks[1:], objects="the")
    if low == "been":
        return _made("I", "perfect", [Tok("have"), *toks])
    own = first_person(toks) if low in {"has", "is", "does"} else [Tok("I"), *toks]
    return _made("I", "past" if low in {"was", "had", "did"} else low, own[1:]) if own else None


def _bare(toks: list[Tok], mode: Mode) -> Clause | None:
    """A clause that opens with a bare verb."""
    if mode == "did":
        return _made("I", "present", toks)
    if mode == "would":
        return _made("I", "would", [Tok("would"), *toks], objects="the")
    return _made("steps", "steps", toks, objects="the")


_YEARS_IN = LazyPattern(
    r"^(?P<span>(?:about |over |nearly |almost )?[\w+.]+ (?:years|months)) (?P<rest>(?:as |in |on |at |with |of )?.+)$", re.IGNORECASE
)
_HOLDING = frozenset(
    {"licence", "license", "certificate", "certification", "degree", "diploma", "qualification", "ticket", "card", "badge", "permit"}
)


def _had(toks: list[Tok]) -> Clause | None:
    """What the writer has, from the name of the thing alone: years somewhere, a licence, a record without accidents."""
    years = _YEARS_IN.match(join(toks))
    if years and tags_at(toks, 0) & Tag.NUM | (toks[0].low in {"about", "over", "nearly", "almost"}):
        rest = tokens(re.sub(r"^(?:as|of) (?:an? )?", "", years["rest"]))
        phrase = noun_phrase(rest)
        if phrase and is_job(rest[phrase.head].low) and not phrase.plural:
            article = lexicon().article(rest[0].word) or ("an" if rest[0].word[0] in "AEFHILMNORSX" else "a")
            return _made("I", "perfect", [*tokens(f"have been {article}"), *rest, *tokens(f"for {years['span']}")])
        if tags_at(rest, 0) & Tag.ING or re.match(r"(?:in|on|at|with) ", years["rest"]):
            return _made("I", "perfect", [*tokens("have spent"), *toks])
        return _made("I", "present", [Tok("have"), *toks]) if years["rest"].startswith("of ") else None
    if toks[0].low in {"no", "zero", "not"}:
        return _made("I", "perfect", [*tokens("have had"), *toks]) if toks[0].low != "not" else None
    phrase = noun_phrase(toks)
    if phrase and toks[phrase.head].low.removesuffix("s") in _HOLDING and not has_verb(toks):
        return _made("I", "present", [Tok("have"), *toks])
    return None


def _own_form(toks: Sequence[Tok]) -> str:
    second = next((tok.low for at, tok in enumerate(toks[1:], 1) if not tags_at(toks, at) & Tag.ADV), "")
    if second in {"would", "will", "can", "could"}:
        return "would" if second == "would" else second
    tags = lexicon().tags(second)
    if second in {"have", "am", "do"}:
        return "perfect" if second == "have" and len(toks) > 2 and tags_at(toks, 2) & Tag.PARTICIPLE else "present"
    return "past" if tags & Tag.PAST and not tags & Tag.BASE else "present"


def _made(
    subject: Literal["I", "other", "steps"],
    form: str,
    toks: Sequence[Tok],
    *,
    head: Literal["the", "none"] = "none",
    objects: Literal["the", "a"] = "a",
) -> Clause | None:
    fixed = with_articles(_without_dot(toks), head=head, objects=objects, otherwise="the")
    for at in range(1, len(fixed or [])):
        known = (
            fixed
            and lexicon().base(fixed[at - 1].low) in _SPEAKING
            and fixed[at].low in {"a", "an"}
            and not tags_at(fixed, at - 1) & Tag.PLURAL
        )
        if fixed and known:
            fixed[at] = replace(fixed[at], word="the")
    return Clause(subject, form, join(fixed)) if fixed else None


_SPEAKING = frozenset({"tell", "ask", "call", "inform", "phone", "ring", "email", "warn", "notify", "alert", "show", "convince", "update"})


def _without_dot(toks: Sequence[Tok]) -> list[Tok]:
    return [replace(tok, post="" if tok.post.strip() in {"", "."} else tok.post) for tok in toks]
