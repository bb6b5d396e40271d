"""GND on a detail that is turned round: "to 40 per cent" for "by 40 per cent", "all of my three points" for two of them, another doer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from guardrails.claim_life import LONGEST, clauses_of
from guardrails.claim_words import is_past
from guardrails.findings import Finding
from guardrails.ground import FactGround, Ground
from guardrails.numbers import find_quantities
from guardrails.vocabulary import Token, load_vocabulary, stem, tokens, word_list
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_shifts"]

#: Words before a figure that make another amount of it.
_TURN = compiled(r"\b(by|to|from)\s+(?:about\s+|nearly\s+|almost\s+|some\s+)?[^\w\s]?$", re.IGNORECASE)
#: As in "alerts down 40%": jotted without its "by".
_SHORT_BY = compiled(r"\b(?:down|up|fewer|less|lower)\s+$", re.IGNORECASE)
_OF = compiled(
    r"\b(?P<every>(?:every|each|any|not|no)\s+(?:single\s+)?)?"
    r"(?P<share>all|both|none|half|most|some|each|every|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s+of\s+"
    r"(?:my|our|the|your|his|her|their|its)\s+(?:(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    r"(?P<whole>\w+)",
    re.IGNORECASE,
)
#: Kinds of facts whose deeds are the writer's where they name nobody.
_OWN = frozenset({FactKind.STRENGTH, FactKind.CORRECTION})
_MINE, _OURS, _YOURS, _OTHERS = "I", "we", "you", "somebody else"
_DOERS = {"i": _MINE, "we": _OURS, "you": _YOURS}
#: So much of a fact in one sentence with one doer retells it, whatever its verb is.
_RETOLD, _RETOLD_SHARE = 3, 0.5
_MESSAGES = {
    _MINE: "in the notes it was the writer who did this",
    _OURS: "in the notes it was a group that did this",
    _YOURS: "in the notes it was the reader who did this",
    _OTHERS: "in the notes it was somebody else who did this",
}
#: "Robert and I both learned": what two people did.
_AND_I = compiled(r"\s*[A-Z]\w+\s+and\s+I\b")
#: As in "I changed sides with my partner": who did it was not alone.
_TOGETHER = compiled(
    r"\b(?:with\s+(?:my|the|another|our)\s+(?:\w+\s+)?(?:partner|neighbour|neighbor|mate|colleague|group|team|others?)|together|both\s+of\s+us|we|us)\b",
    re.IGNORECASE,
)
#: So many words of content, the verb with them, make two clauses tell one deed; one more where any letter has the verb.
_SHARED = 2


class _Deed(NamedTuple):
    """A past-tense verb, who did it, the content of its clause and, in a fact with one doer, of the whole fact."""

    doer: str
    verb: Token
    content: frozenset[str]
    start: int
    end: int
    explicit: bool = False
    whole: frozenset[str] = frozenset()


def check_shifts(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    """Findings of the body; `spans` are its sentences."""
    findings = _turned_figures(text, part, ground)
    findings += _turned_shares(text, part, ground)
    noted, named = _noted_deeds(ground), _named_deeds(ground)
    shared = [one.content for one in ground.public if _TOGETHER.search(one.fact.text)]
    for start, end in spans if noted or named else ():
        if end - start > LONGEST:
            continue
        deeds = list(_deeds(text[start:end], "", frozenset()))
        stems = frozenset(token.stem for token in tokens(text[start:end]))
        together = any(len(content & stems) >= _RETOLD for content in shared)
        for deed in deeds:
            least = _SHARED + (deed.verb.stem in load_vocabulary().letter_verbs)
            doers = {one.doer for one in noted if one.verb.stem == deed.verb.stem and len(one.content & deed.content) >= least}
            if not doers and len(deeds) == 1 and deed.explicit:
                doers = {one.doer for one in noted if len(one.whole & stems) >= max(_RETOLD, _RETOLD_SHARE * len(one.whole))}
            if not doers and deed.doer == _MINE and deed.verb.stem not in _seen():
                doers = {
                    one.doer
                    for one in named
                    if one.verb.text not in text[start:end] and len(one.whole & stems) >= max(_RETOLD, _RETOLD_SHARE * len(one.whole))
                }
            if doers and deed.doer not in doers and len(doers) == 1 and not _shares_credit(deed.doer, doers, noted, is_together=together):
                was = doers.pop()
                message = f"{text[start + deed.start : start + deed.end]!r}: {_MESSAGES[was]}."
                findings.append(
                    Finding("GND-claim", "error", part, start + deed.start, start + deed.end, message, "Give it to the one who did it.")
                )
    return findings


def _shares_credit(doer: str, doers: set[str], noted: Sequence[_Deed], *, is_together: bool) -> bool:
    """As in "I" for what a group did, which other rules judge, or "we" for a jotting that names nobody or tells of somebody beside."""
    if (doer, doers) == (_OURS, {_MINE}):
        return is_together or all(one.explicit for one in noted if one.doer == _MINE)
    return (doer, doers) == (_MINE, {_OURS})


def _turned_figures(text: str, part: Part, ground: Ground) -> list[Finding]:
    noted = _turns(ground)
    findings = []
    for one in find_quantities(text):
        mark = _TURN.search(text[max(0, one.start - 16) : one.start])
        known = noted.get((one.value, one.unit), frozenset())
        if mark and one.unit in {"percent", "money", "times"} and known and mark[1].casefold() not in known:
            was = " or ".join(sorted(known))
            message = f"{mark[1]!r} before {one.text!r}: the notes have {was!r}."
            findings.append(Finding("GND-number", "error", part, one.start, one.end, message, f"Write {was!r}."))
    return findings


@lru_cache(maxsize=64)
def _turns(ground: Ground) -> dict[tuple[float, str], frozenset[str]]:
    """Figures of the notes that always stand behind "by", "to" or "from", with those words."""
    found: dict[tuple[float, str], set[str]] = {}
    for fact in ground.public:
        for one in find_quantities(fact.fact.text):
            before = fact.fact.text[max(0, one.start - 16) : one.start]
            mark = _TURN.search(before)
            found.setdefault((one.value, one.unit), set()).add(mark[1].casefold() if mark else "by" if _SHORT_BY.search(before) else "")
    return {key: frozenset(words) for key, words in found.items() if "" not in words}


def _turned_shares(text: str, part: Part, ground: Ground) -> list[Finding]:
    noted = {match["whole"].casefold(): _share(match) for one in ground.public for match in _OF.finditer(one.fact.text)}
    findings = []
    for match in _OF.finditer(text) if noted else ():
        was = noted.get(match["whole"].casefold())
        if was and _share(match) and _same_amount(was) != _same_amount(_share(match)):
            message = f"{match['share']!r} stands where the notes have {was!r}."
            findings.append(Finding("GND-number", "error", part, *match.span("share"), message, f"Write {was!r}."))
    return findings


def _share(match: re.Match[str]) -> str:
    """The share in small letters, "all" for "each" and "every one", nothing for "not one" and "any one"."""
    every = (match["every"] or "").split()
    if every:
        return "all" if every[0].casefold() in {"every", "each"} else ""
    share = match["share"].casefold()
    return "all" if share in {"each", "every"} else share


def _same_amount(share: str) -> str:
    amounts = find_quantities(share)
    return str(amounts[0].value) if amounts else "2.0" if share.casefold() == "both" else share.casefold()


@lru_cache(maxsize=64)
def _noted_deeds(ground: Ground) -> tuple[_Deed, ...]:
    """Deeds of the facts whose doer is plain: named by a pronoun, or the writer's in a jotting about the writer."""
    people = ground.brief.notes.recipients
    names = frozenset(token.low for token in tokens(people[0].name or "")) | {"he", "she"} if len(people) == 1 else frozenset()
    found: list[_Deed] = []
    for one in ground.public:
        deeds = list(_deeds(one.fact.text, _MINE if _is_own(one) else "", names))
        if _AND_I.match(one.fact.text):
            deeds = [deed._replace(doer=_OURS) if deed.doer == _MINE else deed for deed in deeds]
        is_single = len({deed.doer for deed in deeds}) == 1
        found += [deed._replace(whole=one.content) if is_single else deed for deed in deeds]
    return tuple(found)


