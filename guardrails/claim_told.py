"""GND-invention on told events: clauses that tell of something in plain words which no note carries, as the trained model sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guardrails.claim_life import LONGEST
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.told import NEW, Clause, clauses_in, features, load_weights
from guardrails.vocabulary import tokens, word_list
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_told"]

#: From here on the model's word is enough; with a form that seldom judges, or a rule that already doubts, less will do.
#: Where good drafts of unseen authors end: docs/decisions/0015.
_ALONE, _WITH_FORM, _WITH_DOUBT = 3.3, 1.3, 1.5
#: As in "with the driver grinning", "having come off a shift", "your depot is known", "nobody trains people better than you".
_FORM = compiled(
    r"[\W_]*(?:(?:and\s+)?with\s+(?:the|a|an|my|our|his|her|their|two|three|half|only|everyone|nobody)\s+(?:[\w'\u2019-]+\s+){1,3}?\w{2,}ing\b"
    r"|(?:and\s+)?having\s+\w+|(?:and\s+)?your\s+[\w'\u2019-]+(?:\s+[\w'\u2019-]+){0,3}\s+(?:is|are|has|have|was|were|[a-z]{3,}s)\s"
    r"|(?:and\s+)?(?:nobody|no\s+one|no\s+other|everybody|everyone|few)\b(?=.*\byou))",
    re.IGNORECASE,
)
_LEAST_NEW = 2


def check_told(
    text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]], found: Sequence[Finding]
) -> list[Finding]:
    """Findings in the body.

    Args:
        text: the body.
        part: where it stands.
        spans: its sentences.
        ground: what the notes support.
        skip: names, dates and figures judged elsewhere.
        found: what the rules say already; a clause they refuse is left to them.
    """
    weights = load_weights()
    mine = [one for one in found if one.where == part]
    return [
        Finding(
            "GND-invention",
            _severity(clause, text),
            part,
            *_bounds(clause),
            _message(clause, ground),
            "Leave it out, or add it to the notes.",
        )
        for clause, row in _tellable(text, spans, ground, skip)
        if weights.score(clause.text, features(clause, row)) >= _mark(clause, mine)
    ]


def _tellable(
    text: str, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]
) -> Iterator[tuple[Clause, Sequence[Clause]]]:
    """Clauses with at least two words, or one in a telling form, that say something and that the notes do not have."""
    short = [span for span in spans if span[1] - span[0] <= LONGEST]
    for row in clauses_in(text, short, ground, skip):
        for clause in row:
            if sum(kind in NEW for kind in clause.kinds) >= (1 if _FORM.match(clause.text) else _LEAST_NEW) and not _is_thought(clause):
                yield clause, row


def _is_thought(clause: Clause) -> bool:
    moods = word_list("told_moods")
    if _AHEAD.search(clause.before[-_JUST_BEFORE:] + clause.text):
        return True
    if clause.words[0].low in _HANGING and moods & {token.low for token in tokens(clause.before)}:
        return True
    return bool({token.low for token in clause.words} & moods)


#: What the writer will do has not happened.
_JUST_BEFORE = 30
_AHEAD = compiled(r"\bI(?:['\u2019]ll|\s+(?:will|shall))\b")
#: A clause that begins so belongs to the thought before it ("I would ask before anyone had to wait").
_HANGING = frozenset({"before", "until", "when", "while", "so", "that", "if", "where", "once", "after", "because", "who", "which"})


#: "The voice gets used to the room": how things are, beside "she would only wash hair".
_GENERAL = compiled(r"[\W_]*(?:(?:and|but|so)\s+)?(?:the|a|an|any|every)\s+[a-z]+\s+(?!(?:was|has|is)\b)[a-z]{2,}s\b")
#: "A short menu done well is easier to love than an empty cake stand": how such things are, told of none in particular.
_MAXIM = compiled(
    r"[\W_]*(?:(?:and|but|so|because|since)\s+)?(?:a|an|any|every|no|good|most)\s+(?:[\w'\u2019-]+\s+){1,6}?(?:is|are|needs?|takes?|costs?|counts?|makes?)\s"
)
_PERSONS = compiled(r"\b(?:I|me|my|we|us|our|you|your|he|she|his|her)\b|\d", re.IGNORECASE)
_WOULD = compiled(r"\bwould\b|['\u2019]d\b", re.IGNORECASE)
_SENTENCE_BEFORE = 160


def _severity(clause: Clause, text: str) -> Severity:
    """A warning where all such things are meant, or a plan is reasoned in general terms, about nobody: that tells of no event."""
    if _MAXIM.match(clause.text) and not _PERSONS.search(clause.text):
        return "warning"
    is_general = _GENERAL.match(clause.text) and not _PERSONS.search(clause.text)
    before = text[max(0, clause.start - _SENTENCE_BEFORE) : clause.start]
    return "warning" if is_general and _WOULD.search(before) else "error"


def _mark(clause: Clause, found: Sequence[Finding]) -> float:
    """The score from which a clause is refused."""
    near = [one for one in found if one.start < clause.end and one.end > clause.start]
    if any(one.severity == "error" for one in near):
        return float("inf")
    doubted = any(one.rule in {"GND-invention", "GND-claim"} for one in near)
    return min(_ALONE, _WITH_FORM if _FORM.match(clause.text) else _ALONE, _WITH_DOUBT if doubted else _ALONE)


def _bounds(clause: Clause) -> tuple[int, int]:
    start = clause.start - len(clause.before)
    return start + clause.words[0].start, start + clause.words[-1].end


def _message(clause: Clause, ground: Ground) -> str:
    new = [token.text for token, kind in zip(clause.words, clause.kinds, strict=True) if kind in NEW]
    return f"The email tells of something that the notes do not have: {', '.join(map(repr, new[:4]))}."
