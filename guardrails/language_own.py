"""LNG by our own lists: repeated words, articles, slips of grammar, small letters and spacing, without a library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from guardrails.findings import Finding, Severity
from guardrails.language_words import common_words, is_dialect_word, is_ordinary_word, load_spellings, pattern, word_list
from guardrails.lexicon import Passage, load_lexicons
from guardrails.text import is_quoted
from prompts.draft import Draft, Part
from prompts.patterns import compiled

__all__ = ["PARTS_READ", "find_articles", "find_capitals", "find_misspelled", "find_repeated", "find_slips", "find_spacing", "find_stray"]

#: What is read for language: greeting and signature are names, rendered or judged elsewhere.
PARTS_READ: tuple[Part, ...] = ("subject", "body")

_REPEATED = compiled(r"(?<![\w'’-])([^\W\d_]+)(?:\s+\1)+(?![\w'’-])", re.IGNORECASE)
_ARTICLES = compiled(r"(?<![\w'’-])(the|an?)\s+(the|an?|my|your|our|their)(?![\w'’.)-])")
_ARTICLE = compiled(r"(?<![\w'’.,(&/-])([Aa]n?)\s+([a-z]+)(?![\w'’.])")
_AFTER = compiled(r"\s+([^\W\d_]+)")
_BEFORE = compiled(r"([^\W\d_]+)\s+$")
_LONGEST_WORD = 40
#: So many different stray words are no slip; a sentence in another language is the format check's.
_FOREIGN = 3
_WORD = compiled(r"(?<![\w@./'’-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w@/-]|\.\w|['’]\w)")
_SMALL_I = compiled(r"(?<![\w.'’(/&-])i(?:['’](?:m|d|ve|ll))?(?![\w.)'’/&-])")
_SPACE_BEFORE = compiled(r"(?<=[^\W\d_])[ \t]+[,;](?=\s|[^\W\d_])|(?<=[^\W\d_])[ \t]+\.(?=\s|$)")
_NO_SPACE = compiled(r"(?<![\w./@:-])([^\W\d_]{2,})([,;]|[.?!](?=[A-Z]))([^\W\d_]{2,}|I|a)(?![\w./@-])")
_DOUBLED_MARK = compiled(r"(?<=[^\W_]),,(?!,)|(?<=[^\W_])(?<!\bp\.m)(?<!\ba\.m)(?<!etc)\.\.(?!\.)")

#: "The view form the office": only something in the plural, or a helper's verb, can form anything.
_FORM = compiled(r"(?<![\w'’-])([^\W\d_]*[^\W\d_s])\s+(form)\s+(?:the|my|your|our|his|her|their|last|next|this|that)(?![\w'’-])")

_SLIPS = {
    "verbs": ("LNG-grammar", "is not a form an English verb takes here", "Use the form of the verb that goes with its subject or helper."),
    "agreement": ("LNG-grammar", "mixes one and many", "Let noun and verb agree: both one, or both many."),
    "confused": (
        "LNG-confused",
        "holds a word that sounds like the one meant",
        "Write the word that is meant (your or you're, their or there, its or it's).",
    ),
}


def find_repeated(part: Part, text: str, known: str) -> Iterator[Finding]:
    """A word twice in a row; `known` is the notes' own text, where a name may be doubled ("Walla Walla")."""
    for match in _REPEATED.finditer(text):
        word = match[1].lower()
        names = all(piece[:1].isupper() for piece in match[0].split()) and word not in common_words()
        before = _BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
        belongs = word in word_list("particles") and before is not None and before[1].lower() in word_list("phrasal")
        meant = word in word_list("twice") or _is_meant_twice(word, text, match.start(), match.end())
        if meant or names or belongs or " ".join(match[0].lower().split()) in known:
            continue
        yield Finding(
            "LNG-repeated",
            "error",
            part,
            match.start(),
            match.end(),
            f'"{_one_line(match[0])}" says a word twice.',
            f'Write "{match[1]}" once.',
        )


def _is_meant_twice(word: str, text: str, start: int, end: int) -> bool:
    """Whether a doubled word may stand so for the words around it: "what it is is", "gave her her book", "that that plan"."""
    if word == "that":
        after = _AFTER.match(text, end)
        return after is not None and after[1].lower() not in word_list("not_after_that")
    before = _twice_after().get(word)
    if not before:
        return False
    clause = re.split(r"[.;:!?]", text[max(0, start - _LONGEST_WORD) : start])[-1]
    return any(one.lower() in before for one in re.findall(r"[^\W\d_]+", clause)[-4:])


@cache
def _twice_after() -> dict[str, frozenset[str]]:
    pairs = (entry.split("=") for entry in word_list("twice_after"))
    return {word: frozenset(before.split(",")) for word, before in pairs}


def find_articles(part: Part, text: str) -> Iterator[Finding]:
    """Two articles in a row, and "a" or "an" before the wrong sound."""
    for match in _ARTICLES.finditer(text):
        if match[1] != match[2] and not (match[1] == "a" and match[2] == "a"):
            yield Finding(
                "LNG-article",
                "error",
                part,
                match.start(),
                match.end(),
                f'"{_one_line(match[0])}" has two words where one is allowed before a noun.',
                f'Keep "{match[1]}" or "{match[2]}".',
            )
    for match in _ARTICLE.finditer(text):
        article, word = match[1].lower(), match[2]
        right = _right_article(word)
        if right and right != article and not (article == "a" and word in word_list("not_after_a")):
            message = f'"{_one_line(match[0])}": before the sound of "{word}" stands "{right}".'
            yield Finding("LNG-article", "error", part, match.start(), match.end(), message, f'Write "{right} {word}".')


