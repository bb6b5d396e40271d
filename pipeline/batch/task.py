"""What a worker does with one task: notes to an outcome, as plain values. It raises nothing: a failure is a result too."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from guardrails.originality import sibling_runs
from guardrails.settings import use
from pipeline.batch.shapes import BatchSettings, Drafted, Item, Task
from pipeline.config import ModelSettings
from pipeline.errors import AfterwordError, BadConfiguration, BadInput, ProviderFailure, SystemFailure
from pipeline.intake import Intake, read_notes, scenario_question
from pipeline.mail_fields import mailboxes
from pipeline.providers import is_remote, open_model
from pipeline.run import draft_email
from prompts.notes import Notes, ScenarioId

if TYPE_CHECKING:
    from pipeline.models import Chooser, Writer
    from pipeline.outcome import Outcome

__all__ = ["Drafter", "item_notes"]

#: Gives the model that writes with a seed.
Models = Callable[[int], "Writer | Chooser"]


class Drafter:
    """Drafts task after task with the same settings and models. Safe to share between threads as far as its models are."""

    def __init__(self, settings: BatchSettings, models: Models) -> None:
        """Keep the settings; models are asked for with each task's seed."""
        self._settings = settings
        self._models = models

    def draft(self, task: Task) -> Drafted:
        """The outcome of one task, or why there is none."""
        started = time.perf_counter()
        try:
            done = self._draft(task)
        except (BadInput, UnicodeError) as error:
            done = Drafted(task.key, "unusable", problem=str(error))
        except ProviderFailure as error:
            done = Drafted(task.key, "failed", problem=str(error), retryable=error.retryable, fatal=not error.retryable)
        except (BadConfiguration, SystemFailure) as error:
            done = Drafted(task.key, "failed", problem=str(error), fatal=True)
        except AfterwordError as error:
            done = Drafted(task.key, "failed", problem=str(error))
        except Exception as error:  # the border where a failure becomes a record
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
            done = Drafted(task.key, "failed", problem=f"Something went wrong inside Afterword ({type(error).__name__} at {where}).")
        return replace(done, seconds=round(time.perf_counter() - started, 4))

    def _draft(self, task: Task) -> Drafted:
        if task.item.problem:
            return Drafted(task.key, "unusable", problem=task.item.problem)
        settings = self._settings
        now = dt.datetime.fromisoformat(settings.now) if settings.now else None
        scenario = ScenarioId(settings.scenario) if settings.scenario else None
        notes, asked = item_notes(task.item, scenario=scenario, now=now)
        if notes.scenario is None:
            return Drafted(task.key, "unusable", problem=f"{task.item.label}: {asked}")
        with use(settings.rules) if settings.rules is not None else nullcontext():
            return _drafted(task.key, self._write(notes, task.seed, plain=task.plain))

    def _write(self, notes: Notes, seed: int, *, plain: bool) -> Outcome:
        """One outcome. A server that cannot be reached is a failure here, to be tried again, and not the phrasebook's turn."""
        how = self._settings.model_settings or ModelSettings()
        model = open_model("phrasebook", seed=seed) if plain else self._models(seed)
        return draft_email(notes, model, seed=seed, canary_secret=self._settings.secret, **how.for_draft(when="unusable"))


def item_notes(item: Item, *, scenario: ScenarioId | None, now: dt.datetime | None) -> tuple[Notes, str]:
    """The notes of an item, and the question about their situation where they do not show it.

    Args:
        item: text, fields, or both; a field goes before what the text says.
        scenario: taken where the notes name none.
        now: taken where the notes name none.

    Raises:
        BadInput: they cannot be read.
    """
    intake = _intake(item.text, item.label, now) if item.text else _intake(item.header, f"{item.label}.json", now)
    notes = intake.notes
    if item.text and item.header:
        notes = _overlaid(notes, _intake(item.header, f"{item.label}.json", now).notes)
    if notes.scenario is None and scenario is not None:
        notes = notes.model_copy(update={"scenario": scenario})
    return notes, scenario_question(intake.candidates)


def _intake(text: str, name: str, now: dt.datetime | None) -> Intake:
    """The notes read; dates such as "next Friday" count from the notes' own day of writing, and only without one from `now`."""
    intake = read_notes(text, name=name)
    return intake if intake.notes.now is not None else read_notes(text, name=name, now=now or dt.datetime.now().replace(microsecond=0))


def _overlaid(notes: Notes, header: Notes) -> Notes:
    """The text's notes with the fields that columns gave, and their facts after its own."""
    update: dict[str, object] = {}
    for name in header.model_fields_set - {"facts", "source", "spans", "candidate", "interview"}:
        value = getattr(header, name)
        if value not in (None, [], ""):
            update[name] = value
    for name in ("candidate", "interview"):
        given = getattr(header, name)
        own = getattr(notes, name)
        update[name] = own.model_copy(update={key: value for key, value in given if value is not None})
    taken = {fact.id for fact in notes.facts}
    extra = [fact.model_copy(update={"id": f"c{at}", "span": None}) for at, fact in enumerate(header.facts, 1)]
    update["facts"] = [*notes.facts, *(fact for fact in extra if fact.id not in taken)]
    return notes.model_copy(update=update)


def _drafted(key: str, outcome: Outcome) -> Drafted:
    document = dict(outcome.to_json())
    run = document.get("run")
    if isinstance(run, dict):
        # what differs from run to run of the same draft has no place in a file that is to come out the same each time
        keep = {name: value for name, value in run.items() if name != "seconds"}
        if not is_remote(outcome.run.model):
            keep |= {"tokens_in": None, "tokens_out": None}
        document["run"] = keep
    notes = outcome.brief.notes
    sender, people = mailboxes(outcome.brief)
    candidate = [notes.candidate.name or "", notes.candidate.email or ""]
    mail: dict[str, object] = {"from": list(sender) if sender else None, "to": [list(box) for box in people], "candidate": candidate}
    runs: tuple[int, ...] = ()
    if outcome.draft is not None and outcome.verdict != "refused":
        runs = tuple(sorted({_short(run) for run in sibling_runs(outcome.draft, outcome.brief)}))
    at = notes.interview.at or notes.now
    day = at.toordinal() if at is not None else 0
    return Drafted(key, "drafted", document, mail, company=_company(notes.company), day=day, runs=runs)


def _company(name: str | None) -> str:
    """An employer's name, folded so that "Ashby Foods Ltd." and "ashby foods" are one."""
    words = "".join(char if char.isalnum() else " " for char in (name or "").casefold()).split()
    while len(words) > 1 and words[-1] in {"ltd", "limited", "inc", "gmbh", "llc", "plc", "ag", "co", "corp", "sa", "bv", "oy", "ab", "as"}:
        words.pop()
    return " ".join(words)


def _short(run: tuple[str, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(run).encode("utf-8", "replace"), digest_size=8).digest(), "big")
