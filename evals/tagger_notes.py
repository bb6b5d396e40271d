"""Notes in which it is marked who is who: what the tagger of the reader learns from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from evals.case_files import CASES, load_email_cases
from evals.cases import Truth
from evals.train_common import open_notes
from pipeline.reader_words import is_ordinary
from pipeline.tagger import COMPANY, OTHER, PEOPLE, RECIPIENT, ROLE, SENDER
from pipeline.tagger_tokens import Page, Token, read_page
from prompts.notes import ScenarioId

__all__ = ["Mark", "Marked", "load_marked", "mark", "tags"]

#: The label of a word that is nobody's.
_NONE = "O"
EMAILS = CASES / "tagger" / "emails.yaml"
_QUOTES = "['’ʼ‘`]"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, whose it is, and the whole value of which it is a part or all."""

    start: int
    end: int
    label: str
    whole: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks, in order and apart; `author` keeps one hand's notes on one side of a cross-validation."""

    text: str
    marks: tuple[Mark, ...]
    author: str
    scenario: ScenarioId | None
    truth: dict[str, tuple[str, ...]] = field(default_factory=dict)


def load_marked() -> list[Marked]:
    """Everything real that is learned from: the open labelled notes and the open pasted notes of emails."""
    found = [mark(case.text, case.truth, author) for case, author in open_notes()]
    names = yaml.safe_load(EMAILS.read_text("utf-8"))
    for loaded in load_email_cases():
        entry = names.get(loaded.case.id)
        if not loaded.held and entry is not None and isinstance(loaded.case.notes, str):
            truth = Truth(scenario=loaded.case.scenario, candidate=entry[0], recipients=entry[1], company=entry[2], role=entry[3], facts=[])
            found.append(mark(loaded.case.notes, truth, "emails"))
    return found


def mark(text: str, truth: Truth, author: str) -> Marked:
    """The text with every mention of its sender, recipients, company and role marked, short mentions too."""
    values = [(value, ROLE) for value in truth.role] + [(value, COMPANY) for value in truth.company]
    for number, names in enumerate(truth.recipients):
        values += [(name, OTHER if number else RECIPIENT) for name in names]
    values += [(value, SENDER) for value in truth.candidate]
    taken: list[Mark] = []
    for value, label in sorted(values, key=lambda entry: (entry[1] not in PEOPLE, -len(entry[0]))):
        for start, end in _mentions(text, value):
            if all(end <= one.start or start >= one.end for one in taken):
                taken.append(Mark(start, end, label, value))
    taken += [one for one in _short(text, values) if all(one.end <= other.start or one.start >= other.end for other in taken)]
    main = {
        "sender": tuple(truth.candidate),
        "recipient": tuple(truth.recipients[0]) if truth.recipients else (),
        "company": tuple(truth.company),
        "role": tuple(truth.role),
    }
    return Marked(text, tuple(sorted(taken, key=lambda one: one.start)), author, truth.scenario, main)


def _mentions(text: str, value: str) -> Iterator[tuple[int, int]]:
    words = [re.sub(_QUOTES, lambda _: _QUOTES, re.escape(word)).replace("\\-", "[-–‑]") for word in value.split()]
    if words:
        yield from (match.span() for match in re.finditer(r"(?<!\w)" + r"[\s>\"“”*_]+".join(words) + r"(?!\w)", text, re.IGNORECASE))


def _short(text: str, values: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    """First names, surnames and first words of companies that stand alone and can be nobody else's."""
    owners: dict[str, set[tuple[str, str]]] = {}
    for value, label in values:
        words = value.split() if label in PEOPLE else value.split()[:1] if label == COMPANY else []
        for word in words:
            if len(word) > 2 and not is_ordinary(word) and (word[0].isupper() or value.islower()):
                owners.setdefault(word, set()).add((value, label))
    for word, of in owners.items():
        if len({label for _, label in of}) == 1:
            value, label = max(of, key=lambda entry: len(entry[0]))
            if label != COMPANY or len(word) > 3:
                yield from (Mark(start, end, label, value) for start, end in _mentions(text, word) if text[start:end] == word)


def tags(marked: Marked) -> tuple[Page, list[str]]:
    """The page of a text and the label of each token."""
    page = read_page(marked.text)
    labels = [_NONE] * len(page.tokens)
    at = 0
    for one in marked.marks:
        while at < len(page.tokens) and page.tokens[at].end <= one.start:
            at += 1
        step = at
        while step < len(page.tokens) and page.tokens[step].start < one.end:
            if _is_part(page.tokens[step]):
                labels[step] = one.label
            step += 1
    return page, labels


def _is_part(token: Token) -> bool:
    return token.shape not in {"@", "url", "¶"}
