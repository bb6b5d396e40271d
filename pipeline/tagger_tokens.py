"""Pasted notes as words and marks, in lines and in runs of words that may be one name: what the tagger looks at."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from pipeline.reader_data import fold, given_names, labels, load_data, people
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["Page", "Row", "Token", "read_page", "word_sets"]

_TOKEN = compiled(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)\S+"
    r"|['’ʼ]s\b"
    r"|[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’‘ʼ`-](?!s\b)[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)*"
    r"|\d+(?:[.,:/-]\d+)*[a-z]{0,2}"
    r"|[^\w\s]|_"
)
_ROW = compiled(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
#: A clock or a date at the head of a chat's line, brackets and all.
_STAMP = compiled(
    r"[ \t>]*\[?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?[ ]?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ ]?[ap]\.?m\.?)?\]?"
    r"[ \t]*[-–—]?[ \t]*",
    re.IGNORECASE,
)
#: How many words before a colon still make a label.
_LABEL_WORDS = 6


@dataclass(slots=True)
class Token:
    """A word or a mark: where it stands, its folded form, and the kinds of word that the lists know it as."""

    start: int
    end: int
    text: str
    key: str
    is_word: bool
    shape: str
    kinds: tuple[str, ...]
    row: int = 0
    #: The number of the run it belongs to, -1 for none.
    run: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its tokens as [first, last), the folded words before its colon, and how it begins."""

    first: int
    last: int
    label: tuple[str, ...]
    #: The first token behind the label; `first` when there is none.
    value: int
    lead: str
    gap: bool
    words: int


@dataclass(frozen=True, slots=True)
class Page:
    """A text cut up; `runs` are [first, last) of tokens that may together be a name."""

    tokens: list[Token]
    rows: list[Row]
    runs: list[tuple[int, int]]
    counts: Counter[str] = field(default_factory=Counter)
    #: Folded words of the local parts and hosts of addresses.
    addresses: tuple[str, ...] = ()
    small: bool = False
    #: In a chat: the folded name of each speaker, and whether that one tells the most of himself.
    speakers: dict[str, bool] = field(default_factory=dict)
    #: Where each word that may be part of a name stands.
    places: dict[str, list[int]] = field(default_factory=dict)


@cache
def word_sets() -> dict[str, frozenset[str]]:
    """The word sets of `tagger.yaml`."""
    return {name: frozenset(words) for name, words in load_data("tagger.yaml", dict[str, list[str]]).items()}


def read_page(text: str) -> Page:
    """Cut a text into tokens, lines and runs; offsets count in `text`."""
    small = is_lower_case(text)
    tokens, rows = _cut(text)
    runs = _runs(tokens, rows, small=small)
    counts = Counter(token.key for token in tokens if token.is_word)
    page = Page(tokens, rows, runs, counts, tuple(token.key for token in tokens if token.shape == "@"), small)
    for index, (first, last) in enumerate(runs):
        for at in range(first, last):
            token = tokens[at]
            token.run = index
            if len(token.key) > 2 and "never" not in token.kinds:
                page.places.setdefault(token.key, []).append(at)
    page.speakers.update(_speakers(tokens, rows))
    return page


def _cut(text: str) -> tuple[list[Token], list[Row]]:
    """The tokens, with a line break behind each line, and the lines that hold any."""
    tokens: list[Token] = []
    rows: list[Row] = []
    ended = 0
    for match in _ROW.finditer(text):
        first = len(tokens)
        stamp = _STAMP.match(text, match.start(), match.end())
        at = stamp.end() if stamp else match.start()
        tokens += [_token(said[0], said.start(), len(rows)) for said in _TOKEN.finditer(text, at, match.end())]
        if len(tokens) == first:
            continue
        gap = text.count("\n", ended, match.start()) > 1
        ended = match.end()
        rows.append(_row(tokens, first, stamped=stamp is not None, gap=gap))
        tokens.append(Token(match.end(), match.end(), "\n", "¶", False, "¶", (), len(rows) - 1))
    return tokens, rows


def _speakers(tokens: list[Token], rows: list[Row]) -> dict[str, bool]:
    """The words before the colon that begin two lines or more; the one whose lines hold the most of "I" and "my" is the writer."""
    said: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for row in rows:
        if row.label and row.label[2] == ":" and row.label[0] not in labels().known:
            lines[row.label[0]] += 1
            said[row.label[0]] += sum(1 for token in tokens[row.value : row.last] if token.key in word_sets()["own"])
    spoken = [who for who, count in lines.items() if count > 1]
    if len(spoken) < 2:
        return {}
    most = max(said[who] for who in spoken)
    return {who: who in word_sets()["writers"] or said[who] == most for who in spoken}


