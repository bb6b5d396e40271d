"""What the page is told: notes as understood, and an email with its sentences, sources and findings, as plain JSON values."""

from __future__ import annotations

import re
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardrails.findings import Finding, Report
    from guardrails.fixes_place import Email
    from pipeline.outcome import Outcome
    from prompts.brief import Brief
    from prompts.draft import Draft
    from prompts.notes import Notes, ScenarioId

__all__ = ["letter_text", "letter_view", "notes_view", "outcome_view"]

#: How a message names a fact: private note 'f3', the notes (f3).
_NAMED_FACT = re.compile(r"(?<=private note )'([\w-]+)'|(?<=the notes \()([\w-]+)(?=\))")
#: Characters of a fact that a finding quotes.
_QUOTE_CHARS = 100


def letter_text(draft: Draft) -> str:
    """The email as one text, the subject in its first line; what is shown, edited and checked."""
    return f"Subject: {draft.subject}\n\n{draft.text}"


def notes_view(
    notes: Notes,
    *,
    reason: str = "",
    candidates: Sequence[ScenarioId] = (),
    warnings: Sequence[str] = (),
    ignored: Sequence[dict[str, object]] = (),
    hidden: int = 0,
) -> dict[str, object]:
    """Notes as understood: values, the situation and why, what is asked, what was left out."""
    from pipeline.intake import scenario_question
    from prompts.brief import missing
    from prompts.contract import load_contract
    from prompts.notes import ScenarioId

    questions: list[dict[str, object]] = []
    if notes.scenario is None:
        text = scenario_question(tuple(candidates))
        questions.append({"text": text, "blocking": True, "scenarios": [one.value for one in candidates or ScenarioId]})
    else:
        asked = missing(load_contract(notes.scenario), notes)
        questions += [{"text": one.text, "blocking": one.blocking, "scenarios": []} for one in asked]
    return {
        "notes": notes.model_dump(mode="json", exclude_none=True),
        "reason": reason,
        "questions": questions,
        "warnings": list(warnings),
        "ignored": list(ignored),
        "hidden": hidden,
    }


def letter_view(text: str, draft: Draft, brief: Brief, report: Report, sources: Sequence[dict[str, object]]) -> dict[str, object]:
    """An email as the page shows it: parts and sentences, findings with their places, and its length against the band.

    Args:
        text: the whole text that the draft was read from; places of findings count in it.
        draft: the text taken apart.
        brief: what it is judged by.
        report: the findings.
        sources: the sentences' entries of the outcome's JSON, in the same order.
    """
    from guardrails.fixes_place import Email
    from guardrails.text import count_words

    email = Email(text, draft, brief)
    words = brief.contract.words
    told = iter(sources)
    paragraphs, at = [], iter(draft.sentence_spans())
    for paragraph in draft.paragraphs:
        row = []
        for _ in paragraph:
            start, end, sentence = next(at)
            row.append({"text": sentence.text, "start": start, "end": end, **_rests_on(next(told), brief)})
        paragraphs.append(row)
    return {
        "text": text,
        "subject": draft.subject,
        "greeting": draft.greeting,
        "paragraphs": paragraphs,
        "closing": draft.closing,
        "signature": draft.signature,
        "findings": [_finding(finding, email, brief) for finding in report.findings],
        "could_not_run": [crash.check for crash in report.could_not_run],
        "passed": report.passed,
        "words": count_words(draft.body),
        "band": {"min": words.aim_min, "max": words.aim_max, "least": words.refuse_below, "most": words.refuse_above},
    }


def outcome_view(outcome: Outcome, sources: Sequence[dict[str, object]], *, calendar: bool) -> dict[str, object]:
    """A run's result: the email, and all that is said about it. `calendar` tells whether there is a send time to be reminded of."""
    draft = outcome.draft
    return {
        "verdict": outcome.verdict,
        "letter": None if draft is None else letter_view(letter_text(draft), draft, outcome.brief, outcome.report, sources),
        "advice": [asdict(piece) for piece in outcome.advice],
        "questions": list(outcome.questions),
        "remarks": list(outcome.remarks),
        "repaired": sorted({rule for repair in outcome.repairs for rule in repair.rules}),
        "run": {"model": outcome.run.model, "seconds": outcome.run.seconds, "seed": outcome.run.seed},
        "calendar": calendar,
    }


def _rests_on(entry: dict[str, object], brief: Brief) -> dict[str, object]:
    """Kind and sources of a sentence; a stance that the notes do not hold is marked as the user's to confirm."""
    from prompts.notes import FactKind

    found = entry["sources"]
    sources = found if isinstance(found, list) else []
    facts = brief.facts
    noted = any(one["fact"] in facts and facts[one["fact"]].kind is FactKind.STANCE for one in sources)
    return {"kind": entry["kind"], "confirm": entry["kind"] == "stance" and not noted, "sources": sources}


def _finding(finding: Finding, email: Email, brief: Brief) -> dict[str, object]:
    from guardrails.fixes_place import propose

    span = email.places.span(finding)
    can_fix = bool(span) and bool(propose(finding.rule, [finding], email))
    return {**asdict(finding), "message": _in_words(finding.message, brief), "can_fix": can_fix, "at": list(span) if span else None}


def _in_words(message: str, brief: Brief) -> str:
    """The message with the user's own words where it names a fact by its id, which the page shows nowhere."""
    texts = {fact.id: fact.text for fact in (*brief.notes.facts, *brief.facts.values())} | dict(brief.as_given)

    def words(match: re.Match[str]) -> str:
        text = texts.get(match[1] or match[2])
        return match[0] if text is None else f"“{textwrap.shorten(text, _QUOTE_CHARS, placeholder=' …')}”"

    return _NAMED_FACT.sub(words, message)