def _right_article(word: str) -> str:
    """The article before a word in small letters; empty where its sound is not sure."""
    if len(word) < 3 or not (word in common_words() or is_dialect_word(word)) or pattern("either_h").match(word):
        return ""
    if pattern("silent_h").match(word):
        return "an"
    if word[0] in "aeiou":
        return "a" if pattern("vowel_as_consonant").match(word) else "an"
    return "a"


def find_slips(part: Part, passage: Passage) -> Iterator[Finding]:
    """Wrong verb forms, number and confused words by the lists of `data/language/slips.yaml`; quoted words are somebody else's."""
    lists = load_lexicons("language/slips")
    for match in _FORM.finditer(passage.text):
        if match[1].lower() not in word_list("may_form"):
            message = f'"{_one_line(match[0])}" says "form" where "from" is meant.'
            yield Finding("LNG-confused", "error", part, match.start(2), match.end(2), message, 'Write "from".')
    for name, (rule, seen, fix) in _SLIPS.items():
        for hit in lists[name].find(passage):
            if (
                "," in passage.text[hit.start : hit.end]
                or "-" in passage.text[max(0, hit.start - 1) : hit.start] + passage.text[hit.end : hit.end + 1]
            ):
                continue
            quote = _one_line(passage.text[hit.start : hit.end])
            severity: Severity = "error" if hit.level == "error" else "warning"
            yield Finding(rule, severity, part, hit.start, hit.end, f'"{quote}" {seen}.', fix)


def find_misspelled(part: Part, passage: Passage, known: frozenset[str]) -> Iterator[Finding]:
    """Misspellings that are no word anywhere; one that the notes have too is theirs as well, and a warning."""
    wrong = load_spellings().misspelled
    if not passage.pieces & wrong.keys():
        return
    for match in _WORD.finditer(passage.text):
        low = match[0].lower()
        if low not in wrong or match[0][1:] != low[1:] or is_quoted(match.start(), match.end(), passage.quoted):
            continue
        severity: Severity = "warning" if low in known else "error"
        where = "; it stands so in the notes" if low in known else ""
        right = wrong[low][:1].upper() + wrong[low][1:] if match[0][0].isupper() else wrong[low]
        yield Finding(
            "LNG-spelling", severity, part, match.start(), match.end(), f'"{match[0]}" is no English word{where}.', f'Write "{right}".'
        )


def find_stray(part: Part, passage: Passage) -> Iterator[Finding]:
    """A small word of another language between English ones; in quotes it is somebody else's."""
    if not 0 < len(passage.pieces & word_list("stray")) < _FOREIGN:
        return
    found = list(_WORD.finditer(passage.text))
    for index, match in enumerate(found):
        beside = [one[0] for one in found[max(0, index - 1) : index + 2] if one is not match]
        if match[0] not in word_list("stray") or not all(word == "I" or (word.islower() and is_ordinary_word(word)) for word in beside):
            continue
        if not is_quoted(match.start(), match.end(), passage.quoted):
            message = f'"{match[0]}" is a word of another language.'
            yield Finding("LNG-spelling", "error", part, match.start(), match.end(), message, "Say it in English.")


def find_capitals(draft: Draft, known: frozenset[str]) -> Iterator[Finding]:
    """A small "i", day, month or people, and a sentence that begins small after one that ended."""
    for part in PARTS_READ:
        text = draft.part(part)
        for match in _SMALL_I.finditer(text):
            yield _capital(part, match.start(), match.end(), match[0], match[0].capitalize())
        for match in _WORD.finditer(text):
            if match[0] in word_list("days") or (match[0] in word_list("peoples") and match[0] not in known):
                yield _capital(part, match.start(), match.end(), match[0], match[0].capitalize())
    ended = ""
    for index, (start, _, sentence) in enumerate(draft.sentence_spans()):
        first = _WORD.match(sentence.text)
        if first and first[0] in common_words() and first[0] not in known and first[0] != "i":
            tail = re.search(r"([^\W\d_]{3,})[.?!]$", ended)
            if not index:
                yield _capital("body", start, start + len(first[0]), first[0], first[0].capitalize(), severity="warning")
            elif tail and tail[1].lower() not in word_list("abbreviations"):
                yield _capital("body", start, start + len(first[0]), first[0], first[0].capitalize())
        ended = sentence.text


def _capital(part: Part, start: int, end: int, seen: str, right: str, *, severity: Severity = "error") -> Finding:
    return Finding(
        "LNG-capital", severity, part, start, end, f'"{seen}" begins with a small letter; here a capital is needed.', f'Write "{right}".'
    )


def find_spacing(part: Part, text: str) -> Iterator[Finding]:
    """A space before a comma, none after one, a comma or full stop twice."""
    for match in _SPACE_BEFORE.finditer(text):
        yield _spacing(part, match.start(), match.end(), "A space stands before the mark.", "Take out the space.")
    for match in _NO_SPACE.finditer(text):
        left, right = match[1].lower(), match[3].lower()
        is_joined = right in common_words() or right in ("i", "a")
        if is_joined and (left in common_words() or (match[1].islower() and match[2] not in ",;")):
            yield _spacing(part, match.start(), match.end(), f'"{match[0]}" has no space after the mark.', "Put a space after it.")
    for match in _DOUBLED_MARK.finditer(text):
        yield _spacing(part, match.start(), match.end(), f'"{match[0]}" is one mark too many.', "Keep one of them.")


def _spacing(part: Part, start: int, end: int, message: str, fix: str) -> Finding:
    return Finding("LNG-punctuation", "error", part, start, end, message, fix)


def _one_line(text: str) -> str:
    return " ".join(text.split())
