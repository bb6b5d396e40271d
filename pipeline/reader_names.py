"""People's names in running text: every stretch that may be a name, with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reader_data import fold, given_names, people
from prompts.patterns import compiled

__all__ = ["Name", "Person", "find_names", "is_given", "is_role", "looks_like_company", "name_at", "read_person"]

_WORD = r"[^\W\d_]+(?:['’‘ʼ-](?!s\b)[^\W\d_]+)*(?:['’ʼ](?= [A-ZÀ-Þ][a-z]))?"
_TOKEN = compiled(rf"{_WORD}\.?|[’'](?=t\b)t")
_CJK = compiled(
    r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{2,6}|[\u0600-\u06ff]{2,}(?: [\u0600-\u06ff]{2,}){1,3}"
)
_ELIDED = compiled(r"(?:d|l|dell|dall|all|o|n)['’ʼ][A-ZÀ-Þ]")
_RUN = compiled(
    r"[A-ZÀ-ÞĀ-Ž][\w'’-]*"
    r"(?:[ \u00a0](?:[A-ZÀ-ÞĀ-Ž][\w'’-]*|(?:de|del|do|da|di|du|of|the|and|von|van|la|le|los|las)(?=[ ][A-ZÀ-ÞĀ-Ž]))){1,5}"
)
_GAP = compiled(r"[ \u00a0]{1,2}")
_EMAIL = compiled(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST_NAME = 6
#: Endings of words that are an organisation's name in many languages ("Kantonalbank", "Stadtwerke").
_FIRM_ENDINGS = (
    "bank",
    "banken",
    "werke",
    "verk",
    "klinik",
    "kliniken",
    "versicherung",
    "forsikring",
    "kasse",
    "gesellschaft",
    "verband",
    "verein",
    "ziekenhuis",
    "sairaala",
    "universität",
    "universitet",
    "universiteit",
    "hochschule",
    "gymnasium",
    "verlag",
    "förlag",
    "forlag",
    "museet",
    "sykehus",
    "sjukhus",
    "sygehus",
)
_JOB_ENDINGS = ("ist", "ician", "grapher", "keeper", "smith", "maker", "worker", "monger", "wright")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch that may be a person's name.

    `title` is the span of a form of address before it; `score` counts the evidence inside the name itself: 2 for a title,
    2 for a known given name, 1 for two words or more.
    """

    start: int
    end: int
    text: str
    title: tuple[int, int] | None
    score: int


def is_given(word: str) -> bool:
    """Whether this word is a known given name, in any case, with or without accents; "Min-jun" counts as "minjun"."""
    key = fold(word).strip(".")
    known = given_names()
    return key in known or key.replace("-", "") in known or ("-" in key and key.split("-")[0] in known)


def is_role(phrase: str) -> bool:
    """Whether a phrase names a job: it holds a word such as "manager" or "nurse"."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", fold(phrase))
    words += [word.rsplit("-", 1)[1] for word in words if "-" in word]
    heads = people()["role_heads"]
    return any(word in heads or word.removesuffix("s") in heads or (len(word) > 7 and word.endswith(_JOB_ENDINGS)) for word in words)


def looks_like_company(phrase: str) -> bool:
    """Whether a phrase ends like the name of an organisation ("Labs", "GmbH")."""
    words = fold(phrase).split()
    suffixes = people()["company_suffixes"]
    last = phrase.split()[-1] if words else ""
    if len(words) > 1 and len(last) <= 2 and not last.isupper() and phrase != fold(phrase) and last not in {"Co"}:
        return False
    if re.search(r"\S & \S", phrase) and not all(is_given(part.split()[0]) for part in phrase.split(" & ") if part.split()):
        return True
    if words and len(words[-1]) > 8 and words[-1].endswith(_FIRM_ENDINGS):
        return True
    return bool(words) and (
        words[-1] in suffixes or words[-1].removesuffix("s") in suffixes or (len(words) > 1 and words[0] in people()["company_prefixes"])
    )


def find_names(text: str, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """Every stretch of capital words that may be a person's name, left to right, without overlaps."""
    stop = len(text) if end is None else end
    at = start
    cjk = _CJK.search(text, at, stop)
    while at < stop:
        token = _TOKEN.search(text, at, stop)
        if cjk and cjk.start() < at:
            cjk = _CJK.search(text, at, stop)
        if cjk and (token is None or cjk.start() <= token.start()):
            yield Name(cjk.start(), cjk.end(), cjk[0], None, 2)
            at = cjk.end()
            continue
        if token is None:
            return
        found = name_at(text, token.start(), stop)
        if found is not None and found.title is None and _is_of_company(text, found, stop):
            at = _past_company(text, token.start(), found.end, stop)
        elif found is None:
            at = _past_company(text, token.start(), token.end(), stop)
        else:
            yield found
            at = found.end


