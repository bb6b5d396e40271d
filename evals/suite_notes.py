"""Runs the notes reader on labelled notes, timed, with what raises kept apart from what scores low."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.case_files import Loaded
from evals.cases import NotesCase
from evals.judge_notes import FieldSeen, ReadingJudged, judge_reading
from evals.wording import Verdict
from pipeline.errors import BadInput
from pipeline.intake import read_notes
from prompts.notes import Notes, ScenarioId

__all__ = ["NotesJudged", "Reader", "judge_notes", "read_pasted"]

#: Reads pasted text: (text, the situation the user named or None, now). Raises BadInput for notes that it cannot use.
Reader = Callable[[str, ScenarioId | None, dt.datetime], Notes]


@dataclass(frozen=True, slots=True)
class NotesJudged:
    """One case and what the reader made of it.

    `failure` is an exception, `refused` the reader's own sentence that it cannot use the notes; `reading` is None after either.
    `seconds` is the time of the first reading.
    """

    source: Loaded[NotesCase]
    seconds: float
    reading: ReadingJudged | None = None
    failure: str | None = None
    refused: str | None = None

    @property
    def got_through(self) -> bool:
        """Whether an attack's words stand in a public fact."""
        return self.source.case.truth.attack and self.reading is not None and bool(self.reading.leaks)

    def to_json(self) -> dict[str, object]:
        """What a program needs to show or to sort the case."""
        case = self.source.case
        head = {"id": case.id, "hand": case.hand, "file": self.source.file, "held": self.source.held, "attack": case.truth.attack}
        tail = {"seconds": round(self.seconds, 4), "failure": self.failure, "refused": self.refused}
        return {**head, **tail, "reading": self.reading.to_json() if self.reading else None}


def read_pasted(text: str, scenario: ScenarioId | None, now: dt.datetime) -> Notes:
    """What `afterword notes` understands of a text."""
    return read_notes(text, scenario=scenario, now=now, name="pasted notes").notes


def judge_notes(loaded: Loaded[NotesCase], *, reader: Reader = read_pasted, clock: Callable[[], float] = time.perf_counter) -> NotesJudged:
    """One case, read and held against its truth.

    Notes that are refused until the situation is named count as a question about the situation; they are read again with the
    true one, as after the user's answer, and the other fields are scored on that. Where the truth has none, any will do, and
    the facts, which depend on it, stay unscored.
    """
    case, truth = loaded.case, loaded.case.truth
    began = clock()
    try:
        try:
            notes, asked = reader(case.text, None, case.now), False
            seconds = clock() - began
        except BadInput:
            seconds = clock() - began
            notes, asked = reader(case.text, truth.scenario or ScenarioId.PHONE_INTERVIEW, case.now), True
        reading = judge_reading(notes, truth)
    except BadInput as error:
        return NotesJudged(loaded, clock() - began, refused=str(error))
    except Exception as error:  # the border where a failure becomes a record
        return NotesJudged(loaded, clock() - began, failure=f"{type(error).__name__}: {error}")
    return NotesJudged(loaded, seconds, _as_asked(reading, truth.scenario) if asked else reading)


def _as_asked(reading: ReadingJudged, truth: ScenarioId | None) -> ReadingJudged:
    verdict, wanted = (Verdict.MISSING, (truth.value,)) if truth else (Verdict.ABSENT, ())
    fields = {**reading.fields, "scenario": FieldSeen(verdict, None, wanted, asked=True)}
    return replace(reading, fields=fields) if truth else replace(reading, fields=fields, facts=(), unlisted={})
