"""Puts the answer to a question into the notes."""

from __future__ import annotations

import re

from prompts.brief import Question
from prompts.notes import Candidate, Fact, Notes

__all__ = ["apply_answer"]


def apply_answer(notes: Notes, question: Question, answer: str) -> Notes:
    """The notes with the answer as a header value or as a new fact of the kind asked for.

    "Role at company" (or "role, company") answers a question that asks for both.
    """
    if question.fields == ("candidate.name",):
        return notes.model_copy(update={"candidate": Candidate(name=answer, email=notes.candidate.email)})
    if set(question.fields) == {"role", "company"}:
        role, company = _role_and_company(answer)
        return notes.model_copy(update={"role": notes.role or role, "company": notes.company or company})
    if question.fields:
        return notes.model_copy(update={question.fields[0]: answer})
    fact = Fact(kind=question.facts[0], text=answer)
    return Notes.model_validate({**notes.model_dump(), "facts": [*(f.model_dump() for f in notes.facts), fact.model_dump()]})


def _role_and_company(answer: str) -> tuple[str, str | None]:
    match = re.fullmatch(r"(.+?)(?:\s+(?:at|with|for|bei|@)\s+|\s*,\s*)(.+)", answer)
    return (match[1].strip(), match[2].strip(" .")) if match else (answer, None)
