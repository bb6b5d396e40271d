"""IDN: the right people, titles, company, role and sender, spelt as the notes spell them."""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.findings import Finding
from guardrails.ground import ground_of
from guardrails.identity_addressed import check_addressed
from guardrails.identity_company import check_altered, check_company, check_former
from guardrails.identity_people import check_gender, check_greeting, check_signature, check_titles
from guardrails.identity_role import check_modifiers, check_roles, check_subject_role
from guardrails.identity_role_match import check_replaced
from guardrails.identity_speech import check_remarks, check_third_person, check_vocatives
from guardrails.names import find_stray_names
from guardrails.names_judge import StrayName
from guardrails.people import read_greeting
from prompts.brief import Brief
from prompts.draft import Draft, Part

__all__ = ["check_identity"]

_PARTS: tuple[Part, ...] = ("subject", "body", "closing")
_STRAY: dict[str, tuple[str, str]] = {
    "recipient": ("IDN-recipient", "a recipient's name"),
    "sender": ("IDN-sender", "the candidate's name"),
    "company": ("IDN-company", "the company"),
    "role": ("IDN-role", "the role"),
}


def check_identity(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of IDN-recipient, -title, -company, -role, -sender and -mixed.

    Comparing ignores case, composition and the shape of apostrophes; a dropped accent or a look-alike letter is a slip.
    """
    ground = ground_of(brief)
    greeted = [one for one in read_greeting(draft.greeting, brief.notes.recipients) if one.words]
    findings = check_greeting(draft, brief, ground, greeted)
    findings += check_signature(draft, brief)
    for part in _PARTS:
        text = draft.part(part)
        findings += [_stray(one, part) for one in find_stray_names(text, part, ground) if one.kind in _STRAY]
        findings += check_titles(text, part, brief)
        if part != "closing":
            findings += check_modifiers(text, part, ground) or check_roles(text, part, ground) or check_replaced(text, part, ground)
            findings += check_company(text, part, ground)
            findings += check_altered(text, part, ground)
            findings += check_former(text, part, ground)
    findings += check_subject_role(draft.subject, ground)
    findings += check_gender(draft, brief, greeted)
    findings += check_vocatives(draft, brief, greeted)
    findings += check_third_person(draft, brief, greeted)
    findings += check_remarks(draft, brief, ground, greeted)
    findings += check_addressed(draft, ground)
    return _without_overlaps(findings)


def _without_overlaps(findings: Sequence[Finding]) -> list[Finding]:
    """One finding per rule and place: the errors first, a warning inside one of them says nothing new."""
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda one: one.severity):
        if not any(
            other.rule == one.rule and other.where == one.where and other.start < one.end and one.start < other.end for other in kept[-64:]
        ):
            kept.append(one)
    return kept


def _stray(one: StrayName, part: Part) -> Finding:
    rule, whose = _STRAY[one.kind]
    message = f"{one.text!r} is not {whose} as the notes have it: {one.right!r}."
    return Finding(rule, "error", part, one.start, one.end, message, f"Write {one.right!r}.")
