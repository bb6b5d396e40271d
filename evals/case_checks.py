"""What a schema cannot say about a case: changes that fit their draft, rules that exist, key words that stand in the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import process

from evals.cases import Defect, DraftCase, NotesCase
from evals.email_cases import EmailCase
from evals.stretches import shows, tells
from evals.wording import plain
from guardrails.rules import RULES
from prompts.notes import FactKind

__all__ = ["FAMILIES", "CaseMistake", "apply_defect", "check_draft_case", "check_email_case", "check_notes_case"]

#: The families of rules a defect may name.
FAMILIES = ("LEN", "GRA", "SCN", "GND", "IDN", "PRV", "FMT", "TON", "ORI", "LNG")

_SUBJECT = re.compile(r"\s*Subject: *\S")


class CaseMistake(ValueError):
    """A mistake in a case: the field and what is wrong with it, in one sentence."""


def check_draft_case(case: DraftCase) -> None:
    """See that a draft case can be run.

    Raises:
        CaseMistake: it lacks a situation, a moment of writing or a subject line, or one of its defects does not fit.
    """
    if case.notes.scenario is None:
        raise CaseMistake("notes.scenario is missing; name it, or put the file into a folder that is called after it.")
    if case.notes.now is None:
        raise CaseMistake("notes.now is missing; say when the email is written, for example 2026-05-13T09:15.")
    if not _SUBJECT.match(case.good):
        raise CaseMistake('good must be the whole email with its subject line first, "Subject: ...".')
    names: set[str] = set()
    for index, defect in enumerate(case.defects):
        where = f"defects.{index} ({defect.name})"
        if defect.name in names:
            raise CaseMistake(f"{where}: id stands twice in this case; a second defect of one kind needs an id of its own.")
        names.add(defect.name)
        for rule in defect.rule:
            _check_rule(rule, where)
        if apply_defect(case.good, defect, where=where).split() == case.good.split():
            raise CaseMistake(f"{where}: the change leaves the draft as it was.")


def _check_rule(rule: str, where: str) -> None:
    if rule in FAMILIES or rule in RULES:
        return
    near = process.extractOne(rule, [*FAMILIES, *RULES])
    raise CaseMistake(f"{where}: rule {rule!r} is neither a rule nor a family of rules; did you mean {near[0]!r}?")


def apply_defect(good: str, defect: Defect, *, where: str = "defect") -> str:
    """The email with the defect planted.

    Every `old` is looked for in the good draft, not in what an earlier replacement made of it.

    Raises:
        CaseMistake: neither or both of `replace` and `text` are given, an `old` does not stand in the draft exactly once, or
            two of them overlap.
    """
    if (defect.replace is None) == (defect.text is None):
        raise CaseMistake(f"{where}: exactly one of replace and text is needed.")
    if defect.replace is None:
        return defect.text or ""
    spans: list[tuple[int, int, str]] = []
    for change in defect.replace:
        count = good.count(change.old)
        if count != 1:
            raise CaseMistake(f"{where}: old must stand in good exactly once: {change.old!r} {_found(good, change.old, count)}.")
        start = good.index(change.old)
        spans.append((start, start + len(change.old), change.new))
    spans.sort()
    for (_, end, _), (start, _, _) in pairwise(spans):
        if start < end:
            raise CaseMistake(f"{where}: two replacements overlap at {good[start:end]!r}; make them one.")
    for start, end, new in reversed(spans):
        good = good[:start] + new + good[end:]
    return good


def _found(good: str, old: str, count: int) -> str:
    if count > 1:
        return f"stands there {count} times; take a longer stretch"
    if old.casefold() in good.casefold():
        return "differs from it in small and capital letters"
    if plain(old) in plain(good):
        return "differs from it in spaces, line breaks or quotation marks"
    return "does not stand there"


def check_notes_case(case: NotesCase) -> None:
    """See that the truth of a notes case can be true of its text.

    Raises:
        CaseMistake: a name, key word or private stretch does not stand in the text, or the truth contradicts itself.
    """
    truth = case.truth
    known = set(_pieces(case.text))
    for field, wordings in (("candidate", truth.candidate), ("company", truth.company), ("role", truth.role)):
        _stand_in_text(f"truth.{field}", wordings, known)
    for index, person in enumerate(truth.recipients):
        _stand_in_text(f"truth.recipients.{index}", person, known)
    text = plain(case.text)
    for index, fact in enumerate(truth.facts):
        where = f"truth.facts.{index} ({fact.kind.value})"
        absent = next((words for words in fact.contains if plain(words) not in text), None)
        if absent is not None:
            raise CaseMistake(f"{where}: contains {absent!r}, which does not stand in the text as one stretch.")
        if fact.kind is FactKind.PRIVATE and not fact.private:
            raise CaseMistake(f"{where}: a fact of the kind private must say `private: true`.")
    for index, words in enumerate(truth.must_not_public):
        if plain(words) not in text:
            raise CaseMistake(f"truth.must_not_public.{index}: {words!r} does not stand in the text.")
        shown = next((f for f in truth.facts if not f.private and any(plain(words) in plain(key) for key in f.contains)), None)
        if shown is not None:
            raise CaseMistake(f"truth.must_not_public.{index}: {words!r} is also a key word of the public {shown.kind.value} fact.")


def check_email_case(case: EmailCase) -> None:
    """See that what an email case asks for can be asked: the notes tell it, and what must stay out stands in them.

    Raises:
        CaseMistake: a fact of `must` is not in the notes, a stretch of `must_not` neither, or a name of `to` is not.
    """
    text = case.notes if isinstance(case.notes, str) else "\n".join(_strings(case.notes.model_dump(mode="json")))
    for index, wordings in enumerate(case.must):
        if not tells(text, wordings):
            raise CaseMistake(f"must.{index}: the notes tell none of {wordings!r}; one wording at least has to stand in them.")
        out = next((stretch for stretch in case.must_not if any(shows(wording, stretch) for wording in wordings)), None)
        if out is not None:
            raise CaseMistake(f"must.{index}: {wordings!r} holds {out!r}, which is in must_not.")
    for index, stretch in enumerate(case.must_not):
        if not shows(text, stretch):
            raise CaseMistake(f"must_not.{index}: {stretch!r} does not stand in the notes, so nothing could bring it into the email.")
    for index, name in enumerate(case.to):
        if not shows(text, name):
            raise CaseMistake(f"to.{index}: nobody in the notes is called {name!r}.")


def _strings(value: object) -> Iterable[str]:
    """Every text in a dumped model, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _stand_in_text(where: str, wordings: Iterable[str], known: set[str]) -> None:
    for wording in wordings:
        absent = [piece for piece in _pieces(wording) if piece not in known]
        if absent or not _pieces(wording):
            raise CaseMistake(f"{where}: {wording!r} is not taken from the text, where {(absent or [wording])[0]!r} does not stand.")


def _pieces(text: str) -> list[str]:
    """Runs of letters and digits, so that "Priya's" and "priya@..." hold the name too; "and" and "&" are the same to an author."""
    return [piece for piece in re.findall(r"\w+", plain(text)) if piece != "and"]
