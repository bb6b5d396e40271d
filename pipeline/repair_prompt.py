"""What a model is told when it is to mend its draft: rules and what to write instead, and of its draft only what no rule refused."""

from __future__ import annotations

import re

from guardrails.findings import Finding, Report
from guardrails.text import fold
from pipeline.answer_clean import to_show
from pipeline.reader_facts import is_steering
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.fitting.words import LazyPattern

__all__ = ["instructions", "keepable"]

_QUOTED = LazyPattern(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^'\n]*'(?!\w)|‘[^’]*’")
#: The rule about private notes, and the one it is told as.
_PRIVATE, _AS_INVENTED = "PRV-private", "GND-invention"
#: Errors told of at once.
_MOST = 12


def instructions(report: Report, brief: Brief) -> tuple[str, ...]:
    """One line a refusal: the rule, what was seen, what to write. More than a word of the draft itself is never repeated."""
    notes = fold(" ".join([fact.text for fact in brief.facts.values()] + [brief.notes.company or "", brief.notes.role or ""]))
    lines = [f"{_told(finding.rule)}: {_without_draft(_said(finding), notes)}" for finding in report.errors]
    return tuple(dict.fromkeys(lines))[:_MOST]


def keepable(draft: Draft, report: Report) -> str:
    """The draft's body with a gap for every sentence that was refused or that gives orders.

    Whatever made a model write such a sentence is not shown to it again as if it were its own word.
    """
    refused = [
        (finding.start, finding.end, finding) for finding in report.errors if finding.where == "body" and finding.end > finding.start
    ]
    spans = iter(draft.sentence_spans())
    paragraphs = []
    for paragraph in draft.paragraphs:
        texts = []
        for _ in paragraph:
            start, end, sentence = next(spans)
            found = [_told(finding.rule) for low, high, finding in refused if low < end and start < high]
            if is_steering(sentence.text):
                found.append("FMT-chatter")
            texts.append(f"(left out: {', '.join(dict.fromkeys(found))})" if found else to_show(sentence.text))
        paragraphs.append(" ".join(texts))
    return "\n\n".join(paragraphs)


def _told(rule: str) -> str:
    """The rule as a model is told of it. That something is private would confirm what a model only guessed."""
    return _AS_INVENTED if rule == _PRIVATE else rule


def _said(finding: Finding) -> str:
    """What was seen and what to write instead; of what gives something private away the same as of what was made up."""
    if finding.rule != _PRIVATE:
        return f"{finding.message} {finding.fix}"
    seen = _QUOTED.search(finding.message)
    return f"{seen[0] if seen else 'Something'} does not stand in the notes you were given. Leave it out."


def _without_draft(text: str, notes: str) -> str:
    """A message with what it quotes shortened to nothing, unless it is one word or stands in the notes."""

    def shown(match: re.Match[str]) -> str:
        inner = match[0][1:-1]
        return match[0] if (len(inner.split()) < 2 and len(inner) < 40 and "/" not in inner) or fold(inner) in notes else "…"

    return " ".join(_QUOTED.sub(shown, text).split())