#: "Sabrina from our group found ...": somebody whom the notes name alone.
_NAMED = compiled(
    r"^\s*(?P<name>[A-Z][a-z]{2,}|one\s+of\s+(?:us|the\s+others))(?:\s+(?:from|of|in)\s+(?:our|the|my)\s+\w+)?\s+(?P<verb>[a-z]{3,})\b"
)


@lru_cache(maxsize=64)
def _named_deeds(ground: Ground) -> tuple[_Deed, ...]:
    """Deeds of people who are neither the writer nor the reader; `verb` is the token of the name."""
    found = []
    for one in ground.public:
        match = _NAMED.match(one.fact.text)
        verb = next((token for token in one.words if match and token.start == match.start("verb")), None)
        if match is None or verb is None or not is_past(verb) or "i" in {token.low for token in one.words}:
            continue
        name = one.words[0]
        if name.low in load_vocabulary().function or name.low in ground.header_words or load_vocabulary().is_ordinary(name):
            continue
        whole = one.content - {name.stem, verb.stem} - ground.header_stems
        found.append(_Deed(_OTHERS, name, whole, 0, 0, whole=whole))
    return tuple(found)


@cache
def _seen() -> frozenset[str]:
    """What one may do with another's deed: see it, praise it, tell of it."""
    return load_vocabulary().letter_verbs | frozenset(stem(word) for word in word_list("witnessed"))


def _is_own(one: FactGround) -> bool:
    """A jotting of the writer's own doing: it names nobody."""
    return one.fact.kind in _OWN and not any(token.low in word_list("shared_deeds") for token in one.words)


def _deeds(sentence: str, nobody: str, reader: frozenset[str]) -> Iterator[_Deed]:
    """The past-tense deeds of a sentence; `nobody` does what a clause that begins with its verb tells, `reader` are the reader's names."""
    words = tokens(sentence)
    function = load_vocabulary().function
    for low, high in clauses_of(sentence):
        mine = [token for token in words if low <= token.start < high]
        found = _doer(mine, nobody, reader)
        if found is None:
            continue
        doer, at, first = found
        content = frozenset(token.stem for token in mine if token.low not in function)
        yield _Deed(doer, mine[at], content, mine[first].start, mine[at].end, mine[first].low not in _DOERS)


def _doer(words: Sequence[Token], nobody: str, reader: frozenset[str]) -> tuple[str, int, int] | None:
    """Who does it, where the verb stands and where the doer."""
    for index, token in enumerate(words):
        before = words[index - 1].low if index else ""
        doer = _DOERS.get(token.low)
        if doer is None and token.low in reader:
            doer = _YOURS
        elif doer is None and before == "our" and token.low in word_list("groups"):
            doer = _OURS
        elif doer is None and before == "your" and token.low in word_list("third_persons"):
            doer = _OTHERS
        if doer is None and not (index == 0 and nobody and is_past(token)):
            continue
        if doer is None:
            return nobody, 0, 0
        at = index + 1
        while at < len(words) and (
            words[at].low in {"have", "had", "ve", "all", "both", "also", "then", "once", "just"} or words[at].low.endswith("ly")
        ):
            at += 1
        if at < len(words) and is_past(words[at]):
            return doer, at, index
        return None
    return None
