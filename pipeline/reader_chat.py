"""Chats pasted as notes: who writes, and which lines are the other side's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.reader_data import fold, labels, people
from pipeline.reader_names import is_given
from prompts.patterns import compiled

__all__ = ["Chat", "read_chat"]

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_WHO = r"(?P<who>[^\W\d_][\w.'’~ -]{0,28}?)"
_TIMED = compiled(
    rf"(?m)^[ \t>]*(?:\[(?:{_DAY},? ?)?{_CLOCK}\]|\[{_CLOCK},? {_DAY}\]|(?:{_DAY},? )?{_CLOCK})[ \t]*[-–—]?[ \t]*{_WHO}:[ \t]"
    rf"|^[ \t>]*(?P<who3>[^\W\d_][\w.'’~-]{{0,18}}(?: [^\W\d_][\w.'’~-]{{0,18}})?)[ \t]+{_CLOCK}[ \t]*[>:–—-]?[ \t]+"
    rf"|^[ \t>]*(?P<who2>[^\W\d_][\w.'’~ -]{{0,28}}?)[ \t]*[,(\[][ \t]*(?:{_DAY},? )?{_CLOCK}[)\]]?:?[ \t]+"
)
_PLAIN = compiled(r"(?m)^[ \t>]*(?:<(?P<who>[^\W\d_][\w.'’-]{0,19})>|(?P<who2>[^\W\d_][\w.'’-]{0,19}(?: [^\W\d_][\w.'’-]{0,19})?):)[ \t]")
_OWN = compiled(r"\b(?:i|i'm|i've|i'd|i'll|im|ive|my|me|we|our)\b")


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat: `text`, of the same length, without the marks of who spoke when; `writer` as named there; the others' stretches.

    `named` is where the writer's name first stands as a mark, unless that is only "me".
    """

    text: str
    writer: str
    others: tuple[tuple[int, int], ...]
    named: tuple[int, int] | None = None


def read_chat(text: str) -> Chat | None:
    """The chat that a text is; None where it is none, or where nobody tells more of himself than the others do."""
    if text.count("\n") < 2 or len(text) > 60_000:
        return None
    turns = [(match.start(), match.end(), _speaker(match)) for match in _TIMED.finditer(text)]
    if len(turns) < 3:
        turns = [(match.start(), match.end(), _speaker(match)) for match in _PLAIN.finditer(text)]
        counts = Counter(fold(who) for _, _, who in turns)
        if len(turns) < 4 or len(counts) > 4 or min(counts.values()) < 2 or any(not _is_speaker(who) for who in counts):
            return None
    if not 2 <= len({fold(who) for _, _, who in turns}) <= 6:
        return None
    own: Counter[str] = Counter()
    stretches = [(start, turns[index + 1][0] if index + 1 < len(turns) else len(text)) for index, (start, _, _) in enumerate(turns)]
    for (_, begin, who), (_, end) in zip(turns, stretches, strict=True):
        own[who] += len(_OWN.findall(fold(text[begin:end])))
    ranked = own.most_common(2)
    named = [who for who in own if fold(who) in {"me", "you", "ich", "yo", "moi", "eu"}]
    writer = named[0] if len(named) == 1 else ranked[0][0]
    if not named and (len(ranked) < 2 or ranked[0][1] <= ranked[1][1]):
        return None
    plain = list(text)
    for start, begin, _ in turns:
        plain[start:begin] = " " * (begin - start)
    others = tuple(stretch for stretch, (_, _, who) in zip(stretches, turns, strict=True) if who != writer)
    first = next(start for start, _, who in turns if who == writer)
    at = text.index(writer, first)
    return Chat("".join(plain), writer, others, None if named or not _is_name(writer) else (at, at + len(writer)))


def _speaker(match: re.Match[str]) -> str:
    return next(name for key, name in match.groupdict().items() if key.startswith("who") and name).strip()


def _is_name(who: str) -> bool:
    return who[:1].isupper() and (is_given(who.split()[0]) or " " in who)


def _is_speaker(who: str) -> bool:
    words = who.split()
    return who not in labels().known and all(word not in people()["not_names"] or word in {"me", "you"} for word in words)
