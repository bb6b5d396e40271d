"""The path: notes become a brief, a model words it, guardrails judge it, repair mends it, advice goes with it.

Read on in `prompts/brief.py`, `prompts/messages.py` or `prompts/lattice.py`, `guardrails/check.py`, `pipeline/repair.py`.
"""

from __future__ import annotations

import hashlib
import re
import time
from importlib import metadata

from guardrails.check import LATTICE_CHECKS, check
from guardrails.findings import Report
from guardrails.language_linter import preload
from pipeline.advice import advise
from pipeline.answer import read_answer
from pipeline.errors import BadInput, UnusableOutput
from pipeline.models import Chooser, Request, Writer
from pipeline.outcome import Outcome, RunRecord, Verdict
from pipeline.repair import Attempt, by_model, by_phrasebook, mend, rewalk
from prompts.brief import Brief, build_brief
from prompts.draft import Draft
from prompts.lattice import Lattice, build_lattice
from prompts.messages import Message, answer_schema, build_messages, build_repair
from prompts.notes import Fact, FactKind, Notes
from prompts.walk import walk

__all__ = ["MAX_MODEL_CALLS", "draft_email"]

#: Model calls a run may make: the draft, and two rounds of repair.
MAX_MODEL_CALLS = 3

#: Acts whose fact, when the notes have one, must stand in the email: leaving it out would change what the email says.
_ESSENTIAL = {"correction", "names_answer_date"}

_PACKAGES = ("afterword", "openai", "langchain-core", "xllamacpp")


def draft_email(notes: Notes, model: Writer | Chooser, *, to: str | None = None, seed: int = 0) -> Outcome:
    """The whole way from notes to an email that passes, or to a refusal that says why.

    Args:
        notes: structured notes with a scenario.
        model: writes freely (`complete`) or chooses between wordings (`choose`).
        to: the one recipient to write to, by name; the notes' hiring managers otherwise.
        seed: the same notes, model and seed give the same email from a chooser.

    Raises:
        BadInput: the notes name no scenario, or `to` is nobody in them.
        ProviderFailure: the model could not be reached at all.
    """
    started = time.perf_counter()
    try:
        brief = build_brief(notes, to=to)
    except ValueError as error:
        raise BadInput(f"No draft was written: {error}.") from error
    advice = advise(brief)
    questions = tuple(question.text for question in brief.questions)
    run = _Run(brief, seed)
    if any(question.blocking for question in brief.questions):
        return Outcome("refused", brief, None, Report(), run.record(model, started), (), advice, questions)
    lattice = build_lattice(brief)
    if not isinstance(model, Writer) and (rewording := _rewording(brief, lattice)):
        return Outcome("refused", brief, None, Report(), run.record(model, started), (), advice, rewording)
    attempt = run.write_freely(model, lattice) if isinstance(model, Writer) else run.choose(model, lattice)
    verdict: Verdict = "refused"
    if attempt.report.passed:
        verdict = "hold" if any(piece.level == "hold" for piece in advice) else "send"
    record = run.record(model, started)
    return Outcome(
        verdict, brief, attempt.draft, attempt.report, record, tuple(attempt.repairs), advice, questions, remarks=tuple(run.remarks)
    )


def _rewording(brief: Brief, lattice: Lattice) -> tuple[str, ...]:
    """Questions, two at most, for facts that a required move rests on and that no wording takes as they stand."""
    planned = {planned.move.id: planned for planned in brief.moves}
    asked = []
    for node in lattice.nodes:
        move, facts = planned[node.move].move, planned[node.move].facts
        best = [fact for fact in facts if move.uses and fact.kind is move.uses[0]]
        best = [fact for fact in best if fact.kind is not FactKind.DEADLINE or _has_date(fact)]
        stated = {name for option in node.options for sentence in option.sentences for name in sentence.facts}
        unused = best and _ESSENTIAL & set(move.performs) and not stated & {fact.id for fact in best}
        if facts and (unused or not node.options):
            asked.append(f"Please put this as one plain sentence that could stand in the email: “{(best or list(facts))[0].text}”")
    return tuple(asked[:2])


