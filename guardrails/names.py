"""Proper names in a draft that the notes do not have, and what they come near to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from guardrails.ground import Ground, link_pattern, name_words, same_spelling
from guardrails.language_words import is_ordinary_word
from guardrails.moments import find_moments
from guardrails.vocabulary import Token, bare, load_data, load_vocabulary, stem, tokens, word_list
from prompts.patterns import compiled

__all__ = ["StrayName", "find_stray_names", "is_near", "name_list", "sentence_starts"]


class StrayName(NamedTuple):
    """A name the notes do not support. `kind`: recipient, sender, company, role, fact (near a word of a fact), job, unknown or unsure."""

    kind: str
    start: int
    end: int
    text: str
    right: str = ""


@cache
def name_list(key: str) -> frozenset[str]:
    """A word list of `data/truth/names.yaml`."""
    data = load_data("names")[key]
    return frozenset(data) if isinstance(data, dict) else frozenset(str(data).split())


@cache
def _demonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for entry in str(load_data("names")["demonyms"]).split():
        adjective, places = entry.split("=")
        for place in places.split(","):
            table.setdefault(adjective, set()).add(place)
            table.setdefault(place, set()).add(adjective)
    return {word: frozenset(others) for word, others in table.items()}


_START = compiled(r"(?:^|[.!?:;\u2026\n\u2022•][\"'\u2019\u201d)\]]*)[\s\"'\u2018\u201c(\[*\-\u2013\u2014>#]*$")
_ENGLISH_TAIL = compiled(
    r"(?:ing|ed|ly|tions?|ments?|ness|ity|ities|ful|less|ous|able|ible|ive|ship|ship|isms?|ward|wise|ence|ance|ures?|ages?)$"
)
#: Ends of words of one family: "hydrology" beside "hydrologist", "taxidermies" beside "taxidermist".
_FAMILY_TAIL = compiled(r"(?:i?es|y|i?c?als?|i[cs]s?|ings?|ed|i?ves?|[ai]tions?|ary|aries|ages?|ery|eries|ously|eous|ous|isms?)")
_TRADE_TAIL = compiled(r"(?:ists?|i?ans?|i?ers?|ors?|ary|aries|ants?)")
_OWN = compiled(r"\b(?:[Mm]y|I(?!['\u2019]|\s+(?:would|will|am|want|hope|accept|look))|[Ww]e)\b")
_SENTENCE_END = compiled(r"[.!?;\n]")
#: How far the sentence around a name is looked at.
_SENTENCE = 200
_REPORTS = word_list("reports")
_ASKING = compiled(r"\b(?:May|Will)(?=\s+(?:I|we|you|they|it|there|this|that|the|my|your)\b)")
_POSTSCRIPT = compiled(r"\b(?:P\.? ?){1,2}S\b\.?:?|\bN\.? ?B\b\.?", re.IGNORECASE)
#: A row of more capitalised words than this is a heading or shouting, not one name.
_MAX_RUN = 8
_COMPANY_BEFORE = compiled(
    r"\b(?:join(?:ing|ed)?(?:\s+the\s+team\s+(?:at|of))?|work(?:ing)?\s+(?:at|for|with)|(?:role|position|post|job|opportunity|offer|place|future|team|career|interview|everyone|"
    r"start(?:ing)?|vacancy|day|opening|people|conversation|interest|colleagues|here|decision|life|employment|part|goals?|mission|work|culture)\s+(?:at|with|from|for|of)|interest\s+in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def sentence_starts(text: str, all_tokens: Iterable[Token]) -> set[int]:
    """Offsets of capitalised tokens that open a sentence, a line or a quotation, where a capital says nothing."""
    starts: set[int] = set()
    before = ""
    for token in all_tokens:
        if token.text.islower() or (text[max(0, token.start - 1) : token.start] == " " and text[token.start - 2].isalnum()):
            before = token.low
            continue
        window = text[max(0, token.start - 8) : token.start]
        opens = bool(_START.search(window)) if token.start > 8 or window.strip() else True
        is_initial = len(before) == 1 and before.isalpha() and not _POSTSCRIPT.search(window)
        if opens and not (window.rstrip(" ").endswith(".") and (before in name_list("titles") or is_initial)):
            starts.add(token.start)
        before = token.low
    return starts


def is_near(found: str, right: str, *, is_capital: bool = True) -> bool:
    """True when two bare words differ by a slip of the pen."""
    if found == right or abs(len(found) - len(right)) > 2:
        return False
    longest = max(len(found), len(right))
    if longest < 3 or (not is_capital and longest < 6):
        return False
    allowed = 1 if longest < 5 or (not is_capital and longest < 8) else 2
    distance = OSA.distance(found, right, score_cutoff=allowed)
    return distance <= allowed and (distance == 1 or longest >= 7 or found[0] == right[0])


@lru_cache(maxsize=64)
def find_stray_names(text: str, part: str, key: Ground) -> tuple[StrayName, ...]:
    """Names of a text that header and public facts do not have, in order.

    Args:
        text: one part of the draft.
        part: which part; a subject may be in title case.
        key: the support of the brief.
    """
    return tuple(_find(text, part, key))


def _find(text: str, part: str, ground: Ground) -> list[StrayName]:
    all_tokens = tokens(text)
    starts = sentence_starts(text, all_tokens)
    masked = {at for one in find_moments(text, ground.calendar.dialect) for at in range(one.start, one.end)}
    masked |= {at for pattern in (link_pattern(), _POSTSCRIPT, _ASKING) for one in pattern.finditer(text) for at in range(*one.span())}
    found: list[StrayName] = []
    runs = _runs(text, all_tokens)
    for run in runs:
        stray = [token for token in run if token.start not in masked]
        stray = [
            token
            for token in stray
            if _is_stray(token, text, ground, is_start=token.start in starts, is_alone=len(run) == 1, is_subject=part == "subject")
        ]
        stray += [token for token in _wrong_seconds(run, ground) if part != "subject" and token not in stray and token.start not in masked]
        stray += [token for token in run if token not in stray and _is_near_company(token, run, ground)]
        if stray:
            found += _judge(stray, run, text, ground, is_start=run[0].start in starts and stray[0] is run[0])
    found += _slips(text, all_tokens, ground, {token.start for run in runs for token in run} | masked)
    return sorted(found, key=lambda one: one.start)


def _wrong_seconds(run: list[Token], ground: Ground) -> list[Token]:
    """The second word of a name that the notes know with another one ("Sahyadri Foods" for "Sahyadri Seeds")."""
    vocabulary = load_vocabulary()
    found = []
    for first, second in pairwise(run):
        known = ground.pairs.get(first.low)
        is_bare = first.low in vocabulary.function or vocabulary.is_ordinary(first) or first.text.endswith(("'s", "\u2019s"))
        if known and not is_bare and second.low not in known and second.low not in ground.exact and second.low not in vocabulary.function:
            found.append(second)
    return found


def _has_capital(word: str) -> bool:
    return word[0].isupper() or (not word[0].isdigit() and any(char.isupper() for char in word))


def _is_near_company(token: Token, run: list[Token], ground: Ground) -> bool:
    """An ordinary word that comes near to a word of the company, beside another of its words ("Civil Water" for "Civic Water")."""
    others = {other.low for other in run if other is not token}
    words = ground.company_words
    return token.low not in ground.exact and bool(others & set(words)) and any(is_near(token.low, right) for right in words)


def _runs(text: str, all_tokens: tuple[Token, ...]) -> list[list[Token]]:
    """Rows of capitalised words that stand side by side ("Brightwater Foods", "Anne-Marie")."""
    runs: list[list[Token]] = []
    last: Token | None = None
    for token in all_tokens:
        if token.text.islower() or token.low == "i" or not _has_capital(token.text):
            last = None
            continue
        between = text[last.end : token.start] if last else "."
        if last and len(runs[-1]) < _MAX_RUN and between in {" ", "-", " & ", ". "} and not (between == ". " and len(last.low) > 3):
            runs[-1].append(token)
        else:
            runs.append([token])
        last = token
    return runs


def _is_stray(token: Token, text: str, ground: Ground, *, is_start: bool, is_alone: bool, is_subject: bool) -> bool:
    low = token.low
    if low in ground.exact or (token.stem in ground.narrow_stems and not _looks_like_person(low) and not _is_altered_name(token, ground)):
        return _is_misspelt(token, ground) if low in ground.header_words else _lacks_accent(token, ground)
    if low in name_list("allowed_capitals") or low in name_list("titles") or low in {"january", "february"}:
        return False
    if _is_known_otherwise(token, ground):
        return False
    vocabulary = load_vocabulary()
    is_person = _looks_like_person(low)
    if low in vocabulary.function and low not in name_list("name_like_words"):
        return False
    if is_start and is_alone and low in name_list("name_like_words"):
        return False
    if vocabulary.is_ordinary(token) and not (is_person and not is_start and not is_subject and not token.text.isupper()):
        return False
    if token.stem in vocabulary.job_nouns and not is_start:
        return True
    if low in vocabulary.strong and (is_start or is_subject):
        return False
    return not (is_start and is_alone and not is_person and _looks_english(token))


def _is_altered_name(token: Token, ground: Ground) -> bool:
    """A stem shared with a name of the header is no support: "Whitcombe" is not a form of "Whitcomb"."""
    same = [right for right in ground.header_words if stem(right) == token.stem and right not in load_vocabulary().function]
    return any(
        _owner(right, ground) in {"recipient", "sender", "company"} and token.low != right + "s" and token.stem not in ground.role_stems
        for right in same
    )


def _looks_like_person(low: str) -> bool:
    return low in name_list("given_names") or low in name_list("name_like_words")


def _looks_english(token: Token) -> bool:
    is_plain = token.text[1:].islower() or len(token.text) == 1
    return is_plain and bool(_ENGLISH_TAIL.search(token.low))


def _lacks_accent(token: Token, ground: Ground) -> bool:
    """A name of a fact without the accents that the notes give it ("Whakatane"); one that the notes have bare may get them."""
    known = ground.exact.get(token.low, ())
    return not _has_accent(token.text) and bool(known) and all(word[0].isupper() and _has_accent(word) for word in known)


def _has_accent(word: str) -> bool:
    return not word.isascii() and any(char.isalpha() and ord(char) > 127 for char in word)


def _is_misspelt(token: Token, ground: Ground) -> bool:
    """The same word but for accents or look-alike letters, where the header spells a name."""
    if token.stem in ground.role_stems or not (
        any(ord(c) > 127 for c in token.text) or any(ord(c) > 127 for c in ground.header_words[token.low])
    ):
        return False
    return not any(same_spelling(token.text, known) for known in ground.exact[token.low])


def _is_known_otherwise(token: Token, ground: Ground) -> bool:
    """Acronyms spelt out in the notes, adjectives of a country in the notes, plurals of an acronym."""
    low = token.low
    if any(other in ground.exact for other in _demonyms().get(low, ())):
        return True
    if (low in ground.stems and not _is_altered_name(token, ground)) or (token.stem in ground.stems and token.text.isupper()):
        return True
    if token.text[:-1].isupper() and low.endswith("s") and low[:-1] in ground.exact:
        return True
    return token.text.isupper() and len(low) >= 3 and any(low in letters for letters in ground.initials)


def _judge(stray: list[Token], run: list[Token], text: str, ground: Ground, *, is_start: bool) -> list[StrayName]:
    found: list[StrayName] = []
    rest: list[Token] = []
    near: tuple[str, str] | None
    for token in stray:
        if token.low in ground.header_words:
            near = _kind_of_header(token, ground)
        elif token.low in ground.exact and _lacks_accent(token, ground):
            near = "fact", min(ground.exact[token.low])
        else:
            near = _nearest(token.low, ground, is_capital=True)
        if near:
            found.append(StrayName(near[0], token.start, token.start + len(_trim(token.text)), _trim(token.text), near[1]))
        else:
            rest.append(token)
    if not rest:
        return found
    start, end = rest[0].start, rest[-1].start + len(_trim(rest[-1].text))
    name = text[start:end]
    joined = "".join(token.low for token in run)
    if joined in ground.company_words or joined == "".join(ground.company_words):
        return [*found, StrayName("company", run[0].start, run[-1].end, text[run[0].start : run[-1].end], ground.brief.notes.company or "")]
    if any(token.stem in ground.role_stems and token.low not in ground.company_words for token in run):
        return [*found, StrayName("role", run[0].start, end, text[run[0].start : end], ground.brief.notes.role or "")]
    shared = [token for token in run if token.low in ground.company_words and token not in rest]
    is_own_past = all(token.low in name_list("organisation_words") for token in shared) and _looks_back(text, run[0].start, end)
    if len(ground.company_words) > 1 and shared and not is_own_past:
        return [
            *found,
            StrayName("company", run[0].start, max(end, run[-1].end), text[run[0].start : run[-1].end], ground.brief.notes.company or ""),
        ]
    taken_for = _taken_for(run, rest, ground)
    if taken_for:
        return [*found, StrayName(taken_for[0], start, end, name, taken_for[1])]
    if any(token.stem in load_vocabulary().job_nouns for token in rest):
        return [*found, StrayName("job", run[0].start, end, text[run[0].start : end])]
    if (
        ground.brief.notes.company
        and _COMPANY_BEFORE.search(text[max(0, run[0].start - 60) : run[0].start])
        and not _looks_like_person(rest[0].low)
    ):
        return [*found, StrayName("company", start, end, name, ground.brief.notes.company)]
    return [*found, StrayName("unsure" if is_start and _is_unsure(rest, text) else "unknown", start, end, name)]


def _namesake(run: list[Token], rest: list[Token], ground: Ground) -> str:
    """The family name of the recipient whose first name the notes know with another one ("Graça Pereira" for "Graça Teixeira")."""
    for person in ground.brief.notes.recipients:
        words = name_words(person.name)
        if len(words) > 1 and run[0].low == words[0].low and run[0] is not rest[0] and len(run) - len(rest) == 1:
            return words[-1].text
    return ""


def _taken_for(run: list[Token], rest: list[Token], ground: Ground) -> tuple[str, str] | None:
    """The name of the header that stands wrong here: whose it is, and how it is right."""
    theirs = _namesake(run, rest, ground)
    if theirs:
        return "recipient", theirs
    is_company = any(_begins_like(rest[0].low, word) for word in ground.company_words)
    return ("company", ground.brief.notes.company or "") if is_company else None


def _begins_like(low: str, right: str) -> bool:
    """As in "Ridgeline" for "Ridgeway"."""
    return len(low) >= _LONG_NAME and len(right) >= _LONG_NAME and low[:_SAME_HEAD] == right[:_SAME_HEAD] and low != right


#: Words that are so long and begin with so many of the same letters are taken for each other.
_LONG_NAME, _SAME_HEAD = 7, 5


def _looks_back(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a name speaks of the writer's own past ("At Saint George Hospital my ward rounds were ...")."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    return _OWN.search(_SENTENCE_END.split(before)[-1]) is not None or _OWN.search(_SENTENCE_END.split(after)[0]) is not None


def _trim(text: str) -> str:
    return re.sub(r"['\u2019]s?$", "", text)


def _is_unsure(rest: list[Token], text: str) -> bool:
    token = rest[0]
    if len(rest) > 1 or _looks_like_person(token.low) or not token.text[1:].islower():
        return False
    after = re.match(r"\s+([a-z]+)", text[token.end : token.end + 20])
    return not (text[token.start : token.end].endswith(("'s", "\u2019s")) or (after and after[1] in _REPORTS))


def _kind_of_header(token: Token, ground: Ground) -> tuple[str, str]:
    right = ground.header_words[token.low]
    return _owner(token.low, ground), right


def _owner(low: str, ground: Ground) -> str:
    """Whose name a header word is."""
    notes = ground.brief.notes
    if any(token.low == low for person in notes.recipients for token in name_words(person.name)):
        return "recipient"
    if any(token.low == low for token in name_words(notes.candidate.name)):
        return "sender"
    if low in ground.company_words:
        return "company"
    return "role" if any(token.low == low for token in tokens(notes.role or "")) else "fact"


def _nearest(low: str, ground: Ground, *, is_capital: bool) -> tuple[str, str] | None:
    """The header word, or else the name in a fact, that a word comes near to."""
    vocabulary = load_vocabulary()
    for right, spelling in ground.header_words.items():
        if right[0].isdigit() or right in name_list("company_suffixes") or right in name_list("titles"):
            continue
        if is_near(low, right, is_capital=is_capital) and not _is_form_of(low, right):
            kind = _owner(right, ground)
            if kind in {"role", "fact"} and len(right) < 5:
                continue
            return kind, spelling
    if not is_capital:
        return None
    for right, spellings in ground.exact.items():
        spelling = min(spellings)
        if right in ground.header_words or not spelling[0].isupper() or right in vocabulary.function or len(right) < 4:
            continue
        if is_near(low, right) and not _is_form_of(low, right):
            return "fact", spelling
    return None


def _is_form_of(low: str, right: str) -> bool:
    return any(low == right + tail or right == low + tail for tail in ("s", "es", "ed", "d", "er", "r", "ing"))


def _is_derived(low: str, right: str) -> bool:
    """Whether two long words share all but the ends that words of one family have."""
    shared = next((at for at, pair in enumerate(zip(low, right, strict=False)) if pair[0] != pair[1]), min(len(low), len(right)))
    return any(
        at >= 4 and _FAMILY_TAIL.fullmatch(low, at) is not None and _TRADE_TAIL.fullmatch(right, at) is not None
        for at in range(shared, shared - 3, -1)
    )


def _slips(text: str, all_tokens: tuple[Token, ...], ground: Ground, seen: set[int]) -> list[StrayName]:
    """Lower-case words that come near to a word of the role, the company or a person ("analist")."""
    vocabulary = load_vocabulary()
    found = []
    for token in all_tokens:
        if (
            token.start in seen
            or len(token.low) < 6
            or token.low in ground.exact
            or token.stem in ground.stems
            or vocabulary.is_ordinary(token)
        ):
            continue
        if token.low in vocabulary.strong or _looks_english(token):
            continue
        near = _nearest(token.low, ground, is_capital=False)
        if near and not (is_ordinary_word(token.low) or _is_derived(token.low, bare(near[1]))):
            found.append(StrayName(near[0], token.start, token.end, token.text, near[1]))
    return found
