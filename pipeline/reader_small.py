"""Names written without capitals, as a transcript has them: a known given name, or the place after "my name is", starts one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reader_data import fold, people
from pipeline.reader_frames import frame, words_of
from pipeline.reader_names import Name, is_given, is_role, looks_like_company
from pipeline.reader_segments import Shape
from pipeline.reader_votes import Vote
from pipeline.reader_words import is_ordinary
from prompts.patterns import compiled

__all__ = ["small_name_at", "small_names", "small_votes"]

_TOKEN = compiled(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST = 4


def small_name_at(text: str, start: int, stop: int, *, told: bool = False) -> Name | None:
    """The name that begins exactly here in a text without capitals; None where an ordinary word does.

    Args:
        text: the notes.
        start: where the name may begin, a title counts to it.
        stop: where to stop.
        told: whether the words before say that a name follows, so that it need not be a known one.
    """
    title, at = _title(text, start, stop)
    spans: list[tuple[int, int]] = []
    while len(spans) < _MOST and (token := _TOKEN.match(text, at, stop)):
        word = token[0]
        first = not spans
        if first and not (is_given(word) and (told or title or not is_ordinary(word))) and not ((told or title) and not is_ordinary(word)):
            break
        if not first and not _goes_on(word):
            break
        spans.append(token.span())
        at = token.end() + 1
        if text[token.end() : at] != " ":
            break
    while spans and (fold(text[slice(*spans[-1])]) in people()["particles"] or len(text[slice(*spans[-1])]) == 1):
        spans.pop()
    if not spans:
        return None
    left, right = spans[0][0], spans[-1][1]
    given = is_given(text[slice(*spans[0])])
    return Name(left, right, text[left:right], title, 2 * bool(title) + 2 * given + (len(spans) > 1))


def _goes_on(word: str) -> bool:
    key = fold(word)
    return key in people()["particles"] or key == "o" or not is_ordinary(word) or (is_given(word) and not is_ordinary(word))


def _title(text: str, start: int, stop: int) -> tuple[tuple[int, int] | None, int]:
    token = _TOKEN.match(text, start, stop)
    if token is None or fold(token[0]) not in {"doctor", "dr", "mr", "mrs", "ms", "miss", "professor", "prof", "sir", "sister"}:
        return None, start
    at = token.end() + (1 if text[token.end() : token.end() + 1] == "." else 0)
    return (token.span(), at + 1) if text[at : at + 1] == " " else (None, start)


def small_names(text: str, start: int, stop: int) -> Iterator[Name]:
    """Every name of two words or more, or with a title, in a stretch without capitals."""
    at = start
    while token := _TOKEN.search(text, at, stop):
        sure = _may_start(token[0])
        found = small_name_at(text, token.start(), stop, told=not sure) if sure or not is_ordinary(token[0]) else None
        if found is not None and not sure and not _bears_role(text, found.end, stop):
            found = None
        if found is not None and (found.title or " " in found.text):
            yield found
            at = found.end
        else:
            at = token.end()


def _bears_role(text: str, at: int, stop: int) -> bool:
    """Whether a job follows: "gethin rhys the service manager"."""
    behind = re.compile(r",? (?:who is |she is |he is |shes |hes |she's |he's )?(?:the|a|an|their) ((?:\w+ ){0,2}\w+)").match(
        text, at, stop
    )
    return behind is not None and is_role(behind[1]) and not re.search(r"\b(?:post|role|job|is|was|position)\b", behind[1])


def _may_start(word: str) -> bool:
    return fold(word) in {"doctor", "dr", "mr", "mrs", "ms", "miss", "professor", "prof"} or (is_given(word) and not is_ordinary(word))


def small_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[Vote]:
    """Votes for employers named without capitals: behind "at", "from" and the like, or before "offered me"."""
    found: list[Vote] = []
    for clause in shape.clauses:
        for lead in re.compile(r"(?:^|\b(?:at|from|with|for|by|join(?:ing)?|chasing|of) (?:the )?)(?=\w)").finditer(clause.text):
            span = _small_company(text, clause.start + lead.end(), clause.end, persons)
            if span is None:
                continue
            offers = re.match(r" (?:offered|offers|want|wants|have offered|has offered|made) me\b", text[span[1] : span[1] + 20])
            if not lead[0] and not offers:
                continue
            past = frame("rival").search(fold(text[max(clause.start, span[0] - 110) : span[0]])) is not None
            strong = offers or re.search(
                r"\b(?:interview\w*|screen|call|centre|center|offer|job|role|thing|day|spoke|talked|with \w+(?: \w+)?)\b.{0,30}$",
                clause.text[: lead.end()],
            )
            if not past:
                found.append(Vote(span, 4 if strong else 2))
    return found


def _small_company(text: str, start: int, stop: int, persons: frozenset[str]) -> tuple[int, int] | None:
    """Up to four words that end like an organisation's name, or hold a word of no dictionary; None for a person."""
    spans: list[tuple[int, int]] = []
    for token in re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*").finditer(text, start, stop):
        if (spans and token.start() != spans[-1][1] + 1) or fold(token[0]) in words_of("no_company"):
            break
        spans.append(token.span())
        if len(spans) == 4:
            break
    for count in range(len(spans), 0, -1):
        left, right = spans[0][0], spans[count - 1][1]
        words = fold(text[left:right]).split()
        if not words or words[0] in persons or (is_given(words[0]) and not looks_like_company(text[left:right])):
            continue
        strange = not is_ordinary(words[0])
        if (count > 1 and looks_like_company(text[left:right]) and not is_role(text[left:right])) or (
            strange and count <= 2 and not any(is_ordinary(word) for word in words)
        ):
            return left, right
    return None
