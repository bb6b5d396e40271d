"""Finds in a jotted correction what was asked and the whole better answer to it; what tells of the failure stays behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_part import kind_of
from prompts.fitting.expand_text import Part, jotted, parts_of
from prompts.fitting.expand_work import Mode, expanded, is_cryptic, is_loose
from prompts.fitting.finite import has_verb
from prompts.fitting.text import join, lowered_start, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["asked_and_answered", "fragment", "told_answer"]

_MARK = named_pattern("work_answer_mark")
_FAILING = named_pattern("work_failing")
_OPENERS = tuple(named_pattern(name) for name in ("work_asked", "work_failed_on", "work_got_wrong", "work_answer_was", "work_question"))
_MOST_LABEL_WORDS = 5
_IT_IS = LazyPattern(r"^(?:it|that|this) (?P<rest>(?:is|was|has been|means|stands for|should be|must be|takes|costs) .+)$", re.IGNORECASE)


def asked_and_answered(text: str) -> tuple[str, str, bool]:
    """What was asked, the better answer and whether an "it" in the answer is what was asked; empty where the note does not separate them.

    Args:
        text: the note, normalised.
    """
    parts = parts_of(_contradicted(jotted(text)))
    if not parts:
        return "", "", False
    weak, rest = _opening(parts)
    start = next((at for at, part in enumerate(rest) if _marked(part.text) or (_no(part.text) and at + 1 < len(rest))), -1)
    if start < 0 and not weak:
        return "", "", False
    answer = rest[max(start, 0) :]
    while answer and not _marked(answer[0].text) and (_failing(answer[0].text) or _no(answer[0].text)):
        answer = answer[1:]
    while len(answer) > 1 and answer[0].text.lower() == weak.lower():
        answer = answer[1:]
    while answer and _failing(answer[-1].text) and len(answer[-1].text.split()) < 4:
        answer = answer[:-1]
    while len(answer) > 1 and _AFTERTHOUGHT.match(answer[-1].text) and not re.match(r"I \w+ed\b", answer[0].text):
        answer = answer[:-1]
    if not answer:
        return weak, "", False
    plain = not any(part.text.split()[0].lower() in {"missed", "forgot", "mixed"} for part in rest if part not in answer)
    should = re.match(r"(?:it )?should be (?=\S)", answer[0].text, re.IGNORECASE)
    first = f"it {should[0].removeprefix('it ')}{answer[0].text[should.end() :]}" if should else _MARK.sub("", answer[0].text).strip(" :,-")
    if re.fullmatch(r"I (?:do|would|will|always do|say)", first) and len(answer) > 1 and answer[1].mark == ":":
        first = ""
    answer = [part for part in (Part(first, ""), *answer[1:]) if part.text]
    return (weak, _joined(answer), plain) if answer else (weak, "", False)


def _failing(text: str) -> bool:
    return _FAILING.match(text) is not None


def _contradicted(text: str) -> str:
    """The note with a full stop before an announced answer in mid-sentence."""
    return (
        re.sub(r",? (?:and |but |so )?(?=I (?:should have said|forgot to|missed to|meant to)\b)", ". ", text, count=1)
        if not text.lower().startswith("i ")
        else text
    )


def _no(text: str) -> bool:
    return re.fullmatch(r"(?:no|nope|wrong|not true|that is wrong|incorrect|that was wrong)", text.strip(" .!"), re.IGNORECASE) is not None


def _marked(text: str) -> bool:
    return _MARK.match(text) is not None


def _opening(parts: Sequence[Part]) -> tuple[str, list[Part]]:
    """The point that was asked about, and the parts behind it."""
    first = parts[0].text.strip("\"'“”‘’")
    for pattern in _OPENERS:
        match = pattern.match(first)
        if match:
            weak = next((value for value in match.groupdict().values() if value), "").strip(" .,")
            if match.groupdict().get("done"):
                verb, _, what = weak.partition(" ")
                weak = f"{lexicon().ing(verb)} {what}" if lexicon().ing(verb) else ""
            if match.groupdict().get("other") and pattern is _OPENERS[-1] and _single(weak):
                weak = f"the {weak} question"
            left = first[match.end() :].strip(" ,")
            behind = [Part(left, "")] if left else []
            return weak, [*behind, *parts[1:]]
    label = len(parts) > 1 and parts[1].mark in {":", "-"} and len(first.split()) <= _MOST_LABEL_WORDS
    if label and not _marked(first) and not _FAILING.match(first) and not re.match(r"(?:i|we|you|they|he|she)\b", first, re.IGNORECASE):
        return first, list(parts[1:])
    return "", list(parts)


def _single(name: str) -> bool:
    """Whether the name of a question is one thing that would need an article: "allergen", "sepsis"."""
    tags = lexicon().tags(name.split()[-1].lower())
    thing = not tags & (Tag.MASS | Tag.PLURAL | Tag.ING) or (tags & Tag.MASS and tags & Tag.BASE)
    return len(name.split()) == 1 and bool(thing) and name.islower()


def _joined(parts: Sequence[Part]) -> str:
    text = parts[0].text
    for part in parts[1:]:
        joint = {",": ", ", ";": "; ", ":": ": ", "-": " - ", ".": ". "}.get(part.mark, " ")
        text += joint + part.text
    return text


#: What was set, which an "it" in the answer does not mean.
_TASK = LazyPattern(r"\b(?:question|test|task|exercise|round|case|case study|interview|example|part)$", re.IGNORECASE)
_AFTERTHOUGHT = LazyPattern(r"(?:and |but )?I (?:only |just )?(?:said|gave|sent) ", re.IGNORECASE)
_STANDS_FOR = LazyPattern(r"^what (?P<what>.+?) (?P<verb>stands for|means|is)$", re.IGNORECASE)


def told_answer(answer: str, weak: str, reader: Reader, *, plain: bool = True) -> str:
    """The better answer as whole sentences; empty unless all of it has its certain place.

    Args:
        answer: the answer in the note's words.
        weak: the point asked about, as it will stand in the email; an "it" that opens the answer means it.
        reader: who reads the email.
        plain: whether an "it" that opens the answer may mean the weak point at all.
    """
    answer = re.sub(r"\bI (?:actually|really) (?=[a-z])", "I ", re.sub(r"\bi\b(?![./])", "I", answer), count=1)
    said = _IT_IS.match(answer)
    if said and (not plain or _TASK.search(weak)):
        return ""
    if said and re.match(r"(?:the|my|our) ", weak) and " and " not in weak:
        answer = f"{weak} {said['rest']}"
    mode: Mode = "would" if re.match(r"(?:how|what) I would\b", weak) and not re.search(r"\bthen\b", answer) else "answer"
    told = expanded(answer, reader, mode=mode)
    if told:
        return told
    parts = parts_of(answer)
    first = tokens(parts[0].text)
    if len(parts) < 2 or kind_of(first, mode).kind != "np":
        return ""
    named = _STANDS_FOR.match(weak)
    theirs = first[0].low in {"the", "my", "our"}
    opening = f"{named['what']} {named['verb']} {parts[0].text}." if named else f"A better example is {parts[0].text}." if theirs else ""
    rest = expanded(_joined([Part(parts[1].text, ""), *parts[2:]]), reader, mode=mode, after=opening) if opening else ""
    return f"{opening} {rest}" if rest else ""


_FRAGMENT_WORDS = 40
_OTHERS = frozenset({"mine", "they", "them", "their", "he", "she", "him", "his", "her", "you", "your", "this", "it"})


def fragment(answer: str, reader: Reader, weak: str = "") -> str:
    """The whole answer as it may stand behind a colon, where it is a list or steps and no sentence; empty where it is not clean."""
    if (
        not 3 <= len(answer.split()) <= _FRAGMENT_WORDS
        or any(mark in answer for mark in ("(", "[", " / ", "=", "*", "?", "!", '"', "“", ";"))
        or ": " in answer
    ):
        return ""
    parts = parts_of(answer)
    toks = lowered_start(tokens(answer), reader.names)
    if any(part.mark == "." for part in parts) or any(tok.low in _OTHERS for tok in toks[1 if weak and toks[0].low == "it" else 0 :]):
        return ""
    first = tokens(parts[0].text)
    kind = kind_of(first, "answer").kind
    if kind in {"aux", "third"} or (kind == "past" and not has_verb(first)):
        return ""
    if is_cryptic(toks) or is_loose(answer):
        return ""
    if any(_failing(part.text) or _marked(part.text) for part in parts):
        return ""
    told = [join(with_articles(tokens(part.text), head="none", objects="the", otherwise="the") or []) for part in parts]
    if not all(told):
        return ""
    return join(lowered_start(tokens(", ".join(told)), reader.names))