def _token(said: str, start: int, row: int) -> Token:
    key = fold(said)
    is_word = said[0].isalpha() and "@" not in said and "://" not in said
    return Token(start, start + len(said), said, key, is_word, _shape(said), _kinds(key, plain=said.isascii()) if is_word else (), row)


def _shape(said: str) -> str:
    if "@" in said and len(said) > 3:
        return "@"
    if said[0].isdigit():
        return "9"
    if not said[0].isalpha():
        return said if len(said) == 1 else "url"
    if said.isupper():
        return "X" if len(said) == 1 else "XX"
    if said.islower():
        return "x"
    if said[0].isupper():
        return "Xx-Xx" if any(c.isupper() for c in said[1:]) else "Xx"
    return "xX" if any(c.isupper() for c in said) else "_"


def _kinds(key: str, *, plain: bool) -> tuple[str, ...]:
    """The lists that a folded word stands in; a word with accents ("Mỹ") is no English one."""
    lists = people()
    found = []
    stem = key.removesuffix("s")
    if _is_given(key):
        found.append("given")
    if plain and is_ordinary(key):
        found.append("plain")
    if key.rstrip(".") in lists["titles"]:
        found.append("title")
    if key in lists["particles"]:
        found.append("particle")
    if key in lists["role_heads"] or stem in lists["role_heads"]:
        found.append("job")
    if key in lists["company_suffixes"]:
        found.append("firm")
    if key in lists["company_prefixes"]:
        found.append("house")
    if key in lists["recruiter_words"]:
        found.append("hr")
    if plain and key in lists["not_names"]:
        found.append("never")
    return tuple(found)


def _is_given(key: str) -> bool:
    known = given_names()
    return key in known or key.replace("-", "") in known or ("-" in key and key.split("-")[0] in known)


def _row(tokens: list[Token], first: int, *, stamped: bool, gap: bool) -> Row:
    """The line that begins with token `first` and ends with the last one."""
    last = len(tokens)
    at = first
    lead = "stamp" if stamped else ""
    while at < last and not tokens[at].is_word and tokens[at].shape in _MARKS:
        lead = lead or _MARKS[tokens[at].shape]
        at += 1
    label: tuple[str, ...] = ()
    words: list[str] = []
    for number in range(at, min(last, at + _LABEL_WORDS + 3)):
        token = tokens[number]
        sure = token.text in {":", "="}
        if sure or (token.text in {"-", "–", "—", ">"} and len(words) < 3 and number + 1 < last and _spaced(tokens, number)):
            label = (words[0], words[-1], ":" if sure else "-") if words else ()
            at = number + 1 if words else at
            break
        if token.is_word:
            words.append(token.key)
        if len(words) > _LABEL_WORDS or token.text in {".", "?", "!", ",", ";"}:
            break
    return Row(first, last, label, at, lead, gap, sum(token.is_word for token in tokens[first:last]))


_MARKS = {
    **dict.fromkeys("*•·▪", "bullet"),
    **dict.fromkeys("-–—~", "dash"),
    **dict.fromkeys("#+✓→/_|\"“'([", "other"),
    ">": "quote",
}


def _spaced(tokens: list[Token], number: int) -> bool:
    return number > 0 and tokens[number - 1].end < tokens[number].start and tokens[number].end < tokens[number + 1].start


def _runs(tokens: list[Token], rows: list[Row], *, small: bool) -> list[tuple[int, int]]:
    """Stretches of words with capitals (in a text without: of words of no dictionary), with what links them."""
    found: list[tuple[int, int]] = []
    links = word_sets()["links"]
    for row in rows:
        at = row.first
        while at < row.last:
            if not _may_be_named(tokens[at], small=small):
                at += 1
                continue
            end = at + 1
            while end < row.last:
                step = end
                while step < row.last and step < end + 3 and tokens[step].key in links and _touches(tokens, step):
                    step += 1
                if step < row.last and tokens[step].text == "." and tokens[step - 1].shape == "X":
                    step += 1
                if step == row.last or not _may_be_named(tokens[step], small=small):
                    break
                if not _touches(tokens, step) and tokens[step - 1].text != ".":
                    break
                end = step + 1
            found.append((at, end))
            at = end
    return found


def _touches(tokens: list[Token], number: int) -> bool:
    return tokens[number].start - tokens[number - 1].end <= 1 and (tokens[number - 1].is_word or tokens[number - 1].text == "&")


def _may_be_named(token: Token, *, small: bool) -> bool:
    if not token.is_word:
        return False
    if small:
        return "plain" not in token.kinds or "firm" in token.kinds
    return token.shape in {"X", "XX", "Xx", "Xx-Xx", "xX", "_"} and not (token.shape == "X" and token.key in {"i", "a"})
