"""Joins the clauses of a jotted motive or reason to sentences that stand in an email."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.expand_bits import Bit
from prompts.fitting.expand_head import led_in
from prompts.fitting.phrase import noun_phrase
from prompts.fitting.text import join, spelled_numbers, tokens
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import Reader
from prompts.fitting.whole_clause import Clause
from prompts.fitting.withhold import Why
from prompts.fitting.words import LazyPattern, Tag, lexicon

__all__ = ["checked", "joined"]

_MOST_WORDS = 46
_THEY_FIRST = LazyPattern(r"^((?:because|and|but|so|as) )?they\b")
_LESS = ("less ", "fewer ", "more ", "no ")
_WISHED = LazyPattern(r"\bI (?:want|need|hope|wish|would like|would love|would get) to\b")
_STEP = LazyPattern(r"^I (?=(?:finally|then|also|maybe) )")
_STAYING = LazyPattern(
    r"\bI am (?:staying|sticking|keeping)\b|\bI have decided to stay\b|\bmy (?:bank|firm|company|employer|boss|school|hospital)\b"
)
_GIVEN = LazyPattern(
    r"^they (?:have |had |are |just |now )*(?P<verb>gave|given|giving|offered|offering|promised|promoted)(?: me)? (?P<what>.+)$"
)
_PARTICIPLE = {"gave": "given", "giving": "given", "offering": "offered"}
_CONTRAST = LazyPattern(r"^(?:mine|ours|my (?:current|present|old)|where I (?:am|work)|at (?:my|the) |here\b|in my )", re.IGNORECASE)
_DECIDED = LazyPattern(r"^I (?:am (?:staying|taking|going|joining)|have (?:decided|chosen|accepted))\b")
_MY_PEOPLE = LazyPattern(r"\bmy (?:team|crew|company|school|class|firm|group|project|choir|band|lab|ward)\b")
#: "do that", which means what the sentence before it says; kept from a check for notes that point at nothing.
_DO_THAT_SEEN = LazyPattern(r"(?<=[,.;] )([^.;,]*?\b(?:do|did|done|doing)) (that|this|it)\b(?! \w+ing)")
_DO_THAT = LazyPattern(r"\b(do|did|done|doing) the (that|this|it)-thing\b")


def joined(bits: Sequence[Bit], clauses: Sequence[Clause | None], kind: Why, reader: Reader) -> str:
    """The pieces joined to sentences; "" where one of them is not certain."""
    if any(clause is None for clause in clauses):
        return ""
    made = [clause for clause in clauses if clause is not None]
    pairs = led_in(list(zip(bits, made, strict=True)), kind)
    pairs = _turned(pairs) if kind == "motivation" else pairs
    pairs = _continued(_listed([(bit, _behind_me(clause)) for bit, clause in pairs]))
    if not pairs or any(clause.role == "thing" for _, clause in pairs) or pairs[0][1].role != "clause":
        return ""
    if kind == "reason":
        pairs = _given(pairs)
    groups: list[list[Clause]] = []
    for bit, clause in pairs:
        if not groups or (bit.mark == "." and clause.role == "clause" and not _short_remark(clause)):
            groups.append([clause])
        else:
            groups[-1].append(clause)
    pairs_of = [_sentence(_yourself(group, reader), kind) for group in groups]
    return checked(". ".join(pairs_of), reader, kind=kind)


def _short_remark(clause: Clause) -> bool:
    return clause.subjectless and len(clause.text.split()) <= 5


def _turned(pairs: list[tuple[Bit, Clause]]) -> list[tuple[Bit, Clause]]:
    """The pieces with the "they" that opens the note, and those that open later pieces, as "you"."""
    if not re.match(r"(?:because |and )?(?:they|you)\b", pairs[0][1].text):
        return [] if any(_THEY_FIRST.match(clause.text) for _, clause in pairs[1:]) else pairs
    return [(bit, replace(clause, text=_THEY_FIRST.sub(r"\1you", clause.text))) for bit, clause in pairs]


def _behind_me(clause: Clause) -> Clause:
    return Clause(f"I have {clause.text} behind me", "clause", True) if clause.role == "years" else clause


def _listed(pairs: list[tuple[Bit, Clause]]) -> list[tuple[Bit, Clause]]:
    """The pieces with the bare things behind a clause as a list after a colon: "a smaller practice: four vets, more farm work"."""
    out: list[tuple[Bit, Clause]] = []
    at = 0
    while at < len(pairs):
        bit, clause = pairs[at]
        run = at
        while run < len(pairs) and pairs[run][1].role == "thing" and (run == at or pairs[run][0].mark == ","):
            run += 1
        closes = run == len(pairs) or pairs[run][0].mark == "."
        if run > at and out and closes and out[-1][1].role == "clause" and bit.mark in {",", "-", ":"} and ":" not in out[-1][1].text:
            things = [_with_article(thing.text) for _, thing in pairs[at:run]]
            if all(things) and len(things) < 5:
                rest = ", ".join(things[:-1]) + (" and " if len(things) > 1 else "") + things[-1] if bit.mark != ":" else ", ".join(things)
                mark, before = out[-1]
                joint = (
                    " and "
                    if " with " in before.text and len(things) == 1
                    else ", with "
                    if len(things) == 1 and rest.startswith(_LESS)
                    else ": "
                )
                out[-1] = (mark, replace(before, text=f"{before.text}{joint}{rest}", changed=True))
                at = run
                continue
        out.append((bit, clause))
        at += 1
    return out


def _with_article(thing: str) -> str:
    toks = tokens(thing)
    phrase = noun_phrase(toks)
    if phrase is None:
        return ""
    if phrase.determined or not phrase.singular_count or toks[0].word[:1].isupper():
        return thing
    article = lexicon().article(toks[0].word)
    return f"{article} {thing}" if article else ""


def _continued(pairs: list[tuple[Bit, Clause]]) -> list[tuple[Bit, Clause]]:
    """The pieces with what a wish goes on with made part of it: "move into the business, finally see what happens"."""
    out: list[tuple[Bit, Clause]] = []
    for bit, clause in pairs:
        step = _STEP.match(clause.text) if clause.subjectless and out and bit.mark == "," else None
        if step and out[-1][1].role == "clause" and _WISHED.search(out[-1][1].text):
            mark, before = out[-1]
            out[-1] = (mark, replace(before, text=f"{before.text} and {clause.text[step.end() :]}", changed=True))
        else:
            out.append((bit, clause))
    return out


def _given(pairs: list[tuple[Bit, Clause]]) -> list[tuple[Bit, Clause]]:
    """What the writer's present employer gave, told without "they": "I have been given the new line to run"."""
    out: list[tuple[Bit, Clause]] = []
    for bit, clause in pairs:
        match = _GIVEN.match(clause.text)
        if match and any(_STAYING.search(before.text) for _, before in out):
            what = re.sub(r"^me ", "", match["what"])
            being = "am being" if match["verb"].endswith("ing") else "have been"
            clause = Clause(f"I {being} {_PARTICIPLE.get(match['verb'], match['verb'])} {what}", "clause", True)
        out.append((bit, clause))
    return out