def _has_date(fact: Fact) -> bool:
    """Whether a deadline names a day at all; "no date was named" does not."""
    return bool(re.search(r"\d|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri)s?\b", fact.text, re.IGNORECASE))


class _Run:
    """One run in progress: what was sent, what it cost, and what to remark on."""

    def __init__(self, brief: Brief, seed: int) -> None:
        self._brief = brief
        self._seed = seed
        self._calls = 0
        self._tokens: list[int | None] = [None, None]
        self._sent = ""
        self.remarks: list[str] = []

    def choose(self, model: Chooser, lattice: Lattice) -> Attempt:
        """A draft out of the lattice, the model choosing between its wordings."""
        self._sent = repr(lattice)
        before = (model.tokens_in, model.tokens_out)
        draft = walk(lattice, self._brief, model.choose, seed=self._seed)
        self._calls, self._tokens = 1, [model.tokens_in - before[0], model.tokens_out - before[1]]
        attempt = Attempt(draft, check(draft, self._brief, checks=LATTICE_CHECKS))
        rewalk(attempt, self._brief, lattice, seed=self._seed)
        return attempt

    def write_freely(self, model: Writer, lattice: Lattice) -> Attempt:
        """A draft the model writes itself, mended by code, by the model, and at last by the lattice."""
        preload()
        messages = build_messages(self._brief)
        self._sent = "\n".join(message.content for message in messages)
        try:
            draft = self._ask(model, messages)
        except UnusableOutput as error:
            self.remarks.append(f"{error} The phrasebook wrote the email instead.")
            return self._from_lattice(lattice)
        mended = mend(draft)
        attempt = Attempt(draft, check(draft, self._brief))
        if mended != draft:
            attempt.take(mended, check(mended, self._brief), "code", {finding.rule for finding in attempt.report.findings})
        last = attempt.draft

        def ask_again(instructions: tuple[str, ...]) -> Draft | None:
            try:
                return self._ask(model, build_repair(self._brief, last.body, instructions))
            except UnusableOutput:
                return None

        by_model(attempt, self._brief, ask_again, rounds=MAX_MODEL_CALLS - 1)
        by_phrasebook(attempt, self._brief, lattice, seed=self._seed)
        return attempt

    def _from_lattice(self, lattice: Lattice) -> Attempt:
        draft = walk(lattice, self._brief, lambda _text, _alternatives: 0, seed=self._seed)
        attempt = Attempt(draft, check(draft, self._brief, checks=LATTICE_CHECKS))
        rewalk(attempt, self._brief, lattice, seed=self._seed)
        attempt.take(attempt.draft, attempt.report, "phrasebook", {"FMT-incomplete"})
        return attempt

    def _ask(self, model: Writer, messages: tuple[Message, ...]) -> Draft:
        """One call to the model, counted; its answer as a draft."""
        self._calls += 1
        reply = model.complete(Request(messages, answer_schema(), seed=self._seed))
        counts = (reply.tokens_in, reply.tokens_out)
        self._tokens = [count if before is None else before + (count or 0) for before, count in zip(self._tokens, counts, strict=True)]
        if reply.finish == "refusal":
            raise UnusableOutput(f"{model.name} refused to write.")
        if reply.finish == "length":
            raise UnusableOutput(f"{model.name} was cut off before the end of the email.")
        return read_answer(reply.text, self._brief)

    def record(self, model: Writer | Chooser, started: float) -> RunRecord:
        """The record of this run so far."""
        return RunRecord(
            model=model.name,
            prompt_hash=hashlib.sha256(self._sent.encode()).hexdigest()[:16],
            tokens_in=self._tokens[0],
            tokens_out=self._tokens[1],
            cost_usd=0.0 if not isinstance(model, Writer) else None,
            seconds=round(time.perf_counter() - started, 3),
            seed=self._seed,
            versions=_versions(),
            model_calls=self._calls,
        )


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
