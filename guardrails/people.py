"""Who is greeted: reads a greeting line into the people it names, and compares them with the recipients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from guardrails.ground import name_words, same_spelling
from guardrails.lexicon import Passage, load_lexicons
from guardrails.names_near import is_near, name_list
from guardrails.vocabulary import Token, load_data, tokens
from prompts.notes import Recipient
from prompts.patterns import compiled

__all__ = ["Addressee", "find_match", "is_generic", "is_nickname", "is_turned", "nickname_of", "read_greeting", "title_of", "titles"]

_PARTING = compiled(r"[,;/&\n:!]|\b(?:and|et|und|y)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person of a greeting: the form of address (as in the notes' list, "" for none) and the name's tokens."""

    title: str
    title_token: Token | None
    words: tuple[Token, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The name as greeted."""
        return " ".join(token.text for token in self.words)


@cache
def titles() -> dict[str, str]:
    """Forms of address by their spellings, lower case without points."""
    table = load_data("names")["titles"]
    return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else {}


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for entry in str(load_data("names")["nicknames"]).split():
        name, short = entry.split("=")
        for one in short.split(","):
            table.setdefault(one, set()).add(name)
            table.setdefault(name, set()).add(one)
    return {name: frozenset(others) for name, others in table.items()}


def is_nickname(first: str, second: str) -> bool:
    """True when two bare first names are listed as forms of each other."""
    return second in _nicknames().get(first, ())


def nickname_of(first: str, second: str) -> bool:
    """True when two bare first names are forms of each other, by the list or since one begins the other."""
    if is_nickname(first, second):
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= 3 and len(longer) >= len(shorter) + 2 and longer.startswith(shorter)


def read_greeting(greeting: str, people: Sequence[Recipient] = ()) -> list[Addressee]:
    """The people a greeting names; salutation words are dropped, generic ones ("hiring team") are kept as words.

    A form of address that only the notes know ("Engr", "M.") counts as one when some of `people` have it.
    """
    known = titles() | {token.low: token.low for person in people for token in tokens(person.title or "") if token.low not in titles()}
    return [_in_greeting(greeting, start, end, known) for start, end in _pieces(greeting) if tokens(greeting[start:end])]


def _pieces(greeting: str) -> list[tuple[int, int]]:
    cuts = [match.span() for match in _PARTING.finditer(greeting)]
    return list(zip([0, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), len(greeting)], strict=True))


def _in_greeting(greeting: str, start: int, end: int, known: dict[str, str]) -> Addressee:
    start = max(start, _salutation_end(greeting))
    words = [token._replace(start=token.start + start, end=token.end + start) for token in tokens(greeting[start:end])]
    while words and (words[0].low in name_list("salutations") or _is_small(words)):
        words.pop(0)
    title, title_token = "", None
    while len(words) > 1 and words[0].low in known:
        if title_token is None or known[words[0].low] in {"dr", "prof"}:
            title, title_token = known[words[0].low], words[0]
        words.pop(0)
    while len(words) > 1 and words[-1].low in name_list("honorific_suffixes"):
        words.pop()
    first = title_token or (words[0] if words else None)
    return Addressee(title, title_token, tuple(words), first.start if first else start, words[-1].end if words else end)


def _salutation_end(greeting: str) -> int:
    """Where the salutation ends ("Kia ora", "Good afternoon to you"), 0 when the greeting begins with a name."""
    lead = len(greeting) - len(greeting.lstrip())
    hit = next(iter(load_lexicons("frame")["greetings"].find(Passage.of(greeting), quotes=True)), None)
    return hit.end if hit and hit.start == lead else 0


def _is_small(words: Sequence[Token]) -> bool:
    """A first word in small letters before one with a capital: part of a salutation that no list has, or of none ("dear old")."""
    return (
        words[0].text.islower()
        and words[0].low not in titles()
        and words[0].low not in name_list("particles")
        and any(word.text[0].isupper() for word in words[1:])
    )


def is_generic(one: Addressee, company_words: Sequence[str], people: Sequence[Recipient] = ()) -> bool:
    """True for "hiring manager", "all", "Brightwater team", "sir or madam"; a company may bear the name of one of the `people`."""
    generic = name_list("generic_addressees")
    names = {token.low for person in people for token in name_words(person.name)} - generic
    offices = {token.low for person in people if not person.name for token in tokens(person.role or "")}
    if any(token.low in names for token in one.words):
        return False
    return all(token.low in generic or token.low in company_words or token.low in offices for token in one.words) and (
        not one.title or one.title in {"sir"}
    )


def title_of(person: Recipient) -> str:
    """The form of address that the notes give a person, "" when they give none."""
    for text in (person.title, person.name):
        found = [titles()[token.low] for token in tokens(text or "") if token.low in titles()]
        if not found and text and text is person.title:
            found = [token.low for token in tokens(text)][:1]
        ranked = [title for title in found if title in {"prof", "dr"}] or found
        if ranked:
            return ranked[0]
    return ""


@dataclass(frozen=True, slots=True)
class Match:
    """How an addressee fits a person: `exact`, `spelling` (accents), `near`, `nickname`, `part` (one name right, one wrong) or `none`."""

    how: str
    person: Recipient | None = None
    right: str = ""


def find_match(one: Addressee, people: Sequence[Recipient]) -> Match:
    """The best fit of an addressee among some people."""
    order = ["exact", "spelling", "near", "part", "nickname", "none"]
    best = Match("none")
    for person in people:
        match = _compare(one, person)
        if order.index(match.how) < order.index(best.how):
            best = match
    return best


def _compare(one: Addressee, person: Recipient) -> Match:
    known = list(name_words(person.name))
    if not known or not one.words:
        return Match("none")
    if len(one.words) == 1 and titles().get(one.words[0].low, "?") == title_of(person):
        return Match("exact", person)
    office = {token.low for token in tokens(person.role or "")} - {word.low for word in known}
    words = tuple(token for token in one.words if token.low not in office) or one.words
    if len(words) > 1 and one.title_token is None:
        words = words[_unknown_salutation(words, known) :]
    hows = []
    for token in words:
        hows.append(_word_fit(token, known, is_first=token is words[0]))
    right = _as_greeted(one, person)
    if all(how in {"exact", "initial"} for how in hows) and "exact" in hows:
        return Match("near" if is_turned(words, known, person.name or "") else "exact", person, right)
    if all(how in {"exact", "initial", "spelling"} for how in hows):
        return Match("spelling", person, right)
    if all(how in {"exact", "initial", "spelling", "near"} for how in hows):
        return Match("near", person, right)
    if hows[0] == "nickname" and all(how in {"exact", "initial"} for how in hows[1:]):
        return Match("nickname", person, right)
    return Match("part", person, right) if "exact" in hows or "near" in hows or "spelling" in hows else Match("none")


def is_turned(words: Sequence[Token], known: Sequence[Token], name: str) -> bool:
    """Whether the halves of a double name stand the wrong way round ("Bonsu-Mensah")."""
    places = [next((at for at, word in enumerate(known) if word.low == token.low), -1) for token in words]
    return "-" in name and places != sorted(places)


def _unknown_salutation(words: Sequence[Token], known: Sequence[Token]) -> int:
    """How many strange words stand before the first name as the notes have it ("Sanibona Thandi"): nobody puts another first name there."""
    for index, token in enumerate(words):
        if same_spelling(token.text, known[0].text):
            return index
        if token.low in name_list("given_names") or any(token.low == word.low or is_near(token.low, word.low) for word in known):
            return 0
    return 0


def _word_fit(token: Token, known: Sequence[Token], *, is_first: bool) -> str:
    for word in known:
        if same_spelling(token.text, word.text):
            return "exact"
    for word in known:
        if token.low == word.low:
            return "spelling"
        if _GAELIC.search(word.text) and _is_lenited(token.low, word.low):
            return "exact"
        if (len(token.low) == 1 and word.low.startswith(token.low)) or (len(word.low) == 1 and token.low.startswith(word.low)):
            return "initial"
    joined = "".join(word.low for word in known)
    if token.low == joined:
        return "near"
    if is_first and nickname_of(token.low, known[0].low):
        return "nickname"
    return "near" if any(is_near(token.low, word.low) for word in known) else "none"


#: Names that may be softened when called: with a Gaelic accent, or one of the few that have none.
_GAELIC = compiled(
    r"[áéíóúàèìòùÁÉÍÓÚÀÈÌÒÙ]|^(?:Tadhg|Taidhg|Padraig|Cathal|Colm|Brid|Donal|Fergus|Seumas|Calum|Morag|Catriona|Peigi|Murdo)$"
)


def _is_lenited(low: str, right: str) -> bool:
    """Whether a name stands in the vocative of Irish or Scottish Gaelic: "a Mháire" to Máire, "a Thaidhg" to Tadhg."""
    is_softened = low[1:2] == "h" and low[:1] == right[:1] and right[1:2] != "h"
    return (is_softened and is_near(low[0] + low[2:], right)) or (is_softened and low[0] + low[2:] == right)


def _as_greeted(one: Addressee, person: Recipient) -> str:
    """What to write instead, in the form that was greeted."""
    known = name_words(person.name)
    if one.title_token is not None and len(one.words) == 1:
        return f"{person.title or one.title_token.text} {known[-1].text}"
    return known[0].text if len(one.words) == 1 else " ".join(token.text for token in known)
