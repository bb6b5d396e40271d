"""IDN on emails to several readers: what is put to one of them by name ("Steve, your wish ...") is what the notes have of that one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guardrails.findings import Finding
from guardrails.ground import Ground, name_words
from guardrails.identity_data import identity_pattern
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.draft import Draft
from prompts.notes import Recipient
from prompts.patterns import compiled

__all__ = ["check_addressed"]

#: What stands before a name that opens a stretch: nothing, a clause's end, "thank you".
_OPENS = compiled(
    r"(?:^|[;:.!?\u2013\u2014]\s*|(?:^|,\s+|[;:]\s+)(?:and|but|so|while)\s+|"
    r"\b(?:thank you|thanks|grateful to you|cheers)(?:\s+(?:again|so much|very much|too|also))?,?\s+)$",
    re.IGNORECASE,
)
_CUT = compiled(r"[;:\u2013\u2014]|,\s+(?:and|but|so|while)\s")
_ENOUGH = 2
_ENOUGH_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class _Call:
    """A reader called by name inside a sentence: where the name stands, and the stretch that is said to this reader."""

    token: Token
    person: Recipient
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Told:
    people: tuple[str, ...]
    stems: frozenset[str]


def check_addressed(draft: Draft, ground: Ground) -> list[Finding]:
    """A reader spoken to by name about what the notes have of another reader alone."""
    people = [person for person in ground.brief.notes.recipients if person.name]
    if len(people) < 2:
        return []
    told = list(_told(ground, people))
    if not any(one.people for one in told):
        return []
    findings = []
    for start, _, sentence in draft.sentence_spans():
        for call in _calls(sentence.text, people):
            others = _others(sentence.text, call, told, people)
            if others:
                message = f"{call.token.text!r} is spoken to about what by the notes was {' and '.join(others)}."
                fix = "Speak to the one it was."
                findings.append(Finding("IDN-mixed", "error", "body", start + call.token.start, start + call.token.end, message, fix))
    return findings


def _told(ground: Ground, people: Sequence[Recipient]) -> Iterator[_Told]:
    function = load_vocabulary().function
    names = {token.low for person in people for token in name_words(person.name)}
    for one in ground.public:
        named = tuple(person.name or "" for person in people if _names(one.words, person))
        yield _Told(named, frozenset(token.stem for token in one.words if token.low not in function | names))


def _names(words: Sequence[Token], person: Recipient) -> bool:
    own = {token.low for token in name_words(person.name)}
    return any(token.low in own and token.text[0].isupper() for token in words)


def _calls(text: str, people: Sequence[Recipient]) -> Iterator[_Call]:
    found: list[tuple[Token, Recipient, bool]] = []
    for token in tokens(text):
        person = next((one for one in people if _names([token], one)), None)
        if person is None:
            continue
        before, after = text[max(0, token.start - 60) : token.start], text[token.end : token.end + 12]
        opens = _OPENS.search(before) is not None
        if opens and re.match(r",\s|\s+for\b", after):
            found.append((token, person, True))
        elif before.endswith(", ") and re.match(r"[,.!?;]", after) and not re.search(r"\b[A-Z]\w+, $", before):
            found.append((token, person, False))
    last = 0
    for index, (token, person, opens) in enumerate(found):
        if opens:
            stop = found[index + 1][0].start if index + 1 < len(found) and found[index + 1][2] else len(text)
            cut = re.search(r"[;\u2013\u2014]", text[token.end : stop])
            end = token.end + cut.start() if cut else stop
            yield _Call(token, person, token.end, end)
        else:
            cuts = [cut.end() for cut in _CUT.finditer(text, last, token.start)]
            end = token.start
            yield _Call(token, person, max([last, *cuts]), end)
        last = end


def _others(text: str, call: _Call, told: Sequence[_Told], people: Sequence[Recipient]) -> tuple[str, ...]:
    """Whose remark or deed the stretch retells, when that is certain and not the one who is called."""
    stretch = text[call.start : call.end]
    words = tokens(stretch)
    if identity_pattern(r"\b(?:{to_all})\b").search(stretch) or any(_names(words, one) for one in people):
        return ()
    function = load_vocabulary().function
    said = {token.stem for token in words if token.low not in function}
    scored = [(len(said & one.stems), one) for one in told]
    best = max(score for score, _ in scored)
    top = [one for score, one in scored if score == best]
    if best < _ENOUGH or any(best < _ENOUGH_SHARE * min(len(said), len(one.stems)) for one in top):
        return ()
    if any(not one.people or call.person.name in one.people for one in top) or len({one.people for one in top}) > 1:
        return ()
    return top[0].people
