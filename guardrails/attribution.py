"""GND-claim and GND-invention on who did it: a remark given to the wrong person, and a group's deed told as the writer's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from guardrails.findings import Finding
from guardrails.ground import Ground, name_words
from guardrails.vocabulary import Token, load_data, load_vocabulary, tokens, word_list
from prompts.draft import Draft
from prompts.patterns import compiled

__all__ = ["check_attribution"]

#: A sentence retells a fact when it shares so many words of content with it.
_SHARED = 2
_VERBS = str(load_data("vocabulary")["telling_verbs"]).strip().replace(" ", "|")
_NOUNS = str(load_data("vocabulary")["told_nouns"]).strip().replace(" ", "|")
_YOU = compiled(
    rf"\byou(?:['\u2019](?:ve|d))?\s+(?:[a-z]+\s+){{0,2}}(?:{_VERBS})\b|\byour\s+(?:[a-z]+\s+){{0,2}}(?:{_NOUNS})\b|\b(?:was|were|is)\s+you\s+who\b",
    re.IGNORECASE,
)
_THIRD = compiled(rf"\b(?:she|he)\s+(?:[a-z]+\s+){{0,2}}(?:who\s+)?(?:{_VERBS})\b|\b(?:was|is)\s+(?:she|he|her|him)\s+who\b", re.IGNORECASE)
_NAMED = compiled(
    rf"(?:['\u2019]s?)?\s+(?:and\s+)?(?:[a-z]+\s+){{0,2}}(?:{_VERBS})\b|['\u2019]s?\s+(?:[a-z]+\s+){{0,3}}[a-z]+", re.IGNORECASE
)
_ALONE = compiled(
    r"\b(?:I\s+alone|single-?\s?handed(?:ly)?|(?:all\s+)?(?:on|by)\s+my\s*(?:own|self)|without\s+(?:any\s+)?help|solo|I\s+(?:personally|myself))\b",
    re.IGNORECASE,
)
_GROUP = frozenset(word_list("group_words"))


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause of a fact with the one recipient, by index, or the other person who said or did it."""

    actor: int | None
    name: str
    content: frozenset[str]


def check_attribution(draft: Draft, ground: Ground) -> list[Finding]:
    """Findings of the body; a greeting that names nobody of the notes leaves "you" open."""
    text = draft.body
    findings: list[Finding] = []
    greeted = _greeted(draft.greeting, ground)
    told = _told(ground)
    groups = _deeds_of_groups(ground)
    if not (told or groups):
        return []
    for start, end, _ in draft.sentence_spans():
        sentence = text[start:end]
        words = tokens(sentence)
        findings += [
            Finding("GND-claim", "error", "body", start + span[0], start + span[1], message, "Give it to the person who said or did it.")
            for span, message in _misattributed(sentence, words, told, greeted, ground)
        ]
        findings += [
            Finding(
                "GND-invention",
                "error",
                "body",
                start + span[0],
                start + span[1],
                "The notes tell this of a group; the email gives the writer all the credit.",
                'Write "we".',
            )
            for span in _credit_taken(sentence, words, groups)
        ]
    return findings


def _names(ground: Ground) -> list[frozenset[str]]:
    return [frozenset(token.low for token in name_words(person.name)) for person in ground.brief.notes.recipients]


def _greeted(greeting: str, ground: Ground) -> frozenset[int]:
    low = {token.low for token in tokens(greeting)}
    return frozenset(index for index, names in enumerate(_names(ground)) if names & low)


@lru_cache(maxsize=64)
def _told(ground: Ground) -> tuple[_Told, ...]:
    names = _names(ground)
    everyone = frozenset().union(*names)
    found = []
    for one in ground.public:
        for words in _clauses(one.fact.text, one.words):
            lows = {token.low for token in words}
            people = [index for index, known in enumerate(names) if known & lows]
            content = _telling(words, everyone)
            if len(people) == 1:
                found.append(_Told(people[0], "", content))
            elif not people:
                other = _OTHER.search(one.fact.text, words[0].start, words[-1].end)
                if other and not (len(names) == 1 and other["name"].lower() in {"he", "she"}):
                    found.append(_Told(None, other["name"], content - {token.stem for token in tokens(other["name"])}))
    return tuple(found)


_OTHER = compiled(rf"\b(?P<name>[A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]+)?)\s+(?:[a-z]+\s+)?(?:{_VERBS})\b")


_CLAUSE = compiled(r"[;,:.!?()\u2014\u2013](?=\s)|\s-\s|\b(?:and|but)\s+(?=(?:I|you|he|she|it|we|they|was|is)\b)", re.IGNORECASE)


