"""LNG: spelling, grammar, repeated words, and one dialect throughout. What is certain is an error, the rest a warning or nothing.

The names and terms of the notes are known words. Greeting and signature are names, which `identity` judges.
"""

from __future__ import annotations

from functools import lru_cache

from guardrails.findings import Finding
from guardrails.language_agreement import find_agreement
from guardrails.language_dialect import check_dialect
from guardrails.language_forms import find_forms
from guardrails.language_library import MAX_CHARS, find_by_library
from guardrails.language_number import find_number
from guardrails.language_own import (
    PARTS_READ,
    find_articles,
    find_capitals,
    find_misspelled,
    find_repeated,
    find_slips,
    find_spacing,
    find_stray,
)
from guardrails.language_words import known_words
from guardrails.lexicon import Passage
from guardrails.text import MAX_EMAIL_CHARS, paragraphs
from prompts.brief import Brief
from prompts.draft import Draft, Part

__all__ = ["check_language", "check_wording"]


def check_wording(draft: Draft, brief: Brief) -> list[Finding]:
    """LNG findings of our own lists: enough for a draft whose wordings are ours and the notes'."""
    known = known_words(brief)
    noted = " ".join(" ".join(fact.text.lower().split()) for fact in brief.notes.facts)
    noted = " ".join((noted, *(name.lower() for name in (brief.notes.company, brief.notes.role, brief.notes.interview.place) if name)))
    findings: list[Finding] = []
    for part in PARTS_READ:
        for at, text in paragraphs(draft.part(part)):
            read = _in_paragraph if len(text) <= MAX_EMAIL_CHARS else _in_paragraph.__wrapped__
            findings += [one.moved(at) for one in read(part, text, noted, known)]
    findings += find_capitals(draft, known)
    findings += check_dialect(draft, brief, known)
    return findings


@lru_cache(maxsize=256)
def _in_paragraph(part: Part, text: str, noted: str, known: frozenset[str]) -> tuple[Finding, ...]:
    """What our lists find in one paragraph; between two keystrokes most paragraphs stay as they were."""
    passage = Passage.of(text)
    return (
        *find_repeated(part, text, noted),
        *find_articles(part, text),
        *find_slips(part, passage),
        *find_agreement(part, passage),
        *find_forms(part, passage),
        *find_number(part, passage),
        *find_misspelled(part, passage, known),
        *find_stray(part, passage),
        *find_spacing(part, text),
    )


def check_language(draft: Draft, brief: Brief) -> list[Finding]:
    """All LNG findings; where our lists and the library speak of the same place, our lists have the word.

    Raises:
        ImportError: the grammar library is not installed; the check then could not run.
    """
    own = check_wording(draft, brief)
    taken = {
        part: [(finding.start, finding.end) for finding in own if finding.where == part and finding.start < MAX_CHARS]
        for part in PARTS_READ
    }
    known = known_words(brief)
    for part in PARTS_READ:
        for finding in find_by_library(part, draft.part(part), known):
            if not any(start < finding.end and finding.start < end for start, end in taken[part]):
                own.append(finding)
    return own