def _is_of_company(text: str, name: Name, stop: int) -> bool:
    """Whether capital words behind a name make it part of an organisation's ("Padma University College")."""
    behind = re.compile(r"[ \u00a0](?P<word>[A-ZÀ-Þ][\w'’-]*)").match(text, name.end, stop)
    if behind is None or (is_role(behind["word"]) and " " in name.text):
        return False
    return _past_company(text, name.start, name.end, stop) > name.end


def _past_company(text: str, start: int, end: int, stop: int) -> int:
    """Where to look on behind a word that is no name: past the whole name of an organisation that it begins."""
    run = _RUN.match(text, start, stop)
    while run is not None and run.end() > end:
        if looks_like_company(run[0]):
            return run.end()
        shorter = run[0].rpartition(" ")[0]
        run = _RUN.match(text, start, start + len(shorter)) if shorter else None
    return end


def name_at(text: str, start: int, stop: int, *, lower: bool = False) -> Name | None:
    """The name that begins exactly here; `lower` also takes known given names written without capitals."""
    title, at = _titles(text, start, stop)
    words: list[tuple[int, int]] = []
    last_real = -1
    while at < stop and len(words) < _LONGEST_NAME:
        token = _TOKEN.match(text, at, stop)
        if token is None:
            break
        kind = _token_kind(token, first=not words, lower=lower)
        if kind == "no" and title is not None and not words and token[0][0].isupper() and fold(token[0]) in people()["title_names"]:
            kind = "name"
        if kind == "no" and words and _is_surname(text, token):
            kind = "name"
        if kind == "no" and not words and _is_ambiguous_name(text, token, stop):
            kind = "name"
        if kind == "no" or (kind == "particle" and not words and not _capital_follows(text, token.end(), stop)):
            break
        end = token.end()
        initial = len(token[0].rstrip(".")) <= (2 if _capital_follows(text, token.end(), stop) else 1)
        if token[0].endswith(".") and not initial:
            end -= 1
        words.append((token.start(), end))
        if kind == "name":
            last_real = len(words)
        gap = _GAP.match(text, end, stop)
        if gap is None or end != token.end():
            break
        at = gap.end()
    words = words[:last_real] if last_real > 0 else []
    if not words or (len(words) == 1 and len(text[words[0][0] : words[0][1]].rstrip(".")) < 2):
        return None
    honorific = re.search(r"(?<=\w)-(?:san|sama|ssi|nim|ji|sensei|kun|chan)$", text[words[-1][0] : words[-1][1]])
    span = (words[0][0], words[-1][1] - (len(honorific[0]) if honorific else 0))
    value = text[span[0] : span[1]]
    if looks_like_company(value) or (is_role(value) and title is None and not is_given(text[words[0][0] : words[0][1]])):
        return None
    given = any(is_given(text[s:e]) for s, e in words)
    return Name(*span, value, title, 2 * bool(title) + 2 * given + (len(words) > 1))


def _titles(text: str, start: int, stop: int) -> tuple[tuple[int, int] | None, int]:
    """The span of the forms of address that begin here, and where the name after them begins."""
    at, title_end = start, start
    while True:
        token = _TOKEN.match(text, at, stop)
        if (
            token is None
            or fold(token[0]).rstrip(".") not in people()["titles"]
            or (not token[0][0].isupper() and fold(token[0]).rstrip(".") not in people()["small_titles"])
        ):
            break
        gap = _GAP.match(text, token.end(), stop)
        if gap is None or (token[0].islower() and not text[gap.end() : gap.end() + 1].isupper()):
            break
        title_end, at = token.end(), gap.end()
    return ((start, title_end), at) if title_end > start else (None, start)


