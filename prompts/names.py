"""Names of people as they are written to: who is greeted how, and what stands under the email."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from prompts.fitting.words import LazyPattern, read_sections
from prompts.notes import Recipient

__all__ = ["NameParts", "address", "name_parts", "signature_name", "spoken_titles"]


class NameParts(NamedTuple):
    """The parts of a name, each as written. `certain` is False when it is not sure which part is which; `full` has no title."""

    title: str
    given: str
    family: str
    certain: bool
    full: str


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(_fold(" ".join(lines)).split()) for key, lines in read_sections("names.txt").items() if key != "double_given"}


@cache
def _doubles() -> dict[str, frozenset[str]]:
    pairs = (line.split(" ", 1) for line in read_sections("names.txt")["double_given"])
    return {first: frozenset(seconds.split("|")) for first, seconds in pairs}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d").replace("Đ", "d").casefold()


def _is(section: str, word: str) -> bool:
    return _fold(word).rstrip(".") in _lists()[section] or _fold(word) in _lists()[section]


_NICKNAME = LazyPattern(r"\s*[\"“(‘']([^\W\d_][^\"”)’']{0,20})[\"”)’'](?=\s|$)")


def name_parts(name: str, title: str | None = None) -> NameParts:
    """The parts of a person's name, letters and case untouched.

    Family names come first in Chinese, Korean, Vietnamese and Hungarian order when the first word is a common family name there and
    the last one is not; a comma ("Okafor, Amina") settles the order. A name in another script, with initials first, or with two
    readings is not certain.

    Args:
        name: as the notes write it, with or without title.
        title: a form of address given apart; wins over one inside `name`.
    """
    words, found, nick = _stripped(name)
    shown = _shown_title(title) or found
    full = " ".join(words)
    if not words:
        return NameParts(shown, "", "", False, name.strip())
    if words[0].endswith(",") and len(words) > 1:
        family, given = words[0].rstrip(","), words[1]
        return NameParts(shown, nick or given, family, True, " ".join([*words[1:], family]))
    comma = next((index for index, word in enumerate(words[:-1]) if word.endswith(",")), None)
    if comma is not None:
        family = " ".join(words[: comma + 1]).rstrip(",")
        return NameParts(shown, nick or words[comma + 1], family, True, " ".join([*words[comma + 1 :], family]))
    given, family, certain = _ordered(words, bool(shown))
    return NameParts(shown, nick or given, family, certain, full)


def _stripped(name: str) -> tuple[list[str], str, str]:
    """The words of the name itself, the title before it, the nickname inside it."""
    text = " ".join(name.split()).strip(" ,;")
    nick = _NICKNAME.search(text)
    if nick and nick.start() > 0:
        text = (text[: nick.start()] + text[nick.end() :]).strip()
    words = text.split()
    titles: list[str] = []
    while len(words) > 1 and _is("title", words[0].rstrip(",")) and (words[0].endswith(".") or _fold(words[0]) != "m"):
        titles.append(words.pop(0))
    while len(words) > 1 and (
        _is("postnominal", words[-1].replace(".", "").strip(","))
        and (words[-2].endswith(",") or words[-1].replace(".", "").isupper() or len(words) > 2)
    ):
        words.pop()
        words[-1] = words[-1].rstrip(",")
    return words, " ".join(_shown_title(title) for title in titles), nick[1].strip() if nick and nick.start() > 0 else ""


def _shown_title(title: str | None) -> str:
    title = (title or "").strip()
    return title[:1].upper() + title[1:]


def _ordered(words: list[str], titled: bool) -> tuple[str, str, bool]:
    """(given, family, certain) of a name without title and commas."""
    if len(words) == 1:
        return (("", words[0], True) if titled else (words[0], "", True)) if _latin(words[0]) else ("", words[0], False)
    if titled and _is("particle", words[0]) and words[0].islower():
        return "", " ".join(words), True
    if not all(_latin(word) for word in words) or "and" in words or "&" in words:
        return "", "", False
    if _initial(words[0]):
        return "", _family_from(words, 1), len([word for word in words if not _initial(word)]) == 1
    eastern = _eastern(words)
    if eastern is not None:
        return eastern
    if re.search(r"d[oó]ttir$", words[-1]):
        return words[0], "", True
    if words[-1].endswith("son") and re.search(r"[ðþáíóúýæ]", " ".join(words).lower()):
        return words[0], "", True
    return _western(words)


def _latin(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return bool(letters) and all(unicodedata.name(char, "").startswith("LATIN") for char in letters)


def _initial(word: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_]\.?|(?:[^\W\d_]\.-?){2,4}", word))


_SYLLABLES = LazyPattern(r"(?:[bcdfghjklmnpqrstvwxyz]{0,2}h?[aeiouy]{1,3}(?:ng|nh|ch|[nmklptcrw])?){1,2}")


def _sounds_eastern(word: str) -> bool:
    return all(_SYLLABLES.fullmatch(part) for part in _fold(word).split("-"))


def _eastern(words: list[str]) -> tuple[str, str, bool] | None:
    """The parts where a family name may stand first; None where nothing speaks for it."""
    first, last = words[0], words[-1]
    if _is("hungarian", first) and len(words) == 2:
        return (last, first, True) if not _is("hungarian", last) else ("", "", False)
    if _is("japanese", first):
        return (last, first, False) if len(words) == 2 and not _is("japanese", last) else ("", "", False)
    ahead, behind = _is("family_first", first), _is("family_first", last)
    if not ahead:
        if behind and len([word for word in words if not _initial(word)]) > 2 and all(map(_sounds_eastern, words)):
            return "", last, False
        return None
    if behind or len(words) > 4:
        return "", "", False
    rest = words[1:]
    if not all(_sounds_eastern(word) for word in rest):
        return (
            None
            if _fold(first)
            in {
                "kim",
                "lee",
                "song",
                "han",
                "moon",
                "park",
                "do",
                "dong",
                "cho",
                "ho",
                "ly",
                "su",
                "lin",
                "lu",
                "jin",
                "fan",
                "tan",
                "he",
                "ma",
            }
            else ("", "", False)
        )
    if _is("vietnamese", first):
        return (last, first, True) if len(words) > 2 else ("", first, False)
    hyphened = len(rest) == 1 and "-" in rest[0] and rest[0].split("-")[1][:1].islower()
    if hyphened or (_fold(first) not in {"kim", "lee", "song", "han", "moon", "lin", "tan", "lim", "jin", "ma", "he", "su", "lu", "fan"}):
        return " ".join(rest), first, True
    return "", "", False


def _family_from(words: list[str], start: int) -> str:
    """The family name with its particles, or the last word."""
    for index in range(start, len(words) - 1):
        if _is("particle", words[index]):
            return " ".join(words[index:])
    return words[-1]


def _western(words: list[str]) -> tuple[str, str, bool]:
    given = words[0]
    if len(words) > 2 and _fold(words[1]) in _doubles().get(_fold(given), frozenset()):
        given = f"{words[0]} {words[1]}"
    count = given.count(" ") + 1
    rest = [word for word in words[count:] if not _initial(word) or _is("particle", word)]
    if not rest:
        return given, "", False
    particle = next((index for index, word in enumerate(rest[:-1]) if _is("particle", word)), None)
    if particle is not None:
        before = rest[:particle]
        sure = not before and rest[particle].lower() not in {"bint", "binti", "y", "e"}
        doubled = len([word for word in rest[particle:] if not _is("particle", word)]) > 1
        if doubled and _is("portuguese", rest[-1]) and _is("portuguese", rest[-2]):
            return given, rest[-1], True
        return given, " ".join(rest[particle:]), sure and not doubled
    if len(rest) == 1:
        return given, rest[0], True
    return given, *_double_family(rest)


def _double_family(rest: list[str]) -> tuple[str, bool]:
    """The family name used after a title where two words or more may be family names."""
    spanish = [_is("spanish", word) for word in rest[-2:]]
    portuguese = [_is("portuguese", word) for word in rest[-2:]]
    if _is("iberian_given", rest[-2]) and not spanish[0] and not portuguese[0]:
        return rest[-1], True
    if all(portuguese) and not all(spanish):
        return rest[-1], True
    if all(spanish) and not all(portuguese):
        return rest[-2], True
    if spanish[1] or portuguese[1] or spanish[0] or portuguese[0]:
        return " ".join(rest), False
    return rest[-1], len(rest) == 2


def _greeted(person: Recipient) -> str:
    """One person as after "Dear ": title and family name, or the given name; the full name when the parts are not certain."""
    name = (person.name or "").strip()
    if not name or "@" in name:
        return ""
    parts = name_parts(name, person.title)
    words = parts.full.split()
    honoured = re.search(r"[-\s](\w+)$", name)
    if honoured and _is("honorific", honoured[1]) and ("-" + honoured[1] in name or len(words) <= 2):
        return words[-1] if "-" in words[-1] else name
    if not parts.title:
        if (
            parts.certain
            and parts.family == words[0]
            and not _is("vietnamese", words[0])
            and re.fullmatch(r"[^aeiou]*[aeiou]{1,2}[^aeiou]*", _fold(parts.given))
        ):
            return parts.full
        if parts.given and (
            parts.certain or ((parts.given == words[0] and not _is("japanese", words[-1])) or _given_is_safe(parts, words))
        ):
            return parts.given
        return parts.full or name
    if _fold(parts.title).rstrip(".") in _lists()["given_title"]:
        return f"{parts.title} {parts.given or parts.full}"
    if _is("vietnamese", words[0]) and len(words) > 1:
        return f"{parts.title} {parts.full}"
    if not parts.family and re.search(r"d[oó]ttir$", parts.full):
        return f"{parts.title} {parts.given}"
    return f"{parts.title} {parts.family if parts.certain and parts.family else parts.full}"


def _given_is_safe(parts: NameParts, words: list[str]) -> bool:
    """Whether the first word is the given name although the family name is not certain (two Spanish family names, a middle name)."""
    return parts.given == " ".join(words[: parts.given.count(" ") + 1]) and not _is("japanese", words[0]) and not _initial(words[0])


def spoken_titles(recipients: Sequence[Recipient], text: str) -> list[Recipient]:
    """The recipients with the title by which the notes speak of them ("Ms Albers told me"), where that lets all be greeted alike.

    Args:
        recipients: people to be greeted, in their order.
        text: all that the notes say, private remarks too: a title is no secret.
    """
    found = [person.title or _spoken_title(person.name or "", text) for person in recipients]
    titled = [bool(title or name_parts(person.name or "", None).title) for title, person in zip(found, recipients, strict=True)]
    if not all(titled):
        return list(recipients)
    return [person if not title else person.model_copy(update={"title": title}) for title, person in zip(found, recipients, strict=True)]


def _spoken_title(name: str, text: str) -> str | None:
    """The title before this person's family name somewhere in the text; None where the name has one, or the text never uses one."""
    parts = name_parts(name, None)
    family = parts.family or (parts.full.split() or [""])[-1]
    if parts.title or not family:
        return None
    match = re.search(rf"\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame)\b\.?) (?:[A-Z][\w'’-]+ )?{re.escape(family)}\b", text)
    return match[1] if match else None


def address(recipients: Sequence[Recipient]) -> str:
    """How the recipients are greeted after "Dear "; "hiring manager" when nobody is known.

    Title and family name where a title is known, the given name otherwise; the full name where it is not certain which part is
    which, and for people who would be greeted alike. Letters, accents and case of a name stay as written.
    """
    people = [person for person in recipients if _greeted(person)]
    greeted = [_greeted(person) for person in people]
    names = [
        (f"{parts.title} {parts.full}".strip() if greeted.count(word) > 1 else word)
        for person, word in zip(people, greeted, strict=True)
        for parts in [name_parts(person.name or "", person.title)]
    ]
    names = list(dict.fromkeys(names))
    if not names:
        return "hiring manager"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def signature_name(name: str | None) -> str:
    """The name under the email, as the candidate writes it, on one line; empty when unknown."""
    return " ".join((name or "").split()).rstrip(",;")
