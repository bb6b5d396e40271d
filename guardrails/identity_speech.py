"""IDN on whom the body speaks to and of: one reader throughout, and every remark with the person who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guardrails.findings import Finding
from guardrails.ground import Ground, name_words
from guardrails.identity_data import identity_pattern
from guardrails.people import Addressee, find_match, titles
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.notes import Recipient
from prompts.patterns import compiled

__all__ = ["check_remarks", "check_third_person", "check_vocatives"]

_THANKED = compiled(r"(?:\b(?:thank you|thanks|cheers)(?:\s+(?:again|so much|very much|once more))?,?|(?:^|[.!?]\s|\n))\s*$", re.IGNORECASE)
_BY_YOU = (
    r"\byou(?:\s+(?:{adverbs}))*\s+(?:{verbs}|{minds})\b|\byour\s+(?:[a-z\-]+\s+)?(?:{nouns})\b"
    r"|\b(?:thank(?:s| you)[^.!?\n]{0,60}?|you\s+for)\s+(?:for\s+|and\s+(?:for\s+)?)(?:{gerunds})\b"
)
_BY_NAME = r"['\u2019]s?\s+(?:[a-z\-]+\s+)?(?:{nouns})\b|\s+(?:(?:{adverbs})\s+)*(?:{verbs}|{minds})\b"
_CLAUSES = compiled(r"(?<=[.;!?])\s+|\s[\u2013\u2014-]\s|\n")
_ENOUGH_STEMS = 2
_ENOUGH_SHARE = 0.5


def check_vocatives(draft: Draft, brief: Brief, greeted: Sequence[Addressee]) -> list[Finding]:
    """People of the notes addressed in the body whom the greeting does not greet."""
    text = draft.body
    named = {token.low for one in greeted for token in one.words}
    people = _people(greeted, brief)
    if not people:
        return []
    greeted_names = {person.name for person in people}
    owners = {token.low: person for person in brief.notes.recipients for token in name_words(person.name)}
    findings = []
    all_tokens = tokens(text)
    for index, token in enumerate(all_tokens):
        person = owners.get(token.low)
        if person is None or token.low in named or person.name in greeted_names or not token.text[0].isupper():
            continue
        if _is_vocative(text, all_tokens, index):
            message = f"The greeting is to {' and '.join(sorted(filter(None, greeted_names)))}, but the body speaks to {token.text!r}."
            fix = "Speak to the person who is greeted, or name the other one in the third person."
            findings.append(Finding("IDN-mixed", "error", "body", token.start, token.end, message, fix))
    return findings


def _people(greeted: Sequence[Addressee], brief: Brief) -> list[Recipient]:
    """The people of the notes whom a greeting names, however they are spelt."""
    people = brief.notes.recipients
    return [person for person in people if any(find_match(one, [person]).how not in {"none", "part"} for one in greeted)]


def _is_vocative(text: str, all_tokens: Sequence[Token], index: int) -> bool:
    token = all_tokens[index]
    start, end = token.start, token.end
    if index and all_tokens[index - 1].low in titles():
        start = all_tokens[index - 1].start
    before, after = text[max(0, start - 40) : start], text[end : end + 24]
    thanked = _THANKED.search(before)
    is_opening = thanked is not None and not thanked[0].strip().lower().startswith(("thank", "cheers"))
    if thanked and not is_opening:
        return bool(re.match(r"\s*(?:[,.!?]|for\b|again\b|so\b|very\b|$)", after))
    if is_opening:
        return bool(re.match(r",\s*(?:thank|it|I|you|your|please|what)\b", after))
    return (
        before.endswith(", ")
        and bool(re.match(r"[.!?]|,\s*(?:for|it|I|you|and I)\b", after))
        and not re.search(r"\b(?:and|with|by|to)\s[^,.]*,\s$", before)
    )


def check_third_person(draft: Draft, brief: Brief, greeted: Sequence[Addressee]) -> list[Finding]:
    """The one person who is greeted spoken of by name ("please thank Tom", "Tom's question"): the email is for somebody else."""
    people = _people(greeted, brief)
    if len(people) != 1 or len(greeted) != 1:
        return []
    reader = people[0]
    own = {token.low for token in name_words(reader.name)}
    own -= {token.low for person in brief.notes.recipients if person is not reader for token in name_words(person.name)}
    own -= {token.low for token in tokens(" ".join(filter(None, (brief.notes.company, brief.notes.candidate.name))))}
    text = draft.body
    findings = []
    all_tokens = tokens(text)
    for index, token in enumerate(all_tokens):
        if token.low not in own or not token.text[0].isupper():
            continue
        first = all_tokens[index - 1] if index and all_tokens[index - 1].low in titles() else token
        if _is_spoken_of(text, first.start, token):
            message = f"The greeting is to {reader.name}, but the body speaks of {token.text!r} as of somebody else."
            fix = f"Greet the person this email is for, or write 'you' for {token.text!r}."
            findings.append(Finding("IDN-mixed", "error", "body", first.start, token.end, message, fix))
    return findings


def _is_spoken_of(text: str, start: int, token: Token) -> bool:
    after = text[token.end : token.end + 30]
    if token.text.endswith(("'s", "\u2019s")) or re.match(r"['\u2019]s\b", after):
        return re.match(r"(?:['\u2019]s)?\s+[a-z]", after) is not None
    before = text[max(0, start - 24) : start]
    acts = identity_pattern(r"\s+(?:{acts}|{verbs})\b").match(after) is not None
    if re.match(r"\s+[A-Z]", after) or (_THANKED.search(before) and not acts):
        return False
    is_object = identity_pattern(r"\b(?:{before_name})\s+$").search(before) is not None
    return acts or is_object


@dataclass(frozen=True, slots=True)
class _Remark:
    """A clause of a fact that names who said or did it, with the stems that tell it from others."""

    speakers: tuple[Recipient, ...]
    stems: frozenset[str]


def _remarks(ground: Ground) -> Iterator[_Remark]:
    """The clauses of the public facts; those without a speaker too, since they may be what a sentence rests on."""
    people = ground.brief.notes.recipients
    names = {token.low for person in people for token in name_words(person.name)}
    function = load_vocabulary().function
    for one in ground.public:
        for clause in _CLAUSES.split(one.fact.text):
            found = tokens(clause)
            speakers = tuple(
                person
                for person in people
                if any(
                    token.low == word.low and token.text[0].isupper() and identity_pattern(_BY_NAME).match(clause, _name_end(token))
                    for word in name_words(person.name)
                    for token in found
                )
            )
            idle = function | names | titles().keys()
            stems = frozenset(token.stem for token in found if token.low not in idle)
            if stems:
                yield _Remark(speakers, stems)


def _name_end(token: Token) -> int:
    return token.end - 2 if token.text.endswith(("'s", "\u2019s")) else token.end


def check_remarks(draft: Draft, brief: Brief, ground: Ground, greeted: Sequence[Addressee]) -> list[Finding]:
    """What one of several people said put to another: "your question" when the notes say who else asked it, or a wrong name."""
    readers = _people(greeted, brief)
    if len(brief.notes.recipients) < 2 or not readers:
        return []
    remarks = list(_remarks(ground))
    if not any(remark.speakers for remark in remarks):
        return []
    findings = []
    for start, end, sentence in draft.sentence_spans():
        if identity_pattern(r"\b(?:{shared})\b").search(sentence.text):
            continue
        for at, until, speakers in _attributions(sentence.text, readers, brief):
            right = _other_speakers(sentence.text, until, speakers, remarks)
            if right:
                whose = " and ".join(person.name or "" for person in right)
                message = f"{sentence.text[at:until]!r}: by the notes this was {whose}."
                fix = "Name the person who said or did it."
                findings.append(Finding("IDN-mixed", "error", "body", start + at, min(end, start + until), message, fix))
    return findings


def _attributions(text: str, readers: Sequence[Recipient], brief: Brief) -> Iterator[tuple[int, int, tuple[Recipient, ...]]]:
    """Places where a sentence says that the reader, or somebody named, said something: start, end, who."""
    for match in identity_pattern(_BY_YOU).finditer(text):
        yield match.start(), match.end(), tuple(readers)
    for token in tokens(text):
        owners = tuple(person for person in brief.notes.recipients if token.low in {word.low for word in name_words(person.name)})
        owners = owners if token.text[0].isupper() else ()
        said = identity_pattern(_BY_NAME).match(text, _name_end(token)) if owners else None
        before = text[max(0, token.start - 5) : token.start]
        if said and not re.search(r"\b(?:and|or) $|, $", before):
            yield token.start, said.end(), owners


def _other_speakers(text: str, until: int, speakers: Sequence[Recipient], remarks: Sequence[_Remark]) -> tuple[Recipient, ...]:
    """Who made the remark that the words after `until` repeat, when that is certain and none of `speakers`."""
    function = load_vocabulary().function
    stop = re.search(r"[;:.!?]|,\s+(?:and|but|so)\b", text[until:])
    stretch = text[until : until + stop.start()] if stop else text[until:]
    said = {token.stem for token in tokens(stretch) if token.low not in function} or {
        token.stem for token in tokens(text[:until]) if token.low not in function
    }
    scored = sorted(((len(said & remark.stems), remark) for remark in remarks), key=lambda pair: -pair[0])
    best = scored[0][0]
    if best < _ENOUGH_STEMS or best < _ENOUGH_SHARE * min(len(said), len(scored[0][1].stems)):
        return ()
    top = [remark for score, remark in scored if score == best]
    if any(not remark.speakers or set(_names(remark.speakers)) & set(_names(speakers)) for remark in top):
        return ()
    return top[0].speakers


def _names(people: Sequence[Recipient]) -> Iterator[str]:
    return (person.name or "" for person in people)
