"""Names written without capitals, as an email writes them."""

from __future__ import annotations

import re

from pipeline.reader_data import fold, people
from pipeline.reader_names import is_given
from prompts.patterns import compiled

__all__ = ["with_capitals"]

_WORD = compiled(r"[^\W\d_]+(?:['’][^\W\d_]+)*\.?")
#: Endings of organisations' names that are written in their own way.
_AS_IS = {
    "gmbh": "GmbH",
    "ltd": "Ltd",
    "llc": "LLC",
    "plc": "plc",
    "inc": "Inc",
    "ag": "AG",
    "nhs": "NHS",
    "uk": "UK",
    "usa": "USA",
    "bbc": "BBC",
    "it": "IT",
}
_SMALL = frozenset(["and", "of", "the", "for", "in", "on", "at", "und", "y", "e", "et", "&", "og"])


def with_capitals(name: str, *, person: bool = True) -> str:
    """A name that is written in small letters throughout, with the capitals it needs; any other as it stands.

    "jason wu" is "Jason Wu", "hsu wan-ting" is "Hsu Wan-ting", "jan van dijk" is "Jan van Dijk", "o'brien" is "O'Brien".

    Args:
        name: the name, of the same letters as it is written.
        person: whether it is a person's; an organisation's keeps its small words and knows "GmbH".
    """
    if name != name.lower():
        return name
    done: list[str] = []
    for index, piece in enumerate(re.split(r"(\s+)", name)):
        if piece.isspace() or not piece or (index and (piece in _SMALL or (person and fold(piece) in people()["particles"]))):
            done.append(piece)
        elif not person and piece in _AS_IS:
            done.append(_AS_IS[piece])
        else:
            done.append(_word(piece, person=person))
    return "".join(done)


def _word(piece: str, *, person: bool) -> str:
    parts = piece.split("-")
    both = not person or all(is_given(part) for part in parts)
    return "-".join(_capital(part, person=person) if index == 0 or both else part for index, part in enumerate(parts))


def _capital(part: str, *, person: bool) -> str:
    key = fold(part)
    if person and len(key) == 2 and not re.search(r"[aeiouy]", key):
        return part.upper()
    if person and re.fullmatch(r"(?:mc|o['’]|d['’]|n['’])[^\W\d_]{3,}", part):
        lead = 2
        return part[0].upper() + part[1:lead] + part[lead:].capitalize()
    match = _WORD.search(part)
    return part if match is None else part[: match.start()] + part[match.start()].upper() + part[match.start() + 1 :]
