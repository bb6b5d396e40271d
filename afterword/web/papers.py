"""Notes and emails as requests bring them, made ready: spans that still hold, the moment of writing, the brief, the reason, the sources."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from afterword.web.bodies import CheckBody, FileBody
    from pipeline.outcome import RunRecord
    from prompts.brief import Brief
    from prompts.draft import Draft
    from prompts.notes import Notes

__all__ = ["brief_for", "brief_of", "clean_spans", "for_writing", "reason_of", "sources_of"]


def reason_of(text: str, origin: str, notes: Notes) -> str:
    """Why this situation: the words of the notes that show it."""
    from pipeline.reader_scenario import guess_scenario
    from pipeline.reader_segments import cut

    if notes.scenario is None:
        return ""
    if origin != "text":
        return "The notes name it."
    guess = guess_scenario(text, cut(text), today=(notes.now or _now()).date())
    if guess.scenario is not notes.scenario:
        return "You chose it."
    at = text.casefold().find(guess.why)
    words = " ".join((text[at : at + len(guess.why)] if at >= 0 else guess.why).split())
    return f"Because your notes say “{words}”." if words else ""


def clean_spans(notes: Notes) -> Notes:
    """Notes whose places in the pasted text are kept only where the words still stand there."""
    source = notes.source or ""
    facts = [
        fact if fact.span is None or source[fact.span.start : fact.span.end] == fact.text else fact.model_copy(update={"span": None})
        for fact in notes.facts
    ]
    return notes.model_copy(update={"facts": facts})


def for_writing(notes: Notes) -> Notes:
    """The same, with the present moment where the notes name none."""
    notes = clean_spans(notes)
    return notes if notes.now is not None else notes.model_copy(update={"now": _now()})


def _now() -> dt.datetime:
    return dt.datetime.now().replace(microsecond=0)


def brief_for(body: CheckBody | FileBody) -> Brief:
    """The brief that an email text is judged by.

    Raises:
        BadInput: the notes name no situation, or the email goes to nobody in them.
    """
    return _cached_brief(body.notes.model_dump_json(), body.to)


@lru_cache(maxsize=4)
def _cached_brief(notes: str, to: str | None) -> Brief:
    """The brief of these notes, kept in memory between two keystrokes."""
    from prompts.notes import Notes

    return brief_of(for_writing(Notes.model_validate_json(notes)), to)


def brief_of(notes: Notes, to: str | None) -> Brief:
    """The brief of these notes.

    Raises:
        BadInput: they name no situation, or `to` is nobody in them.
    """
    from pipeline.respelling import respelt_brief

    if notes.scenario is None:
        raise BadInput("Choose the situation first; what an email must say depends on it.")
    try:
        return respelt_brief(notes, to=to)
    except ValueError as error:
        raise BadInput(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


def sources_of(draft: Draft, brief: Brief) -> list[dict[str, object]]:
    """Of each sentence of an edited text, what it rests on."""
    from guardrails.findings import Report
    from pipeline.outcome import Outcome

    told = Outcome("send", brief, draft, Report(), _no_run()).to_json()["sentences"]
    return told if isinstance(told, list) else []


def _no_run() -> RunRecord:
    from pipeline.outcome import RunRecord

    return RunRecord(model="", prompt_hash="", tokens_in=None, tokens_out=None, cost_usd=None, seconds=0.0, seed=0, versions={})
