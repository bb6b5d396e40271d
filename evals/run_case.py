"""One unit of a run: the notes are read, the email is drafted and scored, and whatever happens becomes a record."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.email_suites import EvalCase
from evals.results import CaseRecord, Status
from evals.run_models import Models, NotRecorded
from evals.run_plan import Unit
from evals.scorers import score_outcome
from pipeline.answer import read_answer
from pipeline.config import ModelSettings
from pipeline.errors import AfterwordError, BadConfiguration, BadInput, SystemFailure, UnusableOutput
from pipeline.models import Reply, Request, Writer
from pipeline.outcome import Outcome
from pipeline.prices import cost_of
from pipeline.run import draft_email
from prompts.draft import Draft

__all__ = ["answer"]

#: Makes the prompt of a case the same in every run, so that its answer can be recorded.
_CANARY = b"afterword evals"


@dataclass(slots=True)
class _Counted:
    """A writer whose calls are counted, those answered from the cache apart. `first` is the first answer's text, whatever it was."""

    writer: Writer
    name: str
    first: str | None = None
    missing: NotRecorded | None = None
    paid: int = 0
    kept: int = 0
    tokens_in: int | None = None
    tokens_cached: int | None = None
    tokens_out: int | None = None

    def complete(self, request: Request) -> Reply:
        try:
            reply = self.writer.complete(request)
        except NotRecorded as error:
            self.missing = error
            raise
        self.first = reply.text if self.first is None else self.first
        if reply.from_cache:
            self.kept += 1
        else:
            self.paid += 1
        for name in ("tokens_in", "tokens_cached", "tokens_out"):
            count = getattr(reply, name)
            if count is not None:
                setattr(self, name, (getattr(self, name) or 0) + count)
        return replace(reply, from_cache=False)


def answer(unit: Unit, models: Models, *, clock: Callable[[], float] = time.perf_counter) -> CaseRecord:
    """The scored record of one unit.

    Raises:
        BadConfiguration: no case of this model can succeed (no such model, no key).
        SystemFailure: nor can any other (a full disk).
        NotRecorded: the provider would have to be asked, which this run may not.
    """
    began = clock()
    record = CaseRecord(
        key=unit.key,
        case=unit.case.id,
        suite=unit.case.suite,
        scenario=unit.case.scenario.value,
        model=unit.model,
        seed=unit.seed,
        status="failed",
    )
    try:
        outcome, counted = _draft(unit, models)
    except (BadConfiguration, SystemFailure, NotRecorded):
        raise
    except BadInput as error:
        return _ended(record, "asked", error, clock() - began)
    except Exception as error:  # the border where a failure becomes a record
        return _ended(record, "failed", error, clock() - began)
    record = _filled(record, unit.case, outcome, counted, clock() - began)
    return record.model_copy(update={"scores": score_outcome(unit.case, record, brief=outcome.brief)})


def _draft(unit: Unit, models: Models) -> tuple[Outcome, _Counted | None]:
    model = models.get(unit.model, unit.seed)
    notes = unit.case.read()
    if not isinstance(model, Writer):
        return draft_email(notes, model, to=unit.case.to, seed=unit.seed), None
    counted = _Counted(model, model.name)
    # A server that cannot be reached is a failure here, whatever the settings say: the phrasebook's email would be scored as the model's.
    values = (models.settings or ModelSettings()).for_draft(when="unusable")
    outcome = draft_email(notes, counted, to=unit.case.to, seed=unit.seed, canary_secret=_CANARY, **values)
    if counted.missing is not None:  # a repair went without the model, which is not what the model would have done
        raise counted.missing
    return outcome, counted


def _ended(record: CaseRecord, status: Status, error: Exception, seconds: float) -> CaseRecord:
    why = str(error)
    if not isinstance(error, AfterwordError):
        last = traceback.extract_tb(error.__traceback__)[-1]
        why = f"{type(error).__name__}: {error} ({last.name}, line {last.lineno} of {last.filename.rsplit('/', 1)[-1]})"
    return record.model_copy(update={"status": status, "why": why, "error_kind": type(error).__name__, "seconds": round(seconds, 4)})


def _filled(record: CaseRecord, case: EvalCase, outcome: Outcome, counted: _Counted | None, seconds: float) -> CaseRecord:
    status: Status = "asked" if outcome.draft is None else "refused" if outcome.verdict == "refused" else "scored"
    why = {
        "asked": " ".join(outcome.questions),
        "refused": ", ".join(dict.fromkeys(finding.rule for finding in outcome.report.errors)),
        "scored": " ".join(outcome.remarks),
    }[status]
    run = outcome.run
    update: dict[str, object] = {
        "status": status,
        "why": why,
        "email": _email(outcome.draft),
        "raw": _raw(outcome, counted),
        "outcome": outcome.to_json(),
        "seconds": round(seconds, 4),
        "calls": run.model_calls,
        "tokens_in": run.tokens_in,
        "tokens_out": run.tokens_out,
        "cost_usd": run.cost_usd,
    }
    if counted is not None:
        read, kept, written = counted.tokens_in, counted.tokens_cached, counted.tokens_out
        update |= {"tokens_in": read, "tokens_cached": kept, "tokens_out": written}
        update |= {"calls": counted.paid + counted.kept, "cached": counted.paid == 0 and counted.kept > 0}
        if run.cost_usd is None:
            update["cost_usd"] = cost_of(record.model, tokens_in=read, tokens_out=written, tokens_cached=kept).usd
    return record.model_copy(update=update)


def _raw(outcome: Outcome, counted: _Counted | None) -> str | None:
    """The email as the model first wrote it, or its answer as it came where that is no email; None for a model that only chooses."""
    if counted is None or counted.first is None:
        return None
    try:
        return _email(read_answer(counted.first, outcome.brief))
    except UnusableOutput:
        return counted.first


def _email(draft: Draft | None) -> str | None:
    return None if draft is None else f"Subject: {draft.subject}\n\n{draft.text}"