def _token_kind(token: re.Match[str], *, first: bool, lower: bool) -> str:
    word = token[0]
    key = fold(word).rstrip(".")
    lists = people()
    if not first and key in lists["particles"] and not (word[0].isupper() and len(key) == 1):
        return "particle"
    if first and key in lists["particles"] and word.endswith("."):
        return "no"
    if first and key in lists["particles"] and len(key) > 1 and key not in lists["not_names"]:
        return "particle" if not word[0].isupper() else "name"
    if key in lists["not_names"] and not (len(key) == 1 and word.endswith(".")):
        return "no"
    if word[0].isupper() or ("-" in word and word.split("-", 1)[1][:1].isupper()) or _ELIDED.match(word):
        if len(key) > 3 and word.isupper() and not is_given(key) and first:
            return "no"
        return "name"
    if lower and is_given(key):
        return "name"
    return "no"


def _is_surname(text: str, token: re.Match[str]) -> bool:
    """Whether "Said" or "May" behind a given name is the surname: it has its capital and no day of the month follows."""
    return (
        fold(token[0]) in people()["ambiguous_names"]
        and token[0].istitle()
        and re.compile(r"[ ]\d|[ ][A-Z]").match(text, token.end()) is None
    )


def _is_ambiguous_name(text: str, token: re.Match[str], stop: int) -> bool:
    """Whether "Will", "Jan" or "April" begins a name: a capital surname follows and no word of time stands before."""
    if fold(token[0]) not in people()["ambiguous_names"] or not token[0][0].isupper() or not _capital_follows(text, token.end(), stop):
        return False
    after = _TOKEN.match(text, token.end() + 1, stop)
    before = fold(text[max(0, token.start() - 12) : token.start()])
    if fold(token[0]) == "said" and (after is None or fold(after[0]) not in people()["particles"]):
        return False
    return (
        after is not None
        and fold(after[0]) not in people()["not_names"]
        and not re.search(r"\b(?:in|on|of|by|until|since|last|next|early|late|mid|\d+)[ ]$", before)
    )


def _capital_follows(text: str, at: int, stop: int) -> bool:
    gap = _GAP.match(text, at, stop)
    if not gap or gap.end() >= stop:
        return False
    token = _TOKEN.match(text, gap.end(), stop)
    if token is not None and fold(token[0]) in people()["particles"] and token[0].islower():
        gap = _GAP.match(text, token.end(), stop)
    return bool(gap) and gap is not None and gap.end() < stop and text[gap.end()].isupper()


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one line gives them; every value with its span."""

    name: tuple[int, int] | None
    title: tuple[int, int] | None
    role: tuple[int, int] | None
    email: tuple[int, int] | None


def read_person(text: str, start: int, end: int) -> Person:
    """One person from a stretch like "Dr Anna Kowalska, Head of Operations <anna@x.pl>" or "Anna (CTO)"."""
    email = _EMAIL.search(text, start, end)
    name: Name | None = None
    at = start
    while at < end and not text[at].isalpha():
        at += 1
    name = name_at(text, at, end, lower=True) or next((n for n in find_names(text, start, end)), None)
    if name is not None and email is not None and email.start() <= name.start < email.end():
        name = None
    role = _role_beside(text, name, start, end, email)
    return Person(
        (name.start, name.end) if name else None,
        name.title if name else None,
        role,
        (email.start(), email.end()) if email else None,
    )


def _role_beside(text: str, name: Name | None, start: int, end: int, email: re.Match[str] | None) -> tuple[int, int] | None:
    at = name.end if name else start
    stop = email.start() if email and email.start() > at else end
    match = re.compile(r"\s*(?:[,(–—|/:-]+\s*|\bthe\s+|\bis\s+(?:the\s+|their\s+)?)+(?P<role>[^,()<>|;\n–—]{2,60})").match(text, at, stop)
    if match is None:
        return None
    left, right = match.span("role")
    while right > left and not (text[right - 1].isalnum() or text[right - 1] == "."):
        right -= 1
    value = text[left:right]
    return (left, right) if value and (is_role(value) or fold(value) in people()["recruiter_words"]) else None