def _yourself(group: Sequence[Clause], reader: Reader) -> list[Clause]:
    """The clauses with "yourself" where the reader's own past stands beside what their employer does."""
    out = list(group)
    if not reader.single or len(out) < 2 or not re.match(r"(?:they|you)\b", out[0].text):
        return out
    for at, clause in enumerate(out[1:], 1):
        words = clause.text.split()
        named = words[0].lower() in reader.names or words[0] in {"she", "he"}
        past = len(words) > 2 and lexicon().tags(words[1]) & Tag.PAST
        if named and past and len(words) <= 9 and clause.role == "clause" and not re.search(r"\b(?:him|her)self\b", clause.text):
            name = next((word.capitalize() for word in reader.names if word == words[0].lower()), words[0])
            out[at] = replace(clause, text=f"{name} {' '.join(words[1:])} yourself", changed=True)
    return out


def _sentence(group: Sequence[Clause], kind: Why) -> str:
    """One sentence of the clauses, with the joining words they need."""
    text, last = group[0].text, len(group) - 1
    plain = sum(clause.role == "clause" for clause in group)
    for index, clause in enumerate(group[1:], 1):
        word = clause.text.split()[0].lower()
        met = re.search(r"\b[A-Z][a-z]+$", text)
        if word in {"she", "he"} and met and clause.text.split()[0] in {"she", "he"}:
            text += f", who {clause.text.split(' ', 1)[1]}"
        elif clause.role == "tail" and word == "and" and not clause.text.startswith("and so "):
            text += f" {clause.text}"
        elif clause.role in {"which", "tail"} or word in {"and", "but", "so", "while", "though", "although"}:
            text += f", {clause.text}"
        elif word in {"because", "as", "since"}:
            text += f" {clause.text}"
        elif (
            (_CONTRAST.match(clause.text) and kind == "motivation")
            or (kind == "reason" and _DECIDED.match(text) and word != "i")
            or (word in {"it", "she", "he"} and (clause.subjectless or word != "it"))
        ):
            text += f"; {clause.text}"
        elif plain > 2 and index < last and text.startswith("I ") and word == "i":
            text += f", {clause.text}"
        elif plain > 2 and index < last:
            text += f"; {clause.text}"
        else:
            text += f", and {clause.text}"
    return text


def checked(text: str, reader: Reader, *, kind: Why = "motivation") -> str:
    """The sentences as seen from the reader's side, with their full stops; empty where they are not whole, or it is unsure who is meant."""
    if len(text.split()) > _MOST_WORDS:
        return ""
    if kind == "reason" and re.search(r"\b(?:they|them|their|he|she|you|your)\b", text, re.IGNORECASE):
        return ""
    if kind == "reason" and re.search(r"\b(?:we|us|our)\b", text, re.IGNORECASE) and not _MY_PEOPLE.search(text):
        return ""
    text = ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))
    whole = _DO_THAT.sub(r"\1 \2", own_sentences(_DO_THAT_SEEN.sub(r"\1 the \2-thing", text), reader))
    whole = re.sub(r"; (I [^;,.]+, and I )", r", \1", whole)
    return join(spelled_numbers(tokens(whole))) + "." if whole else ""
