"""What the tools for assistants answer, without the protocol: notes, drafts, reports and rules, less what the notes keep private.

An assistant is a third party, and it decides itself what to ask for, so a tool's argument is no consent. The text of private facts
is withheld unless the user has started the server with `--show-private`; which model writes is the user's choice as well.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from afterword.api import check, draft, read_notes
from afterword.documents import asked_about, report_document, rule_page
from pipeline.errors import BadInput
from pipeline.intake_files import read_text_file

if TYPE_CHECKING:
    from prompts.notes import Fact, Notes

__all__ = ["WITHHELD", "Desk", "answer_check", "answer_draft", "answer_notes", "answer_rule"]

#: Stands where the text of a private fact would.
WITHHELD = "[private]"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the user allowed when starting the server.

    Attributes:
        model: which model words the emails, PROVIDER:NAME.
        folder: where notes may be named by file; None allows none.
        shows_private: whether the text of private facts is returned.
        settings: an `afterword.toml` with settings of the rules.
    """

    model: str = "local"
    folder: Path | None = None
    shows_private: bool = False
    settings: Path | None = None


def answer_notes(desk: Desk, notes: str, file: str, *, scenario: str | None = None, now: dt.datetime | None = None) -> dict[str, object]:
    """What is understood of the notes: header, public facts, private ones without text and kind, questions, what was not used.

    Raises:
        BadInput: the notes cannot be used, or the file may not be read.
        BadConfiguration: there is no such situation.
    """
    intake = read_notes(_source(desk, notes, file), scenario=scenario, now=now)
    understood = intake.notes
    header = understood.model_dump(mode="json", exclude_none=True, exclude={"facts", "source", "spans"})
    answer: dict[str, object] = {
        "notes": {**header, "facts": [_fact(fact, shown=desk.shows_private or not fact.private) for fact in understood.facts]},
        "questions": asked_about(intake),
        "ignored": [{"start": piece.start, "end": piece.end, "why": piece.why} for piece in intake.ignored],
    }
    return _shown(answer, understood, desk)


def answer_draft(
    desk: Desk, notes: str, file: str, *, scenario: str | None = None, to: str | None = None, now: dt.datetime | None = None, seed: int = 0
) -> dict[str, object]:
    """The outcome (`afterword/outcome@1`); a refused draft is left out, and so is every source that is private.

    Raises:
        BadInput: the notes cannot be used, name no situation, or `to` is nobody in them.
        BadConfiguration: there is no such situation, or a setting is not valid.
    """
    text = _source(desk, notes, file)
    intake = read_notes(text, scenario=scenario, now=now)
    understood = intake.notes if intake.notes.scenario else text  # which is then refused, with the question to answer
    outcome = draft(understood, model=desk.model, to=to, now=now, seed=seed, fallback=True, settings=desk.settings)
    answer = outcome.to_json()
    secret = {fact.id for fact in intake.notes.facts if fact.private and not desk.shows_private}
    for sentence in cast("list[dict[str, list[dict[str, object]]]]", answer["sentences"]):
        sentence["sources"] = [source for source in sentence["sources"] if source["fact"] not in secret]
    if outcome.verdict == "refused":
        answer |= {"draft": None, "sentences": []}
    return _shown(answer, intake.notes, desk)


def answer_check(
    desk: Desk, email: str, notes: str, file: str, *, scenario: str | None = None, now: dt.datetime | None = None
) -> dict[str, object]:
    """The report (`afterword/report@1`) on an email text. A finding may say that something private shows, never what the notes say.

    Raises:
        BadInput: the notes cannot be used, or name no situation.
        BadConfiguration: there is no such situation, or a setting is not valid.
    """
    text = _source(desk, notes, file)
    intake = read_notes(text, scenario=scenario, now=now)
    report = check(email, intake.notes if intake.notes.scenario else text, now=now, settings=desk.settings)
    return _shown(report_document(report), intake.notes, desk)


def answer_rule(rule_id: str = "") -> str:
    """The page of a rule, or a line for each when none is named.

    Raises:
        BadInput: there is no such rule; the nearest one is named.
    """
    from guardrails.rules import RULES

    if not rule_id.strip():
        return "\n".join(f"{rule.id}: {rule.severity}, {rule.title}" for rule in RULES.values())
    return rule_page(rule_id)


def _source(desk: Desk, notes: str, file: str) -> str:
    """The notes' text: as given, or from a file in the folder the user opened."""
    if bool(notes.strip()) == bool(file.strip()):
        raise BadInput("Give the notes either as text (notes) or as the name of a file (file).")
    if notes.strip():
        return notes
    if desk.folder is None:
        raise BadInput("No folder is open for notes; the user can start the server with --folder DIR. Give the notes as text instead.")
    folder = desk.folder.resolve()
    try:
        path = (folder / file.strip()).resolve()
        inside = path.is_relative_to(folder) and path.is_file()
    except (OSError, ValueError):
        inside = False
    if not inside:
        raise BadInput(f"There is no file {file.strip()!r} in the folder that is open for notes.")
    return read_text_file(str(path))


def _fact(fact: Fact, *, shown: bool) -> dict[str, object]:
    if shown:
        return fact.model_dump(mode="json", exclude_none=True)
    return {"id": fact.id, "kind": "private", "text": WITHHELD, "private": True}


def _shown(answer: dict[str, object], notes: Notes, desk: Desk) -> dict[str, object]:
    """The answer with the words of private facts taken out wherever they stand."""
    if desk.shows_private:
        return answer
    source = notes.source or ""
    texts = {
        text for fact in notes.facts if fact.private for text in (fact.text, source[fact.span.start : fact.span.end] if fact.span else "")
    }
    pieces = sorted({" ".join(text.split()) for text in texts if len(text.strip()) > 2}, key=len, reverse=True)
    if not pieces:
        return answer
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, piece.split())) for piece in pieces), re.IGNORECASE)
    cleaned = _without(answer, pattern)
    return cleaned if isinstance(cleaned, dict) else answer


def _without(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, str):
        return pattern.sub(WITHHELD, value)
    if isinstance(value, dict):
        return {key: _without(one, pattern) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(one, pattern) for one in value]
    return value
