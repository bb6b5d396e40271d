"""To whom the notes say the email goes: "reply goes to the director", "write to Anna, Bo in copy", "she is the one to thank"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.reader_data import fold, fold_in_place, people
from pipeline.reader_frames import frame, words_of
from pipeline.reader_names import Name, find_names, name_at
from pipeline.reader_person import Found, Mentioned, mentions, person_named, without_address
from prompts.patterns import compiled

__all__ = ["said_addressee"]

#: How far behind the words "write to" a name is looked for, and how far before them the person a pronoun means, in characters.
_AHEAD, _BACK = 70, 300
#: How many times "write to" is looked at.
_MOST = 20
#: How many mentions of a person are asked for a pronoun, and how far behind them, in characters.
_LOOKED_AT, _NEAR = 6, 90
_PRONOUN = compiled(r"\b(?:(she|her|hers|madam)|(he|him|his|sir))\b")
_SHE = compiled(r"(?:her|madam|ma'am|she)\b(?!,? (?:colleague|boss|assistant|team|if|when|whether|about|that))")
_HE = compiled(r"(?:him|sir|he)\b(?!,? (?:colleague|boss|assistant|team|if|when|whether|about|that))")
_NOT = compiled(
    r"\b(?:not|never|n['’]?t|no need (?:to|for)"
    r"|(?:not|n['’]?t|dont) (?:want|need|have|wish|like) (?:me )?to|not to|needn['’]?t|instead of)\s*$",
    re.IGNORECASE,
)


def said_addressee(text: str, found: Sequence[Mentioned], *, not_these: Sequence[Found] = ()) -> Mentioned | None:
    """The one the notes say to write to ("send it to Anna"), one of those found or somebody they missed; None where they do not say.

    Args:
        text: the pasted notes.
        found: the people they name.
        not_these: the sender's and the employer's names.
    """
    taken = [set(_key(text, span)) for span in not_these]
    folded = fold_in_place(text)
    told = [one for one in _told(text, folded, found) if not any(set(one.words) & words for words in taken) and not _is_copied(folded, one)]
    if not told:
        return None
    counts = Counter(one.name for one in told)
    most = max(counts.values())
    return next(one for one in reversed(told) if counts[one.name] == most)


def _told(text: str, folded: str, found: Sequence[Mentioned]) -> Iterator[Mentioned]:
    for match in islice(frame("write_to").finditer(text), _MOST):
        if _NOT.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        after = folded[match.end() : match.end() + _AHEAD]
        named = next((person for person in found if _begins_with(after, person)), None)
        if named is not None:
            yield named
        elif _SHE.match(after) or _HE.match(after):
            yield from _meant(text, folded, match.start(), found, woman=_SHE.match(after) is not None)
        elif (name := name_at(text, match.end(), min(len(text), match.end() + _AHEAD))) is not None and (whole := _whole(text, name)):
            yield person_named(text, whole)
    for person in found:
        if person.name and any(frame("written_to").match(folded, match.end()) for match in mentions(folded, person)):
            yield person


def _whole(text: str, name: Name) -> Found | None:
    """The name in its fullest form in the notes; None for a word that may be no name."""
    words = set(_key(text, (name.start, name.end)))
    fuller = [other for other in islice(find_names(text), _MOST * 2) if words and words <= set(_key(text, (other.start, other.end)))]
    best = max((name, *fuller), key=lambda other: (other.end - other.start, other.score))
    return (best.start, best.end) if best.score >= 2 else None


def _meant(text: str, folded: str, at: int, found: Sequence[Mentioned], *, woman: bool) -> Iterator[Mentioned]:
    """Whom "her" or "him" means: the one named last before, who is not known to be the other."""
    start = max(0, at - _BACK)
    spans = [(name.start, name.end) for name in find_names(text, start, at) if name.score >= 1]
    for span in reversed(spans):
        words = set(_key(text, span))
        known = next((person for person in found if words & set(person.words)), None)
        if known is None and not any(name.score >= 3 for name in find_names(text, *span)):
            continue
        person = known or person_named(text, span)
        if _is_woman(folded, person) is not (not woman):
            yield person
            return


def _is_woman(folded: str, person: Mentioned) -> bool | None:
    """What the form of address or the pronouns behind a name say; None where they do not say."""
    votes = 0
    for match in islice(mentions(folded, person), _LOOKED_AT):
        before = re.split(r"[,;:!?\n]|\band\b", folded[max(0, match.start() - 24) : match.start()])[-1]
        for word in re.findall(r"[^\W\d_]{2,}", before):
            votes += 3 * (word in words_of("titles_of_women")) - 3 * (word in words_of("titles_of_men"))
        pronoun = _PRONOUN.search(folded, match.end(), match.end() + _NEAR)
        if pronoun:
            votes += 1 if pronoun[1] else -1
    return None if not votes else votes > 0


def _words(person: Mentioned) -> list[str]:
    return [word for word in person.words if len(word) > 2]


def _key(text: str, span: Found) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(text[slice(*span)])) if len(word) > 2]


def _begins_with(after: str, person: Mentioned) -> bool:
    """Whether some words open with a person's name, behind forms of address."""
    words = _words(person)
    titles = "|".join(sorted(map(re.escape, people()["titles"]), key=len, reverse=True))
    lead = rf"(?:(?:{titles}|the|our)\b\.? ?)*(?:[a-z](?:\. ?| ))*"
    return bool(words) and re.match(rf"{lead}(?:{'|'.join(map(re.escape, words))})\b", after) is not None


def _is_copied(folded: str, person: Mentioned) -> bool:
    """Whether a person is only to see a copy."""
    for match in mentions(folded, person):
        before = without_address(folded[max(0, match.start() - 40) : match.start()])
        if frame("in_copy").search(before) or frame("in_copy_behind").match(folded, match.end()):
            return True
    return False