def _clauses(text: str, words: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Words by clause; a short clause stays with what stands before it."""
    cuts = [match.start() for match in _CLAUSE.finditer(text)]
    found: list[tuple[Token, ...]] = []
    for low, high in zip([0, *cuts], [*cuts, len(text) + 1], strict=True):
        part = tuple(token for token in words if low <= token.start < high)
        if found and len(part) < _SHORT:
            found[-1] += part
        elif part:
            found.append(part)
    return found


#: A clause of fewer words says nothing on its own.
_SHORT = 4


def _telling(words: Sequence[Token], without: frozenset[str]) -> frozenset[str]:
    vocabulary = load_vocabulary()
    return frozenset(
        token.stem
        for token in words
        if token.low not in vocabulary.function and token.low not in without and token.stem not in vocabulary.letter
    )


def _misattributed(
    sentence: str, words: Sequence[Token], told: Sequence[_Told], greeted: frozenset[int], ground: Ground
) -> list[tuple[tuple[int, int], str]]:
    if not greeted:
        return []
    lows = {token.low for token in words}
    for clause in _clauses(sentence, words):
        best = _retold(clause, told)
        found = _wrong_person(sentence, clause, best, lows, greeted, ground) if best else None
        if found is not None:
            return [found]
    return []


def _wrong_person(
    sentence: str, clause: Sequence[Token], best: _Told, lows: set[str], greeted: frozenset[int], ground: Ground
) -> tuple[tuple[int, int], str] | None:
    """The place in a clause that gives the fact to somebody else, and who it was."""
    low, high = clause[0].start, clause[-1].end
    you = _YOU.search(sentence, low, high)
    names = _names(ground)
    if best.actor is None:
        is_named = bool({token.low for token in tokens(best.name)} & lows) or any(known & lows for known in names)
        return (you.span(), f"{you[0]!r}: in the notes it was {best.name}.") if you and not is_named else None
    actor = ground.brief.notes.recipients[best.actor].name or "another person"
    is_named = bool(names[best.actor] & lows)
    if best.actor not in greeted:
        return (you.span(), f"{you[0]!r}: in the notes it was {actor}, who is not the one greeted.") if you and not is_named else None
    if you or is_named:
        return None
    third = _THIRD.search(sentence, low, high)
    if third:
        return third.span(), f"{third[0]!r}: in the notes it was {actor}, who is greeted."
    others = frozenset().union(*(known for index, known in enumerate(names) if index != best.actor))
    for token in clause:
        bare_end = token.start + len(re.sub(r"['\u2019]s?$", "", token.text))
        if token.low in others and _NAMED.match(sentence, bare_end):
            return (token.start, token.end), f"{token.text!r}: in the notes it was {actor}, who is greeted."
    return None


def _retold(words: Sequence[Token], told: Sequence[_Told]) -> _Told | None:
    """The fact that a sentence retells best, if it shares enough of it."""
    stems = {token.stem for token in words}
    scored = [(len(one.content & stems), one) for one in told]
    scored = [(score, one) for score, one in scored if score > _SHARED or (score == _SHARED and score * 3 >= len(one.content))]
    if not scored:
        return None
    top = max(score for score, _ in scored)
    best = [one for score, one in scored if score == top]
    return best[0] if len({(one.actor, one.name) for one in best}) == 1 else None


@lru_cache(maxsize=64)
def _deeds_of_groups(ground: Ground) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each fact about a group: its content, and the verbs right after "we", "our pair"."""
    found = []
    for one in ground.public:
        lows = [token.low for token in one.words]
        if not _GROUP & set(lows) or "i" in lows:
            continue
        verbs = {
            token.stem
            for index, low in enumerate(lows)
            if low in _GROUP
            for token in one.words[index + 1 : index + 4]
            if token.low.endswith("ed") or token.low in load_vocabulary().past
        }
        found.append((_telling(one.words, _GROUP), frozenset(verbs)))
    return tuple(found)


def _credit_taken(sentence: str, words: Sequence[Token], groups: Sequence[tuple[frozenset[str], frozenset[str]]]) -> list[tuple[int, int]]:
    stems = {token.stem for token in words}
    for content, verbs in groups:
        if len(content & stems) < _SHARED:
            continue
        alone = _ALONE.search(sentence)
        if alone:
            return [alone.span()]
        if _GROUP & {token.low for token in words}:
            continue
        for index, token in enumerate(words):
            following = words[index + 1 : index + 3]
            deed = next((after for after in following if after.stem in verbs), None)
            if token.low == "i" and deed is not None:
                return [(token.start, deed.end)]
    return []
