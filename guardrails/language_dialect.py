"""LNG-dialect: one spelling throughout, British or American, and the notes' own where they name one."""

from __future__ import annotations

from typing import NamedTuple

from guardrails.findings import Finding, Severity
from guardrails.language_own import PARTS_READ
from guardrails.language_words import load_spellings
from guardrails.lexicon import Passage
from guardrails.text import is_quoted
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.patterns import compiled

__all__ = ["check_dialect"]

_WORD = compiled(r"(?<![\w@./'’-])[^\W\d_]{4,}(?![\w@/]|\.\w)")
_NAMES = {"en-GB": "British", "en-US": "American"}


class _Mark(NamedTuple):
    """A word that tells a dialect, and how the other one writes it; a `loose` one is an -ize, which some in Britain write too."""

    part: Part
    start: int
    end: int
    word: str
    dialect: str
    other: str
    loose: bool


def check_dialect(draft: Draft, brief: Brief, known: frozenset[str]) -> list[Finding]:
    """The words of the dialect that does not rule: the notes' where they name one, else that of most words, the first at a tie.

    A spelling that mixes with the other one in the same email is an error, as is one against the notes; words of the
    notes, of names and in quotation marks do not count. An -ize among British spellings is an older custom: an error
    beside an -ise, and where it stands alone although the notes ask for British spelling.
    """
    marks = [mark for part in PARTS_READ for mark in _marks(part, draft.part(part), known)]
    if not marks:
        return []
    ruling = brief.notes.dialect or _ruling(marks)
    has_ise = any(mark.dialect == "en-GB" and mark.word in load_spellings().ise for mark in marks)
    findings = []
    for mark in marks:
        if mark.dialect == ruling or (mark.loose and ruling == "en-GB" and not has_ise and not brief.notes.dialect):
            continue
        is_custom = mark.loose and not has_ise and (brief.notes.dialect is None or sum(one.loose for one in marks) > 1)
        severity: Severity = "warning" if is_custom else "error"
        message = f'"{mark.word}" is {_NAMES[mark.dialect]} spelling; {_NAMES[ruling]} is used here.'
        findings.append(Finding("LNG-dialect", severity, mark.part, mark.start, mark.end, message, f'Write "{mark.other}".'))
    return findings


def _ruling(marks: list[_Mark]) -> str:
    firm = [mark.dialect for mark in marks if not mark.loose] or [mark.dialect for mark in marks]
    return max(dict.fromkeys(firm), key=firm.count)


def _marks(part: Part, text: str, known: frozenset[str]) -> list[_Mark]:
    lists = load_spellings()
    passage = Passage.of(text)
    if not any(passage.pieces & words.keys() for words in (lists.british, lists.american, lists.ise, lists.ize)):
        return []
    marks = []
    for match in _WORD.finditer(text):
        low = match[0].lower()
        is_name = match[0][0].isupper() and not _opens_sentence(text, match.start())
        if low in known or is_name or is_quoted(match.start(), match.end(), passage.quoted):
            continue
        for words, dialect in ((lists.british, "en-GB"), (lists.ise, "en-GB"), (lists.american, "en-US"), (lists.ize, "en-US")):
            if low in words:
                marks.append(_Mark(part, match.start(), match.end(), match[0], dialect, words[low], words is lists.ize))
    return marks


def _opens_sentence(text: str, start: int) -> bool:
    return start == 0 or text[max(0, start - 8) : start].rstrip()[-1:] in ".?!:" or text[start - 1] == "\n"
