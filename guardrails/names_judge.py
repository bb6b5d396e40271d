"""What a name that the notes do not have stands for: a person, the company, the role, a word of a fact, or nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from guardrails.ground import Ground, name_words
from guardrails.language_words import is_ordinary_word
from guardrails.names_near import is_derived, kind_of_header, name_list, nearest
from guardrails.names_stray import lacks_accent, looks_english, looks_like_person
from guardrails.vocabulary import Token, bare, load_vocabulary, word_list
from prompts.patterns import compiled

__all__ = ["StrayName", "find_slips", "judge_run"]


class StrayName(NamedTuple):
    """A name the notes do not support. `kind`: recipient, sender, company, role, fact (near a word of a fact), job, unknown or unsure."""

    kind: str
    start: int
    end: int
    text: str
    right: str = ""


_OWN = compiled(r"\b(?:[Mm]y|I(?!['\u2019]|\s+(?:would|will|am|want|hope|accept|look))|[Ww]e)\b")
_SENTENCE_END = compiled(r"[.!?;\n]")

#: How far the sentence around a name is looked at.
_SENTENCE = 200
_REPORTS = word_list("reports")
_COMPANY_BEFORE = compiled(
    r"\b(?:join(?:ing|ed)?(?:\s+the\s+team\s+(?:at|of))?|work(?:ing)?\s+(?:at|for|with)|(?:role|position|post|job|opportunity|offer|place|future|team|career|interview|everyone|"
    r"start(?:ing)?|vacancy|day|opening|people|conversation|interest|colleagues|here|decision|life|employment|part|goals?|mission|work|culture)\s+(?:at|with|from|for|of)|interest\s+in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def judge_run(stray: list[Token], run: list[Token], text: str, ground: Ground, *, is_start: bool) -> list[StrayName]:
    """What the stray words of a row of capitalised words stand for, one after the other and together."""
    found: list[StrayName] = []
    rest: list[Token] = []
    near: tuple[str, str] | None
    is_small = is_start and len(run) == 1 and run[0].low in load_vocabulary().function
    for token in () if is_small else stray:
        if token.low in ground.header_words:
            near = kind_of_header(token, ground)
        elif token.low in ground.exact and lacks_accent(token, ground):
            near = "fact", min(ground.exact[token.low])
        else:
            near = nearest(token.low, ground, is_capital=True)
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
        and not looks_like_person(rest[0].low)
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
_LONG_NAME = 7
_SAME_HEAD = 5


def _looks_back(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a name speaks of the writer's own past ("At Saint George Hospital my ward rounds were ...")."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    return _OWN.search(_SENTENCE_END.split(before)[-1]) is not None or _OWN.search(_SENTENCE_END.split(after)[0]) is not None


def _trim(text: str) -> str:
    return re.sub(r"['\u2019]s?$", "", text)


def _is_unsure(rest: list[Token], text: str) -> bool:
    token = rest[0]
    if len(rest) > 1 or looks_like_person(token.low) or not token.text[1:].islower():
        return False
    after = re.match(r"\s+([a-z]+)", text[token.end : token.end + 20])
    return not (text[token.start : token.end].endswith(("'s", "\u2019s")) or (after and after[1] in _REPORTS))


def find_slips(all_tokens: tuple[Token, ...], ground: Ground, seen: set[int]) -> list[StrayName]:
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
        if token.low in vocabulary.strong or looks_english(token):
            continue
        near = nearest(token.low, ground, is_capital=False)
        if near and not (is_ordinary_word(token.low) or is_derived(token.low, bare(near[1]))):
            found.append(StrayName(near[0], token.start, token.end, token.text, near[1]))
    return found
