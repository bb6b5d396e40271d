"""Speech written down without punctuation, cut where a new statement begins."""

from __future__ import annotations

import re
from functools import cache

from pipeline.reader_frames import frame, words_of

__all__ = ["spoken_ends"]

#: From how many words on a stretch is taken for speech: fewer where it has no capital at all.
_LONG, _LONG_SMALL = 28, 14
_FEWEST = 3


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"([\w'’]+)\W*$")


def spoken_ends(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The statements of a stretch: itself where it is short or punctuated, else a piece for each new subject and verb.

    Args:
        text: the line.
        start: where the sentence begins.
        end: where it ends.
    """
    words = len(text[start:end].split())
    marks = len(re.findall(r"[,;.!?–—]", text[start:end]))
    small = not re.search(r"[A-Z]", text[start:end]) and len(re.findall(r"[.!?](?=\s|$)", text)) * 40 <= len(text.split())
    if words < (_LONG_SMALL if small else _LONG) or marks * (14 if small else 22) > words:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    begin = start
    for joint in frame("spoken").finditer(text, start, end):
        before = _last_word().search(text, begin, joint.start())
        ahead = len(text[joint.end() : min(end, joint.end() + 80)].split())
        said = text[max(begin, joint.start() - 40) : joint.start()]
        closed = text[joint.end() :][:7].casefold() == "my name" or frame("spoken_order").search(said) is not None
        if (
            before is None
            or (before[1].casefold() in words_of("goes_on") and not closed)
            or len(text[begin : joint.start()].split()) < _FEWEST
            or ahead < _FEWEST
        ):
            continue
        parts.append((begin, joint.start()))
        begin = joint.end()
    parts.append((begin, end))
    return parts
