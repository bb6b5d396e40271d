"""LEN: words of the body, paragraphs, long sentences, the subject line and the number of questions."""

from __future__ import annotations

from guardrails.findings import Finding, Severity
from guardrails.settings import limit
from guardrails.text import count_words, sentence_spans
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.patterns import compiled

__all__ = ["check_length"]

_QUESTION = compiled(r"\?[?!]*")


def check_length(draft: Draft, brief: Brief) -> list[Finding]:
    """LEN findings: limits come from the contract, sizes are words as `guardrails.text` counts them."""
    return [
        *_check_words(draft, brief),
        *_check_paragraphs(draft, brief),
        *_check_sentences(draft),
        *_check_subject(draft),
        *_check_questions(draft, brief),
    ]


def _check_words(draft: Draft, brief: Brief) -> list[Finding]:
    limits = brief.contract.words
    body = draft.body
    if not body.strip():
        return []
    count = count_words(body)
    aim = f"aim for {limits.aim_min} to {limits.aim_max}"
    if count > limits.warn_above:
        severity: Severity = "error" if count > limits.refuse_above else "warning"
        message = f"The body has {count} words; {limits.refuse_above} is the most, {aim}."
        fix = f"Cut {count - limits.aim_max} words: keep the thanks, the one thing you took up, why you want the job, and the close."
        return [Finding("LEN-long", severity, "body", 0, len(body), message, fix)]
    if count < limits.warn_below:
        severity = "error" if count < limits.refuse_below else "warning"
        message = f"The body has {count} words; {limits.refuse_below} is the least, {aim}."
        fix = f"Add {limits.aim_min - count} words: give one concrete moment of the conversation room and say what it means for the work."
        return [Finding("LEN-short", severity, "body", 0, len(body), message, fix)]
    return []


def _check_paragraphs(draft: Draft, brief: Brief) -> list[Finding]:
    findings: list[Finding] = []
    low, high = brief.contract.paragraphs
    texts = draft.paragraph_texts
    if len(texts) > high:
        severity: Severity = "error" if len(texts) >= limit("LEN-paragraphs", "refuse_from") else "warning"
        message = f"The body has {len(texts)} paragraphs; {low} to {high} short ones are the form."
        fix = "Join paragraphs that belong to the same matter."
        findings.append(Finding("LEN-paragraphs", severity, "body", 0, len(draft.body), message, fix))
    at = 0
    most = limit("LEN-paragraphs", "max_words")
    for text in texts:
        count = count_words(text)
        if count > most:
            message = f"This paragraph has {count} words; up to {most} read easily on a phone."
            fix = "Begin a new paragraph where the matter changes."
            findings.append(Finding("LEN-paragraphs", "warning", "body", at, at + len(text), message, fix))
        at += len(text) + 2
    return findings


def _check_sentences(draft: Draft) -> list[Finding]:
    findings: list[Finding] = []
    most = limit("LEN-sentence", "max_words")
    for start, _, sentence in draft.sentence_spans():
        if len(sentence.text) < 2 * most or count_words(sentence.text) <= most:
            continue
        for low, high in sentence_spans(sentence.text):
            count = count_words(sentence.text[low:high])
            if count > most:
                message = f"This sentence has {count} words; up to {most} can be read in one breath."
                fix = "Make two sentences of it."
                findings.append(Finding("LEN-sentence", "warning", "body", start + low, start + high, message, fix))
    return findings


def _check_subject(draft: Draft) -> list[Finding]:
    subject = draft.subject
    count = count_words(subject)
    chars, most = limit("LEN-subject", "max_chars"), limit("LEN-subject", "max_words")
    if len(subject) <= chars and count <= most:
        return []
    severity: Severity = "error" if len(subject) > limit("LEN-subject", "refuse_above_chars") else "warning"
    shown = f"up to {chars} and {most} are shown whole"
    message = f"The subject has {len(subject)} characters and {count} words; {shown}."
    fix = "Keep the role and the matter: the call, the decision or the date."
    return [Finding("LEN-subject", severity, "subject", 0, len(subject), message, fix)]


def _check_questions(draft: Draft, brief: Brief) -> list[Finding]:
    body = draft.body
    allowed = brief.contract.max_questions
    marks = list(_QUESTION.finditer(body))
    if len(marks) <= allowed:
        return []
    severity: Severity = "error" if len(marks) >= allowed + limit("LEN-questions", "refuse_from_surplus") else "warning"
    message = f"The body asks {len(marks)} questions; {allowed or 'none'} may be asked here."
    fix = "Keep the one question you most need answered." if allowed else "Turn the question into a statement or leave it out."
    surplus = marks[allowed]
    return [Finding("LEN-questions", severity, "body", surplus.start(), surplus.end(), message, fix)]
